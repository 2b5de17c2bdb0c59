internal import JSONText
internal import Supervision

/// A method as its name, in the form in which names are looked up. The lookup neither makes a
/// string nor hashes one, which a dictionary of names would do for each request.
struct MethodName: CaseIterable, RawRepresentable, Sendable {
    let method: Method
    /// What the digest of a request begins with.
    let digestSeed: JSONDigest

    static let allCases = Method.all.map { MethodName(method: $0) }
    static let table = JSONNames<MethodName>()

    init(method: Method) {
        self.method = method
        digestSeed = JSONDigest(method.name).adding(0)
    }

    init?(rawValue: String) {
        guard let method = Method(rawValue) else { return nil }
        self.init(method: method)
    }

    var rawValue: String { method.name }
}
