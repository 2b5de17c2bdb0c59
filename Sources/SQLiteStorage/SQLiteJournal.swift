public import Journal

/// The journal in one SQLite file.
///
/// One connection does all writes and all reads, by one thread at a time. The file has a
/// write-ahead log and every commit is synced to disk (`synchronous = FULL`) before `append`
/// returns. The locks are SQLite's normal ones, so the plain `sqlite3` tool can read the file while
/// the server runs; it should be given `-readonly`.
///
/// **A failed append ends the object.** What a failed write or sync left on disk is unknown, and a
/// second sync that succeeds proves nothing about the first. So after a fault in `append` every
/// later call is refused, closing leaves the log as it is, and only opening the file anew tells
/// which entries are there.
///
/// **What opening finds is durable.** A process that is killed between its write and its sync
/// leaves a commit that the next one can read but that no disk has confirmed. Opening therefore
/// copies the whole log into the database file and syncs both before it reports `lastPosition`.
/// It also syncs the directory, in which SQLite has made the file of the log by then: a log that
/// has no name after a loss of power holds nothing, and SQLite itself does not tell of that sync's
/// failure.
///
/// **The log stays bounded.** `foldLongLog`, called after every commit that was told of, folds a
/// log of `logPagesMax` pages into the database file, and the next commit starts it over from its
/// beginning. Nobody waits for the fold but who comes after it. The only thing that can hold this
/// up is a reader that keeps a transaction open; when it is gone, the log file is cut back to
/// `logBytesKept`. A fold that cannot write harms nothing: the log is synced already, remains, and
/// is folded in again later. One that cannot sync ends the object, as an append does.
public final class SQLiteJournal: JournalStore {
    /// The length of the log, in pages, from which it is folded in. The disk is busy meanwhile:
    /// short folds are the ones that nobody notices.
    static let logPagesMax: Int32 = 64

    /// How many pages a reader may hold back before it is told: 64 MiB.
    static let logPagesHeldBackMax: Int32 = 8192

    /// What remains of a log file that a slow reader has let grow, in bytes.
    static let logBytesKept = 16 << 20

    /// How long a lock that another process holds is waited for.
    static let busyTimeoutMilliseconds: Int32 = 1_000

    /// The position of the newest entry, 0 in an empty journal.
    public private(set) var lastPosition: Int64

    let connection: SQLiteConnection
    let snapshots: SnapshotStatements
    let begin: SQLiteStatement
    let commit: SQLiteStatement
    private let insertion: SQLiteStatement
    private let range: SQLiteStatement
    private let lookup: SQLiteStatement

    /// Set by a fault after which the state of the file is unknown, and never cleared.
    private var isPoisoned = false
    private var isOpen = true

    /// Makes an empty journal in a new file that only its owner may read, and leaves it closed
    /// and synced. The directory is not synced. Throws when the file exists, and when it cannot be
    /// written; then an incomplete file may remain.
    public static func create(path: String) throws(JournalFault) {
        do throws(SystemCallFault) {
            try FileSystem.createFile(path)
        } catch {
            throw JournalFault(operation: "create the journal at \(path)", reason: error.reason)
        }
        let connection = try SQLiteConnection(path: path)
        try SQLiteSchema.create(on: connection)
        connection.close(checkpoint: true)
        do throws(SystemCallFault) {
            try FileSystem.sync(path)
        } catch {
            throw JournalFault(operation: "sync the new journal", reason: error.reason)
        }
    }

    /// Opens an existing journal. Throws when the file is missing, is no journal, was written by
    /// a newer server, does not begin at position 1, or cannot be made durable because another
    /// process keeps reading an old state of it.
    public init(path: String) throws(JournalFault) {
        connection = try SQLiteConnection(path: path)
        try connection.setBusyTimeout(milliseconds: Self.busyTimeoutMilliseconds)
        try SQLiteSchema.check(connection)
        try SQLiteSchema.useWriteAheadLog(on: connection)
        try connection.execute(
            """
            PRAGMA synchronous = FULL;
            PRAGMA journal_size_limit = \(Self.logBytesKept)
            """, to: "configure the connection")
        connection.watchLog()
        try SQLiteSchema.addNumberedStates(on: connection)
        try Self.foldLog(of: connection)
        try Self.syncDirectory(of: path)
        lastPosition = try Self.lastPosition(on: connection)
        begin = try connection.prepare("BEGIN IMMEDIATE")
        commit = try connection.prepare("COMMIT")
        insertion = try connection.prepare(
            """
            INSERT INTO entry (position, matter, version, at, principal, idempotency_key,
                parameters_digest, place_before, place_after, events)
                VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
            """)
        let columns =
            "position, matter, version, at, principal, idempotency_key, parameters_digest, "
            + "place_before, place_after, events"
        range = try connection.prepare(
            "SELECT \(columns) FROM entry WHERE position BETWEEN ?1 AND ?2 ORDER BY position")
        lookup = try connection.prepare("SELECT \(columns) FROM entry WHERE position = ?1")
        snapshots = try SnapshotStatements(on: connection)
    }

