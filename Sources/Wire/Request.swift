public import JSONText
public import Supervision

/// One JSON-RPC call after decoding: every parameter is typed and within its limits, so that
/// nothing behind the wire ever looks at JSON.
public struct Request: Equatable, Sendable {
    /// The id exactly as the client wrote it, to be echoed byte for byte; nil for a notification.
    public var id: RequestID?
    public var method: Method
    public var call: Call

    public init(id: RequestID?, method: Method, call: Call) {
        self.id = id
        self.method = method
        self.call = call
    }
}

/// The source text of a request's id: a JSON string of at most 128 bytes, or an integer.
public struct RequestID: Hashable, Sendable {
    private enum Spelling: Hashable {
        /// Nearly every client counts; its integers are written as they were read.
        case integer(Int64)
        /// A string, or an integer that is spelt in another way: -0.
        case text([UInt8])
    }

    private let spelling: Spelling

    /// - Parameter json: one JSON value, an integer or a string.
    public init(json: [UInt8]) {
        let text = String(decoding: json, as: UTF8.self)
        let integer = Int64(text).flatMap { String($0) == text ? $0 : nil }
        spelling = integer.map { .integer($0) } ?? .text(json)
    }

    init(string: [UInt8]) { spelling = .text(string) }
    init(_ integer: Int64) { spelling = .integer(integer) }

    /// Writes the value as the client spelt it.
    public func write(into writer: inout JSONWriter) {
        switch spelling {
        case .integer(let value): writer.integer(value)
        case .text(let json): writer.raw(json)
        }
    }
}

/// What a request asks for. The four kinds differ in what has to stand before they are answered.
public indirect enum Call: Equatable, Sendable {
    case opening(Opening)
    case publicQuery(PublicQuery)
    case query(Query)
    case command(Command)

    /// Answered before `session.hello` too.
    public enum Opening: Equatable, Sendable {
        case hello(Hello)
        case ping
        case discover
    }

    /// Needs no person behind it: the roster is public, and so is that the server runs.
    public enum PublicQuery: Equatable, Sendable {
        case organGet(OrganID)
        case organList(Page)
        case organCompetence(of: OrganID, over: OrganID)
        case organCommonSupervisor([OrganID])
        case serverStatus
    }

    /// Asked by a person, who is told what he may see.
    public enum Query: Equatable, Sendable {
        case matterGet(MatterID)
        case matterHistory(MatterID, Page)
        case matterExplain(ExplainQuery)
        case matterAsOf(MatterID, version: Int64?, at: Instant?)
        case docketList(DocketFilter, DocketSort, Page)
        case docketCount(DocketFilter, groupBy: DocketGrouping?)
        case docketStatistics(DocketFilter)
        case docketWatch(DocketFilter, fromPosition: Int64?)
        case docketUnwatch(subscription: Int64)
        /// The kind and the issuer tell documents of one number apart.
        case documentGet(number: String, DocumentKind?, issuer: OrganID?)
    }

    /// Given by a person. Accepted, it is an entry of the journal.
    public enum Command: Equatable, Sendable {
        case register(RegisterMatter, Idempotency)
        case file(FileDispute, Idempotency)
        case matter(CommandCall<MatterCommand>)
        case dispute(CommandCall<DisputeCommand>)
    }
}

/// `session.hello`: who the client is, which protocol it speaks, and for whom.
public struct Hello: Equatable, Sendable {
    public var clientName: String
    public var clientVersion: String
    public var protocolMin: Int64
    public var protocolMax: Int64
    public var token: String?
    /// The language of sentences meant for people: `zh` or `en`; nil when none was asked for.
    public var locale: String?

    public init(
        clientName: String, clientVersion: String, protocolMin: Int64, protocolMax: Int64,
        token: String? = nil, locale: String? = nil
    ) {
        self.clientName = clientName
        self.clientVersion = clientVersion
        self.protocolMin = protocolMin
        self.protocolMax = protocolMax
        self.token = token
        self.locale = locale
    }
}

/// What makes a command recognisable when it is sent again.
public struct Idempotency: Equatable, Sendable {
    /// 1 to 64 printable ASCII characters, chosen by the client.
    public var key: String
    /// A digest of the method and all parameters but the key; equal for a true retry, whatever the
    /// order of the members was.
    public var digest: UInt64

    public init(key: String, digest: UInt64) {
        self.key = key
        self.digest = digest
    }
}

/// A command for a matter that exists, of the one machine or the other.
public struct CommandCall<Command: Equatable & Sendable>: Equatable, Sendable {
    public var matter: MatterID
    public var expectedVersion: Int64
    public var idempotency: Idempotency
    public var command: Command

    public init(
        matter: MatterID, expectedVersion: Int64, idempotency: Idempotency,
        command: Command
    ) {
        self.matter = matter
        self.expectedVersion = expectedVersion
        self.idempotency = idempotency
        self.command = command
    }
}

/// A page of a list. The cursor is opaque to the client and checked where the list is made.
public struct Page: Equatable, Sendable {
    public var cursor: String?
    /// 1 to `Limits.pageSizeMax`.
    public var size: Int

    public init(cursor: String? = nil, size: Int = Limits.pageSizeDefault) {
        self.cursor = cursor
        self.size = size
    }
}

/// Which matters of the docket are meant. Every member that is set must hold.
public struct DocketFilter: Equatable, Sendable {
    public var kind: MatterID.Kind?
    public var phase: PhaseName?
    public var step: StepName?
    public var supervising: OrganID?
    public var supervised: OrganID?
    public var acting: OrganID?
    public var investigator: PersonID?
    public var overdue: Bool?
    public var suspended: Bool?
    /// The deadline's last day lies before this day.
    public var dueBefore: CivilDate?
    public var source: SourceKind?
    /// The content of Art. 8, 1 to 9.
    public var category: Int?
    public var secrecy: SecrecyClass?
    /// Registered on or after this legal day.
    public var registeredFrom: CivilDate?
    /// Registered on or before this legal day.
    public var registeredTo: CivilDate?
    /// Stands somewhere in the summary or the incident reference.
    public var text: String?

    public init() {}
}

/// The order of a docket list; the id breaks ties, so that every order is total.
public enum DocketSort: String, CaseIterable, Sendable {
    /// The nearest deadline first, matters without one last.
    case deadline
    case deadlineDescending = "-deadline"
    case registeredAt
    case registeredAtDescending = "-registeredAt"
    /// By the position of the last entry: what changed longest ago first.
    case position
    case positionDescending = "-position"
}

/// By what `docket.count` groups.
public enum DocketGrouping: String, CaseIterable, Sendable {
    case kind, phase, step, supervising, supervised, acting, source, category, overdue, suspended
    case secrecy = "class"
}
