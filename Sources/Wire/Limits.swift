/// Every limit of the wire, in one place. `session.hello` announces those that a client can meet.
public enum Limits {
    /// Bytes of one inbound line, before and after a `session.hello` with a token.
    public static let lineBytesMaxBeforeHello = 16 * 1024
    public static let lineBytesMax = 1_000_000
    /// Bytes of all connections together that are no whole line yet, or wait for their turn; above
    /// it the connection that holds most is closed.
    public static let inboundTotalBytesMax = 256 << 20
    /// An outbound line stays below this, because common line readers stop there.
    public static let outboundLineBytesMax = 64 * 1024
    /// A second over-long line within this time closes the connection.
    public static let lineTooLongWindowMilliseconds: UInt64 = 60_000
    /// So many unparsable lines in a row close the connection.
    public static let parseErrorsInRowMax = 10
    public static let batchCallsMax = 64
    /// Bytes of an id as it is written, quotes included.
    public static let requestIDBytesMax = 128
    public static let idempotencyKeyLengthMax = 64
    /// Unicode scalars of a text for people.
    public static let textCharactersMax = 4000
    /// The last year in which a deadline that is given as a date may end.
    public static let deadlineYearMax = 9000
    /// Elements of a list in the parameters.
    public static let listElementsMax = 100
    /// Items of a page, when the client names no number, and at most.
    public static let pageSizeDefault = 50
    public static let pageSizeMax = 200
    /// Cursors of lists, which the server made and the client sends back.
    public static let cursorBytesMax = 512
    /// Organ, person and token texts.
    public static let identifierBytesMax = 128

    /// A connection that says nothing for so long before hello is closed.
    public static let helloTimeoutMilliseconds: UInt64 = 10_000
    public static let authenticationFailuresMax = 3
    /// Requests of one connection whose replies were not yet handed to the socket; beyond it
    /// reading stops.
    public static let inFlightMax = 128
    /// Queries of one connection that are answered before the others have their turn.
    public static let queriesPerTurnMax = 16
    /// Queries of one person that look into many matters, under way or waiting.
    public static let longQueriesPerPersonMax = 16
    /// Calls of a connection, of every kind and also wrong ones, before the others have their turn.
    public static let callsPerTurnMax = 64
    /// Bytes waiting for one socket: reading and feeding stop above the first, go on below the
    /// second; above the third for the time given, or above the fourth, the connection is reset.
    public static let outboundPauseBytes = 1 << 20
    public static let outboundResumeBytes = 256 << 10
    public static let outboundResetBytes = 8 << 20
    public static let outboundResetMilliseconds: UInt64 = 60_000
    public static let outboundResetAtOnceBytes = 32 << 20
    /// Bytes waiting for all sockets together; above it the largest waiter is reset.
    public static let outboundTotalBytesMax = 256 << 20

    /// A connection that is to close and whose reader takes nothing is reset after this time.
    public static let closingMilliseconds: UInt64 = 10_000

    public static let connectionsMax = 20_000
    public static let connectionsPerAddressMax = 15_000
    public static let subscriptionsPerConnectionMax = 32
    /// Requests per second of one principal, as a budget that refills every second. An operator may
    /// set less.
    public static let requestsPerSecondMax = 500_000
    /// An idle subscription hears the position this often.
    public static let heartbeatMilliseconds: UInt64 = 15_000
    /// How long a drain waits for what is in flight.
    public static let drainMilliseconds: UInt64 = 10_000
    /// What a draining server tells its clients to wait before they reconnect.
    public static let reconnectAfterMilliseconds: Int64 = 1000
}
