import Glibc
import LoopIO
import Testing

extension LoopTests {
    /// The ways in which a connection ends; each reports `closed` once (see `Harness`).
    @Suite struct EndingTests {
        @Test(arguments: Family.allCases)
        func closeDeliversWhatIsQueued(_ family: Family) throws {
            let harness = try Harness()
            let loop = harness.loop
            let endpoint = try loop.listen(on: family.endpoint, backlog: 8)
            let payload = pattern(16_000_000)
            let queued = Gate()
            let client = Worker {
                let client = Client(endpoint)
                queued.wait()
                let reading = client.receive()
                client.close()
                return reading
            }
            var receivedAfterClose = false
            try harness.run { event in
                switch event {
                case .accepted(let id, _, _):
                    loop.write(payload, to: id)
                    #expect(loop.queuedBytes(of: id) > 0)
                    loop.close(id)
                    loop.close(id)
                    loop.write([0], to: id)
                    loop.resumeReading(id)
                    queued.open()
                case .received: receivedAfterClose = true
                case .closed: loop.stop()
                default: break
                }
            }
            let reading = client.join()
            reading.expect(payload)
            #expect(reading.error == 0)
            #expect(harness.onlyReason == .requested)
            #expect(!receivedAfterClose)
        }

        /// Without care, closing over unread input turns into an RST that eats the reply.
        @Test(arguments: Family.allCases)
        func closeOverUnreadInputIsNoReset(_ family: Family) throws {
            let harness = try Harness()
            let loop = harness.loop
            let endpoint = try loop.listen(on: family.endpoint, backlog: 8)
            var connection: ConnectionID?
            let mailbox = try loop.makeMailbox { (_: [Void]) in
                // Accepted, too, by then; and what was sent lies in the system's buffer.
                #expect(throws: Never.self) {
                    try harness.afterTurns(2) {
                        guard let id = connection else { return }
                        loop.write([42], to: id)
                        loop.close(id)
                    }
                }
            }
            let client = Worker {
                let client = Client(endpoint)
                client.send(pattern(20_000))
                mailbox.post(())
                let reading = client.receive()
                client.close()
                return reading
            }
            try harness.run { event in
                switch event {
                case .accepted(let id, _, _):
                    connection = id
                    loop.pauseReading(id)
                case .closed: loop.stop()
                default: break
                }
            }
            let reading = client.join()
            #expect(reading.bytes == [42])
            #expect(reading.error == 0)
        }

        @Test(arguments: [false, true])
        func resetTearsTheConnection(_ isDraining: Bool) throws {
            let harness = try Harness()
            let loop = harness.loop
            let endpoint = try loop.listen(on: Family.tcp.endpoint, backlog: 8)
            let payload = pattern(32_000_000)
            let done = Gate()
            let client = Worker {
                let client = Client(endpoint)
                done.wait()
                let reading = client.receive()
                client.close()
                return reading
            }
            var flushed = false
            try harness.run { event in
                switch event {
                case .accepted(let id, _, _):
                    loop.write(payload, to: id)
                    if isDraining { loop.close(id) }
                    loop.reset(id)
                    loop.reset(id)
                    loop.close(id)
                    loop.write([0], to: id)
                case .flushed: flushed = true
                case .closed:
                    done.open()
                    loop.stop()
                default: break
                }
            }
            let reading = client.join()
            #expect(reading.error == ECONNRESET)
            #expect(reading.bytes.count < payload.count)
            #expect(harness.onlyReason == .requested)
            #expect(!flushed)
        }

        @Test func resetOfAUnixSocketEndsIt() throws {
            let harness = try Harness()
            let loop = harness.loop
            let endpoint = try loop.listen(on: Family.unix.endpoint, backlog: 8)
            let client = Worker {
                let client = Client(endpoint)
                let reading = client.receive()
                client.close()
                return reading
            }
            try harness.run { event in
                switch event {
                case .accepted(let id, _, _): loop.reset(id)
                case .closed: loop.stop()
                default: break
                }
            }
            #expect(client.join().bytes == [])
            #expect(harness.onlyReason == .requested)
        }

        @Test func vanishedPeerIsAFailure() throws {
            let harness = try Harness()
            let loop = harness.loop
            let endpoint = try loop.listen(on: Family.tcp.endpoint, backlog: 8)
            let client = Worker {
                let client = Client(endpoint)
                // The answer proves that the connection was accepted before it is torn.
                client.send([1])
                _ = client.receive(1)
                client.abort()
            }
            try harness.run { event in
                switch event {
                case .received(let id, let bytes): loop.write(bytes, to: id)
                case .closed: loop.stop()
                default: break
                }
            }
            client.join()
            guard case .failed(let error) = harness.onlyReason else {
                Issue.record("closed for \(String(describing: harness.onlyReason))")
                return
            }
            #expect(error.name == "ECONNRESET")
            #expect(error.operation == "read")
        }

        /// A write that fails at once inside the handler must not call the handler again inside it.
        @Test(arguments: Family.allCases)
        func failedWriteIsReportedLater(_ family: Family) throws {
            let harness = try Harness()
            let loop = harness.loop
            let endpoint = try loop.listen(on: family.endpoint, backlog: 8)
            var connection: ConnectionID?
            var isWriting = false
            var reportedInside = false
            let mailbox = try loop.makeMailbox { (_: [Void]) in
                guard let id = connection else { return }
                isWriting = true
                // The first may still be taken by the system; the peer is gone for all others.
                for _ in 0..<100 { loop.write([1], to: id) }
                isWriting = false
            }
            let client = Worker {
                let client = Client(endpoint)
                client.send([1])
                _ = client.receive(1)
                client.abort()
                mailbox.post(())
            }
            try harness.run { event in
                switch event {
                case .received(let id, let bytes):
                    loop.write(bytes, to: id)
                    loop.pauseReading(id)
                    connection = id
                case .closed:
                    if isWriting { reportedInside = true }
                    loop.stop()
                default: break
                }
            }
            client.join()
            guard case .failed(let error) = harness.onlyReason else {
                Issue.record("closed for \(String(describing: harness.onlyReason))")
                return
            }
            #expect(["EPIPE", "ECONNRESET"].contains(error.name))
            #expect(!reportedInside)
        }

        @Test(arguments: Family.allCases)
        func whoEndedItsStreamStillReads(_ family: Family) throws {
            let harness = try Harness()
            let loop = harness.loop
            let endpoint = try loop.listen(on: family.endpoint, backlog: 8)
            let payload = pattern(16_000_000)
            let client = Worker {
                let client = Client(endpoint)
                client.send([1])
                client.endWriting()
                let reading = client.receive()
                client.close()
                return reading
            }
            try harness.run { event in
                switch event {
                case .received(let id, _): loop.write(payload, to: id)
                // What is written after the end of the stream arrives as well.
                case .endOfStream(let id): loop.write([7, 7, 7], to: id)
                case .closed: loop.stop()
                default: break
                }
            }
            client.join().expect(payload + [7, 7, 7])
            #expect(harness.onlyReason == .endOfStream)
        }
    }
}
