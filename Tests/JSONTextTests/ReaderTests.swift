// The rules of the reader, one by one, and the ways to walk what it read.

import JSONText
import Testing

@Suite struct ReaderTests {
    @Test(arguments: [
        ("null", "null"), (" true ", "true"), ("false\r\n", "false"), ("\"\"", "\"\""),
        ("[]", "[]"), ("{}", "{}"), ("[ ]", "[]"), ("{ }", "{}"),
        ("\t[1 , 2,\n3 ]", "[1,2,3]"), ("{\"a\" : {\"b\":[{}]}}", "{\"a\":{\"b\":[{}]}}"),
        ("[\"\\u0041\\/\\b\\f\\n\\r\\t\\\"\\\\\"]", "[\"A/\\b\\f\\n\\r\\t\\\"\\\\\"]"),
        ("\"\\u0000\\u001f\\u007f\"", "\"\\u0000\\u001f\u{7F}\""),
        ("\"\\ud834\\udd1e\"", "\"\u{1D11E}\""), ("\"\u{2028}\"", "\"\u{2028}\""),
        ("\"\\uD7FF\\uE000\\ued80\"", "\"\u{D7FF}\u{E000}\u{ED80}\""),
    ])
    func accepts(text: String, expected: String) {
        #expect(read(text) == .accepted(expected))
    }

    @Test(arguments: [
        "[", "]", "[1", "[1,]", "[,1]", "[1 2]", "{\"a\"}", "{\"a\":}", "{\"a\":1,}", "{a:1}",
        "{1:2}", "nul", "True", "'a'", "\"a", "\"\\x\"", "\"\\u12\"", "\"\\u12G4\"", "1 2",
        "[] []", "\"\n\"", "\"\u{0}\"", "// a\n1", "[1}", "{\"a\":1]", "NaN", "Infinity", "+1",
        "\u{A0}1", ":", ",",
    ])
    func refusesWhatIsNoJSON(text: String) {
        #expect(read(text) == .refused(.syntax))
    }

    @Test(arguments: ["", " ", "\n\t\r "])
    func refusesNothing(text: String) {
        #expect(read(text) == .refused(.empty))
    }

    @Test(
        arguments: [
            ("0", 0), ("-0", 0), ("7", 7), ("-7", -7),
            ("9007199254740991", 9_007_199_254_740_991),
            ("-9007199254740991", -9_007_199_254_740_991),
        ] as [(String, Int64)])
    func readsIntegers(text: String, value: Int64) throws {
        let document = try JSONDocument(Array(text.utf8))
        #expect(document.kind(0) == .integer)
        #expect(document.integer(0) == value)
    }

    @Test(arguments: [
        "1.0", "1e2", "1E2", "-0.0", "0e0", "1e-2", "0.5", "9007199254740992",
        "-9007199254740992", "9223372036854775807", "-9223372036854775808",
        "9223372036854775808", "18446744073709551615", "18446744073709551616", "1e400",
        "123456789012345678901234567890", "01", "-", "1.", "-01", "1a",
    ])
    func refusesOtherNumbers(text: String) {
        #expect(read(text) == .refused(.number))
        #expect(read("[\(text)]") == .refused(.number))
        #expect(read("{\"a\":\(text)}") == .refused(.number))
    }

