internal import Supervision

/// One accepted command, or one act of the clock, as it lies in the journal for good.
///
/// The journal is the only truth: every matter is what folding its entries makes of it. An entry
/// is written once, never changed, and never acknowledged before it is durable.
///
/// An object that never changes: a recovery hands millions of them from thread to thread.
public final class StoredEntry: Equatable, Sendable {
    /// Its place in the whole journal: 1, 2, 3 … without gaps.
    public let position: Int64
    /// The id of the matter, as on the wire.
    public let matter: String
    /// The matter's version after this entry. Entries of the clock carry the version they found.
    public let version: Int64
    /// Milliseconds since 1970-01-01T00:00:00Z.
    public let at: Int64
    /// The id of the person who gave the command; empty for an act of the server itself.
    public let principal: String
    /// The idempotency key of the command; empty for an act of the server itself.
    public let key: String
    /// A digest of the command's method and parameters, to tell a retry from a reused key.
    public let digest: UInt64
    /// Where the matter stood before and after, as `phase` or `phase.step`; before its first entry
    /// it stood nowhere, and the text is empty. A retry is answered from these without folding the
    /// matter.
    public let placeBefore: String
    public let placeAfter: String
    /// What happened: a JSON array of events, in UTF-8.
    public let events: [UInt8]

    public init(
        position: Int64, matter: String, version: Int64, at: Int64, principal: String,
        key: String, digest: UInt64, placeBefore: String, placeAfter: String, events: [UInt8]
    ) {
        self.position = position
        self.matter = matter
        self.version = version
        self.at = at
        self.principal = principal
        self.key = key
        self.digest = digest
        self.placeBefore = placeBefore
        self.placeAfter = placeAfter
        self.events = events
    }

    public static func == (a: StoredEntry, b: StoredEntry) -> Bool {
        a.position == b.position && a.matter == b.matter && a.version == b.version && a.at == b.at
            && a.principal == b.principal && a.key == b.key && a.digest == b.digest
            && a.placeBefore == b.placeBefore && a.placeAfter == b.placeAfter
            && a.events == b.events
    }
}

/// The state of one matter as of one position, or what is known of all such states, under a name
/// that no matter has; kept only to shorten recovery.
///
/// A snapshot is disposable: when its `format` is not the one this build writes, it is ignored
/// and the journal is folded from the beginning.
public struct StoredState: Equatable, Sendable {
    public var matter: String
    /// The last entry that is folded into `state`.
    public var position: Int64
    public var state: [UInt8]

    /// The number in the matter's id, which no two matters share; nil when this is no id.
    public var serial: Int64? { MatterID(matter)?.serial }

    public init(matter: String, position: Int64, state: [UInt8]) {
        self.matter = matter
        self.position = position
        self.state = state
    }
}

/// A journal operation that did not succeed. After a fault in `append` its outcome is unknown and
/// only a restart may tell: the process must stop.
public struct JournalFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// What was being done, as a verb and its object: `commit the batch`.
    public var operation: String
    /// Why it failed, in the storage's own words, with its name of the error: `SQLITE_FULL: …`.
    public var reason: String

    public init(operation: String, reason: String) {
        self.operation = operation
        self.reason = reason
    }

    public var description: String { "cannot \(operation): \(reason)" }
}

/// What a durable journal must do. It is used by one thread at a time.
public protocol JournalStore: AnyObject {
    /// The position of the newest entry, 0 in an empty journal.
    var lastPosition: Int64 { get }

    /// Makes the whole batch durable, or throws with an unknown outcome. The positions continue
    /// `lastPosition` without gaps. Returns only after the storage has synced the batch to disk.
    func append(_ batch: [StoredEntry]) throws(JournalFault)

    /// Up to `limit` entries from `position` on, in journal order.
    func entries(from position: Int64, limit: Int) throws(JournalFault) -> [StoredEntry]

    /// The entries at the positions given, in the order given. A missing one is a fault.
    func entries(at positions: [Int64]) throws(JournalFault) -> [StoredEntry]

    /// Replaces the snapshots of these matters and sets the floor: every entry at or below it is
    /// contained in a snapshot, so that recovery folds only what lies above it.
    func saveStates(_ states: [StoredState], format: Int64, floor: Int64) throws(JournalFault)

    /// Hands over every snapshot of the given format and returns the floor; 0, and no snapshot,
    /// when those that are there have another format. They may come in any order; a start is
    /// quickest when matters come in the order of their numbers.
    func loadStates(
        format: Int64, _ body: (StoredState) throws(JournalFault) -> Void
    ) throws(JournalFault) -> Int64
}
