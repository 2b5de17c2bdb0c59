// A server for tests that answers each line as the test says: blocking sockets, one thread for
// each connection, and nothing of the real server in it.

import Glibc
import Synchronization

/// A server on a free port of the loopback, which lives until the process ends.
final class ScriptedServer: Sendable {
    /// What the server does about a line.
    enum Response: Sendable {
        case lines([String])
        /// Bytes as they are.
        case raw([UInt8])
        /// Sends nothing more and closes the connection.
        case close
        case nothing
    }

    /// Called for each line with the number of the connection, from 1.
    typealias Handler = @Sendable (_ connection: Int, _ line: String) -> Response

    let port: UInt16
    private let listener: Int32
    private let handler: Handler
    private let received = Mutex<[String]>([])

    /// The lines that came, with the number of their connection before them: `1 {…}`.
    var lines: [String] { received.withLock { $0 } }

    init(_ handler: @escaping Handler) {
        self.handler = handler
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
        precondition(listener >= 0, "no socket")
        var name = sockaddr_in()
        name.sin_family = sa_family_t(AF_INET)
        name.sin_addr = in_addr(s_addr: UInt32(0x7F00_0001).bigEndian)
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = listener
        let status = unsafe withUnsafeMutablePointer(to: &name) { pointer in
            unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { name in
                unsafe bind(descriptor, name, size) == 0
                    && listen(descriptor, 16) == 0
                    && getsockname(descriptor, name, &size) == 0
            }
        }
        precondition(status, "cannot listen")
        port = UInt16(bigEndian: name.sin_port)
        startThread { [self] in accept() }
    }

    private func accept() {
        var number = 0
        while true {
            let peer = Glibc.accept(listener, nil, nil)
            guard peer >= 0 else { return }
            number += 1
            let connection = number
            startThread { [self] in serve(peer, connection) }
        }
    }

    private func serve(_ peer: Int32, _ connection: Int) {
        defer { close(peer) }
        var buffer: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        while true {
            let count = unsafe recv(peer, &chunk, chunk.count, 0)
            guard count > 0 else { return }
            buffer += chunk[..<count]
            while let end = buffer.firstIndex(of: 0x0A) {
                let line = String(decoding: buffer[..<end], as: UTF8.self)
                buffer.removeFirst(end + 1)
                received.withLock { $0.append("\(connection) \(line)") }
                switch handler(connection, line) {
                case .lines(let lines):
                    write(Array((lines.joined(separator: "\n") + "\n").utf8), peer)
                case .raw(let bytes): write(bytes, peer)
                case .close: return
                case .nothing: break
                }
            }
        }
    }

    private func write(_ bytes: [UInt8], _ peer: Int32) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = unsafe rest.withUnsafeBytes {
                unsafe send(peer, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }
}

/// Runs a body on a thread of its own; tests run on a small pool that must not be blocked for
/// ever by servers.
private func startThread(_ body: @escaping @Sendable () -> Void) {
    var thread = pthread_t()
    let box = unsafe Unmanaged.passRetained(Body(run: body)).toOpaque()
    let status = unsafe pthread_create(&thread, nil, runBody, box)
    precondition(status == 0, "no thread")
    pthread_detach(thread)
}

private final class Body: Sendable {
    let run: @Sendable () -> Void
    init(run: @escaping @Sendable () -> Void) { self.run = run }
}

private func runBody(_ box: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let box = unsafe box {
        unsafe Unmanaged<Body>.fromOpaque(box).takeRetainedValue().run()
    }
    return nil
}
