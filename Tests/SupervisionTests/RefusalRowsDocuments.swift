import Supervision

// What refuses the commands of the two documents, of accountability and of any phase.

extension RefusalRow {
    private static let investigator = "cy-justice.investigator"
    private static let signatory = "cy-justice.signatory"
    /// Another signatory of the same issuer could do it.
    private static func twoPersons(of issuer: String) -> Refusal {
        var refusal = guarded(.twoPersonRule, .policy("twoPersonRule"))
        refusal.who = Refusal.Who(roles: [.signatory], organs: [OrganID(issuer)])
        return refusal
    }
    private static let past = guarded(.deadlineInFuture, .procedure, ["deadline"])
    private static let issueDecision = MatterCommand.issueDecision(
        orders: ["a"], deadline: .days(9))
    private static let yesterday = Period.date(Cast.day("2026-03-02"))

    /// Concluded by somebody who may also sign.
    private static func concluded(by person: String, _ conclusion: Conclusion) throws -> World {
        try Acceptance.measured(.plain).given((.conclude(conclusion), by: person))
    }

    private static func failed(by person: String, concludedBy first: String) throws -> World {
        try concluded(by: first, Words.ordinary).given(
            (.issueOpinion(requirements: ["a"], deadline: .days(1)), by: signatory)
        ).later(days: 5).given((.failRectification(reason: "late"), by: person))
    }

    static let documents: [RefusalRow] = [
        RefusalRow(
            .issueOpinion(requirements: ["a"], deadline: .days(9)), by: "cy-justice.lead",
            twoPersons(of: "cy-justice")
        ) { try concluded(by: "cy-justice.lead", Words.ordinary) },
        RefusalRow(issueDecision, by: "cy.lead", twoPersons(of: "cy")) {
            try concluded(by: "cy.lead", Words.major)
        },
        RefusalRow(issueDecision, by: "cy.lead", twoPersons(of: "cy")) {
            try failed(by: investigator, concludedBy: "cy.lead")
        },
        RefusalRow(issueDecision, by: "cy.lead", twoPersons(of: "cy")) {
            try failed(by: "cy.lead", concludedBy: investigator)
        },
        RefusalRow(
            .issueOpinion(requirements: ["a"], deadline: yesterday), by: signatory, past
        ) { try given(.opinion).later(days: 1) },
        RefusalRow(
            .issueDecision(orders: ["a"], deadline: yesterday), by: "cy.signatory", past
        ) { try given(.decisionDue).later(days: 1) },
    ]

    private static func oneEach(_ missing: String...) -> Refusal {
        guarded(.oneMeasurePerItem, .law(14, 1), missing)
    }

    private static func verified(_ missing: String...) -> Refusal {
        guarded(.everyItemVerified, .law(14, 1), missing)
    }

    private static let one = [ItemReport(item: 1, text: "x")]

    static let rectification: [RefusalRow] = [
        RefusalRow(
            .reportRectification([]), by: "cy-market.respondent", oneEach("item 1", "item 2")
        ) { try given(.awaitingReport) },
        RefusalRow(.reportRectification(one), by: "cy-market.respondent", oneEach("item 2")) {
            try given(.awaitingReport)
        },
        RefusalRow(
            .reportRectification(Words.reports + one), by: "cy-market.respondent", oneEach()
        ) { try given(.awaitingReport) },
        RefusalRow(
            .reportRectification(Words.reports + [ItemReport(item: 3, text: "x")]),
            by: "cy-market.respondent", oneEach()
        ) { try given(.awaitingReport) },
        RefusalRow(.acceptRectification(verified: [2]), by: investigator, verified("item 1")) {
            try given(.underReview)
        },
        RefusalRow(.acceptRectification(verified: [1, 2, 2]), by: investigator, verified()) {
            try given(.underReview)
        },
        RefusalRow(
            .rejectRectification(reason: "x", deadline: yesterday), by: investigator, past
        ) { try given(.underReview).later(days: 1) },
        RefusalRow(
            .extendRectification(deadline: .days(14), reason: "x"), by: signatory,
            guarded(.deadlineLater, .procedure, ["deadline after 2026-03-16"])
        ) { try given(.awaitingReport) },
        RefusalRow(
            .extendRectification(deadline: yesterday, reason: "x"), by: signatory, past
        ) { try given(.underReview).later(days: 1) },
        // Refused with the moment from which it would be allowed.
        RefusalRow(
            .failRectification(reason: "x"), by: investigator,
            guarded(
                .rectificationNotFailed, .law(14, 1), from: Instant(startOf: Cast.day("2026-03-17"))
            )
        ) { try given(.awaitingReport) },
        // Time does not decide while a report waits to be reviewed.
        RefusalRow(
            .failRectification(reason: "x"), by: investigator,
            guarded(.rectificationNotFailed, .law(14, 1))
        ) { try given(.underReview).later(days: 60) },
        // An obstruction that is no refusal is no cause.
        RefusalRow(
            .failRectification(reason: "x"), by: investigator,
            guarded(.rectificationNotFailed, .law(14, 1))
        ) {
            try given(.underReview).given(
                (.recordObstruction(.obstruction, summary: "x", responsible: []), by: investigator))
        },
    ]

