internal import DequeModule
internal import JSONText
internal import Supervision
internal import Wire

// Commands: existence, replay, decision, entry. An accepted command is one entry, applied at once
// and answered when it is durable.

extension Core {
    mutating func register(
        _ request: RegisterMatter, _ idempotency: Idempotency, _ principal: Principal,
        _ address: ReplyAddress, _ session: inout Session
    ) {
        create(.supervision, idempotency, principal, address, &session) {
            (core, context) throws(Refusal) in
            var context = context
            let duplicates = core.duplicates(
                about: request.incident, of: request.supervised, for: principal)
            if !duplicates.isEmpty { context.duplicates = duplicates }
            return .matter(try Matter.register(request, in: context))
        }
    }

    mutating func file(
        _ request: FileDispute, _ idempotency: Idempotency, _ principal: Principal,
        _ address: ReplyAddress, _ session: inout Session
    ) {
        create(.dispute, idempotency, principal, address, &session) {
            (_, context) throws(Refusal) in
            .dispute(try Dispute.file(request, in: context))
        }
    }

    /// A command that makes a matter, or the answer to it when it was accepted before.
    private mutating func create(
        _ kind: MatterID.Kind, _ idempotency: Idempotency, _ principal: Principal,
        _ address: ReplyAddress, _ session: inout Session,
        _ decide: (borrowing Core, Context) throws(Refusal) -> AffairEvents
    ) {
        let digest = keyDigest(principal.id, idempotency.key)
        if let index = docket.creation(ofKey: digest) {
            let position = docket.records.firstPosition(index)
            return replay(position, idempotency, principal, address, &session)
        }
        guard !isDraining else { return refuse(address, &session, .draining) }
        do throws(Refusal) {
            let events = try decide(self, context(of: principal))
            let id = MatterID(kind: kind, serial: docket.nextSerial)
            let entry = append(
                events, to: id, version: 1, by: principal.id, before: nil, idempotency, digest)
            acknowledge(entry, address, &session)
        } catch {
            refuse(address, &session, WireError(error))
        }
    }

    mutating func command(
        _ call: CommandCall<MatterCommand>, _ principal: Principal, _ address: ReplyAddress,
        _ session: inout Session
    ) {
        guard let (index, digest) = admit(call, principal, address, &session) else { return }
        let context = context(for: call.command, of: principal, session.viewer, about: index)
        do throws(Refusal) {
            guard case .matter(let matter) = docket.records.affair(index) else {
                throw Refusal(
                    .notFound(.matter, id: call.matter.description), .procedure)
            }
            let events = try matter.decide(
                call.command, expecting: call.expectedVersion, in: context)
            accept(
                .matter(events), call, digest, principal, from: matter.place, address,
                &session)
        } catch {
            refuse(address, &session, explained(error, .matter(call.command.name), index))
        }
    }

    mutating func command(
        _ call: CommandCall<DisputeCommand>, _ principal: Principal, _ address: ReplyAddress,
        _ session: inout Session
    ) {
        guard let (index, digest) = admit(call, principal, address, &session) else { return }
        let context = context(of: principal, about: index)
        do throws(Refusal) {
            guard case .dispute(let dispute) = docket.records.affair(index) else {
                throw Refusal(
                    .notFound(.matter, id: call.matter.description), .procedure)
            }
            let events = try dispute.decide(
                call.command, expecting: call.expectedVersion, in: context)
            accept(
                .dispute(events), call, digest, principal, from: dispute.phase.place, address,
                &session)
        } catch {
            refuse(address, &session, explained(error, .dispute(call.command.name), index))
        }
    }

