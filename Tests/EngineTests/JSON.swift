// A message as tests look at it: a value that can be asked for its members.

import JSONText

/// A parsed JSON value.
enum JSON: Equatable {
    case null
    case bool(Bool)
    case integer(Int64)
    case string(String)
    case array([JSON])
    case object([String: JSON])

    /// Parses one line; the tests fail where the server does not write JSON.
    init(line: [UInt8]) throws {
        let document = try JSONDocument(line)
        self.init(document, 0)
    }

    private init(_ document: JSONDocument, _ node: Int) {
        switch document.kind(node) {
        case .null: self = .null
        case .bool: self = .bool(document.bool(node))
        case .integer: self = .integer(document.integer(node))
        case .string: self = .string(document.string(node))
        case .array: self = .array(document.elements(node).map { JSON(document, $0) })
        case .object:
            var members: [String: JSON] = [:]
            for member in document.members(node) {
                members[document.string(member.key)] = JSON(document, member.value)
            }
            self = .object(members)
        }
    }

    /// The member of an object; nil where there is none.
    subscript(_ name: String) -> JSON? {
        if case .object(let members) = self { members[name] } else { nil }
    }

    /// The integer, or nil for anything else.
    var int: Int64? { if case .integer(let value) = self { value } else { nil } }
    /// The text, or nil for anything else.
    var text: String? { if case .string(let value) = self { value } else { nil } }
    /// The elements; none for anything that is no array.
    var items: [JSON] { if case .array(let value) = self { value } else { [] } }

    /// The reason of an error reply.
    var reason: String? { self["error"]?["data"]?["reason"]?.text }
    /// The method of a notification.
    var method: String? { self["method"]?.text }
}
