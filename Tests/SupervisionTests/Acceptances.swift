import Supervision

/// One row of the table, accepted: what was given, who gives what, and exactly what comes of it.
struct Acceptance: Sendable, CustomStringConvertible {
    let command: MatterCommand
    let person: String
    let events: [MatterEvent]
    let place: Place
    let world: @Sendable () throws -> World

    init(
        _ command: MatterCommand, by person: String, _ events: [MatterEvent], _ place: Place,
        world: @escaping @Sendable () throws -> World
    ) {
        (self.command, self.person, self.events) = (command, person, events)
        (self.place, self.world) = (place, world)
    }

    var description: String { "\(command.name.rawValue) -> \(place.name)" }

    static let all: [Acceptance] = intake + inquiry + documents + duties + anyPhase

    private static let investigator = PersonID("cy-justice.investigator")
    private static let second = PersonID("cy-justice.investigator2")
    private static let tenDays = Cast.deadline(.workingDays(10), until: "2026-03-16")

    static let intake: [Acceptance] = [
        Acceptance(
            .accept(investigators: [investigator], deadline: nil), by: "cy-justice.clerk",
            [.accepted(investigators: [investigator], nil)], .investigation
        ) { try given(.complaint) },
        Acceptance(
            .accept(investigators: [investigator, second], deadline: .days(7)), by: "cy.clerk",
            [
                .accepted(
                    investigators: [investigator, second],
                    Cast.deadline(.days(7), until: "2026-03-09"))
            ], .investigation
        ) { try given(.complaint) },
        // Without a deadline of its own the house rule sets one.
        Acceptance(
            .accept(investigators: [investigator], deadline: nil), by: "cy-justice.clerk",
            [.accepted(investigators: [investigator], tenDays)], .investigation
        ) { try given(.complaint, investigateWithin: .workingDays(10)) },
        Acceptance(
            .decline(reason: "no"), by: "cy-justice.clerk", [.declined(reason: "no")], .closed
        ) { try given(.complaint) },
        Acceptance(
            .transfer(supervising: OrganID("bj-market"), reason: "line"), by: "cy-justice.clerk",
            [
                .transferred(
                    supervising: OrganID("bj-market"),
                    Competence(basis: Citation(2, paragraph: 2)), reason: "line")
            ], .complaint
        ) { try given(.complaint) },
        Acceptance(
            .refer(channel: .audit, reason: "money"), by: "cy-justice.clerk",
            [.referred(.audit, reason: "money")], .closed
        ) { try given(.complaint) },
        Acceptance(
            .refer(channel: .procuratorialSupervision, reason: "suit"), by: "cy-justice.clerk",
            [.referred(.procuratorialSupervision, reason: "suit")], .closed
        ) { try given(.investigation) },
        Acceptance(
            .merge(into: World.other, reason: "same"), by: "cy-justice.clerk",
            [.merged(into: World.other, reason: "same")], .closed
        ) { try given(.investigation) },
        Acceptance(
            .withdraw(reason: "asked", continueExOfficio: false), by: "cy-justice.clerk",
            [.withdrawn(reason: "asked")], .closed
        ) { try given(.complaint) },
        Acceptance(
            .withdraw(reason: "asked", continueExOfficio: true), by: "cy-justice.clerk",
            [.complainantDropped(reason: "asked")], .investigation
        ) { try given(.investigation) },
        // A withdrawal ends a suspended matter too.
        Acceptance(
            .withdraw(reason: "asked", continueExOfficio: false), by: "cy-justice.clerk",
            [.withdrawn(reason: "asked")], .closed
        ) {
            try given(.complaint).given((.suspend(reason: "trial"), by: "cy-justice.signatory"))
        },
    ]

