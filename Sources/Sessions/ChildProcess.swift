// A child process with its standard output in a pipe and its standard error in a file. That the
// output ends is also how the parent waits for the child's end with a time limit: POSIX has no
// waiting for a process that gives up, but it has one for a pipe.

internal import Glibc

/// A process that was started here.
final class ChildProcess {
    private let pid: pid_t
    private var output: Int32
    private var buffer: [UInt8] = []
    private var status: Int32?

    /// Starts a program in a folder.
    ///
    /// - Parameters:
    ///   - program: its path from the root.
    ///   - environment: `NAME=value`, which come before what this process has itself.
    ///   - errors: the file that its standard error is appended to.
    init(
        _ program: String, _ arguments: [String], environment: [String], folder: String,
        errors: String
    ) throws(TargetFault) {
        var ends: [Int32] = [0, 0]
        // A pair of sockets serves as the pipe, because it can be made close-on-exec at once:
        // another child, started at the same time, must not hold this one's output open.
        let type = Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue)
        guard unsafe socketpair(AF_UNIX, type, 0, &ends) == 0 else {
            throw TargetFault("no pipe is left")
        }
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        defer { unsafe posix_spawn_file_actions_destroy(&actions) }
        unsafe posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, ends[1], 1)
        unsafe posix_spawn_file_actions_addopen(
            &actions, 2, errors, O_WRONLY | O_CREAT | O_APPEND, 0o644)
        var pid: pid_t = 0
        // The program `env` changes the folder and then becomes the program that is wanted.
        let words = ["env", "-C", folder, program] + arguments
        let code = unsafe Self.withStrings(words) { words in
            unsafe Self.withStrings(Self.merged(environment)) { settings in
                unsafe posix_spawn(&pid, "/usr/bin/env", &actions, nil, words, settings)
            }
        }
        close(ends[1])
        guard code == 0 else {
            close(ends[0])
            let reason = unsafe strerror(code).map { unsafe String(cString: $0) } ?? ""
            throw TargetFault("cannot start a process: \(reason)")
        }
        self.pid = pid
        output = ends[0]
        _ = fcntl(output, F_SETFL, O_NONBLOCK)
    }

    deinit {
        if status == nil { kill() }
        close(output)
    }

    private static func withStrings<Result>(
        _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = unsafe strings.map { unsafe strdup($0) }
        defer { unsafe copies.forEach { unsafe free($0) } }
        return unsafe body(copies + [nil])
    }

    /// The environment of this process, with settings that replace those of the same name.
    private static func merged(_ settings: [String]) -> [String] {
        var result = settings
        let names = Set(settings.map { $0.prefix { $0 != "=" } })
        var next = unsafe environ
        while let entry = unsafe next.pointee {
            let setting = unsafe String(cString: entry)
            if !names.contains(setting.prefix { $0 != "=" }) { result.append(setting) }
            unsafe next += 1
        }
        return result
    }

    /// The next line of the output; nil when it has ended.
    ///
    /// - Throws: ``TargetFault`` when the time is over.
    func nextLine(timeoutMilliseconds: Int) throws(TargetFault) -> String? {
        let end = Self.now() + timeoutMilliseconds
        while true {
            if let index = buffer.firstIndex(of: 0x0A) {
                let line = String(decoding: buffer[..<index], as: UTF8.self)
                buffer.removeFirst(index + 1)
                return line
            }
            switch takeIn() {
            case .some(true): continue
            case .some(false):
                guard !buffer.isEmpty else { return nil }
                defer { buffer = [] }
                return String(decoding: buffer, as: UTF8.self)
            case nil:
                var entry = pollfd(fd: output, events: Int16(POLLIN), revents: 0)
                let rest = Int32(clamping: end - Self.now())
                guard rest > 0, unsafe poll(&entry, 1, rest) != 0 else {
                    throw TargetFault("the process printed nothing in time")
                }
            }
        }
    }

    /// Takes in what has come, so that the process never waits for its reader.
    func drain() {
        while takeIn() == true {}
        buffer = []
    }

    /// Reads once: whether something came, or the end; nil when nothing has come yet.
    private func takeIn() -> Bool? {
        var chunk = [UInt8](repeating: 0, count: 16 * 1024)
        let count = unsafe chunk.withUnsafeMutableBytes {
            unsafe read(output, $0.baseAddress, $0.count)
        }
        if count > 0 { buffer += chunk[..<count] }
        if count >= 0 { return count > 0 }
        return nil
    }

    private static func now() -> Int {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
    }

    /// Asks the process to end (SIGTERM) and waits until it has.
    ///
    /// - Returns: its exit status.
    /// - Throws: ``TargetFault`` when it has not ended in time; it is then killed.
    func terminate(timeoutMilliseconds: Int) throws(TargetFault) -> Int32 {
        _ = Glibc.kill(pid, SIGTERM)
        return try waitForEnd(timeoutMilliseconds: timeoutMilliseconds)
    }

    /// Waits until the output has ended, and then for the process.
    func waitForEnd(timeoutMilliseconds: Int) throws(TargetFault) -> Int32 {
        let end = Self.now() + timeoutMilliseconds
        do {
            while try nextLine(timeoutMilliseconds: max(1, end - Self.now())) != nil {}
        } catch {
            kill()
            throw TargetFault("the process did not end in time and was killed")
        }
        return reap()
    }

    /// Ends the process at once (SIGKILL).
    func kill() {
        guard status == nil else { return }
        _ = Glibc.kill(pid, SIGKILL)
        _ = reap()
    }

    private func reap() -> Int32 {
        if let status { return status }
        var word: Int32 = 0
        while unsafe waitpid(pid, &word, 0) < 0 && errno == EINTR {}
        // The macros of the system are not seen by Swift: the low 7 bits are a signal.
        let signal = word & 0x7F
        let result = signal == 0 ? (word >> 8) & 0xFF : 128 + signal
        status = result
        return result
    }
}
