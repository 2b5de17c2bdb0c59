internal import Journal
internal import Supervision

/// When snapshots are taken, and how many at a time. They are taken in small portions, because
/// whoever gives a command waits for what the store has begun.
struct SnapshotPace {
    /// Where nobody gives commands, one portion follows the other until all is kept: a portion
    /// holds the store for some milliseconds.
    private static let portion = 256
    /// Where commands came since the last tick more are to come, and the store begins little, once
    /// in a tick: it has no time to spare, and what it keeps changes again.
    private static let busyPortion = 16
    /// At the end of a drain everything is kept that is not yet, in portions too, so that a process
    /// that is killed meanwhile leaves what it had kept.
    fileprivate static let lastPortion = 16_384

    /// How many entries a start may have to fold, as far as snapshots can be written meanwhile:
    /// a million takes some seconds.
    var entriesToFoldMax: Int64 = 1_000_000
    /// Whether the store was given snapshots and has not said that it kept them.
    var isSaving = false

    /// The newest entry at the last tick.
    private var tipAtTick: Int64 = 0
    /// Whether entries came between the last two ticks.
    private var isBusy = false
    /// How many snapshots may be taken before the next tick.
    private var left = 0

    /// - Parameter entriesToFold: how many a start would fold now.
    mutating func tick(tip: Int64, entriesToFold: Int64) {
        let entries = tip - tipAtTick
        isBusy = entries > 0
        tipAtTick = tip
        left = isBusy ? Self.busyPortion : .max
        // A server that is always busy must not fall behind for ever. With as many snapshots as
        // there were entries those that are missing become no more.
        if isBusy, entriesToFold > entriesToFoldMax { left = max(left, Int(entries)) }
    }

    /// How many are taken next; 0 for none, until the store has kept the last ones or time goes on.
    mutating func nextPortion(tip: Int64) -> Int {
        guard !isSaving, isBusy || tip == tipAtTick else { return 0 }
        let count = min(isBusy ? Self.busyPortion : Self.portion, left)
        left -= count
        return count
    }
}

extension Core {
    mutating func goOnWithSnapshots() {
        let entriesToFold = docket.unsavedSince.map { tip - $0 + 1 } ?? 0
        snapshotPace.tick(tip: tip, entriesToFold: entriesToFold)
        saveStates(limit: snapshotPace.nextPortion(tip: tip))
    }

    /// The store has kept what it was given last.
    mutating func statesKept() {
        snapshotPace.isSaving = false
        guard !isDrained else { return }
        saveStates(limit: snapshotPace.nextPortion(tip: tip))
    }

    /// Takes snapshots, also of matters whose last entry is on its way: the store makes durable
    /// what it was given before it keeps them.
    private mutating func saveStates(limit: Int) {
        guard limit > 0, docket.unsavedCount > 0 else { return }
        let (indices, floor) = docket.takeUnsaved(limit: limit, tip: tip)
        var states = indices.map { MatterState(content: .record(docket.records[$0])) }
        if floor > 0 {
            let census = SnapshotCensus(
                floor: floor, matters: docket.registered(through: floor),
                calendarDigest: house.calendar.digest)
            states.append(MatterState(content: .census(census)))
        }
        outputs.append(.saveStates(states, floor: floor))
        snapshotPace.isSaving = true
    }

    /// Each portion has a floor of its own.
    mutating func saveAllStates(portion: Int = SnapshotPace.lastPortion) {
        for _ in stride(from: 0, to: docket.unsavedCount, by: portion) {
            saveStates(limit: portion)
        }
    }
}
