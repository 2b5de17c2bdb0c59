/// The id of a matter: a letter for its kind and a number that the server counts up.
/// `S12` is the twelfth matter and a supervision matter.
public struct MatterID: Hashable, Comparable, Sendable, CustomStringConvertible {
    public enum Kind: String, CaseIterable, Sendable {
        /// A supervision matter (Arts. 8 to 11, 14, 18 to 20).
        case supervision
        /// A dispute between supervised organs (Art. 13).
        case dispute

        /// The ASCII letter with which ids of the kind begin.
        public var letter: UInt8 {
            switch self {
            case .supervision: UInt8(ascii: "S")
            case .dispute: UInt8(ascii: "D")
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
        self.init(utf8: text.utf8Span.span)
    }

    /// The same of a text's bytes.
    public init?(utf8 bytes: Span<UInt8>) {
        guard !bytes.isEmpty else { return nil }
        let kind: Kind
        switch bytes[0] {
        case UInt8(ascii: "S"): kind = .supervision
        case UInt8(ascii: "D"): kind = .dispute
        default: return nil
        }
        var serial: Int64 = 0
        for index in 1..<bytes.count {
            let byte = bytes[index]
            // No leading zero, and no more than fits.
            let (tens, overflow) = serial.multipliedReportingOverflow(by: 10)
            guard (48...57).contains(byte), serial > 0 || byte > 48, !overflow,
                tens <= Int64.max - Int64(byte - 48)
            else { return nil }
            serial = tens + Int64(byte - 48)
        }
        guard serial > 0 else { return nil }
        self.init(kind: kind, serial: serial)
    }

    public var description: String { String(UnicodeScalar(kind.letter)) + String(serial) }

    public static func < (a: MatterID, b: MatterID) -> Bool { a.serial < b.serial }
}
