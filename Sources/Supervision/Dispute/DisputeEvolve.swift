// Folding the second machine. Total; an event that contradicts the state it meets means that the
// journal is corrupt, and traps.

extension Dispute {
    /// The dispute that its first event makes.
    public init(id: MatterID, _ filing: Filing, supervising: OrganID) {
        self.init(id: id, version: 1, filing: filing, supervising: supervising, phase: .filed)
    }

    /// Folds one entry: its events in order, under the version that the entry carries.
    public mutating func evolve(_ events: [DisputeEvent], version: Int64, _ stamp: Stamp) {
        for event in events { evolve(event, stamp) }
        self.version = version
    }

    private func contradiction(_ event: DisputeEvent) -> Never {
        preconditionFailure("\(id) in \(phase.place.name) cannot have met \(event)")
    }

    private mutating func evolve(_ event: DisputeEvent, _ stamp: Stamp) {
        switch event {
        case .filed: contradiction(event)
        case .accepted(let deadline):
            guard case .filed = phase else { contradiction(event) }
            phase = .coordination(Coordination(term: deadline.map { Term($0) }))
        case .returned(let reason): close(.returned, reason, stamp)
        case .heard(let hearing):
            var coordination = coordination(event)
            coordination.hearings.append(hearing)
            phase = .coordination(coordination)
        case .settled(let agreement): close(.settled, agreement, stamp)
        case .opinionIssued(let opinion):
            phase = .execution(
                CoordinatedExecution(
                    hearings: coordination(event).hearings, opinion: opinion,
                    parts: opinion.parts.map {
                        PartState(party: $0.party, term: Term(opinion.document.deadline))
                    }))
        case .executionReported(let party, let text):
            update(event, party) { $0.report = text }
        case .executionRejected(let party, _, let deadline):
            update(event, party) { part in
                part.report = nil
                part.rejections += 1
                if let deadline { part.term = Term(deadline) }
            }
        case .executionConfirmed: close(.executed, nil, stamp)
        case .escalated(let party, let reason, let matter, _):
            close(.escalated(party: party, matter: matter), reason, stamp)
        case .withdrawn(let reason): close(.withdrawn, reason, stamp)
        case .deadlineExtended(let deadline, _):
            setTerms(event) { present in
                if let present, present.deadline.lastDay >= deadline.lastDay { return present }
                return Term(deadline)
            }
        case .suspended(let reason):
            suspension = Suspension(since: stamp.at.legalDay, reason: reason)
        case .resumed(_, let deadline):
            suspension = nil
            if let deadline { moveDeciding(to: deadline, event) }
        case .partDeadlineMoved(let party, let deadline):
            update(event, party) { $0.term = Term(deadline) }
        case .noted: break
        case .deadlineRecomputed(let deadline, _): moveDeciding(to: deadline, event)
        case .deadlinePassed: recordPassed(event, stamp)
        }
    }

    private func coordination(_ event: DisputeEvent) -> Coordination {
        guard case .coordination(let coordination) = phase else { contradiction(event) }
        return coordination
    }

    /// Changes the part of a party, or of each one.
    private mutating func update(
        _ event: DisputeEvent, _ party: OrganID? = nil, _ change: (inout PartState) -> Void
    ) {
        guard case .execution(var execution) = phase else { contradiction(event) }
        let indices = execution.parts.indices.filter {
            party == nil || execution.parts[$0].party == party
        }
        guard !indices.isEmpty else { contradiction(event) }
        for index in indices { change(&execution.parts[index]) }
        phase = .execution(execution)
    }

    /// Changes the term of the coordination, or of every part.
    private mutating func setTerms(_ event: DisputeEvent, _ change: (Term?) -> Term?) {
        switch phase {
        case .coordination(var coordination):
            coordination.term = change(coordination.term)
            phase = .coordination(coordination)
        case .execution: update(event) { $0.term = change($0.term) ?? $0.term }
        case .filed, .closed: contradiction(event)
        }
    }

    /// Moves the deciding deadline, for all that have it.
    private mutating func moveDeciding(to deadline: Deadline, _ event: DisputeEvent) {
        guard let deciding = term else { contradiction(event) }
        setTerms(event) { present in
            // Where it has passed, the event is from before parties had deadlines of their own, and
            // was about all that ran.
            let isMeant = deciding.hasPassed ? present?.hasPassed == false : present == deciding
            return isMeant ? Term(deadline) : present
        }
    }

    private mutating func recordPassed(_ event: DisputeEvent, _ stamp: Stamp) {
        guard term != nil else { contradiction(event) }
        if case .execution = phase {
            update(event) { part in
                guard part.isAwaited, part.term.deadline.hasPassed(at: stamp.at) else { return }
                part.term.hasPassed = true
            }
        } else {
            setTerms(event) { $0.map { Term($0.deadline, hasPassed: true) } }
        }
    }

    private mutating func close(
        _ outcome: DisputeClosing.Outcome, _ reason: String?, _ stamp: Stamp
    ) {
        var closing = DisputeClosing(outcome: outcome, reason: reason, at: stamp.at)
        switch phase {
        case .filed: break
        case .coordination(let coordination): closing.hearings = coordination.hearings
        case .execution(let execution):
            closing.hearings = execution.hearings
            closing.opinion = execution.opinion
            closing.parts = execution.parts
        case .closed: preconditionFailure("\(id) closes once")
        }
        suspension = nil
        phase = .closed(closing)
    }
}
