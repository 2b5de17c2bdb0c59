/// What happened to a matter. Folding the events of its entries gives the matter back, so an event
/// carries everything that was computed when it was decided: deadlines, numbers, competence.
public indirect enum MatterEvent: Equatable, Sendable {
    case registered(Registered)
    case accepted(investigators: [PersonID], Deadline?)
    case declined(reason: String)
    case transferred(supervising: OrganID, Competence, reason: String)
    case referred(Channel, reason: String)
    case merged(into: MatterID, reason: String)
    case withdrawn(reason: String)
    case complainantDropped(reason: String)
    case investigatorsAssigned([PersonID])
    case measureRecorded(InvestigationMeasure)
    case assistanceRequested(duty: Int, from: OrganID, request: String)
    case assistanceProvided(duty: Int, summary: String)
    case deadlineExtended(Deadline, reason: String)
    case noProblemFound(facts: String)
    case problemsFound(facts: String, grounds: [Int])
    case majorProblemsFound(facts: String, grounds: [Int], reason: String)
    case noticeOwed(duty: Int, superior: String)
    case noticeSent(duty: Int, summary: String)
    case opinionIssued(Document)
    case rectificationReported([ItemReport])
    case rectificationAccepted(verified: [Int])
    case rectificationRejected(reason: String, Deadline?)
    case rectificationFailed(reason: String)
    case decisionIssued(Document)
    case executionReported([ItemReport])
    case executionConfirmed(verified: [Int])
    case executionRejected(reason: String, Deadline?)
    case refusalFound(reason: String)
    case obstructionRecorded(ObstructionKind, summary: String)
    case accountabilityOpened(duty: Int, AccountabilityItem)
    case unitNotified(item: Int, unit: OrganID)
    case officerMeasureRecorded(item: Int, OfficerMeasureRecord)
    case accountabilityReferred(item: Int, to: ReferralTarget, authority: String)
    case outcomeRecorded(item: Int, outcome: String)
    case accountabilitySettled(item: Int)
    case accountabilityDismissed(item: Int, reason: String)
    case closed
    case reopened(facts: String, Deadline?)
    case suspended(reason: String)
    case resumed(reason: String, Deadline?)
    case classified(SecrecyClass, reason: String?)
    case coordinated(Channel, summary: String)
    case commended(person: String?, organ: OrganID?, merit: String)
    /// - Parameter byOverseer: whether it was written by somebody whose only part in the matter is
    ///   an item about a supervisor (Art. 20). Who may not know of such an item does not learn of
    ///   the note either.
    case noted(text: String, byOverseer: Bool)
    /// The clock's own event: the deadline passed while it ran.
    case deadlinePassed(lastDay: CivilDate)
    /// The server's own event: an edition of the calendar gave a provisional deadline another last
    /// day, or settled it.
    case deadlineRecomputed(Deadline, edition: String)
}

/// The first event of every supervision matter.
public struct Registered: Equatable, Sendable {
    public var registration: Registration
    public var supervising: OrganID
    public var competence: Competence
    public var secrecy: SecrecyClass
    public var deadline: Deadline?

    public init(
        registration: Registration, supervising: OrganID, competence: Competence,
        secrecy: SecrecyClass, deadline: Deadline?
    ) {
        self.registration = registration
        self.supervising = supervising
        self.competence = competence
        self.secrecy = secrecy
        self.deadline = deadline
    }
}

/// Who gave the command an event comes from, and when. The server itself has no person.
public struct Stamp: Equatable, Sendable {
    public var at: Instant
    public var by: PersonID

    public init(at: Instant, by: PersonID) {
        self.at = at
        self.by = by
    }

    /// The author of the clock's entries.
    public static let server = PersonID("")
}
