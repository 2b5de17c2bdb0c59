internal import Supervision
internal import Wire

/// The live queues: for each value of each attribute the matters that have it, and the orders in
/// which lists are read, so that neither a filter nor a page passes over all matters.
///
/// The rows are always of now: an entry brings the row of its matter up to date while the matter
/// is at hand. The sets lag behind, but for those of organs, which a transfer moves at once. They
/// are moved after the rows when somebody asks for a list, or when so many matters are stale that
/// the next list would have to wait for them; a matter that has had several entries meanwhile is
/// moved once, and the matter itself is not looked at again.
///
/// | how a matter comes in | its row | in the sets |
/// |---|---|---|
/// | `append`, then `noteEntry` | as it was registered | with the next `refresh` |
/// | `noteEntry` | as the entry left it | as it was, until the next `refresh` |
/// | `restore` | of its snapshot | at once |
/// | `noteStale`, while a journal is folded | as it was | with `finishRecovering`, and so the row |
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
        var newest = all.indices.map { (position: rows[all[$0].index].position, stale: $0) }
        newest.sort { $0.position < $1.position }
        for (_, index) in newest { refresh(all[index], records) }
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

    /// Takes the ranks of all organs in another roster.
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

extension SerialSet {
    mutating func set(_ index: Int, _ isMember: Bool, of total: Int) {
        if isMember { insert(index, of: total) } else { remove(index) }
    }
}
