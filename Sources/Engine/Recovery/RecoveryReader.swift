public import Journal
internal import Supervision

/// Reads a store for a recovery: snapshots first, then the entries above their floor. What
/// does not need what is folded so far is done here, checksums and decoding, so that it can be done
/// on another thread than the fold. A reader belongs to one thread.
public struct RecoveryReader {
    private let isAwaited: () -> Bool
    private let coder = EntryCoder()

    /// How many entries are read at a time.
    private static let entriesPerRead = 2048

    /// - Parameter isAwaited: whether the fold has nothing to do until the next portion comes. Then
    ///   entries are handed over as they were read, and the fold decodes them itself, so that
    ///   both threads are busy all the time.
    public init(isAwaited: @escaping () -> Bool = { false }) { self.isAwaited = isAwaited }

    /// Hands over what the store holds, in portions, until one is not wanted. The last one is the
    /// end or says why there is none.
    public func read(
        _ journal: some JournalStore, usingStates: Bool, _ take: (RecoveryPortion) -> Bool
    ) {
        do throws(Interruption) {
            let floor = usingStates ? try readStates(journal, take) : 0
            try give(.floor(floor), take)
            try readEntries(journal, after: floor, take)
            try give(.end(journal.lastPosition), take)
        } catch {
            if case .failed(let failure) = error { _ = take(RecoveryPortion(.failure(failure))) }
        }
    }

    /// Why reading ends before its time.
    private enum Interruption: Error {
        case failed(RecoveryFailure)
        case unwanted
    }

    private func give(
        _ content: RecoveryPortion.Content, _ take: (RecoveryPortion) -> Bool
    ) throws(Interruption) {
        guard take(RecoveryPortion(content)) else { throw .unwanted }
    }

    /// Returns the floor.
    private func readStates(
        _ journal: some JournalStore, _ take: (RecoveryPortion) -> Bool
    ) throws(Interruption) -> Int64 {
        var sorter = SnapshotSorter()
        var interruption: Interruption?
        let floor: Int64
        do throws(JournalFault) {
            floor = try journal.loadStates(format: Recovery.format) { state throws(JournalFault) in
                do throws(Interruption) {
                    try check(state, with: &sorter, take)
                } catch {
                    interruption = error
                    throw JournalFault(operation: "load the snapshots", reason: "they are not used")
                }
            }
        } catch {
            throw interruption ?? .failed(.journal(error))
        }
        try give(.snapshots(sorter.takePortion()), take)
        do throws(RecoveryFault) {
            try sorter.finish(floor: floor)
        } catch {
            throw .failed(.entry(error))
        }
        return floor
    }

    private func check(
        _ state: StoredState, with sorter: inout SnapshotSorter,
        _ take: (RecoveryPortion) -> Bool
    ) throws(Interruption) {
        do throws(RecoveryFault) {
            try sorter.add(state)
        } catch {
            throw .failed(.entry(error))
        }
        if sorter.isFull {
            try give(.snapshots(sorter.takePortion()), take)
        }
    }

    private func readEntries(
        _ journal: some JournalStore, after floor: Int64, _ take: (RecoveryPortion) -> Bool
    ) throws(Interruption) {
        var next = floor + 1
        while next <= journal.lastPosition {
            let stored: [StoredEntry]
            do throws(JournalFault) {
                stored = try journal.entries(from: next, limit: Self.entriesPerRead)
            } catch {
                throw .failed(.journal(error))
            }
            next += Int64(stored.count)
            if isAwaited() {
                try give(.stored(stored), take)
            } else {
                try decode(stored, take)
            }
        }
    }

    private func decode(
        _ stored: [StoredEntry], _ take: (RecoveryPortion) -> Bool
    ) throws(Interruption) {
        var entries: [Entry] = []
        entries.reserveCapacity(stored.count)
        do throws(RecoveryFault) {
            for entry in stored { entries.append(try coder.recovered(entry)) }
        } catch {
            // What stands before it may be wrong too, and is told first.
            try give(.entries(entries), take)
            throw .failed(.entry(error))
        }
        try give(.entries(entries), take)
    }
}
