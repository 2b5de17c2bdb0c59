// What a session is run against. The same files run against the engine in memory, against a
// server over TCP, and against one that is killed between any two statements; they differ only in
// the target. A target is synchronous: a call returns when what it asked for has happened.

/// Something that sessions can be run against.
public protocol SessionTarget: AnyObject {
    /// Prepares for one session: nothing of an earlier one is left.
    func begin(_ script: Script) throws(TargetFault)
    /// Ends the session and releases everything.
    func end()
    /// Called before each statement. `mayKill` says whether the session lets its server be
    /// killed here.
    func beforeStatement(mayKill: Bool) throws(TargetFault)

    /// Opens a connection under a name; one that had the name is closed. With a token it says
    /// hello and takes the reply; a refusal is a fault.
    func connect(_ name: String, token: String?) throws(TargetFault)
    /// Sends one line, given without LF.
    func send(_ line: [UInt8], on name: String) throws(TargetFault)
    /// Sends bytes as they are.
    func sendRaw(_ bytes: [UInt8], on name: String) throws(TargetFault)
    /// Takes the next message, and waits for it as long as the target finds reasonable.
    func receive(on name: String) throws(TargetFault) -> Reception

    /// Starts the server with flags beyond those that the target gives.
    func startServer(flags: [String]) throws(TargetFault)
    /// Lets the server drain and waits for its end.
    func stopServer() throws(TargetFault)
    /// Kills the server without warning.
    func killServer() throws(TargetFault)

    /// Sets the virtual clock to a time such as `2026-03-02T01:00:00Z`.
    func setClock(_ time: String) throws(TargetFault)
    /// Moves the virtual clock forward.
    func advanceClock(milliseconds: Int64) throws(TargetFault)

    /// Runs `yushi` against the server.
    func execute(
        _ arguments: [String], token: String?, environment: [String]
    ) throws(TargetFault) -> ExecutionResult
}

/// What waiting for a message brought.
public enum Reception: Equatable, Sendable {
    /// A message without LF. `mayBeReplay` says that the target sent its request twice, so that
    /// `"replayed": true` in its result is no surprise.
    case line([UInt8], mayBeReplay: Bool)
    /// The server has closed the connection.
    case ended
    /// Nothing came.
    case silence
}

/// What a command printed and how it ended.
public struct ExecutionResult: Equatable, Sendable {
    /// The lines of its standard output.
    public var lines: [String]
    /// Its exit status, or 128 and the number of the signal that ended it.
    public var status: Int32
    /// What it printed to its standard error.
    public var errors: String

    public init(lines: [String], status: Int32, errors: String) {
        self.lines = lines
        self.status = status
        self.errors = errors
    }
}

/// Why a target cannot do what a statement asks; one English sentence without a full stop.
public struct TargetFault: Error, Equatable, Sendable {
    public var message: String

    public init(_ message: String) {
        self.message = message
    }
}
