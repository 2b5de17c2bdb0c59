/// A dispute between supervised organs (争议协调事项) before their common supervisor (Art. 13), from
/// its filing to its closing.
///
/// The second machine. It is built like the first: a table of rules, a ladder of refusals, a total
/// fold. What differs is what it holds, so that it is a type of its own.
public struct Dispute: Equatable, Sendable {
    public let id: MatterID
    /// How many commands were accepted; the clock's entries do not count.
    public internal(set) var version: Int64
    public let filing: Filing
    /// The common supervising organ of the parties.
    public let supervising: OrganID
    public internal(set) var phase: DisputePhase
    public internal(set) var suspension: Suspension?

    public init(
        id: MatterID, version: Int64, filing: Filing, supervising: OrganID,
        phase: DisputePhase, suspension: Suspension? = nil
    ) {
        self.id = id
        self.version = version
        self.filing = filing
        self.supervising = supervising
        self.phase = phase
        self.suspension = suspension
    }
}

/// About what organs may dispute (Art. 13 para. 1).
public enum DisputeSubject: String, CaseIterable, Sendable {
    case lawApplication, enforcementItem, caseJurisdiction, coordinationOrAssistance
}

/// The consultation that has to have failed before a dispute is filed (Art. 13 para. 1).
public struct Consultation: Equatable, Sendable {
    public var on: CivilDate
    /// Who took part, not empty.
    public var participants: [String]
    public var result: String

    public init(on: CivilDate, participants: [String], result: String) {
        self.on = on
        self.participants = participants
        self.result = result
    }
}

/// What was written down when a dispute was filed.
public struct Filing: Equatable, Sendable {
    /// Two or more different organs.
    public var parties: [OrganID]
    public var subject: DisputeSubject
    public var summary: String
    public var consultation: Consultation
    public var by: PersonID
    public var byOrgan: OrganID
    public var at: Instant

    public init(
        parties: [OrganID], subject: DisputeSubject, summary: String,
        consultation: Consultation, by: PersonID, byOrgan: OrganID, at: Instant
    ) {
        self.parties = parties
        self.subject = subject
        self.summary = summary
        self.consultation = consultation
        self.by = by
        self.byOrgan = byOrgan
        self.at = at
    }
}

extension Dispute {
    public var parties: [OrganID] { filing.parties }

    public var isClosed: Bool {
        if case .closed = phase { true } else { false }
    }

    /// The deadline that runs, or ran out, in the present phase; the deciding one of the parties.
    public var term: Term? {
        switch phase {
        case .coordination(let coordination): coordination.term
        case .execution(let execution): execution.term
        case .filed, .closed: nil
        }
    }

    public var isOverdue: Bool { term?.hasPassed ?? false }

    /// The moment at which the clock has to record that a deadline passed; nil while none runs.
    /// Against a party whose report is under review nothing runs.
    public var deadlineToWatch: Instant? {
        guard suspension == nil else { return nil }
        switch phase {
        case .coordination(let coordination):
            guard let term = coordination.term, !term.hasPassed else { return nil }
            return term.deadline.end
        case .execution(let execution):
            return execution.parts.filter(\.isAwaited).map(\.term.deadline.end).min()
        case .filed, .closed: return nil
        }
    }

    /// The coordination opinion, once there is one.
    public var opinion: CoordinationOpinion? {
        switch phase {
        case .filed, .coordination: nil
        case .execution(let execution): execution.opinion
        case .closed(let closing): closing.opinion
        }
    }

    /// Who does the work of the common supervisor (Art. 4), where that is no party itself.
    public func actingOrgan(in roster: Roster) -> OrganID {
        roster.actingOrgan(for: supervising, overAll: parties)
    }
}
