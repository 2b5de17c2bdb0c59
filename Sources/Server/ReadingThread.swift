internal import Engine
internal import Foundation
internal import Journal
internal import SQLiteStorage
internal import Synchronization

/// The thread that reads the journal at the start and decodes it, while the fold of what it has
/// read before goes on. It stays a few portions ahead, so that a long journal does not fill the
/// memory.
final class ReadingThread: Sendable {
    private let portions = Mutex<[RecoveryPortion]>([])
    private let isUnwanted = Mutex(false)
    /// Counts the portions for which there is still room.
    private let room = DispatchSemaphore(value: 0)
    /// Counts the portions that wait.
    private let ready = DispatchSemaphore(value: 0)
    /// Raised when the journal is closed.
    private let ended = DispatchSemaphore(value: 0)

    private static let portionsAhead = 8

    init() {
        // Signalled, because a semaphore that is made with a value traps when it goes with less.
        for _ in 0..<Self.portionsAhead { room.signal() }
    }

    /// Opens the journal inside the thread, because it belongs to it. Used once.
    func start(journalPath: String, usingStates: Bool) {
        let thread = Thread { [self] in
            do throws(JournalFault) {
                let journal = try SQLiteJournal(path: journalPath)
                RecoveryReader { [self] in portions.withLock { $0.isEmpty } }
                    .read(journal, usingStates: usingStates, give)
                journal.close()
            } catch {
                _ = give(RecoveryPortion(error))
            }
            ended.signal()
        }
        thread.name = "yushi-reading"
        thread.stackSize = 4 << 20
        thread.start()
    }

    /// Hands over every portion, on the caller's thread, until one is not wanted. Returns when the
    /// journal is closed.
    func forEach(_ take: (RecoveryPortion) -> Bool) {
        while true {
            ready.wait()
            let portion = portions.withLock { $0.removeFirst() }
            let isWanted = take(portion)
            if !isWanted { isUnwanted.withLock { $0 = true } }
            room.signal()
            if !isWanted || portion.isLast { break }
        }
        ended.wait()
    }

    /// Waits for room. Returns whether more is wanted.
    private func give(_ portion: RecoveryPortion) -> Bool {
        room.wait()
        if isUnwanted.withLock({ $0 }) { return false }
        portions.withLock { $0.append(portion) }
        ready.signal()
        return true
    }
}
