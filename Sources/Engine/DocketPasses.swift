internal import DequeModule
internal import Supervision
internal import Wire

// Queries that look into many matters: searches in texts, and statistics. Sets answer nearly all
// that is asked of the docket; here the matters themselves have to be asked, and there may be a
// million. So it is done a slice at a time, and everybody else has a turn between two slices.

/// What is asked of the docket.
struct DocketQuery {
    enum Question {
        case list(DocketSort, after: DocketPlace?, size: Int, scope: UInt64)
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
/// is forgotten and asked again.
struct DocketPass {
    let query: DocketQuery
    /// The newest entry when it began.
    let position: Int64

    private let search: DocketSearch
    private let count: Int
    private var next = 0
    private var found: SerialMask
    private var tally = StatisticsTally()
    private var changed: Set<Int> = []
    private var kept: [Int: Kept] = [:]

    /// A matter as it was when the pass began.
    private struct Kept {
        var record: Docket.Record
        var row: DocketIndexRow
    }

    /// So much is looked at before others have their turn: some milliseconds.
    static let slice = 2048
    /// How much it costs to look at a matter that is packed, in matters that are not.
    private static let packedCost = 16

    init(_ query: DocketQuery, _ docket: inout Docket, _ roster: Roster, at position: Int64) {
        self.query = query
        self.position = position
        search = docket.search(query.filter, of: query.principal, in: roster)
        count = docket.records.count
        found = SerialMask(of: count)
    }

    private var isStatistics: Bool {
        if case .statistics = query.question { true } else { false }
    }

    /// An entry is about to change a matter.
    mutating func willChange(_ index: Int, _ docket: borrowing Docket) {
        guard index < count else { return }
        guard isStatistics else {
            changed.insert(index)
            return
        }
        guard index >= next, kept[index] == nil else { return }
        kept[index] = Kept(record: docket.records[index], row: docket.queues.rows[index])
    }

    /// Looks at so many matters more.
    ///
    /// - Returns: whether there are no more.
    mutating func look(_ limit: Int, _ docket: borrowing Docket, _ roster: Roster) -> Bool {
        let subjects = isStatistics ? search.candidates : search.doubtful
        var left = limit
        while left > 0 {
            guard let index = subjects.next(from: next) else { return true }
            next = index + 1
            left -= docket.records.isPacked(index) ? Self.packedCost : 1
            if isStatistics {
                tell(index, docket, roster)
            } else if !changed.contains(index), docket.holds(index, search, roster) {
                found.insert(index)
            }
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

    /// The sums of a pass that has come to its end.
    func statistics(_ roster: Roster) -> DocketStatistics { tally.finish(roster) }

    /// What a pass that has come to its end leaves of all matters, as they are now.
    func result(_ docket: inout Docket, _ roster: Roster) -> DocketSearch {
        let now = docket.search(query.filter, of: query.principal, in: roster)
        var settled = now
        settled.settle { index in
            if index < count, search.doubtful.contains(index), !changed.contains(index) {
                return found.contains(index)
            }
            return docket.holds(index, now, roster)
        }
        return settled
    }
}

/// The passes that are under way and those that wait for one of them to end.
struct DocketPasses {
    /// Few at a time, because each remembers what changes meanwhile.
    private static let activeMax = 4

    private(set) var active: Deque<DocketPass> = []
    private var waiting: Deque<DocketQuery> = []

    var isEmpty: Bool { active.isEmpty && waiting.isEmpty }

    mutating func wait(_ query: DocketQuery) { waiting.append(query) }

    /// The next query that may begin: one of each person at a time, and persons take turns, so that
    /// nobody waits for all that somebody else has asked.
    mutating func nextToBegin() -> DocketQuery? {
        guard active.count < Self.activeMax,
            let place = waiting.firstIndex(where: { query in
                !active.contains { $0.query.principal.id == query.principal.id }
            })
        else { return nil }
        let next = waiting.remove(at: place)
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
    /// How many matters may be looked into for an answer at once.
    private static let looksAtOnce = 256

    /// Answers at once where that costs little, and otherwise as soon as a pass has ended.
    mutating func ask(_ query: DocketQuery, _ session: inout Session) {
        // Nobody would hear the answer.
        guard query.address.id != nil else { return }
        if answerAtOnce(query, &session) { return }
        guard drainDeadline == nil else {
            return refuse(query.address, &session, WireError(.draining))
        }
        session.pendingReads += 1
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
            guard search.doubtful.count <= Self.looksAtOnce else { return false }
            var settled = search
            settled.settle { docket.holds($0, search, roster) }
            answer(query, with: settled, &session)
        case .statistics:
            guard search.candidates.count <= Self.looksAtOnce else { return false }
            var pass = DocketPass(query, &docket, roster, at: tip)
            _ = pass.look(.max, docket, roster)
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
        if pass.look(DocketPass.slice, docket, roster) {
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
            serve(query.address.session) { (core, session) in
                session.pendingReads -= 1
                core.refuse(query.address, &session, WireError(.draining))
                core.closeIfDone(&session)
            }
        }
    }

    private mutating func askForWork() {
        guard !passes.isEmpty, !isWorkAskedFor else { return }
        isWorkAskedFor = true
        outputs.append(.workLeft)
    }

    private mutating func finish(_ pass: DocketPass) {
        serve(pass.query.address.session) { (core, session) in
            session.pendingReads -= 1
            core.answer(pass, &session)
            if session.isStalled, session.outbox.isEmpty { core.process(&session) }
            core.closeIfDone(&session)
        }
    }

    private mutating func answer(_ pass: DocketPass, _ session: inout Session) {
        let query = pass.query
        switch query.question {
        case .list(let sort, let after, let size, _):
            let result = pass.result(&docket, roster)
            let first = docket.first(size + 1, of: result, by: sort, after: after, in: roster)
            answer(query, with: first ?? [], &session)
        case .count: answer(query, with: pass.result(&docket, roster), &session)
        case .statistics:
            let (statistics, position) = (pass.statistics(roster), pass.position)
            reply(query.address, &session) {
                Views.write(statistics, position: position, into: &$0)
            }
        }
    }
}
