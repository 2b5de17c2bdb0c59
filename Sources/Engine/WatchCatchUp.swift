internal import DequeModule
internal import Supervision
internal import Wire

// A watch that is behind reads on from the journal, a stretch at a time, and tells the same as it
// would have told then. For that it needs each matter as it was: matters that it has not met yet
// are folded from their own earlier entries first.

/// What a watch knows while it is behind.
struct CatchUp {
    /// The stretch that was read and not told yet.
    var stretch: [Entry] = []
    /// Earlier entries of the stretch's matters, which are still to be read, oldest first.
    var missing: ArraySlice<Int64> = []
    /// The matters that these entries are read for. An escalation stands among the entries of two
    /// matters, and one of them may be known already.
    var unknown: Set<Int> = []
    /// The matters that were met, as they were before the stretch. By their place in the docket.
    var affairs: [Int: Affair] = [:]
}

/// A read that a watch waits for, because others are reading.
struct CatchUpRead {
    var watch: Int64
    var request: ReadRequest
}

extension Core {
    /// How many entries a watch that is behind reads at a time, how many watches read at the same
    /// time, and how many matters each remembers on its way. Nothing of it holds up the store or
    /// the others for long, however many watches are behind, nor holds much memory.
    private static let entriesPerRead = 64
    private static let readsMax = 4
    private static let mattersRemembered = 1024

    /// Reads on for a watch that is behind what is durable. One that is not gets its entries as
    /// they are committed.
    mutating func catchUp(_ id: Int64) {
        guard let watch = watches[id], watch.catchUp == nil, watch.batch == nil, !live.contains(id)
        else { return }
        guard watch.next <= durable else { return goLive(id) }
        watches[id]?.catchUp = CatchUp()
        readStretch(id, from: watch.next)
    }

    private mutating func readStretch(_ id: Int64, from next: Int64) {
        let limit = min(Self.entriesPerRead, Int(durable - next) + 1)
        read(.range(from: next, limit: limit), forWatch: id)
    }

    /// Reads, or lets the watch wait until others have read.
    private mutating func read(_ request: ReadRequest, forWatch id: Int64) {
        catchUpReads.append(CatchUpRead(watch: id, request: request))
        startCatchUpReads()
    }

    private mutating func startCatchUpReads() {
        while catchUpsReading < Self.readsMax, let next = catchUpReads.popFirst() {
            // It may have ended while it waited.
            guard watches[next.watch] != nil else { continue }
            catchUpsReading += 1
            outputs.append(.read(remember(.watch(subscription: next.watch)), next.request))
        }
    }

    /// A read for a watch came back, whether or not the watch is still there.
    mutating func finishCatchUpRead(_ id: Int64, _ entries: [Entry]) {
        catchUpsReading -= 1
        feed(id, entries)
        startCatchUpReads()
    }

    /// Entries that a watch missed, or earlier ones of the same matters.
    private mutating func feed(_ id: Int64, _ entries: [Entry]) {
        guard var catchUp = watches[id]?.catchUp else { return }
        if catchUp.stretch.isEmpty {
            if catchUp.affairs.count > Self.mattersRemembered { catchUp.affairs = [:] }
            catchUp.stretch = entries
            (catchUp.unknown, catchUp.missing) = earlierEntries(
                for: entries, besides: catchUp.affairs)
        } else {
            catchUp.missing = catchUp.missing.dropFirst(entries.count)
            for entry in entries { _ = meet(entry, only: catchUp.unknown, &catchUp.affairs) }
        }
        let wanted = catchUp.missing.prefix(Self.entriesPerRead)
        guard wanted.isEmpty else {
            watches[id]?.catchUp = catchUp
            return read(.positions(Array(wanted)), forWatch: id)
        }
        tellStretch(id, catchUp)
    }

    private mutating func tellStretch(_ id: Int64, _ catchUp: CatchUp) {
        var catchUp = catchUp
        for entry in catchUp.stretch {
            let passages = meet(entry, only: nil, &catchUp.affairs)
            guard let watch = watches[id], watch.next == entry.position else {
                preconditionFailure("a watch is told each entry once, in order")
            }
            watches[id]?.next = entry.position + 1
            var known = KnownToPersons()
            tell(id, watch.scope, entry, passages, to: watch.reader, &known)
        }
        catchUp.stretch = []
        guard let watch = watches[id] else { return }
        // A reader that takes nothing is read for again when it does.
        guard watch.reader.takesMore, watch.next <= durable else {
            watches[id]?.catchUp = nil
            return watch.next > durable ? goLive(id) : ()
        }
        watches[id]?.catchUp = catchUp
        readStretch(id, from: watch.next)
    }

    /// The matters in a stretch that are not known yet, and their entries before it, in order.
    private func earlierEntries(
        for stretch: [Entry], besides known: [Int: Affair]
    ) -> (unknown: Set<Int>, positions: ArraySlice<Int64>) {
        guard let first = stretch.first?.position else { return ([], []) }
        let met = Set(stretch.flatMap(\.matters).map { place(of: $0) })
        let unknown = met.filter { known[$0] == nil }
        var positions: Set<Int64> = []
        for index in unknown {
            positions.formUnion(docket.records.entries(index).positions.prefix { $0 < first })
        }
        return (unknown, positions.sorted()[...])
    }

    /// Folds one entry of the past into what is known of its matters, or of some of them.
    private func meet(
        _ entry: Entry, only wanted: Set<Int>?, _ affairs: inout [Int: Affair]
    ) -> [Passage] {
        entry.matters.compactMap { id in
            let index = place(of: id)
            guard wanted?.contains(index) != false else { return nil }
            let seen = entry.seen(from: id)
            let before = affairs[index].map { Passage.Past(sighting($0, entry)) }
            let affair = Affair.folding(seen, onto: affairs[index])
            affairs[index] = affair
            return Passage(entry: seen, before: before, after: sighting(affair, entry))
        }
    }

    private func sighting(_ affair: Affair, _ entry: Entry) -> Sighting {
        Sighting(
            affair: affair, row: DocketIndexRow(affair, position: entry.position, roster))
    }

    private func place(of matter: MatterID) -> Int {
        guard let index = docket.index(of: matter) else {
            preconditionFailure("the journal holds \(matter), which was never registered")
        }
        return index
    }
}
