internal import Supervision

/// The time from which events are wanted.
struct ExportPeriod: Equatable {
    /// The first moment, and the first one after the last; nil without a bound.
    var from: Instant?
    var end: Instant?

    /// - Parameters:
    ///   - from: a legal day or an instant.
    ///   - to: the same; a day is meant to its end, an instant is not included.
    /// - Throws: ``Fault`` with the text that is neither.
    init(from: String?, to: String?) throws(Fault) {
        self.from = try from.map { text throws(Fault) in
            try Self.instant(text, daysLater: 0)
        }
        end = try to.map { text throws(Fault) in try Self.instant(text, daysLater: 1) }
        if let from = self.from, let end, from >= end { throw Fault.empty }
    }

    enum Fault: Error, Equatable {
        case neither(String)
        case empty
    }

    private static func instant(_ text: String, daysLater: Int) throws(Fault) -> Instant {
        if let day = CivilDate(text) { return Instant(startOf: day.advanced(by: daysLater)) }
        guard let instant = Instant(iso8601: text) else { throw .neither(text) }
        return instant
    }

    /// Whether a time of the wire lies in the period.
    func contains(_ time: String) -> Bool {
        guard let instant = Instant(iso8601: time) else { return false }
        return from.map { instant >= $0 } ?? true && end.map { instant < $0 } ?? true
    }

    /// The last day on which a matter can have been registered that has events in the period.
    var lastDay: CivilDate? {
        end.map { Instant(milliseconds: $0.milliseconds - 1).legalDay }
    }
}
