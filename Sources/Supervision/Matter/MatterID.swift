/// The id of a matter: a letter for its kind and a number that the server counts up.
/// `S12` is the twelfth matter and a supervision matter.
public struct MatterID: Hashable, Comparable, Sendable, CustomStringConvertible {
    public enum Kind: String, CaseIterable, Sendable {
        /// A supervision matter (Arts. 8 to 11, 14, 18 to 20).
        case supervision
        /// A dispute between supervised organs (Art. 13).
        case dispute

        var letter: String {
            switch self {
            case .supervision: "S"
            case .dispute: "D"
            }
        }
    }

    public let kind: Kind
    /// 1 or more; counted over both kinds.
    public let serial: Int64

    public init(kind: Kind, serial: Int64) {
        self.kind = kind
        self.serial = serial
    }

    /// Reads what `description` wrote; nil for anything else, leading zeros included.
    public init?(_ text: String) {
        guard let letter = text.first.map(String.init),
            let kind = Kind.allCases.first(where: { $0.letter == letter }),
            let serial = Int64(text.dropFirst()), serial > 0
        else { return nil }
        self.init(kind: kind, serial: serial)
        guard description == text else { return nil }
    }

    public var description: String { kind.letter + String(serial) }

    public static func < (a: MatterID, b: MatterID) -> Bool { a.serial < b.serial }
}
