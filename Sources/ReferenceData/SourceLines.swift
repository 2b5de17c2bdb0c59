internal import JSONText

/// The lines of a JSON text: of each node, and of the first mistake.
///
/// The parser's nodes carry no place in the text and its faults no line, because the wire needs
/// neither. A person who edits a file does, so that after a mistake the text is walked once more,
/// slowly, in the order in which the parser numbers its nodes.
struct SourceLines {
    /// What is no JSON in a text, and on which line.
    struct Fault: Error, Equatable {
        var line: Int
        var reason: String
    }

    /// The lines, from 1, on which the nodes begin; up to the first fault when there is one.
    private(set) var nodeLines: [Int] = []
    /// The first mistake, or nil for a text that ``JSONDocument`` accepts. A mistake stands where
    /// it is put right: a missing comma after the value before it, not at the token after it.
    private(set) var fault: Fault?

    private let bytes: [UInt8]
    private var position = 0
    private var line = 1
    /// The line on which the last token ended; white space may have led away from it.
    private var tokenLine = 1
    /// The brackets that are open, with their lines.
    private var open: [(bracket: UInt8, line: Int)] = []

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
        do throws(Fault) {
            try checkEncoding()
            try text()
        } catch {
            fault = error
        }
    }

    // MARK: Values

    private mutating func text() throws(Fault) {
        guard peek() != nil else { throw Fault(line: 1, reason: "the file is empty") }
        try value()
        guard let next = peek() else { return }
        let closes = next == UInt8(ascii: "}") || next == UInt8(ascii: "]")
        throw Fault(
            line: line,
            reason: closes
                ? "this \(character) closes nothing" : "\(character) stands after the end")
    }

    private mutating func value() throws(Fault) {
        guard let first = peek() else { throw endOfText }
        nodeLines.append(line)
        switch first {
        case UInt8(ascii: "{"): try object()
        case UInt8(ascii: "["): try array()
        case UInt8(ascii: "\""): _ = try string()
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): try number()
        case UInt8(ascii: "t"): try literal("true")
        case UInt8(ascii: "f"): try literal("false")
        case UInt8(ascii: "n"): try literal("null")
        case UInt8(ascii: ","), UInt8(ascii: "]"), UInt8(ascii: "}"):
            throw Fault(line: line, reason: "a value is missing before \(character)")
        default: throw unexpected
        }
        tokenLine = line
    }

    private mutating func array() throws(Fault) {
        try begin(UInt8(ascii: "["))
        if end(UInt8(ascii: "]")) { return }
        repeat {
            try value()
        } while try another(before: UInt8(ascii: "]"))
    }

    private mutating func object() throws(Fault) {
        try begin(UInt8(ascii: "{"))
        if end(UInt8(ascii: "}")) { return }
        var keys: Set<[UInt8]> = []
        repeat {
            try key(&keys)
            try value()
        } while try another(before: UInt8(ascii: "}"))
    }

    private mutating func key(_ keys: inout Set<[UInt8]>) throws(Fault) {
        guard let first = peek() else { throw endOfText }
        if first == UInt8(ascii: "{"), let opened = open.last {
            // The end of the object before was forgotten, most likely.
            throw Fault(
                line: tokenLine, reason: "the \"{\" of line \(opened.line) is not closed here")
        }
        guard first == UInt8(ascii: "\"") else {
            throw Fault(
                line: line, reason: "a key in quotation marks is missing before \(character)")
        }
        nodeLines.append(line)
        let range = try string()
        guard keys.insert(unescaped(range)).inserted else {
            let name = String(decoding: bytes[range], as: UTF8.self)
            throw Fault(line: line, reason: "the key \(name) stands twice in one object")
        }
        tokenLine = line
        guard let next = peek() else { throw endOfText }
        guard next == UInt8(ascii: ":") else {
            throw Fault(line: tokenLine, reason: "a colon is missing after a key")
        }
        position += 1
    }

    /// The bytes of a key as they are compared.
    private func unescaped(_ range: Range<Int>) -> [UInt8] {
        let token = Array(bytes[range])
        guard token.contains(UInt8(ascii: "\\")), let document = try? JSONDocument(token)
        else { return Array(token.dropFirst().dropLast()) }
        return Array(document.utf8(0))
    }

    // MARK: Brackets and commas

    private mutating func begin(_ bracket: UInt8) throws(Fault) {
        guard open.count < JSONDocument.depthMax else {
            throw Fault(line: line, reason: JSONFault(.depth).message)
        }
        open.append((bracket, line))
        position += 1
    }

    private mutating func end(_ bracket: UInt8) -> Bool {
        guard peek() == bracket else { return false }
        position += 1
        open.removeLast()
        return true
    }

    /// Whether a comma leads to one more value; false after the closing bracket.
    private mutating func another(before bracket: UInt8) throws(Fault) -> Bool {
        if end(bracket) { return false }
        guard let next = peek() else { throw endOfText }
        switch next {
        case UInt8(ascii: ","):
            position += 1
            tokenLine = line
            guard let after = peek() else { throw endOfText }
            if after == UInt8(ascii: "]") || after == UInt8(ascii: "}") {
                throw Fault(line: tokenLine, reason: "the comma before \(character) is too much")
            }
            return true
        case UInt8(ascii: "]"), UInt8(ascii: "}"):
            let opened = open.last.map { "\(Self.quoted($0.bracket)) of line \($0.line)" } ?? ""
            throw Fault(line: line, reason: "\(character) cannot close the \(opened)")
        case UInt8(ascii: "\""), UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: "-"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            throw Fault(line: tokenLine, reason: "a comma is missing after a value")
        default:
            throw unexpected
        }
    }

    private var endOfText: Fault {
        let opened = open.last.map { "\(Self.quoted($0.bracket)) of line \($0.line)" } ?? "value"
        return Fault(line: tokenLine, reason: "the file ends before the end of the \(opened)")
    }

    private var unexpected: Fault {
        Fault(line: line, reason: "\(character) was not expected")
    }

    /// The character at the present position, for people.
    private var character: String {
        let rest = String(decoding: bytes[position...].prefix(4), as: UTF8.self)
        guard let scalar = rest.unicodeScalars.first else { return "the end" }
        let isControl = scalar.properties.generalCategory == .control
        return isControl ? "a control character" : "\"\(scalar)\""
    }

    private static func quoted(_ byte: UInt8) -> String { "\"\(Unicode.Scalar(byte))\"" }

    // MARK: Tokens

    /// The next byte that is no white space.
    private mutating func peek() -> UInt8? {
        while position < bytes.count {
            switch bytes[position] {
            case 0x0A: line += 1
            case 0x20, 0x09, 0x0D: break
            default: return bytes[position]
            }
            position += 1
        }
        return nil
    }

    private mutating func literal(_ word: String) throws(Fault) {
        guard bytes[position...].starts(with: word.utf8) else { throw unexpected }
        position += word.utf8.count
    }

    private mutating func number() throws(Fault) {
        let start = position
        if bytes[position] == UInt8(ascii: "-") { position += 1 }
        let digits = position
        while position < bytes.count, bytes[position] >= 0x30, bytes[position] <= 0x39 {
            position += 1
        }
        let isInteger = position == digits + 1 || (position > digits && bytes[digits] != 0x30)
        let next = position < bytes.count ? bytes[position] : 0x20
        let goesOn = [UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")].contains(next)
        let value = Int64(String(decoding: bytes[start..<position], as: UTF8.self))
        guard isInteger, !goesOn, let value, value.magnitude <= JSONDocument.integerMax else {
            throw Fault(line: line, reason: JSONFault(.number).message)
        }
    }

    /// Skips a string and returns its range with the quotation marks.
    private mutating func string() throws(Fault) -> Range<Int> {
        let start = position
        position += 1
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                return start..<position
            case UInt8(ascii: "\\"):
                try escape()
            case 0x0A, 0x0D:
                throw Fault(line: line, reason: "a string is not closed on its line")
            case 0..<0x20:
                throw Fault(line: line, reason: "a control character stands in a string")
            default:
                position += 1
            }
        }
        throw Fault(line: line, reason: "a string is not closed")
    }

    private mutating func escape() throws(Fault) {
        let next = position + 1 < bytes.count ? bytes[position + 1] : 0
        guard next == UInt8(ascii: "u") else {
            guard "\"\\/bfnrt".utf8.contains(next) else {
                throw Fault(line: line, reason: "a backslash in a string is followed by no escape")
            }
            position += 2
            return
        }
        let unit = try codeUnit()
        guard UTF16.isTrailSurrogate(unit) || UTF16.isLeadSurrogate(unit) else { return }
        guard UTF16.isLeadSurrogate(unit), bytes[position...].starts(with: "\\u".utf8),
            UTF16.isTrailSurrogate(try codeUnit())
        else {
            throw Fault(line: line, reason: "an escaped surrogate stands without its partner")
        }
    }

    /// Skips an escape of the form `\u0061`.
    private mutating func codeUnit() throws(Fault) -> UInt16 {
        let digits = bytes[(position + 2)...].prefix(4)
        let areHex = digits.allSatisfy { Character(Unicode.Scalar($0)).isHexDigit }
        guard digits.count == 4, areHex,
            let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16)
        else {
            throw Fault(line: line, reason: "an escape \\u needs four hexadecimal digits")
        }
        position += 6
        return unit
    }

    /// Every line must be UTF-8, which a line feed never splits, and the first begins with no
    /// byte order mark.
    private func checkEncoding() throws(Fault) {
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
            throw Fault(line: 1, reason: "the file begins with a byte order mark")
        }
        var number = 1
        for line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
            guard String(validating: line, as: UTF8.self) != nil else {
                throw Fault(line: number, reason: "the line is not UTF-8")
            }
            number += 1
        }
    }
}
