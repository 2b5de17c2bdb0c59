// Finds what the library of templates would pass over in silence: names that no document has, so
// that a line stays empty on paper, and partials that are not there.

/// One pass over the tags of a template.
struct TemplateScanner {
    let file: String
    let text: Substring.UnicodeScalarView
    /// The partials that the template contains, with their lines.
    private(set) var partials: [(name: String, line: Int)] = []
    private var open: [(name: String, line: Int)] = []

    init(file: String, text: String) {
        self.file = file
        self.text = text[...].unicodeScalars
    }

    /// - Throws: the first mistake.
    mutating func scan() throws(TemplateFault) {
        var rest = text
        var line = 1
        while let first = rest.first {
            guard rest.starts(with: "{{".unicodeScalars) else {
                if first == "\n" { line += 1 }
                rest = rest.dropFirst()
                continue
            }
            rest = rest.dropFirst(2)
            let isTriple = rest.first == "{"
            if isTriple { rest = rest.dropFirst() }
            let end = (isTriple ? "}}}" : "}}").unicodeScalars
            let start = rest
            while !rest.isEmpty, !rest.starts(with: end) { rest = rest.dropFirst() }
            let tag = start[start.startIndex..<rest.startIndex]
            guard !rest.isEmpty else { throw fault(.unfinishedTag, line) }
            try note(String(tag), line, isTriple)
            line += tag.count { $0 == "\n" }
            rest = rest.dropFirst(end.count)
        }
        if let section = open.last { throw fault(.openSection(section.name), section.line) }
    }

    private mutating func note(
        _ tag: String, _ line: Int, _ isTriple: Bool
    ) throws(TemplateFault) {
        let sign: Character? =
            isTriple ? "&" : tag.first.flatMap { "#^/!>&".contains($0) ? $0 : nil }
        if sign == "!" { return }
        let name = Self.trimmed(sign == nil || isTriple ? tag[...] : tag.dropFirst())
        guard !name.isEmpty, name.utf8.allSatisfy(Self.isNameByte) else {
            throw fault(.badTag(tag), line)
        }
        switch sign {
        case ">": partials.append((name, line))
        case "#", "^":
            try check(name, line)
            open.append((name, line))
        case "/":
            guard open.last?.name == name else { throw fault(.wrongEnd(name), line) }
            open.removeLast()
        default: try check(name, line)
        }
    }

    private func check(_ name: String, _ line: Int) throws(TemplateFault) {
        if name == "." { return }
        for part in name.split(separator: ".", omittingEmptySubsequences: false)
        where !Paper.names.contains(String(part)) {
            throw fault(.unknownName(name), line)
        }
    }

    private func fault(_ reason: TemplateFault.Reason, _ line: Int) -> TemplateFault {
        TemplateFault(file: file, line: line, reason: reason)
    }

    private static func trimmed(_ text: Substring) -> String {
        let isSpace = { (character: Character) in character.isWhitespace }
        var text = text.drop(while: isSpace)
        while let last = text.last, isSpace(last) { text.removeLast() }
        return String(text)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
            UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
