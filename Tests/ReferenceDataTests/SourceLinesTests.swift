import JSONText
import Testing

@testable import ReferenceData

/// The lines that are told for texts that are no JSON, and the agreement with the real parser.
@Suite struct SourceLinesTests {
    static let syntaxMistakes = [
        Mistake(1, "the file is empty", ""),
        Mistake(1, "the file is empty", "\n\n"),
        Mistake(2, "comma is missing", "{\"a\": 1,\n\"b\": 2\n\"c\": 3}"),
        Mistake(2, "comma is missing", "[\n{\"a\": 1}\n\n{\"a\": 2}]"),
        Mistake(2, "comma is missing", "[1,\n2 3]"),
        Mistake(2, "comma before \"}\" is too much", "{\"a\": 1,\n\"b\": 2,\n}"),
        Mistake(3, "comma before \"]\" is too much", "[\n1,\n2,\n\n]"),
        Mistake(2, "a value is missing before \",\"", "[1,\n,2]"),
        Mistake(2, "a value is missing before \"}\"", "{\"a\":\n}"),
        Mistake(2, "not closed on its line", "{\"a\": 1,\n\"b\": \"京\n}"),
        Mistake(2, "not closed on its line", "{\"a\": 1,\n\"b: 2,\n\"c\": 3}"),
        Mistake(2, "colon is missing", "{\"a\": 1,\n\"b: \"x\", \"c\": 3}"),
        Mistake(2, "colon is missing", "{\"a\": 1,\n\"b\" 2}"),
        Mistake(2, "a string is not closed", "[1,\n\"x"),
        Mistake(2, "\"x\" was not expected", "{\"a\": 1,\n\"b\": x}"),
        Mistake(2, "\"，\" was not expected", "{\"a\": 1,\n\"b\": 2，\n\"c\": 3}"),
        Mistake(2, "missing before \"“\"", "{\"a\": 1,\n“b”: 2}"),
        Mistake(3, "\"/\" was not expected", "{\"a\": 1,\n\"b\": 2\n// why\n}"),
        Mistake(2, "key in quotation marks", "{\"a\": 1,\nb: 2}"),
        Mistake(2, "\"T\" was not expected", "{\"a\": 1,\n\"b\": True}"),
        Mistake(2, "\"t\" was not expected", "[1,\ntru]"),
        Mistake(3, "the key \"a\" stands twice", "{\"a\": 1,\n\"b\": 2,\n\"a\": 3}"),
        Mistake(3, "stands twice", "[{\"a\": 1},\n{\"a\": 1,\n\"\\u0061\": 3}]"),
        Mistake(3, "\"}\" cannot close the \"[\" of line 2", "{\"a\":\n[1\n}"),
        Mistake(3, "the file ends before the end of the \"[\" of line 2", "{\"a\":\n[1,\n2\n\n"),
        Mistake(2, "the \"{\" of line 2 is not closed", "[\n{\"a\": 1,\n{\"a\": 2}]"),
        Mistake(3, "this \"]\" closes nothing", "[\n]\n]"),
        Mistake(2, "stands after the end", "{}\n{}"),
        Mistake(2, "not an integer", "[1,\n1.5]"),
        Mistake(2, "not an integer", "[1,\n01]"),
        Mistake(2, "not an integer", "[1,\n-]"),
        Mistake(2, "not an integer", "[1,\n9007199254740992]"),
        Mistake(2, "control character", "[1,\n\"a\tb\"]"),
        Mistake(2, "followed by no escape", "[1,\n\"a\\x\"]"),
        Mistake(2, "four hexadecimal", "[1,\n\"\\u00g0\"]"),
        Mistake(2, "without its partner", "[1,\n\"\\ud800\"]"),
        Mistake(2, "without its partner", "[1,\n\"\\udc00\\ud800\"]"),
        Mistake(
            2, "64", "[\n" + String(repeating: "[", count: 64) + String(repeating: "]", count: 65)),
        Mistake(1, "byte order mark", "\u{FEFF}{}"),
        Mistake(3, "\"b\" was not expected", "{\"a\": 1,\r\n\"c\": 2\r\nb}"),
    ]

    @Test(arguments: syntaxMistakes) func lineOfTheFirstMistake(_ mistake: Mistake) {
        mistake.check(file: "f.json") {
            _ = try SourceFile(name: "f.json", bytes: bytes(mistake.text))
        }
    }

