internal import Supervision
internal import Wire

/// A filter prepared for a pass over many rows: names became ranks, days became numbers.
struct DocketMatcher {
    let filter: DocketFilter
    let supervising: Int32?
    let supervised: Int32?
    let acting: Int32?
    let places: Place
    let registeredFrom: Int64
    let registeredBefore: Int64

    init(_ filter: DocketFilter, _ roster: Roster) {
        func rank(_ organ: OrganID?) -> Int32? {
            organ.map { OrganRank.of($0, in: roster, otherwise: OrganRank.unknown) }
        }
        self.filter = filter
        supervising = rank(filter.supervising)
        supervised = rank(filter.supervised)
        acting = rank(filter.acting)
        places = Place.all.reduce(into: Place()) { places, place in
            if filter.phase == nil || place.phaseName == filter.phase,
                filter.step == nil || place.stepName == filter.step
            {
                places.insert(place)
            }
        }
        registeredFrom = filter.registeredFrom.map { Instant(startOf: $0).milliseconds } ?? .min
        registeredBefore =
            filter.registeredTo.map { Instant(startOf: $0.advanced(by: 1)).milliseconds } ?? .max
    }

    func matches(_ row: DocketIndexRow, _ affair: @autoclosure () -> Affair) -> Bool {
        guard places.contains(row.place) else { return false }
        if let supervising, row.supervising != supervising { return false }
        if let acting, row.acting != acting { return false }
        if let overdue = filter.overdue, row.flags.contains(.overdue) != overdue { return false }
        if let suspended = filter.suspended, row.flags.contains(.suspended) != suspended {
            return false
        }
        if let day = filter.dueBefore, row.dueDay >= Int32(day.daysSinceEpoch) { return false }
        if let category = filter.category, row.content != category { return false }
        guard row.registeredAt >= registeredFrom, row.registeredAt < registeredBefore else {
            return false
        }
        // A dispute is found by each of its parties, and a matter by an organ that has left the
        // roster: these the row does not name.
        let isUnnamed = row.supervised < 0
        if let supervised, !isUnnamed, row.supervised != supervised { return false }
        guard needsAffair || (isUnnamed && supervised != nil) else { return true }
        switch affair() {
        case .matter(let matter): return matchesContents(of: matter)
        case .dispute(let dispute): return matchesContents(of: dispute)
        }
    }

    /// Whether it may ask for more of a matter than stands in its row.
    var looksIntoMatters: Bool { needsAffair || supervised != nil }

    private var needsAffair: Bool {
        filter.kind != nil || filter.source != nil || filter.secrecy != nil
            || filter.investigator != nil || filter.text != nil
    }

    private func matchesContents(of matter: Matter) -> Bool {
        if let kind = filter.kind, kind != .supervision { return false }
        if let organ = filter.supervised, matter.supervised != organ { return false }
        if let source = filter.source, matter.sourceKind != source { return false }
        if let secrecy = filter.secrecy, matter.secrecy != secrecy { return false }
        if let person = filter.investigator, !matter.investigators.contains(person) { return false }
        guard let text = filter.text else { return true }
        return matter.summary.contains(text)
            || matter.incident?.contains(text) == true
    }

    /// A dispute has no source and nobody who was assigned, and it is classified for internal use.
    private func matchesContents(of dispute: Dispute) -> Bool {
        if let kind = filter.kind, kind != .dispute { return false }
        if let organ = filter.supervised, !dispute.parties.contains(organ) { return false }
        if filter.source != nil || filter.investigator != nil { return false }
        if let secrecy = filter.secrecy, secrecy != .internal { return false }
        guard let text = filter.text else { return true }
        return dispute.filing.summary.contains(text)
    }
}

extension DocketSort {
    /// Where a row stands in this order; ties go by the id.
    func key(_ row: DocketIndexRow) -> Int64 {
        switch self {
        case .deadline: Int64(row.dueDay)
        case .deadlineDescending: row.dueDay == .max ? .max : -Int64(row.dueDay)
        case .registeredAt: row.registeredAt
        case .registeredAtDescending: -row.registeredAt
        case .position: row.position
        case .positionDescending: -row.position
        }
    }
}
