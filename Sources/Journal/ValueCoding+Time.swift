// Days, moments and deadlines, as a person writes them. A day or moment whose year has not four
// digits cannot come from a client, but it could come from adding to one that did; it is written
// as a plain number, so that whatever was computed can be written, and read again.

internal import JSONText
internal import Supervision

/// How far a plain number may lie from 1970-01-01, in days; no sum of milliseconds overflows.
private let daysMax: Int64 = 100_000_000
private let millisecondsPerDay: Int64 = 86_400_000
private let yearsOfFourDigits = 1...9999

extension CivilDate: StoredValue {
    /// `"2026-03-01"`, or the number of days since 1970-01-01.
    func write(to writer: inout JSONWriter) {
        let day = components
        guard yearsOfFourDigits.contains(day.year) else { return writer.integer(daysSinceEpoch) }
        writer.day(DateText(year: day.year, month: day.month, day: day.day))
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        if reader.isInteger {
            let days = try reader.integer()
            guard days.magnitude <= daysMax else { throw reader.fault(.invalid("day")) }
            self.init(daysSinceEpoch: Int(days))
        } else {
            guard let day = CivilDate(try reader.string()) else {
                throw reader.fault(.invalid("day"))
            }
            self = day
        }
    }
}

extension Instant: StoredValue {
    /// `"2026-03-01T08:00:00.000Z"`, or the number of milliseconds since 1970-01-01T00:00:00Z.
    func write(to writer: inout JSONWriter) {
        var days = milliseconds / millisecondsPerDay
        var rest = milliseconds % millisecondsPerDay
        if rest < 0 {
            days -= 1
            rest += millisecondsPerDay
        }
        let day = CivilDate(daysSinceEpoch: Int(days)).components
        guard yearsOfFourDigits.contains(day.year) else { return writer.integer(milliseconds) }
        writer.moment(
            DateText(year: day.year, month: day.month, day: day.day, millisecond: Int(rest)))
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        if reader.isInteger {
            let milliseconds = try reader.integer()
            guard milliseconds.magnitude <= daysMax * millisecondsPerDay else {
                throw reader.fault(.invalid("moment"))
            }
            self.init(milliseconds: milliseconds)
        } else {
            guard let moment = Instant(iso8601: try reader.string()) else {
                throw reader.fault(.invalid("moment"))
            }
            self = moment
        }
    }
}

extension Deadline: StoredObject {
    /// `{"workingDays":10,"from":"2026-03-01","lastDay":"2026-03-16","moved":3}`. The period
    /// is `workingDays`, `days` or `date`; `moved` stands only where a suspension moved it,
    /// `stood` only where its suspensions are known, `provisional` only while it is true.
    func writeMembers(to writer: inout JSONWriter) {
        switch period {
        case .workingDays(let count): writer.member("workingDays", count)
        case .days(let count): writer.member("days", count)
        case .date(let date): writer.member("date", date)
        }
        writer.member("from", startedOn)
        writer.member("lastDay", lastDay)
        if suspendedDays != 0 { writer.member("moved", suspendedDays) }
        if !standstills.isEmpty { writer.member("stood", standstills) }
        if provisional { writer.member("provisional", provisional) }
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        let period: Period
        if let count = try reader.read("workingDays", as: Int?.self) {
            period = .workingDays(count)
        } else if let count = try reader.read("days", as: Int?.self) {
            period = .days(count)
        } else if let date = try reader.read("date", as: CivilDate?.self) {
            period = .date(date)
        } else {
            throw reader.fault(.missingMember("workingDays, days or date"))
        }
        try self.init(
            period: period, startedOn: reader.read("from"), lastDay: reader.read("lastDay"),
            suspendedDays: reader.read("moved") ?? 0, standstills: reader.read("stood") ?? [],
            provisional: reader.read("provisional") ?? false)
    }
}

extension Deadline.Standstill: StoredObject {
    func writeMembers(to writer: inout JSONWriter) {
        writer.member("from", from)
        writer.member("to", to)
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        try self.init(from: reader.read("from"), to: reader.read("to"))
    }
}
