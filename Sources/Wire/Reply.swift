// Whole lines of the server: results, errors, notifications and the arrays that answer a batch.
// Each function appends one line with its LF to a writer, so that many answers leave in one
// buffer.

public import JSONText
public import Supervision

/// Writes the answer of a request that succeeded.
///
/// - Parameter body: writes exactly one value, the `result`.
public func writeResult(
    id: RequestID, into writer: inout JSONWriter, body: (inout JSONWriter) -> Void
) {
    writer.beginObject()
    writer.member("jsonrpc", constant: "2.0")
    writer.key("id")
    id.write(into: &writer)
    writer.key("result")
    body(&writer)
    writer.endObject()
    writer.endLine()
}

/// Writes the answer of a request, or of a line, that failed.
///
/// - Parameters:
///   - id: nil where no id could be read; it is written as null.
///   - trace: what finds this answer in the server's log.
public func writeError(
    id: RequestID?, _ error: WireError, trace: String, into writer: inout JSONWriter
) {
    writer.beginObject()
    writer.member("jsonrpc", constant: "2.0")
    writer.key("id")
    if let id { id.write(into: &writer) } else { writer.null() }
    writer.key("error")
    error.write(trace: trace, into: &writer)
    writer.endObject()
    writer.endLine()
}

/// Writes a notification.
///
/// - Parameter body: writes exactly one value, the `params`.
public func writeNotification(
    _ method: StaticString, into writer: inout JSONWriter, body: (inout JSONWriter) -> Void
) {
    writer.beginObject()
    writer.member("jsonrpc", constant: "2.0")
    writer.member("method", constant: method)
    writer.key("params")
    body(&writer)
    writer.endObject()
    writer.endLine()
}

/// Writes the answer of a batch: one array of the answers of its calls.
///
/// - Parameter replies: lines of `writeResult` and `writeError`, with or without LF. There is at
///   least one: a batch of nothing but notifications is not answered at all.
public func writeBatch(_ replies: [[UInt8]], into writer: inout JSONWriter) {
    precondition(!replies.isEmpty, "a batch without answers is not answered")
    writer.beginArray()
    for reply in replies {
        writer.raw(reply.last == UInt8(ascii: "\n") ? reply.dropLast() : reply[...])
    }
    writer.endArray()
    writer.endLine()
}

extension WireError {
    /// Writes the `error` object of an answer.
    public func write(trace: String, into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("code", code.number)
        writer.member("message", "\(code.rawValue): \(text.en)")
        writer.key("data")
        writer.beginObject()
        writeData(into: &writer)
        writer.member("trace", trace)
        writer.endObject()
        writer.endObject()
    }

    /// Writes what a refusal says of itself, as members of the object that is open: in the `data`
    /// of an error, and where `matter.explain` says the same without a command.
    func writeData(into writer: inout JSONWriter) {
        writer.member("reason", code.rawValue)
        // What no rule of law or of the house forbids does not make sense as a message.
        writer.key("basis")
        (basis ?? .procedure).write(into: &writer)
        writer.member("retryable", code.isRetryable)
        for case .supported(let versions) in details {
            writer.key("supported")
            writer.beginObject()
            writer.member("min", versions.lowerBound)
            writer.member("max", versions.upperBound)
            writer.endObject()
        }
        writer.key("details")
        writer.beginObject()
        for detail in details { detail.write(into: &writer) }
        writer.endObject()
        writer.key("messages")
        writer.beginObject()
        writer.member("zh", text.zh)
        writer.member("en", text.en)
        writer.endObject()
    }
}

extension Basis {
    /// Writes `{"kind":"law","citation":"14.1(3)"}` or its like.
    public func write(into writer: inout JSONWriter) {
        writer.beginObject()
        switch self {
        case .law(let citation):
            writer.member("kind", "law")
            writer.member("citation", citation.wire)
        case .policy(let rule):
            writer.member("kind", "policy")
            writer.member("rule", rule)
        case .procedure:
            writer.member("kind", "procedure")
        }
        writer.endObject()
    }
}

extension ErrorDetail {
    /// Writes the detail as a member of the object that is open.
    func write(into writer: inout JSONWriter) {
        switch self {
        case .parameter(let path): writer.member("parameter", path)
        case .expected(let text): writer.member("expected", text)
        case .allowed(let values): writer.member("allowed", values)
        case .didYouMean(let name): writer.member("didYouMean", name)
        case .missing(let names): writer.member("missing", names)
        case .method(let name): writer.member("method", name)
        case .member(let name): writer.member("member", name)
        case .limit(let limit): writer.member("limit", limit)
        case .fault(let name): writer.member("fault", name)
        case .supported: break
        case .rule(let rule): writer.member("rule", rule.rawValue)
        case .who(let who):
            writer.key("who")
            writer.beginObject()
            writer.member("roles", who.roles.map(\.rawValue))
            writer.member("organs", who.organs.map(\.text))
            writer.endObject()
        case .from(let instant): writer.member("from", instant.iso8601)
        case .currentVersion(let version): writer.member("currentVersion", version)
        case .what(let kind): writer.member("what", kind)
        case .id(let id): writer.member("id", id)
        case .competentOrgans(let organs):
            writer.member("competentOrgans", organs.map(\.text))
        case .matter(let matter): writer.member("matter", matter.description)
        case .phase(let phase): writer.member("phase", phase.rawValue)
        case .step(let step): writer.member("step", step.rawValue)
        case .suspended(let suspended): writer.member("suspended", suspended)
        case .allowedIn(let places): writer.member("allowedIn", places)
        case .retryAfterMilliseconds(let time):
            writer.member("retryAfterMilliseconds", time)
        }
    }
}

extension JSONWriter {
    /// Writes a key and an array of strings.
    fileprivate mutating func member(_ name: StaticString, _ values: [String]) {
        key(name)
        beginArray()
        for value in values { string(value) }
        endArray()
    }
}

extension ErrorCode {
    /// Writes the code's row of `protocol/errors.json`.
    public func write(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("code", number)
        writer.member("reason", rawValue)
        writer.member("retryable", isRetryable)
        writer.member("scope", scope.rawValue)
        writer.member("en", text.en)
        writer.member("zh", text.zh)
        writer.endObject()
    }
}
