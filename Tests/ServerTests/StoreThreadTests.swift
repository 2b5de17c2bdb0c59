import Engine
import Foundation
import Journal
import LoopIO
import SQLiteStorage
import Testing

@testable import Server

@Suite struct StoreThreadTests {
    /// Nothing is in the portion: what counts is whether the journal was asked to keep it.
    @Test("snapshots for which a stop has no time are left aside", arguments: [false, true])
    func snapshotsAreLeftAside(isHurried: Bool) throws {
        let directory = FileManager.default.temporaryDirectory
            .appending(path: "yushi-store-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        let path = directory.appending(path: "journal.db").path
        try SQLiteJournal.create(path: path)

        let store = StoreThread()
        if isHurried { store.leaveStates() }
        let loop = try EventLoop()
        var isKept = false
        let mailbox: Mailbox<StoreNews> = try loop.makeMailbox { [unowned loop] news in
            for case .statesKept in news { isKept = true }
            if case .stopped? = news.last { loop.stop() }
        }
        store.start(journalPath: path, mailbox: mailbox) { fatalError("\($0)") }
        let log = FileManager.default.fileExists(atPath: path + "-wal")
        #expect(log, "the journal is open when the start returns")
        var work: [StoreWork] = [.saveStates([], floor: 0), .stop]
        store.post(&work)
        loop.run()

        #expect(isKept == !isHurried, "the next snapshots are taken when these are kept")
        let kept = try query(
            directory.path, "SELECT value FROM meta WHERE name = 'snapshot_format'")
        #expect(kept == [[isHurried ? "0" : "\(Recovery.format)"]])
    }
}
