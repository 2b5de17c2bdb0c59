import Supervision
import Testing

/// A provisional deadline by an edition of the calendar that arrives later.
@Suite struct RecomputedDeadlineTests {
    private func day(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

    private func deadline(
        _ length: Row.Length, _ start: String, _ suspensions: [(from: String, to: String)],
        _ calendar: WorkingCalendar
    ) throws -> Deadline {
        let period: Period =
            switch length {
            case .workingDays(let count): .workingDays(count)
            case .days(let count): .days(count)
            case .date(let text): .date(try day(text))
            }
        var deadline = Deadline(period, startingOn: try day(start), in: calendar)
        for (from, to) in suspensions {
            deadline = deadline.moved(
                bySuspensionFrom: try day(from), to: try day(to), in: calendar)
        }
        return deadline
    }

    /// The sample calendar with the edition for 2027 beside it.
    private func extended() throws -> WorkingCalendar {
        var off: Set<CivilDate> = []
        for (first, count) in madeUpDaysOff {
            for number in 0..<count { off.insert(try day(first).advanced(by: number)) }
        }
        let year = WorkingCalendar.Year(
            daysOff: off, makeUpWorkingDays: Set(try madeUpWorkingDays.map(day)))
        let years = try Sample.calendar().years.merging([2027: year]) { $1 }
        return WorkingCalendar(edition: "2027-made-up", years: years)
    }

    @Test func rowsOfTheTable() throws {
        let (old, new) = (try Sample.calendar(), try extended())
        var moved = 0
        for row in recomputedRows {
            let before = try deadline(row.length, row.start, row.suspensions, old)
            #expect(before.provisional && before.lastDay.description == row.before, "\(row)")
            let after = before.recomputed(in: new)
            #expect(after.lastDay.description == row.after, "\(row)")
            #expect(after.provisional == row.isProvisional, "\(row)")
            #expect(after.period == before.period && after.startedOn == before.startedOn)
            #expect(after.standstills == before.standstills)
            // It is what it would have been if the edition had been there from the beginning.
            #expect(after == (try deadline(row.length, row.start, row.suspensions, new)))
            moved += row.before == row.after ? 0 : 1
        }
        print("recomputed deadlines: \(recomputedRows.count) rows, \(moved) of them move")
        #expect(recomputedRows.count >= 60 && moved > 20)
    }

    /// With the calendar by which it was computed nothing changes, whatever it went through.
    @Test func sameCalendarChangesNothing() throws {
        let calendar = try Sample.calendar()
        for row in deadlineRows {
            let found = try deadline(row.length, row.start, row.suspensions, calendar)
            #expect(found.recomputed(in: calendar) == found, "\(row)")
        }
    }

    /// What an older journal holds: how far suspensions moved it, but not which they were.
    @Test func sumOfUnknownSuspensionsIsKept() throws {
        let new = try extended()
        let rows: [(Period, moved: Int, last: String)] = [
            // Five working days from 29 December 2026 and three more: 1 to 3 January are off.
            (.workingDays(5), 3, "2027-01-11"),
            (.days(5), 3, "2027-01-07"),
            (.date(try day("2027-02-04")), 1, "2027-02-12"),
        ]
        for (period, days, last) in rows {
            let old = Deadline(
                period: period, startedOn: try day("2026-12-29"), lastDay: try day("2027-01-04"),
                suspendedDays: days, provisional: true)
            let again = old.recomputed(in: new)
            #expect(again.lastDay.description == last, "\(period)")
            #expect(again.suspendedDays == days && !again.provisional)
            // A later suspension is not taken for the only one.
            let later = old.moved(
                bySuspensionFrom: try day("2027-01-04"), to: try day("2027-01-05"), in: new)
            #expect(later.standstills.isEmpty && later.suspendedDays == days + 1)
        }
    }

    /// A day that was told is not over because an edition with a make-up day came late.
    @Test func nothingPassesBecauseAnEditionCameLate() throws {
        let before = try Sample.calendar()
        var years = before.years
        years[2027] = WorkingCalendar.Year(
            daysOff: [], makeUpWorkingDays: [try day("2027-03-06")])
        let late = WorkingCalendar(edition: "late", years: years)
        let deadline = Deadline(.workingDays(5), startingOn: try day("2027-03-01"), in: before)
        #expect(deadline.lastDay == (try day("2027-03-08")) && deadline.provisional)
        for (today, last) in [
            ("2027-03-05", "2027-03-06"), ("2027-03-06", "2027-03-06"),
            // Sunday, and the day that was told.
            ("2027-03-07", "2027-03-08"), ("2027-03-08", "2027-03-08"),
        ] {
            let again = Term(deadline).recomputed(in: late, on: try day(today))
            #expect(again?.lastDay == (try day(last)), "\(today)")
            #expect(again?.provisional == false)
        }
    }

    @Test func onlyARunningProvisionalDeadlineIsRecorded() throws {
        let (old, new) = (try Sample.calendar(), try extended())
        let start = try day("2026-12-28")
        func matter(_ term: Term?) -> Matter {
            let registration = Registration(
                supervised: OrganID("b"), source: Source(kind: .complaint, channel: nil),
                content: 1, summary: "s", incident: nil, occurredOn: nil, complainant: nil,
                power: nil, distinctFrom: nil, by: PersonID("p"), byOrgan: OrganID("a"),
                at: Instant(startOf: start))
            return Matter(
                id: MatterID(kind: .supervision, serial: 1), version: 1,
                registration: registration, supervising: OrganID("a"),
                competence: Competence(basis: Citation(2, paragraph: 2)), secrecy: .internal,
                phase: .investigation(Inquiry(investigators: [], term: term)))
        }
        let provisional = Deadline(.workingDays(10), startingOn: start, in: old)
        #expect(
            matter(Term(provisional)).term?.recomputed(in: new, on: start)?.lastDay
                == (try day("2027-01-12")))
        #expect(matter(Term(provisional)).term?.recomputed(in: old, on: start) == nil)
        let passed = matter(Term(provisional, hasPassed: true))
        #expect(passed.term?.recomputed(in: new, on: start) == nil)
        #expect(matter(nil).term?.recomputed(in: new, on: start) == nil)
        // The same last day, and still news: it is not provisional any more.
        let settled = Deadline(.days(3), startingOn: try day("2026-12-30"), in: old)
        let again = try #require(matter(Term(settled)).term?.recomputed(in: new, on: start))
        #expect(again.lastDay == settled.lastDay && !again.provisional)
        // A settled one stays as it was told, also when an edition says something else.
        let fixed = Deadline(.workingDays(2), startingOn: start, in: old)
        let other = WorkingCalendar(
            edition: "other", years: [2026: .init(daysOff: [fixed.lastDay], makeUpWorkingDays: [])])
        #expect(!fixed.provisional)
        #expect(matter(Term(fixed)).term?.recomputed(in: other, on: start) == nil)
    }
}
