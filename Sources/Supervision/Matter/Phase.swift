/// Where a supervision matter stands. Each phase holds exactly what is true in it: there is no
/// rectification without an issued opinion, and no decision without an opinion that was not
/// rectified or a finding of major problems, because such a value cannot be written.
///
/// It is indirect, so that a matter is small where many lie side by side and copying one is cheap.
public indirect enum Phase: Equatable, Sendable {
    case complaint(Complaint)
    case investigation(Inquiry)
    case opinion(OpinionDue)
    case rectification(Rectification)
    case decision(DecisionPhase)
    case accountability(AccountabilityPhase)
    case closed(Closing)
}

/// A deadline that runs in a phase, and whether the clock recorded that it passed.
public struct Term: Equatable, Sendable {
    public var deadline: Deadline
    public var hasPassed: Bool

    public init(_ deadline: Deadline, hasPassed: Bool = false) {
        self.deadline = deadline
        self.hasPassed = hasPassed
    }
}

public struct Complaint: Equatable, Sendable {
    /// Only where the house rule `acceptWithin` sets one.
    public var term: Term?

    public init(term: Term?) {
        self.term = term
    }
}

/// The investigation: who leads it and what was done (Arts. 11 and 16).
public struct Inquiry: Equatable, Sendable {
    /// Empty only after a matter was reopened that nobody had investigated.
    public var investigators: [PersonID]
    public var measures: [InvestigationMeasure]
    public var term: Term?

    public init(investigators: [PersonID], measures: [InvestigationMeasure] = [], term: Term?) {
        self.investigators = investigators
        self.measures = measures
        self.term = term
    }
}

/// Problems of Art. 14 para. 1 as an investigation found them.
public struct Finding: Equatable, Sendable {
    public var facts: String
    /// Items of Art. 14 para. 1, not empty, ascending.
    public var grounds: [Int]
    /// Why the problems are major; nil for ordinary ones.
    public var majorReason: String?
    public var concludedBy: PersonID

    public init(facts: String, grounds: [Int], majorReason: String?, concludedBy: PersonID) {
        self.facts = facts
        self.grounds = grounds
        self.majorReason = majorReason
        self.concludedBy = concludedBy
    }
}

/// An opinion has to be issued on ordinary problems (Art. 14 para. 1).
public struct OpinionDue: Equatable, Sendable {
    public var inquiry: Inquiry
    public var finding: Finding

    public init(inquiry: Inquiry, finding: Finding) {
        self.inquiry = inquiry
        self.finding = finding
    }
}

/// A document as it was issued: an opinion with its requirements, a decision with its orders.
public struct Document: Equatable, Sendable {
    public var kind: DocumentKind
    public var number: String
    public var issuer: OrganID
    public var signedBy: PersonID
    public var issuedAt: Instant
    /// Requirements or orders; they are counted from 1.
    public var items: [String]
    public var deadline: Deadline

    public init(
        kind: DocumentKind, number: String, issuer: OrganID, signedBy: PersonID,
        issuedAt: Instant, items: [String], deadline: Deadline
    ) {
        self.kind = kind
        self.number = number
        self.issuer = issuer
        self.signedBy = signedBy
        self.issuedAt = issuedAt
        self.items = items
        self.deadline = deadline
    }
}

/// The supervised organ rectifies what an opinion asked for.
public struct Rectification: Equatable, Sendable {
    public enum Step: Equatable, Sendable {
        case awaitingReport
        case underReview([ItemReport])
    }

    public var inquiry: Inquiry
    public var finding: Finding
    public var opinion: Document
    public var term: Term
    public var step: Step
    /// How many reports were rejected.
    public var rejections: Int
    /// Whether a refusal was recorded while this phase lasted (Art. 19).
    public var refusalRecorded: Bool

    public init(
        inquiry: Inquiry, finding: Finding, opinion: Document, term: Term,
        step: Step = .awaitingReport, rejections: Int = 0, refusalRecorded: Bool = false
    ) {
        self.inquiry = inquiry
        self.finding = finding
        self.opinion = opinion
        self.term = term
        self.step = step
        self.rejections = rejections
        self.refusalRecorded = refusalRecorded
    }

