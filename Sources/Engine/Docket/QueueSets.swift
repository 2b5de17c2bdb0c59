internal import Supervision
internal import Wire

// The sets of the live queues that are more than a `SerialSet` for each value: by organ, by those
// who investigate, and by who sees a matter beside its two sides.

/// The matters of each organ, by its rank in the roster, or of those that are no longer there.
struct OrganSets: Sendable {
    /// Organs that left the roster, then those of the roster in its order.
    private var sets: [SerialSet] = []

    static let none = SerialSet()

    /// - Parameter rank: ``OrganRank/unknown`` has none.
    subscript(rank: Int32) -> SerialSet {
        let slot = Int(rank) + 1
        return sets.indices.contains(slot) ? sets[slot] : Self.none
    }

    /// The ranks of the organs that may have some.
    var ranks: Range<Int32> { 0..<Int32(max(sets.count - 1, 0)) }

    mutating func insert(_ index: Int, at rank: Int32, of total: Int) {
        let slot = Int(rank) + 1
        while sets.count <= slot { sets.append(SerialSet()) }
        sets[slot].insert(index, of: total)
    }

    mutating func remove(_ index: Int, at rank: Int32) { sets[Int(rank) + 1].remove(index) }
}

/// The matters of each set of investigators. Few sets are ever in use, and a matter whose set
/// stays is found to be up to date by one comparison.
struct TeamSets: Sendable {
    /// By number; the first is nobody, and has no set.
    private var members: [[PersonID]] = [[]]
    private var sets = [SerialSet()]
    private var numbers: [[PersonID]: Int32] = [:]
    private var numbersOf: [PersonID: [Int32]] = [:]

    mutating func number(of team: [PersonID], after old: Int32) -> Int32 {
        if team.isEmpty { return 0 }
        if members[Int(old)] == team { return old }
        if let number = numbers[team] { return number }
        let number = Int32(members.count)
        members.append(team)
        sets.append(SerialSet())
        numbers[team] = number
        for person in Set(team) { numbersOf[person, default: []].append(number) }
        return number
    }

    mutating func insert(_ index: Int, into number: Int32, of total: Int) {
        if number != 0 { sets[Int(number)].insert(index, of: total) }
    }

    mutating func remove(_ index: Int, from number: Int32) {
        if number != 0 { sets[Int(number)].remove(index) }
    }

    /// The sets of all teams to which a person belongs.
    func sets(of person: PersonID) -> [SerialSet] {
        (numbersOf[person] ?? []).map { sets[Int($0)] }
    }
}

/// Those beside the two sides who may see a matter, by the duties that it has.
struct Circle: Equatable, Sendable {
    /// Organs whose respondents see it: helpers, units that were told, a reporting organ; the
    /// parties of a dispute.
    var answering: Set<OrganID> = []
    /// Organs of accused supervisors: whoever is competent over one sees it.
    var accused: Set<OrganID> = []

    init() {}

    init(of affair: Affair) {
        switch affair {
        case .dispute(let dispute): answering = Set(dispute.parties)
        case .matter(let matter):
            if matter.sourceKind == .transferringOrganReport {
                answering.insert(matter.registration.byOrgan)
            }
            for duty in matter.duties {
                switch duty.kind {
                case .assistance(let from, _, _): answering.insert(from)
                case .accountability(let item):
                    guard let organ = item.person?.organ else { continue }
                    switch item.kind {
                    case .supervisor: accused.insert(organ)
                    // A unit that was not told of its officer sees nothing of the matter.
                    case .officer: if item.isUnitTold { answering.insert(organ) }
                    case .obstruction, .nonExecution: break
                    }
                case .notice: break
                }
            }
        }
    }
}

/// The matters that an organ sees without standing on a side. By name, so that a new roster
/// changes nothing here.
struct CircleSets: Sendable {
    private var circles: [Int: Circle] = [:]
    private var answering: [OrganID: SerialSet] = [:]
    private var accused: [OrganID: SerialSet] = [:]

    mutating func set(_ new: Circle, of index: Int, _ total: Int) {
        let old = circles[index] ?? Circle()
        guard new != old else { return }
        circles[index] = new == Circle() ? nil : new
        for organ in old.answering.subtracting(new.answering) { answering[organ]?.remove(index) }
        for organ in old.accused.subtracting(new.accused) { accused[organ]?.remove(index) }
        for organ in new.answering.subtracting(old.answering) {
            answering[organ, default: SerialSet()].insert(index, of: total)
        }
        for organ in new.accused.subtracting(old.accused) {
            accused[organ, default: SerialSet()].insert(index, of: total)
        }
    }

    /// What the respondents of an organ see.
    func answered(by organ: OrganID) -> SerialSet { answering[organ] ?? SerialSet() }

    /// What those see who act for an organ that is competent over the accused.
    func overseen(by organ: OrganID, _ roster: Roster) -> [SerialSet] {
        let principals = roster.principals(of: organ)
        return accused.filter { accused, _ in
            accused != organ
                && principals.contains { roster.competence(of: $0, over: accused) != nil }
        }.map(\.value)
    }
}
