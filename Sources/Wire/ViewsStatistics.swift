// `docket.statistics`: numbers about many matters (Art. 12). There are no fractions on the wire: a
// rate is a pair of whole numbers, with its permille beside it.

public import JSONText
public import Supervision

/// What `docket.statistics` answers.
public struct DocketStatistics: Equatable, Sendable {
    /// So many of so many.
    public struct Rate: Equatable, Sendable {
        public var numerator = 0
        public var denominator = 0

        public init() {}

        /// In thousandths, rounded half up; nil where there is nothing to divide by.
        public var permille: Int? {
            denominator == 0 ? nil : (2000 * numerator + denominator) / (2 * denominator)
        }
    }

    /// How long matters stood in one phase.
    public struct PhaseTime: Equatable, Sendable {
        public var phase: PhaseName
        /// Stays that have ended, and those that have not.
        public var ended: Int
        public var running: Int
        /// Of those that have ended; see ``Durations/percentile(_:)``. Nil where none has ended.
        public var medianMilliseconds: Int64?
        public var p90Milliseconds: Int64?

        public init(_ phase: PhaseName, ended: Durations, running: Int) {
            self.phase = phase
            self.ended = ended.count
            self.running = running
            medianMilliseconds = ended.percentile(50)
            p90Milliseconds = ended.percentile(90)
        }
    }

    /// What is told of all matters, and of those of one level.
    public struct Figures: Equatable, Sendable {
        public var matters = 0
        /// Matters of which a deadline ever passed, of all.
        public var overdue = Rate()
        /// Opinions that were rectified, of those whose rectification has ended.
        public var rectification = Rate()
        /// Decisions that were issued without an opinion, of all that were issued (Art. 14).
        public var directDecision = Rate()
        public var times: [PhaseTime] = []

        public init() {}
    }

    public struct Group: Equatable, Sendable {
        public var value: String
        public var count: Int

        public init(_ value: String, _ count: Int) {
            self.value = value
            self.count = count
        }
    }

    public var whole = Figures()
    public var levels: [OrganLevel: Figures] = [:]
    /// Each list in the order in which it is told.
    public var phases: [Group] = []
    public var supervising: [Group] = []
    public var supervised: [Group] = []
    /// Items of Art. 14 para. 1 that findings name; a matter counts once under each.
    public var grounds: [Group] = []
    public var sources: [Group] = []
    /// Months of registration in Beijing, `2026-03`, the latest first.
    public var months: [Group] = []

    public init() {}
}

extension Views {
    /// How many groups of one kind are told at most, and how many bytes they may have.
    public static let groupsMax = 100
    private static let groupBytesMax = 16_384

    /// The result of `docket.statistics`.
    public static func write(
        _ statistics: DocketStatistics, position: Int64, into writer: inout JSONWriter
    ) {
        let lists: [(name: StaticString, groups: [DocketStatistics.Group])] = [
            ("phase", statistics.phases), ("supervising", statistics.supervising),
            ("supervised", statistics.supervised), ("ground", statistics.grounds),
            ("source", statistics.sources), ("month", statistics.months),
        ]
        var omitted: [(name: StaticString, count: Int)] = []
        writer.beginObject()
        writeMembers(of: statistics.whole, into: &writer)
        writer.key("levels")
        writer.beginArray()
        for level in OrganLevel.allCases.reversed() {
            guard let figures = statistics.levels[level] else { continue }
            writer.beginObject()
            writer.member("level", level.rawValue)
            writeMembers(of: figures, into: &writer)
            writer.endObject()
        }
        writer.endArray()
        writer.key("groups")
        writer.beginObject()
        for list in lists {
            writer.key(list.name)
            let count = write(list.groups, into: &writer)
            if count > 0 { omitted.append((list.name, count)) }
        }
        writer.endObject()
        writer.member("position", position)
        if !omitted.isEmpty {
            writer.member("truncated", true)
            writer.key("omitted")
            writer.beginObject()
            for list in omitted { writer.member(list.name, list.count) }
            writer.endObject()
        }
        writer.endObject()
    }

    /// Returns how many groups at the end were left out.
    private static func write(
        _ groups: [DocketStatistics.Group], into writer: inout JSONWriter
    ) -> Int {
        let start = writer.count
        var written = 0
        writer.beginArray()
        for group in groups.prefix(groupsMax) {
            guard writer.count - start < groupBytesMax else { break }
            writer.beginObject()
            writer.member("value", group.value)
            writer.member("count", group.count)
            writer.endObject()
            written += 1
        }
        writer.endArray()
        return groups.count - written
    }

    private static func writeMembers(
        of figures: DocketStatistics.Figures, into writer: inout JSONWriter
    ) {
        writer.member("matters", figures.matters)
        write("overdueRate", figures.overdue, into: &writer)
        write("rectificationRate", figures.rectification, into: &writer)
        write("directDecisionRate", figures.directDecision, into: &writer)
        writer.key("timeInPhase")
        writer.beginArray()
        for time in figures.times {
            writer.beginObject()
            writer.member("phase", time.phase.rawValue)
            writer.member("ended", time.ended)
            writer.member("running", time.running)
            writer.member("medianMilliseconds", time.medianMilliseconds)
            writer.member("p90Milliseconds", time.p90Milliseconds)
            writer.endObject()
        }
        writer.endArray()
    }

    private static func write(
        _ name: StaticString, _ rate: DocketStatistics.Rate, into writer: inout JSONWriter
    ) {
        writer.key(name)
        writer.beginObject()
        writer.member("numerator", rate.numerator)
        writer.member("denominator", rate.denominator)
        writer.member("permille", rate.permille)
        writer.endObject()
    }
}
