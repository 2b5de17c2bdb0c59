internal import Supervision
internal import Wire

/// What a filter and a viewer leave of all matters.
struct DocketSearch {
    /// Matters that may belong to the answer. All others do not.
    private(set) var candidates: SerialMask
    /// Candidates of which only the matter itself tells whether they do.
    private(set) var doubtful: SerialMask
    private let matcher: DocketMatcher
    private let viewer: DocketViewer

    /// Traps when the queues are not up to date.
    init(
        _ filter: DocketFilter, of principal: Principal, in queues: DocketQueues, _ roster: Roster
    ) {
        precondition(queues.staleCount == 0, "a search sees every entry")
        matcher = DocketMatcher(filter, roster)
        viewer = DocketViewer(principal, roster)
        candidates = SerialMask(all: queues.rows.count)
        doubtful = SerialMask(of: queues.rows.count)
        keepVisible(queues, roster)
        keepOrgans(queues)
        keepTimes(queues)
        keepKinds(queues)
        if filter.text != nil { doubtful = candidates }
        doubtful.formIntersection(candidates)
    }

    /// Whether a candidate belongs to the answer.
    func holds(_ index: Int, _ row: DocketIndexRow, _ affair: Affair, _ roster: Roster) -> Bool {
        matcher.matches(row, affair) && viewer.sees(row, affair, roster)
            && (!matcher.filter.looksIntoContents
                || affair.summary(for: viewer.actor, in: roster) != nil)
    }

    /// Decides all that is doubtful, which has to be when the answer is a sum.
    ///
    /// - Parameters:
    ///   - known: what has been decided before, and which of that belongs to the answer.
    ///   - holds: decides about one of the others.
    mutating func settle(
        known: (asked: SerialMask, found: SerialMask)? = nil, _ holds: (Int) -> Bool
    ) {
        var open = doubtful
        if let known {
            var rejected = doubtful
            rejected.formIntersection(known.asked)
            rejected.subtract(known.found)
            candidates.subtract(rejected)
            open.subtract(known.asked)
        }
        open.forEach { if !holds($0) { candidates.remove($0) } }
        doubtful = SerialMask(like: candidates)
    }

    // MARK: Who may see it

    /// The circle of `DocketViewer.sees`, from sets. On a side, the organs alone tell; for
    /// helpers, overseers and disputes the sets are as close as they can be, and the matter is
    /// asked.
    private mutating func keepVisible(_ queues: DocketQueues, _ roster: Roster) {
        let readsAll = viewer.actor.roles.contains(.auditor)
        if matcher.filter.looksIntoContents ? readsAll : viewer.seesAll { return }
        var seen = SerialMask(like: candidates)
        if viewer.acts {
            seen.formUnion(queues.supervising[viewer.organ])
            seen.formUnion(queues.acting[viewer.organ])
        }
        if viewer.answers { seen.formUnion(queues.supervised[viewer.organ]) }
        // No organ supervises itself or acts over itself, so that these are on one side.
        var certain = seen
        certain.subtract(queues.disputes)
        certain.subtract(queues.supervised[OrganRank.gone])
        // Where the person's own organ has left the roster, its matters are among those that do not
        // tell whose they were.
        if viewer.answers, viewer.organ < 0 { seen.formUnion(queues.supervised[OrganRank.gone]) }
        let organ = viewer.actor.organ
        if viewer.answers { seen.formUnion(queues.circles.answered(by: organ)) }
        if viewer.acts {
            for set in queues.circles.overseen(by: organ, roster) { seen.formUnion(set) }
        }
        candidates = seen
        doubtful = seen
        doubtful.subtract(certain)
    }

    // MARK: What the filter says

    private mutating func keepOrgans(_ queues: DocketQueues) {
        if let organ = matcher.supervising {
            candidates.formIntersection(queues.supervising[organ])
        }
        if let organ = matcher.acting { candidates.formIntersection(queues.acting[organ]) }
        if let name = matcher.filter.supervised, let organ = matcher.supervised {
            // A dispute is found by each of its parties; an organ that left the roster by name.
            var wanted = SerialMask(like: candidates)
            wanted.formUnion(queues.circles.answered(by: name))
            wanted.formIntersection(queues.disputes)
            wanted.formUnion(queues.supervised[OrganRank.gone])
            doubtful.formUnion(wanted)
            wanted.formUnion(queues.supervised[organ])
            candidates.formIntersection(wanted)
        }
        if let person = matcher.filter.investigator {
            keep(anyOf: queues.teams.sets(of: person))
        }
    }

    private mutating func keepTimes(_ queues: DocketQueues) {
        if let day = matcher.filter.dueBefore {
            queues.deadlines.narrow(&candidates, before: Int32(day.daysSinceEpoch))
        }
        if matcher.filter.registeredFrom != nil || matcher.filter.registeredTo != nil {
            let first = queues.registered(before: matcher.registeredFrom)
            let end = queues.registered(before: matcher.registeredBefore)
            candidates.formIntersection(first..<max(first, end))
        }
        keep(queues.overdue, matcher.filter.overdue)
        keep(queues.suspended, matcher.filter.suspended)
    }

