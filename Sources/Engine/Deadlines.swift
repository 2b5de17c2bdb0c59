internal import Supervision

// The clock and the calendar are actors too. What they decide is recorded once, under the version
// that the matter has, so that it never turns a client's command into a conflict.

extension Core {
    /// Records every deadline that has passed and was not yet recorded as passed.
    mutating func recordPassedDeadlines() {
        // The store takes nothing after the end of a drain. What is due then is recorded by the
        // next process.
        guard !isDrained else { return }
        while let index = docket.nextPassedDeadline(at: moment.now) {
            let affair = docket.records.affair(index)
            guard let end = affair.deadlineToWatch else {
                preconditionFailure("a watched deadline runs")
            }
            let lastDay = end.legalDay.advanced(by: -1)
            switch affair {
            case .matter: record(.matter([.deadlinePassed(lastDay: lastDay)]), on: affair)
            case .dispute: record(.dispute([.deadlinePassed(lastDay: lastDay)]), on: affair)
            }
        }
    }

    /// Records what an edition of the calendar makes of provisional deadlines, where it settles or
    /// moves them. Done at the start and when a calendar was read that differs; the second time
    /// there is nothing left to record.
    ///
    /// - Parameter besidesPacked: leaves aside matters that no entry has changed since their
    ///   snapshot, because they are known to be up to date.
    /// - Returns: how many deadlines changed.
    @discardableResult
    mutating func recomputeProvisionalDeadlines(besidesPacked: Bool = false) -> Int {
        let calendar = house.calendar
        var count = 0
        for index in docket.records.indices {
            // A packed matter is as its row says.
            guard
                !docket.records.isPacked(index)
                    || (!besidesPacked && docket.queues.rows[index].flags.contains(.provisional))
            else { continue }
            let affair = docket.records.affair(index)
            // Where it stands still, it has come to the day on which it was suspended.
            let day = affair.suspension?.since ?? moment.now.legalDay
            let events: AffairEvents =
                switch affair {
                case .matter(let matter): .matter(matter.recomputed(in: calendar, on: day))
                case .dispute(let dispute): .dispute(dispute.recomputed(in: calendar, on: day))
                }
            guard !events.isEmpty else { continue }
            record(events, on: affair)
            count += 1
        }
        return count
    }

    private mutating func record(_ events: AffairEvents, on affair: Affair) {
        append(
            events, to: affair.id, version: affair.version, by: Stamp.server,
            before: affair.place, nil, nil)
    }
}
