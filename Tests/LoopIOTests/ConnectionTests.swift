import Glibc
import LoopIO
import Testing

extension LoopTests {
    /// Bytes in, bytes out, and what happens when the two sides do not keep pace.
    @Suite struct ConnectionTests {
        @Test(arguments: Family.allCases)
        func echoesTenMegabytesInOddSizes(_ family: Family) throws {
            let seed = UInt64.random(in: 0...UInt64.max)
            print("seed of the odd sizes: \(seed)")
            let harness = try Harness()
            let loop = harness.loop
            let endpoint = try loop.listen(on: family.endpoint, backlog: 8)
            let payload = pattern(10_000_000)
            let client = Worker {
                let client = Client(endpoint)
                let sender = Worker {
                    var generator = SeededGenerator(seed: seed)
                    var rest = payload[...]
                    while !rest.isEmpty {
                        let size = Int.random(in: 1...100_003, using: &generator)
                        client.send(rest.prefix(size))
                        rest = rest.dropFirst(size)
                    }
                    client.endWriting()
                }
                let reading = client.receive()
                sender.join()
                client.close()
                return reading
            }
            try harness.run { event in
                switch event {
                case .received(let id, let bytes):
                    if bytes.isEmpty || bytes.count > 65536 { Issue.record("\(bytes.count) bytes") }
                    loop.write(bytes, to: id)
                case .closed: loop.stop()
                default: break
                }
            }
            let reading = client.join()
            reading.expect(payload)
            #expect(reading.error == 0)
            #expect(harness.onlyReason == .endOfStream)
        }

        @Test(arguments: Family.allCases)
        func queueGrowsWhileThePeerDoesNotRead(_ family: Family) throws {
            let harness = try Harness()
            let loop = harness.loop
            let endpoint = try loop.listen(on: family.endpoint, backlog: 8)
            let chunk = pattern(262_144)
            let chunks = 64
            let full = Gate()
            let client = Worker {
                let client = Client(endpoint)
                full.wait()
                let reading = client.receive(chunk.count * chunks)
                client.close()
                return reading
            }
            var sizes: [Int] = []
            var flushes = 0
            try harness.run { event in
                switch event {
                case .accepted(let id, _, _):
                    for _ in 0..<chunks {
                        loop.write(chunk, to: id)
                        sizes.append(loop.queuedBytes(of: id))
                    }
                    full.open()
                case .flushed(let id):
                    flushes += 1
                    #expect(loop.queuedBytes(of: id) == 0)
                case .closed: loop.stop()
                default: break
                }
            }
            let reading = client.join()
            let expected = (0..<chunks).reduce(into: []) { bytes, _ in bytes += chunk }
            reading.expect(expected)
            #expect(flushes == 1)
            // Once the system is full, every write is queued whole.
            let queued = sizes.drop { $0 == 0 }
            #expect(queued.count > chunks / 2)
            #expect(zip(queued, queued.dropFirst()).allSatisfy { $1 == $0 + chunk.count })
        }

        @Test(arguments: Family.allCases)
        func whatTheSystemTakesAtOnceIsNeverQueued(_ family: Family) throws {
            let harness = try Harness()
            let loop = harness.loop
            let endpoint = try loop.listen(on: family.endpoint, backlog: 8)
            let client = Worker {
                let client = Client(endpoint)
                let reading = client.receive(3)
                client.close()
                return reading
            }
            var sawFlushed = false
            try harness.run { event in
                switch event {
                case .accepted(let id, _, _):
                    loop.write([], to: id)
                    loop.write([1], to: id)
                    loop.write([2, 3], to: id)
                    #expect(loop.queuedBytes(of: id) == 0)
                case .flushed: sawFlushed = true
                case .closed: loop.stop()
                default: break
                }
            }
            #expect(client.join().bytes == [1, 2, 3])
            #expect(!sawFlushed)
        }

        @Test(arguments: Family.allCases)
        func pausedConnectionDeliversNothing(_ family: Family) throws {
            let harness = try Harness()
            let loop = harness.loop
            let endpoint = try loop.listen(on: family.endpoint, backlog: 8)
            var paused: ConnectionID?
            var receivedWhilePaused = false
            var bytes: [UInt8] = []
            let mailbox = try loop.makeMailbox { (_: [Void]) in
                // Sent and pollable by now: the next turns would deliver it, were it not paused.
                #expect(throws: Never.self) {
                    try harness.afterTurns(2) {
                        guard let id = paused else { return }
                        paused = nil
                        loop.resumeReading(id)
                        loop.resumeReading(id)
                    }
                }
            }
            let client = Worker {
                let client = Client(endpoint)
                client.send([7, 8, 9])
                mailbox.post(())
                let reading = client.receive(1)
                client.close()
                return reading
            }
            try harness.run { event in
                switch event {
                case .accepted(let id, _, _):
                    loop.pauseReading(id)
                    loop.pauseReading(id)
                    paused = id
                case .received(let id, let part):
                    if paused != nil { receivedWhilePaused = true }
                    bytes += part
                    if bytes.count == 3 { loop.write([1], to: id) }
                case .closed: loop.stop()
                default: break
                }
            }
            #expect(client.join().bytes == [1])
            #expect(bytes == [7, 8, 9])
            #expect(!receivedWhilePaused)
        }

        @Test func identifiersAreNeverReused() throws {
            let harness = try Harness()
            let loop = harness.loop
            let endpoint = try loop.listen(on: Family.tcp.endpoint, backlog: 8)
            let client = Worker {
                for _ in 0..<50 {
                    let client = Client(endpoint)
                    client.endWriting()
                    _ = client.receive()
                    client.close()
                }
            }
            var closed = 0
            try harness.run { event in
                guard case .closed = event else { return }
                closed += 1
                if closed == 50 { loop.stop() }
            }
            client.join()
            let numbers = harness.accepted.map(\.rawValue)
            #expect(numbers.count == 50)
            #expect(zip(numbers, numbers.dropFirst()).allSatisfy { $0 < $1 })
        }

        @Test func unknownConnectionsAreIgnored() throws {
            let harness = try Harness()
            let unknown = ConnectionID(rawValue: 4711)
            harness.loop.write([1], to: unknown)
            harness.loop.close(unknown)
            harness.loop.reset(unknown)
            harness.loop.pauseReading(unknown)
            harness.loop.resumeReading(unknown)
            #expect(harness.loop.queuedBytes(of: unknown) == 0)
            harness.end()
        }
    }
}
