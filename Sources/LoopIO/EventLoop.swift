internal import CUV

/// One thread's event loop: TCP and unix sockets, timers, signals and mailboxes.
///
/// This is libuv in Swift clothes. The loop owns every handle; outside there are only numbers
/// (`ConnectionID`, `TimerID`) and values (`LoopEvent`). An `EventLoop` belongs to one thread and
/// is not `Sendable`; a `Mailbox` is the only way in from another thread.
///
/// The way of an event: libuv calls a function of `Callbacks.swift`, which finds the loop through
/// `loop->data` and the object through the number in `handle->data`; the loop turns the C data into
/// a value and hands it to `onEvent`. Every internal method delivers as its last act, because the
/// handler may call anything here, `stop` included.
///
/// The life of a handle: memory is allocated by `makeHandle`, closed by `uv_close`, and freed in
/// `handleClosed`, which runs in the close callback. Nothing else frees a handle.
///
/// The process must ignore SIGPIPE; libuv does not suppress it for unix sockets.
@safe public final class EventLoop {
    private enum Phase { case ready, running, finished }

    /// Receives every event. Set it once before `run`; it is released when `run` returns, so it
    /// may hold the owner of this loop.
    public var onEvent: (LoopEvent) -> Void = { _ in }

    /// Whether the owner has work left for the next turn, which then begins without waiting for an
    /// event: what has come meanwhile is told first. Set it until there is none.
    public var hasWorkLeft = false {
        didSet {
            guard hasWorkLeft != oldValue, let idle = unsafe idle else { return }
            // Neither fails for an initialised handle. libuv does not wait while one is active.
            _ = unsafe hasWorkLeft ? uv_idle_start(idle, onIdle) : uv_idle_stop(idle)
        }
    }

    /// Open handles: listeners, connections, timers, signals, mailboxes, and two of the loop
    /// itself. Zero once `run` returned.
    public private(set) var liveHandles = 0

    let loop: UnsafeMutablePointer<uv_loop_t>

    /// Every read of every connection goes through this buffer: libuv fills it and reports it in
    /// one go, and `received` copies before the next read. An idle connection so owns no buffer.
    let readBuffer: UnsafeMutableRawBufferPointer

    var connections: [ConnectionID: Connection] = [:]
    var listeners: [UInt64: Listener] = [:]
    var timers: [TimerID: TimerSlot] = [:]
    var signals: [Int32: SignalSlot] = [:]
    var mailboxes: [UInt64: MailboxSlot] = [:]

    private var prepare: UnsafeMutablePointer<uv_prepare_t>?
    private var idle: UnsafeMutablePointer<uv_idle_t>?
    private var phase = Phase.ready
    private(set) var isStopping = false
    private var isDelivering = false
    private var lastID: UInt64 = 0

    static let readBufferSize = 64 * 1024

    /// A loop without listeners. Throws when the system refuses the descriptors that it needs.
    public init() throws(LoopError) {
        let memory = UnsafeMutablePointer<uv_loop_t>.allocate(capacity: 1)
        do {
            try unsafe check("loop_init", uv_loop_init(memory))
        } catch {
            unsafe memory.deallocate()
            throw error
        }
        unsafe loop = memory
        unsafe readBuffer = .allocate(byteCount: Self.readBufferSize, alignment: 16)
        // The one Swift object known to C. It is unretained and valid whenever it is read: only
        // callbacks read it, callbacks run only inside uv_run, and uv_run is called only by `run`
        // and `deinit` of this object, which outlives both. Senders on other threads call
        // uv_async_send alone, which does not touch it.
        unsafe memory.pointee.data = Unmanaged.passUnretained(self).toOpaque()
        let (_, prepare) = try unsafe makeHandle("prepare_init", of: uv_prepare_t.self) {
            unsafe uv_prepare_init(memory, $0)
        }
        unsafe self.prepare = prepare
        try unsafe check("prepare_start", uv_prepare_start(prepare, onPrepare))
        let (_, idle) = try unsafe makeHandle("idle_init", of: uv_idle_t.self) {
            unsafe uv_idle_init(memory, $0)
        }
        unsafe self.idle = idle
    }

