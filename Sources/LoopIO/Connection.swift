internal import CUV

/// One accepted connection: its stream handle, what is queued on it, and how far its end has come.
///
/// The phases go one way. *Open* reads, until the peer ends its stream, and writes. *Draining*
/// (after `close`) neither reads nor takes more bytes; when nothing is queued any more it shuts
/// down its side. *Closing* only waits for libuv's close callback, which reports `closeReason`.
/// Nothing here calls the handler: an error found while the owner is calling shows up as `closed`.
@safe final class Connection {
    private enum Phase {
        case open
        case draining(CloseReason)
        case closing(CloseReason)
    }

    private let stream: UnsafeMutablePointer<uv_stream_t>
    private let isTCP: Bool
    private var phase = Phase.open
    private var isReading = false
    /// Whether the peer ended its stream; it can still be written to.
    private var hasEnded = false
    private var isShuttingDown = false

    /// Bytes that requests hold, each in full until its last byte is with the system.
    private(set) var queuedBytes = 0

    /// How many buffers of unread input are dropped before a close; see `closeNow`.
    private static let discardRounds: Int32 = 128

    init(_ stream: UnsafeMutablePointer<uv_stream_t>, isTCP: Bool) {
        unsafe self.stream = stream
        self.isTCP = isTCP
    }

    /// Why the connection is closing; asked for in the close callback alone.
    var closeReason: CloseReason {
        switch phase {
        case .closing(let reason): reason
        case .open, .draining: preconditionFailure("closed without a reason")
        }
    }

    private var isOpen: Bool {
        if case .open = phase { true } else { false }
    }

    // MARK: Reading

    func startReading() throws(LoopError) {
        guard isOpen, !isReading, !hasEnded else { return }
        try unsafe check("read_start", uv_read_start(stream, onAllocate, onRead))
        isReading = true
    }

    func resumeReading() {
        do { try startReading() } catch { fail(error) }
    }

    func stopReading() {
        guard isReading else { return }
        isReading = false
        // Always 0, also when libuv had stopped by itself.
        _ = unsafe uv_read_stop(stream)
    }

    func endOfStream() {
        hasEnded = true
        stopReading()
    }

    // MARK: Writing

    /// What nothing stands in front of goes to the system at once; the rest waits its turn.
    func write(_ bytes: [UInt8]) {
        guard isOpen, !bytes.isEmpty else { return }
        var sent = 0
        if queuedBytes == 0 {
            let code = unsafe bytes.withUnsafeBytes { buffer in
                unsafe cuv_try_write(stream, buffer.baseAddress, buffer.count)
            }
            if code < 0 && code != UV_EAGAIN.rawValue { return fail(LoopError("try_write", code)) }
            sent = max(0, Int(code))
        }
        if sent < bytes.count { enqueue(bytes[sent...]) }
    }

    /// One block of memory holds the request and its bytes; `release` frees it in the callback,
    /// which libuv owes us from the moment that uv_write succeeded.
    private func enqueue(_ bytes: ArraySlice<UInt8>) {
        let memory = unsafe UnsafeMutableRawPointer.allocate(
            byteCount: MemoryLayout<cuv_write>.size + bytes.count,
            alignment: MemoryLayout<cuv_write>.alignment)
        let write = unsafe memory.bindMemory(to: cuv_write.self, capacity: 1)
        unsafe write.pointee.length = bytes.count
        unsafe bytes.withUnsafeBytes { source in
            let target = unsafe UnsafeMutableRawBufferPointer(
                start: cuv_write_bytes(write), count: source.count)
            unsafe target.copyMemory(from: source)
        }
        let code = unsafe cuv_write_start(write, stream, onWritten)
        guard code >= 0 else {
            unsafe memory.deallocate()
            return fail(LoopError("write", code))
        }
        queuedBytes += bytes.count
    }

    /// Frees a finished request with its bytes and tells how many they were.
    static func release(_ request: UnsafeMutablePointer<uv_write_t>) -> Int {
        let write = unsafe cuv_write_of(request)!
        let length = unsafe write.pointee.length
        unsafe UnsafeMutableRawPointer(write).deallocate()
        return length
    }

    /// A request came to its end. True if the connection is now flushed.
    func written(_ length: Int, _ status: Int32) -> Bool {
        queuedBytes -= length
        if case .closing = phase { return false }
        guard status >= 0 else {
            fail(LoopError("write", status))
            return false
        }
        guard queuedBytes == 0 else { return false }
        if case .draining = phase { shutdown() }
        return true
    }

    // MARK: Ending

    /// Stops reading, lets the queue run empty, then ends the stream.
    func drain(_ reason: CloseReason) {
        guard isOpen else { return }
        stopReading()
        phase = .draining(hasEnded ? .endOfStream : reason)
        // Not earlier: libuv refuses a reset of a stream that has a shutdown under way.
        if queuedBytes == 0 { shutdown() }
    }

    private func shutdown() {
        let request = UnsafeMutablePointer<uv_shutdown_t>.allocate(capacity: 1)
        let code = unsafe uv_shutdown(request, stream, onShutdown)
        guard code >= 0 else {
            unsafe request.deallocate()
            return fail(LoopError("shutdown", code))
        }
        isShuttingDown = true
    }

    /// The stream is shut down, or can no longer be; either way it ends for the reason given.
    func shutdownDone(discardingInto buffer: UnsafeMutableRawBufferPointer) {
        if case .draining(let reason) = phase {
            unsafe closeNow(reason, discardingInto: buffer)
        }
    }

    /// Closes without waiting for the queue. Input that the system holds unread is dropped first
    /// (up to a bound), because a close over it would take bytes back that are on their way to the
    /// peer. What the peer sends after this moment can still have that effect.
    func closeNow(_ reason: CloseReason, discardingInto buffer: UnsafeMutableRawBufferPointer) {
        if case .closing = phase { return }
        stopReading()
        unsafe cuv_discard_unread(stream, buffer.baseAddress, buffer.count, Self.discardRounds)
        phase = .closing(reason)
        unsafe uv_close(cuv_handle(stream), onHandleClosed)
    }

    /// Closes at once; the peer of a TCP connection gets an RST.
    func reset() {
        if case .closing = phase { return }
        phase = .closing(.requested)
        // A stream that is being shut down has an empty queue, and libuv refuses its reset.
        if isTCP, !isShuttingDown {
            let code = unsafe uv_tcp_close_reset(cuv_tcp(stream), onHandleClosed)
            if code >= 0 { return }
        }
        unsafe uv_close(cuv_handle(stream), onHandleClosed)
    }

    /// The connection is of no more use; what is queued is lost.
    func fail(_ error: LoopError) {
        if case .closing = phase { return }
        phase = .closing(.failed(error))
        unsafe uv_close(cuv_handle(stream), onHandleClosed)
    }
}
