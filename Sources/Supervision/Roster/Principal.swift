/// The id of a person, as in the file of principals.
public struct PersonID: Hashable, Sendable, CustomStringConvertible {
    public let text: String
    public init(_ text: String) { self.text = text }
    public var description: String { text }
}

/// What a person may do. Clerk, investigator and signatory act for a supervising organ, the
/// respondent answers for an organ that others supervise, the last two only look.
public enum Role: String, CaseIterable, Sendable {
    case clerk, investigator, signatory, respondent
    /// Reads everything, changes nothing.
    case auditor
    /// Runs the server: sees queues and numbers, never contents.
    case `operator`
}

/// A set of roles.
public struct Roles: OptionSet, Hashable, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    public init(_ role: Role) {
        switch role {
        case .clerk: self = .clerk
        case .investigator: self = .investigator
        case .signatory: self = .signatory
        case .respondent: self = .respondent
        case .auditor: self = .auditor
        case .operator: self = .operator
        }
    }

    public static let clerk = Roles(rawValue: 1)
    public static let investigator = Roles(rawValue: 2)
    public static let signatory = Roles(rawValue: 4)
    public static let respondent = Roles(rawValue: 8)
    public static let auditor = Roles(rawValue: 16)
    public static let `operator` = Roles(rawValue: 32)

    /// Those that act for an organ, or for the government whose acting organ it is.
    public static let acting: Roles = [.clerk, .investigator, .signatory]

    public var list: [Role] { Role.allCases.filter { contains(Roles($0)) } }
}

/// A person of one organ with roles, and, for an investigator, the qualification that Art. 16
/// asks for. An object that never changes, because every request carries one along.
public final class Principal: Equatable, Sendable {
    public let id: PersonID
    public let name: String
    public let organ: OrganID
    public let roles: Roles
    public let qualified: Bool

    public init(id: PersonID, name: String, organ: OrganID, roles: Roles, qualified: Bool) {
        self.id = id
        self.name = name
        self.organ = organ
        self.roles = roles
        self.qualified = qualified
    }

    public static func == (a: Principal, b: Principal) -> Bool {
        a.id == b.id && a.name == b.name && a.organ == b.organ && a.roles == b.roles
            && a.qualified == b.qualified
    }
}

/// Every person whom the server knows, by id.
public struct Principals: Equatable, Sendable {
    public let byID: [PersonID: Principal]

    public init(_ list: [Principal]) {
        byID = Dictionary(list.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    public subscript(id: PersonID) -> Principal? { byID[id] }
}

/// The house rules of the policy file. They are rules of the house, never law.
public struct Policy: Equatable, Sendable {
    /// Who concluded the investigation does not sign the document that follows from it.
    public var twoPersonRule: Bool
    public var acceptWithin: Period?
    public var investigateWithin: Period?

    public init(
        twoPersonRule: Bool = true, acceptWithin: Period? = nil, investigateWithin: Period? = nil
    ) {
        self.twoPersonRule = twoPersonRule
        self.acceptWithin = acceptWithin
        self.investigateWithin = investigateWithin
    }
}
