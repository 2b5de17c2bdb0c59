// The border to the C socket calls. Everything above it sees descriptors, byte arrays and values.
// The generator speaks to this machine only: there is no way to name another host.

internal import Glibc

/// What ends a run, in one sentence.
struct LoadFault: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) {
        self.description = description
    }

    /// The sentence with the system's reason for the call that failed last.
    static func system(_ call: String) -> LoadFault {
        let code = errno
        let reason = unsafe strerror(code).map { unsafe String(cString: $0) }
        return LoadFault("\(call): \(reason ?? "error \(code)")")
    }
}

/// Nanoseconds of the monotonic clock.
func monotonicNanoseconds() -> Int64 { nanoseconds(of: CLOCK_MONOTONIC) }

/// Nanoseconds since 1970 of the clock that the server, too, puts into its entries.
func wallNanoseconds() -> Int64 { nanoseconds(of: CLOCK_REALTIME) }

private func nanoseconds(of clock: clockid_t) -> Int64 {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}

/// Processor time that this process has used, in seconds.
func processorSeconds() -> Double {
    var time = timespec()
    unsafe clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
}

enum Socket {
    /// Connects to a port of 127.0.0.1. Reads that wait give up after ten seconds.
    static func connect(port: UInt16) throws(LoadFault) -> Int32 {
        let kind = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue
        let descriptor = socket(AF_INET, Int32(kind), 0)
        guard descriptor >= 0 else { throw .system("socket") }
        var yes: Int32 = 1
        let size = socklen_t(MemoryLayout<Int32>.size)
        unsafe setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &yes, size)
        var patience = timeval(tv_sec: 10, tv_usec: 0)
        let patienceSize = socklen_t(MemoryLayout<timeval>.size)
        unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, patienceSize)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        let status = unsafe withUnsafeBytes(of: &address) { bytes in
            unsafe Glibc.connect(
                descriptor, bytes.bindMemory(to: sockaddr.self).baseAddress,
                socklen_t(bytes.count))
        }
        guard status == 0 else {
            let fault = LoadFault.system("connect to port \(port)")
            close(descriptor)
            throw fault
        }
        return descriptor
    }

    /// Sends what can be sent at once of the bytes from `start` on; returns how many those were.
    static func send(
        _ descriptor: Int32, _ bytes: [UInt8], from start: Int
    ) throws(LoadFault) -> Int {
        let count = unsafe bytes.withUnsafeBytes { bytes in
            let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[start...])
            return unsafe Glibc.send(
                descriptor, rest.baseAddress, rest.count,
                Int32(MSG_NOSIGNAL | MSG_DONTWAIT))
        }
        if count >= 0 { return count }
        guard errno == EAGAIN || errno == EINTR else { throw .system("send") }
        return 0
    }

    /// Fills `buffer` from its start with what has come in; returns how many bytes, 0 when none.
    ///
    /// - Parameter isPatient: waits for the first byte.
    static func receive(
        _ descriptor: Int32, into buffer: inout [UInt8], isPatient: Bool = false
    ) throws(LoadFault) -> Int {
        let flags = isPatient ? 0 : Int32(MSG_DONTWAIT)
        let count = unsafe buffer.withUnsafeMutableBytes { bytes in
            unsafe recv(descriptor, bytes.baseAddress, bytes.count, flags)
        }
        if count > 0 { return count }
        guard count < 0 else { throw LoadFault("the server closed a connection") }
        if !isPatient, errno == EAGAIN || errno == EINTR { return 0 }
        throw .system("recv")
    }

    static func close(_ descriptor: Int32) {
        _ = Glibc.close(descriptor)
    }
}
