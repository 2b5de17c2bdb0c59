internal import JSONText
public import Supervision

extension ReferenceData {
    enum CalendarKey: String, CaseIterable {
        case edition, note, years
    }

    private enum YearKey: String, CaseIterable {
        case daysOff, makeUpWorkingDays
    }

    /// Reads the working calendar from bytes.
    ///
    /// - Parameter file: the name that a fault carries.
    /// - Throws: ``FileFault`` for the first mistake.
    public static func calendar(
        bytes: [UInt8], file: String
    ) throws(FileFault) -> WorkingCalendar {
        let source = try SourceFile(name: file, bytes: bytes)
        let fields = try Fields<CalendarKey>(0, of: source, "the calendar")
        let edition = try fields.name(.edition)
        if let note = fields[.note] { _ = try source.string(note, "\"note\"") }
        let yearsNode = try fields.required(.years)
        guard source.document.kind(yearsNode) == .object else {
            throw source.fault(yearsNode, "\"years\" must be an object")
        }
        var years: [Int: WorkingCalendar.Year] = [:]
        for member in source.document.members(yearsNode) {
            let text = source.document.string(member.key)
            // The first of January tells whether the text is a year in four digits.
            guard let first = CivilDate(text + "-01-01") else {
                throw source.fault(member.key, "\"\(text)\" is no year")
            }
            years[first.year] = try year(first.year, member.value, of: source)
        }
        return WorkingCalendar(edition: edition, years: years)
    }

    private static func year(
        _ year: Int, _ node: Int, of source: SourceFile
    ) throws(FileFault) -> WorkingCalendar.Year {
        let fields = try Fields<YearKey>(node, of: source, "the year")
        let off = try days(fields.required(.daysOff), of: year, "the day off", in: source)
        let makeUp = try days(
            fields.required(.makeUpWorkingDays), of: year, "the make-up working day", in: source)
        for (day, node) in makeUp {
            guard !off.contains(where: { $0.day == day }) else {
                throw source.fault(node, "\(day) is a day off and a make-up working day")
            }
            guard day.weekday >= 6 else {
                throw source.fault(node, "the make-up working day \(day) is not on a weekend")
            }
        }
        return WorkingCalendar.Year(
            daysOff: Set(off.map(\.day)), makeUpWorkingDays: Set(makeUp.map(\.day)))
    }

    private static func days(
        _ node: Int, of year: Int, _ what: String, in source: SourceFile
    ) throws(FileFault) -> [(day: CivilDate, node: Int)] {
        var days: [(day: CivilDate, node: Int)] = []
        var seen: Set<CivilDate> = []
        for element in try source.elements(node, "the list of days") {
            let day = try source.date(element, what)
            guard day.year == year else {
                throw source.fault(element, "\(what) \(day) stands under the year \(year)")
            }
            guard seen.insert(day).inserted else {
                throw source.fault(element, "\(what) \(day) stands twice")
            }
            days.append((day, element))
        }
        return days
    }
}
