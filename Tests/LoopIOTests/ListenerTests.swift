import Glibc
import LoopIO
import Testing

extension LoopTests {
    /// Where a loop may listen, and what it leaves behind.
    @Suite struct ListenerTests {
        private func failure(of body: () throws -> Void) -> LoopError? {
            do {
                try body()
                return nil
            } catch {
                return error as? LoopError
            }
        }

        private func mode(_ path: String) -> mode_t? {
            var status = stat()
            return unsafe lstat(path, &status) == 0 ? status.st_mode & 0o777 : nil
        }

        @Test func resolvesThePort() throws {
            let harness = try Harness()
            let bound = try harness.loop.listen(
                on: .tcp(host: "localhost", port: 0), backlog: 8)
            guard case .tcp(let host, let port) = bound else {
                Issue.record("bound to \(bound)")
                return
            }
            #expect(port > 0)
            #expect(["127.0.0.1", "::1"].contains(host))
            harness.end()
        }

        @Test func takenPort() throws {
            let first = try Harness()
            let bound = try first.loop.listen(on: Family.tcp.endpoint, backlog: 8)
            let second = try Harness()
            let error = failure { _ = try second.loop.listen(on: bound, backlog: 8) }
            #expect(error?.name == "EADDRINUSE")
            #expect(error?.message == "address already in use")
            first.end()
            second.end()
        }

        @Test func unresolvableHost() throws {
            let harness = try Harness()
            let error = failure {
                _ = try harness.loop.listen(
                    on: .tcp(host: "no-such-host.invalid", port: 0), backlog: 8)
            }
            #expect(error?.operation == "getaddrinfo")
            harness.end()
        }

        @Test func unixSocketIsPrivateAndRemoved() throws {
            let harness = try Harness()
            let path = temporaryPath()
            #expect(
                try harness.loop.listen(on: .unix(path: path), backlog: 8) == .unix(path: path))
            #expect(mode(path) == 0o600)
            harness.loop.stopListening()
            #expect(mode(path) == nil)
            harness.end()
        }

        @Test func liveUnixSocketIsRefused() throws {
            let first = try Harness()
            let endpoint = try first.loop.listen(on: Family.unix.endpoint, backlog: 8)
            let second = try Harness()
            let error = failure { _ = try second.loop.listen(on: endpoint, backlog: 8) }
            #expect(error?.name == "EADDRINUSE")
            second.end()
            // The refused one left the file alone, and the first one serves. (The probe of the
            // second shows up there as a connection that ended.)
            let client = Worker {
                let client = Client(endpoint)
                client.send([5])
                let reading = client.receive(1)
                client.close()
                return reading
            }
            var echoed: ConnectionID?
            try first.run { event in
                switch event {
                case .received(let id, let bytes):
                    echoed = id
                    first.loop.write(bytes, to: id)
                case .closed(let id, _):
                    if id == echoed { first.loop.stop() }
                default: break
                }
            }
            #expect(client.join().bytes == [5])
        }

        @Test func staleUnixSocketIsReplaced() throws {
            let path = temporaryPath()
            let dead = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
            var address = unixAddress(path)
            let size = socklen_t(MemoryLayout<sockaddr_un>.size)
            let code = unsafe withUnsafeBytes(of: &address) {
                unsafe bind(dead, $0.assumingMemoryBound(to: sockaddr.self).baseAddress, size)
            }
            #expect(code == 0)
            close(dead)
            #expect(mode(path) != nil)
            let harness = try Harness()
            let endpoint = try harness.loop.listen(on: .unix(path: path), backlog: 8)
            let client = Worker {
                let client = Client(endpoint)
                client.close()
            }
            var peer: Peer?
            try harness.run { event in
                switch event {
                case .accepted(_, let who, _): peer = who
                case .closed: harness.loop.stop()
                default: break
                }
            }
            client.join()
            #expect(peer == Peer(address: "unix", isLocal: true))
        }

        @Test func otherFilesAreLeftAlone() throws {
            let path = temporaryPath()
            let file = unsafe open(path, O_CREAT | O_WRONLY, 0o644)
            close(file)
            defer { unsafe unlink(path) }
            let harness = try Harness()
            let error = failure {
                _ = try harness.loop.listen(on: .unix(path: path), backlog: 8)
            }
            #expect(error?.name == "EADDRINUSE")
            harness.end()
            #expect(mode(path) == 0o644)
        }

        @Test(arguments: [(107, nil), (108, "ENAMETOOLONG")] as [(Int, String?)])
        func pathLength(_ length: Int, _ name: String?) throws {
            let start = temporaryPath()
            let path = start + String(repeating: "x", count: length - start.utf8.count)
            let harness = try Harness()
            let error = failure {
                _ = try harness.loop.listen(on: .unix(path: path), backlog: 8)
            }
            #expect(error?.name == name)
            #expect((mode(path) != nil) == (name == nil))
            harness.end()
            #expect(mode(path) == nil)
        }

        @Test func dualStackPeerHasItsIPv4Address() throws {
            let harness = try Harness()
            let loop = harness.loop
            guard
                case .tcp(_, let port) = try? loop.listen(
                    on: .tcp(host: "::", port: 0), backlog: 8)
            else { return }  // No IPv6 on this machine.
            let client = Worker {
                for host in ["127.0.0.1", "::1"] {
                    let client = Client(.tcp(host: host, port: port))
                    _ = client.receive()
                    client.close()
                }
            }
            var peers: [Peer] = []
            var closed = 0
            try harness.run { event in
                switch event {
                case .accepted(let id, let peer, _):
                    peers.append(peer)
                    loop.close(id)
                case .closed:
                    closed += 1
                    if closed == 2 { loop.stop() }
                default: break
                }
            }
            client.join()
            #expect(
                peers == [
                    Peer(address: "127.0.0.1", isLocal: true), Peer(address: "::1", isLocal: true),
                ])
        }

        @Test func connectionsOutliveTheListener() throws {
            let harness = try Harness()
            let loop = harness.loop
            let endpoint = try loop.listen(on: Family.tcp.endpoint, backlog: 8)
            let client = Worker {
                let client = Client(endpoint)
                let reading = client.receive(1)
                client.send([9])
                _ = client.receive()
                client.close()
                return reading
            }
            var received: [UInt8] = []
            try harness.run { event in
                switch event {
                case .accepted(let id, _, _):
                    loop.stopListening()
                    loop.write([8], to: id)
                case .received(let id, let bytes):
                    received += bytes
                    loop.close(id)
                case .closed: loop.stop()
                default: break
                }
            }
            #expect(client.join().bytes == [8])
            #expect(received == [9])
        }
    }
}
