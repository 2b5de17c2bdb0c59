internal import Client
internal import Foundation
internal import Glibc

/// How to start servers.
struct ServerSetup {
    /// The path of `yushid`.
    var program: String
    /// The folder of the sample roster, principals, policy and calendar.
    var sample: String
    /// A file for what servers say, which each one begins anew.
    var log: String
    /// The library that records what a server writes; nil where there is none.
    var recording: String?
    /// Whether the disk of recorded servers says that it has synced and has not.
    var lies = false
}

/// A process whose end can be waited for with a limit.
final class Child {
    private let process = Process()
    private let ended = DispatchSemaphore(value: 0)
    private var status: Int32?

    /// - Parameters:
    ///   - words: a program, looked for in PATH, and its arguments.
    ///   - output: what its standard output goes to.
    ///   - errors: what its standard error goes to.
    init(_ words: [String], output: Any, errors: Any) throws {
        process.executableURL = URL(filePath: "/usr/bin/env")
        // Whatever ends this program ends what it has started.
        process.arguments = ["setpriv", "--pdeathsig", "KILL"] + words
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = output
        process.standardError = errors
        let ended = ended
        process.terminationHandler = { _ in ended.signal() }
        try process.run()
    }

    deinit {
        signal(SIGKILL)
        _ = end(seconds: 10)
    }

    var pid: Int32 { process.processIdentifier }

    func signal(_ number: Int32) {
        if status == nil, process.isRunning { kill(pid, number) }
    }

    /// The exit status, or the number of the signal with a minus; nil when it has not ended in
    /// time.
    func end(seconds: Double) -> Int32? {
        if let status { return status }
        guard ended.wait(timeout: .now() + seconds) == .success else { return nil }
        let bySignal = process.terminationReason == .uncaughtSignal
        status = bySignal ? -process.terminationStatus : process.terminationStatus
        return status
    }
}

/// One life of the server.
final class Server {
    /// How long an end that must come may take.
    static let endSeconds = 30.0

    private let child: Child
    /// Where it listens; nil when it ended before it was ready.
    let address: ServerAddress?
    private let log: String

    /// Starts a server and waits until it is ready or has ended.
    ///
    /// - Parameters:
    ///   - recording: the words of a recorder, which stand before those of the server.
    ///   - tracing: given the process before the server's program runs in it. The tracer that it
    ///     returns is there from the first system call on.
    init(
        _ setup: ServerSetup, data: String, recording: [String] = [],
        tracing: ((Int32) throws -> Tracer)? = nil
    ) throws {
        log = setup.log
        _ = FileManager.default.createFile(atPath: log, contents: nil)
        var words = recording + [setup.program, "--listen", "tcp:127.0.0.1:0", "--data", data]
        for file in ["roster", "principals", "policy", "calendar"] {
            words += ["--\(file)", "\(setup.sample)/\(file).json"]
        }
        if tracing != nil { words = ["sh", "-c", "kill -STOP $$; exec \"$@\"", "sh"] + words }
        let output = Pipe()
        child = try Child(
            words, output: output, errors: try FileHandle(forWritingTo: URL(filePath: log)))
        if let tracing {
            try Self.waitUntilStopped(child.pid)
            let tracer = try tracing(child.pid)
            child.signal(SIGCONT)
            defer { tracer.detach() }
            address = try Self.address(in: output.fileHandleForReading)
        } else {
            address = try Self.address(in: output.fileHandleForReading)
        }
    }

    private static func waitUntilStopped(_ pid: Int32) throws {
        for _ in 0..<1000 {
            let status = try String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8)
            if status.split(separator: ")").last?.hasPrefix(" T") == true { return }
            usleep(1000)
        }
        throw SoakFault("a process that stops itself did not")
    }

    private static func address(in output: FileHandle) throws -> ServerAddress? {
        var text = ""
        while true {
            let data = output.availableData
            guard !data.isEmpty else { return nil }
            text += String(decoding: data, as: UTF8.self)
            let lines = text.split(separator: "\n")
            guard lines.contains("ready") else { continue }
            let prefix = "listening on "
            guard let line = lines.first(where: { $0.hasPrefix(prefix) }) else { return nil }
            return try ServerAddress(String(line.dropFirst(prefix.count)))
        }
    }

    var pid: Int32 { child.pid }

    func signal(_ number: Int32) { child.signal(number) }

    /// Waits for an end that must come.
    func end() throws -> Int32 {
        guard let status = child.end(seconds: Self.endSeconds) else {
            throw SoakFault("a server that should end lives on: \(logText)")
        }
        return status
    }

    /// Whether it lives, and what it said.
    var state: String {
        let status = child.end(seconds: 0).map { "it ended with \($0)" } ?? "it lives"
        return "\(status); its log: \(logText)"
    }

    var logText: String {
        (try? String(contentsOfFile: log, encoding: .utf8)) ?? ""
    }
}
