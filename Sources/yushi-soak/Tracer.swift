internal import Foundation
internal import Glibc

/// `strace` at a process, to see its system calls or to put a fault into one of them.
///
/// Counting begins when it attaches, for each thread by itself. One thread of the server writes.
final class Tracer {
    private let child: Child
    private let trace: String
    /// Held open, because strace speaks to it until its end. The pipe holds all that it says.
    private let errors = Pipe()

    /// Attaches to every thread of a process and returns when that is done.
    ///
    /// - Parameters:
    ///   - options: what to trace and to inject, as strace takes it.
    ///   - trace: a file for what it sees, which is replaced.
    init(_ pid: Int32, _ options: [String], trace: String) throws {
        self.trace = trace
        child = try Child(
            ["strace", "-f", "-p", "\(pid)", "-o", trace] + options,
            output: FileHandle.nullDevice, errors: errors)
        var said = ""
        while !said.contains(" attached") {
            let data = errors.fileHandleForReading.availableData
            guard !data.isEmpty else { throw SoakFault("strace: \(said)") }
            said += String(decoding: data, as: UTF8.self)
        }
    }

    /// Kills the process at its n-th call, before the call is carried out.
    convenience init(_ pid: Int32, killingAt call: String, _ number: Int, trace: String) throws {
        try self.init(
            pid, ["-e", "trace=\(call)", "-e", "inject=\(call):signal=SIGKILL:when=\(number)"],
            trace: trace)
    }

    /// Lets the n-th call and all later ones fail without being carried out.
    convenience init(
        _ pid: Int32, failing call: String, _ error: String, from number: Int, trace: String
    ) throws {
        try self.init(
            pid, ["-e", "trace=\(call)", "-e", "inject=\(call):error=\(error):when=\(number)+"],
            trace: trace)
    }

    /// Lets every sync of one file or directory fail.
    convenience init(_ pid: Int32, failingSyncsOf file: String, trace: String) throws {
        let calls = "fsync,fdatasync"
        try self.init(
            pid,
            ["-P", file, "-e", "trace=\(calls)", "-e", "inject=\(calls):error=EIO:when=1+"],
            trace: trace)
    }

    /// Leaves the process, when there still is one, to itself.
    func detach() {
        child.signal(SIGTERM)
        guard child.end(seconds: 10) == nil else { return }
        child.signal(SIGKILL)
        _ = child.end(seconds: 10)
    }

    /// Whether the fault was put into a call, after `detach`.
    var hasStruck: Bool {
        let text = (try? String(contentsOfFile: trace, encoding: .utf8)) ?? ""
        return text.contains("(INJECTED)") || text.contains("+++ killed by SIGKILL")
    }

    /// How often each system call on the journal's files was seen, after `detach`.
    var journalCalls: [String: Int] {
        let text = (try? String(contentsOfFile: trace, encoding: .utf8)) ?? ""
        var counts: [String: Int] = [:]
        for line in text.split(separator: "\n") where line.contains("/journal.db") {
            // "1319  fdatasync(14</…/journal.db-wal>) = 0"
            guard let open = line.firstIndex(of: "("),
                let name = line[..<open].split(separator: " ").last
            else { continue }
            counts[String(name), default: 0] += 1
        }
        return counts
    }
}
