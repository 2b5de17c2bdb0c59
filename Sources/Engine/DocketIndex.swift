internal import Supervision
internal import Wire

/// What lists filter and sort by, one small row for each matter: what stands in the sets of
/// ``DocketQueues``, so that a matter can be taken out of them again.
struct DocketIndexRow: Equatable, Sendable {
    var registeredAt: Int64
    var position: Int64
    /// `Int32.max` where no deadline runs, so that such matters come last.
    var dueDay: Int32
    /// Places of the organs in the roster; -1 for one that is no longer there.
    var supervising: Int32
    var supervised: Int32
    var acting: Int32
    /// Its investigators, by the number that ``DocketQueues`` gave them; 0 for none.
    var team: Int32 = 0
    var place: Place
    /// The content of Art. 8 in the lower half, 0 for a dispute; the source in the upper one.
    private var kinds: UInt8
    var flags: Flags

    struct Flags: OptionSet, Sendable {
        let rawValue: UInt8
        static let overdue = Flags(rawValue: 1)
        static let suspended = Flags(rawValue: 2)
        /// Others than the two sides may see it: helpers, units, overseers, a reporting organ.
        static let hasParticipants = Flags(rawValue: 4)
        /// It has changed since it was put into the sets.
        static let isStale = Flags(rawValue: 8)
        /// Stands in the sets.
        static let isIndexed = Flags(rawValue: 16)
        /// Two bits of the class.
        static let secrecyShift: UInt8 = 5
        /// Another edition of the calendar may move its deadline.
        static let provisional = Flags(rawValue: 128)
    }

    var content: Int { Int(kinds & 15) }
    var isDispute: Bool { content == 0 }
    /// The place of the source among all sources; of a dispute it means nothing.
    var source: Int { Int(kinds >> 4) }
    /// The place of the class among all classes. Disputes are classified for internal use.
    var secrecy: Int { Int(flags.rawValue >> Flags.secrecyShift & 3) }

    init(_ affair: Affair, position: Int64, _ roster: Roster) {
        registeredAt = affair.registeredAt.milliseconds
        kinds = 0
        if case .matter(let matter) = affair {
            let source = SourceKind.places[matter.sourceKind] ?? 0
            kinds = UInt8(matter.content) | source << 4
        }
        (dueDay, self.position, place, flags) = (.max, position, [], [])
        (supervising, supervised, acting) = (-1, -1, -1)
        setOrgans(of: affair, roster)
        update(to: affair, position: position)
    }

    /// A matter that stays packed; whom it is about only its head tells.
    init(_ head: RecordHead, _ sides: SidePlaces) {
        registeredAt = head.registeredAt.milliseconds
        kinds = UInt8(head.content) | head.source << 4
        (dueDay, position, place) = (head.dueDay, head.lastPosition, head.place)
        flags = Flags(rawValue: head.secrecy << Flags.secrecyShift)
        if head.flags.contains(.overdue) { flags.insert(.overdue) }
        if head.flags.contains(.suspended) { flags.insert(.suspended) }
        if head.flags.contains(.provisional) { flags.insert(.provisional) }
        (supervising, supervised) = (sides.supervising, sides.supervised)
        acting = sides.acting
    }

    mutating func setOrgans(of head: RecordHead, _ roster: Roster) {
        let sides = SidePlaces(of: head, roster)
        (supervising, supervised) = (sides.supervising, sides.supervised)
        acting = sides.acting
    }

    /// What changes only when a matter is transferred. A dispute has parties, and nobody in the
    /// place of the supervised organ.
    mutating func setOrgans(of affair: Affair, _ roster: Roster) {
        func place(_ organ: OrganID) -> Int32 { Int32(roster.place(of: organ) ?? -1) }
        supervising = place(affair.supervising)
        if case .matter(let matter) = affair { supervised = place(matter.supervised) }
        acting = place(affair.actingOrgan(in: roster))
    }

    /// What any entry may change.
    mutating func update(to affair: Affair, position: Int64) {
        let term = affair.term
        dueDay = term.map { Int32($0.deadline.lastDay.daysSinceEpoch) } ?? .max
        self.position = position
        place = affair.place
        flags.formIntersection([.isStale, .isIndexed])
        if term?.hasPassed == true { flags.insert(.overdue) }
        if affair.isSuspended { flags.insert(.suspended) }
        if term?.deadline.provisional == true { flags.insert(.provisional) }
        if affair.hasParticipants { flags.insert(.hasParticipants) }
        if case .matter(let matter) = affair {
            flags.insert(Flags(rawValue: matter.secrecy.place << Flags.secrecyShift))
        }
    }
}

