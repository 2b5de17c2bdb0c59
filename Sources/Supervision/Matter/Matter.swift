/// One supervision matter (监督事项), from complaint to closing.
///
/// Beside the phase run two things of their own: a suspension, while which nothing moves, and the
/// duties, which must be settled before the matter closes.
public struct Matter: Equatable, Sendable {
    public let id: MatterID
    /// How many commands were accepted; the clock's entries do not count.
    public internal(set) var version: Int64
    public internal(set) var registration: Registration {
        get { stored.registration }
        set { stored = .registration(newValue) }
    }
    /// Behind one reference: it is large, and hardly ever changes.
    private var stored: StoredRegistration
    /// 行政执法监督机关.
    public internal(set) var supervising: OrganID
    /// Why that organ is competent.
    public internal(set) var competence: Competence
    public internal(set) var secrecy: SecrecyClass
    public internal(set) var phase: Phase
    public internal(set) var duties: [Duty]
    public internal(set) var suspension: Suspension?
    /// Every finding, the newest last; more than one only after a matter was reopened.
    public internal(set) var findings: [Finding]
    /// Every document that was issued, the newest last.
    public internal(set) var documents: [Document]

    public init(
        id: MatterID, version: Int64, registration: Registration, supervising: OrganID,
        competence: Competence, secrecy: SecrecyClass, phase: Phase, duties: [Duty] = [],
        suspension: Suspension? = nil, findings: [Finding] = [], documents: [Document] = []
    ) {
        self.id = id
        self.version = version
        self.stored = .registration(registration)
        self.supervising = supervising
        self.competence = competence
        self.secrecy = secrecy
        self.phase = phase
        self.duties = duties
        self.suspension = suspension
        self.findings = findings
        self.documents = documents
    }
}

private indirect enum StoredRegistration: Equatable, Sendable {
    case registration(Registration)

    var registration: Registration {
        switch self {
        case .registration(let registration): registration
        }
    }
}

/// What was written down when a matter was registered.
public struct Registration: Equatable, Sendable {
    /// 被监督机关.
    public var supervised: OrganID
    public var source: Source
    /// 1 to 9, the item of Art. 8.
    public var content: Int
    public var summary: String
    public var incident: String?
    public var occurredOn: CivilDate?
    /// Nil when there was none, and after a complaint was withdrawn and pursued ex officio.
    public var complainant: Complainant?
    /// Whether the complaint was withdrawn and the matter is pursued all the same.
    public var exOfficio: Bool
    public var power: String?
    public var distinctFrom: Distinction?
    public var by: PersonID
    /// The organ of the person who registered it; a transferring organ goes on seeing its report.
    public var byOrgan: OrganID
    public var at: Instant

    public init(
        supervised: OrganID, source: Source, content: Int, summary: String, incident: String?,
        occurredOn: CivilDate?, complainant: Complainant?, exOfficio: Bool = false,
        power: String?, distinctFrom: Distinction?, by: PersonID, byOrgan: OrganID, at: Instant
    ) {
        self.supervised = supervised
        self.source = source
        self.content = content
        self.summary = summary
        self.incident = incident
        self.occurredOn = occurredOn
        self.complainant = complainant
        self.exOfficio = exOfficio
        self.power = power
        self.distinctFrom = distinctFrom
        self.by = by
        self.byOrgan = byOrgan
        self.at = at
    }
}

public struct Suspension: Equatable, Sendable {
    public var since: CivilDate
    public var reason: String

    public init(since: CivilDate, reason: String) {
        self.since = since
        self.reason = reason
    }
}

extension Matter {
    public var supervised: OrganID { registration.supervised }

    public var isClosed: Bool {
        if case .closed = phase { true } else { false }
    }

    /// The deadline that runs, or ran out, in the present phase.
    public var term: Term? {
        get {
            switch phase {
            case .complaint(let complaint): complaint.term
            case .investigation(let inquiry): inquiry.term
            case .rectification(let rectification): rectification.term
            case .decision(let decision): decision.issued?.term
            case .opinion, .accountability, .closed: nil
            }
        }
    }

    public var isOverdue: Bool { term?.hasPassed ?? false }

    /// The moment at which the clock has to record that the deadline passed; nil while none runs.
    /// A report that is under review has kept its deadline, so nothing runs against it, and while
    /// a matter is suspended every deadline stands still.
    public var deadlineToWatch: Instant? {
        guard suspension == nil, let term, !term.hasPassed else { return nil }
        switch phase {
        case .complaint, .investigation: return term.deadline.end
        case .rectification(let rectification):
            return rectification.step == .awaitingReport ? term.deadline.end : nil
        case .decision(let decision):
            if case .inForce = decision.step { return term.deadline.end } else { return nil }
        case .opinion, .accountability, .closed: return nil
        }
    }

    public var openDuties: [Duty] { duties.filter { !$0.isSettled } }

    public var nextDutyNumber: Int { duties.count + 1 }

    /// Who leads, or led, the investigation.
    public var investigators: [PersonID] {
        switch phase {
        case .complaint: []
        case .investigation(let inquiry): inquiry.investigators
        case .opinion(let due): due.inquiry.investigators
        case .rectification(let rectification): rectification.inquiry.investigators
        case .decision(let decision): decision.inquiry.investigators
        case .accountability(let accountability): accountability.inquiry.investigators
        case .closed(let closing): closing.investigators
        }
    }

    /// The accountability item of a duty; nil for another number or another kind.
    public func item(_ number: Int) -> AccountabilityItem? {
        guard duties.indices.contains(number - 1),
            case .accountability(let item) = duties[number - 1].kind
        else { return nil }
        return item
    }
}
