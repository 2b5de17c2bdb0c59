import Papers
import Supervision
import Testing

@Suite struct ChineseNumeralsTests {
    @Test(arguments: [
        (0, "〇"), (1, "一"), (2, "二"), (9, "九"), (10, "十"), (11, "十一"), (19, "十九"), (20, "二十"),
        (21, "二十一"), (99, "九十九"), (100, "一百"), (101, "一百〇一"), (105, "一百〇五"),
        (110, "一百一十"), (111, "一百一十一"), (120, "一百二十"), (200, "二百"), (999, "九百九十九"),
        (1000, "一千"), (1001, "一千〇一"), (1010, "一千〇一十"), (1100, "一千一百"),
        (2026, "二千〇二十六"), (9999, "九千九百九十九"),
    ])
    func counts(_ value: Int, _ numeral: String) {
        #expect(ChineseNumerals.counting(value) == numeral)
    }

    @Test func noTwoNumeralsAreTheSame() {
        #expect(Set((0...9999).map { ChineseNumerals.counting($0) }).count == 10_000)
    }

    @Test(arguments: [
        ("2026-03-02", "二〇二六年三月二日", "2026年3月2日"),
        ("2025-12-31", "二〇二五年十二月三十一日", "2025年12月31日"),
        ("2030-10-10", "二〇三〇年十月十日", "2030年10月10日"),
        ("2100-11-20", "二一〇〇年十一月二十日", "2100年11月20日"),
    ])
    func writesDays(_ day: String, _ chinese: String, _ plain: String) throws {
        let day = try #require(CivilDate(day))
        #expect(ChineseNumerals.date(day) == chinese)
        #expect(ChineseNumerals.plainDate(day) == plain)
    }
}
