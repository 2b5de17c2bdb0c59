import Supervision
import Testing

/// Days of the calendar against a naive counter, and working days against a list of all days.
@Suite struct CalendarTests {
    @Test func everyDayOfTwoCenturies() throws {
        let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        // 1900-01-01 was a Monday, 25,567 days before 1970-01-01.
        var count = -25_567
        var weekday = 1
        var days = 0
        // Collected, because half a million expectations would take longer than the test.
        var wrong: [String] = []
        for year in 1900...2100 {
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            for month in 1...12 {
                let length = lengths[month - 1] + (month == 2 && isLeap ? 1 : 0)
                for day in 1...length {
                    let date = CivilDate(daysSinceEpoch: count)
                    let isRight =
                        date.components == (year, month, day) && date.weekday == weekday
                        && date.year == year && CivilDate(date.description) == date
                        && CivilDate(year: year, month: month, day: day) == date
                    if !isRight { wrong.append("\(year)-\(month)-\(day)") }
                    count += 1
                    weekday = weekday % 7 + 1
                    days += 1
                }
                for day in (length + 1)...32 {
                    let date = CivilDate(year: year, month: month, day: day)
                    if date != nil { wrong.append("\(year)-\(month)-\(day)") }
                }
            }
        }
        #expect(wrong.isEmpty)
        #expect(days == 73_414)
        #expect(CivilDate("1970-01-01")?.daysSinceEpoch == 0)
    }

    @Test func textsOfDays() {
        #expect(CivilDate("2026-03-01")?.description == "2026-03-01")
        #expect(CivilDate("0001-01-01")?.description == "0001-01-01")
        #expect(CivilDate("9999-12-31")?.description == "9999-12-31")
        for text in [
            "", "2026", "2026-3-1", "2026-03-1", "26-03-01", "2026/03/01", "20260301",
            " 2026-03-01",
            "2026-03-01 ", "2026-03-01Z", "+026-03-01", "-026-03-01", "2026-+3-01", "2026-00-01",
            "2026-13-01", "2026-01-00", "2026-01-32", "2026-02-29", "2100-02-29", "1900-02-29",
            "2026-04-31", "0000-01-01", "２026-03-01", "2026-03-0１",
        ] {
            #expect(CivilDate(text) == nil, "\(text)")
        }
    }

    @Test func orderOfDays() throws {
        let day = try #require(CivilDate("2024-02-28"))
        #expect(day.advanced(by: 1).description == "2024-02-29")
        #expect(day.advanced(by: 2).description == "2024-03-01")
        #expect(day.advanced(by: -59).description == "2023-12-31")
        #expect(day < day.advanced(by: 1) && !(day < day))
    }

    @Test func workingDaysOfTheSample() throws {
        let calendar = try Sample.calendar()
        // The State Council's arrangement leaves 248 working days in 2025 and 2026 each. They are
        // counted here from 365 days: 104 days of weekends, holidays on weekdays, make-up days.
        for (year, expected) in [(2025, 248), (2026, 248)] {
            let first = try #require(CivilDate(year: year, month: 1, day: 1))
            let days = (0..<365).map { first.advanced(by: $0) }
            #expect(days.filter { calendar.isWorkingDay($0) }.count == expected)
            #expect(days.allSatisfy { calendar.knows($0) })
        }
        let expectations = [
            ("2026-02-14", true), ("2026-02-15", false), ("2026-02-16", false),
            ("2026-02-24", true), ("2026-02-28", true), ("2026-03-01", false), ("2026-03-02", true),
            ("2025-01-26", true), ("2025-10-08", false), ("2025-10-11", true), ("2027-01-01", true),
            ("2027-01-02", false), ("2024-12-31", true),
        ]
        for (text, expected) in expectations {
            let day = try #require(CivilDate(text))
            #expect(calendar.isWorkingDay(day) == expected, "\(text)")
        }
    }

    /// The three questions about working days, each against a list of all days.
    @Test func questionsAboutWorkingDays() throws {
        let calendar = try Sample.calendar()
        let first = try #require(CivilDate("2024-11-01"))
        let all = (0..<900).map { first.advanced(by: $0) }
        let working = all.filter { calendar.isWorkingDay($0) }
        for start in all.prefix(800) {
            let after = working.filter { $0 > start }
            #expect(calendar.workingDay(onOrAfter: start) == working.first { $0 >= start })
            for count in [1, 2, 5, 30] {
                let day = calendar.day(count, workingDaysAfter: start)
                #expect(day == after[count - 1])
                #expect(calendar.workingDays(after: start, through: day) == count)
                #expect(
                    calendar.workingDays(after: start, through: day.advanced(by: -1)) == count - 1)
            }
            #expect(calendar.day(0, workingDaysAfter: start) == start)
            #expect(calendar.workingDays(after: start, through: start) == 0)
        }
    }

    @Test func calendarWithoutYears() throws {
        let calendar = WorkingCalendar.weekdaysOnly
        let holiday = try #require(CivilDate("2026-02-17"))
        #expect(calendar.isWorkingDay(holiday) && !calendar.knows(holiday))
        let makeUp = try #require(CivilDate("2026-02-14"))
        #expect(!calendar.isWorkingDay(makeUp))
    }
}
