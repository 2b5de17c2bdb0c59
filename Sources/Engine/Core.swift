internal import DequeModule
internal import JSONText
public import Supervision
internal import Wire

/// Every session and every matter as one value: `handle(input, at:) -> [Output]`.
///
/// The core is synchronous and knows no socket, no disk and no clock. It decides each command
/// against the newest state, durable or not, and holds every answer back until all that it was
/// computed from is durable: an answer carries the position of the newest entry at the time it was
/// made, and leaves when that position is committed. Commands, reads and refusals alike; so no
/// byte ever leaves that a crash could make untrue.
///
/// It has one owner and cannot be copied: its sessions lie in slots that a copy would share.
public struct Core: ~Copyable {
    /// What the server is and how it judges. Another one takes its place as a whole.
    public struct Configuration: Equatable, Sendable {
        public var house: House
        /// Persons by the lower-case hexadecimal SHA-256 of their token.
        public var personsByTokenDigest: [String: PersonID]
        /// The version of the server, as `session.hello` tells it.
        public var version: String
        /// How many requests a person may make in a second; as many as the protocol allows, if
        /// nothing is said.
        public var requestsPerSecondMax: Int
        /// How many connections there may be; as many as the protocol allows, if nothing is said.
        /// It is told here and kept by whoever accepts them.
        public var connectionsMax: Int

        public init(
            house: House, personsByTokenDigest: [String: PersonID], version: String,
            requestsPerSecondMax: Int? = nil, connectionsMax: Int? = nil
        ) {
            self.requestsPerSecondMax = requestsPerSecondMax ?? Limits.requestsPerSecondMax
            self.connectionsMax = connectionsMax ?? Limits.connectionsMax
            self.house = house
            self.personsByTokenDigest = personsByTokenDigest
            self.version = version
        }
    }

    var configuration: Configuration
    var docket = Docket()
    var counters = Counters()
    private var serials: UInt64 = 0
    let decoder = RequestDecoder()
    /// One line at a time is written here.
    var line = JSONWriter(reservingCapacity: 1024)
    /// What the input that is handled asks for so far.
    var outputs: [Output] = []

    // Time.
    var moment = Moment(now: Instant(milliseconds: 0), monotonicMilliseconds: 0)
    var startedAt: Instant?
    /// Whether it was said that the clock is behind.
    private var isClockBehind = false
    /// Of the calendar by which the deadlines of packed matters were up to date; nil for none.
    var calendarOfSnapshots: UInt64?

    // The journal.
    /// The newest entry, and the newest durable one.
    var tip: Int64 = 0
    var durable: Int64 = 0
    /// Entries between the two, in journal order.
    var inFlight = Deque<InFlightEntry>()
    /// What waits for a read.
    var reads = JournalReads()
    var snapshotPace = SnapshotPace()

    // Sessions.
    var sessions = SessionTable()
    /// Those that may have said no hello yet, the oldest first: few, whoever else is there.
    var strangers: [SessionID] = []
    var budgets = RequestBudgets()
    /// Bytes that the sessions have received and not handled.
    var heldBytes = 0
    var batches: [UInt64: PendingBatch] = [:]
    /// Bytes of answers that wait in these for the rest of their batch.
    var batchBytes = 0
    /// Sessions to which something was posted during this input.
    private var ready: [SessionSlot] = []
    /// Sessions whose outbox waits for the disk, and the newest durable entry when they were looked
    /// at last.
    private(set) var waiting: [SessionSlot] = []
    private var releasedThrough: Int64 = 0

    // Watches.
    var watches: [Int64: Watch] = [:]
    /// Those of them that hear entries as they are committed.
    var liveWatches = LiveWatches()

    // Queries that look into many matters.
    var passes = DocketPasses()
    /// Whether a turn for them was asked for.
    var isWorkAskedFor = false

    // The end.
    var isDraining = false
    var isDrainOver = false
    var isDrained = false

