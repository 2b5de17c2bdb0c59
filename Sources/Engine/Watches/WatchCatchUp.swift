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
    /// The matters that were met, as they were before the stretch, by their index in the docket.
    var affairs: [Int: Affair] = [:]
}

extension Core {
    /// How many entries a watch that is behind reads at a time, so that its turn is short.
    private static let entriesPerRead = 64
    /// How many matters it remembers on its way, so that it holds little memory.
    private static let mattersRemembered = 1024

    /// Reads on for a watch that is behind what is durable. One that is not gets its entries as
    /// they are committed.
    mutating func catchUp(_ id: Int64) {
        guard let watch = watches[id], watch.batch == nil, case .held(let next) = watch.stage
        else { return }
        guard next <= durable else { return goLive(id, from: next) }
        watches[id]?.stage = .reading(next: next, CatchUp())
        readStretch(id, from: next)
    }

    private mutating func readStretch(_ id: Int64, from next: Int64) {
        let limit = min(Self.entriesPerRead, Int(durable - next) + 1)
        read(.range(from: next, limit: limit), forWatch: id)
    }

    private mutating func read(_ request: ReadRequest, forWatch id: Int64) {
        guard let watch = watches[id] else { return }
        read(request, for: .watch(subscription: id), of: watch.scope.principal.id)
    }

    /// Entries that a watch missed, or earlier ones of the same matters, came back, whether or not
    /// it is still there.
    mutating func feed(_ id: Int64, _ entries: [Entry]) {
        guard case .reading(let next, var catchUp)? = watches[id]?.stage else { return }
        // What it knows is changed here, and would be copied if it stood there too.
        watches[id]?.stage = .held(next: next)
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
            watches[id]?.stage = .reading(next: next, catchUp)
            return read(.positions(Array(wanted)), forWatch: id)
        }
        tellStretch(id, from: next, catchUp)
    }

    private mutating func tellStretch(_ id: Int64, from first: Int64, _ catchUp: CatchUp) {
        guard let watch = watches[id] else { return }
        var catchUp = catchUp
        var telling = Telling()
        var next = first
        for entry in catchUp.stretch {
            precondition(entry.position == next, "a watch is told each entry once, in order")
            let passages = meet(entry, only: nil, &catchUp.affairs)
            next += 1
            telling.begin(opening: entry.events.opened?.matter)
            tell(id, watch.scope, entry, passages, to: watch.reader, &telling)
        }
        catchUp.stretch = []
        guard next <= durable else { return goLive(id, from: next) }
        // A reader that takes nothing is read for again when it does.
        guard watch.reader.takesMore else {
            watches[id]?.stage = .held(next: next)
            return
        }
        watches[id]?.stage = .reading(next: next, catchUp)
        readStretch(id, from: next)
    }

    /// The matters in a stretch that are not known yet, and their entries before it, in order.
    private func earlierEntries(
        for stretch: [Entry], besides known: [Int: Affair]
    ) -> (unknown: Set<Int>, positions: ArraySlice<Int64>) {
        guard let first = stretch.first?.position else { return ([], []) }
        let met = Set(stretch.flatMap(\.matters).map { index(of: $0) })
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
            let index = index(of: id)
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

    private func index(of matter: MatterID) -> Int {
        guard let index = docket.index(of: matter) else {
            preconditionFailure("the journal holds \(matter), which was never registered")
        }
        return index
    }
}
