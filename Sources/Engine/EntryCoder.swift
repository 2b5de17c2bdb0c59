internal import JSONText
public import Journal
internal import Supervision

/// Turns entries and snapshots into what a store keeps, and back. It keeps its buffers, and
/// is used by one thread at a time.
public final class EntryCoder {
    private var writer = JSONWriter(reservingCapacity: 1024)
    private let buffer = DecodingBuffer()
    private lazy var packer = RecordPacker()

    public init() {}

    public func stored(_ entry: Entry) -> StoredEntry {
        writer.removeAll()
        switch entry.events {
        case .matter(let events): EventCoding.encode(events, into: &writer)
        case .dispute(let events): EventCoding.encode(events, into: &writer)
        }
        return StoredEntry(
            position: entry.position, matter: entry.matter.description, version: entry.version,
            at: entry.stamp.at.milliseconds, principal: entry.stamp.by.text,
            key: entry.idempotency?.key ?? "", digest: entry.idempotency?.digest ?? 0,
            placeBefore: entry.before?.name ?? "", placeAfter: entry.after.name,
            events: writer.bytes)
    }

    /// 9999-12-31T23:59:59.999Z, the last one that can be written.
    private static let lastMoment: Int64 = 253_402_300_799_999

    public func stored(_ state: MatterState) -> StoredState {
        switch state.content {
        case .record(let record):
            StoredState(
                matter: record.affair.id.description, position: record.lastPosition,
                state: PackedRecord(record, using: packer).bytes)
        case .census(let census): census.stored
        }
    }

    /// - Throws: ``CodingFault`` when the entry is none that this build knows.
    public func entry(_ stored: StoredEntry) throws(CodingFault) -> Entry {
        guard let matter = MatterID(stored.matter) else {
            throw CodingFault(path: "matter", reason: .invalid("id of a matter"))
        }
        guard stored.at >= 0, stored.at <= Self.lastMoment else {
            throw CodingFault(path: "at", reason: .invalid("time"))
        }
        guard let after = Place(name: stored.placeAfter) else {
            throw CodingFault(path: "placeAfter", reason: .invalid("place"))
        }
        let before = Place(name: stored.placeBefore)
        guard before != nil || stored.placeBefore.isEmpty else {
            throw CodingFault(path: "placeBefore", reason: .invalid("place"))
        }
        let events: AffairEvents =
            switch matter.kind {
            case .supervision: .matter(try EventCoding.decode(stored.events, using: buffer))
            case .dispute: .dispute(try EventCoding.decodeDispute(stored.events, using: buffer))
            }
        return Entry(
            position: stored.position, matter: matter, version: stored.version,
            stamp: Stamp(
                at: Instant(milliseconds: stored.at), by: PersonID(stored.principal)),
            idempotency: stored.key.isEmpty
                ? nil : Entry.Idempotency(key: stored.key, digest: stored.digest),
            before: before, after: after, events: events)
    }
}

extension EntryCoder {
    /// The entry, for a recovery, which says at which position it is that the journal ends.
    func recovered(_ stored: StoredEntry) throws(RecoveryFault) -> Entry {
        do throws(CodingFault) {
            return try entry(stored)
        } catch {
            throw RecoveryFault(position: stored.position, reason: "\(error)")
        }
    }

    /// What this server wrote or folded it can read.
    ///
    /// - Throws: ``JournalFault`` for anything else, which is a damaged file.
    public func entries(_ stored: [StoredEntry]) throws(JournalFault) -> [Entry] {
        try stored.map { stored throws(JournalFault) in
            do throws(CodingFault) {
                return try entry(stored)
            } catch {
                throw JournalFault(
                    operation: "read the entry at position \(stored.position)",
                    reason: "\(error)")
            }
        }
    }
}
