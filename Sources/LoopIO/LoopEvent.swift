/// Names one connection for the life of the process; a number is never given twice.
public struct ConnectionID: Hashable, Sendable {
    /// Positive, growing in the order of acceptance, not without gaps.
    public let rawValue: UInt64

    /// Only for those who must name a connection without a loop, such as tests.
    public init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// Names one timer for the life of the process; a number is never given twice.
public struct TimerID: Hashable, Sendable {
    let rawValue: UInt64
}

/// Why a connection ended.
public enum CloseReason: Equatable, Sendable {
    /// The peer ended its stream. What was queued by then was still flushed; what was written
    /// later was ignored.
    case endOfStream

    /// Reading or writing failed; what was queued is lost.
    case failed(LoopError)

    /// `close`, `reset` or `stop` asked for it.
    case requested
}

/// What the loop tells its owner. Events come one at a time, on the thread of `run`: a call into
/// the loop from within the handler never makes the handler run again before it returned.
public enum LoopEvent: Sendable {
    /// The listener on that endpoint, as `listen` returned it, accepted a connection; it is being
    /// read already.
    case accepted(ConnectionID, Peer, on: Endpoint)

    /// Bytes as they came, at least one and at most 64 KiB; they know nothing of lines.
    case received(ConnectionID, [UInt8])

    /// The queued bytes of a connection went from more than zero to zero. Bytes that the system
    /// took at once were never queued and cause no such event.
    case flushed(ConnectionID)

    /// The peer sends no more, but may still read. The owner goes on writing what it owes, then
    /// calls `close`; nothing else ends the connection.
    case endOfStream(ConnectionID)

    /// The connection is gone: the last event with its name, and there is exactly one.
    case closed(ConnectionID, CloseReason)

    /// A timer is due.
    case fired(TimerID)

    /// The process received a watched signal, by its number.
    case signal(Int32)

    /// Once per turn, after the turn's other events and before the loop waits for the next ones.
    /// Here a server does what it does once for all that a turn has brought. Not told any more
    /// after `stop`.
    case turnEnded

    /// A connection could not be accepted. The listener lives on. When the process has no
    /// descriptors left, libuv 1.44 accepts and drops the waiting connections by itself, and says
    /// nothing: a limit on connections below the limit on descriptors is the caller's.
    case listenerFailed(LoopError)
}
