internal import Engine
internal import Glibc
internal import Logging
internal import LoopIO
internal import Supervision
internal import Wire

// The end of the service, in stairs: what is in flight is done, the connections close, the store
// writes the snapshots that are missing and stops, and the loop ends.

/// How far the end of the service has come.
struct Ending {
    /// A signal came.
    var isDraining = false
    /// The store was told to stop.
    var isStopping = false
    /// Every connection was told to close.
    var isClosingEverything = false
    /// The drain's time is over: no reader is waited for.
    var isHurried = false
    var hasStoreStopped = false
    var drainTimer: TimerID?
    var snapshotTimer: TimerID?
}

extension Service {
    /// The first signal drains, the second one ends at once: what was acknowledged is durable, and
    /// the rest was not promised to anyone.
    func drain() {
        guard !ending.isDraining else {
            log.warning("a second signal: ending at once")
            LogWriter.shared.flush()
            exit(ExitCode.success.rawValue)
        }
        ending.isDraining = true
        log.info("draining")
        loop.stopListening()
        let wait = Limits.drainMilliseconds
        do {
            ending.drainTimer = try loop.startTimer(afterMilliseconds: wait, repeatMilliseconds: 0)
            ending.snapshotTimer = try loop.startTimer(
                afterMilliseconds: Self.snapshotMilliseconds, repeatMilliseconds: 0)
        } catch {
            log.warning("no timer for the drain", metadata: ["error": "\(error)"])
        }
        // What has arrived is answered; it is none of the clients' business that it waited.
        for (id, backlog) in arrivals.removeAll() { feed(backlog, of: id) }
        let deadline = clock.now.milliseconds + Int64(wait)
        feed(.drain(deadline: Instant(milliseconds: deadline)))
    }

    /// From the signal on so long snapshots are written at the end. They spare the next start as
    /// much time as they take, and nobody is connected any more.
    private static let snapshotMilliseconds: UInt64 = 60_000

    /// The drain's time is over: no reader is waited for.
    func hurry() {
        guard !ending.isStopping || !connections.isEmpty else { return }
        log.warning("the drain did not finish in time")
        ending.isHurried = true
        feed(.drainOver)
        if ending.isClosingEverything { for id in connections.keys { loop.reset(id) } }
    }

    /// What is in flight is done: the store stops after its last work. The clients need not wait
    /// for the snapshots that are part of that work.
    func finish() {
        closeEverything()
        guard !ending.isStopping else { return }
        ending.isStopping = true
        work.append(.stop)
        handWorkOver()
    }

    func leaveSnapshots() {
        log.warning("snapshots that are not kept yet are left aside: the next start takes longer")
        store.leaveStates()
    }

    /// What was sent leaves, then each connection ends. A reader that takes nothing is not waited
    /// for beyond the drain's time.
    func closeEverything() {
        guard !ending.isClosingEverything else { return }
        ending.isClosingEverything = true
        log.info("closing the connections", metadata: ["count": "\(connections.count)"])
        for id in connections.keys { loop.close(id) }
    }

    /// The last stair.
    func stopLoopIfDone() {
        if ending.hasStoreStopped, connections.isEmpty || ending.isHurried { loop.stop() }
    }
}
