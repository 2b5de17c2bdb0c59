import Foundation
import Glibc
import Testing

extension ServerTests {
    /// The ways in which a server ends, and what is still true after each.
    @Suite struct EndTests {
        /// As many queries as a connection has answered in its turn.
        static let answersOfSlowReader = 16

        /// A client that was promised more than it reads, so that the server has bytes left for
        /// it. A unix socket takes only a few of them.
        static func slowReader(_ daemon: Daemon) throws -> Link {
            let link = try daemon.link(on: daemon.addresses[1])
            try link.hello(as: "auditor")
            let lines = try (0..<answersOfSlowReader).map { _ in
                try link.request("organ.list", ["pageSize": 200]).line
            }
            // What comes in one piece is handled in one turn, and this one asks after it. A second
            // turn would wait for a reader who takes nothing.
            try link.send(lines.joined())
            #expect(try daemon.link().isServed())
            return link
        }

        static func start(_ folder: Folder) throws -> Daemon {
            try Daemon(
                data: folder.path + "/data",
                listen: ["tcp:127.0.0.1:0", "unix:\(folder.path)/s"])
        }

        static func count(_ folder: Folder) throws -> Int? {
            Int(try query(folder.path + "/data", "SELECT count(*) FROM entry")[0][0])
        }

        /// Everything in the journal was answered and everything answered is in the journal,
        /// though the signal came into the middle of a stream of commands.
        @Test func drainAnswersWhatIsInFlight() throws {
            let folder = try Folder()
            let daemon = try Self.start(folder)
            let clerk = try daemon.link(as: "cy-clerk")
            let idle = try daemon.link()
            #expect(try idle.isServed())
            let matter = try #require(
                try clerk.call("matter.register", Sample.register("r"))["result"]["matter"].string)
            let notes = 1000
            var lines = ""
            for version in 1...notes {
                lines += try clerk.request(
                    "matter.note", Sample.note(matter, version, "n\(version)")
                )
                .line
            }
            let text = lines
            let descriptor = clerk.descriptor
            let writing = Worker { try writeAll(text, to: descriptor) }
            var accepted = 0
            var refused: Set<String> = []
            var announcements: [JSON] = []
            var isSignalled = false
            while let line = try clerk.nextLine() {
                let message = try JSON(parsing: line)
                if message["result"] != .null {
                    accepted += 1
                    #expect(message["result"]["version"] == .int(accepted + 1))
                } else if message["method"] == "session.draining" {
                    announcements.append(message["params"])
                } else {
                    refused.insert(message["error"]["data"]["reason"].string ?? line)
                }
                if !isSignalled { daemon.child.signal(SIGTERM) }
                isSignalled = true
            }
            try? writing.join()
            #expect(try daemon.child.waitForExit() == 0)
            #expect(announcements.count == 1)
            #expect(announcements.first?["deadline"].string != nil)
            #expect((announcements.first?["reconnectAfter"].int ?? 0) > 0)
            #expect(refused.isSubset(of: ["DRAINING"]))
            #expect(try Self.count(folder) == accepted + 1)
            // An idle client hears of the drain too, then of the end.
            #expect(try idle.receive()["method"] == "session.draining")
            #expect(try idle.nextLine() == nil)
        }

        @Test func drainingServerTakesNoConnection() throws {
            let folder = try Folder()
            let daemon = try Self.start(folder)
            let slow = try Self.slowReader(daemon)
            let other = try daemon.link(as: "cy-clerk")
            daemon.child.signal(SIGTERM)
            #expect(try other.receive()["method"] == "session.draining")
            #expect(try other.nextLine() == nil, "nothing was in flight here")
            for address in daemon.addresses {
                #expect(throws: SystemFault.self) { try Link(address) }
            }
            // It still waits for the slow reader, who gets everything and then the end.
            var answers = 0
            while let line = try slow.nextLine() {
                if line.contains("\"result\"") { answers += 1 }
            }
            #expect(answers == Self.answersOfSlowReader)
            #expect(try daemon.child.waitForExit() == 0)
        }

        @Test func secondSignalEndsAtOnce() throws {
            let folder = try Folder()
            let daemon = try Self.start(folder)
            let slow = try Self.slowReader(daemon)
            let other = try daemon.link(as: "cy-clerk")
            daemon.child.signal(SIGTERM)
            // The server has closed what it could and now waits for the slow reader alone.
            while try other.nextLine() != nil {}
            daemon.child.signal(SIGTERM)
            #expect(try daemon.child.waitForExit(seconds: 5) == 0)
            withExtendedLifetime(slow) {}
        }

