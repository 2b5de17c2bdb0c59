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
    mutating func settle(_ holds: (Int) -> Bool) {
        let open = doubtful
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
        certain.subtract(queues.supervised[-1])
        // Where the person's own organ has left the roster, its matters are among those that do not
        // tell whose they were.
        if viewer.answers, viewer.organ < 0 { seen.formUnion(queues.supervised[-1]) }
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
            wanted.formUnion(queues.supervised[-1])
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
        if let source = filter.source, let place = SourceKind.places[source] {
            candidates.formIntersection(queues.sources[Int(place)])
        }
        if let secrecy = filter.secrecy {
            candidates.formIntersection(queues.secrecies[Int(secrecy.place)])
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

    /// The first of an answer in an order, behind a place.
    ///
    /// - Parameter looksMax: how many of the matters that are doubtful may be looked into.
    /// - Returns: nil when more would have to be.
    func first(
        _ limit: Int, of search: DocketSearch, by sort: DocketSort, after: DocketPlace?,
        in roster: Roster, looksMax: Int = .max
    ) -> [DocketPlace]? {
        var looks = 0
        // Whether a candidate belongs to the answer; false for all after too many looks.
        func belongs(_ index: Int) -> Bool {
            guard search.doubtful.contains(index) else { return true }
            looks += 1
            return looks <= looksMax && holds(index, search, roster)
        }
        // Where only the matters themselves tell, none is asked twice.
        let candidates = search.candidates.count
        let stepsMax =
            search.doubtful.count * 2 > candidates ? Int.max : candidates * Self.stepsPerCandidate
        var found: [DocketPlace] = []
        let isDone =
            candidates > 0
            && queues.walk(search.candidates, by: sort, after: after, stepsMax: stepsMax) { index in
                guard belongs(index) else { return looks <= looksMax }
                found.append(place(of: index, by: sort))
                return found.count < limit
            }
        guard looks <= looksMax else { return nil }
        if isDone || candidates == 0 { return found }
        var first = FirstPlaces(limit: limit)
        search.candidates.forEach { index in
            guard looks <= looksMax else { return }
            let place = place(of: index, by: sort)
            if let after, place <= after { return }
            if first.wants(place), belongs(index) { first.offer(place) }
        }
        return looks <= looksMax ? first.sorted : nil
    }

    /// Passing over a matter in the order of a list costs less than looking at one out of it.
    private static let stepsPerCandidate = 2

    private func place(of index: Int, by sort: DocketSort) -> DocketPlace {
        DocketPlace(key: sort.key(queues.rows[index]), index: index)
    }

    /// Whether a candidate belongs to the answer.
    func holds(_ index: Int, _ search: DocketSearch, _ roster: Roster) -> Bool {
        !search.doubtful.contains(index)
            || search.holds(index, queues.rows[index], records.affair(index), roster)
    }
}
