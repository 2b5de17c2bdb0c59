public import Supervision

/// A connection as the engine knows it. Ids are never used twice.
public struct SessionID: Hashable, Sendable {
    public let rawValue: UInt64
    public init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// The two clocks of an input: legal time, which a test may move, and a clock that only counts up,
/// for time-outs of connections.
public struct Moment: Equatable, Sendable {
    public var now: Instant
    public var monotonicMilliseconds: UInt64

    public init(now: Instant, monotonicMilliseconds: UInt64) {
        self.now = now
        self.monotonicMilliseconds = monotonicMilliseconds
    }
}

/// Everything that can happen to the engine. Nothing else changes it.
public enum Input: Equatable, Sendable {
    /// A connection was accepted. `isLocal` is true on loopback and on a unix socket, where a
    /// bearer token may travel in the clear.
    case opened(SessionID, isLocal: Bool)
    case received(SessionID, [UInt8])
    /// The client sends no more, but reads what it is owed.
    case finished(SessionID)
    /// The connection is gone; nothing can be sent to it any more.
    case ended(SessionID)
    /// Too many bytes wait for the connection's socket, or few enough again.
    case congested(SessionID)
    case relieved(SessionID)
    /// The answer to `Output.awaitTurn`, whether or not the connection is congested.
    case turn(SessionID)
    /// Every entry up to this position is durable.
    case committed(through: Int64)
    /// The answer to `Output.read`.
    case read(ReadTicket, [Entry])
    /// The other answer to it: what is asked for cannot be read, and why.
    case readFailed(ReadTicket, reason: String)
    /// The answer to `Output.workLeft`.
    case workOn
    /// The answer to `Output.saveStates`, when the snapshots are kept.
    case statesKept
    /// Time went on. Comes at least once a second, and after a test moved the clock.
    case tick
    /// Roster, persons, house rules and calendar were read again: these take the place of the
    /// present ones, all of them or none.
    case reload(Core.Configuration)
    /// Finish what is in flight and accept no new commands; clients are told until when.
    case drain(deadline: Instant)
    /// That time is over: no reader and no query is waited for any more.
    case drainOver
}

/// Names a read, so that its answer finds what waits for it.
public struct ReadTicket: Hashable, Sendable {
    public let rawValue: UInt64
    public init(rawValue: UInt64) { self.rawValue = rawValue }
}

/// What of the journal is to be read.
public enum ReadRequest: Equatable, Sendable {
    case range(from: Int64, limit: Int)
    case positions([Int64])
}

/// What the world has to do. Outputs are plain data in the order in which they must be done: an
/// entry is appended before anything is read, and what is sent depends only on durable entries.
public enum Output: Equatable, Sendable {
    /// Make this entry durable, together with whatever else waits, then say `committed`.
    case append(Entry)
    case send(SessionID, [UInt8])
    /// Close after what was sent has left.
    case close(SessionID)
    /// Stop, or go on, taking bytes from this connection.
    case pauseReading(SessionID)
    case resumeReading(SessionID)
    /// Let the others have their turn, then say `turn`.
    case awaitTurn(SessionID)
    case read(ReadTicket, ReadRequest)
    /// Long queries are on their way: let the others have their turn, then say `workOn`.
    case workLeft
    /// Keep these snapshots, when every entry before them is durable, then say `statesKept`. Losing
    /// them costs time, never truth; who has lost some keeps no more and says nothing.
    case saveStates([MatterState], floor: Int64)
    case log(LogRecord)
    /// After `drain`: nothing is in flight any more.
    case drained
}

/// Something for the log. The texts never carry contents of a matter.
public struct LogRecord: Equatable, Sendable {
    public enum Level: String, Sendable { case info, notice, warning, error }

    public var level: Level
    public var message: String
    public var fields: [String: String]

    public init(_ level: Level, _ message: String, _ fields: [String: String] = [:]) {
        self.level = level
        self.message = message
        self.fields = fields
    }
}
