internal import Supervision
internal import Wire

/// A list or a count that has to look into matters.
///
/// It tells of the moment at which it ends, exactly, although the docket changes meanwhile: what
/// was found out about a matter that has changed since is forgotten, and it is asked again in the
/// next round. Each round leaves less to the next one, and the last one is so short that the answer
/// is made in the same turn.
struct SearchPass {
    let query: DocketQuery
    let finding: DocketQuery.Finding

    /// What the filter leaves as this round began.
    private var search: DocketSearch
    /// The first matter that was not looked at in this round.
    private var next = 0
    /// The matters that were asked and have not changed since, and those of them that belong to the
    /// answer.
    private var known: SerialMask
    private var found: SerialMask

    /// A round of so few is no round: what has changed is unpacked, and looked at as the answer is
    /// made.
    private static let lastRoundMax = 1024

    init(
        _ query: DocketQuery, _ finding: DocketQuery.Finding, _ docket: inout Docket,
        _ roster: Roster
    ) {
        self.query = query
        self.finding = finding
        search = docket.search(query.filter, of: query.principal, in: roster)
        known = SerialMask(of: docket.records.count)
        found = SerialMask(of: docket.records.count)
    }

    /// An entry is about to change a matter.
    mutating func willChange(_ index: Int) { known.remove(index) }

    /// Looks at so many matters more.
    ///
    /// - Returns: whether the answer can be made now, before anything changes.
    mutating func lookOn(_ slice: Int, _ docket: inout Docket, _ roster: Roster) -> Bool {
        var left = slice
        while endsRound(&left, docket, roster) {
            search = docket.search(query.filter, of: query.principal, in: roster)
            next = 0
            known.extend(to: docket.records.count)
            found.extend(to: docket.records.count)
            if search.doubtful.count(besides: known) <= Self.lastRoundMax { return true }
        }
        return false
    }

    /// - Parameter left: what may still be spent on looking.
    /// - Returns: whether the round has come to its end.
    private mutating func endsRound(
        _ left: inout Int, _ docket: borrowing Docket, _ roster: Roster
    ) -> Bool {
        while left > 0 {
            guard let index = search.doubtful.next(from: next) else { return true }
            next = index + 1
            guard !known.contains(index) else { continue }
            left -= docket.records.lookCost(index)
            known.insert(index)
            if docket.holds(index, search, roster) {
                found.insert(index)
            } else {
                found.remove(index)
            }
        }
        return false
    }

    /// What a pass that has come to its end leaves of all matters, as they are now.
    func result(_ docket: borrowing Docket, _ roster: Roster) -> DocketSearch {
        var settled = search
        settled.settle(known: (known, found)) { docket.holds($0, search, roster) }
        return settled
    }
}
