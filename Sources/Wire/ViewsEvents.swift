// The names and the data of events on the wire. They belong to the protocol: the journal has a
// coding of its own, and either may change without the other.

internal import JSONText
public import Supervision

extension MatterEvent {
    /// The name of the event on the wire.
    public var wireName: String {
        switch self {
        case .registered: "registered"
        case .accepted: "accepted"
        case .declined: "declined"
        case .transferred: "transferred"
        case .referred: "referred"
        case .merged: "merged"
        case .withdrawn: "withdrawn"
        case .complainantDropped: "complainantDropped"
        case .investigatorsAssigned: "investigatorsAssigned"
        case .measureRecorded: "measureRecorded"
        case .assistanceRequested: "assistanceRequested"
        case .assistanceProvided: "assistanceProvided"
        case .deadlineExtended: "deadlineExtended"
        case .noProblemFound: "noProblemFound"
        case .problemsFound: "problemsFound"
        case .majorProblemsFound: "majorProblemsFound"
        case .noticeOwed: "noticeOwed"
        case .noticeSent: "noticeSent"
        case .opinionIssued: "opinionIssued"
        case .rectificationReported: "rectificationReported"
        case .rectificationAccepted: "rectificationAccepted"
        case .rectificationRejected: "rectificationRejected"
        case .rectificationFailed: "rectificationFailed"
        case .decisionIssued: "decisionIssued"
        case .executionReported: "executionReported"
        case .executionConfirmed: "executionConfirmed"
        case .executionRejected: "executionRejected"
        case .refusalFound: "refusalFound"
        case .obstructionRecorded: "obstructionRecorded"
        case .accountabilityOpened: "accountabilityOpened"
        case .unitNotified: "unitNotified"
        case .officerMeasureRecorded: "officerMeasureRecorded"
        case .accountabilityReferred: "accountabilityReferred"
        case .outcomeRecorded: "outcomeRecorded"
        case .accountabilitySettled: "accountabilitySettled"
        case .accountabilityDismissed: "accountabilityDismissed"
        case .closed: "closed"
        case .reopened: "reopened"
        case .suspended: "suspended"
        case .resumed: "resumed"
        case .classified: "classified"
        case .coordinated: "coordinated"
        case .commended: "commended"
        case .noted: "noted"
        case .deadlinePassed: "deadlinePassed"
        case .deadlineRecomputed: "deadlineRecomputed"
        }
    }
}

extension Views {
    /// The data of an event, as members of the object that is open. `registered` is written where
    /// the audience is known.
    static func writeData(of event: MatterEvent, into writer: inout JSONWriter) {
        switch event {
        case .registered, .closed: break
        case .accepted(let investigators, let deadline):
            member("investigators", investigators.lazy.map(\.text), into: &writer)
            member("deadline", deadline, into: &writer)
        case .investigatorsAssigned(let investigators):
            member("investigators", investigators.lazy.map(\.text), into: &writer)
        case .transferred(let organ, let competence, let reason):
            writer.member("supervising", organ.text)
            writer.key("competence")
            writer.beginObject()
            writeMembers(of: competence, into: &writer)
            writer.endObject()
            writer.member("reason", reason)
        case .referred(let channel, let reason):
            writer.member("channel", channel.rawValue)
            writer.member("reason", reason)
        case .merged(let target, let reason):
            writer.member("into", target.description)
            writer.member("reason", reason)
        case .declined(let reason), .withdrawn(let reason), .complainantDropped(let reason),
            .rectificationFailed(let reason), .refusalFound(let reason), .suspended(let reason):
            writer.member("reason", reason)
        case .measureRecorded(let measure): writeMembers(of: measure, into: &writer)
        case .noProblemFound(let facts): writer.member("facts", facts)
        case .problemsFound(let facts, let grounds):
            writeProblems(facts, grounds, majorReason: nil, into: &writer)
        case .majorProblemsFound(let facts, let grounds, let reason):
            writeProblems(facts, grounds, majorReason: reason, into: &writer)
        case .opinionIssued(let document), .decisionIssued(let document):
            writeMembers(of: document, into: &writer)
        case .rectificationReported(let reports), .executionReported(let reports):
            writer.key("measures")
            writer.beginArray()
            for report in reports { write(report, into: &writer) }
            writer.endArray()
        case .rectificationAccepted(let verified), .executionConfirmed(let verified):
            member("verified", verified, into: &writer)
        case .rectificationRejected(let reason, let deadline),
            .executionRejected(let reason, let deadline), .resumed(let reason, let deadline):
            writer.member("reason", reason)
            member("deadline", deadline, into: &writer)
        case .obstructionRecorded(let kind, let summary):
            write("kind", kind.rawValue, summary, into: &writer)
        case .reopened(let facts, let deadline):
            writer.member("facts", facts)
            member("deadline", deadline, into: &writer)
        case .classified(let secrecy, let reason):
            writer.member("class", secrecy.rawValue)
            writer.member("reason", reason)
        case .coordinated(let channel, let summary):
            write("channel", channel.rawValue, summary, into: &writer)
        case .commended(let person, let organ, let merit):
            writer.member("person", person)
            writer.member("organ", organ?.text)
            writer.member("merit", merit)
        case .noted(let text, _): writer.member("text", text)
        case .deadlinePassed(let lastDay): member("lastDay", lastDay, into: &writer)
        case .deadlineExtended(let deadline, let reason):
            writeMoved(deadline, "reason", reason, into: &writer)
        case .deadlineRecomputed(let deadline, let edition):
            writeMoved(deadline, "calendarEdition", edition, into: &writer)
        case .assistanceRequested, .assistanceProvided, .noticeOwed, .noticeSent,
            .accountabilityOpened, .unitNotified, .officerMeasureRecorded,
            .accountabilityReferred, .outcomeRecorded, .accountabilitySettled,
            .accountabilityDismissed:
            writeDutyData(of: event, into: &writer)
        }
    }

