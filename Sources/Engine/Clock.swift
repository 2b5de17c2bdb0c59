internal import JSONText
internal import Supervision
internal import Wire

// Time: deadlines that pass, connections that say nothing, snapshots written behind, and the end.

extension Core {
    /// Snapshots are taken in small portions, because whoever gives a command waits for what the
    /// store has begun. Where nobody gives any, one portion follows the other until all is kept: a
    /// portion holds the store for some milliseconds.
    private static let statesPerPortion = 256
    /// Where commands came since the last tick more are to come, and the store begins little, once
    /// in a tick: it has no time to spare, and what it keeps changes again.
    private static let statesPerBusyTick = 16
    /// At the end of a drain everything is kept that is not yet, in portions too, so that a process
    /// that is killed meanwhile leaves what it had kept.
    private static let statesPerLastPortion = 16_384

    mutating func tick() {
        guard !isDrained else { return }
        closeSilentSessions()
        sendHeartbeats()
        let entries = tip - tipAtTick
        isBusy = entries > 0
        tipAtTick = tip
        statesLeft = isBusy ? Self.statesPerBusyTick : .max
        // A server that is always busy must not fall behind for ever. With as many snapshots as
        // there were entries those that are missing become no more.
        if isBusy, entriesToFold > entriesToFoldMax {
            statesLeft = max(statesLeft, Int(entries))
        }
        guard !isSavingStates else { return }
        saveNextStates()
    }

    /// How many entries a start would fold now.
    private var entriesToFold: Int64 { docket.unsavedSince.map { tip - $0 + 1 } ?? 0 }

    /// The store has kept what it was given last.
    mutating func goOnSavingStates() {
        isSavingStates = false
        guard isBusy || tip == tipAtTick, !isDrained else { return }
        saveNextStates()
    }

    private mutating func saveNextStates() {
        let portion = isBusy ? Self.statesPerBusyTick : Self.statesPerPortion
        let limit = min(portion, statesLeft)
        guard limit > 0 else { return }
        statesLeft -= limit
        saveStates(limit: limit)
    }

    /// The clock is an actor too: a deadline that passed is recorded once, under the version that
    /// the matter has, so that it never turns a client's command into a conflict.
    mutating func recordPassedDeadlines() {
        // The store takes nothing after the end of a drain. What is due then is recorded by the
        // next process.
        guard !isDrained else { return }
        while let index = docket.nextPassedDeadline(at: moment.now) {
            let affair = docket.records[index].affair
            guard let term = affair.term else { preconditionFailure("a watched deadline runs") }
            let lastDay = term.deadline.lastDay
            let events: AffairEvents =
                switch affair {
                case .matter: .matter([.deadlinePassed(lastDay: lastDay)])
                case .dispute: .dispute([.deadlinePassed(lastDay: lastDay)])
                }
            append(
                events, to: affair.id, version: affair.version, by: Stamp.server,
                before: affair.place, nil, nil)
        }
    }

    private mutating func closeSilentSessions() {
        let now = moment.monotonicMilliseconds
        strangers.removeAll { sessions[$0]?.isGreeted != false }
        for id in strangers {
            serve(id) { (core, session) in
                guard now - session.openedAt >= Limits.helloTimeoutMilliseconds else { return }
                session.isClosing = true
                core.closeIfDone(&session)
            }
        }
    }

    /// Only states that are durable are kept.
    private mutating func saveStates(limit: Int) {
        guard docket.unsavedCount > 0 else { return }
        let (indices, floor) = docket.takeUnsaved(limit: limit, durable: durable)
        guard !indices.isEmpty else { return }
        var states = indices.map { MatterState(content: .record(docket.records[$0])) }
        if floor > 0 {
            let census = SnapshotCensus(
                floor: floor, matters: docket.registered(through: floor),
                calendarDigest: house.calendar.digest)
            states.append(MatterState(content: .census(census)))
        }
        outputs.append(.saveStates(states, floor: floor))
        isSavingStates = true
    }

    /// Each portion has a floor of its own.
    mutating func saveAllStates(portion: Int = statesPerLastPortion) {
        for _ in stride(from: 0, to: docket.unsavedCount, by: portion) {
            saveStates(limit: portion)
        }
    }

    // MARK: The end

    mutating func drain(until deadline: Instant) {
        guard drainDeadline == nil else { return }
        drainDeadline = deadline
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
    /// they were told has been answered, also where a slow reader held it up.
    mutating func finishDrainIfPossible() {
        guard drainDeadline != nil, !isDrained, inFlight.isEmpty, reads.isEmpty,
            passes.isEmpty, waiting.isEmpty, !sessions.isAnyHeldUp
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
