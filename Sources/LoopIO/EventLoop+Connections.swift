internal import CUV

// The connections from the owner's side (by number; an unknown number is one that closed meanwhile,
// and is ignored) and from libuv's.

extension EventLoop {
    /// Sends `bytes`, in the order of the calls. What the system does not take at once is queued.
    /// Ignored when the connection is unknown or closing; a failure is reported as `closed`.
    ///
    /// - Returns: what `queuedBytes(of:)` is afterwards.
    @discardableResult
    public func write(_ bytes: [UInt8], to id: ConnectionID) -> Int {
        guard let connection = connections[id] else { return 0 }
        connection.write(bytes)
        return connection.queuedBytes
    }

    /// The bytes that wait for the system to take them. A write counts in full until its last byte
    /// is taken, as its memory is held until then. Zero for an unknown connection.
    public func queuedBytes(of id: ConnectionID) -> Int {
        connections[id]?.queuedBytes ?? 0
    }

    /// Reads no more from the connection until `resumeReading`: the peer is held back by the
    /// system's own flow control. While paused, an end of the stream goes unnoticed too.
    public func pauseReading(_ id: ConnectionID) {
        connections[id]?.stopReading()
    }

    /// Reads again after `pauseReading`.
    public func resumeReading(_ id: ConnectionID) {
        connections[id]?.resumeReading()
    }

    /// Ends the connection after what is queued was flushed. Reading stops at once; later writes
    /// are ignored. A peer that does not read delays the end without limit: `reset` ends that.
    public func close(_ id: ConnectionID) {
        connections[id]?.drain(.requested)
    }

    /// Ends the connection at once, with an RST for TCP. What is queued is lost.
    public func reset(_ id: ConnectionID) {
        connections[id]?.reset()
    }

    /// The one copy of the bytes: from the loop's buffer into a value. libuv reads for nobody whose
    /// reading was stopped, and every end stops it.
    func read(_ id: ConnectionID, count: Int) {
        if count > 0 {
            let filled = unsafe UnsafeRawBufferPointer(rebasing: readBuffer[..<count])
            deliver(.received(id, unsafe [UInt8](filled)))
        } else if count == Int(UV_EOF.rawValue) {
            connections[id]?.endOfStream()
            deliver(.endOfStream(id))
        } else if count < 0 {
            connections[id]?.fail(LoopError("read", Int32(count)))
        }
    }

    func written(_ id: ConnectionID, _ length: Int, _ status: Int32) {
        guard let connection = connections[id] else { return }
        if connection.written(length, status) { deliver(.flushed(id)) }
    }

    func shutdownDone(_ id: ConnectionID) {
        unsafe connections[id]?.shutdownDone(discardingInto: readBuffer)
    }
}
