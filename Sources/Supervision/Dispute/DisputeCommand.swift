/// The commands of the second machine by their names on the wire.
public enum DisputeCommandName: String, CaseIterable, Sendable {
    case file = "dispute.file"
    case accept = "dispute.accept"
    case `return` = "dispute.return"
    case hear = "dispute.hear"
    case settle = "dispute.settle"
    case issueOpinion = "dispute.issueOpinion"
    case reportExecution = "dispute.reportExecution"
    case confirmExecution = "dispute.confirmExecution"
    case rejectExecution = "dispute.rejectExecution"
    case escalate = "dispute.escalate"
    case withdraw = "dispute.withdraw"
    case extend = "dispute.extend"
    case suspend = "dispute.suspend"
    case resume = "dispute.resume"
    case note = "dispute.note"
}

/// A command for a dispute that exists, with its own parameters.
public enum DisputeCommand: Equatable, Sendable {
    case accept(deadline: Period?)
    case `return`(reason: String)
    case hear(Hearing)
    case settle(agreement: String)
    case issueOpinion(parts: [DisputePart], deadline: Period)
    case reportExecution(party: OrganID, text: String)
    case confirmExecution
    case rejectExecution(party: OrganID, reason: String, deadline: Period?)
    case escalate(party: OrganID, reason: String)
    case withdraw(reason: String)
    case extend(deadline: Period, reason: String)
    case suspend(reason: String)
    case resume(reason: String)
    case note(text: String)

    public var name: DisputeCommandName {
        switch self {
        case .accept: .accept
        case .return: .return
        case .hear: .hear
        case .settle: .settle
        case .issueOpinion: .issueOpinion
        case .reportExecution: .reportExecution
        case .confirmExecution: .confirmExecution
        case .rejectExecution: .rejectExecution
        case .escalate: .escalate
        case .withdraw: .withdraw
        case .extend: .extend
        case .suspend: .suspend
        case .resume: .resume
        case .note: .note
        }
    }

    /// The party that the command is about, where it is about one.
    var party: OrganID? {
        switch self {
        case .hear(let hearing): hearing.party
        case .reportExecution(let party, _), .rejectExecution(let party, _, _),
            .escalate(let party, _):
            party
        case .accept, .return, .settle, .issueOpinion, .confirmExecution, .withdraw, .extend,
            .suspend, .resume, .note:
            nil
        }
    }
}

/// `dispute.file`: what a party brings before the common supervisor (Art. 13 para. 1).
public struct FileDispute: Equatable, Sendable {
    public var parties: [OrganID]
    public var subject: DisputeSubject
    public var summary: String
    public var consultation: Consultation

    public init(
        parties: [OrganID], subject: DisputeSubject, summary: String,
        consultation: Consultation
    ) {
        self.parties = parties
        self.subject = subject
        self.summary = summary
        self.consultation = consultation
    }
}
