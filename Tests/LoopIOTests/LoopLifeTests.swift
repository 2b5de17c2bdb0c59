import Glibc
import LoopIO
import Synchronization
import Testing

extension LoopTests {
    /// Mailboxes, timers, signals, turns, and the end of a loop.
    @Suite struct LoopLifeTests {
        @Test func mailboxKeepsTheOrderOfEachThread() throws {
            let harness = try Harness()
            let loop = harness.loop
            let threads = 4
            let each = 25_000
            var next = [Int](repeating: 0, count: threads)
            var total = 0
            var misplaced = 0
            var batches = 0
            let mailbox = try loop.makeMailbox { (messages: [(thread: Int, number: Int)]) in
                batches += 1
                for message in messages {
                    if next[message.thread] != message.number { misplaced += 1 }
                    next[message.thread] = message.number + 1
                }
                total += messages.count
                if total == threads * each { loop.stop() }
            }
            let workers = (0..<threads).map { thread in
                Worker { for number in 0..<each { mailbox.post((thread, number)) } }
            }
            try harness.run { _ in }
            for worker in workers { worker.join() }
            #expect(total == threads * each)
            #expect(misplaced == 0)
            #expect(batches > 0)
        }

        @Test func mailboxGivesABurstAtOnceAndDropsAfterTheEnd() throws {
            let harness = try Harness()
            let loop = harness.loop
            var batches: [[Int]] = []
            let mailbox = try loop.makeMailbox { (messages: [Int]) in
                batches.append(messages)
                loop.stop()
            }
            for number in 0..<1000 { mailbox.post(number) }
            try harness.run { _ in }
            mailbox.post(1000)
            #expect(batches == [Array(0..<1000)])
        }

        @Test func postsWhileTheLoopEnds() throws {
            for _ in 0..<50 {
                let harness = try Harness()
                let loop = harness.loop
                let mailbox = try loop.makeMailbox { (_: [Int]) in loop.stop() }
                let workers = (0..<2).map { _ in
                    Worker { for number in 0..<2000 { mailbox.post(number) } }
                }
                try harness.run { _ in }
                for worker in workers { worker.join() }
            }
        }

        @Test func timersFireInTheirOrderAndNotEarly() throws {
            let harness = try Harness()
            let loop = harness.loop
            let start = loop.monotonicMilliseconds
            var names: [TimerID: (name: String, due: UInt64)] = [:]
            for (name, delay) in [("c", 30), ("a", 0), ("b", 15), ("d", 30)] as [(String, UInt64)] {
                let id = try loop.startTimer(afterMilliseconds: delay, repeatMilliseconds: 0)
                names[id] = (name, start + delay)
            }
            let stopped = try loop.startTimer(afterMilliseconds: 1, repeatMilliseconds: 1)
            loop.stopTimer(stopped)
            loop.stopTimer(stopped)
            var fired: [String] = []
            try harness.run { event in
                guard case .fired(let id) = event else { return }
                #expect(id != stopped)
                fired.append(names[id]?.name ?? "?")
                #expect(loop.monotonicMilliseconds >= names[id]?.due ?? .max)
                loop.stopTimer(id)
                if fired.count == 4 { loop.stop() }
            }
            #expect(fired == ["a", "b", "c", "d"])
        }

        @Test func repeatingTimerRepeatsUntilStopped() throws {
            let harness = try Harness()
            let loop = harness.loop
            let ticker = try loop.startTimer(afterMilliseconds: 0, repeatMilliseconds: 1)
            var end: TimerID?
            var ticks = 0
            try harness.run { event in
                switch event {
                case .fired(ticker):
                    ticks += 1
                    guard ticks == 3 else { return }
                    loop.stopTimer(ticker)
                    // A ticker that still ran would be due before this one.
                    end = try? loop.startTimer(afterMilliseconds: 20, repeatMilliseconds: 0)
                case .fired(let id): if id == end { loop.stop() }
                default: break
                }
            }
            #expect(ticks == 3)
        }

        @Test func signalsAreEvents() throws {
            let harness = try Harness()
            let loop = harness.loop
            try loop.watchSignal(SIGUSR1)
            try loop.watchSignal(SIGUSR1)
            try loop.watchSignal(SIGUSR2)
            #expect(throws: LoopError.self) { try loop.watchSignal(SIGKILL) }
            kill(getpid(), SIGUSR1)
            var seen: [Int32] = []
            try harness.run { event in
                guard case .signal(let number) = event else { return }
                seen.append(number)
                if number == SIGUSR1 { kill(getpid(), SIGUSR2) } else { loop.stop() }
            }
            #expect(seen == [SIGUSR1, SIGUSR2])
        }

