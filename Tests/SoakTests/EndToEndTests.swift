import Foundation
import Testing

/// A short run of the real program against the real server: every kind of fault once.
@Suite struct EndToEndTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    /// The programs of this build stand beside the tests.
    static let programs: URL =
        Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
        .map { $0.bundleURL.deletingLastPathComponent() }
        ?? root.appending(path: ".build/debug")

    /// Runs each kind of episode once.
    private static func run(
        _ options: [String] = []
    ) throws -> (status: Int32, text: String) {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "yushi-soak-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let soak = Process()
        soak.executableURL = programs.appending(path: "yushi-soak")
        soak.arguments =
            [
                "--server", programs.appending(path: "yushid").path,
                "--sample", root.appending(path: "deploy/sample").path,
                "--folder", folder.path, "--seconds", "0", "--calls-max", "1",
            ] + options
        let output = Pipe()
        soak.standardOutput = output
        try soak.run()
        let text = String(
            decoding: try output.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        soak.waitUntilExit()
        return (soak.terminationStatus, text)
    }

    /// A disk that says that it has synced and has not is the bug that the loss of power looks for.
    @Test func aDiskThatLiesIsFound() throws {
        let (status, text) = try Self.run(["--lying-disk"])
        #expect(status == 1, "\(text)")
        #expect(text.contains("found: missing(key:"), "\(text)")
        #expect(!text.contains("fault:"), "\(text)")
    }

    @Test func everyKindOfFaultLeavesWhatWasSaidTrue() throws {
        let (status, text) = try Self.run()
        #expect(status == 0, "\(text)")

        let last = text.split(separator: "\n").last ?? ""
        print("soak test: \(last)")
        let pairs = last.split(separator: " ").map { $0.split(separator: "=") }
        let counts = Dictionary(
            pairs.filter { $0.count == 2 }.map { (String($0[0]), String($0[1])) }
        ) { first, _ in first }
        func count(_ name: String) throws -> Int {
            try #require(counts[name].flatMap { Int($0) }, "\(name) in \(last)")
        }
        #expect(try count("findings") == 0)
        var kinds = ["kills", "pauses", "stops", "power_losses"]
        // Without strace, or where nobody may follow a process, the program says so.
        if !text.contains("faults at system calls: skipped") {
            kinds += ["call_kills", "start_kills", "sync_failures", "write_failures"]
            #expect(
                try count("sync_failures") >= 4,
                "of a commit, twice, of a fold, of the directory: \(text)")
        }
        for kind in kinds { #expect(try count(kind) > 0, "\(kind) in \(last)") }
        #expect(try count("unknown") > 0 && count("retries") > 0 && count("pushes") > 0)
    }
}
