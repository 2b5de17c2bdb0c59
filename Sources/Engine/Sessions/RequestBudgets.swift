internal import Supervision

/// How many requests each person has made in the present second, on all connections together.
struct RequestBudgets {
    private var spent: [Int] = []
    private var slots: [PersonID: Int] = [:]
    /// On the clock that only counts up, in milliseconds.
    private var secondBeganAt: UInt64 = 0

    /// Where a person's requests are counted. A session keeps it, so that a request looks nothing
    /// up.
    mutating func slot(of person: PersonID) -> Int {
        if let known = slots[person] { return known }
        slots[person] = spent.count
        spent.append(0)
        return spent.count - 1
    }

    /// Counts a request.
    ///
    /// - Parameter most: how many a person may make in a second.
    /// - Returns: whether the person may make it.
    mutating func spend(_ slot: Int, of most: Int, at milliseconds: UInt64) -> Bool {
        if milliseconds - secondBeganAt >= 1000 {
            secondBeganAt = milliseconds
            for index in spent.indices { spent[index] = 0 }
        }
        spent[slot] += 1
        return spent[slot] <= most
    }
}
