import Foundation
import Glibc
import Testing

extension ServerTests {
    /// The server is killed at random moments under load. What it said stays true.
    @Suite struct KillTests {
        static let clients = 8
        static let kills = 12

        /// `YUSHI_TEST_SEED` repeats the choices of a run, though not the moments of its threads.
        static let seed: UInt64 =
            ProcessInfo.processInfo.environment["YUSHI_TEST_SEED"].flatMap { UInt64($0) }
            ?? UInt64.random(in: 1...UInt64(Int32.max))

        @Test func nothingIsLostAndNothingHappensTwice() throws {
            print("kill test: seed \(Self.seed)")
            let folder = try Folder()
            let data = folder.path + "/data"
            let stage = Monitor(Stage())
            let clerks = (0..<Self.clients).map { number in
                Worker { try Clerk(number, seed: Self.seed, stage: stage).run() }
            }
            let watch = Worker { try watchEverything(stage) }
            var random = SeededGenerator(seed: Self.seed)
            var daemon = try Daemon(data: data)
            publish(daemon, stage)
            for _ in 0..<Self.kills {
                let target =
                    stage.state.acknowledgements + Int.random(in: 20...300, using: &random)
                try stage.wait(for: "acknowledgement") {
                    $0.acknowledgements >= target || $0.isBroken ? () : nil
                }
                if stage.state.isBroken { break }
                #expect(try daemon.end(SIGKILL) == -SIGKILL)
                daemon = try Daemon(data: data)
                publish(daemon, stage)
            }
            stage.change { $0.isEnding = true }
            let journals = try clerks.map { try $0.join() }

            let reader = try daemon.link(as: "auditor")
            let tip = try #require(try reader.call("server.status")["result"]["position"].int)
            #expect(throws: Never.self) {
                try stage.wait(for: "push of position \(tip)") { $0.watched >= tip ? () : nil }
            }
            let histories = try histories(of: try matters(reader), reader)
            let documents = try documents(of: try matters(reader), reader)
            stage.change { $0.isOver = true }
            #expect(try daemon.end(SIGTERM) == 0)

            var pushes: [Push] = []
            #expect(throws: Never.self) { pushes = try watch.join() }
            let records = Records(
                clients: journals, entries: try entries(data), histories: histories,
                documents: documents, pushes: pushes)
            let violations = records.violations
            #expect(violations.isEmpty, "seed \(Self.seed): \(violations.prefix(10))")
            #expect(records.entries.count == tip)
            #expect(records.documents.count > 0)
            #expect(try query(data, "PRAGMA integrity_check") == [["ok"]])
            let sums = try query(data, "SELECT count(*), max(position) FROM entry")[0]
            #expect(sums == [String(tip), String(tip)])
            report(records)
        }

        /// The kills must have met something, or the run proves nothing.
        private func report(_ records: Records) {
            let asked = records.clients.flatMap { $0 }
            let uncertain = asked.filter { $0.sendings > $0.replies.count }
            let kept = uncertain.filter { $0.replies.first?.replayed == true }
            let replays = asked.reduce(0) { $0 + $1.replies.dropFirst().count }
            #expect(uncertain.count > 0 && replays > 0)
            print(
                """
                kill test: \(Self.kills) kills, \(records.entries.count) entries, \
                \(uncertain.count) commands with an unknown outcome, of which \(kept.count) had \
                been kept; \(replays) further replays; \(records.documents.count) documents
                """)
        }

        private func publish(_ daemon: Daemon, _ stage: Monitor<Stage>) {
            let address = daemon.address
            stage.change {
                $0.generation += 1
                $0.address = address
            }
        }

        // MARK: What the server has in the end

        private func entries(_ data: String) throws -> [Entry] {
            try query(
                data,
                """
                SELECT position, matter, version, principal, idempotency_key FROM entry \
                ORDER BY position
                """
            ).map { row in
                Entry(
                    position: try #require(Int(row[0])), matter: row[1],
                    version: try #require(Int(row[2])), person: row[3], key: row[4])
            }
        }

        /// The items of a list, over all of its pages.
        private func items(
            _ link: Link, _ method: String, _ params: [String: JSON]
        ) throws -> [JSON] {
            var params = params
            params["pageSize"] = 200
            var items: [JSON] = []
            repeat {
                let result = try link.call(method, .object(params))["result"]
                try #require(result != .null)
                items += result["items"].elements
                params["cursor"] = result["nextCursor"] == .null ? nil : result["nextCursor"]
            } while params["cursor"] != nil
            return items
        }

        private func matters(_ link: Link) throws -> [JSON] {
            try items(link, "docket.list", ["filter": [:]]).map { $0["matter"] }
        }

        private func histories(of matters: [JSON], _ link: Link) throws -> [Entry] {
            try matters.flatMap { matter in
                try items(link, "matter.history", ["matter": matter]).map { item in
                    Entry(
                        position: try #require(item["position"].int),
                        matter: try #require(matter.string),
                        version: try #require(item["version"].int),
                        person: item["principal"].string ?? "", key: "")
                }
            }
        }

        private func documents(of matters: [JSON], _ link: Link) throws -> [IssuedDocument] {
            try matters.flatMap { matter in
                try link.call("matter.get", ["matter": matter])["result"]["documents"].elements
                    .map { document in
                        IssuedDocument(
                            issuer: try #require(document["issuer"].string),
                            kind: try #require(document["kind"].string),
                            number: try #require(document["number"].string))
                    }
            }
        }
    }
}

/// Watches everything, and after each lost connection goes on from where it was.
private func watchEverything(_ stage: Monitor<Stage>) throws -> [Push] {
    var pushes: [Push] = []
    var seen = 0
    while true {
        let next = try stage.wait(for: "server to watch") { stage in
            stage.isOver ? 0 : stage.generation > seen ? stage.generation : nil
        }
        guard next > 0, let address = stage.state.address else { return pushes }
        seen = next
        do {
            let link = try Link(address)
            try link.hello(as: "auditor")
            let from = pushes.last?.position ?? 0
            let answer = try link.call(
                "docket.watch", ["filter": [:], "fromPosition": .int(from)])
            // The answer comes before the first push, and begins where it was asked to.
            guard answer["result"]["position"] == .int(from), link.notifications.isEmpty else {
                throw Refused(answer: answer)
            }
            while true {
                let message = try link.receive()
                guard message["method"] == "docket.changed" else { continue }
                let change = message["params"]
                guard let position = change["position"].int, let version = change["version"].int,
                    let matter = change["matter"].string
                else { throw Refused(answer: message) }
                pushes.append(Push(position: position, matter: matter, version: version))
                stage.change { $0.watched = position }
            }
        } catch is Disconnected {
            continue
        } catch let fault as SystemFault where fault.call == "connect" {
            continue
        }
    }
}