    deinit {
        if phase == .ready {
            onEvent = { _ in }
            stop()
            finish()
        }
        unsafe readBuffer.deallocate()
        unsafe loop.deallocate()
    }

    /// A clock that never goes back, in milliseconds from an arbitrary origin. It is the clock of
    /// the timers: by it no timer fires early. Its grain is the kernel's coarse one, up to 4 ms.
    public var monotonicMilliseconds: UInt64 {
        guard phase != .finished else { return uv_hrtime() / 1_000_000 }
        unsafe uv_update_time(loop)
        return unsafe uv_now(loop)
    }

    /// Delivers events until `stop` was called and every handle is closed. Once only.
    public func run() {
        precondition(phase == .ready, "a loop runs once")
        phase = .running
        finish()
        onEvent = { _ in }
    }

    /// Ends the loop, from within the handler or before `run`. The staircase: listeners,
    /// connections (at once; who wants queued bytes delivered calls `close` and waits for `closed`
    /// first), timers, signals, mailboxes. Each connection still reports `closed`; messages not
    /// yet received are dropped; no new handle can be made. `run` returns when the last one is
    /// closed.
    public func stop() {
        guard !isStopping else { return }
        isStopping = true
        stopListening()
        for connection in connections.values {
            unsafe connection.closeNow(.requested, discardingInto: readBuffer)
        }
        for timer in Array(timers.keys) { stopTimer(timer) }
        for slot in signals.values { unsafe uv_close(cuv_handle(slot.signal), onHandleClosed) }
        signals.removeAll()
        for mailbox in mailboxes.values {
            // First no sender has the handle, then it may go.
            mailbox.detach()
            unsafe uv_close(cuv_handle(mailbox.async), onHandleClosed)
        }
        mailboxes.removeAll()
        if let prepare = unsafe prepare {
            unsafe uv_close(cuv_handle(prepare), onHandleClosed)
            unsafe self.prepare = nil
        }
        if let idle = unsafe idle {
            unsafe uv_close(cuv_handle(idle), onHandleClosed)
            unsafe self.idle = nil
        }
    }

    /// uv_run returns when no handle is left; the ones that stay until `stop` are
    /// `prepare` and `idle`.
    private func finish() {
        let unfinished = unsafe uv_run(loop, UV_RUN_DEFAULT)
        precondition(unfinished == 0 && liveHandles == 0, "the loop ended with live handles")
        let code = unsafe uv_loop_close(loop)
        precondition(code == 0, "uv_loop_close: \(LoopError("loop_close", code))")
        phase = .finished
    }
}

// MARK: - Handles

extension EventLoop {
    func refuseWhenStopping(_ operation: String) throws(LoopError) {
        if isStopping { throw LoopError(operation, UV_ECANCELED.rawValue) }
    }

    /// Allocates and initialises a handle and gives it a number that no other handle ever has.
    func makeHandle<Handle>(
        _ operation: String, of type: Handle.Type,
        _ initialise: (UnsafeMutablePointer<Handle>) -> Int32
    ) throws(LoopError) -> (id: UInt64, handle: UnsafeMutablePointer<Handle>) {
        let handle = UnsafeMutablePointer<Handle>.allocate(capacity: 1)
        let code = unsafe initialise(handle)
        guard code >= 0 else {
            unsafe handle.deallocate()
            throw LoopError(operation, code)
        }
        lastID += 1
        unsafe cuv_set_id(cuv_handle(handle), lastID)
        liveHandles += 1
        return unsafe (lastID, handle)
    }

    /// The close callback of every handle.
    func handleClosed(_ handle: UnsafeMutablePointer<uv_handle_t>) {
        let id = unsafe ConnectionID(rawValue: cuv_id(handle))
        unsafe UnsafeMutableRawPointer(handle).deallocate()
        liveHandles -= 1
        if let connection = connections.removeValue(forKey: id) {
            deliver(.closed(id, connection.closeReason))
        }
    }

    func deliver(_ event: LoopEvent) {
        delivering { onEvent(event) }
    }

    /// Calls out to the owner. All calls start from libuv's callbacks, never from a call of the
    /// owner's own; a nested one is an error of this module.
    func delivering(_ call: () -> Void) {
        precondition(!isDelivering, "an event within an event")
        isDelivering = true
        call()
        isDelivering = false
    }
}
