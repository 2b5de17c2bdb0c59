internal import Supervision
internal import Wire

/// The live queues: for each value of each attribute the matters that have it, and the orders in
/// which lists are read, so that neither a filter nor a page passes over all matters.
///
/// The rows are always of now: an entry brings the row of its matter up to date while the matter
/// is at hand. The sets lag behind. They are moved after the rows when somebody asks for a list, or
/// when so many matters are stale that the next list would have to wait for them; a matter that
/// has had several entries meanwhile is moved once, and the matter itself is not looked at again.
struct DocketQueues: Sendable {
    /// One for each matter, in the order of their numbers.
    private(set) var rows: [DocketIndexRow] = []
    private(set) var places = [SerialSet](repeating: SerialSet(), count: Place.all.count)
    private(set) var contents = [SerialSet](repeating: SerialSet(), count: 10)
    private(set) var sources = [SerialSet](
        repeating: SerialSet(), count: SourceKind.allCases.count)
    private(set) var secrecies = [SerialSet](
        repeating: SerialSet(), count: SecrecyClass.allCases.count)
    private(set) var overdue = SerialSet()
    private(set) var suspended = SerialSet()
    private(set) var supervising = OrganSets()
    private(set) var supervised = OrganSets()
    private(set) var acting = OrganSets()
    private(set) var teams = TeamSets()
    private(set) var circles = CircleSets()
    private(set) var deadlines = DeadlineOrder()
    private(set) var changes = ChangeOrder()
    /// Matters that stand in the sets as they were, each once.
    private var stale: [Stale] = []

    private struct Stale: Sendable {
        var index: Int
        /// As the sets know it.
        var row: DocketIndexRow
    }

    /// So many stale matters are a millisecond's work, which a list can wait for.
    static let staleMax = 2048

    var disputes: SerialSet { contents[0] }
    var staleCount: Int { stale.count }

    mutating func append(_ row: DocketIndexRow) {
        rows.append(row)
        noteStale(rows.count - 1)
    }

    /// Takes a matter that a snapshot holds, in the order of the numbers.
    mutating func restore(_ row: DocketIndexRow, _ investigators: [PersonID], _ circle: Circle?) {
        var row = row
        row.flags.insert(.isIndexed)
        row.team = teams.number(of: investigators, after: rows.last?.team ?? 0)
        let index = rows.count
        rows.append(row)
        enter(index, row)
        if let circle { circles.set(circle, of: index, rows.count) }
    }

    mutating func reserveCapacity(_ count: Int) { rows.reserveCapacity(count) }

    /// After the last of these.
    mutating func finishRestoring() { changes.sort(rows) }

    /// Brings the row of a matter up to date after an entry.
    mutating func noteEntry(of index: Int, _ affair: Affair, at position: Int64) {
        noteStale(index)
        rows[index].update(to: affair, position: position)
        if case .matter(let matter) = affair {
            rows[index].team = teams.number(of: matter.investigators, after: rows[index].team)
        }
    }

    /// Notes that a matter has changed. While a journal is folded nobody asks for its row, which
    /// `finishRecovering` brings up to date.
    mutating func noteStale(_ index: Int) {
        guard !rows[index].flags.contains(.isStale) else { return }
        stale.append(Stale(index: index, row: rows[index]))
        rows[index].flags.insert(.isStale)
    }

    /// Moves every stale matter in the sets, in the order of their newest entries.
    mutating func refresh(_ records: DocketRecords) {
        guard !stale.isEmpty else { return }
        let all = stale
        stale.removeAll(keepingCapacity: true)
        var newest = all.indices.map { (position: rows[all[$0].index].position, place: $0) }
        newest.sort { $0.position < $1.position }
        for (_, place) in newest { refresh(all[place], records) }
    }

    /// Looks at every matter that the folding of a journal has changed, in the order of the
    /// numbers, in which sets grow at their ends: quicker where nearly all matters are stale.
    mutating func finishRecovering(_ records: DocketRecords) {
        let all = stale.sorted { $0.index < $1.index }
        stale = []
        for matter in all {
            let index = matter.index
            noteEntry(of: index, records.affair(index), at: records.lastPosition(index))
            refresh(matter, records)
        }
        if !all.isEmpty { changes.sort(rows) }
    }

    private mutating func refresh(_ matter: Stale, _ records: DocketRecords) {
        let (index, old) = (matter.index, matter.row)
        rows[index].flags.remove(.isStale)
        rows[index].flags.insert(.isIndexed)
        let new = rows[index]
        if old.flags.contains(.isIndexed) {
            move(index, from: old, to: new)
        } else {
            enter(index, new)
        }
        if new.flags.contains(.hasParticipants) || old.flags.contains(.hasParticipants) {
            circles.set(Circle(of: records.affair(index)), of: index, rows.count)
        }
    }