    static let inquiry: [Acceptance] = [
        Acceptance(
            .assign(investigators: [second]), by: "cy-justice.clerk",
            [.investigatorsAssigned([second])], .investigation
        ) { try given(.investigation) },
        Acceptance(
            .recordMeasure(Words.measure), by: "cy-justice.investigator",
            [.measureRecorded(Words.measure)], .investigation
        ) { try given(.investigation) },
        Acceptance(
            .requestAssistance(from: OrganID("cy-urban"), request: "files"),
            by: "cy-justice.investigator",
            [.assistanceRequested(duty: 9, from: OrganID("cy-urban"), request: "files")],
            .investigation
        ) { try given(.investigation, .laden) },
        Acceptance(
            .provideAssistance(duty: 1, summary: "here"), by: "cy-urban.respondent",
            [.assistanceProvided(duty: 1, summary: "here")], .inForce
        ) { try given(.inForce, .laden) },
        Acceptance(
            .extendInvestigation(deadline: .workingDays(11), reason: "more"),
            by: "cy-justice.signatory",
            [
                .deadlineExtended(
                    Cast.deadline(.workingDays(11), until: "2026-03-17"), reason: "more")
            ], .investigation
        ) { try given(.investigation, investigateWithin: .workingDays(10)) },
        // Whoever investigates for the organ may conclude; grounds come out in order.
        Acceptance(
            .conclude(Words.ordinary), by: "cy-justice.investigator2",
            [.problemsFound(facts: "facts", grounds: [1, 3])], .opinion
        ) { try measured(.plain) },
        Acceptance(
            .conclude(Words.major), by: "cy-justice.investigator",
            [.majorProblemsFound(facts: "facts", grounds: [1], reason: "deaths")], .decisionDue
        ) { try measured(.plain) },
        Acceptance(
            .conclude(Words.noProblem), by: "cy-justice.investigator",
            [.noProblemFound(facts: "facts")], .closed
        ) { try measured(.vertical) },
        Acceptance(
            .conclude(Words.noProblem), by: "cy-justice.investigator",
            [.noProblemFound(facts: "facts")], .accountability
        ) { try measured(.laden) },
        // Art. 7: problems of a vertical organ are told to its superior.
        Acceptance(
            .conclude(Words.ordinary), by: "cy-justice.investigator",
            [
                .problemsFound(facts: "facts", grounds: [1, 3]),
                .noticeOwed(duty: 1, superior: "bj-tax"),
            ], .opinion
        ) { try measured(.vertical) },
        Acceptance(
            .conclude(Words.major), by: "cy-justice.investigator",
            [
                .majorProblemsFound(facts: "facts", grounds: [1], reason: "deaths"),
                .noticeOwed(duty: 1, superior: "bj-tax"),
            ], .decisionDue
        ) { try measured(.vertical) },
        Acceptance(
            .sendNotice(duty: 1, summary: "told"), by: "cy-justice.clerk",
            [.noticeSent(duty: 1, summary: "told")], .opinion
        ) { try given(.opinion, .vertical) },
    ]

    /// An investigation with one measure.
    static func measured(_ fixture: Fixture) throws -> World {
        try given(.investigation, fixture)
            .given((.recordMeasure(Words.measure), by: fixture.acting + ".investigator"))
    }

    private static func document(
        _ kind: DocumentKind, _ number: String, _ issuer: String, _ deadline: Deadline = tenDays
    ) -> Document {
        Document(
            kind: kind, number: number, issuer: OrganID(issuer),
            signedBy: PersonID(issuer + ".signatory"), issuedAt: Cast.start, items: Words.twoItems,
            deadline: deadline)
    }

    static let documents: [Acceptance] =
        [
            Acceptance(
                .issueOpinion(requirements: Words.twoItems, deadline: .workingDays(10)),
                by: "cy-justice.signatory",
                [.opinionIssued(document(.opinion, "朝司监督〔2026〕1号", "cy-justice"))],
                .awaitingReport
            ) { try given(.opinion) },
            // Art. 14 para. 2: over the bureau of justice the government issues the opinion itself.
            Acceptance(
                .issueOpinion(requirements: Words.twoItems, deadline: .workingDays(10)),
                by: "cy.signatory",
                [.opinionIssued(document(.opinion, "朝政监督〔2026〕1号", "cy"))], .awaitingReport
            ) { try given(.opinion, .justice) },
            Acceptance(
                .reportRectification(Words.reports.reversed()), by: "cy-market.respondent",
                [.rectificationReported(Words.reports.reversed())], .underReview
            ) { try given(.awaitingReport) },
            // A late report is still a report.
            Acceptance(
                .reportRectification(Words.reports), by: "cy-market.respondent",
                [.rectificationReported(Words.reports)], .underReview
            ) { try given(.awaitingReport).later(days: 30) },
            Acceptance(
                .extendRectification(deadline: .date(Cast.day("2026-03-17")), reason: "holiday"),
                by: "cy-justice.signatory",
                [
                    .deadlineExtended(
                        Cast.deadline(.date(Cast.day("2026-03-17")), until: "2026-03-17"),
                        reason: "holiday")
                ], .underReview
            ) { try given(.underReview) },
            Acceptance(
                .acceptRectification(verified: [2, 1]), by: "cy-justice.investigator2",
                [.rectificationAccepted(verified: [1, 2])], .closed
            ) { try given(.underReview) },
            Acceptance(
                .acceptRectification(verified: [1, 2]), by: "cy-justice.investigator",
                [.rectificationAccepted(verified: [1, 2])], .accountability
            ) { try given(.underReview, .vertical) },
            Acceptance(
                .rejectRectification(reason: "thin", deadline: nil), by: "cy-justice.investigator",
                [.rectificationRejected(reason: "thin", nil)], .awaitingReport
            ) { try given(.underReview) },
            Acceptance(
                .rejectRectification(reason: "thin", deadline: .workingDays(10)),
                by: "cy-justice.investigator", [.rectificationRejected(reason: "thin", tenDays)],
                .awaitingReport
            ) { try given(.underReview) },
        ] + failures + decisions

