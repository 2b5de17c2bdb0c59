internal import Glibc
internal import Journal

/// The directory that belongs to one running server: its journal, a lock and a marker.
///
///     journal.db    the journal, with SQLite's -wal and -shm files beside it while it is open
///     lock          locked for as long as the server lives; holds its process id
///     marker        says that a journal was created here
///
/// The lock is one of the open file (flock), so it ends with the process however that ends, and a
/// file that was left behind locks nobody out. The file itself is never removed: whoever opened it
/// before the removal would hold a lock that nobody else sees.
///
/// The marker tells a new directory from one whose journal is gone, be it deleted or on a disk that
/// is not mounted. In the first a journal is created; in the second a server that created an empty
/// one would deny everything that it ever acknowledged, so it refuses to start. A journal without
/// a marker is adopted by writing the marker: it was restored by hand, or a crash fell between the
/// two steps.
///
/// A journal comes into being in this order, and a crash after any step is harmless:
///
/// 1. the database is written, with all its tables, under a temporary name, and synced. After a
///    crash there is no journal and no marker; the leftover is removed and creation starts over;
/// 2. it is renamed to `journal.db`. It is complete and synced, so the name never stands for less;
/// 3. the directory is synced, so that the name is durable before anything relies on it. After
///    a crash there is a journal without a marker, or still none: both cases are told above;
/// 4. the marker is written and synced, then the directory once more. The marker comes last,
///    because a marker without a journal is the one state that the server refuses.
public struct DataDirectory: ~Copyable, Sendable {
    /// The directory, as it was given to `open`.
    public let path: String

    /// Holds the lock.
    private let lock: OpenFile

    private init(path: String, lock: consuming OpenFile) {
        self.path = path
        self.lock = lock
    }

    /// Gives up the lock. The process id goes first, so that it is never read as a later owner's.
    deinit {
        try? lock.replaceContent(with: "")
        lock.unlock()
    }

    /// Takes the directory for this process, and creates what is missing: the directory, though
    /// not the one above it, for its owner only, and in a new one an empty journal. Throws when
    /// another server, also one in this process, holds it, and when it is not fit for use.
    public static func open(path: String) throws(DataDirectoryFault) -> DataDirectory {
        try makeDirectory(path)
        let directory = DataDirectory(path: path, lock: try takeLock(in: path))
        try directory.ensureJournal()
        return directory
    }

    /// The database inside the directory. The directory must outlive whoever opens it: the lock is
    /// what keeps a second server from writing the same file.
    public var journalPath: String { path + "/journal.db" }
    private var temporaryPath: String { path + "/journal.db.new" }
    private var markerPath: String { path + "/marker" }

    private static func makeDirectory(_ path: String) throws(DataDirectoryFault) {
        try attempt("create the directory \(path)", path) { () throws(SystemCallFault) in
            let isNew = try FileSystem.makeDirectory(path)
            do throws(SystemCallFault) {
                // Also of one that was there: whoever made it may have died before the sync.
                try FileSystem.sync(path + "/..")
            } catch {
                // A folder that this user may not read is somebody else's, as the name in it is;
                // and some file systems know no sync of folders.
                guard !isNew, [EACCES, EINVAL].contains(error.code) else { throw error }
            }
            _ = try OpenFile(path, O_RDONLY | O_DIRECTORY)
        }
    }

    private static func takeLock(in path: String) throws(DataDirectoryFault) -> OpenFile {
        let operation = "lock the directory \(path)"
        let lock = try attempt(operation, path) { () throws(SystemCallFault) in
            try OpenFile(path + "/lock", O_RDWR | O_CREAT)
        }
        guard try attempt(operation, path, { () throws(SystemCallFault) in try lock.tryLock() })
        else {
            let owner = try? lock.content()
            throw .taken(byProcess: owner.flatMap { Int32($0) })
        }
        try attempt(operation, path) { () throws(SystemCallFault) in
            try lock.replaceContent(with: String(getpid()))
        }
        return lock
    }

    /// Looks at what is there, and creates the journal in a new directory.
    private func ensureJournal() throws(DataDirectoryFault) {
        let (path, journalPath, markerPath) = (path, journalPath, markerPath)
        try removeLeftovers()
        let found = try Self.attempt("look into \(path)", path) { () throws(SystemCallFault) in
            (
                journal: try FileSystem.exists(journalPath),
                marker: try FileSystem.exists(markerPath),
                log: try FileSystem.exists(journalPath + "-wal")
            )
        }
        if !found.journal {
            // A log without its database is the rest of a journal that is gone. SQLite would take
            // it for the log of the new file.
            guard !found.marker, !found.log else { throw .databaseMissing(path: journalPath) }
            try createJournal()
        }
        if !found.marker {
            try writeMarker()
        }
    }

    /// A crash in step 1 leaves these. Nobody has ever relied on them.
    private func removeLeftovers() throws(DataDirectoryFault) {
        let names = ["", "-journal", "-wal", "-shm"].map { temporaryPath + $0 }
        try Self.attempt("remove a leftover in \(path)", path) { () throws(SystemCallFault) in
            for name in names {
                try FileSystem.remove(name)
            }
        }
    }

    private func createJournal() throws(DataDirectoryFault) {
        let (path, temporaryPath, journalPath) = (path, temporaryPath, journalPath)
        do throws(JournalFault) {
            try SQLiteJournal.create(path: temporaryPath)
        } catch {
            throw .failed(operation: error.operation, reason: error.reason)
        }
        try Self.attempt("name the new journal \(journalPath)", path) {
            () throws(SystemCallFault) in
            try FileSystem.rename(temporaryPath, to: journalPath)
            try FileSystem.sync(path)
        }
    }

    private func writeMarker() throws(DataDirectoryFault) {
        let (path, markerPath) = (path, markerPath)
        try Self.attempt("write \(markerPath)", path) { () throws(SystemCallFault) in
            let marker = try OpenFile(markerPath, O_WRONLY | O_CREAT)
            try marker.replaceContent(
                with: "A journal was created here. If journal.db is missing, restore it.\n")
            try marker.sync()
            try FileSystem.sync(path)
        }
    }

    /// Runs system calls and tells the faults that the operator can mend from the others.
    private static func attempt<Result: ~Copyable>(
        _ operation: String, _ path: String, _ body: () throws(SystemCallFault) -> Result
    ) throws(DataDirectoryFault) -> Result {
        do throws(SystemCallFault) {
            return try body()
        } catch {
            switch error.code {
            case ENOTDIR: throw .notADirectory(path: path)
            case EACCES, EPERM, EROFS: throw .notWritable(path: path)
            default: throw .failed(operation: operation, reason: error.reason)
            }
        }
    }
}
