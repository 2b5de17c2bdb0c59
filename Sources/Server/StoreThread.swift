internal import DequeModule
internal import Engine
internal import Foundation
internal import Journal
internal import LoopIO
internal import SQLiteStorage
internal import Synchronization

/// Work for the store. Entries go before everything else that waits; the rest is done in its order.
enum StoreWork: Sendable {
    case append(Entry)
    case read(ReadTicket, ReadRequest)
    case saveStates([MatterState], floor: Int64)
    case stop
}

/// What the store has done.
enum StoreNews: Sendable {
    case committed(through: Int64)
    case read(ReadTicket, [Entry])
    /// The entries are damaged, or cannot be read. What is appended is not concerned.
    case readFailed(ReadTicket, JournalFault)
    case stopped
    /// The log of the journal cannot be folded into its file and grows; nil when it can again.
    /// Nothing is lost by it, but the file system fills up.
    case logNotFolded(JournalFault?)
    case statesKept
    /// A snapshot could not be kept; the journal is whole, only recovery takes longer.
    case stateNotSaved(JournalFault)
}

/// The thread that works on the journal while the server runs.
///
/// Group commit: whatever waits when the thread comes round is one transaction, so that under load
/// many commands share one sync, and a single one never waits for others. A single one that has
/// the store for itself is committed on the loop's thread, which has nothing else to do: it
/// does not wait for two threads to wake each other. A log that has become long is folded when its
/// last commit has been told of.
final class StoreThread: Sendable {
    private let inbox = Mutex<[StoreWork]>([])
    private let wake = DispatchSemaphore(value: 0)
    /// The journal, once it is open. Whoever holds the lock works on it; work is taken out of the
    /// inbox under this lock only, so that nothing overtakes what was posted before.
    private let desk = Mutex<StoreDesk?>(nil)
    private let leavesStates = Atomic<Bool>(false)

    /// Takes the work over, from the loop's thread; the array is empty afterwards.
    func post(_ work: inout [StoreWork]) {
        let new = work
        work = []
        let wasEmpty = inbox.withLock { inbox in
            guard inbox.isEmpty else {
                inbox += new
                return false
            }
            inbox = new
            return true
        }
        if wasEmpty { wake.signal() }
    }

    /// Commits one entry on the caller's thread, when nothing else waits and nobody is at work.
    ///
    /// - Returns: whether it was; otherwise it has to be posted.
    /// - Throws: as an append of the journal does; then the process may not go on.
    func commitAlone(_ entry: Entry) throws(JournalFault) -> Bool {
        let result = desk.withLockIfAvailable { desk -> Result<Bool, JournalFault> in
            guard desk != nil, inbox.withLock(\.isEmpty) else { return .success(false) }
            do throws(JournalFault) {
                desk?.add(entry)
                _ = try desk?.commit()
                // The thread folds it, while the loop tells of the commit.
                if desk?.journal.hasLongLog == true { wake.signal() }
                return .success(true)
            } catch {
                return .failure(error)
            }
        }
        return try result?.get() ?? false
    }

    /// From now on snapshots are left aside, those among them that were posted before: whoever
    /// waits for the end of the thread no longer waits for them. Entries are not.
    func leaveStates() {
        leavesStates.store(true, ordering: .relaxed)
    }

    /// Runs until `.stop`. Returns when the thread has opened the journal: whoever is ready after
    /// that can write.
    ///
    /// - Parameter fail: called on the store's thread when an entry could not be made durable or
    ///   the journal could not be read. It ends the process and does not return: after a failed
    ///   sync nobody knows what is on the disk, and only a restart may tell.
    func start(
        journalPath: String, mailbox: Mailbox<StoreNews>,
        fail: @escaping @Sendable (JournalFault) -> Never
    ) {
        let isOpen = DispatchSemaphore(value: 0)
        let thread = Thread { [self] in
            do throws(JournalFault) {
                try desk.withLock { desk throws(JournalFault) in
                    desk = StoreDesk(try SQLiteJournal(path: journalPath))
                }
                isOpen.signal()
                while try takeTurn(mailbox) {}
            } catch {
                fail(error)
            }
            mailbox.post(.stopped)
        }
        thread.name = "yushi-store"
        thread.stackSize = 4 << 20
        thread.start()
        isOpen.wait()
    }

