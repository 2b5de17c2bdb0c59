import Supervision

// The rows of the table that deal with duties and those that are not bound to a phase.

extension Acceptance {
    /// An item is opened about a person.
    private static func opened(
        _ accusation: Accusation, duty: Int = 1, at place: Place
    ) -> Acceptance {
        let item = AccountabilityItem(
            kind: accusation.kind, facts: accusation.facts, misconduct: accusation.misconduct,
            person: accusation.person)
        return Acceptance(
            .openAccountability(accusation), by: "cy-justice.investigator",
            [.accountabilityOpened(duty: duty, item)], place
        ) { try given(place) }
    }

    /// Art. 19: about somebody of the supervised organ, or of a body of it.
    private static func accused(_ kind: AccountabilityKind, of organ: String) -> Accusation {
        var accusation = Words.officer(of: organ)
        accusation.kind = kind
        return accusation
    }

    static let duties: [Acceptance] = [
        Acceptance(
            refusal, by: "cy-justice.investigator",
            [
                .obstructionRecorded(.refusal, summary: "door shut"),
                .accountabilityOpened(
                    duty: 1,
                    AccountabilityItem(
                        kind: .obstruction, facts: "door shut", responsible: Words.responsible)),
            ], .decisionDue
        ) { try given(.decisionDue) },
        opened(Words.officer(of: "cy-market"), at: .opinion),
        opened(accused(.nonExecution, of: "cy-market"), at: .inForce),
        opened(accused(.obstruction, of: "cy-market-team"), at: .opinion),
        opened(Words.supervisor(of: "cy"), duty: 2, at: .accountability),
        Acceptance(
            .notifyUnit(item: 2, unit: OrganID("cy-jianwai")), by: "cy-justice.clerk",
            [.unitNotified(item: 2, unit: OrganID("cy-jianwai"))], .awaitingReport
        ) { try given(.awaitingReport, .laden) },
        Acceptance(
            .recordOfficerMeasure(item: 3, Words.handling), by: "cy-jianwai.respondent",
            [.officerMeasureRecorded(item: 3, Words.handling)], .investigation
        ) { try given(.investigation, .laden) },
        Acceptance(
            .recordOfficerMeasure(item: 3, serious), by: "cy-jianwai.respondent",
            [.officerMeasureRecorded(item: 3, serious)], .accountability
        ) { try given(.accountability, .laden) },
        referral(of: 2), referral(of: 3), referral(of: 4), referral(of: 6),
        Acceptance(
            .recordOutcome(item: 5, outcome: "warning"), by: "cy-justice.clerk",
            [.outcomeRecorded(item: 5, outcome: "warning")], .accountability
        ) { try given(.accountability, .laden) },
        // Art. 20: an item about a supervisor is settled from outside the supervisor's organ.
        Acceptance(
            .recordOutcome(item: 7, outcome: "warning"), by: "bj-justice.clerk",
            [.outcomeRecorded(item: 7, outcome: "warning")], .accountability
        ) { try given(.accountability, .laden) },
        Acceptance(
            .recordOutcome(item: 7, outcome: "warning"), by: "cy.clerk",
            [.outcomeRecorded(item: 7, outcome: "warning")], .opinion
        ) { try given(.opinion, .laden) },
        Acceptance(
            .settleAccountability(item: 4), by: "cy-justice.investigator",
            [.accountabilitySettled(item: 4)], .inForce
        ) { try given(.inForce, .laden) },
        Acceptance(
            .dismissAccountability(item: 3, reason: "unproven"), by: "cy-justice.signatory",
            [.accountabilityDismissed(item: 3, reason: "unproven")], .underReview
        ) { try given(.underReview, .laden) },
        Acceptance(
            .dismissAccountability(item: 6, reason: "unproven"), by: "bj-justice.signatory",
            [.accountabilityDismissed(item: 6, reason: "unproven")], .investigation
        ) { try given(.investigation, .laden) },
        Acceptance(.close, by: "cy-justice.clerk", [.closed], .closed) {
            try given(.accountability).given(
                (.dismissAccountability(item: 1, reason: "no"), by: "cy-justice.signatory"))
        },
    ]

    static let serious = OfficerMeasureRecord(
        measure: .revokeQualification, fault: .intentional, harm: "great",
        circumstances: "again", serious: true)

