internal import JSONText
internal import Supervision
internal import Wire

// From bytes to calls: lines, batches, hello first, and the limits that keep one connection from
// costing the others anything.

extension Core {
    mutating func open(_ id: SessionID, _ address: String, _ isLocal: Bool) {
        var session = Session(
            id: id, isLocal: isLocal, openedAt: moment.monotonicMilliseconds)
        if drainDeadline != nil {
            session.isClosing = true
            closeIfDone(&session)
        }
        sessions.add(session)
        strangers.append(id)
    }

    mutating func end(_ id: SessionID) {
        guard let session = sessions.remove(id) else { return }
        heldBytes -= session.countedBytes
        passes.end(id)
        for subscription in session.subscriptions { forget(subscription) }
        batches = batches.filter { $0.value.session != id }
    }

    mutating func receive(_ bytes: [UInt8], from id: SessionID) {
        serve(id) { (core, session) in
            guard !session.isClosing else { return }
            session.framer.append(bytes)
            guard !session.isStalled else { return core.countBytes(of: &session) }
            session.beginTurn()
            core.process(&session)
        }
    }

    private mutating func countBytes(of session: inout Session) {
        let held = session.framer.heldBytes
        heldBytes += held - session.countedBytes
        session.countedBytes = held
    }

    /// What connections have sent and nobody can handle yet stays below a limit: those that hold
    /// most of it go first. An honest line is whole within moments.
    mutating func closeLargestHolders() {
        guard heldBytes > Limits.inboundTotalBytesMax else { return }
        var holders = sessions.all.map { (slot: $0, bytes: $0.countedBytes) }
        holders.sort { $0.bytes < $1.bytes }
        while heldBytes > Limits.inboundTotalBytesMax, let largest = holders.popLast() {
            serve(largest.slot) { (core, session) in
                session.framer = LineFramer()
                core.countBytes(of: &session)
                core.close(&session, because: "all connections together have sent too much")
            }
        }
    }

    /// What the client sent is answered to the end, then the session closes. Half a line at the
    /// end was never a message.
    mutating func finish(_ id: SessionID) {
        serve(id) { (core, session) in
            session.isFinished = true
            if !session.isStalled { core.process(&session) }
        }
    }

    /// Handles the lines that are there, as long as the session is not owed too many replies.
    mutating func process(_ session: inout Session) {
        defer { countBytes(of: &session) }
        while !session.isClosing {
            if session.owesTooMuch { send(&session) }
            if session.owesTooMuch || session.isCongested || session.hasHadItsTurn {
                if !session.isStalled { outputs.append(.pauseReading(session.id)) }
                session.isStalled = true
                // Whoever is owed something goes on when it leaves, and so does a congested one;
                // a turn has to be asked for.
                if session.hasHadItsTurn, !session.isCongested, !session.awaitsTurn {
                    session.awaitsTurn = true
                    outputs.append(.awaitTurn(session.id))
                }
                return
            }
            guard let framed = session.framer.next() else { break }
            switch framed {
            case .line(let range):
                handle(decoder.decode(session.framer.buffer, range), &session)
            case .tooLong: refuseLongLine(&session)
            }
        }
        if session.isStalled {
            session.isStalled = false
            outputs.append(.resumeReading(session.id))
        }
        if session.isFinished, !session.isClosing { beginClosing(&session) }
    }

    private mutating func refuseLongLine(_ session: inout Session) {
        session.requests += 1
        refuseLine(.lineTooLong(bytesMax: session.framer.lineBytesMax), &session)
        let now = moment.monotonicMilliseconds
        if let last = session.lastLineTooLong, now - last < Limits.lineTooLongWindowMilliseconds {
            close(&session, because: "a second line was too long")
        }
        session.lastLineTooLong = now
    }

    private mutating func handle(_ decoded: DecodedLine, _ session: inout Session) {
        if case .batch(let calls) = decoded {
            session.callsInTurn += calls.count
        } else {
            session.callsInTurn += 1
        }
        if case .unparsable(let error) = decoded {
            session.requests += 1
            session.parseErrorsInRow += 1
            refuseLine(error, &session)
            if session.parseErrorsInRow >= Limits.parseErrorsInRowMax {
                close(&session, because: "too many lines could not be parsed")
            }
            return
        }
        session.parseErrorsInRow = 0
        switch decoded {
        case .unparsable: break
        case .invalid(let error):
            session.requests += 1
            refuseLine(error, &session)
        case .single(let call): handle(call, &session, batch: nil)
        case .batch(let calls):
            let batch = nextSerial()
            batches[batch] = PendingBatch(session: session.id, missing: calls.count)
            session.openBatches += 1
            for call in calls { handle(call, &session, batch: batch) }
        }
    }

    private mutating func handle(
        _ decoded: Decoded, _ session: inout Session, batch: UInt64?
    ) {
        session.requests += 1
        counters.requests += 1
        switch decoded {
        case .refused(let id?, let stage, let error):
            let address = ReplyAddress(
                session: session.id, id: id, batch: batch, request: session.requests)
            let isTooEarly = stage == .parameters && !session.isGreeted
            refuse(address, &session, isTooEarly ? WireError(.helloRequired) : error)
        case .refused(_, _, let error): refuseLine(error, &session, batch: batch)
        case .refusedNotification:
            counters.notificationsIgnored += 1
            if let batch { finishCall(of: batch, &session) }
        case .request(let request):
            let address = ReplyAddress(
                session: session.id, id: request.id, batch: batch, request: session.requests)
            // A batch is answered as a whole, so its answers are held together: they end there.
            if let batch, batches[batch]?.isFull == true {
                refuse(
                    address, &session,
                    WireError(.rateLimited, details: [.limit(Limits.outboundPauseBytes)]))
            } else {
                dispatch(request, address, &session)
            }
            // A notification has no reply to count for it.
            if request.id == nil, let batch { finishCall(of: batch, &session) }
        }
    }