        /// What a turn brought is complete at its end, and what its end causes needs no other event
        /// to come about.
        @Test func turnEndsAfterItsEventsAndBeforeWaiting() throws {
            let harness = try Harness()
            let loop = harness.loop
            let endpoint = try loop.listen(on: Family.tcp.endpoint, backlog: 8)
            let client = Worker {
                let client = Client(endpoint)
                client.send([1, 2, 3])
                let reading = client.receive()
                client.close()
                return reading
            }
            var batch: [(ConnectionID, [UInt8])] = []
            var trace: [String] = []
            try harness.run { event in
                switch event {
                case .received(let id, let bytes):
                    trace.append("received")
                    batch.append((id, bytes))
                case .turnEnded:
                    guard !batch.isEmpty else { return }
                    trace.append("turnEnded")
                    for (id, bytes) in batch {
                        loop.write(bytes, to: id)
                        loop.close(id)
                    }
                    batch = []
                case .closed:
                    trace.append("closed")
                    loop.stop()
                default: break
                }
            }
            #expect(client.join().bytes == [1, 2, 3])
            #expect(trace == ["received", "turnEnded", "closed"])
        }

        /// With work left nothing has to happen for the next turn to begin.
        @Test func turnsGoOnWhileWorkIsLeft() throws {
            let harness = try Harness()
            let loop = harness.loop
            var turns = 0
            loop.hasWorkLeft = true
            try harness.run { event in
                guard case .turnEnded = event else { return }
                turns += 1
                loop.hasWorkLeft = turns < 5
                if turns == 5 { loop.stop() }
            }
            #expect(turns == 5)
        }

        @Test(arguments: Family.allCases)
        func stopClosesEverything(_ family: Family) throws {
            let harness = try Harness()
            let loop = harness.loop
            let endpoint = try loop.listen(on: family.endpoint, backlog: 64)
            _ = try loop.listen(on: family.endpoint, backlog: 64)
            _ = try loop.makeMailbox { (_: [Int]) in }
            _ = try loop.startTimer(afterMilliseconds: 1_000_000, repeatMilliseconds: 5)
            try loop.watchSignal(SIGUSR1)
            let client = Worker {
                let clients = (0..<20).map { _ in Client(endpoint) }
                for client in clients {
                    _ = client.receive()
                    client.close()
                }
            }
            var accepted = 0
            var turnsAfterStop = 0
            try harness.run { event in
                switch event {
                case .accepted(let id, _, _):
                    accepted += 1
                    loop.write(pattern(1_000_000), to: id)
                    if accepted.isMultiple(of: 3) { loop.close(id) }
                    if accepted == 20 {
                        loop.stop()
                        loop.stop()
                    }
                case .turnEnded: if accepted == 20 { turnsAfterStop += 1 }
                default: break
                }
            }
            client.join()
            #expect(harness.closed.values.allSatisfy { $0 == [.requested] })
            #expect(turnsAfterStop == 0)
        }

        @Test func nothingCanBeMadeAfterStop() throws {
            let loop = try EventLoop()
            loop.stop()
            let attempts: [() throws -> Void] = [
                { _ = try loop.listen(on: Family.tcp.endpoint, backlog: 8) },
                { _ = try loop.startTimer(afterMilliseconds: 1, repeatMilliseconds: 0) },
                { try loop.watchSignal(SIGUSR1) },
                { _ = try loop.makeMailbox { (_: [Int]) in } },
            ]
            for attempt in attempts {
                let error = #expect(throws: LoopError.self) { try attempt() }
                #expect(error?.name == "ECANCELED")
            }
            loop.run()
            #expect(loop.liveHandles == 0)
        }

        @Test func forgottenLoopCleansUp() throws {
            let path = temporaryPath()
            var mailbox: Mailbox<Int>?
            do {
                let loop = try EventLoop()
                _ = try loop.listen(on: .unix(path: path), backlog: 8)
                _ = try loop.startTimer(afterMilliseconds: 1, repeatMilliseconds: 1)
                mailbox = try loop.makeMailbox { _ in Issue.record("a message from nowhere") }
                mailbox?.post(1)
            }
            mailbox?.post(2)
            #expect(unsafe access(path, F_OK) == -1)
        }

        @Test func handlerIsReleasedAfterTheRun() throws {
            final class Owner {}
            weak var owner: Owner?
            let loop = try EventLoop()
            do {
                let held = Owner()
                owner = held
                loop.onEvent = { _ in
                    _ = held
                    loop.stop()
                }
            }
            #expect(owner != nil)
            loop.run()
            #expect(owner == nil)
        }
    }
}
