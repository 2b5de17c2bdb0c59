// A dispute on the wire (Art. 13): its row, `matter.get`, and its events.

public import JSONText
public import Supervision

extension DocketRow {
    /// The row of a dispute, without its summary.
    public init(_ dispute: Dispute, position: Int64, in roster: Roster) {
        self.init(
            matter: dispute.id, version: dispute.version, phase: dispute.phase.place.phaseName,
            supervising: dispute.supervising, parties: dispute.parties,
            acting: dispute.actingOrgan(in: roster), deadline: dispute.term?.deadline,
            overdue: dispute.isOverdue, suspended: dispute.suspension != nil,
            registeredAt: dispute.filing.at, secrecy: .internal, position: position)
    }
}

extension Views {
    /// The result of `matter.get` for a dispute.
    ///
    /// - Parameters:
    ///   - allowed: the commands that this person may give now.
    ///   - position: the position of its last entry.
    ///   - now: for how many days are left until a deadline.
    public static func write(
        _ dispute: Dispute, audience: Audience, allowed: [DisputeCommandName], position: Int64,
        now: Instant, roster: Roster, into writer: inout JSONWriter
    ) {
        write(
            DocketRow(dispute, position: position, in: roster),
            dispute.sections(for: audience, now: now), into: &writer
        ) { member("allowed", allowed.lazy.map(\.rawValue), into: &$0) }
    }

    /// The result of `matter.asOf` for a dispute; see the same for a supervision matter.
    public static func write(
        past dispute: Dispute, audience: Audience, position: Int64, since: Instant, at: Instant,
        roster: Roster, into writer: inout JSONWriter
    ) {
        write(
            DocketRow(dispute, position: position, in: roster),
            dispute.sections(for: audience, now: at), into: &writer
        ) { writer in
            member("since", since, into: &writer)
            member("at", at, into: &writer)
        }
    }

    static func write(_ consultation: Consultation, into writer: inout JSONWriter) {
        writer.beginObject()
        member("on", consultation.on, into: &writer)
        member("participants", consultation.participants, into: &writer)
        writer.member("result", consultation.result)
        writer.endObject()
    }

    static func writeMembers(of hearing: Hearing, into writer: inout JSONWriter) {
        if let party = hearing.party {
            writer.member("party", party.text)
        } else {
            writer.member("meeting", true)
        }
        writer.member("position", hearing.position)
    }

    static func write(_ parts: [DisputePart], into writer: inout JSONWriter) {
        writer.beginArray()
        for part in parts {
            writer.beginObject()
            writer.member("party", part.party.text)
            writer.member("act", part.act)
            writer.endObject()
        }
        writer.endArray()
    }

    /// An item of `matter.history` of a dispute.
    public static func write(
        _ entry: HistoryEntry<DisputeEvent>, audience: Audience, into writer: inout JSONWriter
    ) {
        writer.beginObject()
        writeHead(of: entry, tellsCommand: true, into: &writer)
        writer.key("events")
        writer.beginArray()
        for event in entry.events {
            writer.beginObject()
            writer.member("event", event.wireName)
            writeData(of: event, audience: audience, into: &writer)
            writer.endObject()
        }
        writer.endArray()
        writer.endObject()
    }

    private static func writeData(
        of event: DisputeEvent, audience: Audience, into writer: inout JSONWriter
    ) {
        switch event {
        case .filed(let filing, let supervising):
            member("parties", filing.parties.lazy.map(\.text), into: &writer)
            writer.member("subject", filing.subject.rawValue)
            writer.member("summary", filing.summary)
            writer.key("consultation")
            write(filing.consultation, into: &writer)
            writer.member("supervising", supervising.text)
        case .accepted(let deadline): member("deadline", deadline, into: &writer)
        case .returned(let reason), .withdrawn(let reason), .suspended(let reason):
            writer.member("reason", reason)
        case .heard(let hearing): writeMembers(of: hearing, into: &writer)
        case .settled(let agreement): writer.member("agreement", agreement)
        case .opinionIssued(let opinion):
            writeMembers(of: opinion.document, into: &writer)
            writer.key("parts")
            write(opinion.parts, into: &writer)
        case .executionReported(let party, let text):
            writer.member("party", party.text)
            writer.member("text", text)
        case .executionRejected(let party, let reason, let deadline):
            writer.member("party", party.text)
            writer.member("reason", reason)
            member("deadline", deadline, into: &writer)
        case .executionConfirmed: break
        case .escalated(let party, let reason, let matter, _):
            writer.member("party", party.text)
            writer.member("reason", reason)
            if audience == .full { writer.member("opened", matter.description) }
        case .deadlineExtended(let deadline, let reason):
            member("deadline", deadline, into: &writer)
            writer.member("reason", reason)
        case .resumed(let reason, let deadline):
            writer.member("reason", reason)
            member("deadline", deadline, into: &writer)
        case .partDeadlineMoved(let party, let deadline):
            writer.member("party", party.text)
            member("deadline", deadline, into: &writer)
        case .noted(let text): writer.member("text", text)
        case .deadlinePassed(let lastDay): member("lastDay", lastDay, into: &writer)
        case .deadlineRecomputed(let deadline, let edition):
            member("deadline", deadline, into: &writer)
            writer.member("calendarEdition", edition)
        }
    }
}

