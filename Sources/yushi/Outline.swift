// Prints any JSON value for people: one member on a line, what is inside it indented. Names of
// members stay as the protocol has them, because they are what one writes in a call.

internal import Client
internal import JSONText

/// Prints values as an outline.
struct Outline {
    private let document: JSONDocument

    init(_ document: JSONDocument) {
        self.document = document
    }

    func print(_ node: Int) {
        for line in lines(node, columns: Terminal.columns) { Terminal.print(line) }
    }

    /// The lines of a value. Only a one-line value is clipped to the width.
    func lines(_ node: Int, columns: Int? = nil, indent: Int = 0) -> [String] {
        let space = String(repeating: " ", count: indent)
        func clipped(_ line: String) -> String {
            columns.map { DisplayWidth.clipped(line, to: $0) } ?? line
        }
        switch document.kind(node) {
        case .object:
            let members = Array(document.members(node))
            let names = members.map { Table.plain(document.string($0.key)) }
            let width = names.map { DisplayWidth.width(of: $0) }.max() ?? 0
            var lines: [String] = []
            for (member, name) in zip(members, names) {
                if let text = inline(member.value) {
                    let label = DisplayWidth.padded(name, to: width)
                    lines.append(clipped("\(space)\(label)  \(text)"))
                } else {
                    lines.append(space + name)
                    lines += self.lines(member.value, columns: columns, indent: indent + 2)
                }
            }
            return lines
        case .array:
            return document.elements(node).flatMap { element -> [String] in
                if let text = inline(element) { return [clipped("\(space)- \(text)")] }
                var lines = self.lines(element, columns: columns, indent: indent + 2)
                // The first line of the element carries the dash in its indentation.
                if let first = lines.first {
                    lines[0] = space + "- " + first.dropFirst(indent + 2)
                }
                return lines
            }
        case .null, .bool, .integer, .string:
            return [clipped(space + (inline(node) ?? ""))]
        }
    }

    /// A value that fits on a line: a scalar, a list of scalars, or an empty container.
    private func inline(_ node: Int) -> String? {
        switch document.kind(node) {
        case .null: return "-"
        case .bool: return (document.bool(node) ? WordText.yes : WordText.no).local
        case .integer: return String(document.integer(node))
        case .string: return Table.plain(document.string(node))
        case .array:
            let texts = document.elements(node).map { element -> String? in
                switch document.kind(element) {
                case .array, .object: nil
                case .null, .bool, .integer, .string: inline(element)
                }
            }
            guard !texts.contains(nil) else { return nil }
            return texts.isEmpty ? "-" : texts.compactMap { $0 }.joined(separator: ", ")
        case .object: return document.count(node) == 0 ? "-" : nil
        }
    }
}
