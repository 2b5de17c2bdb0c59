internal import Glibc
internal import Soak

/// What is done to the server while the clients write.
enum Fault: CustomStringConvertible {
    /// SIGKILL after so many answers.
    case kill(answers: Int)
    /// SIGKILL before the n-th of these system calls is carried out.
    case killAtCall(String, Int)
    /// SIGKILL under load, and then before the first, second, fourth, … call of the next starts,
    /// until one is ready before that.
    case killStarts(String)
    /// The n-th call and all later ones fail.
    case fail(String, error: String, from: Int)
    /// No sync of the database file succeeds: only folding the log into it makes one.
    case failFolds
    /// No sync of the data directory succeeds: a start may not believe in the names in it.
    case failNames
    /// The file system has no room left.
    case fillDisk
    /// SIGSTOP and SIGCONT, over and over; then SIGTERM, or SIGKILL while it is stopped.
    case pause(times: Int, kills: Bool)
    /// SIGTERM after so many answers.
    case stop(answers: Int)
    /// The power goes after so many answers.
    case losePower(answers: Int, PowerLoss)
    /// SIGKILL before the n-th sync of the files, and the power goes when the next server has said
    /// something of what it found.
    case losePowerAfterKill(Int, PowerLoss)
    /// The power goes under load, and then at the first, second, fourth, … change of the files in
    /// the next starts, until one is ready before that.
    case losePowerAtStarts(PowerLoss)

    var description: String {
        switch self {
        case .kill(let answers): "kill after \(answers) answers"
        case .killAtCall(let call, let number): "kill at \(call) \(number)"
        case .killStarts(let call): "kill starts at \(call)"
        case .fail(let call, let error, let number): "\(error) from \(call) \(number) on"
        case .failFolds: "EIO when the log is folded"
        case .failNames: "EIO when the directory is synced"
        case .fillDisk: "full disk"
        case .pause(let times, let kills): "pause \(times) times, \(kills ? "kill" : "stop")"
        case .stop(let answers): "stop after \(answers) answers"
        case .losePower(let answers, let loss):
            "power lost after \(answers) answers, unsynced: \(loss) lost"
        case .losePowerAfterKill(let number, let loss):
            "kill at sync \(number) or later, then power lost, unsynced: \(loss) lost"
        case .losePowerAtStarts(let loss):
            "power lost at starts, unsynced: \(loss) lost"
        }
    }

    /// Its name among the counts.
    var kind: String {
        switch self {
        case .kill: "kills"
        case .killAtCall: "call_kills"
        case .killStarts: "start_kills"
        case .fail("fdatasync", _, _), .failFolds, .failNames: "sync_failures"
        case .fail: "write_failures"
        case .fillDisk: "full_disks"
        case .pause: "pauses"
        case .stop: "stops"
        case .losePower, .losePowerAfterKill, .losePowerAtStarts: "power_losses"
        }
    }

    var needsTracer: Bool {
        switch self {
        case .killAtCall, .killStarts, .fail, .failFolds, .failNames: true
        case .kill, .fillDisk, .pause, .stop: false
        case .losePower, .losePowerAfterKill, .losePowerAtStarts: false
        }
    }

    var needsRecorder: Bool {
        switch self {
        case .losePower, .losePowerAfterKill, .losePowerAtStarts: true
        default: false
        }
    }

    static let kinds = [
        "kills", "call_kills", "start_kills", "sync_failures", "write_failures", "full_disks",
        "pauses", "stops", "power_losses",
        "first_losses",
    ]
}

/// How an episode went.
enum Outcome: CustomStringConvertible {
    case ended(Int32)
    /// The load was over before the fault was reached; the server lives on.
    case notReached

    var description: String {
        switch self {
        case .ended(let status): "ended with \(status)"
        case .notReached: "was not reached"
        }
    }
}

extension Trial {
    /// What the log says after a commit that failed. A failure that met the snapshots first is
    /// told by the commit after it.
    private static let reason = ["yushid: cannot ", "only a restart can tell what is durable"]
    /// EX_IOERR.
    static let journalFailed: Int32 = 74
    /// Answers after which a fault counts as not reached, and commands in flight in the runs in
    /// which each call of a commit is met: small commits have few calls.
    static let answersMax = 4_000
    static let answersOfSmallCommitsMax = 100
    static let inFlightOfSmallCommits = 8

    /// Leads the load into a fault, and to the end of the server that follows from it.
    ///
    /// - Parameters:
    ///   - isSmall: with few commands in flight.
    ///   - trace: a file for the tracer.
    func suffer(_ fault: Fault, isSmall: Bool, trace: String) throws -> Outcome {
        switch fault {
        case .kill(let answers):
            try lead(answers: answers)
            try loadAndWait()
            server.signal(SIGKILL)
            return .ended(try end(expecting: -SIGKILL))
        case .stop(let answers):
            try lead(answers: answers)
            try loadAndWait()
            server.signal(SIGTERM)
            return .ended(try endOfDraining())
        case .killAtCall(let call, let number):
            try becomeQuiet()
            let tracer = try Tracer(server.pid, killingAt: call, number, trace: trace)
            return try lead(into: tracer, isSmall: isSmall) { try end(expecting: -SIGKILL) }
        case .killStarts(let call):
            try lead(answers: 500)
            try loadAndWait()
            server.signal(SIGKILL)
            let status = try end(expecting: -SIGKILL)
            var number = 1
            while try !startTraced({ try Tracer($0, killingAt: call, number, trace: trace) }) {
                number *= 2
            }
            return .ended(status)
        case .fail(let call, let error, let number):
            try becomeQuiet()
            let tracer = try Tracer(
                server.pid, failing: call, error, from: number, trace: trace)
            let before = answers
            return try lead(into: tracer, isSmall: isSmall) {
                // With the first call nothing of what was asked since can be durable.
                try end(
                    expecting: Self.journalFailed, saying: Self.reason,
                    repliesAfterFault: number == 1 ? answers - before : nil)
            }
        case .failFolds:
            try becomeQuiet()
            let tracer = try Tracer(server.pid, failingSyncsOf: data + "/journal.db", trace: trace)
            return try lead(into: tracer, isSmall: isSmall) {
                try end(expecting: Self.journalFailed, saying: Self.reason)
            }
        case .failNames:
            try lead(answers: 500)
            try loadAndWait()
            server.signal(SIGKILL)
            let status = try end(expecting: -SIGKILL)
            try startInVain(saying: ["yushid: cannot sync the journal's directory"]) {
                [data] in try Tracer($0, failingSyncsOf: data, trace: trace)
            }
            return .ended(status)
        case .fillDisk:
            try lead { false }
            return .ended(try end(expecting: Self.journalFailed, saying: Self.reason))
        case .pause(let times, let kills):
            return .ended(try pause(times, kills: kills))
        case .losePower, .losePowerAfterKill, .losePowerAtStarts:
            return .ended(try losePower(fault))
        }
    }

