internal import JSONText
public import Supervision

/// A calendar to which a new edition was added.
public struct CalendarAddition: Equatable, Sendable {
    /// Every year that either file has, under the name of the new edition.
    public var calendar: WorkingCalendar
    /// What the new edition says about itself.
    public var note: String?
    /// The years that were not there before, ascending.
    public var added: [Int]
    /// The years that were there and differ in the new edition, ascending.
    public var replaced: [Int]
}

extension ReferenceData {
    /// Adds an edition to a calendar: the years that it brings stand beside those that there are.
    ///
    /// - Parameters:
    ///   - bytes: the new edition, as a calendar file; `file` is its name for faults.
    ///   - present: the calendar that the server has; nil when it has none yet.
    ///   - replaces: whether the new edition may change a year that is there already.
    /// - Throws: ``FileFault`` for the first mistake of the new edition; for a year that differs
    ///   and may not; for other days under the name of the edition that is there already.
    public static func calendar(
        adding bytes: [UInt8], file: String, to present: WorkingCalendar?, replaces: Bool
    ) throws(FileFault) -> CalendarAddition {
        let source = try SourceFile(name: file, bytes: bytes)
        let edition = try calendar(bytes: bytes, file: file)
        let fields = try Fields<CalendarKey>(0, of: source, "the calendar")
        let note = try fields[.note].map { node throws(FileFault) in
            try source.string(node, "\"note\"")
        }
        var years = present?.years ?? [:]
        var (added, replaced) = ([Int](), [Int]())
        for member in source.document.members(try fields.required(.years)) {
            let name = source.document.string(member.key)
            guard let year = CivilDate(name + "-01-01")?.year else { continue }
            let days = edition.years[year]
            if years[year] == nil {
                added.append(year)
            } else if years[year] != days {
                guard replaces else {
                    throw source.fault(
                        member.key,
                        "the year \(year) differs from the one that is there, which stays "
                            + "unless it is to be replaced")
                }
                replaced.append(year)
            }
            years[year] = days
        }
        if let present, present.edition == edition.edition, !(added + replaced).isEmpty {
            throw source.fault(
                try fields.required(.edition),
                "the edition \"\(edition.edition)\" is there already, with other days; a new one "
                    + "needs a name of its own")
        }
        return CalendarAddition(
            calendar: WorkingCalendar(edition: edition.edition, years: years), note: note,
            added: added.sorted(), replaced: replaced.sorted())
    }

    /// A calendar as a file that ``calendar(bytes:file:)`` reads: one day on a line, in order.
    public static func text(_ calendar: WorkingCalendar, note: String?) -> [UInt8] {
        func quoted(_ text: String) -> String {
            String(decoding: JSONWriter.encoded { $0.string(text) }, as: UTF8.self)
        }
        func list(_ name: String, _ days: Set<CivilDate>) -> String {
            let lines = days.sorted().map { "    \"\($0)\"" }.joined(separator: ",\n")
            return "   \"\(name)\": [" + (lines.isEmpty ? "]" : "\n\(lines)\n   ]")
        }
        let years = calendar.years.sorted { $0.key < $1.key }.map { number, year in
            // The first of January carries the year in four digits.
            let name = CivilDate(year: number, month: 1, day: 1)?.description.prefix(4) ?? ""
            return "  \"\(name)\": {\n" + list("daysOff", year.daysOff) + ",\n"
                + list("makeUpWorkingDays", year.makeUpWorkingDays) + "\n  }"
        }
        let heading = " \"edition\": \(quoted(calendar.edition)),\n"
        let noteLine = note.map { " \"note\": \(quoted($0)),\n" } ?? ""
        let body = years.isEmpty ? "{}" : "{\n" + years.joined(separator: ",\n") + "\n }"
        return Array("{\n\(heading)\(noteLine) \"years\": \(body)\n}\n".utf8)
    }
}
