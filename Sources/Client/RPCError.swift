// What a server answers when it does not do what was asked.

public import JSONText

/// A JSON-RPC error with the members that every error of this protocol carries.
public struct RPCError: Error, Sendable {
    /// The number; one for each reason, and never moved.
    public var code: Int64
    /// The stable name of the reason, such as `NOT_IN_PHASE`; empty when the server gave none.
    public var reason: String
    /// The reason again, a colon and a sentence.
    public var message: String
    /// What the refusal rests on; nil when the server said nothing of it.
    public var basis: StatedBasis?
    /// Whether sending the same again may succeed.
    public var retryable: Bool
    /// The sentence in Chinese and in English, when the server sent them.
    public var messageZH: String?
    public var messageEN: String?
    /// The name under which the server's log knows this error.
    public var trace: String?
    /// The whole error object, and in it the node of `data.details`.
    public var document: JSONDocument
    public var details: Int?

    /// Reads the error object at a node of a reply.
    ///
    /// - Returns: nil when it is no object with an integer `code` and a string `message`.
    public init?(_ document: JSONDocument, _ node: Int) {
        guard document.kind(node) == .object,
            let code = document.member("code", of: node), document.kind(code) == .integer,
            let message = document.text("message", of: node)
        else { return nil }
        self.document = document
        self.code = document.integer(code)
        self.message = message
        reason = ""
        retryable = false
        guard let data = document.member("data", of: node), document.kind(data) == .object else {
            reason = Self.reason(openingOf: message)
            return
        }
        reason = document.text("reason", of: data) ?? Self.reason(openingOf: message)
        basis = document.member("basis", of: data).flatMap { StatedBasis(document, $0) }
        if let flag = document.member("retryable", of: data), document.kind(flag) == .bool {
            retryable = document.bool(flag)
        }
        if let texts = document.member("messages", of: data), document.kind(texts) == .object {
            messageZH = document.text("zh", of: texts)
            messageEN = document.text("en", of: texts)
        }
        trace = document.text("trace", of: data)
        details = document.member("details", of: data).flatMap {
            document.kind($0) == .object ? $0 : nil
        }
    }

    /// The reason also opens the message, for clients that drop `data`.
    private static func reason(openingOf message: String) -> String {
        let opening = message.prefix { $0 != ":" }
        let isName = opening.utf8.allSatisfy { $0 == 0x5F || (0x41...0x5A).contains($0) }
        return isName && opening.count < message.count ? String(opening) : ""
    }
}

/// What a refusal or a competence rests on, as the server states it.
public enum StatedBasis: Equatable, Sendable {
    /// A place in the Measures, such as `14.1(3)`.
    case law(citation: String)
    /// The name of a house rule.
    case policy(rule: String)
    /// The message makes no sense in this state.
    case procedure

    /// Reads `{"kind":"law","citation":"14.1(3)"}` and its like.
    ///
    /// - Returns: nil for anything else.
    public init?(_ document: JSONDocument, _ node: Int) {
        guard document.kind(node) == .object else { return nil }
        switch document.text("kind", of: node) {
        case "law":
            guard let citation = document.text("citation", of: node) else { return nil }
            self = .law(citation: citation)
        case "policy":
            guard let rule = document.text("rule", of: node) else { return nil }
            self = .policy(rule: rule)
        case "procedure": self = .procedure
        default: return nil
        }
    }
}

extension JSONDocument {
    /// The string that a member of an object holds; nil when there is none or it is no string.
    public func text(_ name: StaticString, of node: Int) -> String? {
        guard let value = member(name, of: node), kind(value) == .string else { return nil }
        return string(value)
    }

    /// The integer that a member of an object holds; nil when there is none or it is no integer.
    public func number(_ name: StaticString, of node: Int) -> Int64? {
        guard let value = member(name, of: node), kind(value) == .integer else { return nil }
        return integer(value)
    }

    /// The subtree of a node as compact JSON.
    public func json(_ node: Int) -> [UInt8] {
        JSONWriter.encoded { write(node, into: &$0) }
    }

    /// A string as it is, everything else as compact JSON; nil for null.
    public func plainText(_ node: Int) -> String? {
        switch kind(node) {
        case .null: nil
        case .string: string(node)
        case .bool, .integer, .array, .object: String(decoding: json(node), as: UTF8.self)
        }
    }
}
