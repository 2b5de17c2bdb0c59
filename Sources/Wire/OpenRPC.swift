// The description of the protocol for programs: an OpenRPC 1.3 document, written from one table of
// the methods. `rpc.discover` answers with it; the file in `protocol` also has the errors, the
// transition and an example of each method, which would make the line too long for common line
// readers.

public import JSONText
internal import Supervision

/// The OpenRPC document of this server.
public enum OpenRPC {
    /// The protocol number that the document describes.
    public static let protocolNumber: Int64 = 1

    /// The document as compact JSON, without what would make it too long for one line; the result
    /// of `rpc.discover`.
    public static let discovery: [UInt8] = JSONWriter.encoded(reservingCapacity: 65_536) {
        write(complete: false, into: &$0)
    }

    /// Writes the document.
    ///
    /// - Parameter complete: adds its errors, an example, the summary in Chinese and, for commands,
    ///   `x-transition` to each method, the errors themselves, and the members of a matter, an
    ///   event and a duty.
    public static func write(complete: Bool, into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("openrpc", "1.3.2")
        writeInfo(into: &writer)
        writer.key("methods")
        writer.beginArray()
        for method in Method.all {
            description(of: method).write(complete: complete, into: &writer)
        }
        writer.endArray()
        writer.key("components")
        writer.beginObject()
        writeContentDescriptors(into: &writer)
        writer.key("schemas")
        writer.beginObject()
        for component in Component.allCases {
            writer.key(text: component.rawValue)
            // The largest ones would make the line too long.
            let isBrief = !complete && [.matter, .event, .duty].contains(component)
            (isBrief ? .open([]) : component.schema).write(into: &writer)
        }
        writer.endObject()
        if complete { writeErrors(into: &writer) }
        writer.endObject()
        writer.endObject()
    }

    private static func writeInfo(into writer: inout JSONWriter) {
        writer.key("info")
        writer.beginObject()
        writer.member("title", "Yushi")
        writer.member("version", "\(protocolNumber).0.0")
        writer.member(
            "description",
            "Supervision of administrative law enforcement (Beijing, Order No. 314). JSON-RPC 2.0, "
                + "one message per line. Parameters are by name. Every method may also answer with "
                + commonErrors.map(\.rawValue).joined(separator: ", ")
                + ". Clients ignore unknown members of results.")
        writer.endObject()
    }

    /// Errors that do not depend on the method; they are not repeated at each.
    static let commonErrors: [ErrorCode] = [
        .parseError, .invalidRequest, .methodNotFound, .invalidParams, .unknownParam,
        .internalError, .lineTooLong, .helloRequired, .rateLimited, .draining,
    ]

    /// The parameters that every command has stand here once.
    private static func writeContentDescriptors(into writer: inout JSONWriter) {
        writer.key("contentDescriptors")
        writer.beginObject()
        for parameter in Parameter.ofCommands {
            writer.key(text: parameter.name)
            parameter.write(into: &writer)
        }
        writer.endObject()
    }

    private static func writeErrors(into writer: inout JSONWriter) {
        writer.key("errors")
        writer.beginObject()
        for code in ErrorCode.allCases {
            writer.key(text: code.rawValue)
            writer.beginObject()
            writer.member("code", code.number)
            writer.member("message", "\(code.rawValue): \(code.text.en)")
            writer.key("data")
            writer.beginObject()
            writer.member("reason", code.rawValue)
            writer.member("retryable", code.isRetryable)
            writer.endObject()
            writer.endObject()
        }
        writer.endObject()
    }
}
