import Foundation
import Glibc
import Testing

// The server as a process, and the folders and programs that go with it.

/// All tests of the running server. They follow each other, because each wants the machine.
@Suite(.serialized) struct ServerTests {}

/// A folder of one test; it goes when the test is over.
final class Folder {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory
            .appending(path: "yushi-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file and returns its path.
    func write(_ name: String, _ text: String) throws -> String {
        let file = path + "/" + name
        try text.write(toFile: file, atomically: false, encoding: .utf8)
        return file
    }

    /// The size of a file in bytes.
    func size(_ name: String) throws -> Int {
        try URL(filePath: path + "/" + name).resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0
    }

    /// Everything in the folder, in the order of names, hidden or not.
    func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    }

    func exists(_ name: String) -> Bool {
        FileManager.default.fileExists(atPath: path + "/" + name)
    }
}

enum Paths {
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static func sample(_ name: String) -> String {
        root.appending(path: "deploy/sample/\(name).json").path
    }

    /// The programs of this build stand beside the tests.
    static let daemon: String =
        Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
        .map { $0.bundleURL.deletingLastPathComponent().appending(path: "yushid").path }
        ?? root.appending(path: ".build/debug/yushid").path

    static let files = [
        "--roster", sample("roster"), "--principals", sample("principals"), "--policy",
        sample("policy"), "--calendar", sample("calendar"),
    ]
}

/// A process with its standard output in a pipe and its standard error in a file.
final class Child {
    private let process = Process()
    private let output = Pipe()
    private var lines: LineReader
    private let errorFile: URL
    private let exit = Monitor<Int32?>(nil)

    init(
        _ program: String, _ arguments: [String], environment: [String: String] = [:]
    ) throws {
        errorFile = FileManager.default.temporaryDirectory
            .appending(path: "yushi-errors-\(UUID().uuidString)")
        _ = FileManager.default.createFile(atPath: errorFile.path, contents: nil)
        process.executableURL = URL(filePath: program)
        process.arguments = arguments
        let inherited = ProcessInfo.processInfo.environment.filter {
            !$0.key.hasPrefix("YUSHI_")
        }
        process.environment = inherited.merging(environment) { $1 }
        process.standardOutput = output
        process.standardError = try FileHandle(forWritingTo: errorFile)
        process.standardInput = FileHandle.nullDevice
        lines = LineReader(output.fileHandleForReading.fileDescriptor)
        let exit = exit
        process.terminationHandler = { process in
            let bySignal = process.terminationReason == .uncaughtSignal
            let status = process.terminationStatus
            exit.change { $0 = bySignal ? -status : status }
        }
        try process.run()
    }

    deinit {
        signal(SIGKILL)
        _ = try? waitForExit()
        try? FileManager.default.removeItem(at: errorFile)
    }

    var pid: Int32 { process.processIdentifier }
    var errors: String { (try? String(contentsOf: errorFile, encoding: .utf8)) ?? "" }

    func nextLine() throws -> String? { try lines.next() }

    func signal(_ number: Int32) {
        if exit.state == nil { kill(pid, number) }
    }

    /// The exit code, or the number of the signal with a minus.
    func waitForExit(seconds: Double = 30) throws -> Int32 {
        try exit.wait(for: "exit of the process", seconds: seconds) { $0 }
    }

    /// The whole output and the exit code of a process that ends by itself.
    func finish() throws -> (code: Int32, output: [String]) {
        var output: [String] = []
        while let line = try nextLine() { output.append(line) }
        return (try waitForExit(), output)
    }
}

/// A server that is ready.
final class Daemon {
    let child: Child
    let addresses: [Address]

    /// Starts a server on the sample data and waits until it says that it is ready.
    ///
    /// - Parameter prefix: a program, with its arguments, that becomes the server.
    init(
        data: String, listen: [String] = ["tcp:127.0.0.1:0"], prefix: [String] = [],
        files: [String] = Paths.files
    ) throws {
        let words =
            prefix + [Paths.daemon] + listen.flatMap { ["--listen", $0] }
            + ["--data", data] + files
        child = try Child(words[0], Array(words.dropFirst()))
        var addresses: [Address] = []
        while let line = try child.nextLine(), line != "ready" {
            let text = try #require(line.split(separator: " ").last, "listening on …")
            addresses.append(try #require(Address(String(text)), "an address"))
        }
        self.addresses = addresses
        try #require(!addresses.isEmpty, "the server starts: \(child.errors)")
    }

    var address: Address { addresses[0] }

    func link(as person: String? = nil, on address: Address? = nil) throws -> Link {
        let link = try Link(address ?? self.address)
        if let person { try link.hello(as: person) }
        return link
    }

    /// Ends the server and waits for its end.
    @discardableResult
    func end(_ signal: Int32) throws -> Int32 {
        child.signal(signal)
        return try child.waitForExit()
    }

    /// A figure of the process's memory in bytes: `VmRSS`, or `VmHWM`, the most there ever was.
    func memory(_ name: String) throws -> Int {
        let status = try String(contentsOfFile: "/proc/\(child.pid)/status", encoding: .utf8)
        let line = try #require(status.split(separator: "\n").first { $0.hasPrefix(name) })
        let words = line.split(whereSeparator: { $0 == " " || $0 == "\t" })
        return try #require(Int(words[1])) * 1024
    }
}

/// Changes a journal that no server uses, with the `sqlite3` tool.
func alter(_ data: String, _ sql: String) throws {
    let child = try Child("/usr/bin/sqlite3", [data + "/journal.db", sql])
    try #require(try child.finish().code == 0, "sqlite3: \(child.errors)")
}

/// What the `sqlite3` tool reads in a journal: rows of columns.
func query(_ data: String, _ sql: String) throws -> [[String]] {
    let child = try Child(
        "/usr/bin/sqlite3",
        [
            "-readonly", "-cmd", ".timeout 10000", "-separator", "\u{1f}",
            data + "/journal.db", sql,
        ])
    let (code, output) = try child.finish()
    try #require(code == 0, "sqlite3: \(child.errors)")
    return output.map { line in
        line.split(separator: "\u{1f}", omittingEmptySubsequences: false).map(String.init)
    }
}

/// The commands that several tests send.
enum Sample {
    static func register(_ key: String, summary: String = "举报久拖不决") -> JSON {
        [
            "supervised": "chaoyang-market", "source": ["kind": "complaint"], "content": 2,
            "summary": .string(summary), "idempotencyKey": .string(key),
        ]
    }

    static func note(_ matter: String, _ version: Int, _ key: String) -> JSON {
        [
            "matter": .string(matter), "expectedVersion": .int(version), "text": "备注",
            "idempotencyKey": .string(key),
        ]
    }
}
