import Foundation
import Sessions
import Testing

/// The stories of `protocol/sessions`, each in three ways: against the engine in memory, against
/// a server over TCP with its journal in SQLite, and against one that is killed and started again
/// between any two statements.
@Suite(.serialized) struct SessionTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static let stories: [String] = {
        let folder = root.appending(path: "protocol/sessions").path
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        return names.filter { $0.hasSuffix(".session") }.sorted()
    }()

    static func sample(_ name: String) -> String {
        root.appending(path: "deploy/sample/\(name).json").path
    }

    /// The programs of this build stand beside the tests.
    static func program(_ name: String) -> String {
        Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
            .map { $0.bundleURL.deletingLastPathComponent().appending(path: name).path }
            ?? root.appending(path: ".build/debug/\(name)").path
    }

    static let setup = ServerSetup(
        program: program("yushid"), commandLine: program("yushi"),
        flags: [
            "--roster", sample("roster"), "--principals", sample("principals"), "--policy",
            sample("policy"), "--calendar", sample("calendar"),
        ])

    func play(_ story: String, on target: any SessionTarget) throws {
        let path = Self.root.appending(path: "protocol/sessions/\(story)").path
        let source = try Data(contentsOf: URL(filePath: path))
        let script = try ScriptParser.parse(file: path, source: Array(source))
        let tokens = try JSONDecoder().decode(
            [String: String].self, from: Data(contentsOf: URL(filePath: Self.sample("tokens"))))
        let report = SessionRunner(target: target, tokens: tokens).run(script)
        if let failure = report.failure { Issue.record("\(failure)") }
        #expect(report.executed > 10, "\(story) was played")
    }

    @Test func thereAreStories() {
        #expect(Self.stories.count >= 14)
    }

    @Test(arguments: stories) func inMemory(story: String) throws {
        let files = MemoryTarget.Files(
            roster: Self.sample("roster"), principals: Self.sample("principals"),
            policy: Self.sample("policy"), calendar: Self.sample("calendar"))
        try play(story, on: MemoryTarget(files: files))
    }

    @Test(arguments: stories) func overTCP(story: String) throws {
        try play(story, on: TCPTarget(starting: Self.setup))
    }

    @Test(arguments: stories) func killedBetweenAnyTwoStatements(story: String) throws {
        try play(story, on: TCPTarget(starting: Self.setup, kills: true))
    }
}
