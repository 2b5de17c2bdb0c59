// Rewriting a template after a message that is right although it is not as expected. Values that
// agree, matchers that hold and all white space stay byte for byte.

internal import Client
internal import JSONText

/// Writes a template anew after the message that came.
struct Accepting {
    let source: [UInt8]
    let document: JSONDocument
    let captures: Captures
    let tolerance: Matching.Tolerance

    /// The template's bytes with every value that differs replaced by what came. Ask only when
    /// every ``Difference`` is rewritable.
    func rewritten(_ template: Template) -> [UInt8] {
        rewrite(template, 0, "$")
    }

    private func rewrite(_ template: Template, _ node: Int, _ path: String) -> [UInt8] {
        let old = Array(source[template.range])
        switch template.form {
        case .matcher:
            return old
        case .exact(let json):
            return json == document.json(node) ? old : document.json(node)
        case .text(let pieces):
            let wanted = try? captures.json(pieces)
            return wanted == document.json(node) ? old : document.json(node)
        case .array(let elements, let isOpen):
            guard document.kind(node) == .array else { return document.json(node) }
            return rewrite(template, elements, isOpen: isOpen, node, path)
        case .object(let members, let isOpen):
            guard document.kind(node) == .object else { return document.json(node) }
            return rewrite(template, members, isOpen: isOpen, node, path)
        }
    }

    private func rewrite(
        _ template: Template, _ elements: [Template], isOpen: Bool, _ node: Int, _ path: String
    ) -> [UInt8] {
        let received = Array(document.elements(node))
        if elements.isEmpty, !isOpen, !received.isEmpty { return document.json(node) }
        var list = RewrittenList(
            source: source, container: template.range, items: elements.map(\.range))
        for (index, element) in elements.enumerated() {
            let value = index < received.count ? received[index] : nil
            list.item(index, value.map { rewrite(element, $0, "\(path)[\(index)]") })
        }
        if !isOpen {
            for extra in received.dropFirst(elements.count) { list.add(document.json(extra)) }
        }
        return list.finished(keepsTail: isOpen)
    }

    private func rewrite(
        _ template: Template, _ members: [Template.Member], isOpen: Bool, _ node: Int,
        _ path: String
    ) -> [UInt8] {
        let ranges = members.map { $0.keyRange.lowerBound..<$0.value.range.upperBound }
        var list = RewrittenList(source: source, container: template.range, items: ranges)
        for (index, member) in members.enumerated() {
            guard let value = document.value(member.key, of: node) else {
                list.item(index, nil)
                continue
            }
            let opening = source[member.keyRange.lowerBound..<member.value.range.lowerBound]
            let memberPath = Matching.path(path, member.key)
            list.item(index, opening + rewrite(member.value, value, memberPath))
        }
        if !isOpen {
            for (keyNode, value) in document.members(node) {
                let key = document.string(keyNode)
                if members.contains(where: { $0.key == key }) { continue }
                if Matching.ignores(key, value, at: path, document, tolerance) { continue }
                let name = JSONWriter.encoded { $0.string(key) }
                list.add(name + [UInt8(ascii: ":")] + list.spaceAfterColon + document.json(value))
            }
        }
        return list.finished(keepsTail: isOpen)
    }
}

/// The text between two brackets, put together from old separators and new items.
private struct RewrittenList {
    private let source: [UInt8]
    private let container: Range<Int>
    private let items: [Range<Int>]
    private var result: [UInt8]
    private var isEmpty = true

    init(source: [UInt8], container: Range<Int>, items: [Range<Int>]) {
        self.source = source
        self.container = container
        self.items = items
        result = [source[container.lowerBound]]
    }

    /// What stands before the first item, and before a later one, comma included.
    private var firstLead: ArraySlice<UInt8> {
        source[(container.lowerBound + 1)..<(items.first?.lowerBound ?? container.lowerBound + 1)]
    }
    private var laterLead: ArraySlice<UInt8> {
        guard items.count > 1 else { return [UInt8(ascii: ","), UInt8(ascii: " ")] }
        return source[items[0].upperBound..<items[1].lowerBound]
    }

    /// The white space that this list has after the colons of its members.
    var spaceAfterColon: [UInt8] {
        guard let first = items.first else { return [UInt8(ascii: " ")] }
        let text = source[first]
        // The colon after the closing quote of the key, which may hold escaped quotes.
        var index = text.startIndex + 1
        while index < text.endIndex, text[index] != UInt8(ascii: "\"") {
            index += text[index] == UInt8(ascii: "\\") ? 2 : 1
        }
        let rest = text[min(index + 1, text.endIndex)...].drop { $0 != UInt8(ascii: ":") }
        return Array(rest.dropFirst().prefix { $0 == 0x20 || $0 == 0x09 })
    }

    /// Puts an item of the template, or leaves it out.
    mutating func item(_ index: Int, _ bytes: [UInt8]?) {
        guard let bytes else { return }
        if isEmpty {
            result += firstLead
        } else {
            result += source[items[index - 1].upperBound..<items[index].lowerBound]
        }
        result += bytes
        isEmpty = false
    }

    /// Puts an item that the template does not have.
    mutating func add(_ bytes: [UInt8]) {
        if !isEmpty { result += laterLead }
        result += bytes
        isEmpty = false
    }

    /// The whole text. A tail is the mark that lets more items be there.
    func finished(keepsTail: Bool) -> [UInt8] {
        let end = items.last?.upperBound ?? container.lowerBound + 1
        var tail = source[end..<container.upperBound]
        if keepsTail, isEmpty, !items.isEmpty {
            // The comma before the mark has nothing before it any more.
            tail = tail.drop { $0 == UInt8(ascii: ",") || $0 == 0x20 }
        }
        return result + tail
    }
}