        /// Long queries that have begun are answered, the others refused, and nobody waits for all.
        @Test func stopAnswersEveryLongQuery() throws {
            let folder = try Folder()
            let daemon = try Self.start(folder)
            let clerk = try daemon.link(as: "cy-clerk")
            // More than are looked into at once.
            let registrations = try (0..<300).map { number in
                try clerk.request("matter.register", Sample.register("r\(number)")).line
            }
            try clerk.send(registrations.joined())
            for _ in registrations { #expect(try clerk.receive()["error"] == .null) }
            let auditor = try daemon.link(as: "auditor")
            let asked = try (0..<100).map { _ in try auditor.request("docket.statistics") }
            try auditor.send(asked.map(\.line).joined())
            // The first answer tells that the others have arrived too.
            var answers = [try auditor.receive()]
            daemon.child.signal(SIGTERM)
            while let line = try auditor.nextLine() { answers.append(try JSON(parsing: line)) }
            #expect(try daemon.child.waitForExit() == 0)
            let replies = answers.filter { $0["id"] != .null }
            #expect(Set(replies.compactMap { $0["id"].int }) == Set(asked.map(\.id)))
            #expect(replies.count == asked.count)
            let errors = Set(replies.compactMap { $0["error"]["data"]["reason"].string })
            // More were asked than one person may have waiting.
            #expect(errors.isSubset(of: ["DRAINING", "RATE_LIMITED"]))
            #expect(replies.contains { $0["result"] != .null })
        }

        /// Somebody keeps the journal locked, so that the snapshots cannot be written; the client
        /// is gone before the store gives them up.
        @Test func clientsDoNotWaitForSnapshots() throws {
            let folder = try Folder()
            let daemon = try Self.start(folder)
            let clerk = try daemon.link(as: "cy-clerk")
            // It is there before it is needed: a server that nobody gives commands for a quarter of
            // a second writes its snapshots down.
            let statements = folder.path + "/statements"
            try #require(unsafe mkfifo(statements, 0o600) == 0)
            let holder = try Child(
                "/bin/sh",
                [
                    "-c",
                    #"exec sqlite3 -cmd '.timeout 10000' -cmd "SELECT 'there'" "#
                        + #""$0/data/journal.db" < "$0/statements""#,
                    folder.path,
                ])
            // Opened for reading too, so that nobody waits for the other; held until the end.
            let writer = try FileHandle(forUpdating: URL(filePath: statements))
            defer { try? writer.close() }
            #expect(try holder.nextLine() == "there")

            let lines = try (0..<2000).map { number in
                try clerk.request("matter.register", Sample.register("r\(number)")).line
            }
            try clerk.send(lines.joined())
            for _ in lines { #expect(try clerk.receive()["error"] == .null) }
            try writer.write(contentsOf: Data("BEGIN IMMEDIATE; SELECT 'held';\n".utf8))
            #expect(try holder.nextLine() == "held")
            daemon.child.signal(SIGTERM)
            while try clerk.nextLine() != nil {}
            #expect(try daemon.child.waitForExit() == 0)
            // What was said in which order does not depend on who is how fast.
            let log = daemon.child.errors
            let closing = try #require(log.range(of: "closing the connections"))
            let given = try #require(log.range(of: "a snapshot was not kept"))
            #expect(closing.lowerBound < given.lowerBound)
            withExtendedLifetime(holder) {}
        }

        @Test func drainEndsAtItsDeadline() throws {
            let folder = try Folder()
            let daemon = try Self.start(folder)
            let clerk = try daemon.link(as: "cy-clerk")
            _ = try clerk.call("matter.register", Sample.register("k"))
            let slow = try Self.slowReader(daemon)
            daemon.child.signal(SIGTERM)
            #expect(try daemon.child.waitForExit(seconds: 25) == 0)
            #expect(daemon.child.errors.contains("the drain did not finish in time"))
            // The next start need not pay for it.
            let kept = try query(folder.path + "/data", "SELECT count(*) FROM numbered_state")
            #expect(kept == [["1"]])
            withExtendedLifetime(slow) {}
        }

        @Test func killLosesNothing() throws {
            let folder = try Folder()
            let first = try Self.start(folder)
            let clerk = try first.link(as: "cy-clerk")
            let answer = try clerk.call("matter.register", Sample.register("r"))["result"]
            #expect(try first.end(SIGKILL) == -SIGKILL)
            let second = try Self.start(folder)
            let again = try second.link(as: "cy-clerk")
            let matter = try again.call("matter.get", ["matter": answer["matter"]])["result"]
            #expect(matter["version"] == 1)
            let retry = try again.call("matter.register", Sample.register("r"))["result"]
            #expect(retry["replayed"].isTrue)
            #expect(retry["position"] == answer["position"])
            #expect(try second.end(SIGTERM) == 0)
        }

        /// The end of a client while the server writes to it is no end of the server.
        @Test(arguments: [0, 1]) func clientVanishesWhileTheServerWrites(_ address: Int) throws {
            let folder = try Folder()
            let daemon = try Self.start(folder)
            for _ in 0..<20 {
                let link = try daemon.link(as: "auditor", on: daemon.addresses[address])
                for _ in 0..<20 {
                    try link.send(try link.request("organ.list", ["pageSize": 200]).line)
                }
                #expect(try link.nextLine() != nil)
            }
            #expect(try daemon.link().isServed())
            #expect(try daemon.end(SIGTERM) == 0)
        }

        /// Who reads the log does not decide whether a server ends that can write no more.
        @Test func aFullPipeOfTheLogHoldsNoEndUp() throws {
            let folder = try Folder()
            let pipe = folder.path + "/log"
            #expect(unsafe mkfifo(pipe, 0o600) == 0)
            let reader = unsafe open(pipe, O_RDWR | O_NONBLOCK)
            defer { close(reader) }
            let limited = try Daemon(
                data: folder.path + "/data",
                prefix: [
                    "/bin/sh", "-c", "exec \"$@\" 2>\"$0\"", pipe, "/usr/bin/prlimit",
                    "--fsize=200000", "--",
                ])
            let byte = [UInt8(ascii: "x")]
            while unsafe write(reader, byte, 1) == 1 {}
            let clerk = try limited.link(as: "cy-clerk")
            #expect(throws: Disconnected.self) {
                for number in 0..<10_000 {
                    _ = try clerk.call("matter.register", Sample.register("r\(number)"))
                }
            }
            #expect(try limited.child.waitForExit() == 74)
        }

        /// The journal cannot grow: the process ends with a reason, the command that it could not
        /// keep was not answered, and every other one is there afterwards.
        @Test func fullJournalStopsTheServer() throws {
            let folder = try Folder()
            let data = folder.path + "/data"
            let matter: String
            do {
                let daemon = try Self.start(folder)
                let clerk = try daemon.link(as: "cy-clerk")
                matter = try #require(
                    try clerk.call("matter.register", Sample.register("r"))["result"]["matter"]
                        .string)
                #expect(try daemon.end(SIGTERM) == 0)
            }
            let limited = try Daemon(
                data: data, prefix: ["/usr/bin/prlimit", "--fsize=200000", "--"])
            let clerk = try limited.link(as: "cy-clerk")
            var acknowledged = 1
            var held: String?
            while held == nil, acknowledged < 10_000 {
                let key = "n\(acknowledged)"
                do {
                    let answer = try clerk.call(
                        "matter.note", Sample.note(matter, acknowledged, key))
                    try #require(answer["result"]["version"] == .int(acknowledged + 1))
                    acknowledged += 1
                } catch is Disconnected {
                    held = key
                }
            }
            let key = try #require(held)
            #expect(try limited.child.waitForExit() == 74)
            #expect(limited.child.errors.contains("yushid: cannot"), "\(limited.child.errors)")
            #expect(limited.child.errors.contains("SQLITE_"), "\(limited.child.errors)")

            let whole = try Self.start(folder)
            let again = try whole.link(as: "cy-clerk")
            for version in 1..<acknowledged {
                let answer = try again.call(
                    "matter.note", Sample.note(matter, version, "n\(version)"))
                #expect(answer["result"]["replayed"].isTrue)
                #expect(answer["result"]["version"] == .int(version + 1))
            }
            // The command that was held is now accepted, be it for the first or the second time.
            let answer = try again.call("matter.note", Sample.note(matter, acknowledged, key))
            #expect(answer["result"]["version"] == .int(acknowledged + 1))
            #expect(try whole.end(SIGTERM) == 0)
            #expect(try Self.count(folder) == acknowledged + 1)
        }
    }
}

/// Writes from another thread while the owner of a link reads.
func writeAll(_ text: String, to descriptor: Int32) throws {
    var rest = Array(text.utf8)[...]
    let deadline = DispatchTime.now() + 60
    while !rest.isEmpty {
        guard try waitUntilReady(descriptor, POLLOUT, deadline) else {
            throw TimedOut(description: "the server takes no bytes")
        }
        let count = unsafe rest.withUnsafeBytes { buffer in
            unsafe send(descriptor, buffer.baseAddress, buffer.count, Int32(MSG_NOSIGNAL))
        }
        if count >= 0 {
            rest = rest.dropFirst(count)
        } else if errno != EAGAIN && errno != EINTR {
            throw Disconnected()
        }
    }
}
