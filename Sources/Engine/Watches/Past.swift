internal import Supervision

// What matters were: the fold of their own entries, up to one of them. The docket holds only what
// they are.

/// A matter as an entry met it or left it, with its row in the docket of that time.
struct Sighting: Sendable {
    var affair: Affair
    var row: DocketIndexRow
}

/// One entry, seen from a matter: what it was before and what it is after.
struct Passage: Sendable {
    let entry: Entry
    /// Nil before its registration.
    var before: Past?
    var after: Sighting

    /// Whether all of the matter as it was can be asked for.
    var isKept: Bool { before == nil || before?.kept != nil }

    /// Whether it can be told who might see the matter as it was. An organ may have left the roster
    /// while the entry was on its way to the disk.
    var tellsWhoSaw: Bool { isKept || before?.row.tellsTooLittle == false }

    /// What a matter was. To keep its contents means to copy it when it changes, so they are kept
    /// only where somebody may ask for them; elsewhere the row tells all.
    ///
    /// Invariant: `affair` is asked for only where it was kept. As an entry is made, it is kept
    /// when a live watch looks into matters, or when the row does not tell who may see the matter
    /// before or after (`Docket.past`). When the entry is told (`Core.tellLive`), a watch that
    /// looks into matters hears it only when it was kept, and any other one only when it was kept
    /// or the row still tells who saw it; whoever came meanwhile reads the entry from the journal,
    /// where all is kept (`Core.meet`).
    struct Past: Sendable {
        var row: DocketIndexRow
        var kept: Affair?

        var affair: Affair {
            guard let kept else {
                preconditionFailure("only what stands in the row is asked of what was not kept")
            }
            return kept
        }

        init(_ sighting: Sighting, keepsContents: Bool = true) {
            row = sighting.row
            kept = keepsContents ? sighting.affair : nil
        }
    }
}

extension Docket {
    /// A matter as it is before an entry is folded in. Who may see it is told by its row in most
    /// matters, and the sides stay the same in most entries.
    ///
    /// - Parameter keepsContents: whether somebody asks for more than the row.
    func past(_ index: Int, before events: AffairEvents, keepsContents: Bool) -> Passage.Past {
        let sighting = sighting(index)
        let movesSides =
            if case .matter(let events) = events, case .transferred = events.first {
                true
            } else {
                false
            }
        return Passage.Past(
            sighting,
            keepsContents: keepsContents || movesSides || sighting.row.tellsTooLittle)
    }

    /// A matter as it is.
    func sighting(_ index: Int) -> Sighting {
        Sighting(affair: records.affair(index), row: queues.rows[index])
    }
}

extension Affair {
    /// An affair with one more of its entries folded in, from the first one on.
    ///
    /// - Parameter affair: what the entries before it made; nil for its first one.
    static func folding(_ entry: Entry, onto affair: Affair?) -> Affair {
        if var affair {
            affair.evolve(entry.events, version: entry.version, entry.stamp)
            return affair
        }
        guard let affair = Affair(id: entry.matter, entry.events) else {
            preconditionFailure("entry \(entry.position) begins no matter")
        }
        return affair
    }
}
