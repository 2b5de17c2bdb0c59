internal import Supervision

/// When a matter changed its phase, and when a deadline of it first passed: what statistics need
/// of its history; of a dispute nothing is kept. It is kept for every matter, so it takes eight
/// bytes for each of these, and nothing for the registration, which stands in the matter.
struct PhaseHistory: Equatable, Sendable {
    /// Milliseconds in the upper bits, and in the lower ones the place that was entered, or what
    /// says that a deadline passed. In the order of time.
    private(set) var marks: [Int64] = []

    // There are fewer places than codes, of which the last one says that a deadline passed.
    private static let codeBits = 5
    private static let codeMask: Int64 = 31
    private static let overdueCode: Int64 = 31

    init() {}

    /// The history that a snapshot kept; nil when these are no marks in the order of time from the
    /// registration on, or do not lead to where the matter stands.
    init?(marks: [Int64], of affair: Affair) {
        self.marks = marks
        guard case .matter(let matter) = affair else {
            if marks.isEmpty { return } else { return nil }
        }
        let times = marks.map { $0 >> Self.codeBits }
        let places = marks.map { $0 & Self.codeMask }.filter { $0 != Self.overdueCode }
        guard zip(times, times.dropFirst()).allSatisfy({ $0 <= $1 }),
            times.first ?? .max >= matter.registeredAt.milliseconds,
            places.allSatisfy({ $0 >= 0 && $0 < Int64(Place.each.count) }),
            marks.count - places.count <= 1,
            (places.last.map { Place(index: Int($0)) } ?? .complaint).phaseName == matter.phase.name
        else { return nil }
    }

    /// Notes what an entry did to a matter.
    mutating func note(_ events: [MatterEvent], from before: Place, to after: Place, at: Instant) {
        if before.phaseName != after.phaseName {
            mark(Int64(after.index), at)
        }
        if !wasOverdue, events.contains(where: \.isDeadlinePassed) { mark(Self.overdueCode, at) }
    }

    private mutating func mark(_ code: Int64, _ at: Instant) {
        // Most matters change their phase a few times. Room for one more at a time keeps the
        // memory of a matter at what it needs.
        marks.reserveCapacity(marks.count + 1)
        marks.append(at.milliseconds << Self.codeBits | code)
    }

    /// Whether the clock ever recorded that a deadline passed.
    var wasOverdue: Bool { marks.contains { $0 & Self.codeMask == Self.overdueCode } }

    /// A time without interruption in one phase.
    struct Stay {
        var phase: PhaseName
        var start: Int64
        /// The phase before; nil for the first.
        var previous: PhaseName?
        /// When and to where it ended; nil while it lasts.
        var end: (at: Int64, to: PhaseName)?
    }

    /// Every stay, in order.
    func forEachStay(registeredAt: Instant, _ body: (Stay) -> Void) {
        var stay = Stay(phase: .complaint, start: registeredAt.milliseconds)
        for mark in marks where mark & Self.codeMask != Self.overdueCode {
            let at = mark >> Self.codeBits
            let next = Place(index: Int(mark & Self.codeMask)).phaseName
            stay.end = (at, next)
            body(stay)
            stay = Stay(phase: next, start: at, previous: stay.phase)
        }
        body(stay)
    }
}

extension MatterEvent {
    fileprivate var isDeadlinePassed: Bool {
        if case .deadlinePassed = self { true } else { false }
    }
}
