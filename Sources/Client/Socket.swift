// The border to the C socket calls. Everything above it sees file descriptors, byte arrays and
// values; the sockets never block, so that a deadline always holds: waiting is done by `poll`.

internal import Glibc

/// A moment of the monotonic clock until which something may take.
struct TimeLimit {
    private let end: Int64

    /// The limit that lies so many milliseconds ahead.
    init(milliseconds: Int) {
        end = Self.now() + Int64(milliseconds)
    }

    /// The milliseconds that are left, 0 when the time is over, as `poll` takes them.
    var remaining: Int32 {
        Int32(clamping: max(0, end - Self.now()))
    }

    private static func now() -> Int64 {
        var time = timespec()
        unsafe clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000
    }
}

/// The stream socket calls that the client needs.
enum Socket {
    /// What a socket was found ready for.
    struct Readiness {
        var readable: Bool
        var writable: Bool
    }

    /// What came out of one read.
    enum Received {
        case bytes(Int)
        case wouldBlock
        case end
        case failed(String)
    }

    /// The system's words for an error number.
    static func reason(_ code: Int32) -> String {
        guard let text = unsafe strerror(code) else { return "error \(code)" }
        return unsafe String(cString: text)
    }

    /// Opens a non-blocking stream socket and connects it within the limit.
    static func connect(
        to address: ServerAddress, _ limit: TimeLimit
    ) throws(ConnectionFault) -> Int32 {
        switch address {
        case .tcp(let host, let port):
            return try connectTCP(address, host, port, limit)
        case .unix(let path):
            var name = sockaddr_un()
            name.sun_family = sa_family_t(AF_UNIX)
            unsafe withUnsafeMutableBytes(of: &name.sun_path) { field in
                unsafe field.copyBytes(from: path.utf8.prefix(field.count - 1))
            }
            return try unsafe withUnsafeBytes(of: &name) { bytes throws(ConnectionFault) in
                try unsafe open(
                    AF_UNIX, bytes.bindMemory(to: sockaddr.self).baseAddress,
                    socklen_t(bytes.count), address, limit)
            }
        }
    }

    private static func connectTCP(
        _ address: ServerAddress, _ host: String, _ port: UInt16, _ limit: TimeLimit
    ) throws(ConnectionFault) -> Int32 {
        var hints = unsafe addrinfo()
        unsafe hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var list: UnsafeMutablePointer<addrinfo>? = nil
        let status = unsafe getaddrinfo(host, String(port), &hints, &list)
        guard status == 0 else {
            throw .unreachable(address, unsafe String(cString: gai_strerror(status)))
        }
        defer { unsafe freeaddrinfo(list) }
        var fault = ConnectionFault.unreachable(address, "the name has no address")
        var next = unsafe list
        while let entry = unsafe next {
            do {
                return try unsafe open(
                    entry.pointee.ai_family, entry.pointee.ai_addr, entry.pointee.ai_addrlen,
                    address, limit)
            } catch {
                fault = error
            }
            unsafe next = entry.pointee.ai_next
        }
        throw fault
    }

    private static func open(
        _ family: Int32, _ name: UnsafePointer<sockaddr>?, _ length: socklen_t,
        _ address: ServerAddress, _ limit: TimeLimit
    ) throws(ConnectionFault) -> Int32 {
        let flags = SOCK_STREAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
        let descriptor = socket(family, Int32(flags), 0)
        guard descriptor >= 0 else { throw .unreachable(address, reason(errno)) }
        if unsafe Glibc.connect(descriptor, name, length) != 0 {
            var code = errno
            if code == EINPROGRESS {
                let ready = wait(descriptor, forWriting: true, limit)
                var size = socklen_t(MemoryLayout<Int32>.size)
                unsafe getsockopt(descriptor, SOL_SOCKET, SO_ERROR, &code, &size)
                if ready == nil { code = ETIMEDOUT }
            }
            guard code == 0 else {
                Socket.close(descriptor)
                throw .unreachable(address, reason(code))
            }
        }
        if family != AF_UNIX {
            // A request is one small write that should leave at once.
            var yes: Int32 = 1
            let size = socklen_t(MemoryLayout<Int32>.size)
            unsafe setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, size)
        }
        return descriptor
    }

    /// Waits until the socket is readable or, when asked for, writable; nil when the time is over.
    static func wait(_ descriptor: Int32, forWriting: Bool, _ limit: TimeLimit) -> Readiness? {
        var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        if forWriting { entry.events |= Int16(POLLOUT) }
        while true {
            let count = unsafe poll(&entry, 1, limit.remaining)
            if count > 0 {
                // Hang-up and error show as readable: the read then says which of them it was.
                let other = Int32(entry.revents) & ~POLLOUT
                return Readiness(
                    readable: other != 0, writable: Int32(entry.revents) & POLLOUT != 0)
            }
            if count == 0 || errno != EINTR { return nil }
        }
    }

    /// Waits until one of the sockets is readable; returns the places of those that are. A
    /// negative descriptor never is.
    static func wait(_ descriptors: [Int32], _ limit: TimeLimit) -> [Int] {
        var entries = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        while true {
            let count = unsafe poll(&entries, nfds_t(entries.count), limit.remaining)
            if count >= 0 || errno != EINTR { break }
        }
        return entries.indices.filter { entries[$0].revents != 0 }
    }

    /// Appends what can be read at once to `buffer`.
    static func receive(_ descriptor: Int32, into buffer: inout [UInt8]) -> Received {
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        let count = unsafe chunk.withUnsafeMutableBytes { bytes in
            unsafe recv(descriptor, bytes.baseAddress, bytes.count, 0)
        }
        if count > 0 {
            buffer.append(contentsOf: chunk[..<count])
            return .bytes(count)
        }
        if count == 0 { return .end }
        let code = errno
        if code == EAGAIN || code == EINTR { return .wouldBlock }
        return .failed(reason(code))
    }

    /// Sends what can be sent at once and returns how many bytes that were; 0 when none could.
    static func send(
        _ descriptor: Int32, _ bytes: ArraySlice<UInt8>
    ) throws(ConnectionFault) -> Int {
        let count = unsafe bytes.withUnsafeBytes { bytes in
            unsafe Glibc.send(
                descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
        }
        if count >= 0 { return count }
        let code = errno
        if code == EAGAIN || code == EINTR { return 0 }
        throw .broken(reason(code))
    }

    static func close(_ descriptor: Int32) {
        _ = Glibc.close(descriptor)
    }

    /// Waits without a socket.
    static func pause(milliseconds: Int32) {
        _ = poll(nil, 0, milliseconds)
    }
}
