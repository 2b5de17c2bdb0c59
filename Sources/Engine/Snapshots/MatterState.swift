internal import Journal
internal import Supervision

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