    /// What comes before every decision: the answer to a retry, existence, and the drain. Nil when
    /// the command was answered.
    private mutating func admit<Command>(
        _ call: CommandCall<Command>, _ principal: Principal, _ address: ReplyAddress,
        _ session: inout Session
    ) -> (index: Int, digest: UInt64)? {
        let digest = keyDigest(principal.id, call.idempotency.key)
        // A retry comes before visibility: after a transfer whoever gave the command may see the
        // matter no more, and must still be able to learn that the command was accepted.
        if let index = docket.index(of: call.matter),
            let version = docket.version(ofKey: digest, at: index)
        {
            // A true retry expects the version that its first sending expected. Another version
            // is another parameter, so it is another command under a used key.
            if version == call.expectedVersion + 1 {
                replay(
                    docket.position(ofVersion: version, at: index), call.idempotency, principal,
                    address, &session)
            } else {
                refuse(address, &session, WireError(.idempotencyKeyReused))
            }
            return nil
        }
        guard let index = visibleMatter(call.matter, to: principal, session.viewer) else {
            refuse(address, &session, .matterNotFound(call.matter.description))
            return nil
        }
        guard !isDraining else {
            refuse(address, &session, .draining)
            return nil
        }
        return (index, digest)
    }

    private mutating func accept<Command>(
        _ events: AffairEvents, _ call: CommandCall<Command>, _ digest: UInt64,
        _ principal: Principal, from before: Place, _ address: ReplyAddress,
        _ session: inout Session
    ) {
        let entry = append(
            events, to: call.matter, version: call.expectedVersion + 1, by: principal.id,
            before: before, call.idempotency, digest)
        acknowledge(entry, address, &session)
    }

    /// What is looked at when somebody gives a command, or asks whether he may.
    func context(
        for command: MatterCommand, of principal: Principal, _ viewer: DocketViewer?,
        about index: Int
    ) -> Context {
        var context = context(of: principal, about: index)
        if case .merge(let target, _) = command {
            context.mergeTarget = mergeTarget(target, principal, viewer)
        }
        return context
    }

    /// The same, as far as it depends on no command.
    func context(of principal: Principal, about index: Int) -> Context {
        var context = context(of: principal)
        switch docket.records.affair(index) {
        case .matter(let matter):
            // Only a closed matter can be reopened beside another one about its incident.
            guard matter.isClosed else { break }
            context.duplicates = duplicates(
                about: matter.incident, of: matter.supervised, for: principal)
        case .dispute:
            context.nextMatter = MatterID(kind: .supervision, serial: docket.nextSerial)
        }
        return context
    }

    private func context(of principal: Principal) -> Context {
        Context(house: house, now: moment.now, actor: principal, numbers: docket.documents.numbers)
    }

    /// The index of a matter, when the person may see it; nil, told as not found, when not.
    func visibleMatter(
        _ id: MatterID, to principal: Principal, _ viewer: DocketViewer?
    ) -> Int? {
        guard let index = docket.index(of: id) else { return nil }
        if viewer?.isOnASide(of: docket.queues.rows[index]) == true { return index }
        let audience = docket.records.affair(index).audience(of: principal, in: roster)
        return audience == nil ? nil : index
    }

    /// Open matters about the same incident of the same organ (Art. 15).
    private func duplicates(
        about incident: String?, of supervised: OrganID, for principal: Principal
    ) -> [Context.Duplicate] {
        guard let incident else { return [] }
        return docket.openMatters(about: incident, of: supervised).map { matter in
            Context.Duplicate(
                matter: matter.id, isVisible: matter.audience(of: principal, in: roster) != nil,
                supervising: matter.supervising,
                distinctFrom: matter.registration.distinctFrom?.matter)
        }
    }

    private func mergeTarget(
        _ target: MatterID, _ principal: Principal, _ viewer: DocketViewer?
    ) -> Context.MergeTarget? {
        guard let index = visibleMatter(target, to: principal, viewer),
            case .matter(let matter) = docket.records.affair(index)
        else { return nil }
        return Context.MergeTarget(
            matter: target, isOpen: !matter.isClosed, supervised: matter.supervised)
    }

    /// A refusal with where the matter stands and where the command would be allowed.
    func explained(
        _ refusal: Refusal, _ command: GivenCommandName, _ index: Int
    ) -> WireError {
        var error = WireError(refusal)
        guard case .notInPhase = refusal.reason else { return error }
        let affair = docket.records.affair(index)
        let from = command.from
        // Where an item stands, and not the matter, the refusal itself says what is missing.
        guard
            !from.contains(affair.place) || refusal.missing.isEmpty || affair.isSuspended
                || command.isResume
        else { return error }
        error.details.append(.phase(affair.place.phaseName))
        if let step = affair.place.stepName { error.details.append(.step(step)) }
        if affair.isSuspended { error.details.append(.suspended(true)) }
        error.details.append(.allowedIn(Place.all.filter { from.contains($0) }.map(\.name)))
        return error
    }

