internal import Foundation
internal import Glibc
internal import Soak

/// Writes down what a server does to its files, and takes away from them what a loss of power
/// would. A server is recorded from its start on: what it finds there counts as being on the disk.
final class Recorder {
    /// The library that is loaded before the server's program.
    private let library: String
    private let directory: String
    /// On the same file system.
    private let log: String
    /// Whether the disk says that it has synced and has not.
    private let lies: Bool

    /// Nil where there is no such library.
    ///
    /// - Parameter data: the server's data, without symbolic links in its path.
    init?(_ setup: ServerSetup, data: String) {
        guard let library = setup.recording else { return nil }
        (self.library, directory, log) = (library, data, data + ".writes")
        lies = setup.lies
    }

    /// How a server is recorded.
    enum Start {
        /// In a record of its own; and killed at a change or sync of this number, or at a sync of
        /// this number, if it comes so far.
        case anew(killingAt: Int? = nil, killingAtSync: Int? = nil)
        /// In the record of the server before it: what that one has not synced can be lost still.
        case onward
    }

    /// The words that stand before those that start a server.
    func words(_ start: Start) throws -> [String] {
        var words = [
            "env", "LD_PRELOAD=\(library)", "POWERLOSS_DIRECTORY=\(directory)",
            "POWERLOSS_LOG=\(log)",
        ]
        if case .anew(let number, let sync) = start {
            try forget()
            if let number { words.append("POWERLOSS_KILL_AT=\(number)") }
            if let sync { words.append("POWERLOSS_KILL_AT_SYNC=\(sync)") }
        }
        if lies { words.append("POWERLOSS_LIES=1") }
        return words
    }

    /// Leaves of the files what a disk would hold that lost power when the server ended.
    ///
    /// - Parameter mustHaveWritten: whether the record has to tell of the journal.
    func lose(
        _ loss: PowerLoss, mustHaveWritten: Bool, using random: inout SeededGenerator
    ) throws {
        guard let writes = WriteLog(try read(log)),
            !mustHaveWritten || writes.names.contains("journal.db-wal")
        else { throw SoakFault("what the server wrote was not recorded") }
        let found = loss.files(after: writes, contents: try contents(writes), using: &random)
        for name in writes.names {
            let path = "\(directory)/\(name)"
            guard let content = found[name] else {
                try? FileManager.default.removeItem(atPath: path)
                continue
            }
            if (try? read(path)) != content { try Data(content).write(to: URL(filePath: path)) }
        }
        try spoilSharedMemory(&random)
        try forget()
    }

    /// What the files hold, by their numbers.
    private func contents(_ writes: WriteLog) throws -> [UInt32: [UInt8]] {
        // One that has lost its name was put aside. The last record may tell of a name that the
        // file did not come to have.
        var paths: [UInt32: [String]] = [:]
        for change in writes.changes {
            switch change {
            case .known(let file, let name), .created(let file, let name),
                .renamed(let file, let name):
                paths[file, default: ["\(log).\(file)"]].insert("\(directory)/\(name)", at: 1)
            default: break
            }
        }
        return try paths.compactMapValues { paths in
            try paths.first(where: FileManager.default.fileExists).map(read)
        }
    }

    private func read(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(filePath: path)))
    }

    /// Nobody has promised anything of the memory that processes share.
    private func spoilSharedMemory(_ random: inout SeededGenerator) throws {
        let path = directory + "/journal.db-shm"
        guard var bytes = try? read(path) else { return }
        for place in bytes.indices {
            bytes[place] = UInt8.random(in: 0...255, using: &random)
        }
        try Data(bytes).write(to: URL(filePath: path))
    }

    private func forget() throws {
        let folder = URL(filePath: log).deletingLastPathComponent()
        let name = URL(filePath: log).lastPathComponent
        for file in try FileManager.default.contentsOfDirectory(atPath: folder.path)
        where file == name || file.hasPrefix(name + ".") {
            try FileManager.default.removeItem(at: folder.appending(path: file))
        }
    }
}
