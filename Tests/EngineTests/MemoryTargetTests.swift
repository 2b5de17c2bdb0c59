// Scripted sessions against the engine in memory: the target's own rules. SessionTests plays the
// stories on it.

import Sessions
import Testing

@Suite struct MemoryTargetTests {
    private static let root =
        "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

    private static func target() -> MemoryTarget {
        let sample = root + "/deploy/sample/"
        return MemoryTarget(
            files: MemoryTarget.Files(
                roster: sample + "roster.json", principals: sample + "principals.json",
                policy: sample + "policy.json", calendar: sample + "calendar.json"))
    }

    private static let tokens = Dictionary(
        uniqueKeysWithValues: ["cy-clerk", "auditor"].map { ($0, "sample-" + $0) })

    private func run(_ text: String) throws -> SessionReport {
        let script = try ScriptParser.parse(file: "test.session", source: Array(text.utf8))
        return SessionRunner(target: Self.target(), tokens: Self.tokens).run(script)
    }

    private let register =
        #"clerk> {"id": 1, "method": "matter.register", "params": {"content": 2, "summary": "x","#
        + #" "supervised": "chaoyang-market", "source": {"kind": "complaint"},"#
        + #" "idempotencyKey": "r"}}"#
    private let registered =
        #"clerk< {"id": 1, "result": {"matter": "S1", "at": "2026-03-02T01:00:00.000Z","#

    @Test func aKillKeepsTheJournalAndEndsTheConnections() throws {
        let report = try run(
            """
            server start
            clock set 2026-03-02T01:00:00Z
            connect clerk as cy-clerk
            \(register)
            \(registered) "...": "..."}}
            server kill
            clerk closed
            server start
            clock +1h
            connect clerk as cy-clerk
            \(register)
            \(registered) "replayed": true, "...": "..."}}
            clerk quiet
            """)
        #expect(report.failure == nil, "\(String(describing: report.failure))")
        #expect(report.executed == 13)
    }

    @Test func aStopTellsTheClients() throws {
        let report = try run(
            """
            connect clerk as cy-clerk
            server stop
            clerk< {"method": "session.draining", "params": {"...": "..."}}
            clerk closed
            """)
        #expect(report.failure == nil, "\(String(describing: report.failure))")
    }

    @Test(arguments: [
        ("server kill\nconnect a as auditor", "the server is not running"),
        ("server start --speed fast", "the engine in memory knows no flag '--speed'"),
        ("clock set 2026-03-02T01:00:00Z\nclock set 2026-03-01T01:00:00Z", "does not go back"),
        ("exec yushi status", "no address"),
        ("server start --policy p.json\n-- p.json --\n{\"polic\": 1}", "did not start"),
    ]) func whatCannotBeIsAFault(text: String, message: String) throws {
        let failure = try #require(try run(text).failure)
        #expect("\(failure)".contains(message), "\(failure)")
    }
}