    /// - Returns: how the server ended that was killed first.
    private func losePower(_ fault: Fault) throws -> Int32 {
        switch fault {
        case .losePower(let answers, let loss):
            let status = try recordLife(answers: answers)
            try losePower(loss)
            return status
        case .losePowerAfterKill(let number, let loss):
            try recordLife(answers: Self.answersMax, killingAtSync: number)
            // What was asked again is answered by what this one found, synced or not.
            try restart(recording: .onward)
            server.signal(SIGKILL)
            let status = try end(expecting: -SIGKILL)
            try losePower(loss)
            return status
        case .losePowerAtStarts(let loss):
            let status = try recordLife(answers: 500)
            try losePower(loss)
            var number = 1
            while try !startRecorded(killingAt: number, loss) { number *= 2 }
            return status
        default: preconditionFailure("another fault loses no power")
        }
    }

    /// Leads a life that is recorded from its start to a SIGKILL in the middle of the load.
    ///
    /// - Parameter number: of the sync at which it is killed, if it comes so far.
    @discardableResult
    private func recordLife(answers: Int, killingAtSync number: Int? = nil) throws -> Int32 {
        server.signal(SIGTERM)
        _ = try endOfDraining()
        try restart(recording: .anew(killingAtSync: number))
        let goal = self.answers + answers
        if try lead(until: { self.answers >= goal }) {
            try loadAndWait()
            server.signal(SIGKILL)
        } else if number == nil {
            throw SoakFault("a server that nobody disturbed went away: \(server.logText)")
        }
        return try end(expecting: -SIGKILL)
    }

    private func lead(answers more: Int) throws {
        let goal = answers + more
        guard try lead(until: { answers >= goal }) else {
            throw SoakFault("a server that nobody disturbed went away: \(server.logText)")
        }
    }

    /// Leads the load until the tracer's fault has ended the server.
    private func lead(
        into tracer: Tracer, isSmall: Bool, _ end: () throws -> Int32
    ) throws -> Outcome {
        let goal = answers + (isSmall ? Self.answersOfSmallCommitsMax : Self.answersMax)
        let inFlightMax = isSmall ? Self.inFlightOfSmallCommits : Int.max
        var isThere = true
        // A server that was killed is gone only when its tracer has seen each of its threads end.
        defer { if isThere { tracer.detach() } }
        guard try lead(inFlightMax: inFlightMax, until: { answers >= goal }) else {
            return .ended(try end())
        }
        tracer.detach()
        isThere = false
        guard tracer.hasStruck else { return .notReached }
        // A server that has nothing to do writes its snapshots: the fault may have met one of
        // those, after the last answer and before the tracer left. Its next commit ends it; one
        // that goes on is killed, and so ends otherwise than it should.
        let last = answers + Self.answersMax
        if try lead(until: { answers >= last }) { server.signal(SIGKILL) }
        return .ended(try end())
    }

    /// A stopped process loses nothing; it is only late.
    private func pause(_ times: Int, kills: Bool) throws -> Int32 {
        for time in 1...times {
            try lead(answers: 200)
            try loadAndWait()
            server.signal(SIGSTOP)
            if time == times, kills {
                server.signal(SIGKILL)
                return try end(expecting: -SIGKILL)
            }
            let until = monotonicMilliseconds() + 100
            try lead { monotonicMilliseconds() >= until }
            server.signal(SIGCONT)
        }
        try lead(answers: 200)
        server.signal(SIGTERM)
        return try endOfDraining()
    }

    /// A server that was told to stop answers what it has taken up and ends by itself.
    private func endOfDraining() throws -> Int32 {
        try lead(.open) { false }
        return try end(expecting: 0)
    }

    /// How often each system call on the journal's files is made for a commit, roughly, as seen
    /// over a number of small ones.
    func surveyCalls(trace: String) throws -> [(call: String, perCommit: Double)] {
        try becomeQuiet()
        let tracer = try Tracer(server.pid, ["-y"], trace: trace)
        let goal = answers + Self.answersOfSmallCommitsMax
        try lead(inFlightMax: Self.inFlightOfSmallCommits) { answers >= goal }
        try becomeQuiet()
        tracer.detach()
        let calls = tracer.journalCalls
        guard let syncs = calls["fdatasync"], syncs > 0 else {
            throw SoakFault("no commit was seen to be synced: \(calls)")
        }
        return calls.keys.sorted().map { ($0, Double(calls[$0] ?? 0) / Double(syncs)) }
    }
}
