/// Which days are working days: the yearly arrangement of holidays and make-up days, by edition.
///
/// A year that has no edition falls back to Monday to Friday, and whatever was computed from such
/// a year is marked provisional.
public struct WorkingCalendar: Equatable, Sendable {
    /// The days of one year that differ from Monday to Friday.
    public struct Year: Equatable, Sendable {
        public let daysOff: Set<CivilDate>
        public let makeUpWorkingDays: Set<CivilDate>

        public init(daysOff: Set<CivilDate>, makeUpWorkingDays: Set<CivilDate>) {
            self.daysOff = daysOff
            self.makeUpWorkingDays = makeUpWorkingDays
        }
    }

    public let edition: String
    public let years: [Int: Year]
    /// For each day from the first one on: whether it is a working day. The years that are known
    /// and those between them, so that counting days looks nothing up.
    private let workingDays: [Bool]
    private let firstDay: CivilDate

    public init(edition: String, years: [Int: Year]) {
        self.edition = edition
        self.years = years
        guard let first = years.keys.min(), let last = years.keys.max(),
            let start = CivilDate(year: first, month: 1, day: 1),
            let end = CivilDate(year: last, month: 12, day: 31)
        else {
            firstDay = CivilDate(daysSinceEpoch: 0)
            workingDays = []
            return
        }
        firstDay = start
        workingDays = (start.daysSinceEpoch...end.daysSinceEpoch).map { number in
            let day = CivilDate(daysSinceEpoch: number)
            let year = years[day.year]
            if year?.daysOff.contains(day) == true { return false }
            return year?.makeUpWorkingDays.contains(day) == true || day.weekday <= 5
        }
    }

    /// A calendar that knows no year: every deadline computed with it is provisional.
    public static let weekdaysOnly = WorkingCalendar(edition: "none", years: [:])

    public func knows(_ day: CivilDate) -> Bool { years[day.year] != nil }

    public func isWorkingDay(_ day: CivilDate) -> Bool {
        let index = day.daysSinceEpoch - firstDay.daysSinceEpoch
        return workingDays.indices.contains(index) ? workingDays[index] : day.weekday <= 5
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
