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
    case deadlineExtended(Deadline, reason: String)
    case suspended(reason: String)
    case resumed(reason: String, Deadline?)
    case noted(text: String)
    /// The clock's own event: the deadline passed while it ran.
    case deadlinePassed(lastDay: CivilDate)
}
