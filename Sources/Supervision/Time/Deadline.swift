/// How a deadline is given. The Measures fix no periods of their own: each is set by the document
/// that carries it, or by a house rule.
public enum Period: Equatable, Sendable {
    /// 1 to 3,650 working days.
    case workingDays(Int)
    /// 1 to 3,650 calendar days.
    case days(Int)
    /// Until the end of this day.
    case date(CivilDate)

    /// The longest period that is accepted, in days.
    public static let daysMax = 3650
}

/// A period that runs: the legal day it started on and the last day on which it can be kept.
///
/// The day it starts does not count; it ends at 24:00 in Beijing on its last day; a last day that
/// is no working day moves to the next one.
public struct Deadline: Equatable, Sendable {
    public var period: Period
    public var startedOn: CivilDate
    public var lastDay: CivilDate
    /// Days, or working days for a period in working days, by which suspensions moved it.
    public var suspendedDays: Int
    /// Whether a year without an edition of the calendar took part in the computation.
    public var provisional: Bool

    /// The state of a deadline that was computed before and now comes back from the journal.
    public init(
        period: Period, startedOn: CivilDate, lastDay: CivilDate, suspendedDays: Int,
        provisional: Bool
    ) {
        self.period = period
        self.startedOn = startedOn
        self.lastDay = lastDay
        self.suspendedDays = suspendedDays
        self.provisional = provisional
    }

    /// Starts a period on a legal day.
    public init(_ period: Period, startingOn day: CivilDate, in calendar: WorkingCalendar) {
        let last =
            switch period {
            case .workingDays(let count): calendar.day(count, workingDaysAfter: day)
            case .days(let count): calendar.workingDay(onOrAfter: day.advanced(by: count))
            case .date(let date): calendar.workingDay(onOrAfter: date)
            }
        self.init(
            period: period, startedOn: day, lastDay: last, suspendedDays: 0,
            provisional: !Self.known(from: day, through: last, in: calendar))
    }

    /// The first moment at which the deadline has passed: 24:00 of its last day.
    public var end: Instant { Instant(startOf: lastDay.advanced(by: 1)) }

    public func hasPassed(at now: Instant) -> Bool { now >= end }

    /// The deadline after it stood still from one legal day to another. It moves by the working
    /// days that lie between them, or by the days, as the period itself is counted.
    public func moved(
        bySuspensionFrom start: CivilDate, to end: CivilDate, in calendar: WorkingCalendar
    ) -> Deadline {
        var moved = self
        switch period {
        case .workingDays:
            let lasted = calendar.workingDays(after: start, through: end)
            moved.lastDay = calendar.day(lasted, workingDaysAfter: lastDay)
            moved.suspendedDays += lasted
        case .days, .date:
            let lasted = end.daysSinceEpoch - start.daysSinceEpoch
            moved.lastDay = calendar.workingDay(onOrAfter: lastDay.advanced(by: lasted))
            moved.suspendedDays += lasted
        }
        moved.provisional =
            provisional || !Self.known(from: start, through: moved.lastDay, in: calendar)
        return moved
    }

    private static func known(
        from start: CivilDate, through end: CivilDate, in calendar: WorkingCalendar
    ) -> Bool {
        guard start <= end else { return calendar.knows(end) }
        return (start.year...end.year).allSatisfy { calendar.years[$0] != nil }
    }
}
