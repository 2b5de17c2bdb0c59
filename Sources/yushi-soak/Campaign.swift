internal import Foundation
internal import Glibc
internal import Soak

/// What is asked of a whole run.
struct Plan {
    var seed: UInt64
    var seconds: Double
    /// How many places of each system call the kills in turn go to at most.
    var callsMax: Int
    /// A folder of its own on a real disk.
    var folder: String
    var setup: ServerSetup
}

/// All episodes of a run, one after the other: each kind once, each call of a commit in turn, then
/// random ones until the time is over.
final class Campaign {
    /// A data directory is given up for a fresh one after so many entries: every check looks at
    /// all of it.
    private static let entriesMax = 30_000
    /// Commits over whose calls the kills go in turn.
    private static let commitsOfSweep = 3.0
    /// A file system that some thousand entries fill, and its size after that.
    private static let smallMiB = 7
    private static let enlargedMiB = 256

    private let plan: Plan
    /// Whether strace can follow a server here.
    private let canTrace: Bool
    private var random: SeededGenerator
    private var trial: Trial
    private var trials = 1
    private var counts = Counts()
    private var episodes: [String: Int] = [:]
    private var notReached = 0
    private var skipped = 0
    private(set) var findings: [Finding] = []
    private let start = monotonicMilliseconds()

    init(_ plan: Plan) throws {
        self.plan = plan
        random = SeededGenerator(seed: plan.seed)
        trial = try Trial(
            plan.setup, data: plan.folder + "/data1", name: "t1", seed: plan.seed &+ 100)
        do {
            let trace = plan.folder + "/trace"
            try Tracer(trial.server.pid, ["-e", "trace=fdatasync"], trace: trace).detach()
            canTrace = true
        } catch {
            canTrace = false
            say("faults at system calls: skipped, because of \(error)")
            skipped += 1
        }
        if !canRecord {
            say("loss of power: skipped, because the library that records it is not there")
            skipped += 1
        }
    }

    private var canRecord: Bool { plan.setup.recording != nil }

    private var trace: String { plan.folder + "/trace" }
    private var isOver: Bool {
        Double(monotonicMilliseconds() - start) >= plan.seconds * 1000
    }

    func run() throws {
        defer { counts += trial.counts }
        try runEachKind()
        if canRecord, findings.isEmpty { try losePowerInFirstStarts() }
        if canTrace, findings.isEmpty { try runSweep() }
        while !isOver, findings.isEmpty {
            try episode(randomFault())
        }
        try finishTrial(trial)
    }

    // MARK: Which

    private func runEachKind() throws {
        try episode(.kill(answers: Int.random(in: 50...1500, using: &random)))
        if canTrace {
            try episode(.killStarts("pwrite64"))
            try episode(.killStarts("fdatasync"))
            // The first sync of a server that has not written yet is that of the log's header;
            // the second time, it is that of entries.
            try episode(.fail("fdatasync", error: "EIO", from: 1))
            try episode(.fail("fdatasync", error: "EIO", from: 1))
            try episode(.failFolds)
            try episode(.failNames)
            try episode(.fail("pwrite64", error: "ENOSPC", from: 1))
        }
        try episode(.pause(times: 3, kills: false))
        try episode(.pause(times: 2, kills: true))
        try episode(.stop(answers: 500))
        for loss in PowerLoss.allCases {
            try episode(.losePower(answers: Int.random(in: 50...1500, using: &random), loss))
        }
        try episode(.losePowerAfterKill(Int.random(in: 3...30, using: &random), .everything))
        try episode(.losePowerAtStarts(.sectors))
        try fillSmallDisk()
    }

    /// Kills at each call of a few small commits in turn.
    private func runSweep() throws {
        let calls = try trial.surveyCalls(trace: trace)
        say(
            "calls on the journal for each sync: "
                + calls.map { "\($0.call) \(decimal($0.perCommit))" }.joined(separator: ", "))
        for (call, perCommit) in calls {
            let last = max(1, Int((perCommit * Self.commitsOfSweep).rounded(.up)))
            for number in 1...min(last, plan.callsMax) {
                guard findings.isEmpty else { return }
                let isReached = try episode(.killAtCall(call, number), isSmall: true)
                if !isReached { break }
            }
        }
    }

