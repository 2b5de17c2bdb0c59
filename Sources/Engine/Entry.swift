public import Supervision

/// One accepted command, or one act of the clock, as the engine knows it: what `StoredEntry` is
/// on the disk, in the words of the law.
///
/// The two forms are turned into each other by whoever works on the journal, mostly on a thread of
/// its own, so that the coding costs the engine nothing. An object that never changes, because it
/// passes through many hands.
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
