internal import Journal
internal import Supervision
internal import Wire

// Starting again: snapshots first, then the entries above their floor, folded by the same `apply`
// that folds live ones.

/// Why a journal cannot be folded. Nothing is repaired by guessing: the server does not start.
public struct RecoveryFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// Of the entry, or up to where the snapshot goes; 0 where that cannot be told.
    public var position: Int64
    public var reason: String

    public var description: String { "position \(position): \(reason)" }
}

/// Rebuilds a core from what a store holds; see ``run(_:from:)``. Used once, before the first
/// input.
public struct Recovery: ~Copyable {
    private var core: Core
    private let coder = EntryCoder()
    private var rows: RowReader
    /// What the snapshots say of themselves; nil until it has come.
    private var census: SnapshotCensus?
    /// The entry that has to come next.
    private var expected: Int64 = 1
    /// When the youngest of the matters below the floor was registered: of the entries there only
    /// that is known.
    private var youngestRestored = Instant(milliseconds: 0)
    /// When the last entry was made that was read.
    private var lastAt = Instant(milliseconds: 0)
    /// Entries that were folded, for the log.
    private(set) var folded = 0

    /// The form of the snapshots that this build reads and writes.
    public static let format = RecordCoding.format

    init(_ configuration: Core.Configuration) {
        core = Core(configuration)
        core.docket = .recovering
        rows = RowReader(configuration.house.roster)
    }

    /// Takes snapshots that were checked. Portions come in the order in which they were made.
    mutating func restore(_ portion: SnapshotPortion) throws(RecoveryFault) {
        if let census = portion.census {
            self.census = census
            // It has no checksum. No entry begins more than one matter, so that the journal
            // bounds what it may promise.
            let bound = min(census.matters, census.floor)
            core.docket.reserveCapacity(Int(clamping: max(bound, 0)))
        }
        if let (index, reason) = core.docket.restore(portion.matters, using: &rows) {
            throw RecoveryFault(
                position: 0, reason: "the snapshot of matter \(index + 1): \(reason)")
        }
    }

    /// Ends the snapshots. Matters without one follow them: they are younger.
    ///
    /// - Parameter floor: every entry up to here is in a snapshot and is not folded again.
    /// - Throws: ``RecoveryFault`` when a snapshot is missing that the floor promises. Matters
    ///   would otherwise be forgotten, and their numbers given a second time.
    mutating func finishRestoring(floor: Int64 = 0) throws(RecoveryFault) {
        let (matters, restored) = (census?.matters ?? 0, Int64(core.docket.records.count))
        guard floor == 0 || census?.floor == floor, restored >= matters else {
            throw RecoveryFault(
                position: floor,
                reason: "\(matters) matters stand below it, and \(restored) snapshots")
        }
        core.docket.finishRestoring()
        core.calendarOfSnapshots = census?.calendarDigest
        // The entries below the floor are not read, and legal time must not go back behind any of
        // them.
        core.moment.now = max(core.moment.now, core.docket.restoredAt)
        youngestRestored = Instant(milliseconds: core.docket.queues.rows.last?.registeredAt ?? 0)
        expected = floor + 1
    }

    /// Folds one entry. Entries come in journal order, from the floor of the snapshots on.
    ///
    /// - Throws: ``RecoveryFault`` for a hole, and for an entry that cannot be read or does not
    ///   continue its matter.
    mutating func fold(_ stored: StoredEntry) throws(RecoveryFault) {
        try fold(try coder.recovered(stored))
    }

    /// Folds an entry that was read.
    mutating func fold(_ entry: Entry) throws(RecoveryFault) {
        let fault = { (reason: String) in RecoveryFault(position: entry.position, reason: reason) }
        guard entry.position == expected else {
            throw fault("entry \(expected) is missing before it")
        }
        expected = entry.position + 1
        guard entry.stamp.at >= lastAt else {
            throw fault("it was made before the entry before it")
        }
        lastAt = entry.stamp.at
        core.tip = entry.position
        core.durable = entry.position
        let index = core.docket.index(of: entry.matter)
        let keyDigest = entry.idempotency.map { core.keyDigest(entry.stamp.by, $0.key) }
        if let index, core.docket.records.lastPosition(index) >= entry.position {
            // The matter that an escalation opened may be in a later portion of the snapshots than
            // the dispute, and that portion may never have been kept.
            guard let opened = entry.events.opened?.matter, core.docket.index(of: opened) == nil
            else { return }
            guard opened.serial == core.docket.nextSerial else {
                throw fault("\(opened) is not the next matter")
            }
            core.moment.now = max(core.moment.now, entry.stamp.at)
            core.docket.open(
                entry.events, entry.stamp, at: entry.position, keyDigest: keyDigest,
                in: core.roster)
            folded += 1
            return
        }
        // Not the affair itself: what is held twice is copied before it changes.
        let known = index.map { core.docket.records.progress($0) }
        if let reason = contradiction(of: entry, to: known) { throw fault(reason) }
        core.moment.now = max(core.moment.now, entry.stamp.at)
        let applied = core.docket.apply(
            entry.events, to: entry.matter, version: entry.version, entry.stamp,
            at: entry.position, keyDigest: keyDigest, in: core.roster)
        guard core.docket.records.progress(applied).place == entry.after else {
            throw fault("it leads elsewhere than to \(entry.after.name)")
        }
        folded += 1
    }

    /// Why an entry does not continue what was folded so far; nil when it does. What passes here
    /// and still cannot have happened traps in the fold itself.
    private func contradiction(of entry: Entry, to known: Progress?) -> String? {
        let id = entry.matter
        guard !entry.events.isEmpty else { return "it holds no event" }
        let isCommand = entry.idempotency != nil
        if let begunAt = entry.events.begunAt {
            guard known == nil, id.serial == core.docket.nextSerial else {
                return "\(id) is not the next matter"
            }
            guard entry.version == 1, isCommand, entry.before == nil else {
                return "it does not begin \(id)"
            }
            guard begunAt == entry.stamp.at else {
                return "\(id) was registered at another time"
            }
            guard entry.stamp.at >= youngestRestored else {
                return "\(id) was not registered before what stands before it"
            }
            return nil
        }
        guard let known else { return "\(id) was never registered" }
        guard entry.version == known.version + (isCommand ? 1 : 0) else {
            return "it makes version \(entry.version) of \(id), which has \(known.version)"
        }
        guard entry.before == known.place else {
            return "\(id) does not stand in \(entry.before?.name ?? "no place")"
        }
        if let opened = entry.events.opened {
            let next = MatterID(kind: .supervision, serial: core.docket.nextSerial)
            guard opened.matter == next else { return "\(opened.matter) is not the next matter" }
        }
        return nil
    }

    /// The core, as it was after the last entry.
    consuming func finish(lastPosition: Int64) -> Core {
        core.docket.finishRecovering()
        core.tip = lastPosition
        core.durable = lastPosition
        return core
    }
}
