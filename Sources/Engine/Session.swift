internal import Supervision
internal import Wire

/// One connection: what came in and was not yet handled, what must go out and may not yet.
struct Session {
    let id: SessionID
    let isLocal: Bool
    let openedAt: UInt64
    var framer = LineFramer(lineBytesMax: Limits.lineBytesMaxBeforeHello)
    var outbox = Outbox()
    /// Whether `session.hello` succeeded; before it little is answered.
    var isGreeted = false
    /// For whom the client speaks; nil when it gave no token.
    var principal: Principal?
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
    /// Whether it stands in the core's list of sessions with something to send.
    var isWaiting = false
    var isCongested = false
    /// Bytes handed to the socket since it was last known to take more. Above the limit nothing
    /// more is answered, so that one chunk of small requests cannot make a flood of large answers.
    var handedBytes = 0
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

    /// Requests whose replies the client does not have yet.
    var inFlight: Int { outbox.replies + pendingReads }

    var owesTooMuch: Bool {
        inFlight >= Limits.inFlightMax || outbox.byteCount > Limits.outboundPauseBytes
    }

    var trace: String { "\(id.rawValue)-\(requests)" }
}

/// Lines for one connection, each with the position that must be durable before it may leave.
///
/// Positions only grow, so the outbox is a queue of stretches; a stretch leaves as a whole.
struct Outbox {
    private struct Stretch {
        var after: Int64
        var replies: Int
        var bytes: [UInt8]
    }

    private var stretches: [Stretch] = []
    private(set) var replies = 0
    /// Bytes that wait for an entry to become durable.
    private(set) var byteCount = 0

    var isEmpty: Bool { stretches.isEmpty }

    mutating func append(_ line: [UInt8], after position: Int64, isReply: Bool) {
        if isReply { replies += 1 }
        byteCount += line.count
        if let last = stretches.indices.last, stretches[last].after == position {
            stretches[last].bytes += line
            stretches[last].replies += isReply ? 1 : 0
        } else {
            // A copy with room for more: the line's own buffer is written to again at once.
            var bytes: [UInt8] = []
            bytes.reserveCapacity(max(line.count, 1024))
            bytes += line
            stretches.append(Stretch(after: position, replies: isReply ? 1 : 0, bytes: bytes))
        }
    }

    /// Takes everything that depends only on durable entries.
    mutating func release(durable: Int64) -> [UInt8] {
        let count = stretches.prefix { $0.after <= durable }.count
        guard count > 0 else { return [] }
        if count == 1, stretches.count == 1 {
            replies = 0
            byteCount = 0
            return stretches.removeLast().bytes
        }
        var bytes = stretches[0].bytes
        replies -= stretches[0].replies
        for stretch in stretches[1..<count] {
            bytes += stretch.bytes
            replies -= stretch.replies
        }
        stretches.removeFirst(count)
        byteCount -= bytes.count
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
    var trace: String
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
