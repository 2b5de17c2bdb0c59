internal import Engine
internal import Foundation
internal import Journal
internal import Logging
internal import LoopIO
internal import SQLiteStorage
internal import Supervision
internal import Wire

/// A running server: feeds the core with what happens and does what the core asks for.
///
/// It belongs to the loop's thread. The way of a command: bytes come in from the loop, the core
/// answers with an entry to append, entries are gathered over some turns (``GroupCommit``) and go
/// to the store together, the store says `committed`, the core answers with bytes to send.
public final class Service {
    let loop: EventLoop
    var core: Core
    var clock: Clock
    let log: Logger
    let store = StoreThread()
    /// Locks the data directory until the service has stopped.
    private var directory: DataDirectory?
    private let controlPath: String?
    /// What the files are read from again on SIGHUP.
    let settings: Settings

    /// Inputs that came up while the core's outputs were being performed.
    private var inputs: [Input] = []
    private var isFeeding = false
    /// The memory for what the core asks for, from input to input.
    private var spareOutputs: [Output] = []
    /// Work for the store, handed over together.
    var work: [StoreWork] = []
    private var groupCommit = GroupCommit()
    /// Sessions that had their turn and have more to be answered.
    private var awaitingTurn: [SessionID] = []
    /// Whether the core has long queries on their way.
    private var isWorkLeft = false
    /// What was received and waits for a later turn.
    var arrivals = Arrivals()
    var connections: [ConnectionID: ConnectionState] = [:]
    var connectionsByAddress: [String: Int] = [:]
    /// Connections for which more waits than the limit at which feeding stops.
    var congested: Set<ConnectionID> = []
    /// Connections that were told to close.
    var closing: Set<ConnectionID> = []
    /// Bytes that came to wait since they were last added up over all connections.
    var sentSinceCount = 0
    var controls: [ConnectionID: ControlConnection] = [:]
    private var controlEndpoint: Endpoint?
    var ending = Ending()
    private var tickTimer: TimerID?

    /// Reads files, locks and recovers the data directory, and binds every endpoint.
    ///
    /// - Throws: `StartFault` with the sentence and the exit code for whoever started it.
    public init(_ settings: Settings) throws(StartFault) {
        LoggingSystem.bootstrap { _ in JSONLogHandler() }
        log = Logger(label: "yushid")
        let configuration = try settings.configuration()
        let directory = try DataDirectory.openOrFail(settings.dataPath)
        let journalPath = directory.journalPath
        let recovered = try directory.recover(configuration)
        let (folded, snapshotFault) = (recovered.folded, recovered.snapshotFault)
        core = recovered.core
        if let obstacle = core.obstacle(to: configuration) {
            throw StartFault(.configuration, obstacle)
        }
        self.settings = settings
        switch settings.clock {
        case .system: (clock, controlPath) = (.system, nil)
        case .virtual(let start, let path): (clock, controlPath) = (.virtual(start), path)
        }
        do {
            loop = try EventLoop()
        } catch {
            throw StartFault(.unavailable, "the event loop cannot be made: \(error)")
        }
        log.info(
            "recovered",
            metadata: [
                "position": "\(core.positions.tip)", "entriesFolded": "\(folded)",
                "roster": "\(configuration.house.roster.edition)",
            ])
        if Self.connectionsMax < Limits.connectionsMax {
            log.warning(
                "the limit of open files leaves room for fewer connections",
                metadata: ["connectionsMax": "\(Self.connectionsMax)"])
        }
        if let fault = snapshotFault {
            log.warning("the snapshots were not used", metadata: ["fault": "\(fault)"])
        }
        self.directory = consume directory
        try startStore(on: journalPath)
        try listen(settings)
    }

    private func startStore(on journalPath: String) throws(StartFault) {
        do {
            let mailbox: Mailbox<StoreNews> = try loop.makeMailbox { [unowned self] news in
                for item in news { hear(item) }
            }
            store.start(journalPath: journalPath, mailbox: mailbox, fail: Self.endProcess)
        } catch {
            throw StartFault(.unavailable, "the store's mailbox cannot be made: \(error)")
        }
    }

    /// Nothing may be said to any client any more; the process ends here and now.
    @Sendable private static func endProcess(after fault: JournalFault) -> Never {
        let text = "yushid: \(fault); stopping, because only a restart can tell what is durable\n"
        // Waited for no longer than a second: the end does not depend on who reads the log.
        LogWriter.shared.write(Array(text.utf8))
        LogWriter.shared.flush()
        _exit(ExitCode.ioError.rawValue)
    }

