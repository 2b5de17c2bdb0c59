/// Which days are working days: the yearly arrangement of holidays and make-up days, by edition.
///
/// A year that has no edition falls back to Monday to Friday, and whatever was computed from such
/// a year is marked provisional.
public struct WorkingCalendar: Equatable, Sendable {
    /// The days of one year that differ from Monday to Friday.
    public struct Year: Equatable, Sendable {
        public var daysOff: Set<CivilDate>
        public var makeUpWorkingDays: Set<CivilDate>

        public init(daysOff: Set<CivilDate>, makeUpWorkingDays: Set<CivilDate>) {
            self.daysOff = daysOff
            self.makeUpWorkingDays = makeUpWorkingDays
        }
    }

    public var edition: String
    public var years: [Int: Year]

    public init(edition: String, years: [Int: Year]) {
        self.edition = edition
        self.years = years
    }

    /// A calendar that knows no year: every deadline computed with it is provisional.
    public static let weekdaysOnly = WorkingCalendar(edition: "none", years: [:])

    public func knows(_ day: CivilDate) -> Bool { years[day.year] != nil }

    public func isWorkingDay(_ day: CivilDate) -> Bool {
        if let year = years[day.year] {
            if year.daysOff.contains(day) { return false }
            if year.makeUpWorkingDays.contains(day) { return true }
        }
        return day.weekday <= 5
    }

    /// The day itself when it is a working day, else the first one after it.
    public func workingDay(onOrAfter day: CivilDate) -> CivilDate {
        var candidate = day
        while !isWorkingDay(candidate) { candidate = candidate.advanced(by: 1) }
        return candidate
    }

    /// The `count`-th working day after `day`, which itself does not count.
    public func day(_ count: Int, workingDaysAfter day: CivilDate) -> CivilDate {
        var candidate = day
        var left = count
        while left > 0 {
            candidate = candidate.advanced(by: 1)
            if isWorkingDay(candidate) { left -= 1 }
        }
        return candidate
    }

    /// How many working days lie after `start` up to and including `end`.
    public func workingDays(after start: CivilDate, through end: CivilDate) -> Int {
        var count = 0
        var day = start
        while day < end {
            day = day.advanced(by: 1)
            if isWorkingDay(day) { count += 1 }
        }
        return count
    }
}
