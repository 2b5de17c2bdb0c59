import Foundation
import Testing

/// A folder of one test; it goes when the test is over.
final class Folder {
    let path: String

    init() throws {
        let url = FileManager.default.temporaryDirectory
            .appending(path: "yushi-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        path = url.path
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    func callAsFunction(_ name: String) -> String { path + "/" + name }

    /// Makes a file in another way than the module does.
    @discardableResult
    func write(_ name: String, _ text: String, mode: mode_t = 0o644) throws -> String {
        try text.write(toFile: self(name), atomically: false, encoding: .utf8)
        try #require(unsafe chmod(self(name), mode) == 0)
        return self(name)
    }

    func read(_ name: String) throws -> String {
        try String(contentsOfFile: self(name), encoding: .utf8)
    }

    /// Everything in the folder, in the order of names, hidden or not.
    func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    }

    func makeFolder(_ name: String) throws {
        try FileManager.default.createDirectory(
            atPath: self(name), withIntermediateDirectories: false)
    }

    func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(
            atPath: self(name), withDestinationPath: target)
    }

    /// Where a link leads to; throws for what is none.
    func target(of name: String) throws -> String {
        try FileManager.default.destinationOfSymbolicLink(atPath: self(name))
    }

    /// What lstat(2) tells.
    func status(_ name: String) throws -> stat {
        var found = stat()
        try #require(unsafe lstat(self(name), &found) == 0, "\(name)")
        return found
    }

    func mode(_ name: String) throws -> mode_t { try status(name).st_mode & 0o7777 }
}

func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

/// The umask of this process, read without changing it for the tests beside this one.
func umaskOfThisProcess() throws -> mode_t {
    let status = try String(contentsOfFile: "/proc/self/status", encoding: .utf8)
    let line = try #require(status.split(separator: "\n").first { $0.hasPrefix("Umask:") })
    return try #require(mode_t(line.dropFirst(6).trimmingCharacters(in: .whitespaces), radix: 8))
}
