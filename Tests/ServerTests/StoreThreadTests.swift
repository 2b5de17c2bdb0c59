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
        let folder = try Folder()
        let path = folder.path + "/journal.db"
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
            folder.path, "SELECT value FROM meta WHERE name = 'snapshot_format'")
        #expect(kept == [[isHurried ? "0" : "\(Recovery.format)"]])
    }

    /// Whoever gives a command does not wait for what others read, and who reads is told what was
    /// there when it was asked for.
    @Test func entriesGoBeforeReads() throws {
        let folder = try Folder()
        let path = folder.path + "/journal.db"
        try SQLiteJournal.create(path: path)
        let entries = try (1...3).map { position in
            try EntryCoder().entry(
                StoredEntry(
                    position: position, matter: "S1", version: position, at: 0, principal: "p",
                    key: "\(position)", digest: 0, placeBefore: "complaint",
                    placeAfter: "complaint",
                    events: Array(#"[{"event":"noted","text":"x"}]"#.utf8)))
        }
        let store = StoreThread()
        var heard: [String] = []
        let loop = try EventLoop()
        let mailbox: Mailbox<StoreNews> = try loop.makeMailbox { [unowned loop] news in
            for item in news {
                switch item {
                case .committed(let position): heard.append("committed \(position)")
                case .read(let ticket, let found):
                    heard.append("read \(ticket.rawValue): \(found.map(\.position))")
                case .readFailed(let ticket, _): heard.append("not read \(ticket.rawValue)")
                case .statesKept: heard.append("kept")
                case .stateNotSaved: heard.append("not kept")
                case .logNotFolded: heard.append("log not folded")
                case .stopped: loop.stop()
                }
            }
        }
        // What is posted before the thread is there comes to it together.
        var work: [StoreWork] = [
            .append(entries[0]),
            .read(ReadTicket(rawValue: 1), .range(from: 1, limit: 1)),
            .append(entries[1]),
            .saveStates([], floor: 0),
            .read(ReadTicket(rawValue: 2), .positions([2, 1])),
            .append(entries[2]), .stop,
        ]
        store.post(&work)
        store.start(journalPath: path, mailbox: mailbox) { fatalError("\($0)") }
        loop.run()
        #expect(heard == ["committed 3", "read 1: [1]", "kept", "read 2: [2, 1]"])
    }
}
