/// How long the loop gathers work before it hands it to the store.
///
/// A sync costs the disk nearly the same for one entry as for fifty. When many clients are answered
/// together, their next requests come one after the other: the first one, handed over at once,
/// would keep the disk busy while the rest come, and all of them would wait for a second sync. So
/// work is gathered as long as each turn of the loop brings more, up to half of what is in flight
/// at a time: one half is on its way to the disk while the other one is decided. Nobody is waited
/// for. A turn that brings nothing more ends the gathering, and turns do not wait meanwhile.
struct GroupCommit {
    /// So much work does not wait for the end of a turn in which many connections have sent much:
    /// the store commits it while the loop decides what comes after.
    static let workMax = 64

    /// How many entries were in flight at a time, lately.
    private var crowd = 0
    /// How much work there was at the end of the last turn.
    private var gathered = 0
    /// Whether one piece of work was all that was handed over last.
    private var isAlone = false

    /// Whether to go on gathering, asked at the end of a turn.
    ///
    /// - Parameters:
    ///   - work: how much was gathered so far.
    ///   - inFlight: how many entries are decided and not durable, those that were gathered among
    ///     them.
    mutating func goesOn(with work: Int, inFlight: Int) -> Bool {
        let hasGrown = work > gathered
        crowd = max(crowd, inFlight)
        gathered = work
        return hasGrown && work < crowd / 2
    }

    /// The work is handed over.
    ///
    /// - Returns: whether it may be done on the loop's own thread: one piece after one tells that
    ///   nobody else is there. Of many that come together the first would keep the loop from the
    ///   rest.
    mutating func end(with work: Int) -> Bool {
        gathered = 0
        // A crowd that has gone is forgotten within some tens of commits.
        crowd -= (crowd + 7) / 8
        let wasAlone = isAlone
        isAlone = work == 1
        return wasAlone && isAlone
    }
}
