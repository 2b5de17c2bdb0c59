internal import JSONText
internal import Supervision
internal import Wire

/// One connection: what came in and was not yet handled, what must go out and may not yet.
struct Session {
    let id: SessionID
    let isLocal: Bool
    let openedAt: UInt64
    var framer = LineFramer(lineBytesMax: Limits.lineBytesMaxBeforeHello)
    /// How many bytes of the framer are counted in the sum over all sessions.
    var countedBytes = 0
    var outbox = Outbox()
    /// Whether `session.hello` succeeded; before it little is answered.
    var isGreeted = false
    /// For whom the client speaks; nil when it gave no token.
    var principal: Principal?
    /// Where the requests of that person are counted.
    var budget = 0
    /// Of the token that named the person; another file of persons may give it to nobody.
    var tokenDigest: String?
    /// The same person as a reader of the docket.
    var viewer: DocketViewer?
    /// Requests handled so far; names each one in the log.
    var requests: UInt64 = 0
    /// Replies that wait for a read of the journal.
    var pendingReads = 0
    var parseErrorsInRow = 0
    var lastLineTooLong: UInt64?
    var authenticationFailures = 0
    var subscriptions: [Int64] = []
    /// Whether lines wait in the framer because too many replies are owed.
    var isStalled = false
    /// Whether something waits in the outbox, so that the core looks at it.
    var isWaiting = false
    var isCongested = false
    /// Bytes handed to the socket, and queries and all calls handled, since its turn began. Above
    /// the limits the others have theirs, and the socket has to take what it got, so that one chunk
    /// of small requests makes neither a flood of large answers nor a long time for everybody else.
    var handedBytes = 0
    var queriesInTurn = 0
    var callsInTurn = 0
    /// Whether its next turn was asked for.
    var awaitsTurn = false
    /// Whether the client sends no more.
    var isFinished = false
    /// Batches whose array has not left.
    var openBatches = 0
    /// Nothing more is read; it closes when what it is owed has been sent.
    var isClosing = false
    /// Whether its end was asked for. Nothing is sent after that.
    var isCloseAsked = false

    init(id: SessionID, isLocal: Bool, openedAt: UInt64) {
        self.id = id
        self.isLocal = isLocal
        self.openedAt = openedAt
    }

    /// Puts a line into the outbox.
    mutating func take(_ line: JSONWriter, after position: Int64, isReply: Bool) {
        outbox.append(line, after: position, isReply: isReply)
        isWaiting = true
    }

    mutating func beginTurn() {
        handedBytes = 0
        queriesInTurn = 0
        callsInTurn = 0
        awaitsTurn = false
    }

    var hasHadItsTurn: Bool {
        handedBytes > Limits.outboundPauseBytes || queriesInTurn >= Limits.queriesPerTurnMax
            || callsInTurn >= Limits.callsPerTurnMax
    }

    /// Requests whose replies the client does not have yet.
    var inFlight: Int { outbox.replies + pendingReads }

    var owesTooMuch: Bool {
        inFlight >= Limits.inFlightMax || outbox.byteCount > Limits.outboundPauseBytes
    }
}

/// Lines for one connection, each with the position that must be durable before it may leave.
///
/// The lines lie behind each other in one buffer, and marks in the same order say how far what
/// depends on a position reaches. A line leaves no earlier than those before it, so that the
/// positions of the marks only grow.
struct Outbox {
    private struct Mark {
        var after: Int64
        /// Where its lines end in the buffer.
        var end: Int
        var replies: Int
    }

    private var bytes: [UInt8] = []
    private var marks: [Mark] = []
    private(set) var replies = 0

    var isEmpty: Bool { marks.isEmpty }

    /// Bytes that wait for an entry to become durable.
    var byteCount: Int { bytes.count }

    mutating func append(_ line: JSONWriter, after position: Int64, isReply: Bool) {
        let count = isReply ? 1 : 0
        let position = max(position, marks.last?.after ?? position)
        replies += count
        line.append(to: &bytes)
        if let last = marks.indices.last, marks[last].after == position {
            marks[last].end = bytes.count
            marks[last].replies += count
        } else {
            marks.append(Mark(after: position, end: bytes.count, replies: count))
        }
    }

    /// Takes everything that depends only on durable entries.
    mutating func release(durable: Int64) -> [UInt8] {
        let count = marks.prefix { $0.after <= durable }.count
        guard count > 0 else { return [] }
        let end = marks[count - 1].end
        for mark in marks[..<count] { replies -= mark.replies }
        marks.removeFirst(count)
        for index in marks.indices { marks[index].end -= end }
        let rest = Array(bytes[end...])
        bytes.removeLast(rest.count)
        defer { bytes = rest }
        return bytes
    }
}

/// Where an answer goes.
struct ReplyAddress {
    var session: SessionID
    /// Nil for a notification, which is never answered.
    var id: RequestID?
    /// The batch that the call came in, if it did.
    var batch: UInt64?
    /// The number of the request on its connection.
    var request: UInt64
}

/// The answers of a batch, until all are there.
struct PendingBatch {
    let session: SessionID
    var missing: Int
    var replies: [[UInt8]] = []
    var byteCount = 0

    /// Whether its answers together are as large as one connection may have waiting.
    var isFull: Bool { byteCount > Limits.outboundPauseBytes }
}