    struct InFlightEntry {
        var entry: Entry
        /// Its matters before and after it; empty when nobody watched as it was made.
        var passages: [Passage]
    }

    /// Sums since the start, for the log at the end. Long queries also tell by the requests whether
    /// anybody asks for anything.
    struct Counters {
        var requests: Int64 = 0
        var commands: Int64 = 0
        var refusals: Int64 = 0
        var replays: Int64 = 0
        var notificationsIgnored: Int64 = 0
    }

    public init(_ configuration: Configuration) {
        self.configuration = configuration
    }

    /// Takes one input and returns what has to be done for it, in order.
    public mutating func handle(_ input: Input, at moment: Moment) -> [Output] {
        var outputs: [Output] = []
        handle(input, at: moment, into: &outputs)
        return outputs
    }

    /// The same, adding to an array that the caller keeps from input to input.
    public mutating func handle(_ input: Input, at moment: Moment, into result: inout [Output]) {
        swap(&outputs, &result)
        defer { swap(&outputs, &result) }
        goOn(to: moment)
        if startedAt == nil {
            startedAt = self.moment.now
            // An edition that came while the server was down says first how long deadlines run.
            recomputeProvisionalDeadlines(
                besidesPacked: calendarOfSnapshots == house.calendar.digest)
        }
        // What time has decided comes before what anybody says.
        recordPassedDeadlines()
        switch input {
        case .opened(let id, let isLocal): open(id, isLocal: isLocal)
        case .received(let id, let bytes):
            receive(bytes, from: id)
            closeLargestHolders()
        case .finished(let id): finish(id)
        case .ended(let id): end(id)
        case .congested(let id): serve(id) { (_, session) in session.isCongested = true }
        case .relieved(let id): relieve(id)
        case .turn(let id): beginTurn(of: id)
        case .committed(let position): commit(through: position)
        case .read(let ticket, let entries): finishRead(ticket, entries)
        case .readFailed(let ticket, let reason): failRead(ticket, because: reason)
        case .workOn: workOn()
        case .statesKept: statesKept()
        case .tick: tick()
        case .reload(let configuration): reload(configuration)
        case .drain(let deadline): drain(until: deadline)
        case .drainOver: isDrainOver = true
        }
        release()
        finishDrainIfPossible()
    }

    /// Legal time never goes back, whatever a clock is set to: entries stay in its order.
    private mutating func goOn(to moment: Moment) {
        self.moment.monotonicMilliseconds = moment.monotonicMilliseconds
        if moment.now >= self.moment.now {
            self.moment.now = moment.now
            isClockBehind = false
            return
        }
        // Clocks are put right by fractions of a second all the time.
        let gap = self.moment.now.milliseconds - moment.now.milliseconds
        guard !isClockBehind, gap >= 1000 else { return }
        isClockBehind = true
        outputs.append(
            .log(
                LogRecord(
                    .warning, "the clock is behind the journal: legal time stands still until then",
                    ["until": self.moment.now.iso8601, "clock": moment.now.iso8601])))
    }

    private mutating func tick() {
        guard !isDrained else { return }
        closeSilentSessions()
        sendHeartbeats()
        goOnWithSnapshots()
    }

    /// The newest entry that was handed out by `append`, and the newest durable one.
    public var positions: (tip: Int64, durable: Int64) { (tip, durable) }

    var house: House { configuration.house }
    var roster: Roster { configuration.house.roster }

    mutating func nextSerial() -> UInt64 {
        serials += 1
        return serials
    }

    /// Works on a session that is there, and keeps in mind whether something was posted to it.
    mutating func serve(_ id: SessionID, _ body: (inout Core, inout Session) -> Void) {
        guard let slot = sessions[id] else { return }
        serve(slot, body)
    }

    mutating func serve(_ slot: SessionSlot, _ body: (inout Core, inout Session) -> Void) {
        slot.use { session in
            let wasWaiting = session.isListed
            body(&self, &session)
            if session.isListed, !wasWaiting { ready.append(slot) }
        }
    }

