public import Journal
internal import Supervision
internal import Wire

// Starting again: snapshots first, then the entries above their floor, folded by the same `apply`
// that folds live ones.

/// Why a journal cannot be folded. Nothing is repaired by guessing: the server does not start.
public struct RecoveryFault: Error, Equatable, Sendable, CustomStringConvertible {
    public var position: Int64
    public var reason: String

    public var description: String { "entry \(position) cannot be folded: \(reason)" }
}

/// Rebuilds a core from what a store holds. Used once, before the first input.
public struct Recovery {
    private var core: Core
    private let coder = EntryCoder()
    /// By serial number, from 1 on at index 0; empty where no snapshot has come yet.
    private var restored: [PackedRecord?] = []
    private var restoredCount = 0
    /// What the snapshots say of themselves; nil until it has come.
    private var census: SnapshotCensus?
    /// The entry that has to come next.
    private var expected: Int64 = 1
    /// Entries that were folded, for the log.
    public private(set) var folded = 0

    /// The form of the snapshots that this build reads and writes.
    public static let format = RecordCoding.format

    public init(_ configuration: Core.Configuration) {
        core = Core(configuration)
    }

    /// Takes one snapshot. They may come in any order, before the first entry.
    ///
    /// - Throws: ``RecoveryFault`` when one bit of it is not as it was written.
    public mutating func restore(_ state: StoredState) throws(RecoveryFault) {
        let fault = { (reason: String) in
            RecoveryFault(
                position: state.position, reason: "the snapshot of \(state.matter): \(reason)")
        }
        if state.matter == SnapshotCensus.name {
            guard let census = SnapshotCensus(state) else { throw fault("it cannot be read") }
            self.census = census
            return
        }
        guard let packed = PackedRecord(state.state), let serial = MatterID(state.matter)?.serial,
            packed.serial == serial, serial <= state.position
        else { throw fault("it is damaged") }
        while restored.count < serial { restored.append(nil) }
        guard restored[Int(serial) - 1] == nil else { throw fault("it stands twice") }
        restored[Int(serial) - 1] = packed
        restoredCount += 1
    }

    /// Takes the snapshots into the docket. Matters without one follow them: they are younger.
    ///
    /// - Parameter floor: every entry up to here is in a snapshot and is not folded again.
    /// - Throws: ``RecoveryFault`` when a snapshot is missing that the floor promises. Matters
    ///   would otherwise be forgotten, and their numbers given a second time.
    public mutating func finishRestoring(floor: Int64 = 0) throws(RecoveryFault) {
        let matters = census?.matters ?? 0
        guard floor == 0 || census?.floor == floor, restoredCount >= matters else {
            throw RecoveryFault(
                position: floor,
                reason: "\(matters) matters stand below it, and \(restoredCount) snapshots")
        }
        let all = restored.compactMap { $0 }
        guard all.count == restored.count else {
            throw RecoveryFault(
                position: floor,
                reason: "\(restored.count - all.count) snapshots are missing between others")
        }
        restored = []
        core.calendarOfSnapshots = census?.calendarDigest
        if let (index, reason) = core.docket.restore(all, in: core.roster) {
            throw RecoveryFault(
                position: floor, reason: "the snapshot of matter \(index + 1): \(reason)")
        }
        // The entries below the floor are not read, and legal time must not go back behind any of
        // them.
        core.moment.now = max(core.moment.now, core.docket.restoredAt)
        expected = floor + 1
    }

    /// Folds one entry. Entries come in journal order, from the floor of the snapshots on.
    ///
    /// - Throws: ``RecoveryFault`` for a hole, and for an entry that cannot be read or does not
    ///   continue its matter.
    public mutating func fold(_ stored: StoredEntry) throws(RecoveryFault) {
        let fault = { (reason: String) in RecoveryFault(position: stored.position, reason: reason) }
        guard stored.position == expected else {
            throw fault("entry \(expected) is missing before it")
        }
        expected = stored.position + 1
        core.tip = stored.position
        core.durable = stored.position
        let entry: Entry
        do throws(CodingFault) {
            entry = try coder.entry(stored)
        } catch {
            throw fault("\(error)")
        }
        let index = core.docket.index(of: entry.matter)
        if let index, core.docket.lastPosition(index) >= entry.position { return }
        let affair = index.map { core.docket.records[$0].affair }
        if let reason = contradiction(of: entry, to: affair) { throw fault(reason) }
        core.moment.now = max(core.moment.now, entry.stamp.at)
        let place = core.docket.apply(
            entry.events, to: entry.matter, version: entry.version, entry.stamp,
            at: entry.position,
            keyDigest: entry.idempotency.map { core.keyDigest(entry.stamp.by, $0.key) },
            in: core.roster)
        guard core.docket.records[place].affair.place == entry.after else {
            throw fault("it leads elsewhere than to \(entry.after.name)")
        }
        folded += 1
    }

    /// Why an entry does not continue what was folded so far; nil when it does. What passes here
    /// and still cannot have happened traps in the fold itself.
    private func contradiction(of entry: Entry, to affair: Affair?) -> String? {
        let id = entry.matter
        guard !entry.events.isEmpty else { return "it holds no event" }
        let isCommand = entry.idempotency != nil
        if Affair(id: id, entry.events) != nil {
            guard affair == nil, id.serial == core.docket.nextSerial else {
                return "\(id) is not the next matter"
            }
            guard entry.version == 1, isCommand, entry.before == nil else {
                return "it does not begin \(id)"
            }
            guard entry.stamp.at >= core.moment.now else {
                return "\(id) was not registered before what stands before it"
            }
            return nil
        }
        guard let affair else { return "\(id) was never registered" }
        guard entry.version == affair.version + (isCommand ? 1 : 0) else {
            return "it makes version \(entry.version) of \(id), which has \(affair.version)"
        }
        guard entry.before == affair.place else {
            return "\(id) does not stand in \(entry.before?.name ?? "no place")"
        }
        if let opened = entry.events.opened {
            let next = MatterID(kind: .supervision, serial: core.docket.nextSerial)
            guard opened.matter == next else { return "\(opened.matter) is not the next matter" }
        }
        return nil
    }

    /// The core, as it was after the last entry.
    public consuming func finish(lastPosition: Int64) -> Core {
        core.tip = lastPosition
        core.durable = lastPosition
        return core
    }
}
