internal import DequeModule
internal import JSONText
internal import Journal
internal import Supervision

/// Every matter that the server knows, with what is needed to find it: the fold of the journal.
///
/// Live entries and recovered ones go through the same `apply`, so that a restart cannot make
/// anything else of the journal than the running server did.
struct Docket {
    /// By serial number, from 1 on at index 0.
    private(set) var records = DocketRecords()
    /// What lists are made from.
    var queues = DocketQueues()
    private(set) var documents = DocumentIndex()
    private(set) var openCount = 0
    private var deadlines = DeadlineQueue()
    /// The matters about an incident, by a digest of it and of the organ. Whoever asks compares.
    private var incidents: [UInt64: [Int]] = [:]
    /// Where the idempotency keys of `matter.register` were used.
    private var creations = DigestIndex()
    /// Records that changed since their last snapshot, the longest waiting first.
    private var unsaved: Deque<Int> = []
    /// When the newest entry was made of those in the snapshots of the start.
    private(set) var restoredAt = Instant(milliseconds: 0)
    /// While a journal is folded nobody asks for lists, so that a matter is looked at once in the
    /// end and not again after each of its entries.
    private var isRecovering = false

    struct Record: Equatable, Sendable {
        var affair: Affair
        var entries = EntryMarks()
        /// When its last entry was made.
        var lastAt: Instant
        /// The end of the deadline that waits in the queue.
        var scheduled: Instant?
        /// The first entry that no snapshot contains; 0 when the snapshot is up to date.
        var unsavedSince: Int64 = 0
        /// When it changed its phase, for statistics.
        var history = PhaseHistory()

        var lastPosition: Int64 { entries.lastPosition }

        /// Whether its first entry was the escalation of a dispute, whose key it shares.
        var isEscalated: Bool {
            if case .matter(let matter) = affair { return matter.registration.escalation != nil }
            return false
        }

        /// The end of a deadline for which it does not wait in the queue yet, and now does.
        mutating func schedule() -> Instant? {
            guard let end = affair.deadlineToWatch, end != scheduled else { return nil }
            scheduled = end
            return end
        }
    }

    var nextSerial: Int64 { Int64(records.count) + 1 }

    func index(of id: MatterID) -> Int? {
        // By the row, which is there without unpacking anything.
        let index = Int(id.serial) - 1
        guard queues.rows.indices.contains(index),
            queues.rows[index].isDispute == (id.kind == .dispute)
        else { return nil }
        return index
    }

    /// The record that an earlier `matter.register` with this key made.
    func creation(ofKey digest: UInt64) -> Int? { creations[digest].map(Int.init) }

    /// The version that a command with this key made of a matter, if one did.
    func version(ofKey digest: UInt64, at index: Int) -> Int64? {
        records.entries(index).version(ofKey: digest)
    }

    /// The position of the entry that made a version which the matter has had.
    func position(ofVersion version: Int64, at index: Int) -> Int64 {
        let entries = records.entries(index)
        guard let number = entries.index(ofVersion: version) else {
            preconditionFailure("matter \(index + 1) never had version \(version)")
        }
        return entries.position(number)
    }

    /// Open matters about the same incident of the same organ (Art. 15).
    func openMatters(about incident: String, of supervised: OrganID) -> [Matter] {
        let indices = incidents[Self.incident(incident, of: supervised)] ?? []
        return indices.compactMap { index in
            // Most are closed, and need not be unpacked to tell that.
            guard queues.rows[index].place != .closed,
                case .matter(let matter) = records.affair(index),
                matter.supervised == supervised, matter.incident == incident
            else { return nil }
            return matter
        }
    }

    static func incident(_ reference: String, of supervised: OrganID) -> UInt64 {
        JSONDigest(supervised.text).adding(reference).value
    }

    /// Folds an entry. Returns the index of its matter.
    ///
    /// - Parameter keyDigest: of person and key; nil for an entry of the server itself.
    @discardableResult
    mutating func apply(
        _ events: AffairEvents, to id: MatterID, version: Int64, _ stamp: Stamp,
        at position: Int64, keyDigest: UInt64?, in roster: Roster
    ) -> Int {
        let index: Int
        if let affair = Affair(id: id, events) {
            index = insert(Record(affair: affair, lastAt: stamp.at), roster)
            if let keyDigest { creations[keyDigest] = UInt32(index) }
        } else {
            guard let known = self.index(of: id) else {
                preconditionFailure("entry \(position) is of the unknown \(id)")
            }
            index = known
            openCount += records.change(index) { record in
                let before = record.affair.place
                record.affair.evolve(events, version: version, stamp)
                let after = record.affair.place
                if case .matter(let events) = events {
                    record.history.note(events, from: before, to: after, at: stamp.at)
                }
                return (before == .closed ? 1 : 0) - (after == .closed ? 1 : 0)
            }
        }
        if let document = events.document { documents.add(document, of: index) }
        if case .matter(let events) = events, case .transferred = events.first {
            queues.setOrgans(of: index, records.affair(index), roster)
        }
        noteEntry(of: index, at: position, stamp, keyDigest)
        open(events, stamp, at: position, keyDigest: keyDigest, in: roster)
        return index
    }

