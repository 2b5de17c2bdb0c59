// Folding: what an event makes of a matter. It is total; an event that contradicts the state it
// meets means that the journal is corrupt, and traps.

extension Matter {
    /// The matter that its first event makes.
    public init(id: MatterID, _ registered: Registered) {
        self.init(
            id: id, version: 1, registration: registered.registration,
            supervising: registered.supervising, competence: registered.competence,
            secrecy: registered.secrecy,
            phase: .complaint(Complaint(term: registered.deadline.map { Term($0) })))
    }

    /// Folds one entry: its events in order, under the version that the entry carries.
    public mutating func evolve(_ events: [MatterEvent], version: Int64, _ stamp: Stamp) {
        for event in events { evolve(event, stamp) }
        self.version = version
    }

    /// Only a corrupt journal leads here: a decided command never meets a state it does not fit.
    func contradiction(_ event: MatterEvent) -> Never {
        preconditionFailure("\(id) in \(phase.name) cannot have met \(event)")
    }

    // One switch, one case for each event.
    private mutating func evolve(_ event: MatterEvent, _ stamp: Stamp) {
        switch event {
        case .registered: contradiction(event)
        case .accepted(let investigators, let deadline):
            guard case .complaint = phase else { contradiction(event) }
            phase = .investigation(
                Inquiry(investigators: investigators, term: deadline.map { Term($0) }))
        case .declined(let reason): close(.declined, reason, stamp)
        case .transferred(let organ, let competence, _):
            (supervising, self.competence) = (organ, competence)
        case .referred(let channel, let reason): close(.referred(channel), reason, stamp)
        case .merged(let target, let reason): close(.merged(into: target), reason, stamp)
        case .withdrawn(let reason): close(.withdrawn, reason, stamp)
        case .complainantDropped:
            registration.complainant = nil
            registration.exOfficio = true

        case .investigatorsAssigned(let investigators):
            changeInquiry(event) { $0.investigators = investigators }
        case .measureRecorded(let measure):
            changeInquiry(event) { $0.measures.append(measure) }
        case .noProblemFound: finish(.noProblem, inquiry(event), stamp)
        case .problemsFound(let facts, let grounds):
            let inquiry = inquiry(event)
            let finding = found(facts, grounds, nil, stamp)
            phase = .opinion(OpinionDue(inquiry: inquiry, finding: finding))
        case .majorProblemsFound(let facts, let grounds, let reason):
            let inquiry = inquiry(event)
            let finding = found(facts, grounds, reason, stamp)
            let ground = DecisionGround.major(MajorFinding(finding: finding, reason: reason))
            phase = .decision(DecisionPhase(inquiry: inquiry, ground: ground))

        case .opinionIssued(let opinion):
            guard case .opinion(let due) = phase else { contradiction(event) }
            documents.append(opinion)
            phase = .rectification(
                Rectification(
                    inquiry: due.inquiry, finding: due.finding, opinion: opinion,
                    term: Term(opinion.deadline)))
        case .rectificationReported(let reports):
            var rectification = rectification(event)
            rectification.step = .underReview(reports)
            phase = .rectification(rectification)
        case .rectificationAccepted: finish(.rectified, rectification(event).inquiry, stamp)
        case .rectificationRejected(_, let deadline):
            var rectification = rectification(event)
            rectification.step = .awaitingReport
            rectification.rejections += 1
            if let deadline { rectification.term = Term(deadline) }
            phase = .rectification(rectification)
        case .rectificationFailed(let reason):
            let failed = rectification(event)
            let unrectified = UnrectifiedOpinion(
                finding: failed.finding, opinion: failed.opinion, reason: reason,
                failedBy: stamp.by)
            phase = .decision(
                DecisionPhase(inquiry: failed.inquiry, ground: .unrectified(unrectified)))

        case .decisionIssued(let document):
            documents.append(document)
            setStep(
                .inForce(IssuedDecision(document: document, term: Term(document.deadline))), event)
        case .executionReported(let reports):
            setStep(.executionReported(issuedDecision(event), reports), event)
        case .executionConfirmed: finish(.executed, decision(event).inquiry, stamp)
        case .executionRejected(_, let deadline):
            var issued = issuedDecision(event)
            issued.rejections += 1
            if let deadline { issued.term = Term(deadline) }
            setStep(.inForce(issued), event)
        case .refusalFound:
            phase = .accountability(
                AccountabilityPhase(inquiry: decision(event).inquiry, result: .notExecuted))

        case .deadlineExtended(let deadline, _): setTerm(Term(deadline), event)
        case .deadlinePassed:
            guard var term else { contradiction(event) }
            term.hasPassed = true
            setTerm(term, event)
        case .deadlineRecomputed(let deadline, _):
            guard term?.hasPassed == false else { contradiction(event) }
            setTerm(Term(deadline), event)
        case .suspended(let reason):
            suspension = Suspension(since: stamp.at.legalDay, reason: reason)
        case .resumed(_, let deadline):
            suspension = nil
            if let deadline { setTerm(Term(deadline), event) }
        case .obstructionRecorded(let kind, _): if kind == .refusal { recordRefusal(event) }

        case .assistanceRequested, .assistanceProvided, .noticeOwed, .noticeSent,
            .accountabilityOpened, .unitNotified, .officerMeasureRecorded,
            .accountabilityReferred, .outcomeRecorded, .accountabilitySettled,
            .accountabilityDismissed:
            evolveDuty(event)

        case .closed:
            guard case .accountability(let last) = phase else { contradiction(event) }
            close(.main(last.result), nil, stamp)
        case .reopened(_, let deadline):
            guard case .closed(let closing) = phase else { contradiction(event) }
            phase = .investigation(
                Inquiry(investigators: closing.investigators, term: deadline.map { Term($0) }))
        case .classified(let secrecy, _): self.secrecy = secrecy
        case .coordinated, .commended, .noted: break
        }
    }

