/// Everything that can be asked of a supervision matter, with its parameters. Texts are 1 to 4,000
/// characters, lists hold at most 100; the wire has checked that before a command exists.
public enum MatterCommand: Equatable, Sendable {
    case accept(investigators: [PersonID], deadline: Period?)
    case decline(reason: String)
    case transfer(supervising: OrganID, reason: String)
    case refer(channel: Channel, reason: String)
    case merge(into: MatterID, reason: String)
    case withdraw(reason: String, continueExOfficio: Bool)
    case assign(investigators: [PersonID])
    case recordMeasure(InvestigationMeasure)
    case requestAssistance(from: OrganID, request: String)
    case provideAssistance(duty: Int, summary: String)
    case extendInvestigation(deadline: Period, reason: String)
    case conclude(Conclusion)
    case issueOpinion(requirements: [String], deadline: Period)
    case reportRectification([ItemReport])
    case extendRectification(deadline: Period, reason: String)
    case acceptRectification(verified: [Int])
    case rejectRectification(reason: String, deadline: Period?)
    case failRectification(reason: String)
    case issueDecision(orders: [String], deadline: Period)
    case reportExecution([ItemReport])
    case extendDecision(deadline: Period, reason: String)
    case confirmExecution(verified: [Int])
    case rejectExecution(reason: String, deadline: Period?)
    case findRefusal(reason: String, responsible: [ResponsiblePerson])
    case recordObstruction(ObstructionKind, summary: String, responsible: [ResponsiblePerson])
    case openAccountability(Accusation)
    case notifyUnit(item: Int, unit: OrganID)
    case recordOfficerMeasure(item: Int, OfficerMeasureRecord)
    case referAccountability(item: Int, to: ReferralTarget, authority: String)
    case recordOutcome(item: Int, outcome: String)
    case settleAccountability(item: Int)
    case dismissAccountability(item: Int, reason: String)
    case sendNotice(duty: Int, summary: String)
    case close
    case reopen(facts: String)
    case suspend(reason: String)
    case resume(reason: String)
    case classify(SecrecyClass, reason: String?)
    case coordinate(Channel, summary: String)
    case commend(person: String?, organ: OrganID?, merit: String)
    case note(text: String)
}

/// The parameters of `matter.register`, the one command that has no matter yet.
public struct RegisterMatter: Equatable, Sendable {
    public var supervised: OrganID
    /// Nil for the default of `Roster.defaultSupervisingOrgan`.
    public var supervising: OrganID?
    public var source: Source
    /// Which content of Art. 8 it concerns, 1 to 9.
    public var content: Int
    public var summary: String
    /// A reference to the incident, by which a second matter about it is recognised (Art. 15).
    public var incident: String?
    public var occurredOn: CivilDate?
    public var complainant: Complainant?
    public var secrecy: SecrecyClass
    /// The received power that is concerned (Art. 5).
    public var power: String?
    public var distinctFrom: Distinction?

    public init(
        supervised: OrganID, supervising: OrganID? = nil, source: Source, content: Int,
        summary: String, incident: String? = nil, occurredOn: CivilDate? = nil,
        complainant: Complainant? = nil, secrecy: SecrecyClass = .internal, power: String? = nil,
        distinctFrom: Distinction? = nil
    ) {
        self.supervised = supervised
        self.supervising = supervising
        self.source = source
        self.content = content
        self.summary = summary
        self.incident = incident
        self.occurredOn = occurredOn
        self.complainant = complainant
        self.secrecy = secrecy
        self.power = power
        self.distinctFrom = distinctFrom
    }
}

/// Where a matter came from; a referral names the channel that referred it (Art. 15).
public struct Source: Equatable, Sendable {
    public var kind: SourceKind
    public var channel: Channel?

    public init(kind: SourceKind, channel: Channel? = nil) {
        self.kind = kind
        self.channel = channel
    }
}