    /// The power goes at each change that the first start in an empty directory makes, in turn. The
    /// next start has to find a directory that it can work with.
    private func losePowerInFirstStarts() throws {
        let data = plan.folder + "/first"
        var isReady = false
        var last = 0
        for number in 1...plan.callsMax where !isReady {
            last = number
            for loss in [PowerLoss.everything, .sectors] {
                try FileManager.default.createDirectory(
                    atPath: data, withIntermediateDirectories: false,
                    attributes: [.posixPermissions: 0o700])
                isReady = try losePowerInFirstStart(data, at: number, loss)
                try FileManager.default.removeItem(atPath: data)
            }
        }
        say(
            "power lost at changes 1 to \(last) of first starts"
                + (isReady ? ", the last one when all was made" : ", of more"))
    }

    /// - Returns: whether the server came to be ready before the change.
    private func losePowerInFirstStart(
        _ data: String, at number: Int, _ loss: PowerLoss
    ) throws -> Bool {
        guard let recorder = Recorder(plan.setup, data: data) else { return true }
        let server = try Server(
            plan.setup, data: data, recording: recorder.words(.anew(killingAt: number)))
        let isReady = server.address != nil
        server.signal(SIGKILL)
        let status = try server.end()
        guard status == -SIGKILL else {
            throw SoakFault("a first start ended with \(status): \(server.logText)")
        }
        try recorder.lose(loss, mustHaveWritten: isReady, using: &random)
        let next = try Server(plan.setup, data: data)
        guard next.address != nil else {
            throw SoakFault(
                "after a first start lost power at change \(number), \(loss) lost: "
                    + next.logText)
        }
        next.signal(SIGTERM)
        guard try next.end() == 0 else { throw SoakFault("a stop: \(next.logText)") }
        episodes["first_losses", default: 0] += 1
        return isReady
    }

    private func randomFault() -> Fault {
        let number = Int.random(in: 1...40, using: &random)
        let loss = PowerLoss.allCases.randomElement(using: &random) ?? .everything
        switch Int.random(in: 0..<25, using: &random) {
        case 0...5: return .kill(answers: Int.random(in: 1...3000, using: &random))
        case 6, 7: return .killAtCall("pwrite64", Int.random(in: 1...800, using: &random))
        case 8: return .killAtCall("fdatasync", number)
        case 9: return .killAtCall("fcntl", Int.random(in: 1...200, using: &random))
        case 10: return .killStarts(Bool.random(using: &random) ? "pwrite64" : "fdatasync")
        case 11: return .fail("fdatasync", error: "EIO", from: number)
        case 12: return .fail("pwrite64", error: "ENOSPC", from: number * 10)
        case 13: return .pause(times: Int.random(in: 1...3, using: &random), kills: false)
        case 14: return .pause(times: Int.random(in: 1...3, using: &random), kills: true)
        case 15: return Bool.random(using: &random) ? .failFolds : .failNames
        case 16...20: return .losePower(answers: Int.random(in: 1...3000, using: &random), loss)
        case 21, 22:
            return .losePowerAfterKill(Int.random(in: 1...40, using: &random), loss)
        case 23: return .losePowerAtStarts(loss)
        default: return .stop(answers: Int.random(in: 1...2000, using: &random))
        }
    }

    // MARK: Running

    /// - Returns: whether the fault was reached.
    @discardableResult
    private func episode(_ fault: Fault, isSmall: Bool = false) throws -> Bool {
        guard findings.isEmpty, canTrace || !fault.needsTracer, canRecord || !fault.needsRecorder
        else { return false }
        if trial.entryCount > Self.entriesMax { try renewTrial() }
        let outcome = try trial.suffer(fault, isSmall: isSmall, trace: trace)
        if case .ended = outcome { try trial.restart() }
        return try note(fault, outcome, trial)
    }

