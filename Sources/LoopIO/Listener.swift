internal import CUV

/// A listening socket and the kind of connection that comes out of it.
@safe struct Listener {
    let stream: UnsafeMutablePointer<uv_stream_t>
    let isTCP: Bool
    /// As `listen` returned it.
    let endpoint: Endpoint
}

extension EventLoop {
    /// Listens on `endpoint` and returns the endpoint that was bound: with the numeric address, and
    /// with the port that the system chose if 0 was asked for. `backlog` is the length of the
    /// system's queue of connections not yet accepted, at least 1. May be called for several
    /// endpoints.
    ///
    /// A unix socket gets mode 0600 before the first client can connect; the file of a dead server
    /// is replaced, that of a live one and any other file is not; `stopListening` removes it.
    ///
    /// Throws `EADDRINUSE` when the endpoint is taken, `ENAMETOOLONG` for a path over 107 bytes,
    /// `ECANCELED` after `stop`, and what else the system says. A name is resolved on the spot, and
    /// blocks.
    public func listen(on endpoint: Endpoint, backlog: Int32) throws(LoopError) -> Endpoint {
        precondition(backlog > 0, "a backlog is positive")
        try refuseWhenStopping("listen")
        let isTCP = if case .tcp = endpoint { true } else { false }
        let (id, stream) = try unsafe makeStream(isTCP: isTCP)
        do {
            switch endpoint {
            case .tcp(let host, let port): try unsafe bind(stream, host: host, port: port)
            case .unix(let path): try unsafe bind(stream, path: path)
            }
            try unsafe check("listen", uv_listen(stream, backlog, onConnection))
            let bound = isTCP ? try unsafe localEndpoint(stream) : endpoint
            listeners[id] = unsafe Listener(stream: stream, isTCP: isTCP, endpoint: bound)
            return bound
        } catch {
            unsafe uv_close(cuv_handle(stream), onHandleClosed)
            throw error
        }
    }

    /// Closes every listener and removes its socket file. Connections live on.
    public func stopListening() {
        for listener in listeners.values {
            unsafe uv_close(cuv_handle(listener.stream), onHandleClosed)
        }
        listeners.removeAll()
    }

    /// libuv stops listening until the connection that it announces was taken, so whatever happens
    /// here, uv_accept is called first.
    func accept(from listenerID: UInt64, status: Int32) {
        guard let listener = listeners[listenerID] else { return }
        let event: LoopEvent
        do {
            try check("accept", status)
            event = try connect(from: listener)
        } catch {
            // Whoever has gone again before it was asked who it is is no failure of the listener.
            if error.code == UV_ENOTCONN.rawValue { return }
            event = .listenerFailed(error)
        }
        deliver(event)
    }

    private func connect(from listener: Listener) throws(LoopError) -> LoopEvent {
        let (number, stream) = try unsafe makeStream(isTCP: listener.isTCP)
        do {
            try unsafe check("accept", uv_accept(listener.stream, stream))
            let peer = try unsafe introduce(stream, isTCP: listener.isTCP)
            let connection = unsafe Connection(stream, isTCP: listener.isTCP)
            try connection.startReading()
            let id = ConnectionID(rawValue: number)
            connections[id] = connection
            return .accepted(id, peer, on: listener.endpoint)
        } catch {
            // Unknown to `connections`: it closes without a `closed`.
            unsafe uv_close(cuv_handle(stream), onHandleClosed)
            throw error
        }
    }

    private func makeStream(
        isTCP: Bool
    ) throws(LoopError) -> (UInt64, UnsafeMutablePointer<uv_stream_t>) {
        if isTCP {
            let (id, tcp) = try unsafe makeHandle("tcp_init", of: uv_tcp_t.self) {
                unsafe uv_tcp_init(loop, $0)
            }
            return unsafe (id, cuv_stream(tcp))
        }
        let (id, pipe) = try unsafe makeHandle("pipe_init", of: uv_pipe_t.self) {
            unsafe uv_pipe_init(loop, $0, 0)
        }
        return unsafe (id, cuv_stream(pipe))
    }

    private func bind(
        _ stream: UnsafeMutablePointer<uv_stream_t>, host: String, port: UInt16
    ) throws(LoopError) {
        var address = cuv_address()
        try unsafe check("getaddrinfo", cuv_address_resolve(&address, loop, host, port))
        try unsafe check("tcp_bind", cuv_tcp_bind(stream, &address))
    }

    /// Between bind and listen nobody can connect, so the mode is right before it matters.
    private func bind(
        _ stream: UnsafeMutablePointer<uv_stream_t>, path: String
    ) throws(LoopError) {
        guard path.utf8.count <= cuv_unix_path_max() else {
            throw LoopError("pipe_bind", UV_ENAMETOOLONG.rawValue)
        }
        let found = unsafe cuv_unix_probe(path)
        try check("pipe_bind", found)
        if found == 1 { try unsafe check("fs_unlink", cuv_unlink(path)) }
        try unsafe check("pipe_bind", uv_pipe_bind(cuv_pipe(stream), path))
        try unsafe check("fs_chmod", cuv_chmod(path, 0o600))
    }

    private func localEndpoint(
        _ stream: UnsafeMutablePointer<uv_stream_t>
    ) throws(LoopError) -> Endpoint {
        var address = cuv_address()
        try unsafe check("tcp_getsockname", cuv_tcp_local_address(stream, &address))
        let host = try unsafe text(&address)
        return unsafe .tcp(host: host, port: cuv_address_port(&address))
    }

    /// Makes a new connection answer without delay and tells who is there.
    private func introduce(
        _ stream: UnsafeMutablePointer<uv_stream_t>, isTCP: Bool
    ) throws(LoopError) -> Peer {
        guard isTCP else { return .unix }
        try unsafe check("tcp_nodelay", uv_tcp_nodelay(cuv_tcp(stream), 1))
        var address = cuv_address()
        try unsafe check("tcp_getpeername", cuv_tcp_peer_address(stream, &address))
        return try unsafe Peer(ip: text(&address))
    }

    private func text(_ address: UnsafePointer<cuv_address>) throws(LoopError) -> String {
        // An IPv6 address in text needs at most 46 bytes.
        var buffer = [CChar](repeating: 0, count: 64)
        try unsafe check("ip_name", cuv_address_text(address, &buffer, buffer.count))
        return String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
    }
}
