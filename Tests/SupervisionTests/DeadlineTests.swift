import Supervision
import Testing

@Suite struct DeadlineTests {
    private func day(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

    private func period(_ row: Row) throws -> Period {
        switch row.length {
        case .workingDays(let count): .workingDays(count)
        case .days(let count): .days(count)
        case .date(let text): .date(try day(text))
        }
    }

    @Test func deadlinesOfTheTable() throws {
        let calendar = try Sample.calendar()
        for row in deadlineRows {
            let start = try day(row.start)
            let period = try period(row)
            var deadline = Deadline(period, startingOn: start, in: calendar)
            #expect(deadline.suspendedDays == 0 && deadline.startedOn == start)
            for (from, to) in row.suspensions {
                deadline = deadline.moved(
                    bySuspensionFrom: try day(from), to: try day(to), in: calendar)
            }
            #expect(deadline.lastDay.description == row.lastDay, "\(row)")
            #expect(deadline.suspendedDays == row.moved, "\(row)")
            #expect(deadline.provisional == row.provisional, "\(row)")
            #expect(deadline.period == period && deadline.startedOn == start)
            // 24:00 in Beijing is 16:00 UTC of the same day.
            #expect(deadline.end.iso8601 == row.lastDay + "T16:00:00.000Z")
            #expect(deadline.hasPassed(at: deadline.end))
            #expect(
                !deadline.hasPassed(at: Instant(milliseconds: deadline.end.milliseconds - 1)))
        }
        print("deadlines: \(deadlineRows.count) rows")
        #expect(deadlineRows.count >= 60)
    }

    /// A provisional deadline that is computed again with an edition moves and loses the mark.
    @Test func editionOfTheCalendarSettlesAProvisionalDeadline() throws {
        let start = try day("2026-02-13")
        let (weekdays, holidays) = (try day("2026-02-20"), try day("2026-02-27"))
        let before = Deadline(.workingDays(5), startingOn: start, in: .weekdaysOnly)
        #expect(before.provisional && before.lastDay == weekdays)
        let after = Deadline(.workingDays(5), startingOn: start, in: try Sample.calendar())
        #expect(!after.provisional && after.lastDay == holidays)
    }

    /// Once provisional, a deadline stays so until it is computed again from its start.
    @Test func suspensionKeepsTheMark() throws {
        let calendar = try Sample.calendar()
        let last = try day("2026-03-06")
        let provisional = Deadline(.days(3), startingOn: try day("2026-03-02"), in: .weekdaysOnly)
        let moved = provisional.moved(
            bySuspensionFrom: try day("2026-03-03"), to: try day("2026-03-04"), in: calendar)
        #expect(moved.provisional && moved.lastDay == last)
    }
}