    // MARK: Entries

    /// Makes an entry of events, applies it and hands it out to be made durable.
    ///
    /// - Parameter keyDigest: of person and key; nil, like `idempotency`, for an act of the server.
    @discardableResult
    mutating func append(
        _ events: AffairEvents, to matter: MatterID, version: Int64, by person: PersonID,
        before: Place?, _ idempotency: Idempotency?, _ keyDigest: UInt64?
    ) -> Entry {
        tip += 1
        let stamp = Stamp(at: moment.now, by: person)
        let isWatched = !watches.isEmpty
        var past: Passage.Past?
        if isWatched, let index = docket.index(of: matter) {
            // Asked before the call: among its arguments, or in a closure, the compiler would copy
            // the docket for as long as the call lasts.
            let keepsContents = liveWatches.lookIntoMatters
            past = docket.past(index, before: events, keepsContents: keepsContents)
        }
        if !passes.isEmpty, let index = docket.index(of: matter) {
            passes.willChange(index, docket)
        }
        let index = docket.apply(
            events, to: matter, version: version, stamp, at: tip, keyDigest: keyDigest, in: roster)
        let entry = Entry(
            position: tip, matter: matter, version: version, stamp: stamp,
            idempotency: idempotency.map { Entry.Idempotency(key: $0.key, digest: $0.digest) },
            before: before, after: docket.records.affair(index).place, events: events)
        counters.commands += idempotency == nil ? 0 : 1
        inFlight.append(
            InFlightEntry(
                entry: entry, passages: isWatched ? passages(of: entry, past, at: index) : []))
        outputs.append(.append(entry))
        return entry
    }

    /// An entry as each of its matters sees it.
    private func passages(
        of entry: Entry, _ before: Passage.Past?, at index: Int
    ) -> [Passage] {
        let own = Passage(entry: entry, before: before, after: docket.sighting(index))
        guard let opened = entry.events.opened?.matter, let other = docket.index(of: opened)
        else { return [own] }
        let registration = Passage(
            entry: entry.seen(from: opened), before: nil, after: docket.sighting(other))
        return [own, registration]
    }

    /// Answers the command that made an entry.
    private mutating func acknowledge(
        _ entry: Entry, _ address: ReplyAddress, _ session: inout Session
    ) {
        let result = CommandResult(entry, replayed: false)
        reply(address, &session) { Views.write(result, into: &$0) }
    }

    // MARK: Replays

    /// Answers a command that was accepted before, from its own entry. The entry may still be on
    /// its way to the disk; then the answer waits for it like the first one does.
    private mutating func replay(
        _ position: Int64, _ idempotency: Idempotency, _ principal: Principal,
        _ address: ReplyAddress, _ session: inout Session
    ) {
        counters.replays += 1
        let pending = PendingRead.Replay(
            address: address, principal: principal.id, idempotency: idempotency)
        if let first = inFlight.first?.entry.position, position >= first {
            finishReplay(pending, [inFlight[Int(position - first)].entry], &session)
        } else {
            read(.positions([position]), for: .replay(pending), &session)
        }
    }

    mutating func finishReplay(
        _ replay: PendingRead.Replay, _ entries: [Entry], _ session: inout Session
    ) {
        guard let entry = entries.first else {
            preconditionFailure("the journal does not hold what was appended to it")
        }
        guard entry.stamp.by == replay.principal,
            entry.idempotency?.key == replay.idempotency.key,
            entry.idempotency?.digest == replay.idempotency.digest
        else {
            return refuse(replay.address, &session, WireError(.idempotencyKeyReused))
        }
        let result = CommandResult(entry, replayed: true)
        self.reply(replay.address, &session) { Views.write(result, into: &$0) }
    }

    /// Principal and key in 64 bits. What it finds is compared in full before it is believed.
    func keyDigest(_ principal: PersonID, _ key: String) -> UInt64 {
        JSONDigest(principal.text).adding(key).value
    }
}
