internal import DequeModule
internal import Supervision
internal import Wire

// Queries that look into many matters: searches in texts, and statistics. Sets answer nearly all
// that is asked of the docket; here the matters themselves have to be asked, and there may be a
// million. So it is done a slice at a time, and everybody else has a turn between two slices.

/// What is asked of the docket.
struct DocketQuery {
    enum Question {
        case find(Finding)
        case statistics
    }

    /// What is wanted of the matters that a filter finds.
    enum Finding {
        case list(DocketSort, after: ListKey?, size: Int, scope: UInt64)
        case count(DocketGrouping?)
    }

    let filter: DocketFilter
    let question: Question
    let address: ReplyAddress
    /// Who asks, with the roles of now.
    var principal: Principal
}

/// A query on its way through the docket.
enum DocketPass {
    case search(SearchPass)
    case statistics(StatisticsPass)

    init(_ query: DocketQuery, _ docket: inout Docket, _ roster: Roster, at position: Int64) {
        switch query.question {
        case .find(let finding): self = .search(SearchPass(query, finding, &docket, roster))
        case .statistics:
            self = .statistics(StatisticsPass(query, &docket, roster, at: position))
        }
    }

    var query: DocketQuery {
        switch self {
        case .search(let pass): pass.query
        case .statistics(let pass): pass.query
        }
    }

    // A pass is taken out and put back, so that nothing is copied while it is changed.

    /// An entry is about to change a matter.
    mutating func willChange(_ index: Int, _ docket: borrowing Docket) {
        switch consume self {
        case .search(var pass):
            pass.willChange(index)
            self = .search(pass)
        case .statistics(var pass):
            pass.willChange(index, docket)
            self = .statistics(pass)
        }
    }

    /// Looks at so many matters more.
    ///
    /// - Returns: whether the answer can be made now, before anything changes.
    mutating func lookOn(_ slice: Int, _ docket: inout Docket, _ roster: Roster) -> Bool {
        let isOver: Bool
        switch consume self {
        case .search(var pass):
            isOver = pass.lookOn(slice, &docket, roster)
            self = .search(pass)
        case .statistics(var pass):
            isOver = pass.lookOn(slice, docket, roster)
            self = .statistics(pass)
        }
        return isOver
    }
}

/// The passes that are under way and those that wait for one of them to end.
struct DocketPasses {
    /// Few at a time, because each remembers what changes meanwhile.
    private static let activeMax = 4
    /// How many matters are looked at before others have their turn: a millisecond's work where
    /// nobody asked for anything lately, and a few tenths of one where somebody did, who waits for
    /// it with every request.
    private static let idleSlice = 512
    private static let busySlice = 128
    private static let busyMilliseconds: UInt64 = 50

    /// How many requests had come by the last slice, and until when more are to be expected.
    private var requests: Int64 = 0
    private var busyUntil: UInt64 = 0

    private(set) var active: Deque<DocketPass> = []
    private var waiting: Deque<DocketQuery> = []

    var isEmpty: Bool { active.isEmpty && waiting.isEmpty }

    mutating func wait(_ query: DocketQuery) { waiting.append(query) }

    /// How many queries of a person are under way or wait.
    func count(of person: PersonID) -> Int {
        active.count { $0.query.principal.id == person }
            + waiting.count { $0.principal.id == person }
    }

    /// The next query that may begin: one of each person at a time, and persons take turns, so that
    /// nobody waits for all that somebody else has asked.
    mutating func nextToBegin() -> DocketQuery? {
        guard active.count < Self.activeMax,
            let index = waiting.firstIndex(where: { query in
                !active.contains { $0.query.principal.id == query.principal.id }
            })
        else { return nil }
        let next = waiting.remove(at: index)
        let others = waiting.filter { $0.principal.id == next.principal.id }
        waiting.removeAll { $0.principal.id == next.principal.id }
        waiting.append(contentsOf: others)
        return next
    }

    /// Takes out all that have not begun.
    mutating func takeWaiting() -> Deque<DocketQuery> {
        defer { waiting = [] }
        return waiting
    }

    mutating func begin(_ pass: DocketPass) { active.append(pass) }

    /// Takes out the one that has waited longest for its next slice.
    mutating func take() -> DocketPass? { active.popFirst() }

    /// How many matters are looked at next.
    ///
    /// - Parameter requests: how many have come since the server began.
    mutating func nextSlice(after requests: Int64, at milliseconds: UInt64) -> Int {
        if requests != self.requests { busyUntil = milliseconds + Self.busyMilliseconds }
        self.requests = requests
        return milliseconds < busyUntil ? Self.busySlice : Self.idleSlice
    }

