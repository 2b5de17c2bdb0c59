// The events of a dispute. A stored name is a promise: it never changes and is never used for
// something else, not even when the event in memory is renamed.

internal import JSONText
internal import Supervision

/// The stored names of the events of a dispute.
enum DisputeEventName: String, StoredWord {
    case filed, accepted, returned, heard, settled, opinionIssued, executionReported
    case executionRejected, executionConfirmed, escalated, withdrawn, deadlineExtended
    case suspended, resumed, noted, deadlinePassed, deadlineRecomputed, partDeadlineMoved

    static let words = JSONNames<DisputeEventName>()
}

extension DisputeEvent: StoredObject {
    func writeMembers(to w: inout JSONWriter) {
        w.member("event", name)
        switch self {
        case .filed(let filing, let supervising):
            w.member("filing", filing)
            w.member("supervising", supervising)
        case .accepted(let deadline): w.member("deadline", deadline)
        case .returned(let reason), .withdrawn(let reason), .suspended(let reason):
            w.member("reason", reason)
        case .heard(let hearing): w.member("hearing", hearing)
        case .settled(let agreement): w.member("agreement", agreement)
        case .opinionIssued(let opinion): w.member("opinion", opinion)
        case .executionReported(let party, let text):
            w.member("party", party)
            w.member("text", text)
        case .executionRejected(let party, let reason, let deadline):
            w.member("party", party)
            w.member("reason", reason)
            w.member("deadline", deadline)
        case .executionConfirmed: break
        case .escalated(let party, let reason, let matter, let registered):
            w.member("party", party)
            w.member("reason", reason)
            w.member("opens", matter)
            w.member("registered", registered)
        case .deadlineExtended(let deadline, let reason):
            w.member("deadline", deadline)
            w.member("reason", reason)
        case .resumed(let reason, let deadline):
            w.member("reason", reason)
            w.member("deadline", deadline)
        case .partDeadlineMoved(let party, let deadline):
            w.member("party", party)
            w.member("deadline", deadline)
        case .noted(let text): w.member("text", text)
        case .deadlinePassed(let lastDay): w.member("lastDay", lastDay)
        case .deadlineRecomputed(let deadline, let edition):
            w.member("deadline", deadline)
            w.member("edition", edition)
        }
    }

    private var name: DisputeEventName {
        switch self {
        case .filed: .filed
        case .accepted: .accepted
        case .returned: .returned
        case .heard: .heard
        case .settled: .settled
        case .opinionIssued: .opinionIssued
        case .executionReported: .executionReported
        case .executionRejected: .executionRejected
        case .executionConfirmed: .executionConfirmed
        case .escalated: .escalated
        case .withdrawn: .withdrawn
        case .deadlineExtended: .deadlineExtended
        case .suspended: .suspended
        case .resumed: .resumed
        case .partDeadlineMoved: .partDeadlineMoved
        case .noted: .noted
        case .deadlinePassed: .deadlinePassed
        case .deadlineRecomputed: .deadlineRecomputed
        }
    }

    /// Reads an event of any form that was ever written; see ``MatterEvent``.
    init(from reader: inout StoredReader) throws(CodingFault) {
        let name: DisputeEventName = try reader.read("event")
        let form: Int = try reader.read("v") ?? 1
        switch form {
        case 1: self = try Self.current(name, &reader)
        default: throw reader.fault(.unknownForm(form))
        }
    }

    private static func current(
        _ name: DisputeEventName, _ r: inout StoredReader
    ) throws(CodingFault) -> DisputeEvent {
        switch name {
        case .filed: try .filed(r.read("filing"), supervising: r.read("supervising"))
        case .accepted: try .accepted(r.read("deadline"))
        case .returned: try .returned(reason: r.read("reason"))
        case .heard: try .heard(r.read("hearing"))
        case .settled: try .settled(agreement: r.read("agreement"))
        case .opinionIssued: try .opinionIssued(r.read("opinion"))
        case .executionReported:
            try .executionReported(party: r.read("party"), text: r.read("text"))
        case .executionRejected:
            try .executionRejected(
                party: r.read("party"), reason: r.read("reason"), r.read("deadline"))
        case .executionConfirmed: .executionConfirmed
        case .escalated:
            try .escalated(
                party: r.read("party"), reason: r.read("reason"), opens: r.read("opens"),
                r.read("registered"))
        case .withdrawn: try .withdrawn(reason: r.read("reason"))
        case .deadlineExtended:
            try .deadlineExtended(r.read("deadline"), reason: r.read("reason"))
        case .suspended: try .suspended(reason: r.read("reason"))
        case .resumed: try .resumed(reason: r.read("reason"), r.read("deadline"))
        case .partDeadlineMoved:
            try .partDeadlineMoved(party: r.read("party"), r.read("deadline"))
        case .noted: try .noted(text: r.read("text"))
        case .deadlinePassed: try .deadlinePassed(lastDay: r.read("lastDay"))
        case .deadlineRecomputed:
            try .deadlineRecomputed(r.read("deadline"), edition: r.read("edition"))
        }
    }
}
