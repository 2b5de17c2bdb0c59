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
        let digest = keyDigest(principal.id, idempotency.key)
        if let index = docket.creation(ofKey: digest) {
            let position = docket.records[index].positions[0]
            return replay(position, idempotency, principal, address, &session)
        }
        guard drainDeadline == nil else { return refuse(address, &session, WireError(.draining)) }
        let duplicates = duplicates(
            about: request.incident, of: request.supervised, for: principal)
        let context = Context(
            house: house, now: moment.now, actor: principal, numbers: docket.numbers,
            duplicates: duplicates)
        do throws(Refusal) {
            let events = try Matter.register(request, in: context)
            let id = MatterID(kind: .supervision, serial: docket.nextSerial)
            let entry = append(
                events, to: id, version: 1, by: principal.id, before: nil, idempotency, digest)
            acknowledge(entry, address, &session)
        } catch {
            refuse(address, &session, WireError(error))
        }
    }

    mutating func command(
        _ call: CommandCall, _ principal: Principal, _ address: ReplyAddress,
        _ session: inout Session
    ) {
        let digest = keyDigest(principal.id, call.idempotency.key)
        // A retry comes before visibility: after a transfer whoever gave the command may see the
        // matter no more, and must still be able to learn that the command was accepted.
        if let index = docket.index(of: call.matter),
            let version = docket.version(ofKey: digest, at: index)
        {
            // A true retry expects the version that its first sending expected. Another version
            // is another parameter, so it is another command under a used key.
            guard version == call.expectedVersion + 1 else {
                return refuse(address, &session, WireError(.idempotencyKeyReused))
            }
            let position = docket.records[index].commands[Int(version) - 1].position
            return replay(position, call.idempotency, principal, address, &session)
        }
        guard let index = visibleMatter(call.matter, to: principal, session.viewer) else {
            return refuse(address, &session, .matterNotFound(call.matter.description))
        }
        guard drainDeadline == nil else { return refuse(address, &session, WireError(.draining)) }
        let context = context(for: call.command, of: principal, session.viewer, about: index)
        let before = docket.records[index].matter.phase.place
        do throws(Refusal) {
            let events = try docket.records[index].matter.decide(
                call.command, expecting: call.expectedVersion, in: context)
            let entry = append(
                events, to: call.matter, version: call.expectedVersion + 1, by: principal.id,
                before: before, call.idempotency, digest)
            acknowledge(entry, address, &session)
        } catch {
            refuse(address, &session, explained(error, call.command.name, index))
        }
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
        var context = Context(
            house: house, now: moment.now, actor: principal, numbers: docket.numbers)
        // Only a closed matter can be reopened beside another one about its incident.
        if docket.rows[index].place == .closed {
            let registration = docket.records[index].matter.registration
            context.duplicates = duplicates(
                about: registration.incident, of: registration.supervised, for: principal)
        }
        return context
    }

    /// The place of a matter, when the person may see it; nil, told as not found, when not.
    func visibleMatter(
        _ id: MatterID, to principal: Principal, _ viewer: DocketViewer?
    ) -> Int? {
        guard let index = docket.index(of: id) else { return nil }
        if viewer?.isOnASide(of: docket.rows[index]) == true { return index }
        let audience = docket.records[index].matter.audience(of: principal, in: roster)
        return audience == nil ? nil : index
    }

    /// Open matters about the same incident of the same organ (Art. 15).
    private func duplicates(
        about incident: String?, of supervised: OrganID, for principal: Principal
    ) -> [Context.Duplicate] {
        guard let incident else { return [] }
        return docket.openMatters(about: incident, of: supervised).map { index in
            let matter = docket.records[index].matter
            return Context.Duplicate(
                matter: matter.id,
                isVisible: matter.audience(of: principal, in: roster) != nil,
                supervising: matter.supervising)
        }
    }

    private func mergeTarget(
        _ target: MatterID, _ principal: Principal, _ viewer: DocketViewer?
    ) -> Context.MergeTarget? {
        guard let index = visibleMatter(target, to: principal, viewer) else { return nil }
        let matter = docket.records[index].matter
        return Context.MergeTarget(
            matter: target, isOpen: !matter.isClosed, supervised: matter.supervised)
    }

    /// A refusal with where the matter stands and where the command would be allowed.
    func explained(_ refusal: Refusal, _ name: CommandName, _ index: Int) -> WireError {
        var error = WireError(refusal)
        guard case .notInPhase = refusal.reason else { return error }
        let matter = docket.records[index].matter
        let from = Rule.of(name).from
        // Where an item stands, and not the matter, the refusal itself says what is missing.
        guard
            !from.contains(matter.phase.place) || refusal.missing.isEmpty
                || matter.suspension != nil || name == .resume
        else { return error }
        error.details.append(.phase(matter.phase.name))
        if let step = matter.phase.step { error.details.append(.step(step)) }
        if matter.suspension != nil { error.details.append(.suspended(true)) }
        error.details.append(.allowedIn(Place.each.filter { from.contains($0) }.map(\.name)))
        return error
    }

    // MARK: Entries

    /// Makes an entry of events, applies it and hands it out to be made durable.
    ///
    /// - Parameter keyDigest: of person and key; nil, like `idempotency`, for an act of the server.
    @discardableResult
    mutating func append(
        _ events: [MatterEvent], to matter: MatterID, version: Int64, by person: PersonID,
        before: Place?, _ idempotency: Idempotency?, _ keyDigest: UInt64?
    ) -> Entry {
        tip += 1
        let stamp = Stamp(at: moment.now, by: person)
        // Copies of a matter make folding it dearer, so they are taken only for those who watch.
        let isWatched = !watches.isEmpty
        let seenBefore = isWatched ? docket.index(of: matter).map(docket.sighting) : nil
        let index = docket.apply(
            events, to: matter, version: version, stamp, at: tip, keyDigest: keyDigest, in: roster)
        let entry = Entry(
            position: tip, matter: matter, version: version, stamp: stamp,
            idempotency: idempotency.map { Entry.Idempotency(key: $0.key, digest: $0.digest) },
            before: before, after: docket.records[index].matter.phase.place, events: events)
        counters.commands += idempotency == nil ? 0 : 1
        inFlight.append(
            InFlightEntry(
                entry: entry,
                passage: isWatched
                    ? Passage(before: seenBefore, after: docket.sighting(index)) : nil))
        outputs.append(.append(entry))
        return entry
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
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        func mix(_ byte: UInt8) { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
        for byte in principal.text.utf8 { mix(byte) }
        mix(0)
        for byte in key.utf8 { mix(byte) }
        return hash
    }
}

extension CommandResult {
    init(_ entry: Entry, replayed: Bool) {
        self.init(
            matter: entry.matter, version: entry.version, phase: entry.after.phaseName,
            step: entry.after.stepName, position: entry.position, at: entry.stamp.at,
            replayed: replayed)
        for event in entry.events {
            switch event {
            case .opinionIssued(let issued), .decisionIssued(let issued):
                document = IssuedDocument(kind: issued.kind, number: issued.number)
            case .accountabilityOpened(let number, _):
                duty = number
                item = number
            case .assistanceRequested(let number, _, _), .noticeOwed(let number, _): duty = number
            default: break
            }
        }
    }
}