    @Test func lineThatIsNotUTF8() {
        let text = bytes("{\"a\": 1,\n\"b\": \"") + [0xE4, 0xBA] + bytes("\"}\n")
        Mistake(2, "not UTF-8", "").check(file: "f.json") {
            _ = try SourceFile(name: "f.json", bytes: text)
        }
    }

    /// A random value, one token to a line now and then, with the lines of its nodes.
    struct Generator {
        var random: SeededGenerator
        var text = ""
        var line = 1
        var lines: [Int] = []

        mutating func space() {
            for _ in 0..<Int.random(in: 0...2, using: &random) {
                let piece = [" ", "\n", "\r\n", "\t"].randomElement(using: &random) ?? " "
                if piece.contains(where: \.isNewline) { line += 1 }
                text += piece
            }
        }

        mutating func value(depth: Int) {
            space()
            lines.append(line)
            switch Int.random(in: 0..<(depth > 4 ? 4 : 6), using: &random) {
            case 0: text += "null"
            case 1: text += "\(Int.random(in: -1000...1000, using: &random))"
            case 2: text += "\"a\\n\\\"[{,京\""
            case 3: text += Bool.random(using: &random) ? "true" : "false"
            case 4: children("[", "]", depth)
            default: children("{", "}", depth)
            }
            space()
        }

        mutating func children(_ open: String, _ close: String, _ depth: Int) {
            text += open
            space()
            for index in 0..<Int.random(in: 0...4, using: &random) {
                if index > 0 { text += "," }
                if open == "{" {
                    space()
                    lines.append(line)
                    text += "\"\(index)\""
                    space()
                    text += ":"
                }
                value(depth: depth + 1)
            }
            text += close
        }
    }

    @Test func linesOfTheNodesOfRandomTexts() throws {
        let seed = UInt64.random(in: 0 ... .max)
        print("linesOfTheNodesOfRandomTexts: seed \(seed)")
        var generator = Generator(random: SeededGenerator(seed: seed))
        for _ in 0..<300 {
            generator = Generator(random: generator.random)
            generator.value(depth: 0)
            let document = try JSONDocument(bytes(generator.text))
            let found = SourceLines(bytes(generator.text))
            #expect(found.fault == nil)
            #expect(found.nodeLines == generator.lines, "\(generator.text)")
            #expect(found.nodeLines.count == document.end(0))
        }
    }

    /// The scanner must find a mistake exactly where the parser does not accept a text; else a
    /// refusal could stand without a line. Both read the sample after random damage.
    @Test func scannerAndParserAgreeOnDamagedTexts() throws {
        let seed = UInt64.random(in: 0 ... .max)
        print("scannerAndParserAgreeOnDamagedTexts: seed \(seed)")
        var random = SeededGenerator(seed: seed)
        let healthy = bytes(twoOrgans + "\n[\"\\u00e9\\ud83d\\ude00\", -12, null, true]")
        let alphabet = bytes("{}[],:\"\\ \n0-9.eEutfnl\u{1}d8京") + [0xFF, 0xED, 0xA0]
        var accepted = 0
        for round in 0..<4000 {
            // Two texts in one are no JSON; dropping one of them makes JSON of the other.
            let end = healthy.lastIndex(of: 0x0A) ?? 0
            var text = round % 2 == 0 ? Array(healthy[..<end]) : Array(healthy[end...])
            for _ in 0..<Int.random(in: 0...2, using: &random) {
                let place = Int.random(in: 0..<text.count, using: &random)
                let byte = alphabet.randomElement(using: &random) ?? 0
                switch Int.random(in: 0..<3, using: &random) {
                case 0: text.remove(at: place)
                case 1: text.insert(byte, at: place)
                default: text[place] = byte
                }
            }
            let document = try? JSONDocument(text)
            let found = SourceLines(text)
            accepted += document == nil ? 0 : 1
            #expect(
                (found.fault == nil) == (document != nil),
                "\(String(decoding: text, as: UTF8.self)): \(String(describing: found.fault))")
            if let document { #expect(found.nodeLines.count == document.end(0)) }
        }
        #expect(accepted > 400 && accepted < 3600)
    }
}