    deinit {
        close()
    }

    /// Folds the log into the database file and closes it; after a failed append only closes it.
    /// A log that cannot be folded in remains, and the next opening reads it. The second call does
    /// nothing; every other use after it traps.
    ///
    /// - Returns: why the log could not be folded, if it could not.
    @discardableResult
    public func close() -> JournalFault? {
        guard isOpen else { return nil }
        isOpen = false
        var obstacle: JournalFault?
        if !isPoisoned {
            do throws(JournalFault) {
                _ = try connection.firstRow(
                    "PRAGMA wal_checkpoint(TRUNCATE)", to: "fold the log into the database")
            } catch {
                obstacle = error
            }
        }
        // After a failed sync SQLite is not left to try again.
        connection.close(checkpoint: !isPoisoned && obstacle == nil)
        return obstacle
    }

    /// Makes the whole batch durable in one transaction. An empty batch does nothing. Traps when
    /// the positions do not continue `lastPosition` without gaps. Throws with an unknown outcome,
    /// and after that refuses every call.
    public func append(_ batch: [StoredEntry]) throws(JournalFault) {
        try admit(to: "append entries")
        for (offset, entry) in batch.enumerated() {
            precondition(
                entry.position == lastPosition + Int64(offset) + 1,
                "the positions of a batch continue the journal without gaps")
        }
        guard !batch.isEmpty else { return }
        do throws(JournalFault) {
            try begin.run(to: "begin the batch")
            for entry in batch {
                try insert(entry)
            }
            try commit.run(to: "commit the batch")
        } catch {
            poison()
            throw error
        }
        lastPosition += Int64(batch.count)
    }

    /// Folds the log into the database file, if it has become long. To be called between batches,
    /// when what was made durable has been told. After a fault it does nothing.
    ///
    /// - Throws: when a sync failed, and after that refuses every call.
    @discardableResult
    public func foldLongLog() throws(JournalFault) -> Fold {
        precondition(isOpen, "a closed journal is not used")
        guard hasLongLog, !isPoisoned else { return .notDue }
        do throws(JournalFault) {
            let (obstacle, pagesLeft) = try connection.foldLog()
            if let obstacle { return .heldUp(obstacle) }
            guard pagesLeft > Self.logPagesHeldBackMax else { return .done }
            return .heldUp(
                JournalFault(
                    operation: "fold the log into the database",
                    reason: "another process keeps reading an old state of it"))
        } catch {
            poison()
            throw error
        }
    }

    /// What came of folding the log.
    public enum Fold: Sendable {
        /// It is short.
        case notDue
        /// It was folded, or all of it but what a reader needs for the moment.
        case done
        /// It remains and grows.
        case heldUp(JournalFault)
    }

    /// Whether `foldLongLog` has something to do.
    public var hasLongLog: Bool { connection.hasLog(of: Self.logPagesMax) }

    /// Up to `limit` entries from `position` on. A position below 1 reads from the first entry,
    /// and entries that another process added after opening are not shown. Throws when a position
    /// is not there, and when the file cannot be read.
    public func entries(
        from position: Int64, limit: Int
    ) throws(JournalFault) -> [StoredEntry] {
        let operation = "read entries"
        try admit(to: operation)
        let first = max(position, 1)
        guard first <= lastPosition, limit > 0 else { return [] }
        let count = min(Int64(limit), lastPosition - first + 1)
        range.bind(first, at: 1)
        range.bind(first + count - 1, at: 2)
        defer { range.reset() }
        var found: [StoredEntry] = []
        found.reserveCapacity(Int(count))
        while try range.step(to: operation) {
            let entry = try entry(in: range, to: operation)
            guard entry.position == first + Int64(found.count) else { break }
            found.append(entry)
        }
        guard found.count == Int(count) else {
            let before = first + Int64(found.count) - 1
            throw JournalFault(
                operation: operation, reason: "the journal has a hole after position \(before)")
        }
        return found
    }

