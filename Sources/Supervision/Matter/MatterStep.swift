/// The name of a phase, without what it holds.
public enum PhaseName: String, CaseIterable, Sendable {
    case complaint, investigation, opinion, rectification, decision, accountability, closed
    /// Of disputes; `closed` is theirs too.
    case filed, coordination, execution
}

/// The name of a step inside a phase; phases with a single step have none.
public enum StepName: String, CaseIterable, Sendable {
    case awaitingReport, underReview
    case due, inForce, executionReported
}

/// A phase with its step: the row of the table in which a matter stands.
public struct Place: OptionSet, Hashable, Sendable {
    public let rawValue: UInt16
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// The place of a number, from 0 on.
    public init(index: Int) { rawValue = 1 << UInt16(index) }

    /// Of a single place: its number.
    public var index: Int { rawValue.trailingZeroBitCount }

    public static let complaint = Place(rawValue: 1 << 0)
    public static let investigation = Place(rawValue: 1 << 1)
    public static let opinion = Place(rawValue: 1 << 2)
    public static let awaitingReport = Place(rawValue: 1 << 3)
    public static let underReview = Place(rawValue: 1 << 4)
    public static let decisionDue = Place(rawValue: 1 << 5)
    public static let inForce = Place(rawValue: 1 << 6)
    public static let executionReported = Place(rawValue: 1 << 7)
    public static let accountability = Place(rawValue: 1 << 8)
    public static let closed = Place(rawValue: 1 << 9)
    // Of disputes, which also end in `closed`.
    public static let filed = Place(rawValue: 1 << 10)
    public static let coordination = Place(rawValue: 1 << 11)
    public static let execution = Place(rawValue: 1 << 12)

    public static let rectification: Place = [.awaitingReport, .underReview]
    public static let decision: Place = [.decisionDue, .inForce, .executionReported]
    /// investigation … decision
    public static let inquiryToDecision: Place = [
        .investigation, .opinion, .rectification, .decision,
    ]
    public static let open: Place = [.complaint, .inquiryToDecision, .accountability]
    public static let any: Place = [.open, .closed]

    public static let openDispute: Place = [.filed, .coordination, .execution]
    public static let anyDispute: Place = [.openDispute, .closed]

    /// Every single place of both machines.
    public static let all: [Place] = each + [.filed, .coordination, .execution]

    /// Every single place of a dispute, in the order of the procedure.
    public static let ofDisputes: [Place] = [.filed, .coordination, .execution, .closed]

    /// Every single place of a supervision matter, in the order of the procedure.
    public static let each: [Place] = [
        .complaint, .investigation, .opinion, .awaitingReport, .underReview, .decisionDue,
        .inForce, .executionReported, .accountability, .closed,
    ]
}

extension Phase {
    public var place: Place {
        switch self {
        case .complaint: .complaint
        case .investigation: .investigation
        case .opinion: .opinion
        case .rectification(let rectification):
            switch rectification.step {
            case .awaitingReport: .awaitingReport
            case .underReview: .underReview
            }
        case .decision(let decision):
            switch decision.step {
            case .due: .decisionDue
            case .inForce: .inForce
            case .executionReported: .executionReported
            }
        case .accountability: .accountability
        case .closed: .closed
        }
    }

    public var name: PhaseName { place.phaseName }

    public var step: StepName? { place.stepName }
}

extension Place {
    /// The phase of a single place.
    public var phaseName: PhaseName {
        switch self {
        case .complaint: .complaint
        case .investigation: .investigation
        case .opinion: .opinion
        case .awaitingReport, .underReview: .rectification
        case .decisionDue, .inForce, .executionReported: .decision
        case .accountability: .accountability
        case .closed: .closed
        case .filed: .filed
        case .coordination: .coordination
        case .execution: .execution
        default: preconditionFailure("a set of places has no single phase")
        }
    }

    /// The step of a single place.
    public var stepName: StepName? {
        switch self {
        case .awaitingReport: .awaitingReport
        case .underReview: .underReview
        case .decisionDue: .due
        case .inForce: .inForce
        case .executionReported: .executionReported
        default: nil
        }
    }

    /// `rectification.awaitingReport`; the name under which the journal knows a single place.
    public var name: String {
        // Written out, because every entry carries two of them.
        switch self {
        case .complaint: "complaint"
        case .investigation: "investigation"
        case .opinion: "opinion"
        case .awaitingReport: "rectification.awaitingReport"
        case .underReview: "rectification.underReview"
        case .decisionDue: "decision.due"
        case .inForce: "decision.inForce"
        case .executionReported: "decision.executionReported"
        case .accountability: "accountability"
        case .closed: "closed"
        case .filed: "filed"
        case .coordination: "coordination"
        case .execution: "execution"
        default: preconditionFailure("a set of places has no single name")
        }
    }

    /// The single place of that name; nil for any other text.
    public init?(name: String) {
        guard let place = Place.all.first(where: { $0.name == name }) else { return nil }
        self = place
    }
}
