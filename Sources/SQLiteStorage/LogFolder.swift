internal import Dispatch
internal import Journal
internal import Synchronization

/// Folds the log into the database file beside the commits, on a connection of its own.
///
/// What it copies has been synced to the log, so nothing is at stake: a fold that fails, or that a
/// crash cuts short, leaves the log as it was. Commits go on meanwhile and are not in the way; but
/// what they add is not copied, so that the log can only start over after a last fold between two
/// commits, which then has little left to do.
final class LogFolder: Sendable {
    enum State: Sendable {
        case resting, folding
        /// A fold has ended: so many pages, from the beginning of the log on, are copied. Nil
        /// when it failed.
        case ended(pages: Int?)
    }

    private let path: String
    private let current = Mutex(State.resting)
    private let queue = DispatchQueue(label: "yushi-fold")
    /// Made by the first fold. Whoever holds the lock uses it.
    private let connection = Mutex<SQLiteConnection?>(nil)

    init(path: String) {
        self.path = path
    }

    var state: State { current.withLock { $0 } }

    /// Begins a fold and returns at once. None may be under way.
    func begin() {
        current.withLock { $0 = .folding }
        queue.async { [self] in
            let pages = fold()
            current.withLock { $0 = .ended(pages: pages) }
        }
    }

    /// What the last fold left was taken note of.
    func rest() {
        current.withLock { $0 = .resting }
    }

    /// Waits for a fold that is under way.
    func wait() {
        queue.sync {}
    }

    /// Waits for a fold that is under way, and closes the connection.
    func close() {
        wait()
        connection.withLock { connection in
            connection?.close(checkpoint: false)
            connection = nil
        }
    }

    private func fold() -> Int? {
        connection.withLock { connection in
            do throws(JournalFault) {
                if connection == nil {
                    let opened = try SQLiteConnection(path: path)
                    try opened.execute("PRAGMA synchronous = FULL", to: "configure the connection")
                    connection = opened
                }
                return try connection?.foldLog()
            } catch {
                connection = nil
                return nil
            }
        }
    }
}
