// A server that the tests own: started with a data folder of its own, on a port that the system
// chooses, with a clock that moves only when told.

internal import Client
internal import Files

/// How to start servers.
public struct ServerSetup: Sendable {
    /// The path of `yushid`.
    public var program: String
    /// The path of `yushi`, for `exec`; nil when there is none.
    public var commandLine: String?
    /// Flags that every server gets, such as the roster and the principals.
    public var flags: [String]

    public init(program: String, commandLine: String? = nil, flags: [String] = []) {
        self.program = program
        self.commandLine = commandLine
        self.flags = flags
    }
}

/// A running server of one session.
final class ServerProcess {
    /// How long starting, draining and moving the clock may take, in milliseconds.
    static let timeoutMilliseconds = 30_000

    let address: ServerAddress
    private let process: ChildProcess
    private let control: Connection
    private let log: String
    /// The virtual time, as the server told it last.
    private(set) var time: String

    /// Starts a server in a folder, which keeps the data over restarts, and waits until it is
    /// ready.
    ///
    /// - Parameter time: where its clock starts; nil leaves that to the server.
    init(
        _ setup: ServerSetup, folder: String, flags: [String], time: String?
    ) throws(TargetFault) {
        let controlPath = folder + "/control"
        log = folder + "/server.log"
        SystemFiles.remove(controlPath)
        var arguments = [
            "--listen", "tcp:127.0.0.1:0", "--data", folder + "/data",
            "--clock", "virtual", "--test-control", controlPath,
        ]
        if let time { arguments += ["--clock-start", time] }
        process = try ChildProcess(
            setup.program, arguments + setup.flags + flags, environment: [], folder: folder,
            errors: log)
        do {
            address = try Self.waitUntilReady(process)
            control = try Connection(to: .unix(path: controlPath))
            self.time = ""
            self.time = try ask("advance 0")
        } catch {
            process.kill()
            let reason = (error as? TargetFault)?.message ?? "\(error)"
            throw TargetFault("the server did not start: \(reason)\(Self.tail(of: log))")
        }
    }

    private static func waitUntilReady(_ process: ChildProcess) throws -> ServerAddress {
        var address: ServerAddress?
        while let line = try process.nextLine(timeoutMilliseconds: timeoutMilliseconds) {
            let prefix = "listening on "
            if line.hasPrefix(prefix), address == nil {
                address = try ServerAddress(String(line.dropFirst(prefix.count)))
            } else if line == "ready" {
                guard let address else { throw TargetFault("it listens nowhere") }
                return address
            }
        }
        throw TargetFault("it ended")
    }

    /// The last lines of the server's log, for a message.
    private static func tail(of log: String) -> String {
        guard let content = try? SystemFiles.read(log), !content.isEmpty else { return "" }
        let lines = String(decoding: content, as: UTF8.self).split(separator: "\n").suffix(5)
        return "\n" + lines.map { "  \($0)" }.joined(separator: "\n")
    }

    /// Sets the clock.
    func setClock(_ time: String) throws(TargetFault) {
        self.time = try ask("set \(time)")
    }

    /// Moves the clock; returns after all due timers ran, committed and were pushed.
    func advanceClock(milliseconds: Int64) throws(TargetFault) {
        time = try ask("advance \(milliseconds)")
    }

    private func ask(_ command: String) throws(TargetFault) -> String {
        let answer: [UInt8]?
        do {
            try control.send(line: Array(command.utf8))
            answer = try control.receiveLine(timeoutMilliseconds: Self.timeoutMilliseconds)
        } catch {
            throw TargetFault("the control socket: \(error)")
        }
        let text = String(decoding: answer ?? [], as: UTF8.self)
        guard text.hasPrefix("ok ") else {
            throw TargetFault("the control socket answered '\(text)' to '\(command)'")
        }
        return String(text.dropFirst(3))
    }

    /// Keeps the server from waiting for someone to read its output.
    func drainOutput() {
        process.drain()
    }

    /// Lets the server drain and end.
    ///
    /// - Throws: ``TargetFault`` when it does not end in time, or not with status 0.
    func stop() throws(TargetFault) {
        control.close()
        let status = try process.terminate(timeoutMilliseconds: Self.timeoutMilliseconds)
        guard status == 0 else {
            throw TargetFault("the server ended with status \(status)\(Self.tail(of: log))")
        }
    }

    /// Ends the server without warning.
    func kill() {
        process.kill()
        control.close()
    }
}
