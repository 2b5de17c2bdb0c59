internal import JSONText
public import Journal
public import Supervision

/// One accepted command, or one act of the clock, as the engine knows it: what `StoredEntry` is
/// on the disk, in the words of the law.
///
/// The two forms are turned into each other by whoever owns the journal, on its own thread, so
/// that the coding costs the engine nothing. An object that never changes, because it passes
/// through many hands.
public final class Entry: Equatable, Sendable {
    /// Its place in the whole journal: 1, 2, 3 … without gaps.
    public let position: Int64
    public let matter: MatterID
    /// The matter's version after this entry. Entries of the clock carry the version they found.
    public let version: Int64
    public let stamp: Stamp
    /// The key and the digest of the command; nil for an act of the server itself.
    public let idempotency: Idempotency?
    /// Where the matter stood before; nil before its first entry.
    public let before: Place?
    public let after: Place
    public let events: AffairEvents

    /// Which command made an entry.
    public struct Idempotency: Equatable, Sendable {
        public var key: String
        /// Of the command's method and parameters, to tell a retry from a reused key.
        public var digest: UInt64
    }

    init(
        position: Int64, matter: MatterID, version: Int64, stamp: Stamp,
        idempotency: Idempotency?, before: Place?, after: Place, events: AffairEvents
    ) {
        self.position = position
        self.matter = matter
        self.version = version
        self.stamp = stamp
        self.idempotency = idempotency
        self.before = before
        self.after = after
        self.events = events
    }

    public static func == (a: Entry, b: Entry) -> Bool {
        a.position == b.position && a.matter == b.matter && a.version == b.version
            && a.stamp == b.stamp && a.idempotency == b.idempotency && a.before == b.before
            && a.after == b.after && a.events == b.events
    }
}

extension Entry {
    /// The entry as one of its matters sees it. An escalation is an entry of the dispute, and also
    /// the registration of the matter that it opens.
    func seen(from matter: MatterID) -> Entry {
        guard matter != self.matter, let opened = events.opened, opened.matter == matter
        else { return self }
        return Entry(
            position: position, matter: matter, version: 1, stamp: stamp,
            idempotency: idempotency, before: nil, after: .complaint,
            events: .matter([.registered(opened.registered)]))
    }

    /// The matters that the entry is about: its own, and the one that an escalation opens.
    var matters: [MatterID] { [matter] + (events.opened.map { [$0.matter] } ?? []) }
}

/// Turns entries and snapshots into what a store keeps, and back. It keeps its buffers and
/// belongs to one thread.
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
        do throws(CodingFault) {
            return try stored.map { stored throws(CodingFault) in try entry(stored) }
        } catch {
            throw JournalFault(operation: "read entries", reason: "\(error)")
        }
    }
}

/// A matter as its snapshot will hold it, or what all snapshots together hold. Only the store's
/// coder looks inside.
public struct MatterState: Equatable, Sendable {
    enum Content: Equatable, Sendable {
        case record(Docket.Record)
        case census(SnapshotCensus)
    }

    let content: Content
}

/// How many matters must have a snapshot. It stands among the snapshots, under a name that no
/// matter has, and is written with every portion of them; a missing snapshot is told by it.
struct SnapshotCensus: Equatable, Sendable {
    /// Every entry at or below it is in a snapshot.
    var floor: Int64
    /// How many matters were registered by these entries.
    var matters: Int64
    /// Of the calendar by which the deadlines of all of them are up to date.
    var calendarDigest: UInt64

    static let name = "matters"

    init(floor: Int64, matters: Int64, calendarDigest: UInt64) {
        (self.floor, self.matters, self.calendarDigest) = (floor, matters, calendarDigest)
    }

    init?(_ stored: StoredState) {
        let words = String(decoding: stored.state, as: UTF8.self).split(separator: " ")
        guard words.count == 2, let matters = Int64(words[0]),
            let digest = UInt64(words[1], radix: 16)
        else { return nil }
        self.init(floor: stored.position, matters: matters, calendarDigest: digest)
    }

    var stored: StoredState {
        let text = "\(matters) \(String(calendarDigest, radix: 16))"
        return StoredState(matter: Self.name, position: floor, state: Array(text.utf8))
    }
}
