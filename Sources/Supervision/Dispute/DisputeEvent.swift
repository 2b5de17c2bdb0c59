/// What happened to a dispute. Folding the events of its entries gives the dispute back.
public enum DisputeEvent: Equatable, Sendable {
    case filed(Filing, supervising: OrganID)
    case accepted(Deadline?)
    case returned(reason: String)
    case heard(Hearing)
    case settled(agreement: String)
    case opinionIssued(CoordinationOpinion)
    case executionReported(party: OrganID, text: String)
    case executionRejected(party: OrganID, reason: String, Deadline?)
    case executionConfirmed
    /// The only event of two matters: it closes the dispute and registers the supervision matter
    /// against the party, in one entry.
    case escalated(party: OrganID, reason: String, opens: MatterID, Registered)
    case withdrawn(reason: String)
    /// For all parties whose deadline ends before it.
    case deadlineExtended(Deadline, reason: String)
    case suspended(reason: String)
    /// With the deadline that stood still, of all parties that have the deciding one.
    case resumed(reason: String, Deadline?)
    case noted(text: String)
    /// The deadline of a party that has another one, after a suspension or by an edition of the
    /// calendar. Stands behind the event that moved the others, or alone.
    case partDeadlineMoved(party: OrganID, Deadline)
    /// The clock's own event: the deadline passed while it ran, for all who had not reported by it.
    case deadlinePassed(lastDay: CivilDate)
    /// The server's own event: an edition of the calendar gave a provisional deadline another last
    /// day, or settled it.
    case deadlineRecomputed(Deadline, edition: String)
}

extension DisputeEvent {
    /// The command that an entry with this first event was; nil for an act of the clock.
    public var command: DisputeCommandName? {
        switch self {
        case .filed: .file
        case .accepted: .accept
        case .returned: .return
        case .heard: .hear
        case .settled: .settle
        case .opinionIssued: .issueOpinion
        case .executionReported: .reportExecution
        case .executionRejected: .rejectExecution
        case .executionConfirmed: .confirmExecution
        case .escalated: .escalate
        case .withdrawn: .withdraw
        case .deadlineExtended: .extend
        case .suspended: .suspend
        case .resumed: .resume
        case .noted: .note
        case .partDeadlineMoved, .deadlinePassed, .deadlineRecomputed: nil
        }
    }
}
