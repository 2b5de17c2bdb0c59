internal import Client
internal import Glibc
internal import Soak

/// What a run has seen, for its last line.
struct Counts {
    var commands = 0
    var answers = 0
    /// Commands whose outcome was unknown when a server ended, and those that it had kept.
    var unknown = 0
    var kept = 0
    var retries = 0
    var pushes = 0
    var entries = 0
    var histories = 0
    var checks = 0
    var starts = 0

    static func += (total: inout Counts, more: Counts) {
        total.commands += more.commands
        total.answers += more.answers
        total.unknown += more.unknown
        total.kept += more.kept
        total.retries += more.retries
        total.pushes += more.pushes
        total.entries += more.entries
        total.histories += more.histories
        total.checks += more.checks
        total.starts += more.starts
    }
}

/// One data directory over many lives of the server, with all clients and their journals.
final class Trial {
    /// Retries of commands that were answered long ago, for each check.
    private static let sampleCount = 60
    /// Without any reply for so long, a server that should serve has failed.
    private static let silenceMaxMilliseconds = 20_000

    let data: String
    private let setup: ServerSetup
    private let recorder: Recorder?
    private var random: SeededGenerator
    let crowd: Crowd
    private let listeners = [
        Listener(name: "all"),
        Listener(name: "haidian", organ: "haidian-market"),
    ]
    private(set) var server: Server
    private var entries: [Entry] = []
    private var endings: [Ending] = []
    private(set) var counts = Counts()

    init(_ setup: ServerSetup, data: String, name: String, seed: UInt64) throws {
        self.setup = setup
        self.data = data
        recorder = Recorder(setup, data: data)
        random = SeededGenerator(seed: seed)
        crowd = Crowd(name: name, seed: seed &+ 1)
        server = try Server(setup, data: data)
        try join()
    }

    var entryCount: Int { entries.count }
    var answers: Int { crowd.answers }

    // MARK: Load

    /// Lets the clients go on until the condition holds.
    ///
    /// - Returns: false when connections were lost before that.
    @discardableResult
    func lead(
        _ offer: Crowd.Offer = .all, inFlightMax: Int = .max, until isDone: () -> Bool
    ) throws -> Bool {
        // What watchers hear is no answer: an idle server goes on saying that it lives.
        var (answered, answeredAt) = (crowd.answers, monotonicMilliseconds())
        while !crowd.isCut, !isDone() {
            try crowd.dispatch(offer, inFlightMax: inFlightMax)
            listen(milliseconds: 20)
            if crowd.answers != answered {
                (answered, answeredAt) = (crowd.answers, monotonicMilliseconds())
            }
            guard monotonicMilliseconds() - answeredAt < Self.silenceMaxMilliseconds else {
                throw SoakFault("no answer came for 20 s: \(server.logText)")
            }
        }
        return !crowd.isCut
    }

    /// Begins nothing new and waits until all is answered.
    @discardableResult
    func becomeQuiet() throws -> Bool {
        try lead(inFlightMax: 0) { crowd.inFlight == 0 }
    }

    /// Asks as much as there is room for and lets some microseconds pass, so that what comes next
    /// meets the server anywhere between reading the commands and answering them.
    func loadAndWait() throws {
        try crowd.dispatch(.all, inFlightMax: .max)
        usleep(UInt32.random(in: 0...4_000, using: &random))
    }

    /// Waits until something has come and takes it.
    private func listen(milliseconds: Int) {
        let speakers = crowd.speakers.filter { $0.connection != nil }
        let watching = listeners.filter { $0.connection != nil }
        let places = Connection.wait(
            for: speakers.compactMap(\.connection) + watching.compactMap(\.connection),
            timeoutMilliseconds: milliseconds)
        for place in places {
            if place < speakers.count {
                crowd.receive(speakers[place])
            } else {
                watching[place - speakers.count].receive()
            }
        }
    }

    // MARK: Ends and starts

    /// Waits for the end of a server that was brought to it, and notes how it ended.
    func end(
        expecting status: Int32, saying reason: [String] = [], repliesAfterFault: Int? = nil
    ) throws -> Int32 {
        let found = try server.end()
        part()
        endings.append(
            Ending(
                status: found, expected: status, reason: reason, log: server.logText,
                repliesAfterFault: repliesAfterFault))
        return found
    }

    /// Takes what had reached this side before the server went.
    private func part() {
        crowd.disconnect()
        for listener in listeners { listener.disconnect() }
    }

    /// Starts a server that a tracer may end before it is ready.
    ///
    /// - Returns: whether it came to be ready, and was killed then, before anybody spoke with it;
    ///   or ended by itself, as none should.
    func startTraced(_ tracing: @escaping (Int32) throws -> Tracer) throws -> Bool {
        counts.starts += 1
        let server = try Server(setup, data: data, tracing: tracing)
        let isReady = server.address != nil
        server.signal(SIGKILL)
        let status = try server.end()
        endings.append(Ending(status: status, expected: -SIGKILL, log: server.logText))
        return isReady || status != -SIGKILL
    }

    /// Starts a server whose start must fail.
    func startInVain(
        saying reason: [String], _ tracing: @escaping (Int32) throws -> Tracer
    ) throws {
        counts.starts += 1
        let server = try Server(setup, data: data, tracing: tracing)
        // One that comes to be ready is killed, and so ends otherwise than it should.
        if server.address != nil { server.signal(SIGKILL) }
        endings.append(
            Ending(
                status: try server.end(), expected: Self.journalFailed, reason: reason,
                log: server.logText))
    }