    /// Changes the inquiry where it lies: the phase lets go of it meanwhile, so that its measures,
    /// of which there may be many, are not copied.
    private mutating func changeInquiry(
        _ event: MatterEvent, _ change: (inout Inquiry) -> Void
    ) {
        guard case .investigation(var inquiry) = phase else { contradiction(event) }
        phase = .complaint(Complaint(term: nil))
        change(&inquiry)
        phase = .investigation(inquiry)
    }

    private func inquiry(_ event: MatterEvent) -> Inquiry {
        guard case .investigation(let inquiry) = phase else { contradiction(event) }
        return inquiry
    }

    private func rectification(_ event: MatterEvent) -> Rectification {
        guard case .rectification(let rectification) = phase else { contradiction(event) }
        return rectification
    }

    private func decision(_ event: MatterEvent) -> DecisionPhase {
        guard case .decision(let decision) = phase else { contradiction(event) }
        return decision
    }

    private func issuedDecision(_ event: MatterEvent) -> IssuedDecision {
        guard let issued = decision(event).issued else { contradiction(event) }
        return issued
    }

    private mutating func setStep(_ step: DecisionPhase.Step, _ event: MatterEvent) {
        var decision = decision(event)
        decision.step = step
        phase = .decision(decision)
    }

    private mutating func found(
        _ facts: String, _ grounds: [Int], _ majorReason: String?, _ stamp: Stamp
    ) -> Finding {
        let finding = Finding(
            facts: facts, grounds: grounds, majorReason: majorReason, concludedBy: stamp.by)
        findings.append(finding)
        return finding
    }

    /// The main line ends: the matter closes, unless a duty is open.
    private mutating func finish(
        _ result: AccountabilityPhase.Result, _ inquiry: Inquiry, _ stamp: Stamp
    ) {
        if openDuties.isEmpty {
            close(.main(result), nil, stamp)
        } else {
            phase = .accountability(AccountabilityPhase(inquiry: inquiry, result: result))
        }
    }

    private mutating func close(
        _ outcome: Closing.Outcome, _ reason: String?, _ stamp: Stamp
    ) {
        precondition(openDuties.isEmpty, "\(id) cannot close with an open duty")
        // A withdrawal closes a suspended matter too, and a closed matter is not suspended.
        suspension = nil
        phase = .closed(
            Closing(
                outcome: outcome, reason: reason, at: stamp.at, investigators: investigators))
    }

    private mutating func setTerm(_ term: Term, _ event: MatterEvent) {
        switch phase {
        case .complaint: phase = .complaint(Complaint(term: term))
        case .investigation(var inquiry):
            inquiry.term = term
            phase = .investigation(inquiry)
        case .rectification(var rectification):
            rectification.term = term
            phase = .rectification(rectification)
        case .decision: updateIssued(event) { $0.term = term }
        case .opinion, .accountability, .closed: contradiction(event)
        }
    }

    /// A recorded refusal lets the rectification fail, or the refusal of a decision be found.
    private mutating func recordRefusal(_ event: MatterEvent) {
        switch phase {
        case .rectification(var rectification):
            rectification.refusalRecorded = true
            phase = .rectification(rectification)
        case .decision(let decision) where decision.issued != nil:
            updateIssued(event) { $0.refusalRecorded = true }
        case .complaint, .investigation, .opinion, .decision, .accountability, .closed: break
        }
    }

    private mutating func updateIssued(
        _ event: MatterEvent, _ change: (inout IssuedDecision) -> Void
    ) {
        var decision = decision(event)
        switch decision.step {
        case .due: contradiction(event)
        case .inForce(var issued):
            change(&issued)
            decision.step = .inForce(issued)
        case .executionReported(var issued, let reports):
            change(&issued)
            decision.step = .executionReported(issued, reports)
        }
        phase = .decision(decision)
    }
}
