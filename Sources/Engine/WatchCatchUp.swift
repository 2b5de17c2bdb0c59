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
    /// The matters that were met, as they were before the stretch. By their place in the docket.
    var matters: [Int: Matter] = [:]
}

extension Core {
    /// How many entries a watch that is behind reads at a time, and how many matters it remembers
    /// on its way. Neither holds up the store for long, nor holds much memory.
    private static let entriesPerRead = 256
    private static let mattersRemembered = 1024

    /// Reads on for a watch that is behind what is durable. One that is not gets its entries as
    /// they are committed.
    mutating func catchUp(_ id: Int64) {
        guard let watch = watches[id], watch.catchUp == nil, watch.batch == nil,
            watch.next <= durable
        else { return }
        watches[id]?.catchUp = CatchUp()
        readStretch(id, from: watch.next)
    }

    private mutating func readStretch(_ id: Int64, from next: Int64) {
        let limit = min(Self.entriesPerRead, Int(durable - next) + 1)
        outputs.append(
            .read(remember(.watch(subscription: id)), .range(from: next, limit: limit)))
    }

    /// Entries that a watch missed, or earlier ones of the same matters.
    mutating func feed(_ id: Int64, _ entries: [Entry]) {
        guard var catchUp = watches[id]?.catchUp else { return }
        if catchUp.stretch.isEmpty {
            if catchUp.matters.count > Self.mattersRemembered { catchUp.matters = [:] }
            catchUp.stretch = entries
            catchUp.missing = earlierEntries(for: entries, besides: catchUp.matters)
        } else {
            catchUp.missing = catchUp.missing.dropFirst(entries.count)
            for entry in entries { _ = meet(entry, &catchUp.matters) }
        }
        let wanted = catchUp.missing.prefix(Self.entriesPerRead)
        guard wanted.isEmpty else {
            watches[id]?.catchUp = catchUp
            outputs.append(
                .read(remember(.watch(subscription: id)), .positions(Array(wanted))))
            return
        }
        tellStretch(id, catchUp)
    }

    private mutating func tellStretch(_ id: Int64, _ catchUp: CatchUp) {
        var catchUp = catchUp
        for entry in catchUp.stretch {
            let passage = meet(entry, &catchUp.matters)
            guard let watch = watches[id], watch.next == entry.position else {
                preconditionFailure("a watch is told each entry once, in order")
            }
            tell(id, watch, entry, passage)
        }
        catchUp.stretch = []
        guard let watch = watches[id] else { return }
        // A reader that takes nothing is read for again when it does.
        guard sessions[watch.session]?.isCongested == false, watch.next <= durable else {
            watches[id]?.catchUp = nil
            return
        }
        watches[id]?.catchUp = catchUp
        readStretch(id, from: watch.next)
    }

    /// The entries before a stretch of those matters in it that are not known yet.
    private func earlierEntries(
        for stretch: [Entry], besides known: [Int: Matter]
    ) -> ArraySlice<Int64> {
        guard let first = stretch.first?.position else { return [] }
        var met: Set<Int> = []
        var positions: [Int64] = []
        for entry in stretch {
            let index = place(of: entry)
            guard known[index] == nil, met.insert(index).inserted else { continue }
            positions += docket.records[index].positions.prefix { $0 < first }
        }
        return positions[...]
    }

    /// Folds one entry of the past into what is known of its matter.
    private func meet(
        _ entry: Entry, _ matters: inout [Int: Matter]
    ) -> Passage {
        let index = place(of: entry)
        let before = matters[index].map { sighting($0, entry) }
        let matter = Matter.folding(entry, onto: matters[index])
        matters[index] = matter
        return Passage(before: before, after: sighting(matter, entry))
    }

    private func sighting(_ matter: Matter, _ entry: Entry) -> Sighting {
        Sighting(
            matter: matter, row: DocketIndexRow(matter, position: entry.position, roster))
    }

    private func place(of entry: Entry) -> Int {
        guard let index = docket.index(of: entry.matter) else {
            preconditionFailure("entry \(entry.position) is not what was appended")
        }
        return index
    }
}