extension Dispute {
    /// What the audience sees beside the head. The positions of the parties come last, because
    /// they may be the longest.
    fileprivate func sections(for audience: Audience, now: Instant) -> [MatterSection] {
        let (filing, opinion) = (filing, opinion)
        var sections: [MatterSection] = [
            .value("subject") { _, writer in writer.string(filing.subject.rawValue) },
            MatterSection.deadlines(
                term, phase.place, isRunning: deadlineToWatch == term?.deadline.end, now: now),
        ]
        if let suspension { sections.append(MatterSection.suspension(suspension)) }
        if let opinion {
            sections.append(
                .list("documents", count: 1, hasBrief: true) { _, brief, writer in
                    Views.write(opinion.document, brief: brief, into: &writer)
                })
        }
        sections.append(partSection)
        if case .closed(let closing) = phase {
            sections.append(
                .value("closing") { _, writer in
                    Views.write(closing, audience: audience, into: &writer)
                })
        }
        sections.append(.value("summary") { _, writer in writer.string(filing.summary) })
        sections.append(
            .value("consultation") { _, writer in
                Views.write(filing.consultation, into: &writer)
            })
        let hearings = hearings
        sections.append(
            .list("hearings", count: hearings.count) { index, _, writer in
                writer.beginObject()
                Views.writeMembers(of: hearings[index], into: &writer)
                writer.endObject()
            })
        return sections
    }

    private var hearings: [Hearing] {
        switch phase {
        case .filed: []
        case .coordination(let coordination): coordination.hearings
        case .execution(let execution): execution.hearings
        case .closed(let closing): closing.hearings
        }
    }

    /// What each party has to do, and how far it is.
    private var partSection: MatterSection {
        let states: [PartState] =
            switch phase {
            case .filed, .coordination: []
            case .execution(let execution): execution.parts
            case .closed(let closing): closing.parts
            }
        let parts = opinion?.parts ?? []
        let isRunning = !isClosed
        return .list("parts", count: states.count, hasBrief: true) { index, brief, writer in
            let state = states[index]
            writer.beginObject()
            writer.member("party", state.party.text)
            writer.member("reported", state.report != nil)
            writer.member("rejections", state.rejections)
            if isRunning {
                Views.member("deadline", state.term.deadline, into: &writer)
                writer.member("overdue", state.term.hasPassed)
            }
            if brief {
                writer.member("truncated", true)
            } else {
                writer.member("act", parts.first { $0.party == state.party }?.act)
                writer.member("report", state.report)
            }
            writer.endObject()
        }
    }
}

extension Views {
    fileprivate static func write(
        _ closing: DisputeClosing, audience: Audience, into writer: inout JSONWriter
    ) {
        writer.beginObject()
        writer.member("outcome", closing.outcome.name)
        member("at", closing.at, into: &writer)
        writer.member("reason", closing.reason)
        if case .escalated(let party, let matter) = closing.outcome {
            writer.member("party", party.text)
            if audience == .full { writer.member("opened", matter.description) }
        }
        writer.endObject()
    }
}

extension DisputeEvent {
    /// The name of the event on the wire.
    public var wireName: String {
        switch self {
        case .filed: "filed"
        case .accepted: "accepted"
        case .returned: "returned"
        case .heard: "heard"
        case .settled: "settled"
        case .opinionIssued: "opinionIssued"
        case .executionReported: "executionReported"
        case .executionRejected: "executionRejected"
        case .executionConfirmed: "executionConfirmed"
        case .escalated: "escalated"
        case .withdrawn: "withdrawn"
        case .deadlineExtended: "deadlineExtended"
        case .suspended: "suspended"
        case .resumed: "resumed"
        case .partDeadlineMoved: "partDeadlineMoved"
        case .noted: "noted"
        case .deadlinePassed: "deadlinePassed"
        case .deadlineRecomputed: "deadlineRecomputed"
        }
    }
}
