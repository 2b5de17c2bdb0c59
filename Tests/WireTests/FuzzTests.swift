import Testing
import Wire

/// Any bytes give exactly one outcome, and a call whose envelope is good keeps its id. Lines that
/// once went wrong stand in `Cases`, one in each file.
struct FuzzTests {
    /// What must hold for every outcome; nil when it does.
    private func contradiction(_ outcome: DecodedLine) -> String? {
        let calls: [Decoded]
        switch outcome {
        case .unparsable(let error):
            return error.code == .parseError ? nil : "unparsable with \(error.code)"
        case .invalid(let error):
            return error.code == .invalidRequest ? nil : "invalid with \(error.code)"
        case .single(let call): calls = [call]
        case .batch(let batch):
            guard (1...Limits.batchCallsMax).contains(batch.count) else { return "batch size" }
            calls = batch
        }
        for call in calls {
            switch call {
            case .request: break
            case .refused(_, .envelope, let error):
                if error.code != .invalidRequest { return "envelope with \(error.code)" }
            case .refused(nil, .parameters, _), .refused(nil, .session, _):
                return "parameters without an id"
            case .refused(.some, .parameters, let error), .refused(.some, .session, let error),
                .refusedNotification(let error):
                switch error.code {
                case .invalidParams, .unknownParam, .methodNotFound, .notFound: break
                default: return "parameters with \(error.code)"
                }
                if written({ error.write(trace: "t", into: &$0) }).utf8.count > 16_000 {
                    return "a long error"
                }
            }
        }
        return nil
    }

    @Test(arguments: [11, 12, 13] as [UInt64])
    func randomBytes(_ seed: UInt64) {
        print("seed \(seed)")
        var random = SeededGenerator(state: seed)
        let alphabet = Array(#"{}[]",:\u0019 -tfn"#.utf8) + [0x0A, 0xC2, 0x80, 0xFF, 0xE7]
        let decoder = RequestDecoder()
        for _ in 0..<20_000 {
            let bytes = (0..<Int.random(in: 0...60, using: &random)).map { _ in
                Bool.random(using: &random)
                    ? alphabet[Int.random(in: alphabet.indices, using: &random)]
                    : UInt8.random(in: 0...255, using: &random)
            }
            #expect(contradiction(decoder.decode(bytes, bytes.indices)) == nil, "\(bytes)")
        }
    }

    /// Every byte of a good line of every method is replaced by a few others, dropped, doubled.
    @Test(arguments: examples.indices)
    func everySingleByteMutation(_ index: Int) {
        let seed = UInt64(100 + index)
        print("seed \(seed)")
        var random = SeededGenerator(state: seed)
        let line = Array(examples[index].line.utf8)
        let decoder = RequestDecoder()
        for position in line.indices {
            var mutants: [[UInt8]] = []
            for byte in Array(#""{}[]:,0\ "#.utf8) + [
                0, 0x80, .random(in: 0...255, using: &random),
            ] {
                var mutant = line
                mutant[position] = byte
                mutants.append(mutant)
            }
            var shorter = line
            shorter.remove(at: position)
            var longer = line
            longer.insert(line[position], at: position)
            for mutant in mutants + [shorter, longer] {
                let outcome = decoder.decode(mutant, mutant.indices)
                let fault = contradiction(outcome)
                #expect(fault == nil, "\(String(decoding: mutant, as: UTF8.self))")
                // The decoder carries nothing over: a new one says the same.
                if position % 16 == 0 {
                    #expect(RequestDecoder().decode(mutant, mutant.indices) == outcome)
                }
            }
        }
        guard case .single(.request) = decoder.decode(line, line.indices) else {
            Issue.record("the good line is no longer good")
            return
        }
    }

    @Test func linesInsideALargerBuffer() {
        let decoder = RequestDecoder()
        for example in examples {
            let line = Array(example.line.utf8)
            let buffer = Array("{\"a\\".utf8) + line + Array("}]\"".utf8)
            let inside = decoder.decode(buffer, 4..<(4 + line.count))
            #expect(inside == decoder.decode(line, line.indices))
        }
    }

    @Test func savedCases() throws {
        for name in names(in: path("Cases")) {
            let bytes = try #require(contents(of: path("Cases/" + name)))
            let fault = contradiction(RequestDecoder().decode(bytes, bytes.indices))
            #expect(fault == nil, "\(name)")
        }
    }

    @Test func aVeryLongLineLeavesTheDecoderUsable() {
        let decoder = RequestDecoder()
        let text = String(repeating: "a", count: 500_000)
        let long = Array(line("matter.note", #"{"text":"\#(text)"}"#).utf8)
        #expect(contradiction(decoder.decode(long, long.indices)) == nil)
        let many = Array(
            line(
                "matter.note",
                "{" + (0..<20_000).map { #""p\#($0)":1"# }.joined(separator: ",") + "}"
            )
            .utf8)
        #expect(contradiction(decoder.decode(many, many.indices)) == nil)
        let good = Array(examples[0].line.utf8)
        guard case .single(.request) = decoder.decode(good, good.indices) else {
            Issue.record("the decoder does not recover from long lines")
            return
        }
    }
}
