// A connection as lines: what a program sees of the wire before it knows anything of JSON-RPC.
// The socket never blocks and every call has a time limit. While bytes are being sent, arriving
// ones are taken in, because a server that nobody reads from stops reading too.

/// A connection to a server that carries lines. It belongs to one thread.
public final class Connection {
    /// The longest line that is accepted from a server, in bytes without LF. Servers keep far
    /// below; the limit protects the memory of the client.
    public static let lineBytesMax = 16 << 20
    /// How long connecting and sending may take when nothing else is said, in milliseconds.
    public static let timeoutMillisecondsDefault = 10_000

    /// Where the connection leads.
    public let address: ServerAddress

    private var descriptor: Int32
    /// Received bytes; those before `start` were handed out, those before `scanned` hold no LF.
    private var buffer: [UInt8] = []
    private var start = 0
    private var scanned = 0
    private var ended = false

    /// Connects.
    ///
    /// - Throws: ``ConnectionFault/unreachable(_:_:)``, also when the time runs out.
    public init(
        to address: ServerAddress,
        timeoutMilliseconds: Int = Connection.timeoutMillisecondsDefault
    ) throws(ConnectionFault) {
        self.address = address
        descriptor = try Socket.connect(to: address, TimeLimit(milliseconds: timeoutMilliseconds))
    }

    deinit {
        close()
    }

    /// Whether ``close()`` was called.
    public var isClosed: Bool { descriptor < 0 }

    /// Sends one line; LF is added.
    ///
    /// - Throws: ``ConnectionFault/broken(_:)`` and ``ConnectionFault/timedOut``. How much was
    ///   sent is then unknown, and the connection of no use but for reading.
    public func send(
        line: [UInt8], timeoutMilliseconds: Int = Connection.timeoutMillisecondsDefault
    ) throws(ConnectionFault) {
        try sendRaw(line + [0x0A], timeoutMilliseconds: timeoutMilliseconds)
    }

    /// Sends bytes as they are.
    ///
    /// - Throws: as ``send(line:timeoutMilliseconds:)``.
    public func sendRaw(
        _ bytes: [UInt8], timeoutMilliseconds: Int = Connection.timeoutMillisecondsDefault
    ) throws(ConnectionFault) {
        guard !isClosed else { throw .broken("it was closed here") }
        let limit = TimeLimit(milliseconds: timeoutMilliseconds)
        var rest = bytes[...]
        while !rest.isEmpty {
            rest = rest.dropFirst(try Socket.send(descriptor, rest))
            if rest.isEmpty { break }
            guard let ready = Socket.wait(descriptor, forWriting: true, limit) else {
                throw .timedOut
            }
            if ready.readable && !ended { try takeIn() }
        }
    }

    /// The next line without its LF and a CR before it; nil when the server has closed the
    /// connection. Empty lines are passed over.
    ///
    /// - Parameter timeoutMilliseconds: 0 takes only what has come already.
    /// - Throws: ``ConnectionFault/timedOut`` when no whole line came in time; the connection
    ///   can still be used. ``ConnectionFault/broken(_:)`` when it was reset, also in the middle
    ///   of a line. ``ConnectionFault/lineTooLong``.
    public func receiveLine(timeoutMilliseconds: Int) throws(ConnectionFault) -> [UInt8]? {
        let limit = TimeLimit(milliseconds: timeoutMilliseconds)
        while true {
            while let line = nextLine() {
                if !line.isEmpty { return line }
            }
            guard buffer.count - start <= Self.lineBytesMax else { throw .lineTooLong }
            if ended {
                guard buffer.count == start else { throw .broken("it ended within a line") }
                return nil
            }
            guard !isClosed else { throw .broken("it was closed here") }
            guard Socket.wait(descriptor, forWriting: false, limit) != nil else {
                throw .timedOut
            }
            try takeIn()
        }
    }

    /// Waits until something may have come on one of the connections, or the time is over. Lines
    /// that were taken in already are not looked at: receive them before waiting.
    ///
    /// - Returns: the places of those on which something came, also an end; empty when the time
    ///   ran out.
    public static func wait(
        for connections: [Connection], timeoutMilliseconds: Int
    ) -> [Int] {
        Socket.wait(
            connections.map(\.descriptor), TimeLimit(milliseconds: timeoutMilliseconds))
    }

    /// Closes the connection; lines that have come already can still be received.
    public func close() {
        guard descriptor >= 0 else { return }
        Socket.close(descriptor)
        descriptor = -1
    }

    private func takeIn() throws(ConnectionFault) {
        switch Socket.receive(descriptor, into: &buffer) {
        case .bytes, .wouldBlock: break
        case .end: ended = true
        case .failed(let reason): throw .broken(reason)
        }
    }

    private func nextLine() -> [UInt8]? {
        guard let end = buffer[scanned...].firstIndex(of: 0x0A) else {
            scanned = buffer.count
            if start > 0 {
                buffer.removeFirst(start)
                scanned -= start
                start = 0
            }
            return nil
        }
        var line = buffer[start..<end]
        if line.last == 0x0D { line = line.dropLast() }
        start = end + 1
        scanned = start
        return Array(line)
    }
}