    mutating func willChange(_ index: Int, _ docket: borrowing Docket) {
        for pass in active.indices { active[pass].willChange(index, docket) }
    }

    /// Nobody waits for the answers of a connection that is gone.
    mutating func end(_ session: SessionID) {
        active.removeAll { $0.query.address.session == session }
        waiting.removeAll { $0.address.session == session }
    }

    /// Organs and persons are others now: what was under way begins anew.
    mutating func restart() {
        waiting.prepend(contentsOf: active.map(\.query))
        active.removeAll()
    }
}

extension Core {
    /// What looking into matters may cost for an answer at once.
    private static let looksAtOnce = 256

    private func costsLittle(_ matters: SerialMask) -> Bool {
        guard matters.count <= Self.looksAtOnce else { return false }
        var cost = 0
        matters.forEach { cost += docket.records.lookCost($0) }
        return cost <= Self.looksAtOnce
    }

    /// Answers at once where that costs little, and otherwise as soon as a pass has ended.
    mutating func ask(_ query: DocketQuery, _ session: inout Session) {
        // Nobody would hear the answer.
        guard query.address.id != nil else { return }
        if answerAtOnce(query, &session) { return }
        guard !isDraining else {
            return refuse(query.address, &session, .draining)
        }
        // Persons take turns, but one must not pile up hours of work either.
        guard passes.count(of: query.principal.id) < Limits.longQueriesPerPersonMax else {
            return refuse(
                query.address, &session,
                WireError(
                    .rateLimited,
                    details: [.limit(Limits.longQueriesPerPersonMax)]))
        }
        session.pendingReplies += 1
        passes.wait(query)
        askForWork()
    }

    private mutating func answerAtOnce(_ query: DocketQuery, _ session: inout Session) -> Bool {
        let search = docket.search(query.filter, of: query.principal, in: roster)
        switch query.question {
        case .find(.list(let sort, let after, let size, let scope)):
            // One more than the page, to know whether there is a next one.
            guard
                let first = docket.first(
                    size + 1, of: search, by: sort, after: after, in: roster,
                    looksMax: Self.looksAtOnce)
            else { return false }
            answer(query, page: first, of: size, scope, &session)
        case .find(.count(let grouping)):
            guard costsLittle(search.doubtful) else { return false }
            var settled = search
            settled.settle { docket.holds($0, search, roster) }
            answer(query, count: settled.candidates, grouping, &session)
        case .statistics:
            guard costsLittle(search.candidates) else { return false }
            var pass = StatisticsPass(query, &docket, roster, at: tip)
            _ = pass.lookOn(.max, docket, roster)
            answer(pass, &session)
        }
        return true
    }

    /// The others have had their turn.
    mutating func workOn() {
        isWorkAskedFor = false
        while var query = passes.nextToBegin() {
            // A reload may have changed the person's roles since.
            serve(query.address.session) { (_, session) in
                query.principal = session.principal ?? query.principal
            }
            passes.begin(DocketPass(query, &docket, roster, at: tip))
        }
        guard var pass = passes.take() else { return }
        let slice = passes.nextSlice(
            after: counters.requests, at: moment.monotonicMilliseconds)
        if pass.lookOn(slice, &docket, roster) {
            finish(pass)
        } else {
            passes.begin(pass)
        }
        askForWork()
    }

    /// A stop waits for the passes that have begun and for no more: the others can be asked for
    /// again.
    mutating func refuseWaitingPasses() {
        for query in passes.takeWaiting() {
            settle(query.address.session) { (core, session) in
                core.refuse(query.address, &session, .draining)
            }
        }
    }

    private mutating func askForWork() {
        guard !passes.isEmpty, !isWorkAskedFor else { return }
        isWorkAskedFor = true
        outputs.append(.workLeft)
    }

    private mutating func finish(_ pass: DocketPass) {
        settle(pass.query.address.session) { (core, session) in
            switch pass {
            case .search(let pass): core.answer(pass, &session)
            case .statistics(let pass): core.answer(pass, &session)
            }
        }
    }

    private mutating func answer(_ pass: SearchPass, _ session: inout Session) {
        let result = pass.result(docket, roster)
        switch pass.finding {
        case .list(let sort, let after, let size, let scope):
            let first = docket.first(size + 1, of: result, by: sort, after: after, in: roster)
            answer(pass.query, page: first ?? [], of: size, scope, &session)
        case .count(let grouping):
            answer(pass.query, count: result.candidates, grouping, &session)
        }
    }

    private mutating func answer(_ pass: StatisticsPass, _ session: inout Session) {
        let statistics = pass.result(roster)
        reply(pass.query.address, &session) {
            Views.write(statistics, position: pass.position, into: &$0)
        }
    }
}