    private static let find = MatterCommand.findRefusal(reason: "x", responsible: [])

    static let decisions: [RefusalRow] = [
        RefusalRow(.reportExecution(one), by: "cy-market.respondent", oneEach("item 2")) {
            try given(.inForce)
        },
        RefusalRow(
            .confirmExecution(verified: []), by: investigator, verified("item 1", "item 2")
        ) { try given(.executionReported) },
        RefusalRow(
            .rejectExecution(reason: "x", deadline: yesterday), by: investigator, past
        ) { try given(.executionReported).later(days: 1) },
        RefusalRow(
            .extendDecision(deadline: .workingDays(10), reason: "x"), by: signatory,
            guarded(.deadlineLater, .procedure, ["deadline after 2026-03-16"])
        ) { try given(.executionReported) },
        RefusalRow(
            .extendDecision(deadline: yesterday, reason: "x"), by: signatory, past
        ) { try given(.inForce).later(days: 1) },
        RefusalRow(
            find, by: investigator,
            guarded(
                .executionNotRefused, .law(19), from: Instant(startOf: Cast.day("2026-03-17")))
        ) { try given(.inForce) },
        RefusalRow(find, by: investigator, guarded(.executionNotRefused, .law(19))) {
            try given(.executionReported).later(days: 60)
        },
        // A refusal that was recorded before the decision was issued does not count against it.
        RefusalRow(
            find, by: investigator,
            guarded(
                .executionNotRefused, .law(19), from: Instant(startOf: Cast.day("2026-03-17")))
        ) {
            try given(.decisionDue).given(
                (Acceptance.refusal, by: investigator),
                (.issueDecision(orders: ["a"], deadline: .days(14)), by: "cy.signatory"))
        },
    ]

    private static func accusing(
        _ accusation: Accusation, _ refusal: Refusal,
        _ change: (inout Accusation) -> Void = { _ in }
    ) -> RefusalRow {
        var accusation = accusation
        change(&accusation)
        return RefusalRow(.openAccountability(accusation), by: investigator, refusal) {
            try given(.investigation)
        }
    }

    private static func onItem(
        _ command: MatterCommand, by person: String, _ refusal: Refusal
    ) -> RefusalRow {
        RefusalRow(command, by: person, refusal) { try given(.investigation, .laden) }
    }

    private static func stands(_ text: String) -> Refusal {
        Refusal(.notInPhase, .procedure, missing: [text])
    }

    /// Art. 20, with the organs over the supervisor's own that may settle the item.
    private static func settledBy(_ role: Role, _ organs: String...) -> Refusal {
        var refusal = guarded(.notByOwnOrgan, .law(20))
        refusal.who = Refusal.Who(roles: [role], organs: organs.map { OrganID($0) })
        return refusal
    }

