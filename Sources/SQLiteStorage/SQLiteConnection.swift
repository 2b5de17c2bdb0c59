internal import CSQLite
internal import Journal

/// One connection to one SQLite file, and the statements prepared on it.
///
/// This file is the whole border to SQLite's C interface: no pointer leaves it, every return code
/// passes through `check`, and every failure comes out as a `JournalFault` that carries SQLite's
/// own name of the error. A connection is used by one thread at a time, so it is opened without
/// SQLite's mutexes.
@safe final class SQLiteConnection {
    private let database: OpaquePointer
    private var statements: [SQLiteStatement] = []
    /// How many pages the log had after the last commit.
    private let logPages = UnsafeMutablePointer<Int32>.allocate(capacity: 1)
    private var isOpen = true

    private static let configured = csqlite_configure()

    /// Opens an existing file for reading and writing. A missing file, and one that may only be
    /// read, is a fault.
    init(path: String) throws(JournalFault) {
        let operation = "open the journal at \(path)"
        // Refused, without harm, where somebody else in the process has used SQLite before.
        _ = Self.configured
        // SQLite takes a name that begins with "file:" for a URI, unless a directory precedes it.
        let name = path.hasPrefix("/") ? path : "./" + path
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        var opened: OpaquePointer?
        let code = unsafe sqlite3_open_v2(name, &opened, flags, nil)
        guard let database = unsafe opened else {
            throw JournalFault(operation: operation, reason: "SQLITE_NOMEM: out of memory")
        }
        unsafe self.database = database
        unsafe logPages.initialize(to: 0)
        do throws(JournalFault) {
            try check(code, operation)
            guard unsafe sqlite3_db_readonly(database, "main") == 0 else {
                throw JournalFault(operation: operation, reason: "the file may only be read")
            }
        } catch {
            close(checkpoint: false)
            throw error
        }
    }

    deinit {
        close(checkpoint: false)
        // No commit can write there any more.
        unsafe logPages.deallocate()
    }

    /// Finalizes the statements and closes the connection; the second time does nothing.
    /// - Parameter checkpoint: whether SQLite may fold the log into the database file while it
    ///   closes. It may not after a failed write, when nobody knows what the log is worth, nor in
    ///   a file that this build did not agree to work on.
    func close(checkpoint: Bool) {
        guard isOpen else { return }
        isOpen = false
        for statement in statements {
            statement.finalize()
        }
        statements.removeAll()
        if !checkpoint {
            _ = unsafe csqlite_close_without_checkpoint(database)
        }
        let code = unsafe sqlite3_close(database)
        precondition(code == SQLITE_OK, "every statement is finalized before its connection")
    }

    /// Prepares a statement that lives as long as the connection.
    func prepare(_ sql: String) throws(JournalFault) -> SQLiteStatement {
        let statement = try compile(sql)
        statements.append(statement)
        return statement
    }

    /// Runs one or more statements and ignores their rows.
    func execute(_ sql: String, to operation: String) throws(JournalFault) {
        try check(unsafe sqlite3_exec(database, sql, nil, nil, nil), operation)
    }

    /// The columns of the first row of a query as text, `nil` for NULL; no element without a row.
    func firstRow(_ sql: String, to operation: String) throws(JournalFault) -> [String?] {
        let statement = try compile(sql)
        defer { statement.finalize() }
        guard try statement.step(to: operation) else { return [] }
        var columns: [String?] = []
        for index in 0..<statement.columnCount {
            columns.append(try statement.optionalText(index, to: operation))
        }
        return columns
    }

    /// From now on the log is folded into the database file by `foldLog` alone.
    func watchLog() {
        unsafe csqlite_watch_log(database, logPages)
    }

    /// Whether the log had so many pages after the last commit, and was not folded since.
    func hasLog(of pages: Int32) -> Bool { unsafe logPages.pointee >= pages }

    /// Folds the log into the database file. What a reader holds back stays where it is and is
    /// folded another time, and so does all of it when the file cannot be written.
    ///
    /// - Returns: why it could not be folded, if it could not; and how many pages remain in it.
    /// - Throws: when it could not be synced: of that file nothing more is known.
    func foldLog() throws(JournalFault) -> (obstacle: JournalFault?, pagesLeft: Int32) {
        let operation = "fold the log into the database"
        var (inLog, folded): (Int32, Int32) = (0, 0)
        unsafe logPages.pointee = 0
        let code = unsafe sqlite3_wal_checkpoint_v2(
            database, nil, SQLITE_CHECKPOINT_PASSIVE, &inLog, &folded)
        if csqlite_is_failed_sync(code) != 0 { try check(code, operation) }
        do throws(JournalFault) {
            try check(code, operation)
            return (nil, inLog - folded)
        } catch {
            return (error, max(0, inLog - folded))
        }
    }

    /// Waits up to this many milliseconds for a lock that another process holds.
    func setBusyTimeout(milliseconds: Int32) throws(JournalFault) {
        let code = unsafe sqlite3_busy_timeout(database, milliseconds)
        try check(code, "set the time to wait for a lock")
    }

    /// Whether a transaction is open.
    var isInTransaction: Bool { unsafe sqlite3_get_autocommit(database) == 0 }

    /// Whether the last call failed because the operating system could not read, write or sync.
    var deviceFailed: Bool { unsafe sqlite3_errcode(database) & 0xff == SQLITE_IOERR }

