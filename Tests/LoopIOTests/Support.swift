import Glibc
import LoopIO
import Synchronization
import Testing

// The other side of the loop's sockets: plain blocking clients, each on a thread of its own. A
// client that waits longer than `patience` gives up, and so does the loop, so that a fault shows as
// a failed expectation and not as a test that hangs.

private let patienceSeconds = 30

/// All tests that run a loop. One at a time: each blocks its thread.
@Suite(.serialized)
struct LoopTests {}

enum Family: CaseIterable {
    case tcp, unix

    /// A fresh endpoint to listen on.
    var endpoint: Endpoint {
        switch self {
        case .tcp: .tcp(host: "127.0.0.1", port: 0)
        case .unix: .unix(path: temporaryPath())
        }
    }
}

private let pathCounter = Atomic<Int>(0)

func temporaryPath() -> String {
    let number = pathCounter.wrappingAdd(1, ordering: .relaxed).newValue
    return "/tmp/loopio-test-\(getpid())-\(number)"
}

/// A loop that records its events, with helpers that every test needs.
final class Harness {
    let loop: EventLoop
    private(set) var closed: [ConnectionID: [CloseReason]] = [:]
    private(set) var accepted: [ConnectionID] = []
    private(set) var listenerErrors: [LoopError] = []

    init() throws {
        // As every process must that uses the loop.
        signal(SIGPIPE, SIG_IGN)
        loop = try EventLoop()
    }

    /// Runs the loop until the handler stops it. Expects that everything is closed then, and that
    /// every connection that came also went, once.
    func run(_ handler: @escaping (LoopEvent) -> Void) throws {
        let watchdog = try loop.startTimer(
            afterMilliseconds: UInt64(patienceSeconds) * 1000, repeatMilliseconds: 0)
        loop.onEvent = { [unowned self] event in
            switch event {
            case .accepted(let id, _, _): accepted.append(id)
            case .closed(let id, let reason): closed[id, default: []].append(reason)
            case .listenerFailed(let error): listenerErrors.append(error)
            case .fired(watchdog):
                Issue.record("the loop was not stopped")
                loop.stop()
            default: break
            }
            handler(event)
            // Whoever ends its stream is let go, after what the handler wrote for it.
            if case .endOfStream(let id) = event { loop.close(id) }
        }
        loop.run()
        #expect(loop.liveHandles == 0)
        #expect(listenerErrors == [])
        for id in accepted { #expect(closed[id]?.count == 1) }
        #expect(closed.count == accepted.count)
    }

    /// For a test that only prepared a loop: it must end as cleanly.
    func end() {
        loop.stop()
        loop.run()
        #expect(loop.liveHandles == 0)
    }

    /// Calls `body` some turns later. By then everything that could be polled before was polled.
    func afterTurns(_ count: Int, _ body: @escaping () -> Void) throws {
        var again: Mailbox<Int>?
        again = try loop.makeMailbox { (left: [Int]) in
            if left[0] > 0 {
                again?.post(left[0] - 1)
            } else {
                again = nil
                body()
            }
        }
        again?.post(count)
    }

    /// The only reason of the only connection.
    var onlyReason: CloseReason? {
        accepted.count == 1 ? closed[accepted[0]]?.first : nil
    }
}

/// A function on a thread of its own, and its result.
final class Worker<Value: Sendable>: Sendable {
    private let result = Mutex<Value?>(nil)
    private let thread = Mutex<pthread_t>(0)

    init(_ body: @escaping @Sendable () -> Value) {
        let start = Start { [self] in
            let value = body()
            result.withLock { $0 = value }
        }
        var identifier = pthread_t()
        let context = unsafe Unmanaged.passRetained(start).toOpaque()
        let code = unsafe pthread_create(&identifier, nil, runThread, context)
        precondition(code == 0)
        thread.withLock { [identifier] in $0 = identifier }
    }

    /// Waits for the end of the thread; once.
    func join() -> Value {
        let code = pthread_join(thread.withLock { $0 }, nil)
        precondition(code == 0)
        guard let value = result.withLock({ $0 }) else { preconditionFailure("no result") }
        return value
    }
}

private final class Start: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

private func runThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let context = unsafe context else { return nil }
    unsafe Unmanaged<Start>.fromOpaque(context).takeRetainedValue().body()
    return nil
}

/// Holds one thread until another opens it.
final class Gate: Sendable {
    private let ends: (read: Int32, write: Int32)

    init() {
        var pair: [Int32] = [0, 0]
        let code = unsafe pipe(&pair)
        precondition(code == 0)
        ends = (pair[0], pair[1])
    }

