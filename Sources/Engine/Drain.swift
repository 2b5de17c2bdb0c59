internal import JSONText
internal import Supervision
internal import Wire

// The end: nothing new begins, what is in flight is done, and all matters get their snapshots.

extension Core {
    mutating func drain(until deadline: Instant) {
        guard !isDraining else { return }
        isDraining = true
        refuseWaitingPasses()
        line.removeAll()
        writeNotification("session.draining", into: &line) {
            Views.writeDraining(
                deadline: deadline,
                reconnectAfterMilliseconds: Limits.reconnectAfterMilliseconds, into: &$0)
        }
        for slot in sessions.all {
            serve(slot) { (core, session) in
                guard !session.isClosing else { return }
                core.post(core.line, to: &session, isReply: false)
            }
        }
    }

    /// Nothing is in flight: what the clients are owed has left, and what they had sent before
    /// they were told has been answered, also where a slow reader held it up, unless the time for
    /// that is over.
    mutating func finishDrainIfPossible() {
        guard isDraining, !isDrained, inFlight.isEmpty, !reads.areUnderWay else { return }
        guard
            isDrainOver
                || (reads.isEmpty && passes.isEmpty && waiting.isEmpty && !sessions.isAnyHeldUp)
        else { return }
        isDrained = true
        saveAllStates()
        outputs.append(
            .log(
                LogRecord(
                    .info, "drained",
                    [
                        "requests": String(counters.requests),
                        "commands": String(counters.commands),
                        "refusals": String(counters.refusals),
                        "replays": String(counters.replays),
                        "notificationsIgnored": String(counters.notificationsIgnored),
                    ])))
        outputs.append(.drained)
    }
}
