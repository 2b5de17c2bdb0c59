internal import Journal
internal import Supervision

/// Matters as their snapshots left them, in the order of their numbers and without a gap, looked at
/// as far as the docket needs: what is left to do is to put them in.
struct SnapshotPortion: Sendable {
    var matters: [RestoredMatter] = []
    /// Sets of investigators that no earlier portion has named, in the order of their numbers.
    var teams: [[PersonID]] = []
    /// The digests of the numbers of documents, each with the place of its matter.
    var documents: [(digest: UInt64, index: Int)] = []
    /// How many documents of each series there are.
    var series: [DocumentSeries: Int] = [:]
    /// Who beside the two sides may see a matter, where somebody may.
    var circles: [(circle: Circle, index: Int)] = []
    /// What the snapshots say of themselves; nil where it has not come.
    var census: SnapshotCensus?

    var isEmpty: Bool { matters.isEmpty && census == nil }
}

/// What the number of a document depends on.
struct DocumentSeries: Hashable, Sendable {
    var kind: DocumentKind
    var issuer: OrganID
    var year: Int
}

/// A matter that a snapshot holds and that stays packed.
struct RestoredMatter: Sendable {
    var packed: PackedRecord
    /// Its row in the docket; the team is one of those that the portions name, from 1 on.
    var row: DocketIndexRow
    var lastAt: Instant
    var deadlineToWatch: Instant?
    var creation: UInt64?
    var incident: UInt64?
}

/// Makes portions of snapshots: checks each, reads its head, and finds its organs in the roster. It
/// belongs to one thread, and needs nothing of the docket, so that this may be another thread than
/// the docket's.
struct SnapshotPreparer {
    private let roster: Roster
    private let packer = RecordPacker()
    private var portion = SnapshotPortion()
    /// How many matters have been prepared, in the order of their numbers.
    private var count: Int64 = 0
    /// Those that came before their turn.
    private var waiting: [Int64: PackedRecord] = [:]
    private var teams = Memory<[PersonID], Int32>()
    private var sides = Memory<Sides, SidePlaces>()

    private struct Sides: Hashable {
        var supervising: OrganID
        var supervised: OrganID
    }

    init(_ roster: Roster) { self.roster = roster }

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
        try prepare(packed)
        while !waiting.isEmpty, let next = waiting.removeValue(forKey: count + 1) {
            try prepare(next)
        }
    }

    /// How many matters the next portion would have.
    var preparedCount: Int { portion.matters.count }

    /// What has been prepared since the last portion.
    mutating func takePortion() -> SnapshotPortion {
        defer {
            portion = SnapshotPortion()
            portion.matters.reserveCapacity(Self.mattersPerPortion)
        }
        return portion
    }

    static let mattersPerPortion = 1024

    /// After the last snapshot.
    ///
    /// - Throws: ``RecoveryFault`` when one is missing between others.
    func finish(floor: Int64) throws(RecoveryFault) {
        guard let youngest = waiting.keys.max() else { return }
        let missing = youngest - count - Int64(waiting.count)
        throw RecoveryFault(
            position: floor, reason: "\(missing) snapshots are missing between others")
    }

    private mutating func prepare(_ packed: PackedRecord) throws(RecoveryFault) {
        let index = Int(count)
        count += 1
        let fault = { (reason: String) in
            RecoveryFault(position: 0, reason: "the snapshot of matter \(index + 1): \(reason)")
        }
        guard let head = packed.head else { throw fault("its head cannot be read") }
        var row = DocketIndexRow(head, places(of: head))
        if head.flags.contains(.needsAffair) {
            do throws(CodingFault) {
                let affair = try packed.record(using: packer).affair
                row = DocketIndexRow(affair, position: head.lastPosition, roster)
                portion.circles.append((Circle(of: affair), index))
            } catch {
                throw fault("\(error)")
            }
        }
        row.team = team(of: head.investigators)
        for document in head.documents {
            portion.documents.append((document.digest, index))
            let series = DocumentSeries(
                kind: document.kind, issuer: document.issuer, year: document.year)
            portion.series[series, default: 0] += 1
        }
        portion.matters.append(
            RestoredMatter(
                packed: packed, row: row, lastAt: head.lastAt,
                deadlineToWatch: head.deadlineToWatch, creation: head.creation,
                incident: head.incident))
    }

    /// Few pairs of organs have many matters, and looking a pair up is cheaper than asking the
    /// roster who acts for it.
    private mutating func places(of head: RecordHead) -> SidePlaces {
        let pair = Sides(supervising: head.supervising, supervised: head.supervised)
        return sides.value(of: pair) { SidePlaces(of: head, roster) }
    }

    /// The number of a set of investigators, as ``TeamSets`` counts them.
    private mutating func team(of investigators: [PersonID]) -> Int32 {
        if investigators.isEmpty { return 0 }
        let next = Int32(teams.count + 1)
        return teams.value(of: investigators) {
            portion.teams.append(investigators)
            return next
        }
    }
}

/// What was found once for each key. Neighbours are often alike, so that the last one is tried
/// before anything is hashed.
private struct Memory<Key: Hashable, Value> {
    private var last: (key: Key, value: Value)?
    private var all: [Key: Value] = [:]

    var count: Int { all.count }

    mutating func value(of key: Key, _ make: () -> Value) -> Value {
        if let last, last.key == key { return last.value }
        let value = all[key] ?? make()
        all[key] = value
        last = (key, value)
        return value
    }
}
