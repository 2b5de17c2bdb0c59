import Foundation
import Glibc

/// Where a server listens, as it prints it: `tcp:HOST:PORT` or `unix:PATH`.
enum Address: Equatable, Sendable {
    case tcp(port: UInt16)
    case unix(path: String)

    init?(_ text: String) {
        if text.hasPrefix("unix:") {
            self = .unix(path: String(text.dropFirst(5)))
        } else if let port = text.split(separator: ":").last.flatMap({ UInt16($0) }) {
            self = .tcp(port: port)
        } else {
            return nil
        }
    }
}

/// A system call failed: its name and the error number.
struct SystemFault: Error {
    var call: String
    var code: Int32
}

/// The other side ended the connection, or reset it.
struct Disconnected: Error {}

/// The lines that come out of a descriptor, each waited for until a deadline.
struct LineReader {
    let descriptor: Int32
    private var buffer: [UInt8] = []
    private var start = 0

    init(_ descriptor: Int32) { self.descriptor = descriptor }

    /// The next line without its end; nil when the stream has ended.
    mutating func next(seconds: Double = 30) throws -> String? {
        let deadline = DispatchTime.now() + seconds
        var scanned = start
        while true {
            if let end = indexOfLineEnd(from: scanned) {
                defer { start = end + 1 }
                return String(decoding: buffer[start..<end], as: UTF8.self)
            }
            buffer.removeFirst(start)
            start = 0
            scanned = buffer.count
            guard try waitUntilReady(descriptor, POLLIN, deadline) else {
                throw TimedOut(description: "no line within \(seconds) s")
            }
            var chunk = [UInt8](repeating: 0, count: 64 * 1024)
            let count = unsafe read(descriptor, &chunk, chunk.count)
            if count == 0 { return nil }
            if count > 0 {
                buffer += chunk[..<count]
            } else if errno == ECONNRESET {
                throw Disconnected()
            } else if errno != EAGAIN && errno != EINTR {
                throw SystemFault(call: "read", code: errno)
            }
        }
    }

    private func indexOfLineEnd(from position: Int) -> Int? {
        unsafe buffer.withUnsafeBytes { bytes in
            guard position < bytes.count, let base = bytes.baseAddress,
                let end = unsafe memchr(base + position, 10, bytes.count - position)
            else { return nil }
            return unsafe UnsafeRawPointer(end) - base
        }
    }
}

/// Whether a descriptor became ready before the deadline.
func waitUntilReady(_ fd: Int32, _ event: Int32, _ deadline: DispatchTime) throws -> Bool {
    while true {
        let left = Int64(
            bitPattern: deadline.uptimeNanoseconds &- DispatchTime.now().uptimeNanoseconds)
        var entry = pollfd(fd: fd, events: Int16(event), revents: 0)
        let count = unsafe poll(&entry, 1, Int32(clamping: max(0, left / 1_000_000)))
        if count > 0 { return true }
        if count == 0 { return false }
        guard errno == EINTR else { throw SystemFault(call: "poll", code: errno) }
    }
}

/// A client of the test: one connection, used by one thread.
final class Link {
    let descriptor: Int32
    private var reader: LineReader
    private var lastID = 0
    /// Notifications that came while an answer was awaited.
    private(set) var notifications: [JSON] = []

    init(_ address: Address) throws {
        let family = if case .tcp = address { AF_INET } else { AF_UNIX }
        descriptor = socket(family, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { throw SystemFault(call: "socket", code: errno) }
        reader = LineReader(descriptor)
        guard Self.connect(descriptor, address) == 0 else {
            throw SystemFault(call: "connect", code: errno)
        }
        _ = fcntl(descriptor, F_SETFL, O_NONBLOCK)
    }

    deinit { close(descriptor) }

    private static func connect(_ descriptor: Int32, _ address: Address) -> Int32 {
        switch address {
        case .tcp(let port):
            var name = sockaddr_in()
            name.sin_family = sa_family_t(AF_INET)
            name.sin_port = port.bigEndian
            name.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
            return unsafe withUnsafeBytes(of: &name) { bytes in
                unsafe Glibc.connect(
                    descriptor, bytes.assumingMemoryBound(to: sockaddr.self).baseAddress,
                    socklen_t(bytes.count))
            }
        case .unix(let path):
            var name = sockaddr_un()
            name.sun_family = sa_family_t(AF_UNIX)
            unsafe withUnsafeMutableBytes(of: &name.sun_path) { field in
                unsafe field.copyBytes(from: path.utf8.prefix(field.count - 1))
            }
            return unsafe withUnsafeBytes(of: &name) { bytes in
                unsafe Glibc.connect(
                    descriptor, bytes.assumingMemoryBound(to: sockaddr.self).baseAddress,
                    socklen_t(bytes.count))
            }
        }
    }

    // MARK: Bytes

    /// Writes as much as the socket takes at once and returns how much that was.
    func offer(_ bytes: ArraySlice<UInt8>) throws -> Int {
        let count = unsafe bytes.withUnsafeBytes { buffer in
            unsafe Glibc.send(
                descriptor, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
        }
        if count >= 0 { return count }
        switch errno {
        case EAGAIN, EINTR: return 0
        case EPIPE, ECONNRESET: throw Disconnected()
        default: throw SystemFault(call: "send", code: errno)
        }
    }

    func send(_ bytes: [UInt8], seconds: Double = 30) throws {
        let deadline = DispatchTime.now() + seconds
        var rest = bytes[...]
        while !rest.isEmpty {
            guard try waitUntilReady(descriptor, POLLOUT, deadline) else {
                throw TimedOut(description: "the server takes no bytes")
            }
            rest = rest.dropFirst(try offer(rest))
        }
    }

    func send(_ text: String) throws { try send(Array(text.utf8)) }

    func nextLine(seconds: Double = 30) throws -> String? { try reader.next(seconds: seconds) }

    // MARK: Messages

    /// The next message; the end of the stream counts as a disconnection.
    func receive(seconds: Double = 30) throws -> JSON {
        guard let line = try nextLine(seconds: seconds) else { throw Disconnected() }
        return try JSON(parsing: line)
    }

    /// A request in one line, under a new id.
    func request(_ method: String, _ params: JSON = [:]) throws -> (id: Int, line: String) {
        lastID += 1
        let request: JSON = [
            "jsonrpc": "2.0", "id": .int(lastID), "method": .string(method), "params": params,
        ]
        return (lastID, try request.text + "\n")
    }

    /// The answer to a request; notifications that come before it are kept.
    func answer(to id: Int) throws -> JSON {
        while true {
            let message = try receive()
            if message["id"] == .int(id) { return message }
            if message["method"] != .null { notifications.append(message) }
        }
    }

    func call(_ method: String, _ params: JSON = [:]) throws -> JSON {
        let (id, line) = try request(method, params)
        try send(line)
        return try answer(to: id)
    }

    /// Says hello as a person of the sample data and returns the result.
    @discardableResult
    func hello(as person: String) throws -> JSON {
        let answer = try call(
            "session.hello",
            [
                "client": ["name": "server-tests", "version": "1"],
                "protocol": ["min": 1, "max": 1], "token": .string("sample-" + person),
            ])
        guard answer["result"] != .null else { throw Refused(answer: answer) }
        return answer["result"]
    }

    /// Whether the server answers this connection.
    func isServed() throws -> Bool { try call("session.ping")["result"] != .null }
}

/// The server refused what a test takes for granted.
struct Refused: Error {
    var answer: JSON
}
