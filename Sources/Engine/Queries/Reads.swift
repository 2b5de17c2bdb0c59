internal import JSONText
internal import Supervision
internal import Wire

// `matter.history`, and what of an entry an audience may know.

extension Core {
    mutating func listHistory(
        _ id: MatterID, _ page: Page, _ principal: Principal, _ address: ReplyAddress,
        _ session: inout Session
    ) {
        guard let index = visibleMatter(id, to: principal, session.viewer) else {
            return refuse(address, &session, .matterNotFound(id.description))
        }
        let scope = JSONDigest("matter.history").adding(id.description).value
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

    mutating func finishHistory(
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
            let hidden = affair.hiddenDuties(from: audience)
            guard entry.events.isVisible(to: audience, hiddenDuties: hidden) else { return nil }
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

extension Affair {
    /// The duties of which the audience must not learn; a dispute has none.
    func hiddenDuties(from audience: Audience) -> Set<Int> {
        if case .matter(let matter) = self { matter.hiddenDuties(from: audience) } else { [] }
    }
}

extension AffairEvents {
    /// Whether the audience may know of any of them.
    func isVisible(to audience: Audience, hiddenDuties: Set<Int>) -> Bool {
        switch self {
        case .matter(let events):
            events.contains { $0.isVisible(to: audience, hiddenDuties: hiddenDuties) }
        case .dispute: true
        }
    }
}