    static let accountability: [RefusalRow] = [
        accusing(
            Words.supervisor(of: "cy"), guarded(.misconductNamed, .law(20), ["misconduct"])
        ) { $0.misconduct = nil },
        accusing(Words.officer(of: "cy-market"), guarded(.misconductOfSupervisorOnly, .law(20))) {
            $0.misconduct = .abuseOfPower
        },
        accusing(
            Words.supervisor(of: "bj-market"),
            guarded(.supervisorOfThisMatter, .law(20), ["person.organ"])),
        // Under another name the item would come before the accused's own organ.
        accusing(
            Words.officer(of: "cy-justice"),
            guarded(.supervisorAsSupervisor, .law(20), ["kind"])),
        accusing(Words.officer(of: "cy"), guarded(.supervisorAsSupervisor, .law(20), ["kind"])),
        accusing(
            Words.officer(of: "cy-justice"),
            guarded(.personOfSupervisedOrgan, .law(19), ["person.organ"])
        ) { $0.kind = .obstruction },
        accusing(
            Words.officer(of: "cy-urban"),
            guarded(.personOfSupervisedOrgan, .law(19), ["person.organ"])
        ) { $0.kind = .nonExecution },
        accusing(Words.officer(of: "cy-market"), guarded(.decisionToExecute, .law(19))) {
            $0.kind = .nonExecution
        },
        accusing(
            Words.officer(of: "moon"), Refusal(.notFound(.organ, id: "moon"), .procedure)),
        onItem(
            .recordOutcome(item: 7, outcome: "x"), by: "cy-justice.clerk",
            settledBy(.clerk, "cy", "bj-justice")),
        onItem(
            .dismissAccountability(item: 6, reason: "x"), by: signatory,
            settledBy(.signatory, "cy", "bj-justice")),
        // Nor does the bureau that does its government's work settle an item about that.
        RefusalRow(
            .dismissAccountability(item: 1, reason: "x"), by: signatory,
            settledBy(.signatory, "bj-justice", "bj")
        ) {
            try given(.investigation).given(
                (.openAccountability(Words.supervisor(of: "cy")), by: investigator))
        },
        onItem(
            .notifyUnit(item: 6, unit: OrganID("cy-justice")), by: "cy-justice.clerk",
            guarded(.officersOnly, .law(18))),
        onItem(
            .notifyUnit(item: 2, unit: OrganID("cy-urban")), by: "cy-justice.clerk",
            guarded(.unitOfOfficer, .law(18), ["cy-jianwai"])),
        onItem(
            .recordOfficerMeasure(
                item: 3,
                OfficerMeasureRecord(
                    measure: .revokeQualification, fault: .negligent, harm: "x",
                    circumstances: "x", serious: false)),
            by: "cy-jianwai.respondent", guarded(.seriousCaseOnly, .law(18), ["serious"])),
        // An item that stands elsewhere, and numbers that are no items.
        onItem(
            .notifyUnit(item: 3, unit: OrganID("cy-jianwai")), by: "cy-justice.clerk",
            stands("item 3 is notified, not open")),
        onItem(
            .recordOfficerMeasure(item: 2, Words.handling), by: "cy-jianwai.respondent",
            stands("item 2 is open, not notified")),
        onItem(
            .settleAccountability(item: 2), by: investigator,
            stands("item 2 is open, not handled")),
        onItem(
            .recordOutcome(item: 8, outcome: "x"), by: "cy-justice.clerk",
            stands("item 8 is settled, not referred")),
        onItem(
            .referAccountability(item: 5, to: .criminal, authority: "x"), by: signatory,
            stands("item 5 is referred, not open or notified or handled")),
        onItem(
            .dismissAccountability(item: 4, reason: "x"), by: signatory,
            stands("item 4 is handled, not open or notified")),
        onItem(
            .settleAccountability(item: 4), by: "cy-justice.trainee",
            Refusal(
                .notAuthorised, .law(16),
                who: Refusal.Who(
                    roles: [.investigator], organs: [OrganID("cy-justice"), OrganID("cy")]))),
        onItem(
            .settleAccountability(item: 1), by: investigator,
            Refusal(.notFound(.item, id: "1"), .procedure)),
        onItem(
            .settleAccountability(item: 9), by: investigator,
            Refusal(.notFound(.item, id: "9"), .procedure)),
        RefusalRow(
            .settleAccountability(item: 1), by: investigator, stands("an item that is handled")
        ) {
            try given(.investigation).given(
                (.openAccountability(Words.officer(of: "cy-market")), by: investigator))
        },
    ]

    static let anyPhase: [RefusalRow] = [
        RefusalRow(.reopen(facts: "x"), by: signatory, guarded(.reopenAfterTransfer, .law(3))) {
            try given(.complaint).given(
                (.refer(channel: .audit, reason: "x"), by: "cy-justice.clerk"))
        },
        RefusalRow(.reopen(facts: "x"), by: signatory, guarded(.reopenAfterTransfer, .law(3))) {
            try given(.complaint).given(
                (.merge(into: World.other, reason: "x"), by: "cy-justice.clerk"))
        },
        RefusalRow(
            .classify(.personalPrivacy, reason: nil), by: signatory,
            guarded(.loweringNeedsReason, .law(11, 2), ["reason"])
        ) {
            try given(.opinion).given((.classify(.stateSecret, reason: nil), by: signatory))
        },
        RefusalRow(
            .commend(person: nil, organ: nil, merit: "x"), by: signatory,
            guarded(.someoneToCommend, .law(17), ["person", "organ"])
        ) { try given(.closed) },
        RefusalRow(
            .commend(person: nil, organ: OrganID("moon"), merit: "x"), by: signatory,
            Refusal(.notFound(.organ, id: "moon"), .procedure)
        ) { try given(.closed) },
        RefusalRow(.suspend(reason: "x"), by: signatory, stands("resume")) {
            try given(.opinion).given((.suspend(reason: "x"), by: signatory))
        },
        RefusalRow(.resume(reason: "x"), by: signatory, stands("suspend")) {
            try given(.opinion)
        },
    ]
}
