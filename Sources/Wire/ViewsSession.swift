// The session and the server itself on the wire.

public import JSONText
public import Supervision

/// What a server says about itself.
public struct ServerIdentity: Equatable, Sendable {
    public var name: String
    public var version: String
    /// The editions of the files that decisions are based on.
    public var rosterEdition: String
    public var calendarEdition: String

    public init(name: String, version: String, rosterEdition: String, calendarEdition: String) {
        self.name = name
        self.version = version
        self.rosterEdition = rosterEdition
        self.calendarEdition = calendarEdition
    }
}

/// The answer to `session.hello`.
public struct HelloResult: Equatable, Sendable {
    /// The protocol number that both sides use from here on.
    public var `protocol`: Int64
    public var server: ServerIdentity
    /// Names this session in the server's logs.
    public var session: String
    /// Nil without a token: only the methods that need no principal are then answered.
    public var principal: Principal?
    /// Of one person; see ``Limits/requestsPerSecondMax``.
    public var requestsPerSecondMax: Int
    /// See ``Limits/connectionsMax``.
    public var connectionsMax: Int
    public var capabilities: [String]
    public var serverTime: Instant

    public init(
        protocol number: Int64, server: ServerIdentity, session: String,
        principal: Principal?, requestsPerSecondMax: Int = Limits.requestsPerSecondMax,
        connectionsMax: Int = Limits.connectionsMax,
        capabilities: [String], serverTime: Instant
    ) {
        self.protocol = number
        self.server = server
        self.session = session
        self.principal = principal
        self.requestsPerSecondMax = requestsPerSecondMax
        self.connectionsMax = connectionsMax
        self.capabilities = capabilities
        self.serverTime = serverTime
    }
}

/// The answer to `server.status`: numbers, never contents.
public struct ServerStatus: Equatable, Sendable {
    public var server: ServerIdentity
    public var startedAt: Instant
    public var serverTime: Instant
    /// The newest position of the journal; it is durable before the answer leaves.
    public var position: Int64
    public var draining: Bool
    public var connections: Int
    public var subscriptions: Int
    public var mattersOpen: Int
    public var mattersTotal: Int

    public init(
        server: ServerIdentity, startedAt: Instant, serverTime: Instant, position: Int64,
        draining: Bool, connections: Int, subscriptions: Int, mattersOpen: Int,
        mattersTotal: Int
    ) {
        self.server = server
        self.startedAt = startedAt
        self.serverTime = serverTime
        self.position = position
        self.draining = draining
        self.connections = connections
        self.subscriptions = subscriptions
        self.mattersOpen = mattersOpen
        self.mattersTotal = mattersTotal
    }
}

extension Views {
    /// The result of `session.hello`.
    public static func write(_ hello: HelloResult, into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("protocol", hello.protocol)
        writer.key("server")
        write(hello.server, into: &writer)
        writer.member("session", hello.session)
        if let principal = hello.principal {
            writer.key("principal")
            writer.beginObject()
            writer.member("id", principal.id.text)
            writer.member("name", principal.name)
            writer.member("organ", principal.organ.text)
            member("roles", principal.roles.list.lazy.map(\.rawValue), into: &writer)
            writer.endObject()
        }
        writer.key("limits")
        writer.beginObject()
        for limit in limits(hello.requestsPerSecondMax, hello.connectionsMax) {
            writer.member(limit.name, limit.value)
        }
        writer.endObject()
        member("capabilities", hello.capabilities, into: &writer)
        member("serverTime", hello.serverTime, into: &writer)
        writer.endObject()
    }

    private static func write(_ server: ServerIdentity, into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("name", server.name)
        writer.member("version", server.version)
        writer.member("rosterEdition", server.rosterEdition)
        writer.member("calendarEdition", server.calendarEdition)
        writer.endObject()
    }

    /// The result of `server.status`.
    public static func write(_ status: ServerStatus, into writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("server")
        write(status.server, into: &writer)
        member("startedAt", status.startedAt, into: &writer)
        member("serverTime", status.serverTime, into: &writer)
        writer.member("position", status.position)
        writer.member("draining", status.draining)
        writer.member("connections", status.connections)
        writer.member("subscriptions", status.subscriptions)
        writer.key("matters")
        writer.beginObject()
        writer.member("open", status.mattersOpen)
        writer.member("total", status.mattersTotal)
        writer.endObject()
        writer.endObject()
    }

