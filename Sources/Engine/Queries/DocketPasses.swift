internal import DequeModule
internal import Supervision
internal import Wire

// Queries that look into many matters: searches in texts, and statistics. Sets answer nearly all
// that is asked of the docket; here the matters themselves have to be asked, and there may be a
// million. So it is done a slice at a time, and everybody else has a turn between two slices.

/// What is asked of the docket.
struct DocketQuery {
    enum Question {
        case list(DocketSort, after: ListKey?, size: Int, scope: UInt64)
        case count(DocketGrouping?)
        case statistics
    }

    let filter: DocketFilter
    let question: Question
    let address: ReplyAddress
    /// Who asks, with the roles of now.
    var principal: Principal
}

/// A query on its way through the docket.
///
/// Its answer is exact although the docket changes meanwhile. Statistics tell of the moment at
/// which the pass began: a matter that changes before its turn is kept as it was. A list or a count
/// tells of the moment at which it ends: what was found out about a matter that has changed since
/// is forgotten, and it is asked again in the next round. Each round leaves less to the next one,
/// and the last one is so short that the answer is made in the same turn.
struct DocketPass {
    let query: DocketQuery
    /// The newest entry when it began.
    let position: Int64

    /// What the filter leaves: for statistics as the pass began, otherwise as this round began.
    private var search: DocketSearch
    /// The first matter that was not looked at in this round.
    private var next = 0
    /// For a list or a count: the matters that were asked and have not changed since, and those of
    /// them that belong to the answer.
    private var known: SerialMask
    private var found: SerialMask
    /// For statistics: the sums so far, how many matters there were as the pass began, and those
    /// that have changed before their turn.
    private var tally = StatisticsTally()
    private let count: Int
    private var kept: [Int: Kept] = [:]

    /// A matter as it was when the pass began.
    private struct Kept {
        var record: Docket.Record
        var row: DocketIndexRow
    }

    /// A round of so few is no round: what has changed is unpacked, and looked at as the answer is
    /// made.
    private static let lastRoundMax = 1024

    init(_ query: DocketQuery, _ docket: inout Docket, _ roster: Roster, at position: Int64) {
        self.query = query
        self.position = position
        search = docket.search(query.filter, of: query.principal, in: roster)
        count = docket.records.count
        known = SerialMask(of: count)
        found = SerialMask(of: count)
    }

    private var isStatistics: Bool {
        if case .statistics = query.question { true } else { false }
    }

    /// An entry is about to change a matter.
    mutating func willChange(_ index: Int, _ docket: borrowing Docket) {
        guard isStatistics else { return known.remove(index) }
        guard index < count, index >= next, kept[index] == nil else { return }
        kept[index] = Kept(record: docket.records[index], row: docket.queues.rows[index])
    }

    /// Looks at so many matters more.
    ///
    /// - Returns: whether the answer can be made now, before anything changes.
    mutating func lookOn(_ slice: Int, _ docket: inout Docket, _ roster: Roster) -> Bool {
        var left = slice
        guard !isStatistics else { return look(&left, docket, roster) }
        while look(&left, docket, roster) {
            search = docket.search(query.filter, of: query.principal, in: roster)
            next = 0
            known.extend(to: docket.records.count)
            found.extend(to: docket.records.count)
            if search.doubtful.count(besides: known) <= Self.lastRoundMax { return true }
        }
        return false
    }

    /// Looks at all matters at once, for statistics of a few.
    mutating func lookAtAll(_ docket: borrowing Docket, _ roster: Roster) {
        var left = Int.max
        _ = look(&left, docket, roster)
    }

    /// - Parameter left: what may still be spent on looking.
    /// - Returns: whether the round has come to its end.
    private mutating func look(
        _ left: inout Int, _ docket: borrowing Docket, _ roster: Roster
    ) -> Bool {
        let subjects = isStatistics ? search.candidates : search.doubtful
        while left > 0 {
            guard let index = subjects.next(from: next) else { return true }
            next = index + 1
            if !isStatistics, known.contains(index) { continue }
            left -= docket.records.lookCost(index)
            if isStatistics {
                tell(index, docket, roster)
            } else {
                ask(index, docket, roster)
            }
        }
        return false
    }

    private mutating func ask(_ index: Int, _ docket: borrowing Docket, _ roster: Roster) {
        known.insert(index)
        if docket.holds(index, search, roster) {
            found.insert(index)
        } else {
            found.remove(index)
        }
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

    /// The sums of a pass that has come to its end.
    func statistics(_ roster: Roster) -> DocketStatistics { tally.finish(roster) }

    /// What a pass that has come to its end leaves of all matters, as they are now.
    func result(_ docket: borrowing Docket, _ roster: Roster) -> DocketSearch {
        var settled = search
        settled.settle(known: (known, found)) { docket.holds($0, search, roster) }
        return settled
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
        case .list(let sort, let after, let size, _):
            // One more than the page, to know whether there is a next one.
            guard
                let first = docket.first(
                    size + 1, of: search, by: sort, after: after, in: roster,
                    looksMax: Self.looksAtOnce)
            else { return false }
            answer(query, with: first, &session)
        case .count:
            guard costsLittle(search.doubtful) else { return false }
            var settled = search
            settled.settle { docket.holds($0, search, roster) }
            answer(query, with: settled, &session)
        case .statistics:
            guard costsLittle(search.candidates) else { return false }
            var pass = DocketPass(query, &docket, roster, at: tip)
            pass.lookAtAll(docket, roster)
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
        settle(pass.query.address.session) { (core, session) in core.answer(pass, &session) }
    }

    private mutating func answer(_ pass: DocketPass, _ session: inout Session) {
        let query = pass.query
        switch query.question {
        case .list(let sort, let after, let size, _):
            let result = pass.result(docket, roster)
            let first = docket.first(size + 1, of: result, by: sort, after: after, in: roster)
            answer(query, with: first ?? [], &session)
        case .count: answer(query, with: pass.result(docket, roster), &session)
        case .statistics:
            let (statistics, position) = (pass.statistics(roster), pass.position)
            reply(query.address, &session) {
                Views.write(statistics, position: position, into: &$0)
            }
        }
    }
}
