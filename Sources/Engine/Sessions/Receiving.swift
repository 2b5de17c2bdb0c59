internal import JSONText
internal import Supervision
internal import Wire

// From bytes to calls: lines, batches, and the limits that keep one connection from costing the
// others anything.

extension Core {
    mutating func open(_ id: SessionID, isLocal: Bool) {
        var session = Session(
            id: id, isLocal: isLocal, openedAt: moment.monotonicMilliseconds)
        if isDraining {
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
        batchBytes -= session.batchBytes
        for batch in session.openBatches { batches[batch] = nil }
    }

    mutating func receive(_ bytes: [UInt8], from id: SessionID) {
        serve(id) { (core, session) in
            guard !session.isClosing else { return }
            session.framer.append(bytes)
            guard !session.isStalled else { return core.countBytes(of: &session) }
            session.turn = Session.Turn()
            core.process(&session)
        }
    }

    private mutating func countBytes(of session: inout Session) {
        let held = session.framer.heldBytes
        heldBytes += held - session.countedBytes
        session.countedBytes = held
    }

    /// Of what all connections together may have waiting, the rest waits for its turn before it
    /// comes here.
    private static let heldBytesMax = Limits.inboundTotalBytesMax / 4 * 3

    /// Of what all connections together may have waiting to be sent, this much may wait for the
    /// rest of its batch.
    static let batchBytesMax = Limits.outboundTotalBytesMax / 2

    /// What connections have sent and nobody can handle yet stays below a limit: those that hold
    /// most of it go first. An honest line is whole within moments.
    mutating func closeLargestHolders() {
        guard heldBytes > Self.heldBytesMax else { return }
        var holders = sessions.all.map { (slot: $0, bytes: $0.countedBytes) }
        holders.sort { $0.bytes < $1.bytes }
        while heldBytes > Self.heldBytesMax, let largest = holders.popLast() {
            serve(largest.slot) { (core, session) in
                session.framer = LineFramer()
                core.countBytes(of: &session)
                core.close(&session, because: "all connections together have sent too much")
            }
        }
    }

    /// Whoever says no hello in time goes.
    mutating func closeSilentSessions() {
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

    /// What the client sent is answered to the end, then the session closes. Half a line at the
    /// end was never a message.
    mutating func finish(_ id: SessionID) {
        serve(id) { (core, session) in
            session.isFinished = true
            if !session.isStalled { core.process(&session) }
        }
    }

    /// Its socket takes bytes again.
    mutating func relieve(_ id: SessionID) {
        var subscriptions: [Int64] = []
        serve(id) { (core, session) in
            session.isCongested = false
            subscriptions = session.subscriptions
        }
        beginTurn(of: id)
        for subscription in subscriptions { catchUp(subscription) }
    }

    /// The others have had their turn.
    mutating func beginTurn(of id: SessionID) {
        serve(id) { (core, session) in
            session.turn = Session.Turn()
            if session.isStalled, !session.isClosing { core.process(&session) }
        }
    }

    /// Handles the lines that are there, until one of these stands in the way:
    ///
    /// | what | goes on |
    /// |---|---|
    /// | too many replies or bytes are owed | in `release`, or after a read, when they have left |
    /// | its socket takes nothing more | with `Input.relieved` |
    /// | it has had its turn | with `Input.turn`, which is asked for |
    ///
    /// Meanwhile nothing is read from the connection.
    mutating func process(_ session: inout Session) {
        defer { countBytes(of: &session) }
        while !session.isClosing {
            if session.owesTooMuch { send(&session) }
            if session.owesTooMuch || session.isCongested || session.turn.isOver {
                if !session.isStalled { outputs.append(.pauseReading(session.id)) }
                session.isStalled = true
                if session.turn.isOver, !session.isCongested, !session.turn.isNextAskedFor {
                    session.turn.isNextAskedFor = true
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
            session.turn.calls += calls.count
        } else {
            session.turn.calls += 1
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
            batches[batch] = PendingBatch(missing: calls.count)
            session.openBatches.insert(batch)
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
            // A batch is answered as a whole, so its answers are held together: they end there,
            // and where those of all batches together are too many.
            if let batch, batches[batch]?.isFull == true || batchBytes > Self.batchBytesMax {
                refuse(
                    address, &session,
                    WireError(.rateLimited, details: [.limit(Limits.outboundPauseBytes)]))
            } else {
                answer(request, address, &session)
            }
            // A notification has no reply to count for it.
            if request.id == nil, let batch { finishCall(of: batch, &session) }
        }
    }

    /// Ends a session: nothing more is read, and it closes when it has what it is owed.
    ///
    /// - Parameter details: what the log tells beside the reason.
    mutating func close(
        _ session: inout Session, because reason: String, _ details: [String: String] = [:]
    ) {
        beginClosing(&session)
        var fields = details
        fields["session"] = String(session.id.rawValue)
        outputs.append(.log(LogRecord(.notice, reason, fields)))
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
            session.pendingReplies == 0, session.openBatches.isEmpty
        else { return }
        session.isCloseAsked = true
        outputs.append(.close(session.id))
    }
}
