/// The sessions by their ids. Whoever works on a session takes it out and puts it back, so that it
/// can be changed beside the core without being copied; its place is kept for it meanwhile.
struct SessionTable {
    private var places: [SessionID: Int] = [:]
    /// Nil for one that is taken out, and for a place that is free.
    private var slots: [Session?] = []
    private var free: [Int] = []

    var count: Int { places.count }

    /// Those that are not taken out and of which this is true, the oldest first.
    func ids(where isWanted: (Session) -> Bool = { _ in true }) -> [SessionID] {
        var found: [SessionID] = []
        for index in slots.indices {
            if let session = slots[index], isWanted(session) { found.append(session.id) }
        }
        return found.sorted { $0.rawValue < $1.rawValue }
    }

    /// A copy of a session; nil when it is not there or taken out.
    subscript(id: SessionID) -> Session? {
        places[id].flatMap { slots[$0] }
    }

    func isCongested(_ id: SessionID) -> Bool {
        guard let place = places[id] else { return false }
        return slots[place]?.isCongested == true
    }

    /// Changes a session where it lies. Nil when it is not there or taken out.
    mutating func change<Result>(
        _ id: SessionID, _ body: (inout Session) -> Result
    ) -> Result? {
        guard let place = places[id], slots[place] != nil else { return nil }
        // Looked at in the line before.
        return body(&slots[place]!)
    }

    mutating func take(_ id: SessionID) -> Session? {
        guard let place = places[id] else { return nil }
        return slots[place].take()
    }

    /// Puts a session back that was taken out, or in for the first time.
    mutating func put(_ session: consuming Session) {
        let id = session.id
        if let place = places[id] {
            slots[place] = session
        } else if let place = free.popLast() {
            places[id] = place
            slots[place] = session
        } else {
            places[id] = slots.count
            slots.append(session)
        }
    }

    mutating func remove(_ id: SessionID) -> Session? {
        guard let place = places.removeValue(forKey: id) else { return nil }
        free.append(place)
        return slots[place].take()
    }
}
