internal import JSONText
internal import Supervision
internal import Wire

// What is answered from the journal: histories, replays of entries that memory no longer holds,
// and watches that are behind. The store answers reads in the order of its work, after all that
// was appended before.

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

extension Core {
    mutating func read(
        _ request: ReadRequest, for pending: PendingRead, _ session: inout Session
    ) {
        session.pendingReads += 1
        outputs.append(.read(remember(pending), request))
    }

    mutating func remember(_ pending: PendingRead) -> ReadTicket {
        let ticket = ReadTicket(rawValue: nextSerial())
        reads[ticket] = pending
        return ticket
    }

    mutating func finishRead(_ ticket: ReadTicket, _ entries: [Entry]) {
        guard let pending = reads.removeValue(forKey: ticket) else {
            preconditionFailure("a read is answered once")
        }
        if case .watch(let subscription) = pending {
            return finishCatchUpRead(subscription, entries)
        }
        // The connection may have gone while the store was reading.
        guard let id = pending.session else { return }
        serve(id) { (core, session) in
            session.pendingReads -= 1
            switch pending {
            case .replay(let replay): core.finishReplay(replay, entries, &session)
            case .history(let history): core.finishHistory(history, entries, &session)
            case .asOf(let asOf): core.goOn(asOf, with: entries, &session)
            case .watch: break
            }
            if session.isStalled, session.outbox.isEmpty { core.process(&session) }
            // A notification may have waited for this read; then nothing was put into the outbox.
            core.closeIfDone(&session)
        }
    }

    mutating func listHistory(
        _ id: MatterID, _ page: Page, _ principal: Principal, _ address: ReplyAddress,
        _ session: inout Session
    ) {
        guard let index = visibleMatter(id, to: principal, session.viewer) else {
            return refuse(address, &session, .matterNotFound(id.description))
        }
        let scope = DigestIndex.digest(of: "matter.history\(id)")
        var start = 0
        if let text = page.cursor {
            guard let cursor = DocketCursor(text, scope: scope) else {
                return refuse(address, &session, WireError(.cursorExpired))
            }
            start = Int(cursor.serial)
        }
        let entries = docket.records.entries(index)
        guard (0..<entries.count).contains(start) else {
            return refuse(address, &session, WireError(.cursorExpired))
        }
        let wanted = (start..<min(start + page.size, entries.count)).map(entries.position)
        let history = PendingRead.History(
            address: address, index: index, start: start, total: entries.count, scope: scope)
        read(.positions(wanted), for: .history(history), &session)
    }

    private mutating func finishHistory(
        _ history: PendingRead.History, _ entries: [Entry], _ session: inout Session
    ) {
        let affair = docket.records.affair(history.index)
        guard let audience = audience(of: affair, for: session) else {
            return refuse(history.address, &session, .matterNotFound(affair.id.description))
        }
        var items = ItemPage()
        var next = history.start
        for entry in entries {
            guard let item = item(of: entry.seen(from: affair.id), affair, audience)
            else {
                // An entry of which this audience may know nothing is not told at all.
                next += 1
                continue
            }
            let fits = items.append(item)
            guard fits else { break }
            next += 1
        }
        let cursor =
            next < history.total
            ? DocketCursor(key: 0, serial: Int64(next), scope: history.scope).text : nil
        let position = tip
        reply(history.address, &session) {
            items.finish(nextCursor: cursor, position: position, into: &$0)
        }
    }

    /// What the person of a session sees of a matter now. Asked again when the store has read: much
    /// may have happened meanwhile, and a restriction that came later holds for the past too.
    func audience(of affair: Affair, for session: Session) -> Audience? {
        session.principal.flatMap { affair.audience(of: $0, in: roster) }
    }

    /// How an entry is told to an audience; nil when it may know nothing of it.
    private func item(
        of entry: Entry, _ affair: Affair, _ audience: Audience
    ) -> ((inout JSONWriter) -> Void)? {
        let (position, version) = (entry.position, entry.version)
        switch (entry.events, affair) {
        case (.matter(let events), .matter(let matter)):
            let hidden = matter.hiddenDuties(from: audience)
            guard events.contains(where: { $0.isVisible(to: audience, hiddenDuties: hidden) })
            else { return nil }
            // An escalated matter was registered by the command of the dispute.
            let isEscalation = entry.before == nil && matter.registration.escalation != nil
            let command =
                isEscalation
                ? DisputeCommandName.escalate.rawValue
                : events.first?.command(from: entry.before)?.rawValue
            let item = HistoryEntry(
                position: position, version: version, phase: entry.after.phaseName,
                step: entry.after.stepName, command: command,
                at: entry.stamp.at, principal: entry.stamp.by, events: events)
            return { Views.write(item, audience: audience, hiddenDuties: hidden, into: &$0) }
        case (.dispute(let events), _):
            let item = HistoryEntry(
                position: position, version: version, phase: entry.after.phaseName,
                step: entry.after.stepName, command: events.first?.command?.rawValue,
                at: entry.stamp.at, principal: entry.stamp.by, events: events)
            return { Views.write(item, audience: audience, into: &$0) }
        case (.matter, .dispute):
            preconditionFailure("an entry has events of its matter's own machine")
        }
    }
}
