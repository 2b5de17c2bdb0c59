internal import Supervision

// What matters were: the fold of their own entries, up to one of them. The docket holds only what
// they are.

/// A matter as an entry met it or left it, with its row in the docket of that time.
struct Sighting: Sendable {
    var matter: Matter
    var row: DocketIndexRow
}

/// One entry, seen from a matter: what it was before and what it is after.
struct Passage: Sendable {
    /// Nil before its registration.
    var before: Sighting?
    var after: Sighting
}

extension Docket {
    /// A matter as it is.
    func sighting(_ index: Int) -> Sighting {
        Sighting(matter: records[index].matter, row: rows[index])
    }
}

extension Matter {
    /// A matter with one more of its entries folded in, from its registration on.
    ///
    /// - Parameter matter: what the entries before it made; nil for its first one.
    static func folding(_ entry: Entry, onto matter: Matter?) -> Matter {
        if var matter {
            matter.evolve(entry.events, version: entry.version, entry.stamp)
            return matter
        }
        guard case .registered(let registered)? = entry.events.first else {
            preconditionFailure("entry \(entry.position) begins no matter")
        }
        return Matter(id: entry.matter, registered)
    }
}