    // MARK: What leaves

    /// Puts a line into the outbox of a session that is served; it leaves once `tip` as it is now
    /// is durable.
    func post(_ line: JSONWriter, to session: inout Session, isReply: Bool) {
        session.take(after: tip, isReply: isReply) { line.append(to: &$0) }
    }

    /// Puts a notification into the outbox of a session, where it lies.
    ///
    /// - Parameter position: the newest entry of which it tells something.
    mutating func notify(
        _ slot: SessionSlot, after position: Int64, _ write: (inout [UInt8]) -> Void
    ) {
        serve(slot) { (_, session) in
            session.take(after: position, isReply: false, write)
        }
    }

    /// Sends everything that may leave, and goes on with sessions that waited for that.
    private mutating func release() {
        // Whoever waits for the disk is looked at only when more has become durable.
        if durable > releasedThrough, !waiting.isEmpty {
            releasedThrough = durable
            ready += waiting
            waiting.removeAll(keepingCapacity: true)
        }
        guard !ready.isEmpty else { return }
        let candidates = ready
        ready.removeAll(keepingCapacity: true)
        for slot in candidates {
            slot.use { session in
                send(&session)
                if session.isStalled, !session.isClosing {
                    process(&session)
                    send(&session)
                }
                session.isListed = !session.outbox.isEmpty
                if session.isListed { waiting.append(slot) }
                closeIfDone(&session)
            }
        }
    }

    mutating func send(_ session: inout Session) {
        let bytes = session.outbox.release(durable: durable)
        guard !bytes.isEmpty else { return }
        session.turn.handedBytes += bytes.count
        outputs.append(.send(session.id, bytes))
    }

    // MARK: Answers

    /// Answers with a result, or adds it to the batch the call came in.
    mutating func reply(
        _ address: ReplyAddress, _ session: inout Session, _ body: (inout JSONWriter) -> Void
    ) {
        guard let id = address.id else { return }
        line.removeAll()
        writeResult(id: id, into: &line, body: body)
        deliver(address, &session)
    }

    mutating func refuse(
        _ address: ReplyAddress, _ session: inout Session, _ error: WireError
    ) {
        counters.refusals += 1
        guard address.id != nil else { return }
        line.removeAll()
        writeError(id: address.id, error, trace: trace(of: address), into: &line)
        deliver(address, &session)
    }

    /// An answer with a null id: the line or the call could not be read as a request.
    mutating func refuseLine(
        _ error: WireError, _ session: inout Session, batch: UInt64? = nil
    ) {
        line.removeAll()
        let address = ReplyAddress(
            session: session.id, id: nil, batch: batch, request: session.requests)
        writeError(id: nil, error, trace: trace(of: address), into: &line)
        deliver(address, &session)
    }

    /// What finds an answer in the log: the connection and the number of its request.
    private func trace(of address: ReplyAddress) -> String {
        "\(address.session.rawValue)-\(address.request)"
    }

    private mutating func deliver(_ address: ReplyAddress, _ session: inout Session) {
        guard let batch = address.batch else {
            return post(line, to: &session, isReply: true)
        }
        batches[batch]?.replies.append(line.bytes)
        batches[batch]?.byteCount += line.count
        session.batchBytes += line.count
        batchBytes += line.count
        finishCall(of: batch, &session)
    }

    /// One call of a batch is done; after the last one the array leaves, unless it is empty.
    mutating func finishCall(of batch: UInt64, _ session: inout Session) {
        batches[batch]?.missing -= 1
        guard let pending = batches[batch], pending.missing == 0 else { return }
        batches[batch] = nil
        session.openBatches.remove(batch)
        session.batchBytes -= pending.byteCount
        batchBytes -= pending.byteCount
        guard !pending.replies.isEmpty else { return closeIfDone(&session) }
        line.removeAll()
        writeBatch(pending.replies, into: &line)
        post(line, to: &session, isReply: true)
        startWatches(of: batch, session)
    }
}
