internal import HeapModule
internal import Supervision

/// The ends of the deadlines that matters wait for, the earliest first.
///
/// When a deadline moves or is met, the end that waits for it is not looked for: it comes up in its
/// time, and whoever takes it out asks the matter whether it is still to be recorded.
struct DeadlineQueue: Sendable {
    struct Wait: Comparable, Sendable {
        var end: Instant
        /// Of the matter in the docket.
        var index: Int

        static func < (a: Wait, b: Wait) -> Bool { (a.end, a.index) < (b.end, b.index) }
    }

    private var waits = Heap<Wait>()
    private var restored: [Wait] = []

    mutating func insert(_ wait: Wait) { waits.insert(wait) }

    /// Takes out the earliest end, if it has passed.
    mutating func popPassed(at now: Instant) -> Wait? {
        guard let first = waits.min, first.end <= now else { return nil }
        return waits.popMin()
    }

    /// What snapshots hold is brought into order together, by `finishRestoring`.
    mutating func restore(_ wait: Wait) { restored.append(wait) }

    mutating func finishRestoring() {
        waits = Heap(restored)
        restored = []
    }
}
