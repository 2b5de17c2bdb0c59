/// SQLite's own names of its result codes, as its documentation spells them.
///
/// The library has messages for its codes but no names, and the message of one code serves many:
/// "disk I/O error" stands for more than thirty. An operator searches for the name.
enum SQLiteErrorName {
    /// The name of a primary or extended result code, such as `SQLITE_IOERR_FSYNC`. A code that
    /// this table does not know comes out with its numbers, such as `SQLITE_IOERR(99)`.
    static func name(of code: Int32) -> String {
        let number = Int(code & 0xff)
        let detail = Int(code >> 8)
        guard code >= 0, primary.indices.contains(number) else { return "SQLITE(\(code))" }
        let name = primary[number]
        guard detail > 0 else { return "SQLITE_\(name)" }
        guard let known = extended[name], detail <= known.count else {
            return "SQLITE_\(name)(\(detail))"
        }
        return "SQLITE_\(name)_\(known[detail - 1])"
    }

    /// By code, from 0.
    private static let primary = [
        "OK", "ERROR", "INTERNAL", "PERM", "ABORT", "BUSY", "LOCKED", "NOMEM", "READONLY",
        "INTERRUPT", "IOERR", "CORRUPT", "NOTFOUND", "FULL", "CANTOPEN", "PROTOCOL", "EMPTY",
        "SCHEMA", "TOOBIG", "CONSTRAINT", "MISMATCH", "MISUSE", "NOLFS", "AUTH", "FORMAT",
        "RANGE", "NOTADB", "NOTICE", "WARNING",
    ]

    /// By the name of the primary code: the details that the second byte of a code counts from 1.
    private static let extended = [
        "ERROR": ["MISSING_COLLSEQ", "RETRY", "SNAPSHOT"],
        "BUSY": ["RECOVERY", "SNAPSHOT", "TIMEOUT"],
        "LOCKED": ["SHAREDCACHE", "VTAB"],
        "READONLY": ["RECOVERY", "CANTLOCK", "ROLLBACK", "DBMOVED", "CANTINIT", "DIRECTORY"],
        "IOERR": [
            "READ", "SHORT_READ", "WRITE", "FSYNC", "DIR_FSYNC", "TRUNCATE", "FSTAT", "UNLOCK",
            "RDLOCK", "DELETE", "BLOCKED", "NOMEM", "ACCESS", "CHECKRESERVEDLOCK", "LOCK",
            "CLOSE", "DIR_CLOSE", "SHMOPEN", "SHMSIZE", "SHMLOCK", "SHMMAP", "SEEK",
            "DELETE_NOENT", "MMAP", "GETTEMPPATH", "CONVPATH", "VNODE", "AUTH", "BEGIN_ATOMIC",
            "COMMIT_ATOMIC", "ROLLBACK_ATOMIC", "DATA", "CORRUPTFS",
        ],
        "CORRUPT": ["VTAB", "SEQUENCE", "INDEX"],
        "CANTOPEN": ["NOTEMPDIR", "ISDIR", "FULLPATH", "CONVPATH", "DIRTYWAL", "SYMLINK"],
        "CONSTRAINT": [
            "CHECK", "COMMITHOOK", "FOREIGNKEY", "FUNCTION", "NOTNULL", "PRIMARYKEY", "TRIGGER",
            "UNIQUE", "VTAB", "ROWID", "PINNED", "DATATYPE",
        ],
    ]
}
