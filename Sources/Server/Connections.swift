internal import Engine
internal import Glibc
internal import Logging
internal import LoopIO
internal import Wire

// Connections of the service: how many there may be, who reads too slowly, and who goes.

// A connection and its session have one number.

extension SessionID {
    init(_ id: ConnectionID) { self.init(rawValue: id.rawValue) }
}

extension ConnectionID {
    init(_ id: SessionID) { self.init(rawValue: id.rawValue) }
}

/// What the service keeps of a connection beside the core's session.
struct ConnectionState {
    let address: String
    /// Why nothing is read: the core asked for that, too much waits to be sent, or too much waits
    /// for its turn in ``Arrivals``.
    var isPausedByCore = false
    var isCongested = false
    var isAhead = false
    /// Since when more waits than a reader may leave lying.
    var overdueSince: UInt64?
    /// Since when it should be closed and is not, because its reader takes nothing.
    var closingSince: UInt64?

    var isPaused: Bool { isPausedByCore || isCongested || isAhead }
}

extension Service {
    /// Files that are not connections: the journal, the log, what is read again on SIGHUP.
    private static let ownFiles = 64

    /// How many connections there may be: as many as the protocol allows, or fewer where the
    /// process may not open so many files.
    static let connectionsMax: Int = {
        var limit = rlimit()
        let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        guard unsafe getrlimit(files, &limit) == 0 else { return Limits.connectionsMax }
        return min(Limits.connectionsMax, max(1, Int(clamping: limit.rlim_cur) - ownFiles))
    }()

    func accept(_ id: ConnectionID, _ peer: Peer) {
        let fromAddress = connectionsByAddress[peer.address, default: 0]
        guard connections.count < Self.connectionsMax,
            fromAddress < Limits.connectionsPerAddressMax
        else {
            log.warning("too many connections", metadata: ["address": "\(peer.address)"])
            return loop.reset(id)
        }
        connections[id] = ConnectionState(address: peer.address)
        connectionsByAddress[peer.address] = fromAddress + 1
        feed(.opened(SessionID(id), isLocal: peer.isLocal))
    }

    func forget(_ id: ConnectionID) {
        if controls.removeValue(forKey: id) != nil { return }
        congested.remove(id)
        closing.remove(id)
        if let state = connections.removeValue(forKey: id) {
            let left = connectionsByAddress[state.address, default: 1] - 1
            connectionsByAddress[state.address] = left > 0 ? left : nil
            feedEnd(of: id)
        }
        stopLoopIfDone()
    }

    /// Closes after what was sent has left; a reader that does not take it is not waited for long.
    func close(_ id: ConnectionID) {
        // The core may ask for it as it hears the last of a connection that is gone.
        guard connections[id] != nil else { return }
        connections[id]?.closingSince = loop.monotonicMilliseconds
        closing.insert(id)
        loop.close(id)
    }

    func setReading(_ id: ConnectionID, _ change: (inout ConnectionState) -> Void) {
        guard var state = connections[id] else { return }
        let wasPaused = state.isPaused
        change(&state)
        connections[id] = state
        if state.isPaused, !wasPaused { loop.pauseReading(id) }
        if !state.isPaused, wasPaused { loop.resumeReading(id) }
    }

    // MARK: Slow readers

    func send(_ bytes: [UInt8], to id: ConnectionID) {
        let waiting = loop.write(bytes, to: id)
        if waiting > 0 {
            // Counted anew before a quarter of the limit more can have come to wait.
            sentSinceCount += bytes.count
            if sentSinceCount > Limits.outboundTotalBytesMax / 4 { dropLargestReaders() }
        }
        guard waiting > Limits.outboundPauseBytes else { return }
        if waiting > Limits.outboundResetAtOnceBytes {
            return drop(id, waiting, "a reader is far too slow")
        }
        guard congested.insert(id).inserted else { return }
        setReading(id) { $0.isCongested = true }
        feed(.congested(SessionID(id)))
    }

    func relieveIfPossible(_ id: ConnectionID) {
        guard congested.contains(id), loop.queuedBytes(of: id) < Limits.outboundResumeBytes
        else { return }
        congested.remove(id)
        setReading(id) {
            $0.isCongested = false
            $0.overdueSince = nil
        }
        feed(.relieved(SessionID(id)))
    }

    /// On every tick: who may go on, who has been too slow for too long, and, when all of them
    /// together hold too much memory, the one that holds most.
    func resetSlowReaders() {
        let now = loop.monotonicMilliseconds
        for id in Array(closing) {
            guard let since = connections[id]?.closingSince,
                now - since >= Limits.closingMilliseconds
            else { continue }
            drop(id, loop.queuedBytes(of: id), "a reader does not let its connection close")
        }
        for id in Array(congested) {
            relieveIfPossible(id)
            guard congested.contains(id) else { continue }
            let waiting = loop.queuedBytes(of: id)
            guard waiting > Limits.outboundResetBytes else {
                connections[id]?.overdueSince = nil
                continue
            }
            let since = connections[id]?.overdueSince ?? now
            connections[id]?.overdueSince = since
            if now - since >= Limits.outboundResetMilliseconds {
                drop(id, waiting, "a reader is too slow")
            }
        }
        // Nothing has come to wait since it was counted.
        if sentSinceCount > 0 { dropLargestReaders() }
    }

    /// All that waits for sockets together stays below a limit: those that hold most of it go
    /// first. Every connection counts, also one whose own share is small.
    private func dropLargestReaders() {
        var waiting = connections.keys.map { (id: $0, bytes: loop.queuedBytes(of: $0)) }
            .filter { $0.bytes > 0 }
        var total = waiting.reduce(0) { $0 + $1.bytes }
        waiting.sort { $0.bytes < $1.bytes }
        while total > Limits.outboundTotalBytesMax, let largest = waiting.popLast() {
            total -= largest.bytes
            drop(largest.id, largest.bytes, "all readers together are too slow")
        }
        sentSinceCount = 0
    }

    func drop(_ id: ConnectionID, _ waiting: Int, _ reason: String) {
        log.warning("\(reason)", metadata: ["connection": "\(id.rawValue)", "bytes": "\(waiting)"])
        loop.reset(id)
    }
}