    private static func referral(of item: Int) -> Acceptance {
        Acceptance(
            .referAccountability(item: item, to: .criminal, authority: "police"),
            by: "cy-justice.signatory",
            [.accountabilityReferred(item: item, to: .criminal, authority: "police")],
            .executionReported
        ) { try given(.executionReported, .laden) }
    }

    private static let suspended: @Sendable (Place) throws -> World = { place in
        try given(place, acceptWithin: .workingDays(10))
            .given((.suspend(reason: "trial"), by: "cy-justice.signatory"))
    }

    static let anyPhase: [Acceptance] = [
        Acceptance(
            .reopen(facts: "new"), by: "cy-justice.signatory", [.reopened(facts: "new", nil)],
            .investigation
        ) { try given(.closed) },
        // The house rule counts from the day on which it is open again.
        Acceptance(
            .reopen(facts: "new"), by: "cy-justice.signatory",
            [.reopened(facts: "new", Cast.deadline(.days(7), until: "2026-03-09"))],
            .investigation
        ) { try given(.closed, investigateWithin: .days(7)) },
        Acceptance(
            .reopen(facts: "new"), by: "cy-justice.signatory", [.reopened(facts: "new", nil)],
            .investigation
        ) { try given(.complaint).given((.decline(reason: "no"), by: "cy-justice.clerk")) },
        Acceptance(
            .suspend(reason: "trial"), by: "cy-justice.signatory", [.suspended(reason: "trial")],
            .opinion
        ) { try given(.opinion) },
        // Two working days of suspension move a deadline in working days by two.
        Acceptance(
            .resume(reason: "over"), by: "cy-justice.signatory",
            [
                .resumed(
                    reason: "over",
                    Cast.deadline(.workingDays(10), until: "2026-03-18", suspended: 2))
            ], .inForce
        ) { try suspended(.inForce).later(days: 2) },
        Acceptance(
            .resume(reason: "over"), by: "cy-justice.signatory",
            [
                .resumed(
                    reason: "over",
                    Cast.deadline(.workingDays(10), until: "2026-03-17", suspended: 1))
            ], .complaint
        ) { try suspended(.complaint).later(days: 1) },
        Acceptance(
            .resume(reason: "over"), by: "cy-justice.signatory",
            [.resumed(reason: "over", nil)], .decisionDue
        ) { try suspended(.decisionDue).later(days: 1) },
        // What had passed before stays passed.
        Acceptance(
            .resume(reason: "over"), by: "cy-justice.signatory",
            [.resumed(reason: "over", nil)], .awaitingReport
        ) {
            try given(.awaitingReport).later(days: 30)
                .given((.suspend(reason: "trial"), by: "cy-justice.signatory"))
        },
        Acceptance(
            .classify(.stateSecret, reason: nil), by: "cy-justice.signatory",
            [.classified(.stateSecret, reason: nil)], .closed
        ) { try given(.closed) },
        Acceptance(
            .classify(.internal, reason: "published"), by: "cy-justice.signatory",
            [.classified(.internal, reason: "published")], .complaint
        ) {
            try given(.complaint).given(
                (.classify(.commercialSecret, reason: nil), by: "cy-justice.signatory"))
        },
        Acceptance(
            .coordinate(.statistics, summary: "asked"), by: "cy-justice.clerk",
            [.coordinated(.statistics, summary: "asked")], .underReview
        ) { try given(.underReview) },
        Acceptance(
            .commend(person: "Sun", organ: nil, merit: "care"), by: "cy-justice.signatory",
            [.commended(person: "Sun", organ: nil, merit: "care")], .closed
        ) { try given(.closed) },
        Acceptance(
            .commend(person: nil, organ: OrganID("cy-urban"), merit: "care"),
            by: "cy-justice.signatory",
            [.commended(person: nil, organ: OrganID("cy-urban"), merit: "care")], .opinion
        ) { try given(.opinion) },
        Acceptance(
            .note(text: "called"), by: "cy-market.respondent",
            [.noted(text: "called", byOverseer: false)], .opinion
        ) { try given(.opinion).given((.suspend(reason: "x"), by: "cy-justice.signatory")) },
        // What brings this clerk here is the item alone.
        Acceptance(
            .note(text: "looking into it"), by: "bj.clerk",
            [.noted(text: "looking into it", byOverseer: true)], .investigation
        ) {
            try given(.investigation).given(
                (.openAccountability(Words.supervisor(of: "cy")), by: "cy-justice.investigator"))
        },
    ]
}