    /// A matter that stands in no set yet.
    private mutating func enter(_ index: Int, _ row: DocketIndexRow) {
        let total = rows.count
        places[row.place.index].insert(index, of: total)
        contents[row.content].insert(index, of: total)
        if !row.isDispute { sources[row.source].insert(index, of: total) }
        secrecies[row.secrecy].insert(index, of: total)
        if row.flags.contains(.overdue) { overdue.insert(index, of: total) }
        if row.flags.contains(.suspended) { suspended.insert(index, of: total) }
        enterOrgans(index, row)
        teams.insert(index, into: row.team, of: total)
        deadlines.insert(index, on: row.dueDay, of: total)
        changes.append(index, at: row.position)
    }

    private mutating func enterOrgans(_ index: Int, _ row: DocketIndexRow) {
        let total = rows.count
        supervising.insert(index, at: row.supervising, of: total)
        if !row.isDispute { supervised.insert(index, at: row.supervised, of: total) }
        acting.insert(index, at: row.acting, of: total)
    }

    private mutating func move(_ index: Int, from old: DocketIndexRow, to new: DocketIndexRow) {
        let total = rows.count
        if old.place != new.place {
            places[old.place.index].remove(index)
            places[new.place.index].insert(index, of: total)
        }
        if old.secrecy != new.secrecy {
            secrecies[old.secrecy].remove(index)
            secrecies[new.secrecy].insert(index, of: total)
        }
        if old.flags != new.flags {
            overdue.set(index, new.flags.contains(.overdue), of: total)
            suspended.set(index, new.flags.contains(.suspended), of: total)
        }
        if old.team != new.team {
            teams.remove(index, from: old.team)
            teams.insert(index, into: new.team, of: total)
        }
        if old.dueDay != new.dueDay {
            deadlines.remove(index, from: old.dueDay)
            deadlines.insert(index, on: new.dueDay, of: total)
        }
        if old.position != new.position {
            changes.move(index, from: old.position, to: new.position, rows)
        }
    }

    /// Takes the organs of a matter that was transferred.
    mutating func setOrgans(of index: Int, _ affair: Affair, _ roster: Roster) {
        let old = rows[index]
        rows[index].setOrgans(of: affair, roster)
        guard old.flags.contains(.isIndexed) else { return }
        supervising.remove(index, at: old.supervising)
        if !old.isDispute { supervised.remove(index, at: old.supervised) }
        acting.remove(index, at: old.acting)
        enterOrgans(index, rows[index])
    }

    /// Takes the places of all organs in another roster.
    mutating func setOrgans(_ records: DocketRecords, in roster: Roster) {
        (supervising, supervised, acting) = (OrganSets(), OrganSets(), OrganSets())
        for index in rows.indices {
            if !rows[index].flags.contains(.hasParticipants),
                let head = records.head(ofPacked: index)
            {
                rows[index].setOrgans(of: head, roster)
            } else {
                rows[index].setOrgans(of: records.affair(index), roster)
            }
            if rows[index].flags.contains(.isIndexed) { enterOrgans(index, rows[index]) }
        }
    }
}

extension Place {
    /// Of a single place: which one it is.
    var index: Int { rawValue.trailingZeroBitCount }
}

extension SerialSet {
    mutating func set(_ index: Int, _ isMember: Bool, of total: Int) {
        if isMember { insert(index, of: total) } else { remove(index) }
    }
}

/// The matters of each organ, by its place in the roster, or of those that are no longer there.
struct OrganSets: Sendable {
    /// Organs that left the roster, then those of the roster in its order.
    private var sets: [SerialSet] = []

    static let none = SerialSet()

    /// - Parameter place: in the roster; -1 for organs that left it, and below that for nobody.
    subscript(place: Int32) -> SerialSet {
        let slot = Int(place) + 1
        return sets.indices.contains(slot) ? sets[slot] : Self.none
    }

    /// The places of the organs that may have some.
    var places: Range<Int32> { 0..<Int32(max(sets.count - 1, 0)) }

    mutating func insert(_ index: Int, at place: Int32, of total: Int) {
        let slot = Int(place) + 1
        while sets.count <= slot { sets.append(SerialSet()) }
        sets[slot].insert(index, of: total)
    }

    mutating func remove(_ index: Int, at place: Int32) { sets[Int(place) + 1].remove(index) }
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
                    // Before it is told of its officer, a unit sees nothing of the matter.
                    case .officer: if item.status != .open { answering.insert(organ) }
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
