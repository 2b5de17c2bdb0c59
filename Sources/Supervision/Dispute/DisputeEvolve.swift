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
                    term: Term(opinion.document.deadline),
                    parts: opinion.parts.map { PartState(party: $0.party) }))
        case .executionReported(let party, let text):
            update(party, event) { part, _ in part.report = text }
        case .executionRejected(let party, _, let deadline):
            update(party, event) { part, term in
                part.report = nil
                part.rejections += 1
                if let deadline { term = Term(deadline) }
            }
        case .executionConfirmed: close(.executed, nil, stamp)
        case .escalated(let party, let reason, let matter, _):
            close(.escalated(party: party, matter: matter), reason, stamp)
        case .withdrawn(let reason): close(.withdrawn, reason, stamp)
        case .deadlineExtended(let deadline, _): setTerm(Term(deadline), event)
        case .suspended(let reason):
            suspension = Suspension(since: stamp.at.legalDay, reason: reason)
        case .resumed(_, let deadline):
            suspension = nil
            if let deadline { setTerm(Term(deadline), event) }
        case .noted: break
        case .deadlineRecomputed(let deadline, _):
            guard term?.hasPassed == false else { contradiction(event) }
            setTerm(Term(deadline), event)
        case .deadlinePassed:
            guard var term else { contradiction(event) }
            term.hasPassed = true
            setTerm(term, event)
        }
    }

    private func coordination(_ event: DisputeEvent) -> Coordination {
        guard case .coordination(let coordination) = phase else { contradiction(event) }
        return coordination
    }

    private mutating func update(
        _ party: OrganID, _ event: DisputeEvent, _ change: (inout PartState, inout Term) -> Void
    ) {
        guard case .execution(var execution) = phase,
            let index = execution.parts.firstIndex(where: { $0.party == party })
        else { contradiction(event) }
        change(&execution.parts[index], &execution.term)
        phase = .execution(execution)
    }

    private mutating func setTerm(_ term: Term, _ event: DisputeEvent) {
        switch phase {
        case .coordination(var coordination):
            coordination.term = term
            phase = .coordination(coordination)
        case .execution(var execution):
            execution.term = term
            phase = .execution(execution)
        case .filed, .closed: contradiction(event)
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
