import Journal
import SQLiteStorage
import Testing

/// What only a store on disk can do wrong: the file, its locks, its failures.
@Suite struct SQLiteJournalTests {
    let directory = TemporaryDirectory()
    var path: String { directory.file("journal.db") }

    @Test func aMissingFileIsNotCreated() throws {
        let fault = fault { try SQLiteJournal(path: path) }
        #expect(fault?.reason.hasPrefix("SQLITE_CANTOPEN: ") == true)
        #expect(!exists(path))
    }

    @Test func anExistingFileIsNotOverwritten() throws {
        let journal = try makeJournal(path)
        try journal.append(entries(1...3))
        journal.close()
        #expect(fault { try SQLiteJournal.create(path: path) }?.reason == "File exists")
        #expect(try SQLiteJournal(path: path).lastPosition == 3)
    }

    @Test func onlyTheOwnerMayReadTheFiles() throws {
        let journal = try makeJournal(path)
        try journal.append(entries(1...1))
        for file in [path, path + "-wal", path + "-shm"] {
            #expect(run(["stat", "-c", "%a", file]).output == "600\n")
        }
        journal.close()
    }

    @Test func otherFilesAreRefused() throws {
        _ = run(["cp", "/bin/true", path])
        #expect(fault { try SQLiteJournal(path: path) }?.reason.hasPrefix("SQLITE_NOTADB") == true)
        let other = directory.file("other.db")
        #expect(sqlite(other, "CREATE TABLE entry (position)").status == 0)
        let fault = fault { try SQLiteJournal(path: other) }
        #expect(fault?.reason == "the file is not a journal of this server")
    }

