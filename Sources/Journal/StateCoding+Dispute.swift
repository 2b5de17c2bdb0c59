// A dispute and its parts. Filings, hearings and opinions stand in events too.

internal import JSONText
internal import Supervision

extension DisputeSubject: StoredWord {
    static let words = JSONNames<DisputeSubject>()
}

extension Consultation: StoredObject {
    func writeMembers(to writer: inout JSONWriter) {
        writer.member("on", on)
        writer.member("participants", participants)
        writer.member("result", result)
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        try self.init(
            on: reader.read("on"), participants: reader.read("participants"),
            result: reader.read("result"))
    }
}

extension Filing: StoredObject {
    func writeMembers(to writer: inout JSONWriter) {
        writer.member("parties", parties)
        writer.member("subject", subject)
        writer.member("summary", summary)
        writer.member("consultation", consultation)
        writer.member("by", by)
        writer.member("byOrgan", byOrgan)
        writer.member("at", at)
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        try self.init(
            parties: reader.read("parties"), subject: reader.read("subject"),
            summary: reader.read("summary"), consultation: reader.read("consultation"),
            by: reader.read("by"), byOrgan: reader.read("byOrgan"), at: reader.read("at"))
    }
}

extension Hearing: StoredObject {
    func writeMembers(to writer: inout JSONWriter) {
        writer.member("party", party)
        writer.member("position", position)
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        try self.init(party: reader.read("party"), position: reader.read("position"))
    }
}

extension DisputePart: StoredObject {
    func writeMembers(to writer: inout JSONWriter) {
        writer.member("party", party)
        writer.member("act", act)
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        try self.init(party: reader.read("party"), act: reader.read("act"))
    }
}

extension CoordinationOpinion: StoredObject {
    func writeMembers(to writer: inout JSONWriter) {
        writer.member("document", document)
        writer.member("parts", parts)
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        try self.init(document: reader.read("document"), parts: reader.read("parts"))
    }
}

extension PartState: StoredObject {
    func writeMembers(to writer: inout JSONWriter) {
        writer.member("party", party)
        writer.member("term", term)
        writer.member("report", report)
        writer.member("rejections", rejections)
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        try self.init(
            party: reader.read("party"), term: reader.read("term"), report: reader.read("report"),
            rejections: reader.read("rejections"))
    }
}

extension Dispute: StoredObject {
    func writeMembers(to writer: inout JSONWriter) {
        writer.member("id", id)
        writer.member("version", version)
        writer.member("filing", filing)
        writer.member("supervising", supervising)
        writer.member("phase", phase)
        writer.member("suspension", suspension)
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        try self.init(
            id: reader.read("id"), version: reader.read("version"),
            filing: reader.read("filing"), supervising: reader.read("supervising"),
            phase: reader.read("phase"), suspension: reader.read("suspension"))
    }
}

extension DisputePhase: StoredObject {
    func writeMembers(to writer: inout JSONWriter) {
        writer.member("is", place.phaseName)
        switch self {
        case .filed: break
        case .coordination(let phase):
            writer.member("term", phase.term)
            writer.member("hearings", phase.hearings)
        case .execution(let phase):
            writer.member("hearings", phase.hearings)
            writer.member("opinion", phase.opinion)
            writer.member("parts", phase.parts)
        case .closed(let closing):
            writer.member("outcome", closing.outcome)
            writer.member("reason", closing.reason)
            writer.member("at", closing.at)
            writer.member("hearings", closing.hearings)
            writer.member("opinion", closing.opinion)
            writer.member("parts", closing.parts)
        }
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        switch try reader.read("is", as: PhaseName.self) {
        case .filed: self = .filed
        case .coordination:
            self = try .coordination(
                Coordination(term: reader.read("term"), hearings: reader.read("hearings")))
        case .execution:
            self = try .execution(
                CoordinatedExecution(
                    hearings: reader.read("hearings"), opinion: reader.read("opinion"),
                    parts: reader.read("parts")))
        case .closed:
            self = try .closed(
                DisputeClosing(
                    outcome: reader.read("outcome"), reason: reader.read("reason"),
                    at: reader.read("at"), hearings: reader.read("hearings"),
                    opinion: reader.read("opinion"), parts: reader.read("parts")))
        case .complaint, .investigation, .opinion, .rectification, .decision, .accountability:
            throw reader.fault(.invalid("phase of a dispute"))
        }
    }
}

private enum DisputeOutcomeName: String, StoredWord {
    case returned, settled, withdrawn, executed, escalated

    static let words = JSONNames<DisputeOutcomeName>()
}

extension DisputeClosing.Outcome: StoredObject {
    func writeMembers(to writer: inout JSONWriter) {
        switch self {
        case .returned: writer.member("is", DisputeOutcomeName.returned)
        case .settled: writer.member("is", DisputeOutcomeName.settled)
        case .withdrawn: writer.member("is", DisputeOutcomeName.withdrawn)
        case .executed: writer.member("is", DisputeOutcomeName.executed)
        case .escalated(let party, let matter):
            writer.member("is", DisputeOutcomeName.escalated)
            writer.member("party", party)
            writer.member("matter", matter)
        }
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        switch try reader.read("is", as: DisputeOutcomeName.self) {
        case .returned: self = .returned
        case .settled: self = .settled
        case .withdrawn: self = .withdrawn
        case .executed: self = .executed
        case .escalated:
            self = try .escalated(party: reader.read("party"), matter: reader.read("matter"))
        }
    }
}
