// What a new edition of the calendar or of the roster means for a matter that is under way.

extension Term {
    /// The running deadline by a calendar that has arrived; nil when there is nothing to record.
    ///
    /// Only a provisional deadline is computed again: a year that took part in it had no edition.
    /// One that is settled stays as it was told, and one that the clock recorded as passed stays
    /// passed, because what that allowed may have been done already. Nor does one pass because an
    /// edition came late: by the old one it still ran, so that it ends today at the earliest.
    ///
    /// - Parameter today: the legal day to which it has come.
    public func recomputed(in calendar: WorkingCalendar, on today: CivilDate) -> Deadline? {
        guard !hasPassed, deadline.provisional else { return nil }
        var again = deadline.recomputed(in: calendar)
        if again.lastDay < today {
            again.lastDay = min(deadline.lastDay, calendar.workingDay(onOrAfter: today))
        }
        let isSame = again.lastDay == deadline.lastDay && again.provisional
        return isSame ? nil : again
    }
}

extension Dispute {
    /// The parts whose deadline is not the deciding one.
    var partsBesideDeciding: [PartState] {
        guard case .execution(let execution) = phase else { return [] }
        let deciding = execution.term
        return execution.parts.filter { $0.term != deciding }
    }

    /// Whether an edition of the calendar may move one of its deadlines.
    public var isProvisional: Bool {
        term?.deadline.provisional == true
            || partsBesideDeciding.contains { $0.term.deadline.provisional }
    }

    /// What an edition of the calendar makes of its provisional deadlines; empty for nothing.
    ///
    /// - Parameter today: the legal day to which it has come.
    public func recomputed(in calendar: WorkingCalendar, on today: CivilDate) -> [DisputeEvent] {
        let deciding = term?.recomputed(in: calendar, on: today)
            .map { DisputeEvent.deadlineRecomputed($0, edition: calendar.edition) }
        return [deciding].compactMap { $0 }
            + partsBesideDeciding.compactMap { part in
                part.term.recomputed(in: calendar, on: today)
                    .map { .partDeadlineMoved(party: part.party, $0) }
            }
    }

    /// The organs without which an open dispute could not go on.
    public var organsNeeded: [OrganID] { isClosed ? [] : [supervising] + parties }
}

extension Matter {
    /// What an edition of the calendar makes of a provisional deadline; empty for nothing.
    ///
    /// - Parameter today: the legal day to which it has come.
    public func recomputed(in calendar: WorkingCalendar, on today: CivilDate) -> [MatterEvent] {
        guard let deadline = term?.recomputed(in: calendar, on: today) else { return [] }
        return [.deadlineRecomputed(deadline, edition: calendar.edition)]
    }

    /// The organs without which an open matter could not go on: its two sides, and those that
    /// its open duties wait for. A closed matter waits for none.
    public var organsNeeded: [OrganID] {
        isClosed ? [] : organsNeededOpen
    }

    /// The same, also of a closed one that is to be open again.
    var organsNeededOpen: [OrganID] {
        var organs = [supervising, supervised]
        for duty in openDuties {
            switch duty.kind {
            case .assistance(let from, _, _): organs.append(from)
            case .accountability(let item):
                if let organ = item.person?.organ { organs.append(organ) }
            case .notice: break
            }
        }
        return organs.uniqued()
    }
}
