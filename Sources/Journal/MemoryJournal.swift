/// A journal that lives in memory and forgets everything with the process.
///
/// It is the measure for the other stores: the same suite of tests runs against each of them, and
/// an engine that is tested without a disk runs on this one. It never faults except where the
/// contract names a fault.
public final class MemoryJournal: JournalStore {
    private var all: [StoredEntry] = []
    /// The snapshots by the bytes of the matter's id. A `String` as key would take two spellings
    /// of one text for the same matter, which no file does.
    private var states: [[UInt8]: StoredState] = [:]
    private var statesFormat: Int64 = 0
    private var statesFloor: Int64 = 0

    /// An empty journal.
    public init() {}

    /// The position of the newest entry, 0 in an empty journal.
    public var lastPosition: Int64 { Int64(all.count) }

    /// Appends the batch. An empty batch changes nothing. Traps when the positions do not continue
    /// `lastPosition` without gaps; never throws.
    public func append(_ batch: [StoredEntry]) throws(JournalFault) {
        for (offset, entry) in batch.enumerated() {
            precondition(
                entry.position == lastPosition + Int64(offset) + 1,
                "the positions of a batch continue the journal without gaps")
        }
        all.append(contentsOf: batch)
    }

    /// Up to `limit` entries from `position` on. A position below 1 reads from the first entry.
    /// Never throws.
    public func entries(
        from position: Int64, limit: Int
    ) throws(JournalFault) -> [StoredEntry] {
        let first = max(position, 1)
        guard first <= lastPosition, limit > 0 else { return [] }
        return Array(all[Int(first - 1)...].prefix(limit))
    }

    /// The entries at the positions given, in the order given. Throws when one does not exist.
    public func entries(at positions: [Int64]) throws(JournalFault) -> [StoredEntry] {
        var found: [StoredEntry] = []
        found.reserveCapacity(positions.count)
        for position in positions {
            guard position >= 1, position <= lastPosition else {
                throw JournalFault(
                    operation: "read an entry",
                    reason: "the journal has no entry at position \(position)")
            }
            found.append(all[Int(position - 1)])
        }
        return found
    }

    /// Replaces the snapshots of these matters; a new format drops every older snapshot first.
    /// Traps when the floor or a snapshot lies beyond `lastPosition`; never throws.
    public func saveStates(
        _ states: [StoredState], format: Int64, floor: Int64
    ) throws(JournalFault) {
        precondition((0...lastPosition).contains(floor), "the floor is a position of the journal")
        if format != statesFormat {
            self.states.removeAll()
        }
        for state in states {
            precondition(
                state.position >= 1 && state.position <= lastPosition,
                "a snapshot contains only entries of the journal")
            self.states[Array(state.matter.utf8)] = state
        }
        statesFormat = format
        statesFloor = floor
    }

    /// Hands over every snapshot of the given format, in the byte order of the matters' ids, and
    /// returns the floor. Throws only what `body` throws.
    public func loadStates(
        format: Int64, _ body: (StoredState) throws(JournalFault) -> Void
    ) throws(JournalFault) -> Int64 {
        guard format == statesFormat else { return 0 }
        let ordered = states.sorted { $0.key.lexicographicallyPrecedes($1.key) }
        for (_, state) in ordered {
            try body(state)
        }
        return statesFloor
    }
}
