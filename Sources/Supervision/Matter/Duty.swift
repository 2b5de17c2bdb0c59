/// Something that must be settled before a matter closes, and that lives through its phases.
public struct Duty: Equatable, Sendable {
    public enum Kind: Equatable, Sendable {
        /// A person's conduct is to be dealt with (Arts. 18 to 20).
        case accountability(AccountabilityItem)
        /// The superior of a vertical organ is to be told of the problems found (Art. 7).
        case notice(superior: String, sent: String?)
        /// The transferring organ was asked for assistance (Art. 5 para. 3).
        case assistance(from: OrganID, request: String, provided: String?)
    }

    /// 1, 2, 3 … within the matter, in the order in which they arose.
    public var number: Int
    public var kind: Kind

    public init(number: Int, kind: Kind) {
        self.number = number
        self.kind = kind
    }

    public var isSettled: Bool {
        switch kind {
        case .accountability(let item):
            if case .settled = item.status { true } else { false }
        case .notice(_, let sent): sent != nil
        case .assistance(_, _, let provided): provided != nil
        }
    }

    /// The article that the duty comes from.
    public var citation: Citation {
        switch kind {
        case .accountability(let item): item.kind.citation
        case .notice: Citation(7)
        case .assistance: Citation(5, paragraph: 3)
        }
    }
}

/// An item of accountability and how far it has come.
public struct AccountabilityItem: Equatable, Sendable {
    public enum Status: Equatable, Sendable {
        case open
        case notified(unit: OrganID)
        case handled(unit: OrganID, OfficerMeasureRecord)
        case referred(ReferralTarget, authority: String)
        case settled(Settlement)

        public var name: StatusName {
            switch self {
            case .open: .open
            case .notified: .notified
            case .handled: .handled
            case .referred: .referred
            case .settled: .settled
            }
        }
    }

    /// How far an item has come, without what was done; the name on the wire.
    public enum StatusName: String, Sendable {
        case open, notified, handled, referred, settled
    }

    public enum Settlement: Equatable, Sendable {
        /// The unit's measure was found sufficient.
        case handled(unit: OrganID, OfficerMeasureRecord)
        /// What the authority to which it was referred decided.
        case outcome(ReferralTarget, authority: String, outcome: String)
        case dismissed(reason: String)
    }

    public var kind: AccountabilityKind
    public var facts: String
    public var misconduct: Misconduct?
    /// The person, for an item opened about one person.
    public var person: AccusedPerson?
    /// Those responsible, for an item that an obstruction or a refusal opened (Art. 19).
    public var responsible: [ResponsiblePerson]
    public var status: Status
    /// Whether the officer's unit was told (Art. 18). From then on it sees the item, also when that
    /// is referred or dismissed; of one that it was not told of it learns nothing.
    public var isUnitTold: Bool

    public init(
        kind: AccountabilityKind, facts: String, misconduct: Misconduct? = nil,
        person: AccusedPerson? = nil, responsible: [ResponsiblePerson] = [],
        status: Status = .open, isUnitTold: Bool = false
    ) {
        self.kind = kind
        self.facts = facts
        self.misconduct = misconduct
        self.person = person
        self.responsible = responsible
        self.status = status
        self.isUnitTold = isUnitTold
    }
}