    @Test(
        arguments: [
            [0xEF, 0xBB, 0xBF], [0xEF, 0xBB, 0xBF, 0x31], [0xEF, 0xBB, 0xBF, 0x7B, 0x7D],
            [0x22, 0x80, 0x22], [0x22, 0xC0, 0xAF, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
            [0x22, 0xED, 0xBF, 0xBF, 0x22], [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22],
            [0x22, 0xE2, 0x82, 0x22], [0x22, 0xFF, 0x22],
        ] as [[UInt8]])
    func refusesWhatIsNoUTF8(bytes: [UInt8]) {
        #expect(read(bytes) == .refused(.encoding))
    }

    @Test(arguments: [
        "\\uD800", "\\uDBFF", "\\uDC00", "\\uDFFF", "\\ud800a", "\\uD800\\n", "\\uD800\\uD800",
        "\\uDC00\\uD800", "\\ud800\\u0041", "\\ud834\\udd1e\\udd1e", "\\\\\\ud800",
    ])
    func refusesLoneSurrogates(escapes: String) {
        #expect(read("\"\(escapes)\"") == .refused(.encoding))
        #expect(read("{\"\(escapes)\":0}") == .refused(.encoding))
        // Behind an escaped backslash it is plain text.
        #expect(read("\"\\\\uD800\"") == .accepted("\"\\\\uD800\""))
    }

    @Test(arguments: ["[", "{\"a\":"])
    func allowsSixtyFourContainers(opening: String) {
        let closing = opening == "[" ? "]" : "}"
        func nested(_ depth: Int, _ inner: String) -> String {
            String(repeating: opening, count: depth) + inner
                + String(repeating: closing, count: depth)
        }
        #expect(JSONDocument.depthMax == 64)
        for inner in ["1", "\"a\"", "null"] {
            #expect(read(nested(64, inner)) == .accepted(nested(64, inner)))
            #expect(read(nested(65, inner)) == .refused(.depth))
        }
        for empty in ["[]", "{}", "[ ]"] {
            #expect(read(nested(64, empty)) == .refused(.depth))
            #expect(read(nested(63, empty)) != .refused(.depth))
        }
        #expect(read(nested(5_000, "1")) == .refused(.depth))
        // Beside each other they do not add up.
        let side = nested(63, "1")
        #expect(read("[\(side),\(side)]") == .accepted("[\(side),\(side)]"))
    }

    @Test func refusesAFloodOfBrackets() {
        let flood = [UInt8](repeating: UInt8(ascii: "["), count: 1_000_000)
        guard case .refused = read(flood) else {
            Issue.record("a million brackets were accepted")
            return
        }
        #expect(read(flood + [UInt8](repeating: 0x5D, count: 1_000_000)) == .refused(.depth))
    }

    @Test(arguments: [
        "{\"a\":1,\"a\":1}", "{\"a\":1,\"\\u0061\":2}", "{\"\":1,\"\":2}",
        "[{\"x\":{\"k\":1,\"l\":2,\"k\":3}}]", "{\"a\":{\"b\":1},\"c\":[{\"a\":1}],\"a\":0}",
        "{\"longer than eight\":1,\"longer than eight\":2}",
    ])
    func refusesDuplicateKeys(text: String) {
        #expect(read(text) == .refused(.duplicateKey))
    }

    @Test(arguments: [
        "{\"a\":1,\"A\":2}", "{\"a\":{\"a\":{\"a\":1}}}", "[{\"a\":1},{\"a\":1}]",
        "{\"12345678a\":1,\"12345678b\":2}", "{\"a\":1,\"a\\u0000\":2,\"\":3,\"\\u0000\":4}",
        "{\"a\":\"a\",\"b\":\"a\"}", "{\"\u{E9}\":1,\"e\u{301}\":2}",
    ])
    func acceptsKeysThatDiffer(text: String) {
        guard case .accepted = read(text) else {
            Issue.record("refused: \(text)")
            return
        }
    }

    @Test(arguments: [2, 15, 16, 17, 18, 100, 100_000])
    func findsOneDuplicateAmongMany(count: Int) {
        let keys = (0..<count).map { "\"key \($0)\":{\"x\":\($0)}" }
        let members = keys.joined(separator: ",")
        guard case .accepted = read("{\(members)}") else {
            Issue.record("refused without a duplicate")
            return
        }
        for twin in Set([0, count / 2, count - 1]) {
            #expect(read("{\(members),\"key \(twin)\":0}") == .refused(.duplicateKey))
        }
    }
}

@Suite struct DocumentTests {
    private static let line = Array(
        (#"{"jsonrpc":"2.0","id":7,"params":{"list":[1,[2,3],"x"],"yes":true,"#
            + #""s":"\u00e9\n"},"z":null}"#).utf8)

    @Test func walksMembersAndElements() throws {
        let document = try JSONDocument(Self.line)
        #expect(document.kind(0) == .object)
        #expect(document.count(0) == 4)
        let names = document.members(0).map { document.string($0.key) }
        #expect(names == ["jsonrpc", "id", "params", "z"])
        let params = try #require(document.member("params", of: 0))
        let list = try #require(document.member("list", of: params))
        #expect(document.count(list) == 3)
        let kinds = document.elements(list).map { document.kind($0) }
        #expect(kinds == [.integer, .array, .string])
        #expect(document.end(list) == list + 6)
        #expect(document.bool(try #require(document.member("yes", of: params))))
        #expect(document.kind(try #require(document.member("z", of: 0))) == .null)
        // Only the members of that very object are found.
        #expect(document.member("list", of: 0) == nil)
        #expect(document.member("jsonrpC", of: 0) == nil)
        #expect(document.member("", of: 0) == nil)
    }

    @Test func comparesUnescapedText() throws {
        let document = try JSONDocument(Self.line)
        let params = try #require(document.member("params", of: 0))
        let text = try #require(document.member("s", of: params))
        #expect(document.string(text) == "\u{E9}\n")
        #expect(Array(document.utf8(text)) == [0xC3, 0xA9, 0x0A])
        #expect(document.stringEquals(text, "\u{E9}\n"))
        #expect(!document.stringEquals(text, "\u{E9}"))
        #expect(!document.stringEquals(text, "\u{E9}\nx"))
        #expect(!document.stringEquals(text, "\u{E9}\r"))
    }

    @Test func isUsedAgain() throws {
        let parser = JSONParser()
        var document = JSONDocument()
        #expect(document.isEmpty)
        try parser.parse(Self.line, into: &document)
        let kept = document
        try parser.parse(Array("[1,2]".utf8), into: &document)
        #expect(document.count(0) == 2)
        #expect(kept.count(0) == 4)
        #expect(throws: JSONFault(.syntax)) { try parser.parse([0x5B], into: &document) }
        #expect(document.isEmpty)
        try parser.parse(Self.line, into: &document)
        #expect(canonical(document) == canonical(kept))
    }

    @Test func readsALineInsideABuffer() throws {
        let parser = JSONParser()
        var document = JSONDocument()
        let buffer = Array("[1]\n{\"a\":\"b\"}\n7".utf8)
        try parser.parse(buffer, 0..<3, into: &document)
        #expect(document.kind(0) == .array)
        try parser.parse(buffer, 4..<13, into: &document)
        #expect(document.stringEquals(try #require(document.member("a", of: 0)), "b"))
        try parser.parse(buffer[14...], into: &document)
        #expect(document.integer(0) == 7)
        #expect(throws: JSONFault(.empty)) { try parser.parse(buffer, 3..<3, into: &document) }
        #expect(throws: JSONFault(.syntax)) { try parser.parse(buffer, 4..<12, into: &document) }
    }

    @Test func growsWithTheText() throws {
        let parser = JSONParser()
        var document = JSONDocument()
        for exponent in 0..<21 {
            let size = 1 << exponent
            for length in [size - 1, size, size + 1] {
                let text = String(repeating: "x", count: length)
                try parser.parse(Array("\"\(text)\"".utf8), into: &document)
                #expect(document.count(ofString: 0) == length)
            }
        }
        try parser.parse(
            Array("[\(String(repeating: "7,", count: 99_999))7]".utf8), into: &document)
        #expect(document.count(0) == 100_000)
        #expect(document.elements(0).allSatisfy { document.integer($0) == 7 })
    }

    @Test func trapsOnTheWrongKind() async {
        await #expect(processExitsWith: .failure) {
            _ = try JSONDocument(Array("[1]".utf8)).integer(0)
        }
        await #expect(processExitsWith: .failure) {
            _ = try JSONDocument(Array("\"a\"".utf8)).count(0)
        }
        await #expect(processExitsWith: .failure) { _ = JSONDocument().kind(0) }
    }

    @Test(arguments: JSONFault.Kind.allCases)
    func everyFaultHasItsSentence(kind: JSONFault.Kind) {
        let others = JSONFault.Kind.allCases.filter { $0 != kind }.map { JSONFault($0).message }
        #expect(!others.contains(JSONFault(kind).message))
        #expect(!JSONFault(kind).message.isEmpty)
    }
}

extension JSONDocument {
    /// The bytes of an unescaped string.
    fileprivate func count(ofString node: Int) -> Int {
        utf8(node).count
    }
}