    /// A word of a closed list, and what is to be said of it.
    private static func write(
        _ name: StaticString, _ word: String, _ summary: String, into writer: inout JSONWriter
    ) {
        writer.member(name, word)
        writer.member("summary", summary)
    }

    /// A deadline with another last day, and what moved it.
    private static func writeMoved(
        _ deadline: Deadline, _ name: StaticString, _ cause: String, into writer: inout JSONWriter
    ) {
        member("deadline", deadline, into: &writer)
        writer.member(name, cause)
    }

    private static func writeProblems(
        _ facts: String, _ grounds: [Int], majorReason: String?, into writer: inout JSONWriter
    ) {
        member("grounds", grounds, into: &writer)
        writer.member("facts", facts)
        writer.member("majorReason", majorReason)
    }

    private static func writeDutyData(of event: MatterEvent, into writer: inout JSONWriter) {
        switch event {
        case .assistanceRequested(let duty, let from, let request):
            writer.member("duty", duty)
            writer.member("from", from.text)
            writer.member("request", request)
        case .assistanceProvided(let duty, let summary), .noticeSent(let duty, let summary):
            writer.member("duty", duty)
            writer.member("summary", summary)
        case .noticeOwed(let duty, let superior):
            writer.member("duty", duty)
            writer.member("superior", superior)
        case .accountabilityOpened(let duty, let item):
            writer.member("duty", duty)
            writer.member("item", duty)
            writeMembers(of: item, brief: false, into: &writer)
        case .unitNotified(let item, let unit):
            writer.member("item", item)
            writer.member("unit", unit.text)
        case .officerMeasureRecorded(let item, let record):
            writer.member("item", item)
            writeMembers(of: record, into: &writer)
        case .accountabilityReferred(let item, let target, let authority):
            writer.member("item", item)
            writer.member("to", target.rawValue)
            writer.member("authority", authority)
        case .outcomeRecorded(let item, let outcome):
            writer.member("item", item)
            writer.member("outcome", outcome)
        case .accountabilityDismissed(let item, let reason):
            writer.member("item", item)
            writer.member("reason", reason)
        case .accountabilitySettled(let item): writer.member("item", item)
        case .registered, .accepted, .declined, .transferred, .referred, .merged, .withdrawn,
            .complainantDropped, .investigatorsAssigned, .measureRecorded, .deadlineExtended,
            .noProblemFound, .problemsFound, .majorProblemsFound, .opinionIssued,
            .rectificationReported, .rectificationAccepted, .rectificationRejected,
            .rectificationFailed, .decisionIssued, .executionReported, .executionConfirmed,
            .executionRejected, .refusalFound, .obstructionRecorded, .closed, .reopened,
            .suspended, .resumed, .classified, .coordinated, .commended, .noted, .deadlinePassed,
            .deadlineRecomputed:
            preconditionFailure("\(event.wireName) is about no duty")
        }
    }
}
