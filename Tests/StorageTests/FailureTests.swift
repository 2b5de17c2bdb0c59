import Glibc
import Journal
import SQLiteStorage
import Testing

/// Writes that really fail, processes that really die, and calls that are errors of the program.
@Suite struct FailureTests {
    let directory = TemporaryDirectory()
    var path: String { directory.file("journal.db") }

    @Test func afterAFailedAppendEveryCallIsRefused() throws {
        let journal = try makeJournal(path)
        try journal.append(entries(1...5))
        // Another process takes position 8 behind the journal's back.
        let thief = """
            INSERT INTO entry SELECT 8, matter, version, at, principal, idempotency_key,
            parameters_digest, place_before, place_after,
            events, NULL FROM entry WHERE position = 1
            """
        #expect(sqlite(path, thief).status == 0)
        #expect(
            fault { try journal.append(entries(6...9)) }
                == JournalFault(
                    operation: "insert entry 8",
                    reason: "SQLITE_CONSTRAINT_PRIMARYKEY: UNIQUE constraint failed: entry.position"
                ))
        expectRefusal(of: journal)
        journal.close()
        #expect(sqlite(path, "DELETE FROM entry WHERE position = 8").status == 0)
        let reopened = try SQLiteJournal(path: path)
        #expect(try reopened.entries(from: 1, limit: 100) == entries(1...5))
        try reopened.append(entries(6...6))
        reopened.close()
    }

    /// The limit holds for a whole process, so the test is a process of its own.
    @Test func aCommitThatCannotBeWrittenIsNoCommit() async throws {
        await #expect(processExitsWith: .success) { [path = path as String] in
            let journal = try makeJournal(path)
            let events = #"["\#(String(repeating: "x", count: 3_000))"]"#
            try journal.append((1...20).map { entry($0, events: events) })
            signal(SIGXFSZ, SIG_IGN)
            limitFiles(to: 200_000)
            // The transaction fits into memory, so nothing is written before its commit.
            let thrown = fault {
                try journal.append((21...80).map { entry($0, events: events) })
            }
            #expect(thrown?.operation == "commit the batch")
            let reason = thrown?.reason ?? ""
            #expect(
                reason == "SQLITE_IOERR_WRITE: disk I/O error"
                    || reason == "SQLITE_FULL: database or disk is full")
            expectRefusal(of: journal)
            journal.close()
            limitFiles(to: rlim_t.max)
            let reopened = try SQLiteJournal(path: path)
            #expect(reopened.lastPosition == 20)
            let expected = (1...20).map { entry($0, events: events) }
            #expect(try reopened.entries(from: 1, limit: 100) == expected)
            reopened.close()
        }
        #expect(sqlite(path, "PRAGMA integrity_check").output == "ok\n")
        #expect(sqlite(path, "SELECT count(*), max(position) FROM entry").output == "20|20\n")
    }

    /// A fold that cannot write harms nothing, is told, and is made up for.
    @Test func aLogThatCannotBeFoldedRemains() async throws {
        await #expect(processExitsWith: .success) { [path = path as String] in
            let journal = try makeJournal(path)
            let events = #"["\#(String(repeating: "x", count: 3_000))"]"#
            func append(_ positions: ClosedRange<Int64>) throws {
                try journal.append(positions.map { entry($0, events: events) })
            }
            func fold() throws -> String {
                switch try journal.foldLongLog() {
                case .notDue: "not due"
                case .done: "done"
                case .heldUp(let obstacle): obstacle.operation
                }
            }
            try append(1...20)
            #expect(try fold() == "not due")
            try append(21...400)
            #expect(try fold() == "done")
            signal(SIGXFSZ, SIG_IGN)
            limitFiles(to: 1_000_000)
            try append(401...600)
            #expect(try fold() == "fold the log into the database")
            try append(601...610)
            limitFiles(to: rlim_t.max)
            #expect(try fold() == "done")
            #expect(journal.close() == nil)
            let reopened = try SQLiteJournal(path: path)
            #expect(reopened.lastPosition == 610)
            reopened.close()
        }
    }

    @Test func snapshotsThatCannotBeSavedHarmNoEntry() throws {
        let journal = try makeJournal(path)
        try journal.append(entries(1...2))
        let old = StoredState(matter: "a", position: 1, state: [1])
        try journal.saveStates([old], format: 1, floor: 1)
        #expect(
            sqlite(
                path,
                """
                CREATE TRIGGER full BEFORE INSERT ON matter_state WHEN NEW.matter = 'c'
                BEGIN SELECT RAISE(ABORT, 'no room'); END
                """
            ).status == 0)
        let new = ["b", "c"].map { StoredState(matter: $0, position: 2, state: [2]) }
        #expect(
            fault { try journal.saveStates(new, format: 2, floor: 2) }
                == JournalFault(
                    operation: "save a snapshot", reason: "SQLITE_CONSTRAINT_TRIGGER: no room"))
        #expect(try snapshots(of: journal, format: 1) == Snapshots(floor: 1, states: [old]))
        try journal.append(entries(3...3))
        #expect(journal.lastPosition == 3)
        journal.close()
    }

    @Test func whatWasAppendedOutlivesTheProcess() async throws {
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            let journal = try makeJournal(path)
            for position in Int64(1)...50 {
                try journal.append([entry(position)])
            }
            kill(getpid(), SIGKILL)
        }
        #expect(exists(path + "-wal"))
        let journal = try SQLiteJournal(path: path)
        #expect(try journal.entries(from: 1, limit: 100) == entries(1...50))
        // Opening has made it durable: the database file alone, without the log, has everything.
        let copy = directory.file("copy.db")
        #expect(run(["cp", path, copy]).status == 0)
        #expect(sqlite(copy, "SELECT count(*) FROM entry").output == "50\n")
        journal.close()
    }

    @Test func positionsOutOfOrderTrapInMemory() async {
        let result = await #expect(
            processExitsWith: .failure, observing: [\.standardErrorContent]
        ) {
            try MemoryJournal().append([entry(2)])
        }
        expectTrap("the positions of a batch continue the journal without gaps", in: result)
    }

    @Test func positionsOutOfOrderTrap() async {
        let result = await #expect(
            processExitsWith: .failure, observing: [\.standardErrorContent]
        ) { [path = path as String] in
            let journal = try makeJournal(path)
            try journal.append(entries(1...2))
            try journal.append([entry(3), entry(5)])
        }
        expectTrap("the positions of a batch continue the journal without gaps", in: result)
        #expect(sqlite(path, "SELECT count(*) FROM entry").output == "2\n")
    }

    @Test func snapshotsOfTheFutureTrap() async {
        let result = await #expect(
            processExitsWith: .failure, observing: [\.standardErrorContent]
        ) { [path = path as String] in
            let journal = try makeJournal(path)
            try journal.append(entries(1...2))
            try journal.saveStates([], format: 1, floor: 3)
        }
        expectTrap("the floor is a position of the journal", in: result)
    }

    @Test func aClosedJournalTraps() async {
        let result = await #expect(
            processExitsWith: .failure, observing: [\.standardErrorContent]
        ) { [path = path as String] in
            let journal = try makeJournal(path)
            journal.close()
            try journal.append(entries(1...1))
        }
        expectTrap("a closed journal is not used", in: result)
    }
}

/// The process ended by the precondition with this message, and not by anything else.
private func expectTrap(_ message: String, in result: ExitTest.Result?) {
    let errors = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(errors.contains(message))
}

/// Every call throws the fault that tells of the earlier one.
private func expectRefusal(of journal: SQLiteJournal) {
    let state = StoredState(matter: "m", position: 1, state: [])
    let faults: [JournalFault?] = [
        fault { try journal.append(entries(6...6)) },
        fault { try journal.append([]) },
        fault { try journal.entries(from: 1, limit: 1) },
        fault { try journal.entries(at: [1]) },
        fault { try journal.saveStates([state], format: 1, floor: 1) },
        fault { try snapshots(of: journal, format: 1) },
    ]
    for fault in faults {
        #expect(fault?.reason.hasPrefix("an earlier write failed") == true)
    }
}

/// Limits the length of the files that this process writes, in bytes.
private func limitFiles(to bytes: rlim_t) {
    var limit = rlimit()
    unsafe getrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    limit.rlim_cur = min(bytes, limit.rlim_max)
    let code = unsafe setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit)
    precondition(code == 0, "the soft limit may be changed")
}
