internal import Supervision
internal import Wire

/// A subscription that hears entries as they are committed, with what tells that it is not about a
/// matter from the matter's place and content alone: most entries are about none of the queues that
/// most people watch, and a look at this costs next to nothing.
struct LiveWatch {
    let id: Int64
    let reader: SessionSlot
    var scope: WatchScope
    /// The entry after the last one that it was told. It has seen all that is durable, and entries
    /// before it are none of its concern.
    var next: Int64
    /// When it was told something last.
    var lastSignOfLife: UInt64
    private let places: Place
    /// A bit for each content of Art. 8, and the lowest for a dispute.
    private let contents: UInt16
    /// Whether it asks for more of a matter than stands in its row.
    let looksIntoMatters: Bool

    init(_ id: Int64, _ watch: Watch, next: Int64, since lastSignOfLife: UInt64) {
        self.id = id
        reader = watch.reader
        scope = watch.scope
        self.next = next
        self.lastSignOfLife = lastSignOfLife
        places = watch.scope.matcher.places
        contents = watch.scope.filter.category.map { 1 << UInt16($0) } ?? .max
        looksIntoMatters = watch.scope.matcher.looksIntoMatters
    }

    /// False only when no matter of the entry matched before it or after it.
    func mayBeAbout(_ subject: Subject) -> Bool {
        contents & subject.contents != 0 && !places.isDisjoint(with: subject.places)
    }

    /// Where the matters of one entry stood before and after it, and what they are about. It is
    /// worked out once for an entry, and compared with every watch.
    struct Subject {
        fileprivate var places: Place = []
        fileprivate var contents: UInt16 = 0

        init(_ passages: [Passage]) {
            // Nobody watched as the entry was made, so that it may be about anything.
            guard !passages.isEmpty else {
                (places, contents) = ([.any, .anyDispute], .max)
                return
            }
            for passage in passages {
                places.formUnion(passage.after.row.place)
                if let before = passage.before { places.formUnion(before.row.place) }
                contents |= 1 << UInt16(passage.after.row.content)
            }
        }
    }
}

/// The subscriptions that hear entries as they are committed, in no order. Thousands may come and
/// go together, so that each is found by its number.
struct LiveWatches {
    private var all: [LiveWatch] = []
    private var indexes: [Int64: Int] = [:]
    /// How many ask for more of a matter than stands in its row.
    private var lookingIntoMatters = 0

    var isEmpty: Bool { all.isEmpty }
    var indices: Range<Int> { all.indices }

    subscript(index: Int) -> LiveWatch {
        get { all[index] }
        _modify { yield &all[index] }
    }

    func contains(_ id: Int64) -> Bool { indexes[id] != nil }

    /// Whether anybody asks for more of a matter than stands in its row.
    var lookIntoMatters: Bool { lookingIntoMatters > 0 }

    /// The indices of those who may have to hear of an entry. All are looked at for every entry and
    /// few are concerned: the look is a loop of its own.
    func concerned(by subject: LiveWatch.Subject, at position: Int64) -> [Int] {
        var concerned: [Int] = []
        let watches = all.span
        for index in watches.indices
        where watches[index].mayBeAbout(subject) && watches[index].next <= position {
            concerned.append(index)
        }
        return concerned
    }

    mutating func append(_ watch: LiveWatch) {
        indexes[watch.id] = all.count
        all.append(watch)
        if watch.looksIntoMatters { lookingIntoMatters += 1 }
    }

    /// Removes the one of this number, if it is there.
    mutating func remove(_ id: Int64) {
        if let index = indexes[id] { remove(at: index) }
    }

    /// Removes one. The last one moves to its index, and those before it keep theirs.
    mutating func remove(at index: Int) {
        all.swapAt(index, all.count - 1)
        let removed = all.removeLast()
        indexes[removed.id] = nil
        if index < all.count { indexes[all[index].id] = index }
        if removed.looksIntoMatters { lookingIntoMatters -= 1 }
    }
}
