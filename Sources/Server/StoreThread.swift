internal import Engine
internal import Foundation
internal import Journal
internal import LoopIO
internal import SQLiteStorage
internal import Synchronization

/// Work for the store, in the order of the engine's outputs.
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
    case stopped
    /// A snapshot could not be kept; the journal is whole, only recovery takes longer.
    case stateNotSaved(JournalFault)
}

/// The one thread that touches the journal while the server runs.
///
/// Group commit: whatever waits when the thread comes round is one transaction, so that under load
/// many commands share one sync, and a single one never waits for others.
final class StoreThread: Sendable {
    private let inbox = Mutex<[StoreWork]>([])
    private let wake = DispatchSemaphore(value: 0)

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

    /// Runs until `.stop`. The journal is opened inside the thread, because it belongs to it.
    ///
    /// - Parameter fail: called on the store's thread when an entry could not be made durable or
    ///   the journal could not be read. It ends the process and does not return: after a failed
    ///   sync nobody knows what is on the disk, and only a restart may tell.
    func start(
        journalPath: String, mailbox: Mailbox<StoreNews>,
        fail: @escaping @Sendable (JournalFault) -> Never
    ) {
        let thread = Thread { [self] in
            do throws(JournalFault) {
                let journal = try SQLiteJournal(path: journalPath)
                try work(on: journal, mailbox)
                journal.close()
            } catch {
                fail(error)
            }
            mailbox.post(.stopped)
        }
        thread.name = "yushi-store"
        thread.stackSize = 4 << 20
        thread.start()
    }

    private func work(
        on journal: SQLiteJournal, _ mailbox: Mailbox<StoreNews>
    ) throws(JournalFault) {
        let coder = EntryCoder()
        var batch: [StoredEntry] = []
        // After a snapshot was lost no later one may raise the floor over it: entries below the
        // floor are not folded again. The journal has them, so the next start takes longer.
        var keepsStates = true
        while true {
            wake.wait()
            let work = inbox.withLock { inbox in
                let work = inbox
                inbox = []
                return work
            }
            for item in work {
                if case .append(let entry) = item {
                    batch.append(coder.stored(entry))
                    continue
                }
                // Whatever comes after an append sees it, so it is committed first.
                try commit(&batch, journal, mailbox)
                switch item {
                case .append: break
                case .read(let ticket, .range(let from, let limit)):
                    let entries = try journal.entries(from: from, limit: limit)
                    mailbox.post(.read(ticket, try coder.entries(entries)))
                case .read(let ticket, .positions(let positions)):
                    let entries = try journal.entries(at: positions)
                    mailbox.post(.read(ticket, try coder.entries(entries)))
                case .saveStates(let states, let floor):
                    guard keepsStates else { break }
                    do throws(JournalFault) {
                        try journal.saveStates(
                            states.map(coder.stored), format: Recovery.format, floor: floor)
                    } catch {
                        keepsStates = false
                        mailbox.post(.stateNotSaved(error))
                    }
                case .stop: return
                }
            }
            try commit(&batch, journal, mailbox)
        }
    }

    private func commit(
        _ batch: inout [StoredEntry], _ journal: SQLiteJournal, _ mailbox: Mailbox<StoreNews>
    ) throws(JournalFault) {
        guard let last = batch.last else { return }
        try journal.append(batch)
        batch.removeAll(keepingCapacity: true)
        // The commit has returned: from here on the entries may be spoken of.
        mailbox.post(.committed(through: last.position))
    }
}