    /// What lets it be called failed: the deadline passed, a report was rejected, or a refusal was
    /// recorded (Art. 14 para. 1).
    public var mayFail: Bool { term.hasPassed || rejections > 0 || refusalRecorded }
}

/// The only two grounds on which a decision may stand (Art. 14 para. 1).
public enum DecisionGround: Equatable, Sendable {
    /// The supervised organ did not rectify what the opinion asked for.
    case unrectified(UnrectifiedOpinion)
    /// The problems are major, and the decision is issued directly.
    case major(MajorFinding)

    public var finding: Finding {
        switch self {
        case .unrectified(let opinion): opinion.finding
        case .major(let major): major.finding
        }
    }
}

public struct UnrectifiedOpinion: Equatable, Sendable {
    public var finding: Finding
    public var opinion: Document
    public var reason: String
    public var failedBy: PersonID

    public init(finding: Finding, opinion: Document, reason: String, failedBy: PersonID) {
        self.finding = finding
        self.opinion = opinion
        self.reason = reason
        self.failedBy = failedBy
    }
}

public struct MajorFinding: Equatable, Sendable {
    public var finding: Finding
    public var reason: String

    public init(finding: Finding, reason: String) {
        self.finding = finding
        self.reason = reason
    }
}

/// A decision is due, in force, or reported as carried out.
public struct DecisionPhase: Equatable, Sendable {
    public enum Step: Equatable, Sendable {
        case due
        case inForce(IssuedDecision)
        case executionReported(IssuedDecision, [ItemReport])
    }

    public var inquiry: Inquiry
    public var ground: DecisionGround
    public var step: Step

    public init(inquiry: Inquiry, ground: DecisionGround, step: Step = .due) {
        self.inquiry = inquiry
        self.ground = ground
        self.step = step
    }

    /// The decision, once there is one.
    public var issued: IssuedDecision? {
        switch step {
        case .due: nil
        case .inForce(let decision), .executionReported(let decision, _): decision
        }
    }
}

public struct IssuedDecision: Equatable, Sendable {
    public var document: Document
    public var term: Term
    public var rejections: Int
    public var refusalRecorded: Bool

    public init(
        document: Document, term: Term, rejections: Int = 0, refusalRecorded: Bool = false
    ) {
        self.document = document
        self.term = term
        self.rejections = rejections
        self.refusalRecorded = refusalRecorded
    }

    /// What lets a refusal to carry it out be found (Art. 19).
    public var mayBeFoundRefused: Bool { term.hasPassed || rejections > 0 || refusalRecorded }
}

/// The main line is done and open duties keep the matter from closing.
public struct AccountabilityPhase: Equatable, Sendable {
    /// What the main line came to; it becomes the outcome of the closing.
    public enum Result: String, CaseIterable, Sendable {
        case noProblem, rectified, executed
        /// The decision was refused (Art. 19).
        case notExecuted
    }

    public var inquiry: Inquiry
    public var result: Result

    public init(inquiry: Inquiry, result: Result) {
        self.inquiry = inquiry
        self.result = result
    }
}

public struct Closing: Equatable, Sendable {
    public enum Outcome: Equatable, Sendable {
        case declined
        case referred(Channel)
        case merged(into: MatterID)
        case withdrawn
        case main(AccountabilityPhase.Result)

        /// Whether the matter went elsewhere for good, so that it cannot be reopened here.
        public var isFinal: Bool {
            switch self {
            case .referred, .merged: true
            case .declined, .withdrawn, .main: false
            }
        }

        /// The name of the outcome on the wire.
        public var name: String {
            switch self {
            case .declined: "declined"
            case .referred: "referred"
            case .merged: "merged"
            case .withdrawn: "withdrawn"
            case .main(let result): result.rawValue
            }
        }
    }

    public var outcome: Outcome
    /// The reason that was given, where the command asks for one.
    public var reason: String?
    public var at: Instant
    /// Who had led the investigation; they lead it again if the matter is reopened.
    public var investigators: [PersonID]

    public init(outcome: Outcome, reason: String?, at: Instant, investigators: [PersonID]) {
        self.outcome = outcome
        self.reason = reason
        self.at = at
        self.investigators = investigators
    }
}