/// Who complained. Only the side of the supervising organ and auditors see it (Art. 11 para. 2).
public struct Complainant: Equatable, Sendable {
    public var name: String
    public var contact: String?

    public init(name: String, contact: String?) {
        self.name = name
        self.contact = contact
    }
}

/// Why a matter is another one than an open matter about the same incident (Art. 15).
public struct Distinction: Equatable, Sendable {
    public var matter: MatterID
    public var reason: String

    public init(matter: MatterID, reason: String) {
        self.matter = matter
        self.reason = reason
    }
}

/// One measure of an investigation (Art. 11 para. 1).
public struct InvestigationMeasure: Equatable, Sendable {
    public var kind: InvestigationMeasureKind
    public var on: CivilDate
    public var summary: String
    /// The institution that was commissioned, and why it is specialised.
    public var institution: String?
    public var specialty: String?
    public var evidence: [Evidence]

    public init(
        kind: InvestigationMeasureKind, on: CivilDate, summary: String, institution: String? = nil,
        specialty: String? = nil, evidence: [Evidence] = []
    ) {
        self.kind = kind
        self.on = on
        self.summary = summary
        self.institution = institution
        self.specialty = specialty
        self.evidence = evidence
    }
}

/// A piece of evidence that lies elsewhere, held by its digest.
public struct Evidence: Equatable, Sendable {
    public var name: String
    /// 64 lower-case hexadecimal digits.
    public var sha256: String

    public init(name: String, sha256: String) {
        self.name = name
        self.sha256 = sha256
    }
}

/// What an investigation came to. The facts are always told.
public struct Conclusion: Equatable, Sendable {
    public enum Outcome: String, CaseIterable, Sendable { case noProblem, problem }

    public var outcome: Outcome
    public var facts: String
    /// Items of Art. 14 para. 1, 1 to 7.
    public var grounds: [Int]
    public var severity: Severity?
    public var majorReason: String?

    public init(
        outcome: Outcome, facts: String, grounds: [Int] = [], severity: Severity? = nil,
        majorReason: String? = nil
    ) {
        self.outcome = outcome
        self.facts = facts
        self.grounds = grounds
        self.severity = severity
        self.majorReason = majorReason
    }
}

/// What was done about one requirement or order; `item` counts from 1.
public struct ItemReport: Equatable, Sendable {
    public var item: Int
    public var text: String

    public init(item: Int, text: String) {
        self.item = item
        self.text = text
    }
}

/// A leader or a person directly responsible (Art. 19).
public struct ResponsiblePerson: Equatable, Sendable {
    public var name: String
    public var position: String

    public init(name: String, position: String) {
        self.name = name
        self.position = position
    }
}

/// The person whose conduct an accountability item is about (Arts. 18 to 20).
public struct AccusedPerson: Equatable, Sendable {
    public var name: String
    public var organ: OrganID
    public var position: String?

    public init(name: String, organ: OrganID, position: String?) {
        self.name = name
        self.organ = organ
        self.position = position
    }
}

/// The parameters of `accountability.open`.
public struct Accusation: Equatable, Sendable {
    public var kind: AccountabilityKind
    public var person: AccusedPerson
    public var facts: String
    /// Only for kind `supervisor` (Art. 20).
    public var misconduct: Misconduct?

    public init(
        kind: AccountabilityKind, person: AccusedPerson, facts: String, misconduct: Misconduct?
    ) {
        self.kind = kind
        self.person = person
        self.facts = facts
        self.misconduct = misconduct
    }
}

/// What the unit did about its officer, with what Art. 18 has it weigh.
public struct OfficerMeasureRecord: Equatable, Sendable {
    public var measure: OfficerMeasure
    public var fault: Fault
    public var harm: String
    public var circumstances: String
    public var serious: Bool

    public init(
        measure: OfficerMeasure, fault: Fault, harm: String, circumstances: String, serious: Bool
    ) {
        self.measure = measure
        self.fault = fault
        self.harm = harm
        self.circumstances = circumstances
        self.serious = serious
    }
}
