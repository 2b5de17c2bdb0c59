/// Why a command was not accepted: which rule, what is missing, who could do it and from when.
/// A refusal changes nothing and is an ordinary answer.
public struct Refusal: Error, Equatable, Sendable {
    public enum Reason: Equatable, Sendable {
        /// A matter, organ, person, item or duty that does not exist, or that must not be seen.
        case notFound(Subject, id: String)
        case notAuthorised
        case notInPhase
        case versionConflict(current: Int64)
        /// The organs that would be competent, the nearest first.
        case notCompetent(competent: [OrganID])
        /// An open matter about the same incident (Art. 15); nil where it must not be seen.
        case duplicateMatter(MatterID?)
        /// A guard of the table.
        case refused(Guard)
    }

    /// What was not found.
    public enum Subject: String, CaseIterable, Sendable {
        case matter, organ, person, item, duty, power, document
    }

    /// Who could do it: one of these roles in one of these organs.
    public struct Who: Equatable, Sendable {
        public var roles: [Role]
        public var organs: [OrganID]

        public init(roles: [Role], organs: [OrganID]) {
            self.roles = roles
            self.organs = organs
        }
    }

    public var reason: Reason
    public var basis: Basis
    public var who: Who?
    /// Names of what is missing: parameters, items, duties, persons.
    public var missing: [String]
    /// The moment from which it would be allowed, where time decides.
    public var from: Instant?

    public init(
        _ reason: Reason, _ basis: Basis, who: Who? = nil, missing: [String] = [],
        from: Instant? = nil
    ) {
        self.reason = reason
        self.basis = basis
        self.who = who
        self.missing = missing
        self.from = from
    }

    /// A guard that does not hold, with the basis that the guard itself has.
    init(_ rule: Guard, missing: [String] = [], from: Instant? = nil) {
        self.init(.refused(rule), rule.basis, missing: missing, from: from)
    }

    static func notFound(_ subject: Subject, _ id: String) -> Refusal {
        Refusal(.notFound(subject, id: id), .procedure)
    }
}

/// The guards of the table beyond role, phase and competence. The raw value is the rule's name on
/// the wire and never changes.
public enum Guard: String, CaseIterable, Sendable {
    case channelOfReferral, transferringOrganOnly, distinctionOfAnother, dateInFuture
    case investigatorsNamed, investigatorsQualified, investigatorsIndependent
    case investigatorsOfSupervisingOrgan
    case sameSupervisingOrgan
    case mergeIntoItself, mergeTargetOpen, mergeSameSupervised
    case complaintsOnly, dutiesSettled
    case institutionNamed
    case assistanceOfTransferringOrgan, dutyAlreadySettled
    case deadlineLater, deadlineInFuture
    case measureTaken
    case groundsNamed, severityNamed, majorReasonGiven, findingOfNoProblem
    case twoPersonRule
    case oneMeasurePerItem, everyItemVerified
    case rectificationNotFailed, executionNotRefused
    case misconductNamed, misconductOfSupervisorOnly, supervisorOfThisMatter, notByOwnOrgan
    case supervisorAsSupervisor, personOfSupervisedOrgan, decisionToExecute
    case officersOnly, unitOfOfficer, seriousCaseOnly
    case reopenAfterTransfer
    case loweringNeedsReason
    case someoneToCommend
    // Of disputes.
    case partiesDistinct, partyOfTheDispute, everyPartyHeard, partForEveryParty
    case everyPartReported, reportToReject, coordinationNotFailed

    /// The guards of the second machine.
    public static let ofDisputes: [Guard] = [
        .partiesDistinct, .partyOfTheDispute, .everyPartyHeard, .partForEveryParty,
        .everyPartReported, .reportToReject, .coordinationNotFailed,
    ]

    /// The guards of the first machine.
    public static let ofMatters = allCases.filter { !ofDisputes.contains($0) }

    /// What the guard rests on.
    public var basis: Basis {
        switch self {
        case .channelOfReferral, .mergeSameSupervised, .mergeTargetOpen: .law(15)
        case .transferringOrganOnly: .law(5, 4)
        case .distinctionOfAnother: .law(15)
        case .dateInFuture, .sameSupervisingOrgan, .mergeIntoItself, .dutyAlreadySettled,
            .deadlineLater, .deadlineInFuture:
            .procedure
        case .investigatorsNamed, .investigatorsQualified: .law(16)
        case .investigatorsIndependent: .law(3)
        case .investigatorsOfSupervisingOrgan: .law(4)
        case .complaintsOnly, .dutiesSettled, .reopenAfterTransfer: .law(3)
        case .institutionNamed, .measureTaken: .law(11, 1)
        case .assistanceOfTransferringOrgan: .law(5, 3)
        case .groundsNamed, .severityNamed, .majorReasonGiven, .findingOfNoProblem,
            .oneMeasurePerItem, .everyItemVerified, .rectificationNotFailed:
            .law(14, 1)
        case .twoPersonRule: .policy("twoPersonRule")
        case .executionNotRefused, .personOfSupervisedOrgan, .decisionToExecute: .law(19)
        case .misconductNamed, .misconductOfSupervisorOnly, .supervisorOfThisMatter,
            .supervisorAsSupervisor, .notByOwnOrgan:
            .law(20)
        case .officersOnly, .unitOfOfficer, .seriousCaseOnly: .law(18)
        case .loweringNeedsReason: .law(11, 2)
        case .someoneToCommend: .law(17)
        case .partiesDistinct, .partyOfTheDispute, .everyPartyHeard: .law(13, 1)
        case .partForEveryParty, .everyPartReported, .reportToReject, .coordinationNotFailed:
            .law(13, 2)
        }
    }
}
