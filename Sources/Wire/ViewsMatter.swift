// `matter.get`: a whole matter, as far as its audience may see it (Art. 11 para. 2).
//
// A matter can hold far more text than a line should: a hundred measures of 4,000 characters each.
// So it is written as its head, which is always short, and sections. When everything fits into
// `Views.resultBytesMax`, everything is written. When it does not, each section in turn may take
// half of the bytes that are left, and the last one, the measures, all of them: no long section
// starves the ones after it. A list loses its oldest elements, a text is there whole or not at
// all, and `truncated: true` with `omitted: {"measures": 63, …}` says what is missing. The history
// has it.

public import JSONText
public import Supervision

extension Views {
    /// The result of `matter.get`.
    ///
    /// - Parameters:
    ///   - allowed: the commands that this person may give now.
    ///   - position: the position of the matter's last entry.
    ///   - now: for how many days are left until a deadline.
    public static func write(
        _ matter: Matter, audience: Audience, allowed: [CommandName], position: Int64,
        now: Instant, roster: Roster, into writer: inout JSONWriter
    ) {
        write(
            DocketRow(matter, position: position, in: roster),
            matter.sections(for: audience, now: now), into: &writer
        ) { member("allowed", allowed.lazy.map(\.rawValue), into: &$0) }
    }

    /// The result of `matter.asOf`: what the matter was, for those who may see it now.
    ///
    /// - Parameters:
    ///   - position: the position of the last entry that counts, and `since` its time.
    ///   - at: the moment for which this holds.
    public static func write(
        past matter: Matter, audience: Audience, position: Int64, since: Instant, at: Instant,
        roster: Roster, into writer: inout JSONWriter
    ) {
        write(
            DocketRow(matter, position: position, in: roster),
            matter.sections(for: audience, now: at), into: &writer
        ) { writer in
            member("since", since, into: &writer)
            member("at", at, into: &writer)
        }
    }

    /// A head and its sections, all of them or what fits.
    ///
    /// - Parameter more: writes members of the head, which is always short.
    static func write(
        _ row: DocketRow, _ sections: [MatterSection], into writer: inout JSONWriter,
        more: @escaping (inout JSONWriter) -> Void
    ) {
        let head = { (writer: inout JSONWriter) in
            writer.beginObject()
            writeMembers(of: row, into: &writer)
            more(&writer)
        }
        if let whole = whole(sections, head: head) { return writer.raw(whole) }

        let start = writer.count
        var omitted: [(name: StaticString, count: Int)] = []
        head(&writer)
        for (index, section) in sections.enumerated() {
            // The names of what is omitted come after the sections.
            let left = max(0, resultBytesMax - 1024 - (writer.count - start))
            let share = index == sections.count - 1 ? left : left / 2
            let count = section.writeClipped(to: share, into: &writer)
            if count > 0 { omitted.append((section.name, count)) }
        }
        writer.member("truncated", true)
        writer.key("omitted")
        writer.beginObject()
        for section in omitted { writer.member(section.name, section.count) }
        writer.endObject()
        writer.endObject()
    }
}

extension Views {
    /// The head and all of its sections, when they fit. Writing ends where they do not any more: a
    /// matter may hold a thousand times as much as a result.
    private static func whole(
        _ sections: [MatterSection], head: (inout JSONWriter) -> Void
    ) -> JSONWriter? {
        var writer = JSONWriter(reservingCapacity: 4096)
        head(&writer)
        for section in sections {
            guard section.writeWhole(into: &writer, upTo: resultBytesMax) else { return nil }
        }
        writer.endObject()
        return writer.count <= resultBytesMax ? writer : nil
    }
}

/// One member of `matter.get` that may be too long.
struct MatterSection {
    typealias Body = (_ element: Int, _ brief: Bool, _ writer: inout JSONWriter) -> Void

    enum Shape {
        /// One value; it is left out when it does not fit.
        case value
        /// A list of so many elements, the newest last.
        case list(count: Int)
    }

    let name: StaticString
    let shape: Shape
    /// Whether an element that is too long has a short form, with `truncated: true` in it.
    let hasBrief: Bool
    let body: Body

    static func value(
        _ name: StaticString, hasBrief: Bool = false,
        _ body: @escaping (_ brief: Bool, _ writer: inout JSONWriter) -> Void
    ) -> MatterSection {
        MatterSection(name: name, shape: .value, hasBrief: hasBrief) { _, brief, writer in
            body(brief, &writer)
        }
    }

    /// The deadline of the present place, if it has one.
    static func deadlines(
        _ term: Term?, _ place: Place, isRunning: Bool, now: Instant
    ) -> MatterSection {
        .list("deadlines", count: term == nil ? 0 : 1) { _, _, writer in
            guard let term else { return }
            writer.beginObject()
            writer.member("phase", place.phaseName.rawValue)
            writer.member("step", place.stepName?.rawValue)
            Views.writeMembers(of: term.deadline, into: &writer)
            writer.member("running", isRunning)
            writer.member("passed", term.hasPassed)
            writer.member(
                "daysLeft",
                term.deadline.lastDay.daysSinceEpoch - now.legalDay.daysSinceEpoch)
            writer.endObject()
        }
    }

    static func suspension(_ suspension: Suspension) -> MatterSection {
        .value("suspension") { _, writer in
            writer.beginObject()
            Views.member("since", suspension.since, into: &writer)
            writer.member("reason", suspension.reason)
            writer.endObject()
        }
    }

    static func list(
        _ name: StaticString, count: Int, hasBrief: Bool = false, _ body: @escaping Body
    ) -> MatterSection {
        MatterSection(name: name, shape: .list(count: count), hasBrief: hasBrief, body: body)
    }

    /// Writes all of it and returns true, or ends soon after the writer holds more than so many
    /// bytes.
    func writeWhole(into writer: inout JSONWriter, upTo bytesMax: Int) -> Bool {
        writer.key(name)
        switch shape {
        case .value: body(0, false, &writer)
        case .list(let count):
            writer.beginArray()
            for index in 0..<count {
                body(index, false, &writer)
                guard writer.count <= bytesMax else { return false }
            }
            writer.endArray()
        }
        return writer.count <= bytesMax
    }

    /// Writes what fits into so many bytes, the newest elements first of all, and returns how many
    /// elements it left out or shortened.
    func writeClipped(to share: Int, into writer: inout JSONWriter) -> Int {
        var left = share - name.utf8CodeUnitCount - 6
        let count = if case .list(let count) = shape { count } else { 1 }
        var elements: [[UInt8]] = []
        var shortened = 0
        for index in (0..<count).reversed() {
            var element = JSONWriter.encoded { body(index, false, &$0) }
            if element.count + 1 > left, hasBrief {
                element = JSONWriter.encoded { body(index, true, &$0) }
                shortened += 1
            }
            guard element.count + 1 <= left else {
                // It was shortened in vain, and is counted with those that are left out.
                if hasBrief { shortened -= 1 }
                break
            }
            elements.append(element)
            left -= element.count + 1
        }
        switch shape {
        case .value:
            guard let element = elements.first else { return 1 }
            writer.key(name)
            writer.raw(element)
        case .list:
            writer.key(name)
            writer.beginArray()
            for element in elements.reversed() { writer.raw(element) }
            writer.endArray()
        }
        return count - elements.count + shortened
    }
}
