import Supervision

// At least one value of every event: with everything nil that may be nil, and with everything
// set. The golden file holds them in this order; new ones go to the end of their list.

/// The Swift name of every event. The switch in `label(of:)` and the test that every label has
/// a sample make a new event impossible to forget.
enum EventLabel: String, CaseIterable {
    case registered, accepted, declined, transferred, referred, merged, withdrawn
    case complainantDropped, investigatorsAssigned, measureRecorded, assistanceRequested
    case assistanceProvided, deadlineExtended, noProblemFound, problemsFound
    case majorProblemsFound, noticeOwed, noticeSent, opinionIssued, rectificationReported
    case rectificationAccepted, rectificationRejected, rectificationFailed, decisionIssued
    case executionReported, executionConfirmed, executionRejected, refusalFound
    case obstructionRecorded, accountabilityOpened, unitNotified, officerMeasureRecorded
    case accountabilityReferred, outcomeRecorded, accountabilitySettled
    case accountabilityDismissed, closed, reopened, suspended, resumed, classified, coordinated
    case commended, noted, deadlinePassed, deadlineRecomputed
}

func label(of event: MatterEvent) -> EventLabel {
    switch event {
    case .registered: .registered
    case .accepted: .accepted
    case .declined: .declined
    case .transferred: .transferred
    case .referred: .referred
    case .merged: .merged
    case .withdrawn: .withdrawn
    case .complainantDropped: .complainantDropped
    case .investigatorsAssigned: .investigatorsAssigned
    case .measureRecorded: .measureRecorded
    case .assistanceRequested: .assistanceRequested
    case .assistanceProvided: .assistanceProvided
    case .deadlineExtended: .deadlineExtended
    case .noProblemFound: .noProblemFound
    case .problemsFound: .problemsFound
    case .majorProblemsFound: .majorProblemsFound
    case .noticeOwed: .noticeOwed
    case .noticeSent: .noticeSent
    case .opinionIssued: .opinionIssued
    case .rectificationReported: .rectificationReported
    case .rectificationAccepted: .rectificationAccepted
    case .rectificationRejected: .rectificationRejected
    case .rectificationFailed: .rectificationFailed
    case .decisionIssued: .decisionIssued
    case .executionReported: .executionReported
    case .executionConfirmed: .executionConfirmed
    case .executionRejected: .executionRejected
    case .refusalFound: .refusalFound
    case .obstructionRecorded: .obstructionRecorded
    case .accountabilityOpened: .accountabilityOpened
    case .unitNotified: .unitNotified
    case .officerMeasureRecorded: .officerMeasureRecorded
    case .accountabilityReferred: .accountabilityReferred
    case .outcomeRecorded: .outcomeRecorded
    case .accountabilitySettled: .accountabilitySettled
    case .accountabilityDismissed: .accountabilityDismissed
    case .closed: .closed
    case .reopened: .reopened
    case .suspended: .suspended
    case .resumed: .resumed
    case .classified: .classified
    case .coordinated: .coordinated
    case .commended: .commended
    case .noted: .noted
    case .deadlinePassed: .deadlinePassed
    case .deadlineRecomputed: .deadlineRecomputed
    }
}

/// Values whose every text comes from `text`, in a fixed order.
struct Samples {
    var text: () -> String = { "违法事实清楚，“依据”充分\n\"第2页\"" }

    var events: [MatterEvent] { complaintEvents + inquiryEvents + documentEvents + otherEvents }

    private var complaintEvents: [MatterEvent] {
        [
            .registered(
                Registered(
                    registration: plainRegistration, supervising: organ,
                    competence: Competence(basis: Citation(6)), secrecy: .internal, deadline: nil)),
            .registered(
                Registered(
                    registration: fullRegistration, supervising: organ, competence: fullCompetence,
                    secrecy: .stateSecret, deadline: movedDeadline)),
            .accepted(investigators: [person], nil),
            .accepted(investigators: [person, PersonID("p-2")], deadline),
            .declined(reason: text()),
            .transferred(supervising: organ, Competence(basis: Citation(7)), reason: text()),
            .transferred(supervising: organ, fullCompetence, reason: text()),
            .referred(.disciplineInspection, reason: text()),
            .merged(into: MatterID(kind: .dispute, serial: .max), reason: text()),
            .withdrawn(reason: text()),
            .complainantDropped(reason: text()),
        ]
    }

    private var inquiryEvents: [MatterEvent] {
        [
            .investigatorsAssigned([]),
            .investigatorsAssigned([person, PersonID("p-2")]),
            .measureRecorded(plainMeasure),
            .measureRecorded(fullMeasure),
            .assistanceRequested(duty: 1, from: organ, request: text()),
            .assistanceProvided(duty: 1, summary: text()),
            .deadlineExtended(deadline, reason: text()),
            .deadlineExtended(calendarDeadline, reason: text()),
            .deadlineExtended(dateDeadline, reason: text()),
            .deadlineExtended(movedDeadline, reason: text()),
            .noProblemFound(facts: text()),
            .problemsFound(facts: text(), grounds: [1, 7]),
            .majorProblemsFound(facts: text(), grounds: [2], reason: text()),
            .noticeOwed(duty: 2, superior: text()),
            .noticeSent(duty: 2, summary: text()),
        ]
    }

    private var documentEvents: [MatterEvent] {
        [
            .opinionIssued(document(.opinion)),
            .rectificationReported([]),
            .rectificationReported(reports),
            .rectificationAccepted(verified: [1, 2]),
            .rectificationRejected(reason: text(), nil),
            .rectificationRejected(reason: text(), deadline),
            .rectificationFailed(reason: text()),
            .decisionIssued(document(.decision)),
            .executionReported(reports),
            .executionConfirmed(verified: []),
            .executionRejected(reason: text(), nil),
            .executionRejected(reason: text(), calendarDeadline),
            .refusalFound(reason: text()),
        ]
    }

    private var otherEvents: [MatterEvent] {
        [
            .obstructionRecorded(.obstruction, summary: text())
        ]
            + items.map { .accountabilityOpened(duty: 3, $0) }
            + [
                .unitNotified(item: 3, unit: organ),
                .officerMeasureRecorded(item: 3, record),
                .accountabilityReferred(item: 3, to: .criminal, authority: text()),
                .outcomeRecorded(item: 3, outcome: text()),
                .accountabilitySettled(item: 3),
                .accountabilityDismissed(item: 3, reason: text()),
                .closed,
                .reopened(facts: text(), nil),
                .reopened(facts: text(), deadline),
                .suspended(reason: text()),
                .resumed(reason: text(), nil),
                .resumed(reason: text(), movedDeadline),
                .classified(.commercialSecret, reason: nil),
                .classified(.internal, reason: text()),
                .coordinated(.audit, summary: text()),
                .commended(person: nil, organ: nil, merit: text()),
                .commended(person: text(), organ: organ, merit: text()),
                .noted(text: text(), byOverseer: false),
                .noted(text: text(), byOverseer: true),
                .deadlinePassed(lastDay: CivilDate(daysSinceEpoch: 20_528)),
                .deadlinePassed(lastDay: CivilDate(daysSinceEpoch: 2_932_897)),
                .deadlineRecomputed(deadline, edition: text()),
                .deadlineRecomputed(resumedDeadline, edition: text()),
            ]
    }
}
