internal import DequeModule
internal import LoopIO
internal import Wire

/// What connections have sent and the core has not been fed yet.
///
/// A turn of the loop must not grow with what everybody together has sent: whoever asks one thing
/// would wait for all of it, and so would every answer that became free meanwhile. So a turn feeds
/// the core a bounded number of bytes of those who send much at a time, in the order in which they
/// came, and leaves the rest to the next turn. Who sends little is fed at once; where thousands do,
/// the others together get as much of the turn as these, because nobody is to wait for ever for
/// having sent a few bytes more. The order of one connection's bytes is never changed.
struct Arrivals {
    /// What waits of one connection.
    struct Backlog: Equatable {
        var bytes: [UInt8] = []
        /// Whether the other end sends no more.
        var hasEnded = false
    }

    /// So many bytes are little: one request, or two.
    static let littleBytes = 1024
    /// How much a turn takes at least, the last backlog in full: some fifty requests.
    static let bytesPerTurn = 16 * 1024
    /// A connection of which more waits is not read from before it had its turn.
    static let bytesPerConnection = 64 * 1024
    /// Of what all connections together may have waiting, this much may wait here, and the rest in
    /// the core. Above it the connection of which most waits goes.
    static let bytesMax = Limits.inboundTotalBytesMax / 4

    private var backlogs: [ConnectionID: Backlog] = [:]
    /// Those of whom something waits, in the order of their turns.
    private var order: Deque<ConnectionID> = []
    /// The bytes of all of them.
    private var waitingBytes = 0
    /// The bytes of this turn: of those who send much, and of those who send little.
    private var taken = 0
    private var takenOfLittle = 0

    private var hasRoom: Bool { taken < max(Self.bytesPerTurn, takenOfLittle) }

    var isEmpty: Bool { backlogs.isEmpty }

    /// Whether the core is fed these bytes at once. If not, they are kept.
    mutating func admit(_ bytes: [UInt8], from id: ConnectionID) -> Bool {
        if backlogs[id] == nil {
            if bytes.count <= Self.littleBytes {
                takenOfLittle += bytes.count
                return true
            }
            if backlogs.isEmpty, hasRoom {
                taken += bytes.count
                return true
            }
            order.append(id)
            backlogs[id] = Backlog(bytes: bytes)
        } else {
            backlogs[id]?.bytes += bytes
        }
        waitingBytes += bytes.count
        return false
    }

    /// Whether the core is told at once that the connection sends no more. If not, it is told after
    /// what it has sent.
    mutating func admitEnd(of id: ConnectionID) -> Bool {
        guard backlogs[id] != nil else { return true }
        backlogs[id]?.hasEnded = true
        return false
    }

    /// Whether so much waits of the connection that more is not to be read.
    func isFull(_ id: ConnectionID) -> Bool {
        (backlogs[id]?.bytes.count ?? 0) > Self.bytesPerConnection
    }

    /// The connection of which most waits, when all together have sent too much.
    var largestOfTooMuch: ConnectionID? {
        guard waitingBytes > Self.bytesMax else { return nil }
        return backlogs.max { $0.value.bytes.count < $1.value.bytes.count }?.key
    }

    /// The backlog whose turn it is, as long as this turn of the loop has room for one.
    mutating func next() -> (id: ConnectionID, backlog: Backlog)? {
        guard hasRoom, let id = order.popFirst() else { return nil }
        guard let backlog = backlogs.removeValue(forKey: id) else {
            preconditionFailure("who stands in the order has a backlog")
        }
        taken += backlog.bytes.count
        waitingBytes -= backlog.bytes.count
        return (id, backlog)
    }

    /// All that waits, in its order.
    mutating func removeAll() -> [(id: ConnectionID, backlog: Backlog)] {
        defer { self = Arrivals() }
        return order.compactMap { id in backlogs[id].map { (id, $0) } }
    }

    /// What waits of a connection that is gone: it came before the end and is fed before it.
    mutating func remove(_ id: ConnectionID) -> Backlog? {
        guard let backlog = backlogs.removeValue(forKey: id) else { return nil }
        order.removeAll { $0 == id }
        waitingBytes -= backlog.bytes.count
        return backlog
    }

    /// A new turn of the loop begins: there is room again.
    mutating func beginTurn() {
        taken = 0
        takenOfLittle = 0
    }
}
