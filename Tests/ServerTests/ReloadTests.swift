import Foundation
import Glibc
import Testing

extension ServerTests {
    /// SIGHUP: the four files are read again by a server that goes on.
    @Suite struct ReloadTests {
        /// The sample's files in a folder of their own, and a server that reads them.
        struct House {
            let folder: Folder
            let daemon: Daemon

            static let names = ["roster", "principals", "policy", "calendar"]

            init() throws {
                folder = try Folder()
                var flags: [String] = []
                for name in Self.names {
                    let text = try String(contentsOfFile: Paths.sample(name), encoding: .utf8)
                    flags += ["--" + name, try folder.write(name + ".json", text)]
                }
                daemon = try Daemon(data: folder.path + "/data", files: flags)
            }

            func path(_ name: String) -> String { folder.path + "/" + name + ".json" }

            func text(_ name: String) throws -> String {
                try String(contentsOfFile: path(name), encoding: .utf8)
            }

            func write(_ name: String, _ text: String) throws {
                _ = try folder.write(name + ".json", text)
            }

            /// Changes a file at one place.
            func edit(_ name: String, _ old: String, _ new: String) throws {
                let text = try text(name)
                try #require(text.contains(old), "\(name) has \(old)")
                try write(name, text.replacingOccurrences(of: old, with: new))
            }

            /// The records of the log with this message.
            func log(_ message: String) -> [JSON] {
                daemon.child.errors.split(separator: "\n").compactMap {
                    try? JSON(parsing: String($0))
                }.filter { $0["message"] == .string(message) }
            }

            /// Sends SIGHUP and returns what the server then has said `count` times. It is kept
            /// busy with questions meanwhile, and each of them is answered.
            func reload(until message: String, count: Int, _ link: Link) throws -> JSON {
                daemon.child.signal(SIGHUP)
                for _ in 0..<100_000 {
                    let records = log(message)
                    if records.count >= count { return records[count - 1] }
                    #expect(try link.isServed())
                }
                throw TimedOut(description: "the log never said \(message): \(daemon.child.errors)")
            }
        }

        struct Mistake: CustomTestStringConvertible, Sendable {
            var file: String
            var line: Int
            var old: String
            var new: String

            var testDescription: String { "\(file):\(line)" }
        }

        /// One mistake in each file, with the line on which it stands.
        static let mistakes = [
            Mistake(file: "roster", line: 3, old: #""id": "bj-justice""#, new: #""id": "bj""#),
            Mistake(
                file: "principals", line: 2, old: #""organ": "bj-justice", "roles": ["clerk"]"#,
                new: #""organ": "bj-justice", "roles": ["clark"]"#),
            Mistake(file: "policy", line: 1, old: "twoPersonRule", new: "twoPersonRul"),
            Mistake(file: "calendar", line: 7, old: "2025-01-01", new: "2026-01-01"),
        ]

        @Test func badFilesAreRefusedAndTheOldOnesStay() throws {
            let house = try House()
            let clerk = try house.daemon.link(as: "cy-clerk")
            let before = try clerk.call("server.status")["result"]["server"]
            var count = 0
            for mistake in Self.mistakes {
                let good = try house.text(mistake.file)
                try house.edit(mistake.file, mistake.old, mistake.new)
                // What is good in the same reading does not take effect either.
                let policy = try house.text("policy")
                if mistake.file != "policy" {
                    try house.write(
                        "policy", #"{"twoPersonRule": true, "acceptWithin": {"days": 3}}"#)
                }
                count += 1
                let record = try house.reload(until: "reload refused", count: count, clerk)
                #expect(record["file"].string == house.path(mistake.file))
                #expect(record["line"].string == String(mistake.line), "\(record)")
                #expect(record["level"] == "error" && record["reason"].string?.isEmpty == false)
                #expect(try clerk.call("server.status")["result"]["server"] == before)
                let matter = try clerk.call(
                    "matter.register", Sample.register("m\(count)"))["result"]["matter"]
                let found = try clerk.call("matter.get", ["matter": matter])["result"]
                #expect(found["deadlines"].elements.isEmpty)
                try house.write("policy", policy)
                try house.write(mistake.file, good)
            }
            #expect(house.log("reloaded").isEmpty)
            #expect(try house.daemon.end(SIGTERM) == 0)
        }

        @Test func goodFilesTakeEffectTogether() throws {
            let house = try House()
            let clerk = try house.daemon.link(as: "cy-clerk")
            let leaver = try house.daemon.link(as: "cy-inv2")
            try house.edit("roster", "2026-11-sample", "2026-12")
            try house.edit("calendar", "\"2026-11\"", "\"2026-12-calendar\"")
            try house.write(
                "policy", #"{"twoPersonRule": true, "acceptWithin": {"workingDays": 5}}"#)
            let persons = try house.text("principals").split(separator: "\n")
            try house.write(
                "principals",
                persons.filter { !$0.contains("\"cy-inv2\"") }.joined(separator: "\n"))
            let record = try house.reload(until: "reloaded", count: 1, clerk)
            #expect(record["roster"] == "2026-12" && record["calendar"] == "2026-12-calendar")
            #expect(record["persons"] == "49" && record["sessionsClosed"] == "1")

            let told = try leaver.receive()
            #expect(told["method"] == "session.revoked")
            #expect(told["params"]["reason"] == "UNAUTHENTICATED")
            #expect(try leaver.nextLine() == nil, "the connection is closed")
            #expect(throws: Refused.self) { try house.daemon.link(as: "cy-inv2") }

            let server = try clerk.call("server.status")["result"]["server"]
            #expect(server["rosterEdition"] == "2026-12")
            #expect(server["calendarEdition"] == "2026-12-calendar")
            let matter = try clerk.call("matter.register", Sample.register("m"))["result"]["matter"]
            let found = try clerk.call("matter.get", ["matter": matter])["result"]
            #expect(found["deadlines"].elements.first?["workingDays"] == 5)

            // An organ that an open matter needs may not go, neither now nor over a restart.
            try house.edit("roster", #""id": "chaoyang-market""#, #""id": "chaoyang-market-2""#)
            try house.edit("principals", #""chaoyang-market""#, #""chaoyang-market-2""#)
            let refused = try house.reload(until: "reload refused", count: 1, clerk)
            let reason = try #require(refused["reason"].string)
            #expect(reason.contains("S1") && reason.contains("chaoyang-market"))
            #expect(try house.daemon.end(SIGTERM) == 0)
            let child = try Child(
                Paths.daemon,
                ["--data", house.folder.path + "/data", "--listen", "tcp:127.0.0.1:0"]
                    + House.names.flatMap { ["--" + $0, house.path($0)] })
            #expect(try child.finish().code == 78)
            #expect(child.errors.contains("yushid: the open matter S1 needs the organ"))
        }
    }
}