    private mutating func keepKinds(_ queues: DocketQueues) {
        let filter = matcher.filter
        if filter.phase != nil || filter.step != nil {
            keep(anyOf: Place.all.filter(matcher.places.contains).map { queues.places[$0.index] })
        }
        keep(queues.disputes, filter.kind.map { $0 == .dispute })
        if let category = filter.category {
            candidates.formIntersection(queues.contents[category])
        }
        if let source = filter.source, let code = SourceKind.codes[source] {
            candidates.formIntersection(queues.sources[Int(code)])
        }
        if let secrecy = filter.secrecy {
            candidates.formIntersection(queues.secrecies[Int(secrecy.code)])
        }
    }

    private mutating func keep(anyOf sets: [SerialSet]) {
        guard sets.count != 1 else { return candidates.formIntersection(sets[0]) }
        var wanted = SerialMask(like: candidates)
        for set in sets { wanted.formUnion(set) }
        candidates.formIntersection(wanted)
    }

    /// - Parameter isIn: whether members are wanted, or the others; nil for all.
    private mutating func keep(_ set: SerialSet, _ isIn: Bool?) {
        switch isIn {
        case true?: candidates.formIntersection(set)
        case false?: candidates.subtract(set)
        case nil: break
        }
    }
}

extension Docket {
    /// What a filter leaves for a viewer. Brings the queues up to date.
    mutating func search(
        _ filter: DocketFilter, of principal: Principal, in roster: Roster
    ) -> DocketSearch {
        queues.refresh(records)
        return DocketSearch(filter, of: principal, in: queues, roster)
    }

    /// The first of an answer in the order of a list, behind a key.
    ///
    /// - Parameter looksMax: what looking into doubtful matters may cost; see
    ///   ``DocketRecords/lookCost(_:)``.
    /// - Returns: nil when it would cost more.
    func first(
        _ limit: Int, of search: DocketSearch, by sort: DocketSort, after: ListKey?,
        in roster: Roster, looksMax: Int = .max
    ) -> [ListKey]? {
        guard search.candidates.count > 0 else { return [] }
        var jury = Jury(search: search, roster: roster, looksLeft: looksMax)
        let found =
            firstByWalking(limit, by: sort, after: after, &jury)
            ?? firstBySorting(limit, by: sort, after: after, &jury)
        return jury.isExhausted ? nil : found
    }

    /// Passing over a matter in the order of a list costs less than looking at one out of it.
    private static let stepsPerCandidate = 2

    /// Reads the candidates in the order of the list. Nil when it passes over so many other matters
    /// that sorting the candidates is quicker.
    private func firstByWalking(
        _ limit: Int, by sort: DocketSort, after: ListKey?, _ jury: inout Jury
    ) -> [ListKey]? {
        let search = jury.search
        let candidates = search.candidates.count
        // Where only the matters themselves tell, none is asked twice.
        let stepsMax =
            search.doubtful.count * 2 > candidates ? Int.max : candidates * Self.stepsPerCandidate
        var found: [ListKey] = []
        let isDone = queues.walk(
            search.candidates, by: sort, after: after, stepsMax: stepsMax
        ) { index in
            if jury.admits(index, self) { found.append(listKey(of: index, by: sort)) }
            return found.count < limit && !jury.isExhausted
        }
        return isDone ? found : nil
    }

    /// Looks at all candidates and keeps the first of them.
    private func firstBySorting(
        _ limit: Int, by sort: DocketSort, after: ListKey?, _ jury: inout Jury
    ) -> [ListKey] {
        var first = FirstKeys(limit: limit)
        jury.search.candidates.forEach { index in
            guard !jury.isExhausted else { return }
            let key = listKey(of: index, by: sort)
            if let after, key <= after { return }
            if first.wants(key), jury.admits(index, self) { first.offer(key) }
        }
        return first.sorted
    }

    private func listKey(of index: Int, by sort: DocketSort) -> ListKey {
        ListKey(key: sort.key(queues.rows[index]), index: index)
    }

    /// Whether a candidate belongs to the answer.
    func holds(_ index: Int, _ search: DocketSearch, _ roster: Roster) -> Bool {
        !search.doubtful.contains(index)
            || search.holds(index, queues.rows[index], records.affair(index), roster)
    }
}

/// Decides which candidates belong to an answer, as long as it may look into matters.
private struct Jury {
    let search: DocketSearch
    let roster: Roster
    var looksLeft: Int
    /// Whether it had to decide about one and had no look left; then nothing it said counts.
    private(set) var isExhausted = false

    init(search: DocketSearch, roster: Roster, looksLeft: Int) {
        (self.search, self.roster, self.looksLeft) = (search, roster, looksLeft)
    }

    mutating func admits(_ index: Int, _ docket: Docket) -> Bool {
        guard search.doubtful.contains(index) else { return true }
        guard looksLeft > 0 else {
            isExhausted = true
            return false
        }
        looksLeft -= docket.records.lookCost(index)
        return docket.holds(index, search, roster)
    }
}
