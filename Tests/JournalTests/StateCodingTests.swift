import Journal
import Supervision
import Testing

@Suite struct StateCodingTests {
    @Test func mattersOfEveryPhaseAndStepComeBack() throws {
        let matters = Samples().matters
        #expect(Set(matters.map(\.phase.place)) == Set(Place.each))
        let buffer = DecodingBuffer()
        for matter in matters {
            #expect(try StateCoding.decode(encoded(matter), using: buffer) == matter)
        }
    }

    @Test func anyTextComesBack() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        var texts = (0..<257).map { _ in generator.text() }
        let random = Samples(text: {
            let text = texts.removeLast()
            texts.insert(text, at: 0)
            return text
        })
        for matter in random.matters {
            let decoded = try StateCoding.decode(encoded(matter))
            #expect(decoded == matter && encoded(decoded) == encoded(matter), "seed \(seed)")
        }
    }
}
