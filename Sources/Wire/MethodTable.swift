internal import JSONText
internal import Supervision

/// A method as its name, in the form in which names are looked up. The lookup neither makes a
/// string nor hashes one, which a dictionary of names would do for each request.
struct MethodName: CaseIterable, RawRepresentable, Sendable {
    let method: Method

    static let allCases = Method.all.map { MethodName(method: $0) }
    static let table = JSONNames<MethodName>()

    init(method: Method) { self.method = method }

    init?(rawValue: String) {
        guard let method = Method(rawValue) else { return nil }
        self.method = method
    }

    var rawValue: String { method.name }
}

extension Method {
    private static let digestSeeds = Dictionary(
        uniqueKeysWithValues: all.map { ($0, bytesDigest(0, Array($0.name.utf8)[...])) })

    /// What a request's digest begins with: a digest of the method's name.
    var digestSeed: UInt64 {
        guard let seed = Self.digestSeeds[self] else {
            preconditionFailure("every method is in the table")
        }
        return seed
    }
}