    /// Starts a recorded server that is killed at a change of its files, if it comes so far, and
    /// takes the power away then.
    ///
    /// - Returns: as `startTraced` does.
    func startRecorded(killingAt number: Int, _ loss: PowerLoss) throws -> Bool {
        counts.starts += 1
        let recording = try recorder?.words(.anew(killingAt: number)) ?? []
        let server = try Server(setup, data: data, recording: recording)
        let isReady = server.address != nil
        server.signal(SIGKILL)
        let status = try server.end()
        endings.append(Ending(status: status, expected: -SIGKILL, log: server.logText))
        guard status == -SIGKILL else { return true }
        try losePower(loss, hasServed: isReady)
        return isReady
    }

    /// After the end of a recorded server.
    ///
    /// - Parameter hasServed: whether it came to be ready, so that its files were written.
    func losePower(_ loss: PowerLoss, hasServed: Bool = true) throws {
        try recorder?.lose(loss, mustHaveWritten: hasServed, using: &random)
    }

    /// Starts the server again on the same data, asks again what was not answered, and a sample
    /// of what was.
    ///
    /// - Parameter recording: how it is recorded, so that it can lose power at its end.
    func restart(recording start: Recorder.Start? = nil) throws {
        let recording = try start.flatMap { try recorder?.words($0) } ?? []
        server = try Server(setup, data: data, recording: recording)
        try join()
    }

    private func join() throws {
        counts.starts += 1
        guard let address = server.address else {
            throw SoakFault("the server does not start: \(server.logText)")
        }
        let found = try Table.entries(of: data)
        guard !hasLost(found) else { return }
        // What an earlier look has seen must be there still; the checker compares again later,
        // with what all restarts have found.
        earlier = Self.merged(earlier, found)
        let unknown = crowd.open.map { crowd.asked[$0] }
        let there = Set(found.map { "\($0.person)/\($0.key)" })
        counts.unknown += unknown.count
        counts.kept += unknown.count { there.contains("\($0.person)/\($0.key)") }
        let open = crowd.open
        try crowd.connect(to: address, tip: found.last?.position ?? 0)
        for listener in listeners { try listener.connect(to: address) }
        try served(lead(.open) { crowd.isQuiet && crowd.open.isEmpty })
        let answered = crowd.asked.indices
        let sample = (0..<min(Self.sampleCount, answered.count)).compactMap { _ in
            answered.randomElement(using: &random)
        }
        crowd.repeatAnswered(open + sample)
        counts.retries += open.count + sample.count
        try served(lead(.retries) { crowd.isQuiet })
    }

    /// Whether a start found less than was said before. Then nobody asks this server anything: how
    /// it would answer to those who know more than it does has been promised by nobody.
    private func hasLost(_ found: [Entry]) -> Bool {
        var records = Records()
        records.asked = crowd.asked
        records.earlier = earlier
        records.entries = found
        records.watchers = listeners.map(\.record)
        lost = losses(records)
        return !lost.isEmpty
    }

    /// What the last start had lost.
    private var lost: [Finding] = []

    private func served(_ isServed: Bool) throws {
        guard isServed else {
            throw SoakFault("a server that nobody disturbed went away: \(server.logText)")
        }
    }

    /// The entries that restarts have found, each as it was found first.
    private var earlier: [Entry] = []

    private static func merged(_ earlier: [Entry], _ found: [Entry]) -> [Entry] {
        let last = earlier.last?.position ?? 0
        return earlier + found.filter { $0.position > last }
    }

    // MARK: Checking

    /// Looks at everything from outside and compares it with what was said. The server runs and
    /// nobody is waiting for it.
    ///
    /// - Parameter isLast: reads the history of every matter, not only of those touched since.
    func findings(isLast: Bool = false) throws -> [Finding] {
        guard lost.isEmpty else { return lost }
        try served(becomeQuiet())
        guard let address = server.address else { return [] }
        entries = try Table.entries(of: data)
        let matters = isLast ? Set(entries.map(\.matter)) : crowd.touched
        crowd.touched = []
        try hearEverything()
        var records = Records()
        records.asked = crowd.asked
        records.earlier = earlier
        records.entries = entries
        records.histories = try Histories.read(matters.sorted(), at: address)
        records.watchers = listeners.map(\.record)
        records.endings = endings
        records.strays = crowd.strays + listeners.flatMap(\.strays)
        counts.commands = crowd.asked.count
        counts.answers = crowd.answers
        counts.entries = entries.count
        counts.histories += matters.count
        counts.pushes = listeners.reduce(0) { $0 + $1.record.pushes.count }
        counts.checks += 1
        return check(records)
    }

    /// What the last ending alone says.
    var lastEnding: Records {
        var records = Records()
        records.endings = endings.suffix(1)
        return records
    }

    /// Waits for the watchers; what has not come after the time is missing for the checker.
    private func hearEverything() throws {
        var organs: [String: String] = [:]
        for asked in crowd.asked {
            if let matter = asked.firstReply?.answer.matter { organs[matter] = asked.organ }
        }
        let ends = listeners.map { listener in
            let organ = listener.record.organ
            return entries.last { organ == nil || organs[$0.matter] == organ }?.position ?? 0
        }
        let end = monotonicMilliseconds() + Self.silenceMaxMilliseconds
        try served(
            lead(inFlightMax: 0) {
                zip(listeners, ends).allSatisfy { $0.lastPosition >= $1 }
                    || monotonicMilliseconds() > end
            })
    }
}

/// Milliseconds of the monotonic clock.
func monotonicMilliseconds() -> Int {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
}
