import Supervision
import Testing

@Suite struct InstantTests {
    /// Milliseconds since 1970 computed elsewhere (Python, `datetime.timestamp()`).
    @Test(arguments: [
        ("1970-01-01T00:00:00.000Z", 0),
        ("1969-12-31T23:59:59.999Z", -1),
        ("2000-02-29T12:34:56.789Z", 951_827_696_789),
        ("2025-03-01T00:00:00.000Z", 1_740_787_200_000),
        ("2026-03-01T08:00:00.005Z", 1_772_352_000_005),
        ("2038-01-19T03:14:08.000Z", 2_147_483_648_000),
        ("9999-12-31T23:59:59.999Z", 253_402_300_799_999),
        ("1900-01-01T00:00:00.010Z", -2_208_988_799_990),
    ])
    func textAndMilliseconds(_ text: String, _ milliseconds: Int64) {
        #expect(Instant(iso8601: text)?.milliseconds == milliseconds)
        #expect(Instant(milliseconds: milliseconds).iso8601 == text)
    }

    @Test func fractions() {
        let base = Instant(iso8601: "2026-03-01T08:00:00Z")?.milliseconds ?? 0
        #expect(base == 1_772_352_000_000)
        for (fraction, milliseconds) in [
            (".5", 500), (".50", 500), (".500", 500), (".05", 50), (".005", 5), (".0", 0),
            (".123", 123), (".999", 999),
        ] as [(String, Int64)] {
            let found = Instant(iso8601: "2026-03-01T08:00:00\(fraction)Z")
            #expect(found?.milliseconds == base + milliseconds)
        }
    }

    @Test(arguments: [
        "", "Z", "2026-03-01", "2026-03-01T08:00:00", "2026-03-01T08:00Z", "2026-03-01 08:00:00Z",
        "2026-03-01t08:00:00Z", "2026-03-01T08:00:00z", "2026-03-01T08:00:00+00:00",
        "2026-03-01T08:00:00+08:00", "2026-03-01T24:00:00Z", "2026-03-01T08:60:00Z",
        "2026-03-01T08:00:60Z", "2026-02-29T08:00:00Z", "2026-13-01T08:00:00Z",
        "2026-03-01T08:00:00.Z", "2026-03-01T08:00:00.1234Z", "2026-03-01T08:00:00,123Z",
        "2026-03-01T08:00:00.12aZ", "2026-03-01T08:00:00.-12Z", "2026-03-01T+8:00:00Z",
        "2026-03-01T08:00:00123Z", "2026-03-01T8:00:00.00Z", "02026-03-01T08:00:00Z",
        "2026-03-01T08:00:00.000ZZ", " 2026-03-01T08:00:00Z", "2026-03-01T08-00-00Z",
        "２026-03-01T08:00:00Z",
    ])
    func otherForms(_ text: String) {
        #expect(Instant(iso8601: text) == nil)
    }

    @Test func roundTripsOfRandomInstants() {
        let seed = UInt64.random(in: 0 ... .max)
        print("roundTripsOfRandomInstants: seed \(seed)")
        var random = SplitMix64(seed: seed)
        for _ in 0..<20_000 {
            // From the year 1 to the end of the year 9999.
            let instant = Instant(
                milliseconds: .random(in: -62_135_596_800_000...253_402_300_799_999, using: &random)
            )
            #expect(Instant(iso8601: instant.iso8601) == instant)
            #expect(instant.iso8601.utf8.count == 24)
        }
    }

    @Test func legalDays() throws {
        for (text, day) in [
            ("2026-03-01T15:59:59.999Z", "2026-03-01"), ("2026-03-01T16:00:00.000Z", "2026-03-02"),
            ("2026-02-28T16:00:00.000Z", "2026-03-01"), ("2025-12-31T16:00:00.000Z", "2026-01-01"),
            ("2025-12-31T15:59:59.999Z", "2025-12-31"), ("1969-12-31T16:00:00.000Z", "1970-01-01"),
            ("1969-12-31T15:59:59.999Z", "1969-12-31"), ("2024-02-28T16:00:00.000Z", "2024-02-29"),
        ] {
            let instant = try #require(Instant(iso8601: text))
            #expect(instant.legalDay.description == day, "\(text)")
        }
        // A legal day begins at 16:00 UTC of the day before and lasts 24 hours.
        let start = Instant(startOf: try #require(CivilDate("2026-03-02")))
        #expect(start.iso8601 == "2026-03-01T16:00:00.000Z")
        for offset in [0, 1, 86_399_999] as [Int64] {
            let instant = Instant(milliseconds: start.milliseconds + offset)
            #expect(instant.legalDay.description == "2026-03-02")
        }
    }

    @Test func order() {
        #expect(Instant(milliseconds: -1) < Instant(milliseconds: 0))
        #expect(!(Instant(milliseconds: 5) < Instant(milliseconds: 5)))
    }
}
