// A matter, its phases and their steps. Only snapshots hold these.

internal import JSONText
internal import Supervision

extension Matter: StoredObject {
    func writeMembers(to writer: inout JSONWriter) {
        writer.member("id", id)
        writer.member("version", version)
        writer.member("registration", registration)
        writer.member("supervising", supervising)
        writer.member("competence", competence)
        writer.member("secrecy", secrecy)
        writer.member("phase", phase)
        writer.member("duties", duties)
        writer.member("suspension", suspension)
        writer.member("findings", findings)
        writer.member("documents", documents)
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        try self.init(
            id: reader.read("id"), version: reader.read("version"),
            registration: reader.read("registration"), supervising: reader.read("supervising"),
            competence: reader.read("competence"), secrecy: reader.read("secrecy"),
            phase: reader.read("phase"), duties: reader.read("duties"),
            suspension: reader.read("suspension"), findings: reader.read("findings"),
            documents: reader.read("documents"))
    }
}

extension Suspension: StoredObject {
    func writeMembers(to writer: inout JSONWriter) {
        writer.member("since", since)
        writer.member("reason", reason)
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        try self.init(since: reader.read("since"), reason: reader.read("reason"))
    }
}

extension Phase: StoredObject {
    func writeMembers(to writer: inout JSONWriter) {
        switch self {
        case .complaint(let complaint):
            writer.member("is", PhaseName.complaint)
            writer.member("term", complaint.term)
        case .investigation(let inquiry):
            writer.member("is", PhaseName.investigation)
            writer.member("inquiry", inquiry)
        case .opinion(let due):
            writer.member("is", PhaseName.opinion)
            writer.member("inquiry", due.inquiry)
            writer.member("finding", due.finding)
        case .rectification(let phase):
            writer.member("is", PhaseName.rectification)
            writer.member("inquiry", phase.inquiry)
            writer.member("finding", phase.finding)
            writer.member("opinion", phase.opinion)
            writer.member("term", phase.term)
            writer.member("step", phase.step)
            writer.member("rejections", phase.rejections)
            writer.member("refusalRecorded", phase.refusalRecorded)
        case .decision(let phase):
            writer.member("is", PhaseName.decision)
            writer.member("inquiry", phase.inquiry)
            writer.member("ground", phase.ground)
            writer.member("step", phase.step)
        case .accountability(let phase):
            writer.member("is", PhaseName.accountability)
            writer.member("inquiry", phase.inquiry)
            writer.member("result", phase.result)
        case .closed(let closing):
            writer.member("is", PhaseName.closed)
            writer.member("outcome", closing.outcome)
            writer.member("reason", closing.reason)
            writer.member("at", closing.at)
            writer.member("investigators", closing.investigators)
        }
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        switch try reader.read("is", as: PhaseName.self) {
        case .complaint:
            self = .complaint(Complaint(term: try reader.read("term")))
        case .investigation:
            self = .investigation(try reader.read("inquiry"))
        case .opinion:
            self = try .opinion(
                OpinionDue(inquiry: reader.read("inquiry"), finding: reader.read("finding")))
        case .rectification:
            self = try .rectification(
                Rectification(
                    inquiry: reader.read("inquiry"), finding: reader.read("finding"),
                    opinion: reader.read("opinion"), term: reader.read("term"),
                    step: reader.read("step"), rejections: reader.read("rejections"),
                    refusalRecorded: reader.read("refusalRecorded")))
        case .decision:
            self = try .decision(
                DecisionPhase(
                    inquiry: reader.read("inquiry"), ground: reader.read("ground"),
                    step: reader.read("step")))
        case .accountability:
            self = try .accountability(
                AccountabilityPhase(
                    inquiry: reader.read("inquiry"), result: reader.read("result")))
        case .closed:
            self = try .closed(
                Closing(
                    outcome: reader.read("outcome"), reason: reader.read("reason"),
                    at: reader.read("at"), investigators: reader.read("investigators")))
        case .filed, .coordination, .execution:
            throw reader.fault(.invalid("phase of a supervision matter"))
        }
    }
}

extension Term: StoredObject {
    func writeMembers(to writer: inout JSONWriter) {
        writer.member("deadline", deadline)
        writer.member("hasPassed", hasPassed)
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        try self.init(reader.read("deadline"), hasPassed: reader.read("hasPassed"))
    }
}

