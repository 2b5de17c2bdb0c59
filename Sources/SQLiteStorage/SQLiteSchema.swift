internal import Journal

/// What a database file of this server looks like, and how a file is told from any other.
///
/// The tables are made to be read by people with the plain `sqlite3` tool, now and in ten years:
/// the columns say what they hold and the events are text. `entry` has no index besides its
/// position, because the write path appends and does nothing else.
enum SQLiteSchema {
    /// "Yush" in ASCII; stands in the header of the file, where the `file` tool finds it too.
    static let applicationID: Int64 = 0x5975_7368

    /// The version of these tables. A build opens only the versions that it knows.
    static let version: Int64 = 1

    /// The statements that make an empty journal. They run in one transaction.
    static let tables = """
        CREATE TABLE entry (
            position INTEGER PRIMARY KEY,        -- 1, 2, 3 … without gaps
            matter TEXT NOT NULL,
            version INTEGER NOT NULL,            -- of the matter, after this entry
            at INTEGER NOT NULL,                 -- milliseconds since 1970, UTC
            principal TEXT NOT NULL,             -- empty for an act of the server
            idempotency_key TEXT NOT NULL,       -- empty for an act of the server
            parameters_digest INTEGER NOT NULL,  -- 64 bits, to be read without a sign
            place_before TEXT NOT NULL,          -- phase or phase.step; empty at first
            place_after TEXT NOT NULL,
            events TEXT NOT NULL,                -- a JSON array
            previous_hash BLOB                   -- NULL: entries are not chained by hash
        ) STRICT;

        CREATE VIEW entry_readable AS SELECT
            position,
            matter,
            version,
            strftime('%Y-%m-%dT%H:%M:%fZ', at / 1000.0, 'unixepoch') AS at,
            principal,
            idempotency_key,
            printf('%016x', parameters_digest) AS parameters_digest,
            place_before,
            place_after,
            events
        FROM entry;

        CREATE TABLE matter_state (
            matter TEXT PRIMARY KEY NOT NULL,    -- the name of what is known of all snapshots
            position INTEGER NOT NULL,           -- the last entry contained in the state
            state BLOB NOT NULL
        ) STRICT, WITHOUT ROWID;

        \(numberedStates);

        CREATE TABLE meta (
            name TEXT PRIMARY KEY NOT NULL,
            value INTEGER NOT NULL
        ) STRICT, WITHOUT ROWID;

        INSERT INTO meta (name, value) VALUES ('snapshot_format', 0), ('snapshot_floor', 0);
        """

    /// The snapshots of the matters, by the number in their id. Rows in this order are appended to
    /// and read like a file from its beginning to its end; in the order of the ids as texts, where
    /// S10 stands before S2, they would be scattered over half-empty pages.
    private static let numberedStates = """
        CREATE TABLE IF NOT EXISTS numbered_state (
            serial INTEGER PRIMARY KEY,
            matter TEXT NOT NULL,
            position INTEGER NOT NULL,           -- the last entry contained in the state
            state BLOB NOT NULL
        ) STRICT
        """

    /// Adds the table that the first files of this version do not have. Snapshots are disposable,
    /// so that neither this build nor an older one needs it to tell what was decided; that is why
    /// the version stays.
    static func addNumberedStates(on connection: SQLiteConnection) throws(JournalFault) {
        try connection.execute(numberedStates, to: "make the table of snapshots")
    }

    /// Makes the tables in an empty file, and makes the file one with a write-ahead log.
    static func create(on connection: SQLiteConnection) throws(JournalFault) {
        let operation = "create the tables of the journal"
        // Larger pages are fewer to write and to fold in; a commit of one entry writes one of them.
        try connection.execute(
            "PRAGMA page_size = 8192; PRAGMA auto_vacuum = NONE; PRAGMA synchronous = FULL",
            to: operation)
        try connection.execute(
            """
            BEGIN EXCLUSIVE;
            PRAGMA application_id = \(applicationID);
            PRAGMA user_version = \(version);
            \(tables)
            COMMIT
            """, to: operation)
        try useWriteAheadLog(on: connection)
    }

    /// Refuses a file that is not a journal, or one whose tables this build does not know. Reads
    /// only, so that a refused file stays as it was.
    static func check(_ connection: SQLiteConnection) throws(JournalFault) {
        let operation = "open the journal"
        let application = try connection.integer("PRAGMA application_id", to: operation)
        guard application == applicationID else {
            throw JournalFault(
                operation: operation, reason: "the file is not a journal of this server")
        }
        let found = try connection.integer("PRAGMA user_version", to: operation)
        guard found <= version else {
            throw JournalFault(
                operation: operation,
                reason: "a newer server wrote it: its tables have version \(found), "
                    + "and this server knows them up to version \(version)")
        }
        guard found == version else {
            throw JournalFault(
                operation: operation,
                reason: "its tables have version \(found), which this server does not know")
        }
    }

    /// The mode is kept in the file; asking for it again is cheap and verifies it.
    static func useWriteAheadLog(on connection: SQLiteConnection) throws(JournalFault) {
        let operation = "switch to a write-ahead log"
        let mode = try connection.firstRow("PRAGMA journal_mode = WAL", to: operation)
        guard mode == ["wal"] else {
            throw JournalFault(
                operation: operation,
                reason: "the journal mode remains \(mode.first.flatMap { $0 } ?? "unknown")")
        }
    }
}

extension SQLiteConnection {
    /// The integer that a query returns in its only row and column; 0 for NULL.
    func integer(_ sql: String, to operation: String) throws(JournalFault) -> Int64 {
        let row = try firstRow(sql, to: operation)
        return row.first.flatMap { $0 }.flatMap { Int64($0) } ?? 0
    }
}