    private func listen(_ settings: Settings) throws(StartFault) {
        if let controlPath {
            controlEndpoint = try listen(on: .unix(path: controlPath), backlog: 16)
        }
        for endpoint in settings.endpoints {
            print("listening on \(try listen(on: endpoint, backlog: 1024))")
        }
    }

    private func listen(on endpoint: Endpoint, backlog: Int32) throws(StartFault) -> Endpoint {
        do {
            return try loop.listen(on: endpoint, backlog: backlog)
        } catch {
            // The system's library says of a folder that is missing that it may not be entered.
            var reason = "\(error)"
            if case .unix(let path) = endpoint, let slash = path.lastIndex(of: "/"),
                unsafe access(String(path[...slash]), F_OK) != 0
            {
                reason = "there is no folder \(path[..<slash])"
            }
            throw StartFault(.unavailable, "cannot listen on \(endpoint): \(reason)")
        }
    }

    /// Serves until a signal ends it, then returns. The data directory is free afterwards.
    public func run() throws(StartFault) {
        loop.onEvent = { [unowned self] event in handle(event) }
        do {
            for signal in [SIGTERM, SIGINT, SIGHUP] { try loop.watchSignal(signal) }
            tickTimer = try loop.startTimer(afterMilliseconds: 250, repeatMilliseconds: 250)
        } catch {
            throw StartFault(.unavailable, "signals and timers cannot be set: \(error)")
        }
        print("ready")
        fflush(nil)
        loop.run()
        log.info("stopped", metadata: ["position": "\(core.positions.durable)"])
        LogWriter.shared.flush()
        // The store has closed the journal.
        directory = nil
    }

    var moment: Moment {
        Moment(now: clock.now, monotonicMilliseconds: loop.monotonicMilliseconds)
    }

    // MARK: Events

    private func handle(_ event: LoopEvent) {
        switch event {
        case .accepted(let id, let peer, let endpoint):
            if endpoint == controlEndpoint {
                controls[id] = ControlConnection()
            } else {
                accept(id, peer)
            }
        case .received(let id, let bytes):
            if controls[id] != nil {
                control(id, bytes)
            } else {
                receive(bytes, from: id)
            }
        case .endOfStream(let id):
            if controls[id] != nil {
                loop.close(id)
            } else if arrivals.admitEnd(of: id) {
                feed(.finished(SessionID(id)))
            }
        case .flushed(let id): relieveIfPossible(id)
        case .closed(let id, _): forget(id)
        case .fired(let timer):
            switch timer {
            case ending.drainTimer: hurry()
            case ending.snapshotTimer: leaveSnapshots()
            default: tick()
            }
        case .signal(SIGHUP): reload()
        case .signal: drain()
        case .turnEnded: endTurn()
        case .listenerFailed(let error):
            log.warning("a connection could not be accepted", metadata: ["error": "\(error)"])
        }
    }

    private func receive(_ bytes: [UInt8], from id: ConnectionID) {
        if arrivals.admit(bytes, from: id) {
            feed(.received(SessionID(id), bytes))
            return
        }
        if arrivals.isFull(id) { setReading(id) { $0.isAhead = true } }
        // Its end is told after this event; until then what it has sent is dropped here.
        while let largest = arrivals.largestOfTooMuch, let left = arrivals.remove(largest) {
            drop(largest, left.bytes.count, "all connections together have sent too much")
        }
    }

    private func endTurn() {
        beginTurns()
        while let (id, backlog) = arrivals.next() {
            feed(backlog, of: id)
        }
        let inFlight = Int(core.positions.tip - core.positions.durable)
        let isGathering = groupCommit.goesOn(with: work.count, inFlight: inFlight)
        if !isGathering { handWorkOver() }
        loop.hasWorkLeft =
            isGathering || !arrivals.isEmpty || !awaitingTurn.isEmpty || isWorkLeft
        arrivals.beginTurn()
    }

    /// The next turns of those who had theirs before the others, and of long queries.
    private func beginTurns() {
        if isWorkLeft {
            isWorkLeft = false
            feed(.workOn)
        }
        guard !awaitingTurn.isEmpty else { return }
        let sessions = awaitingTurn
        awaitingTurn.removeAll(keepingCapacity: true)
        for session in sessions { feed(.turn(session)) }
    }