    /// The result of `session.ping`.
    public static func writePong(serverTime: Instant, into writer: inout JSONWriter) {
        writer.beginObject()
        member("serverTime", serverTime, into: &writer)
        writer.endObject()
    }

    /// The result of `docket.unwatch`, which has nothing to tell.
    public static func writeEmpty(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.endObject()
    }

    /// The parameters of `session.draining`.
    ///
    /// - Parameters:
    ///   - deadline: when the server closes the connection at the latest.
    ///   - reconnectAfterMilliseconds: how long to wait before connecting again.
    public static func writeDraining(
        deadline: Instant, reconnectAfterMilliseconds: Int64, into writer: inout JSONWriter
    ) {
        writer.beginObject()
        member("deadline", deadline, into: &writer)
        writer.member("reconnectAfter", reconnectAfterMilliseconds)
        writer.endObject()
    }

    /// The limits that `session.hello` announces: each under the name that it has in `Limits`.
    ///
    /// - Parameters:
    ///   - requestsPerSecondMax: the only one that an operator may set.
    ///   - connectionsMax: the only one that the machine may lower.
    static func limits(
        _ requestsPerSecondMax: Int = Limits.requestsPerSecondMax,
        _ connectionsMax: Int = Limits.connectionsMax
    ) -> [(name: StaticString, value: Int64)] {
        [
            ("lineBytesMaxBeforeHello", Int64(Limits.lineBytesMaxBeforeHello)),
            ("lineBytesMax", Int64(Limits.lineBytesMax)),
            ("inboundTotalBytesMax", Int64(Limits.inboundTotalBytesMax)),
            ("outboundLineBytesMax", Int64(Limits.outboundLineBytesMax)),
            ("lineTooLongWindowMilliseconds", Int64(Limits.lineTooLongWindowMilliseconds)),
            ("parseErrorsInRowMax", Int64(Limits.parseErrorsInRowMax)),
            ("batchCallsMax", Int64(Limits.batchCallsMax)),
            ("requestIDBytesMax", Int64(Limits.requestIDBytesMax)),
            ("idempotencyKeyLengthMax", Int64(Limits.idempotencyKeyLengthMax)),
            ("textCharactersMax", Int64(Limits.textCharactersMax)),
            ("deadlineYearMax", Int64(Limits.deadlineYearMax)),
            ("listElementsMax", Int64(Limits.listElementsMax)),
            ("pageSizeDefault", Int64(Limits.pageSizeDefault)),
            ("pageSizeMax", Int64(Limits.pageSizeMax)),
            ("cursorBytesMax", Int64(Limits.cursorBytesMax)),
            ("identifierBytesMax", Int64(Limits.identifierBytesMax)),
            ("helloTimeoutMilliseconds", Int64(Limits.helloTimeoutMilliseconds)),
            ("authenticationFailuresMax", Int64(Limits.authenticationFailuresMax)),
            ("inFlightMax", Int64(Limits.inFlightMax)),
            ("queriesPerTurnMax", Int64(Limits.queriesPerTurnMax)),
            ("longQueriesPerPersonMax", Int64(Limits.longQueriesPerPersonMax)),
            ("callsPerTurnMax", Int64(Limits.callsPerTurnMax)),
            ("outboundPauseBytes", Int64(Limits.outboundPauseBytes)),
            ("outboundResumeBytes", Int64(Limits.outboundResumeBytes)),
            ("outboundResetBytes", Int64(Limits.outboundResetBytes)),
            ("outboundResetMilliseconds", Int64(Limits.outboundResetMilliseconds)),
            ("outboundResetAtOnceBytes", Int64(Limits.outboundResetAtOnceBytes)),
            ("outboundTotalBytesMax", Int64(Limits.outboundTotalBytesMax)),
            ("closingMilliseconds", Int64(Limits.closingMilliseconds)),
            ("connectionsMax", Int64(connectionsMax)),
            ("connectionsPerAddressMax", Int64(Limits.connectionsPerAddressMax)),
            ("subscriptionsPerConnectionMax", Int64(Limits.subscriptionsPerConnectionMax)),
            ("requestsPerSecondMax", Int64(requestsPerSecondMax)),
            ("heartbeatMilliseconds", Int64(Limits.heartbeatMilliseconds)),
            ("drainMilliseconds", Int64(Limits.drainMilliseconds)),
            ("reconnectAfterMilliseconds", Limits.reconnectAfterMilliseconds),
        ]
    }
}
