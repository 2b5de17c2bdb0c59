internal import Journal
internal import Supervision

/// Matters as their snapshots left them, in the order of their numbers and without a gap between
/// one portion and the next.
struct SnapshotPortion: Sendable {
    var matters: [PackedRecord] = []
    /// What the snapshots say of themselves; nil where it has not come.
    var census: SnapshotCensus?

    static let mattersMax = 1024
}

/// Checks snapshots as they come from a store, and puts them in the order of their numbers. It
/// needs nothing of the docket, so that it can work on another thread than the docket's.
struct SnapshotSorter {
    private var portion = SnapshotPortion()
    /// How many matters have come, all numbers up to it.
    private var count: Int64 = 0
    /// Those that came before their turn.
    private var waiting: [Int64: PackedRecord] = [:]

    /// Takes one snapshot; they may come in any order.
    ///
    /// - Throws: ``RecoveryFault`` when one bit of it is not as it was written.
    mutating func add(_ state: StoredState) throws(RecoveryFault) {
        let fault = { (reason: String) in
            RecoveryFault(
                position: state.position, reason: "the snapshot of \(state.matter): \(reason)")
        }
        if state.matter == SnapshotCensus.name {
            guard let census = SnapshotCensus(state) else { throw fault("it cannot be read") }
            portion.census = census
            return
        }
        guard let packed = PackedRecord(state.state), let serial = state.serial,
            packed.serial == serial, serial <= state.position
        else { throw fault("it is damaged") }
        guard serial > count, waiting[serial] == nil else { throw fault("it stands twice") }
        guard serial == count + 1 else {
            waiting[serial] = packed
            return
        }
        take(packed)
        while !waiting.isEmpty, let next = waiting.removeValue(forKey: count + 1) { take(next) }
    }

    private mutating func take(_ packed: PackedRecord) {
        portion.matters.append(packed)
        count += 1
    }

    /// Whether a portion has come together.
    var isFull: Bool { portion.matters.count >= SnapshotPortion.mattersMax }

    /// What has come in order since the last portion.
    mutating func takePortion() -> SnapshotPortion {
        defer {
            portion = SnapshotPortion()
            portion.matters.reserveCapacity(SnapshotPortion.mattersMax)
        }
        return portion
    }

    /// After the last snapshot.
    ///
    /// - Throws: ``RecoveryFault`` when one is missing between others.
    func finish(floor: Int64) throws(RecoveryFault) {
        guard let youngest = waiting.keys.max() else { return }
        let missing = youngest - count - Int64(waiting.count)
        throw RecoveryFault(
            position: floor, reason: "\(missing) snapshots are missing between others")
    }
}

/// Makes rows of the docket of what the heads of packed records say. It belongs to one thread.
struct RowReader {
    private let roster: Roster
    private let packer = RecordPacker()
    private var ranks: [Sides: SideRanks] = [:]
    /// Neighbours are often of the same organs, so that the last ones are tried before any are
    /// looked up.
    private var last: (sides: Sides, ranks: SideRanks)?

    private struct Sides: Hashable {
        var supervising: OrganID
        var supervised: OrganID
    }

    init(_ roster: Roster) { self.roster = roster }

    /// The row of a record and its head, and who beside the two sides may see it, where that may
    /// be somebody; nil when the head cannot be read.
    mutating func row(
        of packed: PackedRecord
    ) throws(CodingFault) -> (head: RecordHead, row: DocketIndexRow, circle: Circle?)? {
        guard let head = packed.head else { return nil }
        guard head.flags.contains(.needsAffair) else {
            return (head, DocketIndexRow(head, sides(of: head)), nil)
        }
        let affair = try packed.record(using: packer).affair
        let row = DocketIndexRow(affair, position: head.lastPosition, roster)
        return (head, row, Circle(of: affair))
    }

    /// Few pairs of organs have many matters, and looking a pair up is cheaper than asking the
    /// roster who acts for it.
    private mutating func sides(of head: RecordHead) -> SideRanks {
        let sides = Sides(supervising: head.supervising, supervised: head.supervised)
        if let last, last.sides == sides { return last.ranks }
        let found = ranks[sides] ?? SideRanks(of: head, roster)
        ranks[sides] = found
        last = (sides, found)
        return found
    }
}