    func feed(_ backlog: Arrivals.Backlog, of id: ConnectionID) {
        let session = SessionID(id)
        feed(.received(session, backlog.bytes))
        if backlog.hasEnded { feed(.finished(session)) }
        setReading(id) { $0.isAhead = false }
    }

    /// The last of a connection: the core sees first what it had sent, then that it is gone.
    func feedEnd(of id: ConnectionID) {
        if let backlog = arrivals.remove(id) { feed(backlog, of: id) }
        feed(.ended(SessionID(id)))
    }

    /// What was gathered goes to the store together: one post, one transaction, whatever the
    /// number of connections. Replies went out as they were released, one write for each
    /// connection; nothing here can release another.
    func handWorkOver() {
        guard !work.isEmpty else { return }
        let isAlone = groupCommit.end(with: work.count)
        if isAlone, case .append(let entry) = work[0], commitAlone(entry) {
            // What the commit released may have asked for more.
            guard !work.isEmpty else { return }
        }
        store.post(&work)
    }

    /// A client that has the server for itself need not wait for two threads to wake each other.
    private func commitAlone(_ entry: Entry) -> Bool {
        do throws(JournalFault) {
            guard try store.commitAlone(entry) else { return false }
        } catch {
            Self.endProcess(after: error)
        }
        work.removeAll(keepingCapacity: true)
        hear(.committed(through: entry.position))
        return true
    }

    private func hear(_ news: StoreNews) {
        switch news {
        case .committed(let position):
            feed(.committed(through: position))
            answerControls()
        case .read(let ticket, let entries): feed(.read(ticket, entries))
        case .readFailed(let ticket, let fault):
            feed(.readFailed(ticket, reason: "\(fault)"))
        case .statesKept: feed(.statesKept)
        case .logNotFolded(let fault?):
            log.error(
                "the journal's log cannot be folded into its file and grows",
                metadata: ["fault": "\(fault)"])
        case .logNotFolded(nil): log.notice("the journal's log is folded again")
        case .stateNotSaved(let fault):
            log.warning("a snapshot was not kept", metadata: ["fault": "\(fault)"])
        case .stopped:
            ending.hasStoreStopped = true
            closeEverything()
            stopLoopIfDone()
        }
    }

    private func tick() {
        feed(.tick)
        resetSlowReaders()
    }

    // MARK: Outputs

    /// Feeds the core and does what it asks for, in its order. What comes up meanwhile, such as a
    /// reader that turns out to be slow, is fed after that.
    func feed(_ input: Input) {
        guard !isFeeding else { return inputs.append(input) }
        isFeeding = true
        defer { isFeeding = false }
        handle(input)
        while !inputs.isEmpty { handle(inputs.removeFirst()) }
    }

    private func handle(_ input: Input) {
        var outputs: [Output] = []
        swap(&outputs, &spareOutputs)
        core.handle(input, at: moment, into: &outputs)
        perform(outputs)
        outputs.removeAll(keepingCapacity: true)
        swap(&outputs, &spareOutputs)
        if work.count >= GroupCommit.workMax { handWorkOver() }
    }

    private func perform(_ outputs: [Output]) {
        for output in outputs {
            switch output {
            case .append(let entry): work.append(.append(entry))
            case .read(let ticket, let request): work.append(.read(ticket, request))
            case .saveStates(let states, let floor):
                work.append(.saveStates(states, floor: floor))
            case .send(let session, let bytes):
                send(bytes, to: ConnectionID(session))
            case .close(let session): close(ConnectionID(session))
            case .pauseReading(let session):
                setReading(ConnectionID(session)) { $0.isPausedByCore = true }
            case .resumeReading(let session):
                setReading(ConnectionID(session)) { $0.isPausedByCore = false }
            case .workLeft: isWorkLeft = true
            case .awaitTurn(let session): awaitingTurn.append(session)
            case .log(let record): write(record)
            case .drained: finish()
            }
        }
    }

    private func write(_ record: LogRecord) {
        var metadata = record.fields.mapValues { Logger.MetadataValue.string($0) }
        // The core knows a connection by its number alone.
        if let session = record.fields["session"].flatMap(UInt64.init),
            let connection = connections[ConnectionID(rawValue: session)]
        {
            metadata["address"] = .string(connection.address)
        }
        log.log(level: record.level.loggerLevel, "\(record.message)", metadata: metadata)
    }
}

extension LogRecord.Level {
    var loggerLevel: Logger.Level {
        switch self {
        case .info: .info
        case .notice: .notice
        case .warning: .warning
        case .error: .error
        }
    }
}
