import ArgumentParser
import Foundation
import Testing

@testable import yushi

/// What the Chinese manual tells its readers to type and to expect.
@Suite struct ReadmeTests {
    static let manual: String = {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "README.zh.md")
        return (try? String(contentsOf: file, encoding: .utf8)) ?? ""
    }()

    /// The commands in its blocks, without remarks and what comes after a pipe.
    static let commands: [String] = manual.split(separator: "\n").filter {
        $0.hasPrefix("yushi ")
    }.map { line in
        String(line.prefix { $0 != "#" && $0 != "|" }).trimmingCharacters(in: .whitespaces)
    }

    @Test(arguments: commands)
    func commandsExist(_ line: String) throws {
        let words = line.split(separator: " ").dropFirst().map(String.init)
        _ = try YushiCommand.parseAsRoot(Array(words))
    }

    @Test func everyStatusIsExplained() {
        #expect(Self.commands.count > 10)
        for status in ExitStatus.allCases {
            #expect(Self.manual.contains("| \(status.rawValue) |"), "\(status)")
        }
    }
}