    /// Waits for work and does all that is there. Returns false after `.stop`.
    ///
    /// Whoever gives a command waits for one read or one portion of snapshots at most, however many
    /// of them were asked for before: entries that came meanwhile are made durable between them.
    /// What is read was asked for by its positions, so that newer entries change nothing in it.
    private func takeTurn(_ mailbox: Mailbox<StoreNews>) throws(JournalFault) -> Bool {
        wake.wait()
        return try desk.withLock { desk throws(JournalFault) in
            var errands: Deque<StoreWork> = []
            while true {
                for item in takeWork() {
                    if case .append(let entry) = item {
                        desk?.add(entry)
                    } else {
                        errands.append(item)
                    }
                }
                try desk?.commit(telling: mailbox)
                guard let errand = errands.popFirst() else { return true }
                if case .stop = errand {
                    if let fault = desk?.close() { mailbox.post(.logNotFolded(fault)) }
                    desk = nil
                    return false
                }
                try desk?.perform(errand, mailbox, leavesStates)
            }
        }
    }

    private func takeWork() -> [StoreWork] {
        inbox.withLock { inbox in
            let work = inbox
            inbox = []
            return work
        }
    }
}

/// The journal with what is needed to work on it.
private struct StoreDesk {
    let journal: SQLiteJournal
    private let coder = EntryCoder()
    private var batch: [StoredEntry] = []
    /// After a snapshot was lost or left aside no later one may raise the floor over it: entries
    /// below the floor are not folded again. The journal has them, so the next start takes longer.
    private var keepsStates = true
    /// Whether the log could be folded the last time.
    private var isLogFolded = true

    init(_ journal: SQLiteJournal) {
        self.journal = journal
    }

    func close() -> JournalFault? {
        journal.close()
    }

    mutating func add(_ entry: Entry) {
        batch.append(coder.stored(entry))
    }

    /// Makes durable what was added. Returns the last position; from here on it may be spoken of.
    mutating func commit() throws(JournalFault) -> Int64? {
        guard let last = batch.last else { return nil }
        try journal.append(batch)
        batch.removeAll(keepingCapacity: true)
        return last.position
    }

    /// Does what is no append. What was appended before is durable already.
    ///
    /// - Parameter leavesStates: whether snapshots are left aside.
    mutating func perform(
        _ errand: StoreWork, _ mailbox: Mailbox<StoreNews>, _ leavesStates: borrowing Atomic<Bool>
    ) throws(JournalFault) {
        switch errand {
        case .append, .stop: break
        case .read(let ticket, let request): mailbox.post(read(ticket, request))
        case .saveStates(let states, let floor):
            if leavesStates.load(ordering: .relaxed) { keepsStates = false }
            save(states, floor, mailbox)
        }
    }

    private func read(_ ticket: ReadTicket, _ request: ReadRequest) -> StoreNews {
        do throws(JournalFault) {
            let stored =
                switch request {
                case .range(let from, let limit): try journal.entries(from: from, limit: limit)
                case .positions(let positions): try journal.entries(at: positions)
                }
            return .read(ticket, try coder.entries(stored))
        } catch {
            return .readFailed(ticket, error)
        }
    }

    /// Folds a long log too, also where a snapshot has made it long.
    mutating func commit(telling mailbox: Mailbox<StoreNews>) throws(JournalFault) {
        if let position = try commit() { mailbox.post(.committed(through: position)) }
        // Said when it changes, and not at each of a thousand commits.
        switch try journal.foldLongLog() {
        case .heldUp(let obstacle) where isLogFolded:
            isLogFolded = false
            mailbox.post(.logNotFolded(obstacle))
        case .done where !isLogFolded:
            isLogFolded = true
            mailbox.post(.logNotFolded(nil))
        case .notDue, .done, .heldUp: break
        }
    }

    private mutating func save(
        _ states: [MatterState], _ floor: Int64, _ mailbox: Mailbox<StoreNews>
    ) {
        guard keepsStates else { return }
        do throws(JournalFault) {
            try journal.saveStates(
                states.map(coder.stored), format: Recovery.format, floor: floor)
            mailbox.post(.statesKept)
        } catch {
            keepsStates = false
            mailbox.post(.stateNotSaved(error))
        }
    }
}
