// Random documents must survive writing and reading unchanged. Damaged lines and random bytes must
// never bring the reader down, and what it does accept must read back the same.

import JSONText
import Testing

@Suite struct FuzzTests {
    private static let lines = [
        #"{"jsonrpc":"2.0","id":"a\u0062\"c","method":"matter.get","params":{"matter":"M-1"}}"#,
        #"{"jsonrpc":"2.0","id":0,"method":"case.openInvestigation","params":{"matter":"M-2","#
            + #""expectedVersion":17,"reason":"线索属实","list":[1,-2,[],{}],"flag":true,"n":null}}"#,
        #"[{"jsonrpc":"2.0","id":1,"method":"session.ping"},{"x":"\ud834\udd1e\n","y":[[[]]]}]"#,
        #" { "a" : 9007199254740991 , "b" : -9007199254740991 , "c" : "é\\/" } "#,
    ]

    /// Reads a text that may be anything. What is accepted must be stable, and the scanners of raw
    /// values must come to an end on it and agree with the reader.
    private func challenge(_ bytes: [UInt8], _ parser: JSONParser) -> Bool {
        let member = rawTopLevelMember("id", in: bytes, bytes.indices)
        let elements = rawTopLevelElements(in: bytes, bytes.indices)
        var document = JSONDocument()
        do throws(JSONFault) {
            try parser.parse(bytes, into: &document)
        } catch {
            return false
        }
        let text = canonical(document)
        #expect(read(text, with: parser) == .accepted(String(decoding: text, as: UTF8.self)))
        let array = document.kind(0) == .array
        #expect(elements.count == (array ? document.count(0) : 0), "\(bytes)")
        for range in elements {
            #expect(read(Array(bytes[range]), with: parser).isAccepted, "\(bytes)")
        }
        let value = document.kind(0) == .object ? document.member("id", of: 0) : nil
        let parsed = value.map { value in JSONWriter.encoded { document.write(value, into: &$0) } }
        let scanned = member.map { read(Array(bytes[$0]), with: parser) }
        #expect(
            scanned == parsed.map { .accepted(String(decoding: $0, as: UTF8.self)) }, "\(bytes)")
        return true
    }

    @Test func randomDocumentsSurvive() throws {
        var generator = SeededGenerator(test: "randomDocumentsSurvive")
        let parser = JSONParser()
        var document = JSONDocument()
        for _ in 0..<3_000 {
            let bytes = JSONWriter.encoded {
                writeRandom(into: &$0, depth: 6, using: &generator)
            }
            try parser.parse(bytes, into: &document)
            #expect(canonical(document) == bytes)
        }
    }

    @Test func everyByteReplacedRemovedOrInserted() {
        var generator = SeededGenerator(test: "everyByteReplacedRemovedOrInserted")
        let parser = JSONParser()
        let structural =
            Array(#"{}[]:,"\019-.eutfn x"#.utf8) + [0x00, 0x0A, 0x7F, 0x80, 0xC3, 0xED]
        var accepted = 0
        for line in Self.lines.map({ Array($0.utf8) }) {
            #expect(challenge(line, parser))
            for place in line.indices {
                var damaged = line
                damaged.remove(at: place)
                accepted += challenge(damaged, parser) ? 1 : 0
                accepted += challenge(Array(line[..<place]), parser) ? 1 : 0
                let others =
                    structural
                    + (0..<4).map { _ in
                        UInt8.random(in: 0...255, using: &generator)
                    }
                for byte in others {
                    damaged = line
                    damaged[place] = byte
                    accepted += challenge(damaged, parser) ? 1 : 0
                    damaged = line
                    damaged.insert(byte, at: place)
                    accepted += challenge(damaged, parser) ? 1 : 0
                }
            }
        }
        // Damage inside of strings leaves many lines valid; none at all would mean a dead test.
        #expect(accepted > 1_000)
    }

    @Test func randomBytes() {
        var generator = SeededGenerator(test: "randomBytes")
        let parser = JSONParser()
        let alphabet = Array(#"[]{}:,"\u0123456789abdnefrtls-+. "#.utf8)
        var accepted = 0
        for round in 0..<60_000 {
            let length = Int.random(in: 0...(round % 100 == 0 ? 2_000 : 12), using: &generator)
            let bytes = (0..<length).map { _ -> UInt8 in
                round % 3 == 0
                    ? UInt8.random(in: 0...255, using: &generator)
                    : alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
            }
            accepted += challenge(bytes, parser) ? 1 : 0
        }
        #expect(accepted > 100)
    }
}

extension Outcome {
    fileprivate var isAccepted: Bool {
        if case .accepted = self { true } else { false }
    }
}
