import Glibc
import Journal
import SQLiteStorage
import Testing

/// The states in which a server may find its directory, and what it makes of each.
@Suite struct DataDirectoryTests {
    let parent = TemporaryDirectory()
    var path: String { parent.file("data") }

    /// The names in the directory, in order.
    private var names: [String] {
        run(["ls", "-A", path]).output.split(separator: "\n").map(String.init)
    }

    /// Makes a directory with a journal of five entries, and lets it go.
    private func makeUsedDirectory() throws {
        let directory = try DataDirectory.open(path: path)
        let journal = try SQLiteJournal(path: directory.journalPath)
        try journal.append(entries(1...5))
        journal.close()
    }

    @Test func aNewDirectoryIsMadeForItsOwner() throws {
        let directory = try DataDirectory.open(path: path)
        #expect(names == ["journal.db", "lock", "marker"])
        #expect(run(["stat", "-c", "%a", path]).output == "700\n")
        #expect(run(["cat", path + "/lock"]).output == String(getpid()))
        let journal = try SQLiteJournal(path: directory.journalPath)
        #expect(journal.lastPosition == 0)
        journal.close()
    }

    @Test func aUsedDirectoryKeepsItsEntries() throws {
        try makeUsedDirectory()
        #expect(run(["cat", path + "/lock"]).output == "")
        let directory = try DataDirectory.open(path: path)
        let journal = try SQLiteJournal(path: directory.journalPath)
        #expect(try journal.entries(from: 1, limit: 10) == entries(1...5))
        journal.close()
    }

    @Test func aSecondOpeningInThisProcessIsRefused() throws {
        do {
            let first = try DataDirectory.open(path: path)
            #expect(
                fault(opening: path)
                    == .taken(byProcess: getpid()))
            #expect(first.path == path)
        }
        // The first has ended here, and with it the lock.
        _ = try DataDirectory.open(path: path)
    }

    @Test func anotherProcessSeesTheLock() throws {
        let directory = try DataDirectory.open(path: path)
        let attempt = ["flock", "--nonblock", "--conflict-exit-code", "9", path + "/lock", "true"]
        #expect(run(attempt).status == 9 << 8)
        #expect(directory.path == path)
    }

    @Test func aChildDoesNotInheritTheLock() throws {
        let directory = try DataDirectory.open(path: path)
        let files = run(["ls", "-l", "/proc/self/fd"])
        #expect(files.status == 0)
        #expect(!files.output.contains(directory.path))
    }

    @Test func theLockOfAnotherProcessIsSeen() throws {
        try makeUsedDirectory()
        let other = RunningProgram(["flock", path + "/lock", "sh", "-c", "echo held; read line"])
        #expect(other.readByte() == UInt8(ascii: "h"))
        #expect(
            fault(opening: path)
                == .taken(byProcess: nil))
        _ = other.end()
        _ = try DataDirectory.open(path: path)
    }

    @Test func aLockWithItsProcessGoneLocksNobodyOut() throws {
        try makeUsedDirectory()
        #expect(run(["sh", "-c", "echo 4711 > \(path)/lock"]).status == 0)
        let directory = try DataDirectory.open(path: path)
        #expect(run(["cat", path + "/lock"]).output == String(getpid()))
        #expect(directory.path == path)
    }

    @Test func aJournalThatIsGoneIsNotReplaced() throws {
        try makeUsedDirectory()
        #expect(run(["rm", path + "/journal.db"]).status == 0)
        for _ in 1...2 {
            #expect(
                fault(opening: path)
                    == .databaseMissing(path: path + "/journal.db"))
        }
        #expect(names == ["lock", "marker"])
    }

    @Test func aLogWithoutItsJournalIsNotGivenToANewOne() throws {
        #expect(run(["mkdir", path]).status == 0)
        #expect(run(["touch", path + "/journal.db-wal"]).status == 0)
        #expect(
            fault(opening: path)
                == .databaseMissing(path: path + "/journal.db"))
    }

    @Test func aJournalWithoutMarkerIsAdopted() throws {
        try makeUsedDirectory()
        #expect(run(["rm", path + "/marker"]).status == 0)
        let directory = try DataDirectory.open(path: path)
        #expect(names == ["journal.db", "lock", "marker"])
        let journal = try SQLiteJournal(path: directory.journalPath)
        #expect(journal.lastPosition == 5)
        journal.close()
    }

    @Test func theLeftoverOfAnInterruptedCreationIsRemoved() throws {
        #expect(run(["mkdir", path]).status == 0)
        let leftover = path + "/journal.db.new"
        #expect(run(["touch", leftover, leftover + "-wal", leftover + "-journal"]).status == 0)
        let directory = try DataDirectory.open(path: path)
        #expect(names == ["journal.db", "lock", "marker"])
        let journal = try SQLiteJournal(path: directory.journalPath)
        #expect(journal.lastPosition == 0)
        journal.close()
    }

    @Test func whatIsNoDirectoryIsRefused() throws {
        #expect(run(["touch", path]).status == 0)
        for path in [path, path + "/below"] {
            #expect(
                fault(opening: path)
                    == .notADirectory(path: path))
        }
    }

    @Test func aParentThatIsMissingIsNotMade() throws {
        let path = path + "/below"
        #expect(
            fault(opening: path)
                == .failed(
                    operation: "create the directory \(path)",
                    reason: "No such file or directory"))
    }

    /// No user may make files among the devices of the kernel, not even root.
    @Test func whatMayNotBeWrittenIsRefused() {
        let path = "/sys/kernel"
        #expect(
            fault(opening: path)
                == .notWritable(path: path))
    }

    @Test func everyFaultIsASentence() {
        let faults: [DataDirectoryFault] = [
            .taken(byProcess: 7), .taken(byProcess: nil), .notADirectory(path: "d"),
            .notWritable(path: "d"), .databaseMissing(path: "d/journal.db"),
            .failed(operation: "write d/marker", reason: "No space left on device"),
        ]
        #expect(
            faults.map(\.description) == [
                "the data directory is in use by process 7",
                "the data directory is in use by another process",
                "d is not a directory",
                "d, or a file in it, may not be written by this process",
                "the journal d/journal.db is missing, though one was created here: restore it, "
                    + "or choose another directory",
                "cannot write d/marker: No space left on device",
            ])
    }
}