    @Test func aNewerVersionIsRefusedAndUntouched() throws {
        try SQLiteJournal.create(path: path)
        #expect(sqlite(path, "PRAGMA user_version = 2").status == 0)
        let fault = fault { try SQLiteJournal(path: path) }
        #expect(
            fault?.description == "cannot open the journal: a newer server wrote it: its tables "
                + "have version 2, and this server knows them up to version 1")
        #expect(sqlite(path, "PRAGMA user_version").output == "2\n")
    }

    @Test func thePlainToolReadsWhileTheJournalIsOpen() throws {
        let journal = try makeJournal(path)
        let events = #"[{"type":"opened","title":"关于\"某\"问题 it's","size":1}]"#
        try journal.append([entry(1, events: events), entry(2)])
        let found = sqlite(
            path, "SELECT json_valid(events), events FROM entry WHERE position = 1",
            readonly: true)
        #expect(found == ProgramResult(status: 0, output: "1|\(events)\n"))
        let title = sqlite(
            path, "SELECT events ->> '$[0].title' FROM entry LIMIT 1", readonly: true)
        #expect(title.output == "关于\"某\"问题 it's\n")
        try journal.append(entries(3...3))
        #expect(sqlite(path, "SELECT max(position) FROM entry", readonly: true).output == "3\n")
        journal.close()
    }

    @Test func theReadableViewShowsTimesAndDigests() throws {
        let journal = try makeJournal(path)
        let times: [Int64] = [0, 1_767_225_599_999, 1_709_210_096_007, 253_402_300_799_999]
        try journal.append(
            times.enumerated().map { index, at in
                StoredEntry(
                    position: Int64(index + 1), matter: "m", version: 1, at: at, principal: "p",
                    key: "k", digest: UInt64.max - UInt64(index), placeBefore: "complaint",
                    placeAfter: "rectification.awaitingReport", events: Array("[]".utf8))
            })
        journal.close()
        let found = sqlite(path, "SELECT at, parameters_digest FROM entry_readable")
        #expect(
            found.output == """
                1970-01-01T00:00:00.000Z|ffffffffffffffff
                2025-12-31T23:59:59.999Z|fffffffffffffffe
                2024-02-29T12:34:56.007Z|fffffffffffffffd
                9999-12-31T23:59:59.999Z|fffffffffffffffc

                """)
    }

    @Test func closingLeavesOneFile() throws {
        let journal = try makeJournal(path)
        try journal.append(entries(1...100))
        #expect(exists(path + "-wal"))
        journal.close()
        journal.close()
        #expect(!exists(path + "-wal"))
        #expect(!exists(path + "-shm"))
        let integrity = sqlite(path, "PRAGMA integrity_check; SELECT count(*) FROM entry")
        #expect(integrity.output == "ok\n100\n")
    }

    @Test func theLogStaysBounded() throws {
        let journal = try makeJournal(path)
        let events = #"["\#(String(repeating: "x", count: 4_000))"]"#
        for first in stride(from: Int64(1), to: 8_000, by: 100) {
            try journal.append((first..<first + 100).map { entry($0, events: events) })
            try journal.foldLongLog()
        }
        let size = run(["stat", "-c", "%s", path + "-wal"]).output.dropLast()
        let bytes = try #require(Int(size))
        // 32 MB were written; the log may hold 64 pages of 8 KiB and the batch that exceeded them.
        #expect(bytes < 2 << 20)
        journal.close()
    }

    @Test(arguments: [1, 4, 10]) func aHoleIsReported(missing: Int) throws {
        let journal = try makeJournal(path)
        try journal.append(entries(1...10))
        // The journal knows where it ends, so it misses its last entry as well.
        #expect(sqlite(path, "DELETE FROM entry WHERE position = \(missing)").status == 0)
        let fault = fault { try journal.entries(from: 1, limit: 100) }
        #expect(fault?.reason == "the journal has a hole after position \(missing - 1)")
        if missing < 10 {
            #expect(try journal.entries(from: Int64(missing) + 1, limit: 100).count == 10 - missing)
        }
        journal.close()
    }

    @Test func aHoleAtTheBeginningIsFoundWhenOpening() throws {
        let journal = try makeJournal(path)
        try journal.append(entries(1...10))
        journal.close()
        #expect(sqlite(path, "DELETE FROM entry WHERE position <= 3").status == 0)
        let fault = fault { try SQLiteJournal(path: path) }
        #expect(fault?.reason == "the journal has a hole after position 0")
    }

    @Test func snapshotsOfMattersComeInTheOrderOfTheirNumbers() throws {
        let journal = try makeJournal(path)
        try journal.append(entries(1...10))
        let names = ["S10", "S9", "matters", "D2", "S1", "S100", "S01"]
        try journal.saveStates(
            names.map { StoredState(matter: $0, position: 2, state: [1]) }, format: 1, floor: 2)
        let newer = StoredState(matter: "S9", position: 7, state: [2])
        try journal.saveStates([newer], format: 1, floor: 5)
        let found = try snapshots(of: journal, format: 1)
        #expect(found.floor == 5)
        #expect(
            found.states.map(\.matter) == ["S01", "matters", "S1", "D2", "S9", "S10", "S100"])
        #expect(found.states[4] == newer)
        let other = StoredState(matter: "S3", position: 3, state: [3])
        try journal.saveStates([other], format: 2, floor: 3)
        #expect(try snapshots(of: journal, format: 2) == Snapshots(floor: 3, states: [other]))
        journal.close()
    }

    /// The first files of this version had all snapshots in one table.
    @Test func aFileWithoutTheTableOfNumbersGetsIt() throws {
        let journal = try makeJournal(path)
        try journal.append(entries(1...3))
        journal.close()
        let statement = """
            DROP TABLE numbered_state; INSERT INTO matter_state VALUES ('S1', 3, x'01');
            UPDATE meta SET value = 1 WHERE name = 'snapshot_format'
            """
        #expect(sqlite(path, statement).status == 0)
        let opened = try SQLiteJournal(path: path)
        #expect(try opened.entries(from: 1, limit: 10) == entries(1...3))
        #expect(try snapshots(of: opened, format: 2) == Snapshots(floor: 0, states: []))
        let state = StoredState(matter: "S1", position: 2, state: [2])
        try opened.saveStates([state], format: 2, floor: 2)
        opened.close()
        let again = try SQLiteJournal(path: path)
        #expect(try snapshots(of: again, format: 2) == Snapshots(floor: 2, states: [state]))
        again.close()
    }

    @Test func snapshotsBeyondTheJournalAreReported() throws {
        let journal = try makeJournal(path)
        try journal.append(entries(1...10))
        let state = StoredState(matter: "m", position: 10, state: [])
        try journal.saveStates([state], format: 1, floor: 8)
        journal.close()
        #expect(sqlite(path, "DELETE FROM entry WHERE position > 9").status == 0)
        let shortened = try SQLiteJournal(path: path)
        let fault = fault { try snapshots(of: shortened, format: 1) }
        #expect(
            fault?.reason
                == "the snapshots reach position 10, but the journal ends at position 9")
    }

    @Test func textThatIsNotUTF8IsReported() throws {
        let journal = try makeJournal(path)
        try journal.append(entries(1...1))
        #expect(sqlite(path, "UPDATE entry SET matter = CAST(x'ff' AS TEXT)").status == 0)
        #expect(fault { try journal.entries(at: [1]) }?.reason == "a text in the file is not UTF-8")
        journal.close()
    }
}
