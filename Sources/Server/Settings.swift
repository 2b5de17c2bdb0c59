public import LoopIO
public import Supervision
internal import Wire

/// What a server is started with: where it listens, where it keeps its data, by which files it
/// judges, and by which clock.
public struct Settings: Sendable {
    public enum ClockKind: Equatable, Sendable {
        case system
        /// Stands still but for the commands on the control socket. For tests only.
        case virtual(start: Instant, controlPath: String)
    }

    public var endpoints: [Endpoint]
    public var dataPath: String
    public var rosterPath: String
    public var principalsPath: String
    /// Without a file the two-person rule holds and no period is set.
    public var policyPath: String?
    /// Without a file every deadline counts Monday to Friday and is provisional.
    public var calendarPath: String?
    public var clock: ClockKind
    /// How many requests a person may make in a second; nil for as many as the protocol allows.
    public var requestsPerSecond: Int?

    /// What `requestsPerSecond` may be.
    public static let requestsPerSecondRange = 1...Limits.requestsPerSecondMax

    public init(
        endpoints: [Endpoint], dataPath: String, rosterPath: String, principalsPath: String,
        policyPath: String? = nil, calendarPath: String? = nil, clock: ClockKind = .system,
        requestsPerSecond: Int? = nil
    ) {
        self.endpoints = endpoints
        self.dataPath = dataPath
        self.rosterPath = rosterPath
        self.principalsPath = principalsPath
        self.policyPath = policyPath
        self.calendarPath = calendarPath
        self.clock = clock
        self.requestsPerSecond = requestsPerSecond
    }
}

/// How a server ends, by the numbers of sysexits.
public enum ExitCode: Int32, Sendable {
    case success = 0
    /// The address or the data directory is taken.
    case unavailable = 69
    /// The journal could not be written, or not be read.
    case ioError = 74
    /// A bad file or setting.
    case configuration = 78
}

/// Why a server did not start, in one sentence.
public struct StartFault: Error, Sendable, CustomStringConvertible {
    public var code: ExitCode
    public var description: String

    public init(_ code: ExitCode, _ description: String) {
        self.code = code
        self.description = description
    }
}

/// The version of this build, as `session.hello` and `--version` tell it.
public let serverVersion = "0.1.0"
