// The events of a supervision matter. A stored name is a promise: it never changes and is never
// used for something else, not even when the event in memory is renamed.

internal import JSONText
internal import Supervision

/// The stored names of the events of a supervision matter.
enum MatterEventName: String, StoredWord {
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

    static let words = JSONNames<MatterEventName>()
}

extension MatterEvent: StoredObject {
    func writeMembers(to w: inout JSONWriter) {
        switch self {
        case .registered(let r):
            w.event(.registered)
            r.writeMembers(to: &w)
        case .accepted(let p, let d): w.event(.accepted, "investigators", p, "deadline", d)
        case .declined(let r): w.event(.declined, "reason", r)
        case .transferred(let o, let c, let r):
            w.event(.transferred, "supervising", o, "competence", c, "reason", r)
        case .referred(let c, let r): w.event(.referred, "channel", c, "reason", r)
        case .merged(let m, let r): w.event(.merged, "into", m, "reason", r)
        case .withdrawn(let r): w.event(.withdrawn, "reason", r)
        case .complainantDropped(let r): w.event(.complainantDropped, "reason", r)
        case .investigatorsAssigned(let p):
            w.event(.investigatorsAssigned, "investigators", p)
        case .measureRecorded(let m): w.event(.measureRecorded, "measure", m)
        case .assistanceRequested(let n, let o, let r):
            w.event(.assistanceRequested, "duty", n, "from", o, "request", r)
        case .assistanceProvided(let n, let s):
            w.event(.assistanceProvided, "duty", n, "summary", s)
        case .deadlineExtended(let d, let r):
            w.event(.deadlineExtended, "deadline", d, "reason", r)
        case .noProblemFound(let f): w.event(.noProblemFound, "facts", f)
        case .problemsFound(let f, let g): w.event(.problemsFound, "facts", f, "grounds", g)
        case .majorProblemsFound(let f, let g, let r):
            w.event(.majorProblemsFound, "facts", f, "grounds", g, "reason", r)
        case .noticeOwed(let n, let o): w.event(.noticeOwed, "duty", n, "superior", o)
        case .noticeSent(let n, let s): w.event(.noticeSent, "duty", n, "summary", s)
        case .opinionIssued(let d): w.event(.opinionIssued, "document", d)
        case .rectificationReported(let r): w.event(.rectificationReported, "reports", r)
        case .rectificationAccepted(let v): w.event(.rectificationAccepted, "verified", v)
        case .rectificationRejected(let r, let d):
            w.event(.rectificationRejected, "reason", r, "deadline", d)
        case .rectificationFailed(let r): w.event(.rectificationFailed, "reason", r)
        case .decisionIssued(let d): w.event(.decisionIssued, "document", d)
        case .executionReported(let r): w.event(.executionReported, "reports", r)
        case .executionConfirmed(let v): w.event(.executionConfirmed, "verified", v)
        case .executionRejected(let r, let d):
            w.event(.executionRejected, "reason", r, "deadline", d)
        case .refusalFound(let r): w.event(.refusalFound, "reason", r)
        case .obstructionRecorded(let k, let s):
            w.event(.obstructionRecorded, "kind", k, "summary", s)
        case .accountabilityOpened(let n, let i):
            w.event(.accountabilityOpened, "duty", n, "accountability", i)
        case .unitNotified(let n, let u): w.event(.unitNotified, "item", n, "unit", u)
        case .officerMeasureRecorded(let n, let r):
            w.event(.officerMeasureRecorded, "item", n, "record", r)
        case .accountabilityReferred(let n, let t, let a):
            w.event(.accountabilityReferred, "item", n, "to", t, "authority", a)
        case .outcomeRecorded(let n, let o): w.event(.outcomeRecorded, "item", n, "outcome", o)
        case .accountabilitySettled(let n): w.event(.accountabilitySettled, "item", n)
        case .accountabilityDismissed(let n, let r):
            w.event(.accountabilityDismissed, "item", n, "reason", r)
        case .closed: w.event(.closed)
        case .reopened(let f, let d): w.event(.reopened, "facts", f, "deadline", d)
        case .suspended(let r): w.event(.suspended, "reason", r)
        case .resumed(let r, let d): w.event(.resumed, "reason", r, "deadline", d)
        case .classified(let c, let r): w.event(.classified, "secrecy", c, "reason", r)
        case .coordinated(let c, let s): w.event(.coordinated, "channel", c, "summary", s)
        case .commended(let p, let o, let m):
            w.event(.commended, "person", p, "organ", o, "merit", m)
        case .noted(let t, let o): w.event(.noted, "text", t, "byOverseer", o ? true : nil)
        case .deadlinePassed(let d): w.event(.deadlinePassed, "lastDay", d)
        case .deadlineRecomputed(let d, let e):
            w.event(.deadlineRecomputed, "deadline", d, "edition", e)
        }
    }

    /// Reads an event of any form that was ever written. An older form gets its own case here,
    /// which makes of it what it means today.
    init(from reader: inout StoredReader) throws(CodingFault) {
        let name: MatterEventName = try reader.read("event")
        let form: Int = try reader.read("v") ?? 1
        switch form {
        case 1: self = try Self.current(name, &reader)
        default: throw reader.fault(.unknownForm(form))
        }
    }

