internal import Supervision
internal import Wire

/// Statistics on their way through the docket (Art. 12).
///
/// They tell of the moment at which the pass began: a matter that changes before its turn is kept
/// as it was.
struct StatisticsPass {
    let query: DocketQuery
    /// The newest entry when it began.
    let position: Int64

    /// What the filter left as it began, and how many matters there were.
    private let search: DocketSearch
    private let count: Int
    /// The first matter that was not looked at.
    private var next = 0
    private var tally = StatisticsTally()
    /// Those that have changed before their turn.
    private var kept: [Int: Kept] = [:]

    /// A matter as it was when the pass began.
    private struct Kept {
        var record: Docket.Record
        var row: DocketIndexRow
    }

    init(_ query: DocketQuery, _ docket: inout Docket, _ roster: Roster, at position: Int64) {
        self.query = query
        self.position = position
        search = docket.search(query.filter, of: query.principal, in: roster)
        count = docket.records.count
    }

    /// An entry is about to change a matter.
    mutating func willChange(_ index: Int, _ docket: borrowing Docket) {
        guard index < count, index >= next, kept[index] == nil else { return }
        kept[index] = Kept(record: docket.records[index], row: docket.queues.rows[index])
    }

    /// Looks at so many matters more.
    ///
    /// - Returns: whether it has looked at all.
    mutating func lookOn(_ slice: Int, _ docket: borrowing Docket, _ roster: Roster) -> Bool {
        var left = slice
        while left > 0 {
            guard let index = search.candidates.next(from: next) else { return true }
            next = index + 1
            left -= docket.records.lookCost(index)
            tell(index, docket, roster)
        }
        return false
    }

    private mutating func tell(_ index: Int, _ docket: borrowing Docket, _ roster: Roster) {
        let kept = kept.removeValue(forKey: index)
        let record = kept?.record ?? docket.records[index]
        let row = kept?.row ?? docket.queues.rows[index]
        // Art. 12 asks for the supervision of enforcement; disputes are counted by `docket.count`.
        guard case .matter(let matter) = record.affair else { return }
        guard !search.doubtful.contains(index) || search.holds(index, row, record.affair, roster)
        else { return }
        tally.add(matter, record.history, row, roster)
        // What was found is contents, and a row may be seen without them.
        let findings = matter.findings
        if !findings.isEmpty, record.affair.summary(for: query.principal, in: roster) != nil {
            tally.add(findings)
        }
    }

    /// The sums of a pass that has looked at all.
    func result(_ roster: Roster) -> DocketStatistics { tally.finish(roster) }
}
