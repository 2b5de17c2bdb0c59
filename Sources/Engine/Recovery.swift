internal import JSONText
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
    private let buffer = DecodingBuffer()
    private let coder = EntryCoder()
    private var restored: [Int64: Docket.Record] = [:]
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
    public mutating func restore(_ state: StoredState) throws(RecoveryFault) {
        do throws(CodingFault) {
            let record = try RecordCoding.decode(state.state, using: buffer)
            guard record.affair.id.description == state.matter,
                record.lastPosition == state.position
            else { throw CodingFault(path: "", reason: .invalid("snapshot of this matter")) }
            restored[record.affair.id.serial] = record
        } catch {
            throw RecoveryFault(
                position: state.position, reason: "the snapshot of \(state.matter): \(error)")
        }
    }

    /// Takes the snapshots into the docket. Matters without one follow them: they are younger.
    ///
    /// - Parameters:
    ///   - floor: every entry up to here is in a snapshot and is not folded again.
    ///   - matters: how many matters were registered up to the floor.
    /// - Throws: ``RecoveryFault`` when a snapshot is missing that the floor promises. Matters
    ///   would otherwise be forgotten, and their numbers given a second time.
    public mutating func finishRestoring(
        floor: Int64 = 0, matters: Int64 = 0
    ) throws(RecoveryFault) {
        guard restored.count >= matters else {
            throw RecoveryFault(
                position: floor,
                reason: "\(matters) matters stand below it, and \(restored.count) snapshots")
        }
        for serial in 0..<Int64(restored.count) {
            guard let record = restored[serial + 1] else {
                throw RecoveryFault(
                    position: 0, reason: "the snapshot of matter \(serial + 1) is missing")
            }
            core.docket.restore(record, in: core.roster)
            // The entries below the floor are not read, and legal time must not go back behind
            // any of them.
            core.moment.now = max(core.moment.now, record.lastAt)
        }
        expected = floor + 1
        restored = [:]
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
        if let index, core.docket.records[index].lastPosition >= entry.position { return }
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

/// The stored form of a record: the matter, where its entries are, and which keys made them.
enum RecordCoding {
    /// Counted up whenever what is kept beside the matter changes.
    static let format: Int64 = StateCoding.format * 100 + 5

    static func encode(_ record: Docket.Record, into writer: inout JSONWriter) {
        writer.beginObject()
        switch record.affair {
        case .matter(let matter):
            writer.key("matter")
            StateCoding.encode(matter, into: &writer)
        case .dispute(let dispute):
            writer.key("dispute")
            StateCoding.encode(dispute, into: &writer)
        }
        writer.member("at", record.lastAt.milliseconds)
        writer.key("positions")
        writer.beginArray()
        for position in record.positions { writer.integer(position) }
        writer.endArray()
        writer.key("keys")
        writer.beginArray()
        for mark in record.commands {
            // 64 bits do not fit the integers of this JSON: two halves do.
            writer.integer(Int64(mark.digest >> 32))
            writer.integer(Int64(mark.digest & 0xffff_ffff))
            writer.integer(mark.position)
        }
        writer.endArray()
        writer.key("marks")
        writer.beginArray()
        for mark in record.history.marks { writer.integer(mark) }
        writer.endArray()
        writer.endObject()
    }

    static func decode(
        _ bytes: [UInt8], using buffer: DecodingBuffer
    ) throws(CodingFault) -> Docket.Record {
        let document: JSONDocument
        do {
            document = try JSONDocument(bytes)
        } catch {
            throw CodingFault(path: "", reason: .notJSON(error))
        }
        guard document.kind(0) == .object else {
            throw CodingFault(path: "", reason: .notA("object"))
        }
        guard let at = document.member("at", of: 0), document.kind(at) == .integer else {
            throw CodingFault(path: "", reason: .missingMember("at"))
        }
        let affair = try affair(in: document, using: buffer)
        let positions = try integers("positions", document)
        guard let first = positions.first, first > 0,
            zip(positions, positions.dropFirst()).allSatisfy({ $0 < $1 })
        else { throw CodingFault(path: "positions", reason: .invalid("list of positions")) }
        let keys = try integers("keys", document)
        guard Int64(keys.count) == affair.version * 3,
            keys.allSatisfy({ (0...JSONDocument.integerMax).contains($0) })
        else { throw CodingFault(path: "keys", reason: .invalid("list of keys")) }
        let commands = stride(from: 0, to: keys.count, by: 3).map { start in
            Docket.KeyMark(
                digest: UInt64(keys[start]) << 32 | UInt64(keys[start + 1]),
                position: keys[start + 2])
        }
        guard let history = PhaseHistory(marks: try integers("marks", document), of: affair)
        else { throw CodingFault(path: "marks", reason: .invalid("list of changes of phase")) }
        return Docket.Record(
            affair: affair, positions: positions, commands: commands,
            lastAt: Instant(milliseconds: document.integer(at)), history: history)
    }

    private static func affair(
        in document: JSONDocument, using buffer: DecodingBuffer
    ) throws(CodingFault) -> Affair {
        var writer = JSONWriter()
        if let node = document.member("matter", of: 0) {
            document.write(node, into: &writer)
            return .matter(try StateCoding.decode(writer.bytes, using: buffer))
        }
        guard let node = document.member("dispute", of: 0) else {
            throw CodingFault(path: "", reason: .missingMember("matter or dispute"))
        }
        document.write(node, into: &writer)
        return .dispute(try StateCoding.decodeDispute(writer.bytes, using: buffer))
    }

    private static func integers(
        _ name: StaticString, _ document: JSONDocument
    ) throws(CodingFault) -> [Int64] {
        guard let node = document.member(name, of: 0), document.kind(node) == .array,
            document.elements(node).allSatisfy({ document.kind($0) == .integer })
        else { throw CodingFault(path: "", reason: .missingMember(name.description)) }
        return document.elements(node).map { document.integer($0) }
    }
}