    /// Reads the form that `write` writes.
    private static func current(
        _ name: MatterEventName, _ r: inout StoredReader
    ) throws(CodingFault) -> MatterEvent {
        switch name {
        case .registered: .registered(try Registered(from: &r))
        case .accepted: try .accepted(investigators: r.read("investigators"), r.read("deadline"))
        case .declined: try .declined(reason: r.read("reason"))
        case .transferred:
            try .transferred(
                supervising: r.read("supervising"), r.read("competence"), reason: r.read("reason"))
        case .referred: try .referred(r.read("channel"), reason: r.read("reason"))
        case .merged: try .merged(into: r.read("into"), reason: r.read("reason"))
        case .withdrawn: try .withdrawn(reason: r.read("reason"))
        case .complainantDropped: try .complainantDropped(reason: r.read("reason"))
        case .investigatorsAssigned: try .investigatorsAssigned(r.read("investigators"))
        case .measureRecorded: try .measureRecorded(r.read("measure"))
        case .assistanceRequested:
            try .assistanceRequested(
                duty: r.read("duty"), from: r.read("from"), request: r.read("request"))
        case .assistanceProvided:
            try .assistanceProvided(duty: r.read("duty"), summary: r.read("summary"))
        case .deadlineExtended: try .deadlineExtended(r.read("deadline"), reason: r.read("reason"))
        case .noProblemFound: try .noProblemFound(facts: r.read("facts"))
        case .problemsFound: try .problemsFound(facts: r.read("facts"), grounds: r.read("grounds"))
        case .majorProblemsFound:
            try .majorProblemsFound(
                facts: r.read("facts"), grounds: r.read("grounds"), reason: r.read("reason"))
        case .noticeOwed: try .noticeOwed(duty: r.read("duty"), superior: r.read("superior"))
        case .noticeSent: try .noticeSent(duty: r.read("duty"), summary: r.read("summary"))
        case .opinionIssued: try .opinionIssued(r.read("document"))
        case .rectificationReported: try .rectificationReported(r.read("reports"))
        case .rectificationAccepted: try .rectificationAccepted(verified: r.read("verified"))
        case .rectificationRejected:
            try .rectificationRejected(reason: r.read("reason"), r.read("deadline"))
        case .rectificationFailed: try .rectificationFailed(reason: r.read("reason"))
        case .decisionIssued: try .decisionIssued(r.read("document"))
        case .executionReported: try .executionReported(r.read("reports"))
        case .executionConfirmed: try .executionConfirmed(verified: r.read("verified"))
        case .executionRejected:
            try .executionRejected(reason: r.read("reason"), r.read("deadline"))
        case .refusalFound: try .refusalFound(reason: r.read("reason"))
        case .obstructionRecorded:
            try .obstructionRecorded(r.read("kind"), summary: r.read("summary"))
        case .accountabilityOpened:
            try .accountabilityOpened(duty: r.read("duty"), r.read("accountability"))
        case .unitNotified: try .unitNotified(item: r.read("item"), unit: r.read("unit"))
        case .officerMeasureRecorded:
            try .officerMeasureRecorded(item: r.read("item"), r.read("record"))
        case .accountabilityReferred:
            try .accountabilityReferred(
                item: r.read("item"), to: r.read("to"), authority: r.read("authority"))
        case .outcomeRecorded:
            try .outcomeRecorded(item: r.read("item"), outcome: r.read("outcome"))
        case .accountabilitySettled: try .accountabilitySettled(item: r.read("item"))
        case .accountabilityDismissed:
            try .accountabilityDismissed(item: r.read("item"), reason: r.read("reason"))
        case .closed: .closed
        case .reopened: try .reopened(facts: r.read("facts"), r.read("deadline"))
        case .suspended: try .suspended(reason: r.read("reason"))
        case .resumed: try .resumed(reason: r.read("reason"), r.read("deadline"))
        case .classified: try .classified(r.read("secrecy"), reason: r.read("reason"))
        case .coordinated: try .coordinated(r.read("channel"), summary: r.read("summary"))
        case .commended:
            try .commended(
                person: r.read("person"), organ: r.read("organ"), merit: r.read("merit"))
        case .noted: try .noted(text: r.read("text"), byOverseer: r.read("byOverseer") ?? false)
        case .deadlinePassed: try .deadlinePassed(lastDay: r.read("lastDay"))
        case .deadlineRecomputed:
            try .deadlineRecomputed(r.read("deadline"), edition: r.read("edition"))
        }
    }
}

extension Registered: StoredObject {
    func writeMembers(to writer: inout JSONWriter) {
        writer.member("registration", registration)
        writer.member("supervising", supervising)
        writer.member("competence", competence)
        writer.member("secrecy", secrecy)
        writer.member("deadline", deadline)
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        try self.init(
            registration: reader.read("registration"), supervising: reader.read("supervising"),
            competence: reader.read("competence"), secrecy: reader.read("secrecy"),
            deadline: reader.read("deadline"))
    }
}

// One line for each event, whatever it carries. A single variadic function would do for all, but
// it makes the runtime look up types at every call.
extension JSONWriter {
    fileprivate mutating func event(_ name: MatterEventName) {
        member("event", name)
    }

    fileprivate mutating func event<A: StoredMember>(
        _ name: MatterEventName, _ nameA: StaticString, _ a: A
    ) {
        event(name)
        member(nameA, a)
    }

    fileprivate mutating func event<A: StoredMember, B: StoredMember>(
        _ name: MatterEventName, _ nameA: StaticString, _ a: A, _ nameB: StaticString, _ b: B
    ) {
        event(name, nameA, a)
        member(nameB, b)
    }

    fileprivate mutating func event<A: StoredMember, B: StoredMember, C: StoredMember>(
        _ name: MatterEventName, _ nameA: StaticString, _ a: A, _ nameB: StaticString, _ b: B,
        _ nameC: StaticString, _ c: C
    ) {
        event(name, nameA, a, nameB, b)
        member(nameC, c)
    }
}
