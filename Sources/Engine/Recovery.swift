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
    private var restored: [Int64: Docket.Record] = [:]
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
            restored[record.matter.id.serial] = record
        } catch {
            throw RecoveryFault(
                position: state.position, reason: "the snapshot of \(state.matter): \(error)")
        }
    }

    /// Takes the snapshots into the docket. Matters without one follow them: they are younger.
    public mutating func finishRestoring() throws(RecoveryFault) {
        for serial in 0..<Int64(restored.count) {
            guard let record = restored[serial + 1] else {
                throw RecoveryFault(
                    position: 0, reason: "the snapshot of matter \(serial + 1) is missing")
            }
            core.docket.restore(record, in: core.roster)
        }
        restored = [:]
    }

    /// Folds one entry. Entries come in journal order, from the floor of the snapshots on.
    public mutating func fold(_ stored: StoredEntry) throws(RecoveryFault) {
        core.tip = stored.position
        core.durable = stored.position
        let fault = { (reason: String) in RecoveryFault(position: stored.position, reason: reason) }
        guard let matter = MatterID(stored.matter) else {
            throw fault("\(stored.matter) is no matter")
        }
        if let index = core.docket.index(of: matter),
            core.docket.records[index].lastPosition >= stored.position
        {
            return
        }
        let events: [MatterEvent]
        do throws(CodingFault) {
            events = try EventCoding.decode(stored.events, using: buffer)
        } catch {
            throw fault("\(error)")
        }
        let principal = PersonID(stored.principal)
        let now = Instant(milliseconds: stored.at)
        core.moment.now = max(core.moment.now, now)
        core.docket.apply(
            Docket.Entry(
                position: stored.position, matter: matter, version: stored.version,
                keyDigest: stored.key.isEmpty ? nil : core.keyDigest(principal, stored.key),
                stamp: Stamp(at: now, by: principal), events: events),
            in: core.roster)
        folded += 1
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
    static let format: Int64 = StateCoding.format * 100 + 1

    static func encode(_ record: Docket.Record, into writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("matter")
        StateCoding.encode(record.matter, into: &writer)
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
        func integers(_ name: StaticString) throws(CodingFault) -> [Int64] {
            guard document.kind(0) == .object, let node = document.member(name, of: 0),
                document.kind(node) == .array
            else { throw CodingFault(path: "", reason: .missingMember(name.description)) }
            return document.elements(node).map { document.integer($0) }
        }
        guard let node = document.member("matter", of: 0) else {
            throw CodingFault(path: "", reason: .missingMember("matter"))
        }
        var writer = JSONWriter()
        document.write(node, into: &writer)
        let keys = try integers("keys")
        let commands = stride(from: 0, to: keys.count - 2, by: 3).map { start in
            Docket.KeyMark(
                digest: UInt64(keys[start]) << 32 | UInt64(keys[start + 1]),
                position: keys[start + 2])
        }
        return Docket.Record(
            matter: try StateCoding.decode(writer.bytes, using: buffer),
            positions: try integers("positions"), commands: commands)
    }
}
