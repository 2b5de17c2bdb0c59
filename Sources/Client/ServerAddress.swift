// Where a server listens, as people write it: `tcp:host:port` or `unix:path`.

/// The address of a server.
public enum ServerAddress: Equatable, Sendable, CustomStringConvertible {
    /// A host name or numeric address, and a port from 1 to 65535.
    case tcp(host: String, port: UInt16)
    /// The path of a unix socket, at most 107 bytes.
    case unix(path: String)

    /// The longest path that a unix socket can have, in bytes.
    public static let pathBytesMax = 107

    /// Reads `tcp:host:port`, where an IPv6 address may stand in brackets, or `unix:path`.
    ///
    /// - Throws: ``ConnectionFault/badAddress(_:)`` with the text when it is neither.
    public init(_ text: String) throws(ConnectionFault) {
        if text.hasPrefix("unix:") {
            let path = String(text.dropFirst(5))
            guard !path.isEmpty, path.utf8.count <= Self.pathBytesMax, !path.contains("\0") else {
                throw .badAddress(text)
            }
            self = .unix(path: path)
            return
        }
        guard text.hasPrefix("tcp:"), let colon = text.lastIndex(of: ":") else {
            throw .badAddress(text)
        }
        let start = text.index(text.startIndex, offsetBy: 4)
        guard start < colon, let port = UInt16(text[text.index(after: colon)...]), port > 0 else {
            throw .badAddress(text)
        }
        var host = text[start..<colon]
        if host.hasPrefix("["), host.hasSuffix("]") { host = host.dropFirst().dropLast() }
        guard !host.isEmpty, !host.contains("\0") else { throw .badAddress(text) }
        self = .tcp(host: String(host), port: port)
    }

    /// The address as ``init(_:)`` reads it.
    public var description: String {
        switch self {
        case .tcp(let host, let port) where host.contains(":"): "tcp:[\(host)]:\(port)"
        case .tcp(let host, let port): "tcp:\(host):\(port)"
        case .unix(let path): "unix:\(path)"
        }
    }
}

/// Why a connection could not be made or went away.
public enum ConnectionFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// The text is no address.
    case badAddress(String)
    /// No connection could be made; the system's reason.
    case unreachable(ServerAddress, String)
    /// The connection broke while it was used; the system's reason.
    case broken(String)
    /// The time ran out before the bytes were sent, or before a whole line had come.
    case timedOut
    /// A line longer than ``Connection/lineBytesMax`` came; the connection is of no use any more.
    case lineTooLong

    public var description: String {
        switch self {
        case .badAddress(let text): "'\(text)' is no address such as tcp:host:port or unix:path"
        case .unreachable(let address, let reason): "cannot connect to \(address): \(reason)"
        case .broken(let reason): "the connection broke: \(reason)"
        case .timedOut: "the time ran out"
        case .lineTooLong: "the server sent a line that is too long"
        }
    }
}
