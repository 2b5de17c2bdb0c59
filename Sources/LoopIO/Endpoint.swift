/// Where a server listens.
///
/// In text: `tcp:127.0.0.1:7314`, `tcp:[::1]:7314`, `tcp:localhost:0`, `unix:/run/name.socket`. An
/// IPv6 address stands in brackets. `init(_:)` reads what `description` writes.
public enum Endpoint: Equatable, Sendable, CustomStringConvertible {
    /// A numeric address or a name, and a port; port 0 asks the system for a free one.
    case tcp(host: String, port: UInt16)

    /// A socket in the file system. The system limits the path to 107 bytes of UTF-8.
    case unix(path: String)

    /// Reads the textual form; nil if it has none of the shapes above.
    public init?(_ text: String) {
        guard let scheme = text.firstIndex(of: ":") else { return nil }
        let rest = text[text.index(after: scheme)...]
        guard !rest.utf8.contains(where: { $0 == 0 }) else { return nil }
        switch text[..<scheme] {
        case "unix":
            guard !rest.isEmpty else { return nil }
            self = .unix(path: String(rest))
        case "tcp":
            guard let colon = rest.lastIndex(of: ":"),
                let host = Self.host(rest[..<colon]),
                let port = Self.port(rest[rest.index(after: colon)...])
            else { return nil }
            self = .tcp(host: host, port: port)
        default:
            return nil
        }
    }

    /// The textual form, with IPv6 addresses in brackets.
    public var description: String {
        switch self {
        case .tcp(let host, let port):
            host.contains(":") ? "tcp:[\(host)]:\(port)" : "tcp:\(host):\(port)"
        case .unix(let path):
            "unix:\(path)"
        }
    }

    /// Brackets stand around an address with colons, and around nothing else.
    private static func host(_ text: Substring) -> String? {
        guard let first = text.first, !text.contains(where: \.isWhitespace) else { return nil }
        if first == "[" {
            let inner = text.dropFirst().dropLast()
            guard text.last == "]", inner.contains(":"),
                !inner.contains(where: { "[]".contains($0) })
            else { return nil }
            return String(inner)
        }
        return text.contains(where: { "[]:".contains($0) }) ? nil : String(text)
    }

    /// Digits only: `UInt16("+80")` alone would be a number.
    private static func port(_ text: Substring) -> UInt16? {
        text.utf8.allSatisfy { (0x30...0x39).contains($0) } ? UInt16(text) : nil
    }
}

/// Who stands at the other end of a connection.
public struct Peer: Equatable, Sendable {
    /// The numeric address without the port, or `unix`. An IPv4 client of a dual-stack listener has
    /// its IPv4 address here, not the mapped one.
    public var address: String

    /// Whether the peer is on this machine: a loopback address or a unix socket.
    public var isLocal: Bool

    /// The peer of every connection over a unix socket.
    public static let unix = Peer(address: "unix", isLocal: true)

    /// A peer of one's own making.
    public init(address: String, isLocal: Bool) {
        self.address = address
        self.isLocal = isLocal
    }

    /// The peer with the numeric address `text`.
    public init(ip text: String) {
        let mapped = "::ffff:"
        let isMapped = text.hasPrefix(mapped) && text.contains(".")
        address = isMapped ? String(text.dropFirst(mapped.count)) : text
        isLocal = address.hasPrefix("127.") || address == "::1"
    }
}
