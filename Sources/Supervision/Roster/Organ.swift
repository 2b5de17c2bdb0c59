/// The id of an organ, as in the roster.
public struct OrganID: Hashable, Sendable, CustomStringConvertible {
    public let text: String
    public init(_ text: String) { self.text = text }
    public var description: String { text }
}

/// What kind of body an organ is. The kind decides which rule of competence can apply to it.
public enum OrganKind: String, CaseIterable, Sendable {
    case government
    case department
    /// The department that does the supervising work for its government (Art. 4 para. 1).
    case judicialAdministration
    /// 派出机关: a subdistrict or area office.
    case dispatchedOrgan
    /// 派出机构: a branch of a department.
    case dispatchedAgency
    /// 功能区管理机构.
    case functionalZone
    /// An organization that a law, regulation or rule authorises (Art. 6).
    case authorizedOrganization
    /// An internal or enforcement body of another organ (Art. 6).
    case internalBody
    /// An organization to which a department entrusted enforcement (Art. 6).
    case entrustedOrganization
    /// Under vertical management, or dual leadership with the higher department first (Art. 7).
    case verticalOrgan

    /// Whether it is a working department of a government; the judicial administration is one too.
    public var isDepartment: Bool { self == .department || self == .judicialAdministration }
}

public enum OrganLevel: String, CaseIterable, Comparable, Sendable {
    case township, district, municipal

    public static func < (a: OrganLevel, b: OrganLevel) -> Bool { a.rank < b.rank }

    private var rank: Int {
        switch self {
        case .township: 0
        case .district: 1
        case .municipal: 2
        }
    }
}

/// A power of enforcement that one organ took over from another (Art. 5).
public struct ReceivedPower: Equatable, Sendable {
    public enum Instrument: String, CaseIterable, Sendable {
        /// Concentrated by decision of the State Council or the municipality (Art. 5 para. 1).
        case stateCouncilOrMunicipal
        /// Granted by the municipality to a township, subdistrict or zone (Art. 5 para. 2).
        case municipalGrant

        /// The paragraph that says who supervises the exercise of the power.
        public var citation: Citation {
            switch self {
            case .stateCouncilOrMunicipal: Citation(5, paragraph: 1)
            case .municipalGrant: Citation(5, paragraph: 2)
            }
        }
    }

    /// The name of the power, unique for the organ that received it.
    public var power: String
    /// The transferring organ (划出职权机关).
    public var from: OrganID
    public var by: Instrument

    public init(power: String, from: OrganID, by: Instrument) {
        self.power = power
        self.from = from
        self.by = by
    }
}

/// One body of the roster with its relations to others. An object that never changes, because
/// questions of competence look at several for each command.
public final class Organ: Equatable, Sendable {
    public let id: OrganID
    public let name: String
    public let nameEn: String?
    public let kind: OrganKind
    public let level: OrganLevel
    /// The government it belongs to; for a government the next higher one; for a vertical organ
    /// the one in whose area it is established.
    public let government: OrganID?
    /// The municipal department of the same business (承担相关业务).
    public let lineSuperior: OrganID?
    /// The organ that manages it.
    public let manager: OrganID?
    /// The name or id of a vertical organ's superior, which may stand outside the roster.
    public let superiorOutside: String?
    /// What its document numbers begin with.
    public let documentPrefix: String?
    public let receivedPowers: [ReceivedPower]

    public init(
        id: OrganID, name: String, nameEn: String? = nil, kind: OrganKind, level: OrganLevel,
        government: OrganID? = nil, lineSuperior: OrganID? = nil, manager: OrganID? = nil,
        superiorOutside: String? = nil, documentPrefix: String? = nil,
        receivedPowers: [ReceivedPower] = []
    ) {
        self.id = id
        self.name = name
        self.nameEn = nameEn
        self.kind = kind
        self.level = level
        self.government = government
        self.lineSuperior = lineSuperior
        self.manager = manager
        self.superiorOutside = superiorOutside
        self.documentPrefix = documentPrefix
        self.receivedPowers = receivedPowers
    }

    public static func == (a: Organ, b: Organ) -> Bool {
        a.id == b.id && a.name == b.name && a.nameEn == b.nameEn && a.kind == b.kind
            && a.level == b.level && a.government == b.government
            && a.lineSuperior == b.lineSuperior && a.manager == b.manager
            && a.superiorOutside == b.superiorOutside && a.documentPrefix == b.documentPrefix
            && a.receivedPowers == b.receivedPowers
    }

    public func received(_ power: String) -> ReceivedPower? {
        receivedPowers.first { $0.power == power }
    }

    /// Whether it has received the power, or any where none is named, from another organ (Art. 5).
    public func hasReceived(_ power: String?, from organ: OrganID) -> Bool {
        organ != id
            && receivedPowers.contains {
                $0.from == organ && (power == nil || power == $0.power)
            }
    }
}