    private func note(_ fault: Fault, _ outcome: Outcome, _ trial: Trial) throws -> Bool {
        let found = try trial.findings()
        findings += found
        let isReached = if case .ended = outcome { true } else { false }
        if isReached { episodes[fault.kind, default: 0] += 1 } else { notReached += 1 }
        let now = trial.counts
        say(
            "\(fault): \(outcome); entries \(now.entries), unknown so far \(now.unknown), "
                + "of them kept \(now.kept), findings \(found.count)")
        return isReached
    }

    /// Looks once more at everything on the data directory, and begins another one.
    private func renewTrial() throws {
        try finishTrial(trial)
        counts += trial.counts
        trials += 1
        trial = try Trial(
            plan.setup, data: "\(plan.folder)/data\(trials)", name: "t\(trials)",
            seed: plan.seed &+ 100 &* UInt64(trials))
    }

    private func finishTrial(_ trial: Trial) throws {
        guard findings.isEmpty else { return }
        findings += try trial.findings(isLast: true)
        let integrity = try Table.integrity(of: trial.data)
        guard integrity == "ok" else { throw SoakFault("integrity_check: \(integrity)") }
        trial.server.signal(SIGTERM)
        try trial.lead(.open) { false }
        _ = try trial.end(expecting: 0)
        findings += check(trial.lastEnding)
        try FileManager.default.removeItem(atPath: trial.data)
    }

    private func fillSmallDisk() throws {
        guard findings.isEmpty else { return }
        let folder = plan.folder + "/small"
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        guard try mount(["-t", "tmpfs", "-o", "size=\(Self.smallMiB)m", "tmpfs", folder]) else {
            skipped += 1
            return say("full disk: skipped, because no file system can be mounted here")
        }
        defer { _ = try? run(["umount", "-l", folder]) }
        let trial = try Trial(
            plan.setup, data: folder + "/data", name: "small", seed: plan.seed &+ 7)
        let outcome = try trial.suffer(.fillDisk, isSmall: false, trace: trace)
        guard try mount(["-o", "remount,size=\(Self.enlargedMiB)m", folder]) else {
            throw SoakFault("the small file system could not be enlarged")
        }
        try trial.restart()
        _ = try note(.fillDisk, outcome, trial)
        try finishTrial(trial)
        counts += trial.counts
    }

    private func mount(_ arguments: [String]) throws -> Bool {
        geteuid() == 0 ? try run(["mount"] + arguments) : false
    }

    private func run(_ words: [String]) throws -> Bool {
        let child = try Child(
            words, output: FileHandle.nullDevice, errors: FileHandle.nullDevice)
        return child.end(seconds: 10) == 0
    }

    // MARK: Telling

    /// Whether the server of the last data directory lives, and what it said.
    var serverState: String { trial.server.state }

    /// One line of `name=value`, easily read by a shell.
    var summary: String {
        let seconds = Double(monotonicMilliseconds() - start) / 1000
        var values: [(String, Any)] = [("seed", plan.seed), ("seconds", decimal(seconds))]
        values.append(("episodes", episodes.values.reduce(0, +)))
        values += Fault.kinds.map { ($0, episodes[$0, default: 0]) }
        values += [
            ("not_reached", notReached), ("skipped", skipped), ("directories", trials),
            ("starts", counts.starts), ("checks", counts.checks), ("commands", counts.commands),
            ("answers", counts.answers), ("unknown", counts.unknown), ("kept", counts.kept),
            ("retries", counts.retries), ("entries", counts.entries),
            ("histories", counts.histories), ("pushes", counts.pushes),
            ("findings", findings.count),
        ]
        return values.map { "\($0.0)=\($0.1)" }.joined(separator: " ")
    }

    private func decimal(_ value: Double) -> String { String(format: "%.1f", value) }
}

/// Writes a line at once, so that whoever waits sees it.
func say(_ text: String) {
    print(text)
    fflush(nil)
}
