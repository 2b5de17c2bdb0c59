internal import DequeModule
internal import Supervision
internal import Wire

/// What waits for a read of the journal.
enum PendingRead {
    struct Replay {
        var address: ReplyAddress
        var principal: PersonID
        var idempotency: Idempotency
    }

    struct History {
        var address: ReplyAddress
        var index: Int
        /// The number of the first entry among the matter's own, from 0 on, and how many there are.
        var start: Int
        var total: Int
        var scope: UInt64
    }

    case replay(Replay)
    case history(History)
    case asOf(AsOf)
    case watch(subscription: Int64)

    var session: SessionID? {
        switch self {
        case .replay(let replay): replay.address.session
        case .history(let history): history.address.session
        case .asOf(let asOf): asOf.address.session
        case .watch: nil
        }
    }
}

/// The reads of the journal: those that the store has, and those that wait here for their turn.
///
/// The store does its work in order, so it has a few milliseconds' worth of reads at a time: what
/// somebody else commits or asks waits for no more. The reads of a person stay in their order, and
/// persons take turns, however many reads each of them has asked for.
struct JournalReads {
    struct Read {
        var pending: PendingRead
        var request: ReadRequest
    }

    /// So many entries the store reads at a time, or one request if that asks for more.
    static let entriesAtOnce = 256

    private var underWay: [ReadTicket: Read] = [:]
    private var entriesUnderWay = 0
    private var waiting: [PersonID: Deque<Read>] = [:]
    /// Those of whom something waits, in the order of their turns.
    private var order: Deque<PersonID> = []

    /// Whether the store has any.
    var areUnderWay: Bool { !underWay.isEmpty }
    var isEmpty: Bool { underWay.isEmpty && order.isEmpty }

    /// - Parameter goesOn: whether it continues what the person's last read began, which is ended
    ///   before anything else of the same person begins.
    mutating func add(_ read: Read, of person: PersonID, goesOn: Bool) {
        if waiting[person] == nil { order.append(person) }
        if goesOn {
            waiting[person, default: []].prepend(read)
        } else {
            waiting[person, default: []].append(read)
        }
    }

    /// Takes out the next one, if the store has room for it.
    mutating func next() -> Read? {
        guard let person = order.first, let read = waiting[person]?.first,
            underWay.isEmpty || entriesUnderWay + read.request.count <= Self.entriesAtOnce
        else { return nil }
        order.removeFirst()
        waiting[person]?.removeFirst()
        if waiting[person]?.isEmpty == true {
            waiting[person] = nil
        } else {
            order.append(person)
        }
        return read
    }

    mutating func begin(_ read: Read, _ ticket: ReadTicket) {
        underWay[ticket] = read
        entriesUnderWay += read.request.count
    }

    /// The store has read.
    mutating func end(_ ticket: ReadTicket) -> PendingRead {
        guard let read = underWay.removeValue(forKey: ticket) else {
            preconditionFailure("a read is answered once")
        }
        entriesUnderWay -= read.request.count
        return read.pending
    }
}

extension ReadRequest {
    /// How many entries it asks for at most.
    fileprivate var count: Int {
        switch self {
        case .range(_, let limit): limit
        case .positions(let positions): positions.count
        }
    }
}

extension Core {
    mutating func read(
        _ request: ReadRequest, for pending: PendingRead, _ session: inout Session,
        goesOn: Bool = false
    ) {
        guard let person = session.principal?.id else {
            preconditionFailure("who is nobody reads nothing")
        }
        session.pendingReplies += 1
        read(request, for: pending, of: person, goesOn: goesOn)
    }

    mutating func read(
        _ request: ReadRequest, for pending: PendingRead, of person: PersonID, goesOn: Bool = false
    ) {
        let read = JournalReads.Read(pending: pending, request: request)
        reads.add(read, of: person, goesOn: goesOn)
        beginReads()
    }

    private mutating func beginReads() {
        while !isDrainOver, !isDrained, let read = reads.next() {
            // Who asked may have gone meanwhile.
            guard isAwaited(read.pending) else { continue }
            let ticket = ReadTicket(rawValue: nextSerial())
            reads.begin(read, ticket)
            outputs.append(.read(ticket, read.request))
        }
    }

    private func isAwaited(_ pending: PendingRead) -> Bool {
        switch pending {
        case .watch(let subscription): watches[subscription] != nil
        case .replay, .history, .asOf: pending.session.flatMap { sessions[$0] } != nil
        }
    }

    mutating func finishRead(_ ticket: ReadTicket, _ entries: [Entry]) {
        let pending = reads.end(ticket)
        // What goes on with this one stands before the person's others, and those of other persons
        // before it.
        defer { beginReads() }
        if case .watch(let subscription) = pending {
            return feed(subscription, entries)
        }
        // The connection may have gone while the store was reading.
        guard let id = pending.session else { return }
        settle(id) { (core, session) in
            switch pending {
            case .replay(let replay): core.finishReplay(replay, entries, &session)
            case .history(let history): core.finishHistory(history, entries, &session)
            case .asOf(let asOf): core.goOn(asOf, with: entries, &session)
            case .watch: break
            }
        }
    }

    /// What was asked for cannot be read: the file is damaged there. Nobody else is concerned.
    mutating func failRead(_ ticket: ReadTicket, because reason: String) {
        let pending = reads.end(ticket)
        defer { beginReads() }
        outputs.append(
            .log(LogRecord(.error, "the journal cannot be read", ["reason": reason])))
        func refuse(_ address: ReplyAddress) {
            settle(address.session) { (core, session) in
                core.refuse(address, &session, WireError(.internalError))
            }
        }
        switch pending {
        case .replay(let replay): refuse(replay.address)
        case .history(let history): refuse(history.address)
        case .asOf(let asOf): refuse(asOf.address)
        case .watch(let subscription):
            // It can be told nothing more, and must not look as if nothing happened.
            guard let reader = watches[subscription]?.reader else { return }
            serve(reader) { (core, session) in
                core.close(&session, because: "what its subscription is about cannot be read")
                core.closeIfDone(&session)
            }
        }
    }

    /// Gives an answer that a client has waited for, and goes on with what it had sent after that.
    mutating func settle(_ id: SessionID, _ answer: (inout Core, inout Session) -> Void) {
        serve(id) { (core, session) in
            session.pendingReplies -= 1
            answer(&core, &session)
            if session.isStalled, session.outbox.isEmpty { core.process(&session) }
            // Nothing may have been put into the outbox, for a notification.
            core.closeIfDone(&session)
        }
    }
}
