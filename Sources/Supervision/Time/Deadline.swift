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
    /// The suspensions that moved it, the oldest first, so that it can be computed again when a
    /// new edition of the calendar says how many working days each one lasted.
    public var standstills: [Standstill]
    /// Whether a year without an edition of the calendar took part in the computation.
    public var provisional: Bool

    /// From the legal day on which a matter was suspended to the one on which it was resumed.
    public struct Standstill: Equatable, Sendable {
        public var from: CivilDate
        public var to: CivilDate

        public init(from: CivilDate, to: CivilDate) {
            self.from = from
            self.to = to
        }
    }

    /// The state of a deadline that was computed before and now comes back from the journal.
    public init(
        period: Period, startedOn: CivilDate, lastDay: CivilDate, suspendedDays: Int,
        standstills: [Standstill] = [], provisional: Bool
    ) {
        self.period = period
        self.startedOn = startedOn
        self.lastDay = lastDay
        self.suspendedDays = suspendedDays
        self.standstills = standstills
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
        // A deadline whose earlier standstills are not known keeps their sum alone: half a list
        // would be taken for the whole.
        if suspendedDays == 0 || !standstills.isEmpty {
            moved.standstills.append(Standstill(from: start, to: end))
        }
        moved.provisional =
            provisional || !Self.known(from: start, through: moved.lastDay, in: calendar)
        return moved
    }

    /// The same deadline by another edition of the calendar: the period from the day on which it
    /// started, moved by every suspension that there was. With the calendar by which it was
    /// computed it is the same again.
    public func recomputed(in calendar: WorkingCalendar) -> Deadline {
        var again = Deadline(period, startingOn: startedOn, in: calendar)
        for standstill in standstills {
            again = again.moved(
                bySuspensionFrom: standstill.from, to: standstill.to, in: calendar)
        }
        guard standstills.isEmpty, suspendedDays > 0 else { return again }
        switch period {
        case .workingDays:
            again.lastDay = calendar.day(suspendedDays, workingDaysAfter: again.lastDay)
        case .days, .date:
            again.lastDay = calendar.workingDay(
                onOrAfter: again.lastDay.advanced(by: suspendedDays))
        }
        again.suspendedDays = suspendedDays
        again.provisional = !Self.known(from: startedOn, through: again.lastDay, in: calendar)
        return again
    }

    private static func known(
        from start: CivilDate, through end: CivilDate, in calendar: WorkingCalendar
    ) -> Bool {
        guard start <= end else { return calendar.knows(end) }
        return (start.year...end.year).allSatisfy { calendar.years[$0] != nil }
    }
}
