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
    var before: Sighting?
    var after: Sighting
}

extension Docket {
    /// A matter as it is.
    func sighting(_ index: Int) -> Sighting {
        let (affair, position) = (records[index].affair, records[index].lastPosition)
        var row = queues.rows[index]
        row.update(to: affair, position: position)
        return Sighting(affair: affair, row: row)
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
