internal import Supervision
internal import Wire

/// What lists filter and sort by, one small row for each matter. A million of them are passed over
/// by some queries, so that small numbers share bytes.
struct DocketIndexRow: Equatable, Sendable {
    var registeredAt: Int64
    var position: Int64
    /// `Int32.max` where no deadline runs, so that such matters come last.
    var dueDay: Int32
    /// Ranks of the organs in the roster; ``OrganRank/gone`` for one that is no longer there. A
    /// dispute has nobody in the place of the supervised organ.
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
    /// The code of the source; of a dispute it means nothing.
    var source: Int { Int(kinds >> 4) }
    /// The code of the class. Disputes are classified for internal use.
    var secrecy: Int { Int(flags.rawValue >> Flags.secrecyShift & 3) }

    init(_ affair: Affair, position: Int64, _ roster: Roster) {
        registeredAt = affair.registeredAt.milliseconds
        kinds = 0
        if case .matter(let matter) = affair {
            let source = SourceKind.codes[matter.sourceKind] ?? 0
            kinds = UInt8(matter.content) | source << 4
        }
        (dueDay, self.position, place, flags) = (.max, position, [], [])
        (supervising, supervised, acting) = (OrganRank.gone, OrganRank.gone, OrganRank.gone)
        setOrgans(of: affair, roster)
        update(to: affair, position: position)
    }

    /// A matter that stays packed; whom it is about only its head tells.
    init(_ head: RecordHead, _ sides: SideRanks) {
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
        let sides = SideRanks(of: head, roster)
        (supervising, supervised) = (sides.supervising, sides.supervised)
        acting = sides.acting
    }

    /// What changes only when a matter is transferred.
    mutating func setOrgans(of affair: Affair, _ roster: Roster) {
        supervising = OrganRank.of(affair.supervising, in: roster)
        if case .matter(let matter) = affair {
            supervised = OrganRank.of(matter.supervised, in: roster)
        }
        acting = OrganRank.of(affair.actingOrgan(in: roster), in: roster)
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
        if affair.isProvisional { flags.insert(.provisional) }
        if affair.hasParticipants { flags.insert(.hasParticipants) }
        if case .matter(let matter) = affair {
            flags.insert(Flags(rawValue: matter.secrecy.code << Flags.secrecyShift))
        }
    }
}

/// Where organs stand in the roster: numbers that are compared faster than names.
enum OrganRank {
    /// Of an organ that a matter has and the roster has no more.
    static let gone: Int32 = -1
    /// Of an organ that somebody asks for and the roster does not have: no row has it.
    static let unknown: Int32 = -2

    static func of(_ organ: OrganID, in roster: Roster, otherwise missing: Int32 = gone) -> Int32 {
        roster.rank(of: organ).map { Int32($0) } ?? missing
    }
}

/// The ranks of a matter's organs.
struct SideRanks: Sendable {
    var supervising: Int32
    var supervised: Int32
    var acting: Int32

    init(of head: RecordHead, _ roster: Roster) {
        supervising = OrganRank.of(head.supervising, in: roster)
        supervised = OrganRank.of(head.supervised, in: roster)
        let acting = roster.actingOrgan(for: head.supervising, over: head.supervised)
        self.acting = OrganRank.of(acting, in: roster)
    }
}

extension DocketIndexRow {
    /// Whether the matter itself has to be asked who may see it, beside those of whom the row tells
    /// that they stand on a side: others take part in it, or an organ has left the roster.
    var tellsTooLittle: Bool { supervised < 0 || flags.contains(.hasParticipants) }
}

extension SourceKind {
    /// A small number for each.
    static let codes: [SourceKind: UInt8] = Dictionary(
        uniqueKeysWithValues: zip(allCases, UInt8(0)...))
}

extension SecrecyClass {
    /// A number of two bits.
    var code: UInt8 {
        switch self {
        case .internal: 0
        case .personalPrivacy: 1
        case .commercialSecret: 2
        case .stateSecret: 3
        }
    }
}
