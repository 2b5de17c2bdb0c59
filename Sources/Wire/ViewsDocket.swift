// The docket on the wire: rows of a list, counts, and what subscriptions are told.

public import JSONText
public import Supervision

/// One row of the docket: the head of a matter, as the projection of the live queues holds it.
public struct DocketRow: Equatable, Sendable {
    public var matter: MatterID
    public var version: Int64
    public var phase: PhaseName
    public var step: StepName?
    public var supervising: OrganID
    /// Nil for a dispute, which has parties.
    public var supervised: OrganID?
    /// Empty for a supervision matter.
    public var parties: [OrganID]
    public var acting: OrganID
    public var deadline: Deadline?
    /// Whether the clock recorded that the deadline passed.
    public var overdue: Bool
    public var suspended: Bool
    public var registeredAt: Instant
    /// Nil for a dispute, as the category is.
    public var source: SourceKind?
    /// The content of Art. 8, 1 to 9.
    public var category: Int?
    public var secrecy: SecrecyClass
    /// The position of the matter's last entry.
    public var position: Int64
    /// Nil for an audience that must not read contents.
    public var summary: String?

    public init(
        matter: MatterID, version: Int64, phase: PhaseName, step: StepName? = nil,
        supervising: OrganID, supervised: OrganID? = nil, parties: [OrganID] = [],
        acting: OrganID, deadline: Deadline? = nil,
        overdue: Bool = false, suspended: Bool = false, registeredAt: Instant,
        source: SourceKind? = nil, category: Int? = nil, secrecy: SecrecyClass, position: Int64,
        summary: String? = nil
    ) {
        self.matter = matter
        self.version = version
        self.phase = phase
        self.step = step
        self.supervising = supervising
        self.supervised = supervised
        self.parties = parties
        self.acting = acting
        self.deadline = deadline
        self.overdue = overdue
        self.suspended = suspended
        self.registeredAt = registeredAt
        self.source = source
        self.category = category
        self.secrecy = secrecy
        self.position = position
        self.summary = summary
    }

    /// The row of a matter, without its summary.
    public init(_ matter: Matter, position: Int64, in roster: Roster) {
        self.init(
            matter: matter.id, version: matter.version, phase: matter.phase.name,
            step: matter.phase.step, supervising: matter.supervising,
            supervised: matter.supervised,
            acting: roster.actingOrgan(for: matter.supervising, over: matter.supervised),
            deadline: matter.term?.deadline, overdue: matter.isOverdue,
            suspended: matter.suspension != nil, registeredAt: matter.registeredAt,
            source: matter.sourceKind, category: matter.content,
            secrecy: matter.secrecy, position: position)
    }
}

extension Views {
    /// A list shows so many characters of a summary, and `…` after them when there are more. The
    /// whole text is in `matter.get`.
    public static let rowSummaryCharactersMax = 200

    /// An item of `docket.list`.
    public static func write(_ row: DocketRow, into writer: inout JSONWriter) {
        writer.beginObject()
        writeMembers(of: row, into: &writer)
        if let summary = row.summary { writer.member("summary", excerpt(of: summary)) }
        writer.endObject()
    }

    static func writeMembers(of row: DocketRow, into writer: inout JSONWriter) {
        writer.key("matter")
        write(row.matter, into: &writer)
        writer.member("kind", row.matter.kind.rawValue)
        writer.member("version", row.version)
        writer.member("phase", row.phase.rawValue)
        writer.member("step", row.step?.rawValue)
        writer.member("supervising", row.supervising.text)
        writer.member("supervised", row.supervised?.text)
        if !row.parties.isEmpty { member("parties", row.parties.lazy.map(\.text), into: &writer) }
        writer.member("acting", row.acting.text)
        member("deadline", row.deadline, into: &writer)
        writer.member("overdue", row.overdue)
        writer.member("suspended", row.suspended)
        member("registeredAt", row.registeredAt, into: &writer)
        writer.member("source", row.source?.rawValue)
        writer.member("category", row.category)
        writer.member("class", row.secrecy.rawValue)
        writer.member("position", row.position)
    }

