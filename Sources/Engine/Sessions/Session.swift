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
    var speaker: Speaker?
    /// Requests handled so far; names each one in the log.
    var requests: UInt64 = 0
    /// Replies that wait for a read of the journal or for a long query.
    var pendingReplies = 0
    var parseErrorsInRow = 0
    var lastLineTooLong: UInt64?
    var authenticationFailures = 0
    /// Whether the log says already that a notification was not executed.
    var wasIgnoredAloud = false
    var subscriptions: [Int64] = []
    /// Whether its lines wait in the framer, for one of the reasons that `Core.process` lists.
    var isStalled = false
    /// Whether the core has it in one of its lists of those from whom something waits to leave.
    var isListed = false
    /// Whether its socket takes nothing more for now.
    var isCongested = false
    var turn = Turn()
    /// Whether the client sends no more.
    var isFinished = false
    /// Batches whose array has not left, and the bytes of what of them is answered.
    var openBatches: Set<UInt64> = []
    var batchBytes = 0
    /// Nothing more is read; it closes when what it is owed has been sent.
    var isClosing = false
    /// Whether its end was asked for. Nothing is sent after that.
    var isCloseAsked = false

    var principal: Principal? { speaker?.principal }
    var viewer: DocketViewer? { speaker?.viewer }

    init(id: SessionID, isLocal: Bool, openedAt: UInt64) {
        self.id = id
        self.isLocal = isLocal
        self.openedAt = openedAt
    }

    /// Puts a line into the outbox.
    mutating func take(
        after position: Int64, isReply: Bool, _ write: (inout [UInt8]) -> Void
    ) {
        outbox.append(after: position, isReply: isReply, write)
        isListed = true
    }

    /// What was done for it since its turn began. Above the limits the others have theirs, and the
    /// socket has to take what it got, so that one chunk of small requests makes neither a flood of
    /// large answers nor a long time for everybody else.
    struct Turn {
        var handedBytes = 0
        var queries = 0
        var calls = 0
        /// Whether the next one was asked for.
        var isNextAskedFor = false

        var isOver: Bool {
            handedBytes > Limits.outboundPauseBytes || queries >= Limits.queriesPerTurnMax
                || calls >= Limits.callsPerTurnMax
        }
    }

    /// Requests whose replies the client does not have yet.
    var inFlight: Int { outbox.replies + pendingReplies }

    var owesTooMuch: Bool {
        inFlight >= Limits.inFlightMax
            || outbox.byteCount + batchBytes > Limits.outboundPauseBytes
    }
}

/// For whom a client speaks, since its hello.
struct Speaker {
    /// The person, as a reader of the docket.
    private(set) var viewer: DocketViewer
    /// The slot in which the requests of that person are counted.
    let budget: Int
    /// Of the token that named the person; another file of persons may give it to nobody.
    let tokenDigest: String

    init(_ principal: Principal, _ roster: Roster, budget: Int, tokenDigest: String) {
        viewer = DocketViewer(principal, roster)
        self.budget = budget
        self.tokenDigest = tokenDigest
    }

    var principal: Principal { viewer.actor }

    /// The same person, with the roles and the organs of now.
    mutating func renew(_ principal: Principal, _ roster: Roster) {
        viewer = DocketViewer(principal, roster)
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
    var missing: Int
    var replies: [[UInt8]] = []
    var byteCount = 0

    /// Whether its answers together are as large as one connection may have waiting.
    var isFull: Bool { byteCount > Limits.outboundPauseBytes }
}
