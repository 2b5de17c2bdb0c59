internal import Digest

/// How the persons of the roster are called in an export.
///
/// A pseudonym is a keyed digest of the person's id: the same in every export that is made with the
/// same key, so that exports can be put together, and nothing from which someone without the key
/// could find the person, although everybody could list all ids.
public struct Pseudonyms: Sendable {
    private let key: [UInt8]?

    /// Pseudonyms made with a secret of at least one byte.
    public init(key: [UInt8]) {
        // Of a fixed length, so that no key and id are the same text as another pair.
        self.key = Digest.sha256(key)
    }

    private init() { key = nil }

    /// Persons by their own ids.
    public static let none = Pseudonyms()

    /// What a person is called: `P` and 16 hexadecimal digits.
    public func name(of person: String) -> String {
        guard let key else { return person }
        return "P" + Digest.hex(Array(Digest.sha256(key + Array(person.utf8)).prefix(8)))
    }
}