    deinit {
        close(ends.read)
        close(ends.write)
    }

    func open() {
        let count = unsafe write(ends.write, "x", 1)
        precondition(count == 1)
    }

    func wait() {
        var byte: UInt8 = 0
        let count = unsafe read(ends.read, &byte, 1)
        precondition(count == 1)
    }
}

/// Deterministic pseudo-random numbers (SplitMix64), so that a seed repeats a test.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64
    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Bytes whose order can be checked: a mixed block of a prime length, again and again, so that no
/// shift by a buffer's size goes unseen.
func pattern(_ count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(count)
    while bytes.count < count { bytes += block.prefix(count - bytes.count) }
    return bytes
}

private let block = (0..<65_521).map { UInt8(truncatingIfNeeded: ($0 &* 2_654_435_761) >> 13) }

/// How a client's reading ended.
struct Reading: Sendable {
    var bytes: [UInt8] = []
    /// 0 at the end of the stream, else errno.
    var error: Int32 = 0

    /// Expects megabytes. They stay out of the expectation itself, which would reflect every byte
    /// of two arrays that differ and seem to hang.
    func expect(_ expected: [UInt8]) {
        let isIntact = bytes == expected
        #expect(isIntact, "\(bytes.count) bytes came of \(expected.count)")
    }
}

/// A blocking client socket.
struct Client: Sendable {
    let descriptor: Int32

    init(_ endpoint: Endpoint) {
        switch endpoint {
        case .tcp(let host, let port): descriptor = Self.connectTCP(host, port)
        case .unix(let path): descriptor = Self.connectUnix(path)
        }
        var patience = timeval(tv_sec: patienceSeconds, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
    }

    private static func connectTCP(_ host: String, _ port: UInt16) -> Int32 {
        let isIPv6 = host.contains(":")
        let descriptor = socket(isIPv6 ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var code: Int32
        if isIPv6 {
            var address = sockaddr_in6()
            address.sin6_family = sa_family_t(AF_INET6)
            address.sin6_port = port.bigEndian
            unsafe inet_pton(AF_INET6, host, &address.sin6_addr)
            code = unsafe connect(descriptor, to: &address)
        } else {
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = port.bigEndian
            unsafe inet_pton(AF_INET, host, &address.sin_addr)
            code = unsafe connect(descriptor, to: &address)
        }
        precondition(code == 0, "connect: errno \(errno)")
        return descriptor
    }

    private static func connectUnix(_ path: String) -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = unixAddress(path)
        let code = unsafe connect(descriptor, to: &address)
        precondition(code == 0, "connect: errno \(errno)")
        return descriptor
    }

    private static func connect<Address>(
        _ descriptor: Int32, to address: UnsafePointer<Address>
    ) -> Int32 {
        unsafe UnsafeRawPointer(address).withMemoryRebound(to: sockaddr.self, capacity: 1) {
            unsafe Glibc.connect(descriptor, $0, socklen_t(MemoryLayout<Address>.size))
        }
    }

    /// Sends all; false when the other side is gone.
    @discardableResult
    func send(_ bytes: some Collection<UInt8>) -> Bool {
        let bytes = Array(bytes)
        var sent = 0
        while sent < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[sent...])
                return unsafe Glibc.send(
                    descriptor, rest.baseAddress, rest.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Reads until `limit` bytes came, the stream ended or an error occurred.
    func receive(_ limit: Int = .max) -> Reading {
        var reading = Reading()
        var buffer = [UInt8](repeating: 0, count: 65_537)
        while reading.bytes.count < limit {
            let wanted = min(buffer.count, limit - reading.bytes.count)
            let count = unsafe recv(descriptor, &buffer, wanted, 0)
            if count < 0 { reading.error = errno }
            guard count > 0 else { break }
            reading.bytes += buffer[..<count]
        }
        return reading
    }

    func endWriting() { shutdown(descriptor, Int32(SHUT_WR)) }

    func close() { Glibc.close(descriptor) }

    /// Vanishes: the other side gets an RST.
    func abort() {
        var option = linger(l_onoff: 1, l_linger: 0)
        let size = socklen_t(MemoryLayout<linger>.size)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_LINGER, &option, size)
        close()
    }
}

func unixAddress(_ path: String) -> sockaddr_un {
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    unsafe withUnsafeMutableBytes(of: &address.sun_path) { target in
        precondition(path.utf8.count < target.count)
        unsafe target.copyBytes(from: path.utf8)
    }
    return address
}