    /// A text with few bytes has few characters and is not counted.
    private static func excerpt(of text: String) -> String {
        guard text.utf8.count > rowSummaryCharactersMax else { return text }
        let scalars = text.unicodeScalars
        guard
            let end = scalars.index(
                scalars.startIndex, offsetBy: rowSummaryCharactersMax, limitedBy: scalars.endIndex),
            end < scalars.endIndex
        else { return text }
        return String(text[..<end]) + "…"
    }

    /// The parameters of `docket.changed`, the same for all who may know as much of an entry but
    /// for the number of their subscription, which is written as 0.
    ///
    /// - Parameter events: the names of the events that the subscriber may know of, not empty; the
    ///   first is told as `event` too.
    /// - Returns: where the number stands, for ``JSONWriter/append(to:replacing:by:)``.
    public static func writeDocketChanged(
        position: Int64, matter: MatterID, version: Int64, phase: PhaseName, step: StepName?,
        events: [String], opened: MatterID? = nil, at: Instant, into writer: inout JSONWriter
    ) -> Range<Int> {
        precondition(!events.isEmpty, "a change of which nothing may be told is not told at all")
        writer.beginObject()
        writer.key("subscription")
        let start = writer.count
        writer.integer(0)
        let end = writer.count
        writer.member("position", position)
        writer.key("matter")
        write(matter, into: &writer)
        writer.member("version", version)
        writer.member("phase", phase.rawValue)
        writer.member("step", step?.rawValue)
        writer.member("event", events[0])
        writer.key("events")
        writer.beginArray()
        for event in events { writer.string(event) }
        writer.endArray()
        writer.member("opened", opened?.description)
        member("at", at, into: &writer)
        writer.endObject()
        return start..<end
    }

    /// The result of `docket.watch`, and the parameters of `docket.heartbeat`: up to where the
    /// subscription has told everything.
    public static func writeWatch(
        subscription: Int64, position: Int64, into writer: inout JSONWriter
    ) {
        writer.beginObject()
        writer.member("subscription", subscription)
        writer.member("position", position)
        writer.endObject()
    }

    /// The result of `docket.count`: the exact number and, where it was asked for, the number in
    /// each group, in the order given.
    public static func writeCount(
        _ count: Int, groups: [(value: String, count: Int)]?, position: Int64,
        into writer: inout JSONWriter
    ) {
        writer.beginObject()
        writer.member("count", count)
        if let groups {
            writer.key("groups")
            writer.beginArray()
            for group in groups {
                writer.beginObject()
                writer.member("value", group.value)
                writer.member("count", group.count)
                writer.endObject()
            }
            writer.endArray()
        }
        writer.member("position", position)
        writer.endObject()
    }
}

/// The items of one page, collected until the page is full of bytes: `{items, nextCursor?,
/// position}`. A page may so be shorter than the size that was asked for.
public struct ItemPage {
    private var items: JSONWriter
    private var item = JSONWriter()
    /// How many items the page has.
    public private(set) var count = 0

    /// A page without items.
    public init() {
        items = JSONWriter(reservingCapacity: 4096)
        items.beginArray()
    }

    /// Adds one item.
    ///
    /// - Returns: false when the page has no room for it, and then the page ends before it. The
    ///   first item always has room, because a page without items would lead nowhere.
    public mutating func append(_ body: (inout JSONWriter) -> Void) -> Bool {
        item.removeAll()
        body(&item)
        // The reserve is for the cursor, the position and the names of the members.
        let isFull = items.count + item.count + 1024 > Views.resultBytesMax
        if isFull && count > 0 { return false }
        items.raw(item)
        count += 1
        return true
    }

    /// Writes the page.
    ///
    /// - Parameters:
    ///   - nextCursor: where the next page begins, nil for the last; of at most 512 bytes.
    ///   - position: up to where the list knows the journal.
    public mutating func finish(
        nextCursor: String?, position: Int64, into writer: inout JSONWriter
    ) {
        items.endArray()
        writer.beginObject()
        writer.key("items")
        writer.raw(items)
        writer.member("nextCursor", nextCursor)
        writer.member("position", position)
        writer.endObject()
    }
}
