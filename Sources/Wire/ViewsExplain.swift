// `matter.explain`: for each command whether it is allowed, and if not, what the refusal of a real
// one would say of itself.

public import JSONText
internal import Supervision

/// Whether a command is allowed; without an error it is.
public struct Verdict: Equatable, Sendable {
    public var command: GivenCommandName
    public var error: WireError?

    public init(_ command: GivenCommandName, _ error: WireError?) {
        self.command = command
        self.error = error
    }
}

extension Views {
    /// The result of `matter.explain`. A refusal can name very many duties or persons; where the
    /// line would become too long with them, `details` is left out and `truncated` says so.
    public static func write(
        _ verdicts: [Verdict], about row: DocketRow, into writer: inout JSONWriter
    ) {
        // Enough for each verdict without its details, so that the last one has room too.
        let briefBytes = 1024
        writer.beginObject()
        writer.member("matter", row.matter.description)
        writer.member("version", row.version)
        writer.member("phase", row.phase.rawValue)
        writer.member("step", row.step?.rawValue)
        writer.member("suspended", row.suspended)
        writer.member("position", row.position)
        writer.key("commands")
        writer.beginArray()
        var left = resultBytesMax - briefBytes
        for (index, verdict) in verdicts.enumerated() {
            let reserved = (verdicts.count - index - 1) * briefBytes
            let whole = JSONWriter.encoded { verdict.write(brief: false, into: &$0) }
            let text =
                whole.count <= max(left - reserved, 0)
                ? whole : JSONWriter.encoded { verdict.write(brief: true, into: &$0) }
            writer.raw(text)
            left -= text.count + 1
        }
        writer.endArray()
        writer.endObject()
    }
}

extension Verdict {
    fileprivate func write(brief: Bool, into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("command", command.rawValue)
        writer.member("allowed", error == nil)
        if var error {
            if brief { error.details = [] }
            error.writeData(into: &writer)
            if brief { writer.member("truncated", true) }
        }
        writer.endObject()
    }
}