    /// Folds the part of an escalation that is the registration of another matter.
    mutating func open(
        _ events: AffairEvents, _ stamp: Stamp, at position: Int64, keyDigest: UInt64?,
        in roster: Roster
    ) {
        guard let opened = events.opened else { return }
        let matter = Affair.matter(Matter(id: opened.matter, opened.registered))
        let index = insert(Record(affair: matter, lastAt: stamp.at), roster)
        noteEntry(of: index, at: position, stamp, keyDigest)
    }

    private mutating func insert(_ record: Record, _ roster: Roster) -> Int {
        let index = records.count
        precondition(
            Int(record.affair.id.serial) == index + 1, "matters are numbered without gaps")
        records.append(record)
        // Its first entry is noted next.
        queues.append(DocketIndexRow(record.affair, position: 0, roster))
        openCount += 1
        if case .matter(let matter) = record.affair, let reference = matter.incident {
            let incident = Self.incident(reference, of: matter.supervised)
            incidents[incident, default: []].append(index)
        }
        return index
    }

    /// Gives every row the ranks of its organs in another roster.
    mutating func setOrgans(in roster: Roster) {
        queues.setOrgans(records, in: roster)
    }

    private mutating func noteEntry(
        of index: Int, at position: Int64, _ stamp: Stamp, _ keyDigest: UInt64?
    ) {
        let (isUnsaved, end) = records.change(index) { record in
            record.entries.append(position, keyDigest: keyDigest)
            record.lastAt = stamp.at
            defer { if record.unsavedSince == 0 { record.unsavedSince = position } }
            return (record.unsavedSince != 0, record.schedule())
        }
        if isRecovering {
            queues.noteStale(index)
        } else {
            queues.noteEntry(of: index, records.affair(index), at: position)
            if queues.staleCount >= DocketQueues.staleMax { queues.refresh(records) }
        }
        if let end { deadlines.insert(DeadlineQueue.Wait(end: end, index: index)) }
        if !isUnsaved { unsaved.append(index) }
    }

    /// The next matter whose deadline has passed and was not yet recorded as passed. A deadline
    /// that was moved or met since it entered the queue is dropped here.
    mutating func nextPassedDeadline(at now: Instant) -> Int? {
        while let wait = deadlines.popPassed(at: now) {
            let (isDue, end) = records.change(wait.index) { record in
                if record.scheduled == wait.end { record.scheduled = nil }
                if record.affair.deadlineToWatch == wait.end { return (true, nil as Instant?) }
                return (false, record.schedule())
            }
            if isDue { return wait.index }
            if let end { deadlines.insert(DeadlineQueue.Wait(end: end, index: wait.index)) }
        }
        return nil
    }

    /// The matters whose snapshots are the most out of date, at most `limit`, and the floor: every
    /// entry at or below it is in a snapshot once these are kept.
    ///
    /// - Parameter tip: the newest entry, which the store makes durable before it keeps these.
    mutating func takeUnsaved(limit: Int, tip: Int64) -> (indices: [Int], floor: Int64) {
        let taken = Array(unsaved.prefix(limit))
        unsaved.removeFirst(taken.count)
        for index in taken { records.change(index) { $0.unsavedSince = 0 } }
        return (taken, unsavedSince.map { $0 - 1 } ?? tip)
    }

    /// The first entry that is in no snapshot.
    var unsavedSince: Int64? { unsaved.first.map { records[$0].unsavedSince } }

    /// How many matters were registered up to a position.
    func registered(through position: Int64) -> Int64 {
        Int64((0..<records.count).partitioningIndex { records.firstPosition($0) > position })
    }

    var unsavedCount: Int { unsaved.count }
}

// MARK: Recovery

extension Docket {
    /// A docket that a journal will be folded into.
    static var recovering: Docket {
        var docket = Docket()
        docket.isRecovering = true
        return docket
    }

    /// After the last entry.
    mutating func finishRecovering() {
        isRecovering = false
        queues.finishRecovering(records)
    }

    /// Makes room for so many matters.
    mutating func reserveCapacity(_ count: Int) {
        records.reserveCapacity(count)
        queues.reserveCapacity(count)
        creations.reserveCapacity(count)
    }

    /// Takes matters as their snapshots left them, in the order of their numbers, and leaves them
    /// packed. Used before the first entry.
    ///
    /// - Returns: the index of the first that cannot be taken, and why; nil when there is none.
    mutating func restore(
        _ all: [PackedRecord], using reader: inout RowReader
    ) -> (index: Int, reason: String)? {
        for packed in all {
            let index = records.count
            do throws(CodingFault) {
                guard let (head, row, circle) = try reader.row(of: packed) else {
                    return (index, "its head cannot be read")
                }
                queues.restore(row, head.investigators, circle)
                records.append(packed)
                note(head, of: index)
            } catch {
                return (index, "\(error)")
            }
        }
        return nil
    }

    private mutating func note(_ head: RecordHead, of index: Int) {
        if head.place != .closed { openCount += 1 }
        if let digest = head.creation { creations.restore(digest, UInt32(index)) }
        if let incident = head.incident { incidents[incident, default: []].append(index) }
        for document in head.documents { documents.restore(document, of: index) }
        restoredAt = max(restoredAt, head.lastAt)
        if let end = head.deadlineToWatch {
            deadlines.restore(DeadlineQueue.Wait(end: end, index: index))
        }
    }

    /// After the last of these.
    mutating func finishRestoring() {
        queues.finishRestoring()
        deadlines.finishRestoring()
        // A key registers one matter, so that none is left over.
        _ = creations.finishRestoring()
        documents.finishRestoring()
    }
}
