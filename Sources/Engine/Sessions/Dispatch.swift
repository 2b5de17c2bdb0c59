internal import JSONText
internal import Supervision
internal import Wire

// From a call to whoever answers it.

extension Core {
    /// What has to stand before a call is answered, in this order: a hello, unless it opens the
    /// session; a person, unless anybody may ask; a rest of the person's budget.
    mutating func answer(
        _ request: Request, _ address: ReplyAddress, _ session: inout Session
    ) {
        // An earlier call of the same batch ended the session.
        guard !session.isClosing else {
            return refuse(address, &session, WireError(.helloRequired))
        }
        switch request.call {
        case .opening(let opening): answer(opening, address, &session)
        case .publicQuery(let query):
            guard session.isGreeted else {
                return refuse(address, &session, WireError(.helloRequired))
            }
            // Who is nobody has no budget, and may ask little.
            if let budget = session.speaker?.budget, !spend(budget, address, &session) { return }
            session.turn.queries += 1
            answer(query, address, &session)
        case .query(let query):
            guard let principal = person(address, &session) else { return }
            session.turn.queries += 1
            answer(query, principal, request, address, &session)
        case .command(let command):
            guard let principal = person(address, &session) else { return }
            // Its refusal could not be reported, so a notification changes nothing.
            guard address.id != nil else { return ignoreNotification(request.method, &session) }
            carryOut(command, principal, address, &session)
        }
    }

    /// For whom the session speaks; nil when the call was refused.
    private mutating func person(
        _ address: ReplyAddress, _ session: inout Session
    ) -> Principal? {
        guard session.isGreeted else {
            refuse(address, &session, WireError(.helloRequired))
            return nil
        }
        // Its parts one by one: of each request the whole would be copied.
        guard let budget = session.speaker?.budget, let principal = session.principal else {
            refuse(address, &session, WireError(.unauthenticated, text: Self.withoutTokenText))
            return nil
        }
        return spend(budget, address, &session) ? principal : nil
    }

    private static let withoutTokenText = Bilingual(
        zh: "本方法需要令牌，而 session.hello 没有提供。",
        en: "This method needs a token, and session.hello gave none.")

    /// Takes a request from the person's budget; false when the call was refused.
    private mutating func spend(
        _ budget: Int, _ address: ReplyAddress, _ session: inout Session
    ) -> Bool {
        let (most, now) = (configuration.requestsPerSecondMax, moment.monotonicMilliseconds)
        if budgets.spend(budget, of: most, at: now) { return true }
        refuse(
            address, &session, WireError(.rateLimited, details: [.retryAfterMilliseconds(1000)]))
        return false
    }

    private mutating func ignoreNotification(_ method: Method, _ session: inout Session) {
        counters.notificationsIgnored += 1
        // Said once for a connection: a client that does it once does it always.
        guard !session.wasIgnoredAloud else { return }
        session.wasIgnoredAloud = true
        outputs.append(
            .log(
                LogRecord(
                    .notice, "a notification that would change state was not executed",
                    ["method": method.name, "session": String(session.id.rawValue)])))
    }

    private mutating func answer(
        _ opening: Call.Opening, _ address: ReplyAddress, _ session: inout Session
    ) {
        switch opening {
        case .hello(let hello): greet(hello, address, &session)
        case .ping:
            let now = moment.now
            reply(address, &session) { Views.writePong(serverTime: now, into: &$0) }
        case .discover: reply(address, &session) { $0.raw(OpenRPC.discovery) }
        }
    }

    private mutating func answer(
        _ query: Call.PublicQuery, _ address: ReplyAddress, _ session: inout Session
    ) {
        switch query {
        case .organGet(let organ): getOrgan(organ, address, &session)
        case .organList(let page): listOrgans(page, address, &session)
        case .organCompetence(let of, let over): competence(of, over, address, &session)
        case .organCommonSupervisor(let parties): commonSupervisor(parties, address, &session)
        case .serverStatus: status(address, &session)
        }
    }

    private mutating func answer(
        _ query: Call.Query, _ principal: Principal, _ request: Request, _ address: ReplyAddress,
        _ session: inout Session
    ) {
        switch query {
        case .matterGet(let id): getMatter(id, principal, address, &session)
        case .matterHistory(let id, let page):
            listHistory(id, page, principal, address, &session)
        case .matterExplain(let query): explain(query, principal, address, &session)
        case .matterAsOf(let id, let version, let at):
            asOf(id, version: version, at: at, principal, address, &session)
        case .docketList(let filter, let sort, let page):
            listDocket(filter, sort, page, principal, address, &session)
        case .docketCount(let filter, let grouping):
            countDocket(filter, grouping, principal, address, &session)
        case .docketStatistics(let filter):
            docketStatistics(filter, principal, address, &session)
        case .docketWatch(let filter, let position):
            // Its number could not be told.
            guard address.id != nil else { return ignoreNotification(request.method, &session) }
            watch(filter, from: position, principal, address, &session)
        case .docketUnwatch(let subscription): unwatch(subscription, address, &session)
        case .documentGet(let number, let kind, let issuer):
            getDocument(number, kind, issuer, principal, address, &session)
        }
    }

    private mutating func carryOut(
        _ command: Call.Command, _ principal: Principal, _ address: ReplyAddress,
        _ session: inout Session
    ) {
        switch command {
        case .register(let registration, let idempotency):
            register(registration, idempotency, principal, address, &session)
        case .file(let filing, let idempotency):
            file(filing, idempotency, principal, address, &session)
        case .matter(let call): self.command(call, principal, address, &session)
        case .dispute(let call): self.command(call, principal, address, &session)
        }
    }
}