    /// The three causes for which a rectification fails (Art. 14 para. 1).
    private static let failures: [Acceptance] = [
        Acceptance(
            .failRectification(reason: "late"), by: "cy-justice.investigator",
            [.rectificationFailed(reason: "late")], .decisionDue
        ) { try given(.awaitingReport).later(days: 15) },
        Acceptance(
            .failRectification(reason: "thin"), by: "cy-justice.investigator",
            [.rectificationFailed(reason: "thin")], .decisionDue
        ) {
            try given(.underReview).given(
                (.rejectRectification(reason: "thin", deadline: .days(60)), "cy-justice.lead"))
        },
        Acceptance(
            .failRectification(reason: "refused"), by: "cy-justice.investigator",
            [.rectificationFailed(reason: "refused")], .decisionDue
        ) { try given(.underReview).given((refusal, by: "cy-justice.investigator")) },
    ]

    static let refusal = MatterCommand.recordObstruction(
        .refusal, summary: "door shut", responsible: Words.responsible)

    private static let found: [MatterEvent] = [
        .refusalFound(reason: "no"),
        .accountabilityOpened(
            duty: 1,
            AccountabilityItem(kind: .nonExecution, facts: "no", responsible: Words.responsible)),
    ]
    private static let find = MatterCommand.findRefusal(
        reason: "no", responsible: Words.responsible)

    private static let decisions: [Acceptance] = [
        Acceptance(
            .issueDecision(orders: Words.twoItems, deadline: .workingDays(10)),
            by: "cy.signatory", [.decisionIssued(document(.decision, "朝政监督〔2026〕1号", "cy"))],
            .inForce
        ) { try given(.decisionDue) },
        Acceptance(
            .reportExecution(Words.reports), by: "cy-market.respondent",
            [.executionReported(Words.reports)], .executionReported
        ) { try given(.inForce) },
        Acceptance(
            .extendDecision(deadline: .workingDays(11), reason: "snow"),
            by: "cy-justice.signatory",
            [
                .deadlineExtended(
                    Cast.deadline(.workingDays(11), until: "2026-03-17"), reason: "snow")
            ], .inForce
        ) { try given(.inForce) },
        Acceptance(
            .confirmExecution(verified: [1, 2]), by: "cy-justice.investigator",
            [.executionConfirmed(verified: [1, 2])], .closed
        ) { try given(.executionReported) },
        Acceptance(
            .confirmExecution(verified: [2, 1]), by: "cy-justice.investigator",
            [.executionConfirmed(verified: [1, 2])], .accountability
        ) { try given(.executionReported, .laden) },
        Acceptance(
            .rejectExecution(reason: "half", deadline: nil), by: "cy-justice.investigator",
            [.executionRejected(reason: "half", nil)], .inForce
        ) { try given(.executionReported) },
        Acceptance(find, by: "cy-justice.investigator", found, .accountability) {
            try given(.inForce).later(days: 15)
        },
        Acceptance(find, by: "cy-justice.investigator", found, .accountability) {
            try given(.executionReported).given(
                (.rejectExecution(reason: "half", deadline: .days(60)), by: "cy.investigator"))
        },
        Acceptance(
            find, by: "cy-justice.investigator",
            [
                .refusalFound(reason: "no"),
                .accountabilityOpened(
                    duty: 2,
                    AccountabilityItem(
                        kind: .nonExecution, facts: "no", responsible: Words.responsible)),
            ], .accountability
        ) { try given(.inForce).given((refusal, by: "cy-justice.investigator")) },
    ]
}
