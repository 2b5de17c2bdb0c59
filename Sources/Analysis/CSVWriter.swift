// CSV (RFC 4180): one line for each event, for spreadsheets and data frames.

internal import JSONText

/// Writes a table of events.
public struct CSVWriter: HistoryWriter {
    public let wantsOrgans = false

    /// The columns, in their order.
    public static let columns = [
        "event_id", "matter", "kind", "supervising", "supervised", "source", "category", "class",
        "position", "version", "time", "event", "person", "document_kind", "document", "issuer",
        "organs", "attributes", "texts",
    ]

    public init() {}

    public mutating func begin(into output: inout [UInt8]) {
        Self.write(Self.columns, into: &output)
    }

    public mutating func write(
        _ event: EventRecord, of matter: MatterRecord, into output: inout [UInt8],
        spool: inout [UInt8]
    ) {
        func attribute(_ name: String) -> String {
            matter.attributes.first { $0.name == name }?.value.text ?? ""
        }
        let organs = event.organs.map { "\($0.qualifier)=\($0.id)" }.joined(separator: " ")
        Self.write(
            [
                event.id, matter.id, matter.kind, matter.supervising,
                matter.supervised.joined(separator: " "), attribute("source"),
                attribute("category"), attribute("class"), String(event.position),
                String(event.version), event.time, event.name, event.person ?? "",
                event.document?.kind ?? "", event.document?.number ?? "",
                event.document?.issuer ?? "", organs, Self.json(event.attributes),
                Self.json(event.texts),
            ], into: &output)
    }

    public mutating func end(
        _ matter: MatterRecord, into output: inout [UInt8], spool: inout [UInt8]
    ) {}

    public mutating func write(_ organ: OrganRecord, spool: inout [UInt8]) {}

    public mutating func beginSpooled(into output: inout [UInt8]) {}

    public mutating func end(into output: inout [UInt8]) {}

    /// Several values in one cell, as a JSON object; nothing when there are none.
    private static func json(_ attributes: [Attribute]) -> String {
        guard !attributes.isEmpty else { return "" }
        let bytes = JSONWriter.encoded { writer in
            writer.beginObject()
            for attribute in attributes.withDistinctNames {
                writer.key(text: attribute.name)
                attribute.value.write(into: &writer)
            }
            writer.endObject()
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func write(_ cells: [String], into output: inout [UInt8]) {
        output += Array(cells.map(cell).joined(separator: ",").utf8)
        output += [0x0D, 0x0A]
    }

    /// A text as a cell.
    ///
    /// A cell that a spreadsheet would take for a formula gets an apostrophe in front, which
    /// spreadsheets hide; the full-width signs count, too, because they do where Chinese is typed.
    static func cell(_ text: String) -> String {
        var text = text
        if let first = text.unicodeScalars.first, Self.formulaSigns.contains(first) {
            text = "'" + text
        }
        let needsQuotes = text.utf8.contains {
            $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: ",") || $0 == 0x0A || $0 == 0x0D
        }
        guard needsQuotes else { return text }
        var quoted = String.UnicodeScalarView("\"".unicodeScalars)
        for scalar in text.unicodeScalars {
            if scalar == "\"" { quoted.append(scalar) }
            quoted.append(scalar)
        }
        quoted.append("\"")
        return String(quoted)
    }

    private static let formulaSigns: Set<Unicode.Scalar> = [
        "=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠",
    ]
}