extension Inquiry: StoredObject {
    func writeMembers(to writer: inout JSONWriter) {
        writer.member("investigators", investigators)
        writer.member("measures", measures)
        writer.member("term", term)
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        try self.init(
            investigators: reader.read("investigators"), measures: reader.read("measures"),
            term: reader.read("term"))
    }
}

// MARK: Steps

private enum RectificationStepName: String, StoredWord {
    case awaitingReport, underReview

    static let words = JSONNames<RectificationStepName>()
}

extension Rectification.Step: StoredObject {
    func writeMembers(to writer: inout JSONWriter) {
        switch self {
        case .awaitingReport:
            writer.member("is", RectificationStepName.awaitingReport)
        case .underReview(let reports):
            writer.member("is", RectificationStepName.underReview)
            writer.member("reports", reports)
        }
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        switch try reader.read("is", as: RectificationStepName.self) {
        case .awaitingReport: self = .awaitingReport
        case .underReview: self = .underReview(try reader.read("reports"))
        }
    }
}

private enum DecisionStepName: String, StoredWord {
    case due, inForce, executionReported

    static let words = JSONNames<DecisionStepName>()
}

extension DecisionPhase.Step: StoredObject {
    func writeMembers(to writer: inout JSONWriter) {
        switch self {
        case .due:
            writer.member("is", DecisionStepName.due)
        case .inForce(let decision):
            writer.member("is", DecisionStepName.inForce)
            writer.member("decision", decision)
        case .executionReported(let decision, let reports):
            writer.member("is", DecisionStepName.executionReported)
            writer.member("decision", decision)
            writer.member("reports", reports)
        }
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        switch try reader.read("is", as: DecisionStepName.self) {
        case .due:
            self = .due
        case .inForce:
            self = .inForce(try reader.read("decision"))
        case .executionReported:
            self = try .executionReported(reader.read("decision"), reader.read("reports"))
        }
    }
}

extension IssuedDecision: StoredObject {
    func writeMembers(to writer: inout JSONWriter) {
        writer.member("document", document)
        writer.member("term", term)
        writer.member("rejections", rejections)
        writer.member("refusalRecorded", refusalRecorded)
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        try self.init(
            document: reader.read("document"), term: reader.read("term"),
            rejections: reader.read("rejections"),
            refusalRecorded: reader.read("refusalRecorded"))
    }
}

private enum GroundName: String, StoredWord {
    case unrectified, major

    static let words = JSONNames<GroundName>()
}

extension DecisionGround: StoredObject {
    func writeMembers(to writer: inout JSONWriter) {
        switch self {
        case .unrectified(let ground):
            writer.member("is", GroundName.unrectified)
            writer.member("finding", ground.finding)
            writer.member("opinion", ground.opinion)
            writer.member("reason", ground.reason)
            writer.member("failedBy", ground.failedBy)
        case .major(let ground):
            writer.member("is", GroundName.major)
            writer.member("finding", ground.finding)
            writer.member("reason", ground.reason)
        }
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        switch try reader.read("is", as: GroundName.self) {
        case .unrectified:
            self = try .unrectified(
                UnrectifiedOpinion(
                    finding: reader.read("finding"), opinion: reader.read("opinion"),
                    reason: reader.read("reason"), failedBy: reader.read("failedBy")))
        case .major:
            self = try .major(
                MajorFinding(finding: reader.read("finding"), reason: reader.read("reason")))
        }
    }
}

private enum OutcomeName: String, StoredWord {
    case declined, referred, merged, withdrawn, main

    static let words = JSONNames<OutcomeName>()
}

extension Closing.Outcome: StoredObject {
    func writeMembers(to writer: inout JSONWriter) {
        switch self {
        case .declined:
            writer.member("is", OutcomeName.declined)
        case .referred(let channel):
            writer.member("is", OutcomeName.referred)
            writer.member("channel", channel)
        case .merged(let matter):
            writer.member("is", OutcomeName.merged)
            writer.member("into", matter)
        case .withdrawn:
            writer.member("is", OutcomeName.withdrawn)
        case .main(let result):
            writer.member("is", OutcomeName.main)
            writer.member("result", result)
        }
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        switch try reader.read("is", as: OutcomeName.self) {
        case .declined: self = .declined
        case .referred: self = .referred(try reader.read("channel"))
        case .merged: self = .merged(into: try reader.read("into"))
        case .withdrawn: self = .withdrawn
        case .main: self = .main(try reader.read("result"))
        }
    }
}