    /// The entries at the positions given, in the order given. Throws when one does not exist.
    public func entries(at positions: [Int64]) throws(JournalFault) -> [StoredEntry] {
        let operation = "read an entry"
        try admit(to: operation)
        defer { lookup.reset() }
        var found: [StoredEntry] = []
        found.reserveCapacity(positions.count)
        for position in positions {
            lookup.bind(position, at: 1)
            guard position <= lastPosition, try lookup.step(to: operation) else {
                throw JournalFault(
                    operation: operation,
                    reason: "the journal has no entry at position \(position)")
            }
            found.append(try entry(in: lookup, to: operation))
            lookup.reset()
        }
        return found
    }

    /// Refuses the call when an earlier fault has left the state of the file unknown.
    func admit(to operation: String) throws(JournalFault) {
        precondition(isOpen, "a closed journal is not used")
        guard !isPoisoned else {
            throw JournalFault(
                operation: operation,
                reason: "an earlier write failed with an unknown outcome; only a restart may tell")
        }
    }

    /// Refuses every call from now on.
    func poison() {
        isPoisoned = true
    }

    /// Binds the texts where they lie, without a copy, and runs the insertion inside their scope.
    private func insert(_ entry: StoredEntry) throws(JournalFault) {
        let row = insertion
        let (matter, principal, key) = (entry.matter, entry.principal, entry.key)
        row.bind(entry.position, at: 1)
        row.bind(entry.version, at: 3)
        row.bind(entry.at, at: 4)
        row.bind(Int64(bitPattern: entry.digest), at: 7)
        try row.withText(matter.utf8Span.span, at: 2) { () throws(JournalFault) in
            try row.withText(principal.utf8Span.span, at: 5) { () throws(JournalFault) in
                try row.withText(key.utf8Span.span, at: 6) { () throws(JournalFault) in
                    try insertPlacesAndEvents(entry, row)
                }
            }
        }
    }

    private func insertPlacesAndEvents(
        _ entry: StoredEntry, _ row: SQLiteStatement
    ) throws(JournalFault) {
        let (before, after, events) = (entry.placeBefore, entry.placeAfter, entry.events)
        try row.withText(before.utf8Span.span, at: 8) { () throws(JournalFault) in
            try row.withText(after.utf8Span.span, at: 9) { () throws(JournalFault) in
                try row.withText(events.span, at: 10) { () throws(JournalFault) in
                    try row.run(to: "insert entry \(entry.position)")
                }
            }
        }
    }

    private func entry(
        in row: SQLiteStatement, to operation: String
    ) throws(JournalFault) -> StoredEntry {
        StoredEntry(
            position: row.integer(0),
            matter: try row.text(1, to: operation),
            version: row.integer(2),
            at: row.integer(3),
            principal: try row.text(4, to: operation),
            key: try row.text(5, to: operation),
            digest: UInt64(bitPattern: row.integer(6)),
            placeBefore: try row.text(7, to: operation),
            placeAfter: try row.text(8, to: operation),
            events: row.bytes(9))
    }

    /// Copies the whole log into the database file and syncs both.
    private static func foldLog(of connection: SQLiteConnection) throws(JournalFault) {
        let operation = "fold the log into the database"
        // The row is: whether a lock was in the way, pages in the log, pages folded in.
        let row = try connection.firstRow("PRAGMA wal_checkpoint(FULL)", to: operation)
        guard row.first == "0" else {
            throw JournalFault(
                operation: operation,
                reason: "another process is reading an old state of the journal")
        }
    }

    private static func syncDirectory(of path: String) throws(JournalFault) {
        let name = path.utf8.lastIndex(of: UInt8(ascii: "/"))
        do throws(SystemCallFault) {
            try FileSystem.sync(name.map { String(path[...$0]) } ?? ".")
        } catch {
            throw JournalFault(operation: "sync the journal's directory", reason: error.reason)
        }
    }

    /// The newest position. The ends of the table are cheap to look at; a hole between them is
    /// found when the entries are read.
    private static func lastPosition(
        on connection: SQLiteConnection
    ) throws(JournalFault) -> Int64 {
        let operation = "open the journal"
        let first = try connection.integer("SELECT min(position) FROM entry", to: operation)
        let last = try connection.integer("SELECT max(position) FROM entry", to: operation)
        guard first == 1 || (first == 0 && last == 0) else {
            throw JournalFault(
                operation: operation,
                reason: first > 1
                    ? "the journal has a hole after position 0"
                    : "the journal has an entry before position 1")
        }
        return last
    }
}
