import JSONText
import Journal
import Supervision
import Testing

@Suite struct EventCodingTests {
    let samples = Samples()

    @Test func everyEventHasASample() {
        #expect(Set(samples.events.map(label)) == Set(EventLabel.allCases))
    }

    @Test func everyEventComesBackAlone() throws {
        for event in samples.events {
            #expect(try EventCoding.decode(encoded([event])) == [event])
        }
    }

    @Test func entriesOfManyEventsComeBackThroughOneBuffer() throws {
        let buffer = DecodingBuffer()
        let all = samples.events
        for count in [0, 1, all.count, 2] {
            let events = Array(all.prefix(count))
            #expect(try EventCoding.decode(encoded(events), using: buffer) == events)
        }
    }

    @Test func theStoredNameIsTheSwiftName() throws {
        for event in samples.events {
            let document = try JSONDocument(encoded([event]))
            let name = try #require(document.member("event", of: 1))
            #expect(document.string(name) == label(of: event).rawValue)
        }
    }

    @Test func entriesReadLikeSentences() {
        let events: [MatterEvent] = [
            .rectificationRejected(reason: "第二项\"未\"完成", samples.movedDeadline), .closed,
        ]
        #expect(
            text(encoded(events))
                == """
                [{"event":"rectificationRejected","reason":"第二项\\"未\\"完成","deadline":\
                {"workingDays":10,"from":"2026-03-01","lastDay":"2026-03-16","moved":4,\
                "provisional":true}},{"event":"closed"}]
                """)
    }

    @Test func anyTextComesBack() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        let buffer = DecodingBuffer()
        for _ in 0..<30 {
            var texts = (0..<64).map { _ in generator.text() }
            let random = Samples(text: {
                let text = texts.removeLast()
                texts.insert(text, at: 0)
                return text
            })
            let events = random.events
            let decoded = try EventCoding.decode(encoded(events), using: buffer)
            // Equality of strings overlooks how a character is spelt; equal bytes do not.
            #expect(decoded == events && encoded(decoded) == encoded(events), "seed \(seed)")
        }
    }

    @Test(arguments: [
        -100_000_000, -719_163, -719_162, -1, 0, 19_782, 2_932_896, 2_932_897, 100_000_000,
    ])
    func anyDayComesBack(days: Int) throws {
        let event = MatterEvent.deadlinePassed(lastDay: CivilDate(daysSinceEpoch: days))
        #expect(try EventCoding.decode(encoded([event])) == [event])
    }

    @Test(arguments: [
        -8_640_000_000_000_000, -62_135_596_800_001, -62_135_596_800_000, -1, 0, 999,
        253_402_300_799_999, 253_402_300_800_000, 8_640_000_000_000_000,
    ])
    func anyMomentComesBack(milliseconds: Int64) throws {
        var document = samples.document(.opinion)
        document.issuedAt = Instant(milliseconds: milliseconds)
        let event = MatterEvent.opinionIssued(document)
        #expect(try EventCoding.decode(encoded([event])) == [event])
    }
}
