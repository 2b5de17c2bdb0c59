internal import JSONText
internal import Supervision
internal import Wire

// What is answered from memory: a matter, the roster, the server. Answers are made from the newest
// state and wait, like every answer, until that is durable.

extension Core {
    mutating func getMatter(
        _ id: MatterID, _ principal: Principal, _ address: ReplyAddress,
        _ session: inout Session
    ) {
        guard let index = docket.index(of: id),
            let audience = docket.records.affair(index).audience(of: principal, in: roster)
        else { return refuse(address, &session, .matterNotFound(id.description)) }
        let record = docket.records[index]
        let context = context(of: principal, about: index)
        let (now, roster, position) = (moment.now, roster, record.lastPosition)
        switch record.affair {
        case .matter(let matter):
            let allowed = matter.allowed(in: context)
            reply(address, &session) { writer in
                Views.write(
                    matter, audience: audience, allowed: allowed, position: position, now: now,
                    roster: roster, into: &writer)
            }
        case .dispute(let dispute):
            let allowed = dispute.allowed(in: context)
            reply(address, &session) { writer in
                Views.write(
                    dispute, audience: audience, allowed: allowed, position: position, now: now,
                    roster: roster, into: &writer)
            }
        }
    }

    mutating func getOrgan(_ id: OrganID, _ address: ReplyAddress, _ session: inout Session) {
        guard let organ = roster[id] else {
            return refuse(address, &session, unknown(id))
        }
        reply(address, &session) { Views.write(organ, into: &$0) }
    }

    /// Pages follow the order of the roster; a cursor is bound to its edition.
    mutating func listOrgans(_ page: Page, _ address: ReplyAddress, _ session: inout Session) {
        let scope = JSONDigest("organ.list").adding(roster.edition).value
        var start = 0
        if let text = page.cursor {
            guard let cursor = DocketCursor(text, scope: scope),
                roster.organs.indices.contains(Int(cursor.serial))
            else { return refuse(address, &session, WireError(.cursorExpired)) }
            start = Int(cursor.serial)
        }
        var items = ItemPage()
        var next = start
        while next < roster.organs.count, items.count < page.size,
            items.append({ Views.write(roster.organs[next], into: &$0) })
        {
            next += 1
        }
        let cursor =
            next < roster.organs.count
            ? DocketCursor(key: 0, serial: Int64(next), scope: scope).text : nil
        let position = tip
        reply(address, &session) {
            items.finish(nextCursor: cursor, position: position, into: &$0)
        }
    }

    mutating func competence(
        _ supervising: OrganID, _ supervised: OrganID, _ address: ReplyAddress,
        _ session: inout Session
    ) {
        for organ in [supervising, supervised] where roster[organ] == nil {
            return refuse(address, &session, unknown(organ))
        }
        let competence = roster.competence(of: supervising, over: supervised)
        let others = competence == nil ? roster.competentOrgans(over: supervised) : []
        reply(address, &session) {
            Views.writeCompetence(competence, competentOrgans: others, into: &$0)
        }
    }

    mutating func commonSupervisor(
        _ parties: [OrganID], _ address: ReplyAddress, _ session: inout Session
    ) {
        for organ in parties where roster[organ] == nil {
            return refuse(address, &session, unknown(organ))
        }
        guard let organ = roster.commonSupervisor(of: parties) else {
            return refuse(
                address, &session, WireError(Refusal(.notCompetent(competent: []), .law(13, 1))))
        }
        reply(address, &session) { Views.writeCommonSupervisor(organ, into: &$0) }
    }

    private func unknown(_ organ: OrganID) -> WireError {
        WireError(Refusal(.notFound(.organ, id: organ.text), .procedure))
    }

    mutating func status(_ address: ReplyAddress, _ session: inout Session) {
        let status = ServerStatus(
            server: identity, startedAt: startedAt ?? moment.now, serverTime: moment.now,
            position: tip, draining: isDraining,
            connections: sessions.count, subscriptions: watches.count,
            mattersOpen: docket.openCount, mattersTotal: docket.records.count)
        reply(address, &session) { Views.write(status, into: &$0) }
    }
}
