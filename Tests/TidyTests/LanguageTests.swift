import Foundation
import Testing

/// Every sentence for people stands in the sources as a pair `zh:`, `en:`. The pairs are found by
/// reading the sources, so that no list has to be kept and none can be forgotten.
@Suite struct LanguageTests {
    struct Sentence: Sendable, CustomStringConvertible {
        var place: String
        var zh: String
        var en: String

        var description: String { place }
    }

    /// What stands between the parentheses after each `name(`, strings and nesting respected.
    static func calls(of names: [String], in text: String) -> [(line: Int, arguments: [String])] {
        let bytes = Array(text.utf8)
        return names.flatMap { name -> [(line: Int, arguments: [String])] in
            let opening = Array("\(name)(".utf8)
            return bytes.indices.compactMap { start in
                guard bytes[start...].starts(with: opening), start == 0 || !isWord(bytes[start - 1])
                else { return nil }
                let line = bytes[..<start].count { $0 == 0x0A } + 1
                return arguments(bytes[(start + opening.count)...]).map { (line, $0) }
            }
        }
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        byte == 0x5F || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte)
            || (0x61...0x7A).contains(byte) || byte >= 0x80
    }

    /// The arguments of a call whose opening parenthesis was just read; nil for text that ends.
    private static func arguments(_ bytes: ArraySlice<UInt8>) -> [String]? {
        var arguments: [[UInt8]] = [[]]
        var (depth, index) = (0, bytes.startIndex)
        while index < bytes.endIndex {
            let byte = bytes[index]
            if byte == 0x22 {
                let end = endOfString(bytes[index...])
                arguments[arguments.count - 1] += bytes[index..<end]
                index = end
                continue
            }
            switch byte {
            case 0x28, 0x5B, 0x7B: depth += 1
            case 0x29, 0x5D, 0x7D:
                if depth == 0 { return arguments.map { String(decoding: $0, as: UTF8.self) } }
                depth -= 1
            case 0x2C where depth == 0: arguments.append([])
            default: break
            }
            if byte != 0x2C || depth > 0 { arguments[arguments.count - 1].append(byte) }
            index += 1
        }
        return nil
    }

    /// The place after a literal, of one line or of several.
    private static func endOfString(_ bytes: ArraySlice<UInt8>) -> Int {
        let quotes: [UInt8] = bytes.starts(with: [0x22, 0x22, 0x22]) ? [0x22, 0x22, 0x22] : [0x22]
        var index = bytes.startIndex + quotes.count
        while index < bytes.endIndex {
            if bytes[index] == 0x5C {
                index += 2
            } else if bytes[index...].starts(with: quotes) {
                return index + quotes.count
            } else {
                index += 1
            }
        }
        return bytes.endIndex
    }

    static let sentences: [Sentence] = TidyTests.files(under: "Sources").flatMap { file in
        calls(of: ["Text", "Bilingual"], in: file.lines.joined(separator: "\n"))
            .compactMap { line, arguments -> Sentence? in
                func part(_ label: String) -> String? {
                    arguments.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
                        .first { $0.hasPrefix(label) && $0.contains("\"") }
                        .map { String($0.dropFirst(label.count)) }
                }
                // Declarations and pairs that hand on what stands elsewhere have no literal.
                guard let zh = part("zh:"), let en = part("en:") else { return nil }
                return Sentence(place: "\(file.path):\(line)", zh: zh, en: en)
            }
    }

    private static func isHan(_ scalar: Unicode.Scalar) -> Bool {
        (0x4E00...0x9FFF).contains(scalar.value)
    }

    private static func blanks(_ text: String) -> [String] {
        text.matches(of: /\{\d+\}/).map { String($0.output) }.sorted()
    }

    @Test func sentencesAreFound() {
        #expect(Self.sentences.count > 150)
        let found = Self.calls(
            of: ["Text"], in: #"let a = Text(zh: "“（\")", en: "x" + f(1, 2)); HelpText(1)"#)
        #expect(found.count == 1)
        #expect(found.first?.arguments == [#"zh: "“（\")""#, #" en: "x" + f(1, 2)"#])
    }

    @Test(arguments: sentences)
    func bothLanguages(_ sentence: Sentence) {
        #expect(sentence.zh.unicodeScalars.contains(where: Self.isHan), "no Chinese")
        #expect(!sentence.en.unicodeScalars.contains(where: Self.isHan), "Chinese in the English")
        #expect(sentence.en.contains(/[A-Za-z]/), "no English")
        #expect(Self.blanks(sentence.zh) == Self.blanks(sentence.en), "other blanks to fill")
    }

    /// The command line says nothing but texts: no literal goes to the terminal, into an error of
    /// the arguments or into the help.
    @Test func theCommandLineSaysOnlyTexts() {
        let bare =
            #/(?:Terminal\.say|Terminal\.print|ValidationError|abstract:|help:|filled)\(? ?"/#
        for file in TidyTests.files(under: "Sources/yushi") {
            for (number, line) in file.lines.enumerated() where line.contains(bare) {
                Issue.record("\(file.path):\(number + 1) says a literal")
            }
        }
    }
}
