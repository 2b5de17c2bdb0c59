internal import HeapModule
internal import Supervision

/// Every matter that the server knows, with what is needed to find it: the fold of the journal.
///
/// Live entries and recovered ones go through the same `apply`, so that a restart cannot make
/// anything else of the journal than the running server did.
struct Docket: Sendable {
    /// By serial number, from 1 on at index 0.
    private(set) var records: [Record] = []
    /// What lists are made from.
    var queues = DocketQueues()
    private(set) var numbers = DocumentNumbers()
    private(set) var openCount = 0
    private var due = Heap<DueDeadline>()
    private var incidents: [Incident: [Int]] = [:]
    /// The matters in which a document of this number was issued.
    private var documents: [UInt64: [Int]] = [:]
    /// Where the idempotency keys of `matter.register` were used.
    private var creations: [UInt64: Int] = [:]
    /// Records that changed since their last snapshot, the longest waiting first.
    private var unsaved: [Int] = []
    private var unsavedHead = 0

    struct Record: Equatable, Sendable {
        var affair: Affair
        /// The positions of all its entries.
        var positions: [Int64]
        /// For each version, from 1 on: the digest of principal and key, and the entry's position.
        var commands: [KeyMark]
        /// When its last entry was made.
        var lastAt: Instant
        /// The end of the deadline that waits in the heap.
        var scheduled: Instant?
        /// The first entry that no snapshot contains; nil when the snapshot is up to date.
        var unsavedSince: Int64?
        /// When it changed its phase, for statistics.
        var history = PhaseHistory()

        var lastPosition: Int64 { positions[positions.count - 1] }

        /// Whether its first entry was the escalation of a dispute, whose key it shares.
        var isEscalated: Bool {
            if case .matter(let matter) = affair { return matter.registration.escalation != nil }
            return false
        }
    }

    struct KeyMark: Equatable, Sendable {
        var digest: UInt64
        var position: Int64
    }

    private struct Incident: Hashable, Sendable {
        var supervised: OrganID
        var reference: String
    }

    private struct DueDeadline: Comparable, Sendable {
        var end: Instant
        var index: Int

        static func < (a: DueDeadline, b: DueDeadline) -> Bool {
            (a.end, a.index) < (b.end, b.index)
        }
    }

    var nextSerial: Int64 { Int64(records.count) + 1 }

    func index(of id: MatterID) -> Int? {
        let index = Int(id.serial) - 1
        guard records.indices.contains(index), records[index].affair.id == id else { return nil }
        return index
    }

    /// The matters that may have documents of this number, in the order of their ids; whoever asks
    /// compares the numbers themselves.
    func matters(ofDocument number: String) -> [Int] {
        documents[DocketCursor.digest(of: number)]?.sorted() ?? []
    }

    /// The record that an earlier `matter.register` with this key made.
    func creation(ofKey digest: UInt64) -> Int? { creations[digest] }

    /// The version that a command with this key made of a matter, if one did.
    func version(ofKey digest: UInt64, at index: Int) -> Int64? {
        // In place: a record is large, and this is asked for every command.
        var version = records[index].commands.count
        while version > 0 {
            if records[index].commands[version - 1].digest == digest { return Int64(version) }
            version -= 1
        }
        return nil
    }

    /// Open matters about the same incident of the same organ (Art. 15).
    func openMatters(about incident: String, of supervised: OrganID) -> [Int] {
        let indices = incidents[Incident(supervised: supervised, reference: incident)] ?? []
        return indices.filter { !records[$0].affair.isClosed }
    }

    /// Folds an entry. Returns the place of its matter.
    ///
    /// - Parameter keyDigest: of person and key; nil for an entry of the server itself.
    @discardableResult
    mutating func apply(
        _ events: AffairEvents, to id: MatterID, version: Int64, _ stamp: Stamp,
        at position: Int64, keyDigest: UInt64?, in roster: Roster
    ) -> Int {
        let index: Int
        if let affair = Affair(id: id, events) {
            index = insert(
                Record(affair: affair, positions: [], commands: [], lastAt: stamp.at), roster)
            if let keyDigest { creations[keyDigest] = index }
        } else {
            guard let known = self.index(of: id) else {
                preconditionFailure("entry \(position) is of the unknown \(id)")
            }
            index = known
            let before = records[index].affair.place
            records[index].affair.evolve(events, version: version, stamp)
            let after = records[index].affair.place
            openCount += (before == .closed ? 1 : 0) - (after == .closed ? 1 : 0)
            if case .matter(let events) = events {
                records[index].history.note(events, from: before, to: after, at: stamp.at)
            }
        }
        if let document = events.document { note(document, of: index) }
        if case .matter(let events) = events, case .transferred = events.first {
            queues.setOrgans(of: index, records[index].affair, roster)
        }
        noteEntry(of: index, at: position, stamp, keyDigest)
        if let opened = events.opened {
            let matter = Affair.matter(Matter(id: opened.matter, opened.registered))
            let other = insert(
                Record(affair: matter, positions: [], commands: [], lastAt: stamp.at), roster)
            noteEntry(of: other, at: position, stamp, keyDigest)
        }
        return index
    }

