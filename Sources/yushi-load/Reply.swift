// Reads the few members of a reply that the generator checks. It relies on what the protocol
// promises, compact JSON on one line, and on no order of members beyond `id` before the content.

/// A text that is searched for again and again.
struct Needle {
    private let bytes: [UInt8]

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    /// Where the text ends, the first time that it stands in the range.
    func end(in line: Span<UInt8>, _ range: Range<Int>) -> Int? {
        var start = range.lowerBound
        let first = bytes[0]
        while start + bytes.count <= range.upperBound {
            if line[start] == first, matches(line, at: start) { return start + bytes.count }
            start += 1
        }
        return nil
    }

    private func matches(_ line: Span<UInt8>, at start: Int) -> Bool {
        for index in bytes.indices where line[start + index] != bytes[index] { return false }
        return true
    }
}

/// Finds out whether a line is the reply that a command should get.
struct ReplyReader {
    private let id = Needle("\"id\":")
    private let result = Needle("\"result\":{")
    private let matter = Needle("\"matter\":\"S")
    private let version = Needle("\"version\":")
    private let position = Needle("\"position\":")
    private let replayed = Needle("\"replayed\":")
    private let phases = Step.allCases.map { Needle("\"phase\":\"\($0.phaseAfter)\"") }

    /// The id of a reply; nil for a notification and for an answer to a broken line.
    func id(of line: Span<UInt8>, _ range: Range<Int>) -> Int? {
        guard let start = id.end(in: line, range) else { return nil }
        return number(in: line, start..<range.upperBound)
    }

    /// Whether the line is the answer that the step should get.
    ///
    /// - Parameters:
    ///   - version: the matter's version after it.
    ///   - serial: the matter that was meant; nil when it was to be registered.
    /// - Returns: the number of the matter, or nil when anything is not as expected.
    func accepted(
        _ line: Span<UInt8>, _ range: Range<Int>, step: Step, version expected: Int, serial: Int?
    ) -> Int? {
        guard let start = result.end(in: line, range) else { return nil }
        let content = start..<range.upperBound
        guard let matterAt = matter.end(in: line, content),
            let found = number(in: line, matterAt..<range.upperBound),
            serial == nil || serial == found,
            let versionAt = version.end(in: line, content),
            number(in: line, versionAt..<range.upperBound) == expected,
            phases[step.rawValue].end(in: line, content) != nil,
            replayed.end(in: line, content) == nil
        else { return nil }
        return found
    }

    /// The place in the journal that a reply or a push tells.
    func position(of line: Span<UInt8>, _ range: Range<Int>) -> Int? {
        guard let start = position.end(in: line, range) else { return nil }
        return number(in: line, start..<range.upperBound)
    }

    private func number(in line: Span<UInt8>, _ range: Range<Int>) -> Int? {
        var value = 0
        var index = range.lowerBound
        while index < range.upperBound, (0x30...0x39).contains(line[index]) {
            value = value &* 10 &+ Int(line[index] - 0x30)
            index += 1
        }
        return index > range.lowerBound ? value : nil
    }
}
