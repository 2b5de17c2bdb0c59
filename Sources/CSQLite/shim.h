/* SQLite's C interface, and the few places where Swift cannot speak it: a cast that hides in a
   macro, and a function with a variable number of arguments. */
#ifndef CSQLITE_SHIM_H
#define CSQLITE_SHIM_H

#include <sqlite3.h>

/* Binds bytes that the caller keeps alive and unchanged until the statement is reset. A null
   pointer is an empty text here, not an SQL NULL: that is how Swift hands over empty storage. */
static inline int csqlite_bind_text(
    sqlite3_stmt *statement, int index, const unsigned char *bytes, sqlite3_uint64 count
) {
    return sqlite3_bind_text64(
        statement, index, bytes ? (const char *)bytes : "", count, SQLITE_STATIC, SQLITE_UTF8);
}

/* The same for a blob. */
static inline int csqlite_bind_blob(
    sqlite3_stmt *statement, int index, const unsigned char *bytes, sqlite3_uint64 count
) {
    return sqlite3_bind_blob64(
        statement, index, bytes ? (const void *)bytes : "", count, SQLITE_STATIC);
}

/* Makes sqlite3_close leave the write-ahead log as it is. */
static inline int csqlite_close_without_checkpoint(sqlite3 *database) {
    return sqlite3_db_config(database, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, (int *)0);
}

/* Before the first connection: SQLite keeps no sums of its memory, for which it would take a lock
   at each allocation. */
static inline int csqlite_configure(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

/* Whether the operating system could not sync a file. The code's own macro is too much for Swift. */
static inline int csqlite_is_failed_sync(int code) {
    return code == SQLITE_IOERR_FSYNC;
}

/* Writes down, after each commit, how many pages the write-ahead log has. SQLite then folds it into
   the database file no more by itself. */
static inline int csqlite_note_log(void *pages, sqlite3 *database, const char *name, int count) {
    (void)database;
    (void)name;
    *(int *)pages = count;
    return SQLITE_OK;
}

static inline void csqlite_watch_log(sqlite3 *database, int *pages) {
    sqlite3_wal_hook(database, csqlite_note_log, pages);
}

#endif