    /// Takes a matter as its snapshot left it.
    mutating func restore(_ record: Record, in roster: Roster) {
        let index = insert(record, roster)
        if let first = record.commands.first, !record.isEscalated {
            creations[first.digest] = index
        }
        for document in record.affair.documents { note(document, of: index) }
        if record.affair.isClosed { openCount -= 1 }
        schedule(index)
    }

    private mutating func insert(_ record: Record, _ roster: Roster) -> Int {
        let index = records.count
        precondition(
            Int(record.affair.id.serial) == index + 1, "matters are numbered without gaps")
        records.append(record)
        queues.append(
            DocketIndexRow(record.affair, position: record.positions.last ?? 0, roster))
        openCount += 1
        if case .matter(let matter) = record.affair, let reference = matter.registration.incident {
            let incident = Incident(supervised: matter.supervised, reference: reference)
            incidents[incident, default: []].append(index)
        }
        return index
    }

    /// Counts a document and makes it known by its number.
    private mutating func note(_ document: Document, of index: Int) {
        numbers.record(document)
        // One matter may have two of one number: an opinion and a decision of the same issuer.
        let digest = DocketCursor.digest(of: document.number)
        if documents[digest]?.contains(index) != true {
            documents[digest, default: []].append(index)
        }
    }

    /// Gives every row the places of its organs in another roster.
    mutating func setOrgans(in roster: Roster) {
        queues.setOrgans(records, in: roster)
    }

    private mutating func noteEntry(
        of index: Int, at position: Int64, _ stamp: Stamp, _ keyDigest: UInt64?
    ) {
        records[index].positions.append(position)
        records[index].lastAt = stamp.at
        if let keyDigest {
            records[index].commands.append(KeyMark(digest: keyDigest, position: position))
        }
        queues.noteEntry(of: index)
        if queues.staleCount >= DocketQueues.staleMax { queues.refresh(records) }
        schedule(index)
        if records[index].unsavedSince == nil {
            records[index].unsavedSince = position
            unsaved.append(index)
        }
    }

    private mutating func schedule(_ index: Int) {
        guard let end = records[index].affair.deadlineToWatch, end != records[index].scheduled
        else { return }
        records[index].scheduled = end
        due.insert(DueDeadline(end: end, index: index))
    }

    /// The next matter whose deadline has passed and was not yet recorded as passed. A deadline
    /// that was moved or met since it entered the heap is dropped here.
    mutating func nextPassedDeadline(at now: Instant) -> Int? {
        while let first = due.min, first.end <= now {
            due.removeMin()
            if records[first.index].scheduled == first.end { records[first.index].scheduled = nil }
            if records[first.index].affair.deadlineToWatch == first.end { return first.index }
            schedule(first.index)
        }
        return nil
    }

    /// The matters whose snapshots are the most out of date, at most `limit`, and the floor: every
    /// entry at or below it is in a snapshot once these are kept.
    mutating func takeUnsaved(limit: Int, durable: Int64) -> (indices: [Int], floor: Int64) {
        // The oldest first, up to one that has changed since the last commit.
        var end = unsavedHead
        while end < min(unsaved.count, unsavedHead + limit),
            records[unsaved[end]].lastPosition <= durable
        {
            end += 1
        }
        let taken = Array(unsaved[unsavedHead..<end])
        unsavedHead = end
        for index in taken { records[index].unsavedSince = nil }
        if unsavedHead == unsaved.count || unsavedHead > 65_536 {
            unsaved.removeFirst(unsavedHead)
            unsavedHead = 0
        }
        let first = unsavedHead < unsaved.count ? records[unsaved[unsavedHead]].unsavedSince : nil
        return (taken, first.map { $0 - 1 } ?? durable)
    }

    var unsavedCount: Int { unsaved.count - unsavedHead }
}