    private mutating func dispatch(
        _ request: Request, _ address: ReplyAddress, _ session: inout Session
    ) {
        // An earlier call of the same batch ended the session.
        guard !session.isClosing else {
            return refuse(address, &session, WireError(.helloRequired))
        }
        switch request.call {
        case .hello(let hello): return greet(hello, address, &session)
        case .ping:
            let now = moment.now
            return reply(address, &session) { Views.writePong(serverTime: now, into: &$0) }
        case .discover: return reply(address, &session) { $0.raw(OpenRPC.discovery) }
        default: break
        }
        guard session.isGreeted else {
            return refuse(address, &session, WireError(.helloRequired))
        }
        guard let principal = session.principal else {
            return dispatchAnonymous(request.call, address, &session)
        }
        guard spend(session.budget) else {
            return refuse(
                address, &session,
                WireError(.rateLimited, details: [.retryAfterMilliseconds(1000)]))
        }
        if !request.method.isCommand { session.queriesInTurn += 1 }
        switch request.call {
        case .hello, .ping, .discover: break
        case .register, .file, .command, .dispute:
            // Its refusal could not be reported, so a notification changes nothing.
            guard address.id != nil else { return ignoreNotification(request.method, session) }
            switch request.call {
            case .register(let register, let idempotency):
                self.register(register, idempotency, principal, address, &session)
            case .file(let filing, let idempotency):
                file(filing, idempotency, principal, address, &session)
            case .command(let call): command(call, principal, address, &session)
            case .dispute(let call): command(call, principal, address, &session)
            default: break
            }
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
            guard address.id != nil else { return ignoreNotification(request.method, session) }
            watch(filter, from: position, principal, address, &session)
        case .docketUnwatch(let subscription): unwatch(subscription, address, &session)
        case .documentGet(let number, let kind, let issuer):
            getDocument(number, kind, issuer, principal, address, &session)
        case .organGet, .organList, .organCompetence, .organCommonSupervisor, .serverStatus:
            dispatchAnonymous(request.call, address, &session)
        }
    }

    /// The methods that need no person behind them: the roster is public, and so is that the
    /// server runs.
    private mutating func dispatchAnonymous(
        _ call: Call, _ address: ReplyAddress, _ session: inout Session
    ) {
        switch call {
        case .organGet(let organ): getOrgan(organ, address, &session)
        case .organList(let page): listOrgans(page, address, &session)
        case .organCompetence(let of, let over): competence(of, over, address, &session)
        case .organCommonSupervisor(let parties): commonSupervisor(parties, address, &session)
        case .serverStatus: status(address, &session)
        case .hello, .ping, .discover, .register, .file, .command, .dispute, .matterGet,
            .matterHistory, .matterExplain, .matterAsOf, .docketList, .docketCount,
            .docketStatistics, .docketWatch, .docketUnwatch, .documentGet:
            refuse(
                address, &session, WireError(.unauthenticated, text: Self.withoutTokenText))
        }
    }

    private static let withoutTokenText = Bilingual(
        zh: "本方法需要令牌，而 session.hello 没有提供。",
        en: "This method needs a token, and session.hello gave none.")

    private mutating func ignoreNotification(_ method: Method, _ session: Session) {
        counters.notificationsIgnored += 1
        outputs.append(
            .log(
                LogRecord(
                    .notice, "a notification that would change state was not executed",
                    ["method": method.name, "session": String(session.id.rawValue)])))
    }

    /// Takes one request from a person's budget of the present second.
    private mutating func spend(_ budget: Int) -> Bool {
        if moment.monotonicMilliseconds - budgetRefilledAt >= 1000 {
            budgetRefilledAt = moment.monotonicMilliseconds
            for index in spent.indices { spent[index] = 0 }
        }
        spent[budget] += 1
        return spent[budget] <= Limits.requestsPerSecondMax
    }

    /// The place of a person's budget, which is one for all connections.
    mutating func budget(of person: PersonID) -> Int {
        if let known = budgets[person] { return known }
        budgets[person] = spent.count
        spent.append(0)
        return spent.count - 1
    }

    /// Ends a session: nothing more is read, and it closes when it has what it is owed.
    mutating func close(_ session: inout Session, because reason: String) {
        beginClosing(&session)
        outputs.append(
            .log(LogRecord(.notice, reason, ["session": String(session.id.rawValue)])))
    }

    private mutating func beginClosing(_ session: inout Session) {
        session.isClosing = true
        // Pushes could go on for ever; what was asked for is answered.
        for subscription in session.subscriptions { forget(subscription) }
        session.subscriptions = []
        closeIfDone(&session)
    }

    /// Asks for the end of a session that is closing, once and after all that it is owed. Called
    /// wherever the last of that may have left.
    mutating func closeIfDone(_ session: inout Session) {
        guard session.isClosing, !session.isCloseAsked, session.outbox.isEmpty,
            session.pendingReads == 0, session.openBatches == 0
        else { return }
        session.isCloseAsked = true
        outputs.append(.close(session.id))
    }
}
