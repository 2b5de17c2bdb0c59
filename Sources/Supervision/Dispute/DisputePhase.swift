/// Where a dispute stands. Each phase holds exactly what is true in it: there is no execution
/// without a coordination opinion, and an escalation names the matter that it opened.
public indirect enum DisputePhase: Equatable, Sendable {
    case filed
    case coordination(Coordination)
    case execution(CoordinatedExecution)
    case closed(DisputeClosing)
}

/// What was said in the coordination: the position of one party, or a meeting of all.
public struct Hearing: Equatable, Sendable {
    /// Nil for a meeting.
    public var party: OrganID?
    public var position: String

    public init(party: OrganID?, position: String) {
        self.party = party
        self.position = position
    }
}

/// The common supervisor hears the parties (Art. 13 para. 1).
public struct Coordination: Equatable, Sendable {
    public var term: Term?
    public var hearings: [Hearing]

    public init(term: Term?, hearings: [Hearing] = []) {
        self.term = term
        self.hearings = hearings
    }

    /// The parties that were not heard. A meeting hears all of them.
    public func unheard(of parties: [OrganID]) -> [OrganID] {
        if hearings.contains(where: { $0.party == nil }) { return [] }
        return parties.filter { party in !hearings.contains { $0.party == party } }
    }
}

/// What one party has to do.
public struct DisputePart: Equatable, Sendable {
    public var party: OrganID
    public var act: String

    public init(party: OrganID, act: String) {
        self.party = party
        self.act = act
    }
}

/// 争议协调意见 (Art. 13 para. 2): the numbered document, and whose each of its items is.
public struct CoordinationOpinion: Equatable, Sendable {
    /// Its items are the acts of the parts, in their order.
    public var document: Document
    /// One for each party.
    public var parts: [DisputePart]

    public init(document: Document, parts: [DisputePart]) {
        self.document = document
        self.parts = parts
    }
}

/// How far a party's part is.
public struct PartState: Equatable, Sendable {
    public var party: OrganID
    /// Until when the party has to report: what the opinion sets for all of them, and after a
    /// rejection what that sets for this one. Passed when the clock has met it unreported.
    public var term: Term
    /// What the party reported; nil before, and after the report was rejected.
    public var report: String?
    public var rejections: Int

    public init(party: OrganID, term: Term, report: String? = nil, rejections: Int = 0) {
        self.party = party
        self.term = term
        self.report = report
        self.rejections = rejections
    }

    /// Whether the clock has to record the end of its deadline.
    public var isAwaited: Bool { report == nil && !term.hasPassed }

    /// Whether the party has not carried its part out (Art. 13 para. 2): it is overdue, or its
    /// report was rejected.
    public var hasFailed: Bool { term.hasPassed && report == nil || rejections > 0 }
}

/// The parties carry the opinion out, and that is supervised (Art. 13 para. 2).
public struct CoordinatedExecution: Equatable, Sendable {
    public var hearings: [Hearing]
    public var opinion: CoordinationOpinion
    /// One for each party, so that there are two or more.
    public var parts: [PartState]

    public init(hearings: [Hearing], opinion: CoordinationOpinion, parts: [PartState]) {
        self.hearings = hearings
        self.opinion = opinion
        self.parts = parts
    }

    /// The deadline for which the dispute stands in a queue: the earliest that has passed, or else
    /// the earliest of a party that has not reported.
    public var term: Term {
        let passed = parts.filter { $0.term.hasPassed }
        let awaited = parts.filter(\.isAwaited)
        let deciding = passed.isEmpty ? (awaited.isEmpty ? parts : awaited) : passed
        let first = deciding.map(\.term).min { $0.deadline.lastDay < $1.deadline.lastDay }
        guard let first else { preconditionFailure("a dispute has parties") }
        return first
    }
}

public struct DisputeClosing: Equatable, Sendable {
    public enum Outcome: Equatable, Sendable {
        case returned, settled, withdrawn, executed
        /// A party did not carry the opinion out; the matter that was opened against it.
        case escalated(party: OrganID, matter: MatterID)

        /// The name of the outcome on the wire.
        public var name: String {
            switch self {
            case .returned: "returned"
            case .settled: "settled"
            case .withdrawn: "withdrawn"
            case .executed: "executed"
            case .escalated: "escalated"
            }
        }
    }

    public var outcome: Outcome
    /// The reason, or the agreement, that was given.
    public var reason: String?
    public var at: Instant
    public var hearings: [Hearing]
    public var opinion: CoordinationOpinion?
    public var parts: [PartState]

    public init(
        outcome: Outcome, reason: String?, at: Instant, hearings: [Hearing] = [],
        opinion: CoordinationOpinion? = nil, parts: [PartState] = []
    ) {
        self.outcome = outcome
        self.reason = reason
        self.at = at
        self.hearings = hearings
        self.opinion = opinion
        self.parts = parts
    }
}

extension DisputePhase {
    public var place: Place {
        switch self {
        case .filed: .filed
        case .coordination: .coordination
        case .execution: .execution
        case .closed: .closed
        }
    }
}
