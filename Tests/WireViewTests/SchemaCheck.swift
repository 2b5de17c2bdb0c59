import JSONText
import Testing

@testable import Wire

// Checks values against the schemas of the OpenRPC document, so that the document and the code
// that reads and writes cannot drift apart.

extension OpenRPC.Schema {
    /// What is wrong with a value; empty when it fits. A member that the schema does not know is
    /// wrong, in results too, unless the schema lists no members at all.
    func faults(_ document: JSONDocument, _ node: Int = 0, at path: String = "$") -> [String] {
        switch self {
        case .ref(let component):
            return component.schema.faults(document, node, at: path)
        case .string(let length, _, _):
            guard document.kind(node) == .string else { return ["\(path) is no string"] }
            let count = document.string(node).unicodeScalars.count
            return length.contains(count) ? [] : ["\(path) has \(count) characters"]
        case .word(let words):
            guard document.kind(node) == .string else { return ["\(path) is no word"] }
            let word = document.string(node)
            return words.contains(word) ? [] : ["\(path) is \(word)"]
        case .integer(let range):
            guard document.kind(node) == .integer else { return ["\(path) is no integer"] }
            let value = document.integer(node)
            return range.contains(value) ? [] : ["\(path) is \(value)"]
        case .boolean:
            return document.kind(node) == .bool ? [] : ["\(path) is no bool"]
        case .list(let element, let lengths):
            guard document.kind(node) == .array else { return ["\(path) is no array"] }
            let count = document.count(node)
            let wrong = lengths.contains(count) ? [] : ["\(path) has \(count) elements"]
            return document.elements(node).enumerated().reduce(wrong) {
                $0 + element.faults(document, $1.element, at: "\(path)[\($1.offset)]")
            }
        case .closed(let members), .open(let members), .oneOf(let members):
            return Self.faults(members, document, node, at: path)
        case .counts:
            guard document.kind(node) == .object else { return ["\(path) is no object"] }
            return document.members(node).filter { document.kind($0.value) != .integer }
                .map { "\(path).\(document.string($0.key)) is no integer" }
        }
    }

    private static func faults(
        _ members: [OpenRPC.Member], _ document: JSONDocument, _ node: Int, at path: String
    ) -> [String] {
        guard document.kind(node) == .object else { return ["\(path) is no object"] }
        var faults: [String] = []
        var missing = Set(members.filter(\.isRequired).map(\.name))
        for (key, value) in document.members(node) {
            let name = document.string(key)
            missing.remove(name)
            if let member = members.first(where: { $0.name == name }) {
                faults += member.schema.faults(document, value, at: "\(path).\(name)")
            } else if !members.isEmpty {
                faults.append("\(path).\(name) is unknown")
            }
        }
        return faults + missing.map { "\(path).\($0) is missing" }
    }
}
