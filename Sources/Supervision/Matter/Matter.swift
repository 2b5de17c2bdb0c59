/// One supervision matter (监督事项), from complaint to closing.
///
/// Beside the phase run two things of their own: a suspension, while which nothing moves, and the
/// duties, which must be settled before the matter closes.
///
/// A matter is one reference, and copying it counts one up: it is handed to every decision and
/// every view. An array of one is the copy-on-write box that Swift knows to be safe to share;
/// its members are lent and not copied, which `_read` and `_modify` are for.
public struct Matter: Equatable, Sendable {
    private var box: [Contents]

    private struct Contents: Equatable, Sendable {
        let id: MatterID
        var version: Int64
        var registration: Registration
        var supervising: OrganID
        var competence: Competence
        var secrecy: SecrecyClass
        var phase: Phase
        var duties: [Duty]
        var suspension: Suspension?
        var findings: [Finding]
        var documents: [Document]
    }

    public init(
        id: MatterID, version: Int64, registration: Registration, supervising: OrganID,
        competence: Competence, secrecy: SecrecyClass, phase: Phase, duties: [Duty] = [],
        suspension: Suspension? = nil, findings: [Finding] = [], documents: [Document] = []
    ) {
        box = [
            Contents(
                id: id, version: version, registration: registration, supervising: supervising,
                competence: competence, secrecy: secrecy, phase: phase, duties: duties,
                suspension: suspension, findings: findings, documents: documents)
        ]
    }

    /// Lent by its address: an element that is taken out of an array is copied, member by member.
    private var contents: Contents {
        _read { yield box.span[0] }
        _modify { yield &box[0] }
    }

    public var id: MatterID { contents.id }

    /// How many commands were accepted; the clock's entries do not count.
    public internal(set) var version: Int64 {
        _read { yield contents.version }
        _modify { yield &contents.version }
    }

    public internal(set) var registration: Registration {
        _read { yield contents.registration }
        _modify { yield &contents.registration }
    }

    /// 行政执法监督机关.
    public internal(set) var supervising: OrganID {
        _read { yield contents.supervising }
        _modify { yield &contents.supervising }
    }

    /// Why that organ is competent.
    public internal(set) var competence: Competence {
        _read { yield contents.competence }
        _modify { yield &contents.competence }
    }

    public internal(set) var secrecy: SecrecyClass {
        _read { yield contents.secrecy }
        _modify { yield &contents.secrecy }
    }

    public internal(set) var phase: Phase {
        _read { yield contents.phase }
        _modify { yield &contents.phase }
    }

    public internal(set) var duties: [Duty] {
        _read { yield contents.duties }
        _modify { yield &contents.duties }
    }

    public internal(set) var suspension: Suspension? {
        _read { yield contents.suspension }
        _modify { yield &contents.suspension }
    }

    // Asked for so often that not even a reference is counted for it.

    /// Where it stands: a phase, or a step of one.
    public var place: Place { contents.phase.place }

    public var supervised: OrganID { contents.registration.supervised }

    public var summary: String { contents.registration.summary }

    public var incident: String? { contents.registration.incident }

    public var registeredAt: Instant { contents.registration.at }

    public var content: Int { contents.registration.content }

    public var sourceKind: SourceKind { contents.registration.source.kind }

    /// Every finding, the newest last; more than one only after a matter was reopened.
    public internal(set) var findings: [Finding] {
        _read { yield contents.findings }
        _modify { yield &contents.findings }
    }

    /// Every document that was issued, the newest last.
    public internal(set) var documents: [Document] {
        _read { yield contents.documents }
        _modify { yield &contents.documents }
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
    /// The dispute from which it was escalated, if it was (Art. 13 para. 2).
    public var escalation: Escalation?
    public var by: PersonID
    /// The organ of the person who registered it; a transferring organ goes on seeing its report.
    public var byOrgan: OrganID
    public var at: Instant

    public init(
        supervised: OrganID, source: Source, content: Int, summary: String, incident: String?,
        occurredOn: CivilDate?, complainant: Complainant?, exOfficio: Bool = false,
        power: String?, distinctFrom: Distinction?, escalation: Escalation? = nil, by: PersonID,
        byOrgan: OrganID, at: Instant
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
        self.escalation = escalation
        self.by = by
        self.byOrgan = byOrgan
        self.at = at
    }
}

/// Where a matter comes from that a dispute was escalated to (Art. 13 para. 2).
public struct Escalation: Equatable, Sendable {
    public var dispute: MatterID
    /// The item of Art. 14 para. 1 that is to be investigated: 3, an organ that does not assist.
    public var ground: Int

    public init(dispute: MatterID, ground: Int) {
        self.dispute = dispute
        self.ground = ground
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
