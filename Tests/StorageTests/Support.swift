import Files
import Glibc
import Journal
import SQLiteStorage
import Synchronization

/// What the tests of the stores share: a directory that goes away, entries, and other programs.

/// A directory of its own for one test, removed with everything in it when the value ends.
final class TemporaryDirectory {
    let path: String

    init() {
        do { path = try SystemFiles.makeTemporaryFolder() } catch {
            preconditionFailure("\(error)")
        }
    }

    deinit {
        SystemFiles.remove(path)
    }

    func file(_ name: String) -> String { path + "/" + name }
}

/// SplitMix64: small, and the same on every machine for the same seed.
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// A plain entry at a position.
func entry(_ position: Int64, events: String = #"[{"type":"opened"}]"#) -> StoredEntry {
    StoredEntry(
        position: position, matter: "m-\(position % 7)", version: position / 7 + 1,
        at: 1_700_000_000_000 + position, principal: "p-1", key: "k-\(position)",
        digest: UInt64(position) &* 0x9E37_79B9_7F4A_7C15, placeBefore: "complaint",
        placeAfter: "rectification.awaitingReport", events: Array(events.utf8))
}

func entries(_ positions: ClosedRange<Int64>) -> [StoredEntry] {
    positions.map { entry($0) }
}

/// What a store hands over as its snapshots.
struct Snapshots: Equatable {
    var floor: Int64
    var states: [StoredState]
}

func snapshots(of journal: any JournalStore, format: Int64) throws -> Snapshots {
    var states: [StoredState] = []
    let floor = try journal.loadStates(format: format) { states.append($0) }
    return Snapshots(floor: floor, states: states)
}

/// Makes a journal file and opens it.
func makeJournal(_ path: String) throws -> SQLiteJournal {
    try SQLiteJournal.create(path: path)
    return try SQLiteJournal(path: path)
}

/// The fault that a call throws, `nil` when it throws none.
func fault<Result>(of body: () throws -> Result) -> JournalFault? {
    do {
        _ = try body()
    } catch {
        guard let fault = error as? JournalFault else {
            preconditionFailure("the call throws faults of the journal, not \(error)")
        }
        return fault
    }
    return nil
}

/// The fault that opening a data directory throws, `nil` when it throws none.
func fault(opening path: String) -> DataDirectoryFault? {
    do throws(DataDirectoryFault) {
        _ = try DataDirectory.open(path: path)
    } catch {
        return error
    }
    return nil
}

/// How a program ended and what it printed.
struct ProgramResult: Equatable {
    var status: Int32
    var output: String
}

/// Runs a program to its end.
func run(_ arguments: [String]) -> ProgramResult {
    let program = RunningProgram(arguments)
    var output: [UInt8] = []
    while let byte = program.readByte() {
        output.append(byte)
    }
    return ProgramResult(status: program.end(), output: String(decoding: output, as: UTF8.self))
}

/// Whether a file has this name.
func exists(_ path: String) -> Bool {
    unsafe access(path, F_OK) == 0
}

/// Runs SQL with the `sqlite3` tool on a file.
func sqlite(_ path: String, _ sql: String, readonly: Bool = false) -> ProgramResult {
    run(["sqlite3", "-batch"] + (readonly ? ["-readonly"] : []) + [path, sql])
}

/// Held from making the pipes of a program until it runs, because no other program may start
/// while they can be inherited: a copy of an end would keep its reader waiting.
private let spawning = Mutex(())

/// A program with pipes for its input and output. Its standard error is that of the tests.
final class RunningProgram {
    private let process: pid_t
    private let toChild: Int32
    private let fromChild: Int32

    init(_ arguments: [String]) {
        (process, toChild, fromChild) = spawning.withLock { _ in Self.spawn(arguments) }
    }

    private static func spawn(_ arguments: [String]) -> (pid_t, Int32, Int32) {
        let (input, toChild) = pipe()
        let (fromChild, output) = pipe()
        var actions = unsafe posix_spawn_file_actions_t()
        unsafe posix_spawn_file_actions_init(&actions)
        unsafe posix_spawn_file_actions_adddup2(&actions, input, 0)
        unsafe posix_spawn_file_actions_adddup2(&actions, output, 1)
        var words = unsafe arguments.map { unsafe strdup($0) } + [nil]
        var process: pid_t = 0
        let code = unsafe posix_spawnp(&process, arguments[0], &actions, nil, &words, environ)
        precondition(code == 0, "\(arguments[0]) can be started")
        for index in arguments.indices {
            unsafe free(words[index])
        }
        unsafe posix_spawn_file_actions_destroy(&actions)
        close(input)
        close(output)
        return (process, toChild, fromChild)
    }

    /// Waits for one byte of output; `nil` at its end.
    func readByte() -> UInt8? {
        var byte: UInt8 = 0
        return unsafe read(fromChild, &byte, 1) == 1 ? byte : nil
    }

    /// Ends the input, waits for the program to end and returns its status.
    func end() -> Int32 {
        close(toChild)
        var status: Int32 = 0
        let waited = unsafe waitpid(process, &status, 0)
        precondition(waited == process, "a child can be waited for once")
        close(fromChild)
        return status
    }

    private static func pipe() -> (read: Int32, write: Int32) {
        var ends: [Int32] = [-1, -1]
        let code = unsafe Glibc.pipe(&ends)
        precondition(code == 0, "a pipe can be made")
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
        }
        return (ends[0], ends[1])
    }
}
