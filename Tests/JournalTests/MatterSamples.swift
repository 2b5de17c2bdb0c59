import Supervision

// Matters in every phase and step, bare and with everything that can be beside the phase.

extension Samples {
    var matters: [Matter] {
        phases.map { matter($0, number: 1) } + phases.map { fullMatter($0) }
    }

    func matter(_ phase: Phase, number: Int64) -> Matter {
        Matter(
            id: MatterID(kind: .supervision, serial: number), version: 1,
            registration: plainRegistration, supervising: organ,
            competence: Competence(basis: Citation(2, paragraph: 2)), secrecy: .internal,
            phase: phase)
    }

    private func fullMatter(_ phase: Phase) -> Matter {
        Matter(
            id: MatterID(kind: .supervision, serial: 9_007_199_254_740_993), version: 17,
            registration: fullRegistration, supervising: organ, competence: fullCompetence,
            secrecy: .personalPrivacy, phase: phase, duties: duties,
            suspension: Suspension(since: CivilDate(daysSinceEpoch: 20_600), reason: text()),
            findings: [finding, majorFinding],
            documents: [document(.opinion), document(.decision)])
    }

    private var duties: [Duty] {
        let kinds: [Duty.Kind] =
            items.map { .accountability($0) } + [
                .notice(superior: text(), sent: nil),
                .notice(superior: text(), sent: text()),
                .assistance(from: organ, request: text(), provided: nil),
                .assistance(from: organ, request: text(), provided: text()),
            ]
        return kinds.enumerated().map { Duty(number: $0 + 1, kind: $1) }
    }

    private var inquiry: Inquiry {
        Inquiry(
            investigators: [person, PersonID("p-2")], measures: [plainMeasure, fullMeasure],
            term: Term(movedDeadline, hasPassed: true))
    }

    var phases: [Phase] {
        [
            .complaint(Complaint(term: nil)),
            .complaint(Complaint(term: Term(deadline))),
            .investigation(Inquiry(investigators: [], term: nil)),
            .investigation(inquiry),
            .opinion(OpinionDue(inquiry: inquiry, finding: finding)),
            rectification(.awaitingReport), rectification(.underReview(reports)),
            .accountability(AccountabilityPhase(inquiry: inquiry, result: .notExecuted)),
        ] + decisions + closings
    }

    private func rectification(_ step: Rectification.Step) -> Phase {
        .rectification(
            Rectification(
                inquiry: inquiry, finding: finding, opinion: document(.opinion),
                term: Term(calendarDeadline, hasPassed: true), step: step, rejections: 2,
                refusalRecorded: true))
    }

    private var decisions: [Phase] {
        let unrectified = DecisionGround.unrectified(
            UnrectifiedOpinion(
                finding: finding, opinion: document(.opinion), reason: text(), failedBy: person))
        let major = DecisionGround.major(MajorFinding(finding: majorFinding, reason: text()))
        let decision = IssuedDecision(
            document: document(.decision), term: Term(deadline), rejections: 1,
            refusalRecorded: true)
        let steps: [DecisionPhase.Step] = [
            .due, .inForce(decision), .executionReported(decision, reports),
        ]
        return [unrectified, major].flatMap { ground in
            steps.map { .decision(DecisionPhase(inquiry: inquiry, ground: ground, step: $0)) }
        }
    }

    private var closings: [Phase] {
        let outcomes: [Closing.Outcome] =
            [.declined, .referred(.statistics), .withdrawn]
            + [.merged(into: MatterID(kind: .supervision, serial: 3))]
            + AccountabilityPhase.Result.allCases.map { .main($0) }
        return outcomes.enumerated().map { index, outcome in
            .closed(
                Closing(
                    outcome: outcome, reason: index % 2 == 0 ? nil : text(),
                    at: Instant(milliseconds: 1_780_000_000_999),
                    investigators: index % 2 == 0 ? [] : [person]))
        }
    }
}
