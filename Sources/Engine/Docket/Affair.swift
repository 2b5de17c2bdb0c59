public import Supervision
internal import Wire

/// A matter of either machine, as far as the docket treats both alike: it has a place, a deadline,
/// those who may see it, and events to be folded. What only one machine has is asked of its type.
enum Affair: Equatable, Sendable {
    case matter(Matter)
    indirect case dispute(Dispute)

    /// The affair that a first entry makes; nil when the events begin none.
    init?(id: MatterID, _ events: AffairEvents) {
        switch events {
        case .matter(let events):
            guard case .registered(let registered)? = events.first else { return nil }
            self = .matter(Matter(id: id, registered))
        case .dispute(let events):
            guard case .filed(let filing, let supervising)? = events.first else { return nil }
            self = .dispute(Dispute(id: id, filing, supervising: supervising))
        }
    }

    /// Folds one entry. The events are of the affair's own machine.
    mutating func evolve(_ events: AffairEvents, version: Int64, _ stamp: Stamp) {
        // Taken out and put back, so that nothing is copied while it is changed.
        switch (consume self, events) {
        case (.matter(var matter), .matter(let events)):
            matter.evolve(events, version: version, stamp)
            self = .matter(matter)
        case (.dispute(var dispute), .dispute(let events)):
            dispute.evolve(events, version: version, stamp)
            self = .dispute(dispute)
        case (.matter, .dispute), (.dispute, .matter):
            preconditionFailure("an entry has events of its matter's own machine")
        }
    }

    var id: MatterID {
        switch self {
        case .matter(let matter): matter.id
        case .dispute(let dispute): dispute.id
        }
    }

    var version: Int64 {
        switch self {
        case .matter(let matter): matter.version
        case .dispute(let dispute): dispute.version
        }
    }

    var place: Place {
        switch self {
        case .matter(let matter): matter.place
        case .dispute(let dispute): dispute.phase.place
        }
    }

    var isClosed: Bool { place == .closed }

    var suspension: Suspension? {
        switch self {
        case .matter(let matter): matter.suspension
        case .dispute(let dispute): dispute.suspension
        }
    }

    var isSuspended: Bool { suspension != nil }

    /// Whether others than the two sides may see it: helpers, units, overseers, a reporting organ.
    var hasParticipants: Bool {
        switch self {
        case .matter(let matter):
            !matter.duties.isEmpty
                || matter.sourceKind == .transferringOrganReport
        case .dispute: true
        }
    }

    var term: Term? {
        switch self {
        case .matter(let matter): matter.term
        case .dispute(let dispute): dispute.term
        }
    }

    /// Whether another edition of the calendar may move a deadline.
    var isProvisional: Bool {
        switch self {
        case .matter(let matter): matter.term?.deadline.provisional == true
        case .dispute(let dispute): dispute.isProvisional
        }
    }

    var deadlineToWatch: Instant? {
        switch self {
        case .matter(let matter): matter.deadlineToWatch
        case .dispute(let dispute): dispute.deadlineToWatch
        }
    }

    var supervising: OrganID {
        switch self {
        case .matter(let matter): matter.supervising
        case .dispute(let dispute): dispute.supervising
        }
    }

    var registeredAt: Instant {
        switch self {
        case .matter(let matter): matter.registeredAt
        case .dispute(let dispute): dispute.filing.at
        }
    }

    /// The organs without which it could not go on.
    var organsNeeded: [OrganID] {
        switch self {
        case .matter(let matter): matter.organsNeeded
        case .dispute(let dispute): dispute.organsNeeded
        }
    }

    func actingOrgan(in roster: Roster) -> OrganID {
        switch self {
        case .matter(let matter):
            roster.actingOrgan(for: matter.supervising, over: matter.supervised)
        case .dispute(let dispute): dispute.actingOrgan(in: roster)
        }
    }

    /// What the person sees of it (Art. 11 para. 2); nil when nothing.
    func audience(of actor: Principal, in roster: Roster) -> Audience? {
        switch self {
        case .matter(let matter): matter.audience(of: actor, in: roster)
        case .dispute(let dispute): dispute.audience(of: actor, in: roster)
        }
    }

    /// The summary, for those who see contents. A search in texts finds only what one could read.
    func summary(for actor: Principal, in roster: Roster) -> String? {
        switch audience(of: actor, in: roster) {
        case .full, .supervised:
            switch self {
            case .matter(let matter): matter.summary
            case .dispute(let dispute): dispute.filing.summary
            }
        case .participant, nil: nil
        }
    }

    /// The row of a list, without its summary.
    func row(position: Int64, in roster: Roster) -> DocketRow {
        switch self {
        case .matter(let matter): DocketRow(matter, position: position, in: roster)
        case .dispute(let dispute): DocketRow(dispute, position: position, in: roster)
        }
    }

    /// The documents that an affair holds, to count their numbers.
    var documents: [Document] {
        switch self {
        case .matter(let matter): matter.documents
        case .dispute(let dispute): dispute.opinion.map { [$0.document] } ?? []
        }
    }
}

/// The events of one entry, of the one machine or the other.
public enum AffairEvents: Equatable, Sendable {
    case matter([MatterEvent])
    case dispute([DisputeEvent])

    /// When a matter was registered or a dispute filed, as its first event tells.
    var begunAt: Instant? {
        switch self {
        case .matter(let events):
            if case .registered(let registered)? = events.first {
                registered.registration.at
            } else {
                nil
            }
        case .dispute(let events):
            if case .filed(let filing, _)? = events.first { filing.at } else { nil }
        }
    }

    var isEmpty: Bool {
        switch self {
        case .matter(let events): events.isEmpty
        case .dispute(let events): events.isEmpty
        }
    }

    /// The numbered document that the events issue; no entry issues more than one.
    var document: Document? {
        switch self {
        case .matter(let events):
            for event in events {
                switch event {
                case .opinionIssued(let document), .decisionIssued(let document): return document
                default: continue
                }
            }
        case .dispute(let events):
            for case .opinionIssued(let opinion) in events { return opinion.document }
        }
        return nil
    }

    /// The supervision matter that an escalation opens in the same entry (Art. 13 para. 2).
    var opened: (matter: MatterID, registered: Registered)? {
        guard case .dispute(let events) = self else { return nil }
        for event in events {
            if case .escalated(_, _, let matter, let registered) = event {
                return (matter, registered)
            }
        }
        return nil
    }
}