    private func compile(_ sql: String) throws(JournalFault) -> SQLiteStatement {
        var prepared: OpaquePointer?
        let flags = UInt32(SQLITE_PREPARE_PERSISTENT)
        let code = unsafe sqlite3_prepare_v3(database, sql, -1, flags, &prepared, nil)
        try check(code, "prepare a statement")
        guard let statement = unsafe prepared else {
            preconditionFailure("a statement has text")
        }
        return unsafe SQLiteStatement(statement)
    }

    private func check(_ code: Int32, _ operation: String) throws(JournalFault) {
        guard code == SQLITE_OK else {
            throw unsafe SQLiteConnection.fault(code, of: database, operation)
        }
    }

    /// The fault for a code that the connection has just returned.
    fileprivate static func fault(
        _ code: Int32, of database: OpaquePointer, _ operation: String
    ) -> JournalFault {
        // The message belongs to the connection and to its last call, hence the copy at once.
        let message = unsafe sqlite3_errmsg(database).map { unsafe String(cString: $0) }
        let reason = "\(SQLiteErrorName.name(of: code)): \(message ?? "no message")"
        return JournalFault(operation: operation, reason: reason)
    }
}

/// A prepared statement: bind, step, read the columns, reset.
///
/// Text and blobs are bound without a copy, therefore only for the duration of a closure; the
/// statement must be stepped and reset inside it.
@safe final class SQLiteStatement {
    private let statement: OpaquePointer

    fileprivate init(_ statement: OpaquePointer) {
        unsafe self.statement = statement
    }

    fileprivate func finalize() {
        unsafe sqlite3_finalize(statement)
    }

    /// Binds an integer; parameters count from 1.
    func bind(_ value: Int64, at index: Int32) {
        accept(unsafe sqlite3_bind_int64(statement, index, value))
    }

    /// Binds a text for as long as `body` runs.
    func withText<Result>(
        _ text: Span<UInt8>, at index: Int32, _ body: () throws(JournalFault) -> Result
    ) throws(JournalFault) -> Result {
        try unsafe text.withUnsafeBufferPointer { bytes throws(JournalFault) in
            let count = UInt64(bytes.count)
            accept(unsafe csqlite_bind_text(statement, index, bytes.baseAddress, count))
            return try body()
        }
    }

    /// Binds a blob for as long as `body` runs.
    func withBlob<Result>(
        _ blob: Span<UInt8>, at index: Int32, _ body: () throws(JournalFault) -> Result
    ) throws(JournalFault) -> Result {
        try unsafe blob.withUnsafeBufferPointer { bytes throws(JournalFault) in
            let count = UInt64(bytes.count)
            accept(unsafe csqlite_bind_blob(statement, index, bytes.baseAddress, count))
            return try body()
        }
    }

    /// Goes to the next row and says whether there is one. After a fault, and after the last row,
    /// the statement is reset.
    func step(to operation: @autoclosure () -> String) throws(JournalFault) -> Bool {
        let code = unsafe sqlite3_step(statement)
        if code == SQLITE_ROW { return true }
        defer { reset() }
        guard code == SQLITE_DONE else {
            guard let database = unsafe sqlite3_db_handle(statement) else {
                preconditionFailure("a statement belongs to a connection")
            }
            throw unsafe SQLiteConnection.fault(code, of: database, operation())
        }
        return false
    }

    /// Runs a statement that returns no rows.
    func run(to operation: @autoclosure () -> String) throws(JournalFault) {
        let hasRow = try step(to: operation())
        precondition(!hasRow, "the statement returns no rows")
    }

    /// Makes the statement ready for its next run, and ends the read transaction of a query that
    /// was not read to its end.
    func reset() {
        // The code repeats the failure of the last step, which `step` has thrown already.
        _ = unsafe sqlite3_reset(statement)
    }

    var columnCount: Int32 { unsafe sqlite3_column_count(statement) }

    func integer(_ column: Int32) -> Int64 {
        unsafe sqlite3_column_int64(statement, column)
    }

    /// The bytes of a text or a blob.
    func bytes(_ column: Int32) -> [UInt8] {
        unsafe Array(storage(of: column))
    }

    /// The text of a column. One that is not UTF-8 is a fault, because a silent repair would
    /// change what was stored.
    func text(_ column: Int32, to operation: String) throws(JournalFault) -> String {
        let bytes = unsafe storage(of: column).bindMemory(to: UInt8.self)
        do throws(UTF8.ValidationError) {
            var text = try UTF8Span(validating: unsafe bytes.span)
            // A string that knows that it is ASCII is compared and hashed by its bytes.
            _ = text.checkForASCII()
            return String(copying: text)
        } catch {
            throw JournalFault(operation: operation, reason: "a text in the file is not UTF-8")
        }
    }

    /// The text of a column, `nil` for NULL.
    fileprivate func optionalText(
        _ column: Int32, to operation: String
    ) throws(JournalFault) -> String? {
        if unsafe sqlite3_column_type(statement, column) == SQLITE_NULL { return nil }
        // Converts a number to text in place, so that the length that follows is the text's.
        _ = unsafe sqlite3_column_text(statement, column)
        return try text(column, to: operation)
    }

    /// The column where SQLite keeps it: valid until the next step or reset.
    private func storage(of column: Int32) -> UnsafeRawBufferPointer {
        // In this order: the length is the one of the representation that was asked for last.
        let start = unsafe sqlite3_column_blob(statement, column)
        let count = unsafe sqlite3_column_bytes(statement, column)
        return unsafe UnsafeRawBufferPointer(start: start, count: Int(count))
    }

    private func accept(_ code: Int32) {
        // The index is a constant of this module and the value within SQLite's limit of a
        // thousand million bytes: anything else is an error of the program.
        precondition(code == SQLITE_OK, "a value can be bound")
    }
}