/// The places of a matter's organs in the roster; -1 for one that is no longer there.
struct SidePlaces: Sendable {
    var supervising: Int32
    var supervised: Int32
    var acting: Int32

    init(of head: RecordHead, _ roster: Roster) {
        func place(_ organ: OrganID) -> Int32 { Int32(roster.place(of: organ) ?? -1) }
        supervising = place(head.supervising)
        supervised = place(head.supervised)
        acting = place(roster.actingOrgan(for: head.supervising, over: head.supervised))
    }
}

extension DocketIndexRow {
    /// Whether the matter itself has to be asked who may see it, beside those of whom the row tells
    /// that they stand on a side: others take part in it, or an organ has left the roster.
    var tellsTooLittle: Bool { supervised < 0 || flags.contains(.hasParticipants) }
}

extension SourceKind {
    /// Where each stands among all.
    static let places: [SourceKind: UInt8] = Dictionary(
        uniqueKeysWithValues: zip(allCases, UInt8(0)...))
}

extension SecrecyClass {
    /// Where it stands among all, as a number of two bits.
    var place: UInt8 {
        switch self {
        case .internal: 0
        case .personalPrivacy: 1
        case .commercialSecret: 2
        case .stateSecret: 3
        }
    }
}

/// Who looks at the docket, prepared for a pass over many rows.
struct DocketViewer {
    let actor: Principal
    /// The place of the person's organ in the roster; -2 for one that is not there.
    let organ: Int32
    let seesAll: Bool
    let audits: Bool
    let acts: Bool
    let answers: Bool

    init(_ actor: Principal, _ roster: Roster) {
        self.actor = actor
        organ = Int32(roster.place(of: actor.organ) ?? -2)
        seesAll = !actor.roles.isDisjoint(with: [.auditor, .operator])
        audits = actor.roles.contains(.auditor)
        acts = !actor.roles.isDisjoint(with: [.clerk, .investigator, .signatory])
        answers = actor.roles.contains(.respondent)
    }

    /// Whether the person stands on one of the two sides of the matter, where that can be told
    /// without the matter itself; of a dispute it cannot.
    func isOnASide(of row: DocketIndexRow) -> Bool {
        guard row.supervised >= 0 else { return false }
        if row.supervised == organ { return answers }
        return acts && (row.acting == organ || row.supervising == organ)
    }

    /// True when the person sees everything of the matter (``Audience/full``). When it is false
    /// the matter itself has to be asked.
    func seesAllContents(of row: DocketIndexRow) -> Bool {
        audits || (row.supervised != organ && isOnASide(of: row))
    }

    /// Whether the matter stands in this person's lists. The same circle as `Affair.audience`, and
    /// the operator beside it, who sees queues but no contents.
    func sees(_ row: DocketIndexRow, _ affair: @autoclosure () -> Affair, _ roster: Roster) -> Bool
    {
        if hasToAsk(row) { return affair().audience(of: actor, in: roster) != nil }
        return seesAll || isOnASide(of: row)
    }

    /// Whether only the matter itself tells.
    func hasToAsk(_ row: DocketIndexRow) -> Bool {
        !seesAll && row.tellsTooLittle && !isOnASide(of: row)
    }
}

/// A filter prepared for a pass over many rows: names became places, days became numbers.
struct DocketMatcher {
    let filter: DocketFilter
    let supervising: Int32?
    let supervised: Int32?
    let acting: Int32?
    let places: Place
    let registeredFrom: Int64
    let registeredBefore: Int64

    init(_ filter: DocketFilter, _ roster: Roster) {
        func place(_ organ: OrganID?) -> Int32? { organ.map { Int32(roster.place(of: $0) ?? -2) } }
        self.filter = filter
        supervising = place(filter.supervising)
        supervised = place(filter.supervised)
        acting = place(filter.acting)
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
        // A dispute is found by each of its parties, which its row does not name.
        let isDispute = row.supervised < 0
        if let supervised, !isDispute, row.supervised != supervised { return false }
        guard needsAffair || (isDispute && supervised != nil) else { return true }
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
