/// Which matter belongs to a digest. What a start has found in snapshots stands in sorted arrays,
/// which are made several times as fast as a hash table of a million and take less memory; what
/// came later in a hash table beside them.
struct DigestIndex: Sendable {
    private var digests: [UInt64] = []
    /// For each of these the place of its matter.
    private var places: [UInt32] = []
    private var recent: [UInt64: UInt32] = [:]

    struct Pair: Comparable, Sendable {
        var digest: UInt64
        var place: UInt32

        static func < (a: Pair, b: Pair) -> Bool {
            a.digest == b.digest ? a.place < b.place : a.digest < b.digest
        }
    }

    /// An empty one.
    init() {}

    /// What snapshots hold. Of pairs with one digest it takes the first matter.
    ///
    /// - Returns: the pairs that were not taken, of other matters.
    mutating func restore(_ pairs: [Pair]) -> [Pair] {
        var others: [Pair] = []
        digests.reserveCapacity(pairs.count)
        places.reserveCapacity(pairs.count)
        for pair in pairs.sorted() {
            if let last = digests.last, last == pair.digest {
                if places[places.count - 1] != pair.place { others.append(pair) }
                continue
            }
            digests.append(pair.digest)
            places.append(pair.place)
        }
        return others
    }

    subscript(digest: UInt64) -> UInt32? {
        get { recent[digest] ?? restored(digest) }
        set { recent[digest] = newValue }
    }

    private func restored(_ digest: UInt64) -> UInt32? {
        var (low, high) = (0, digests.count)
        while low < high {
            let middle = (low + high) / 2
            if digests[middle] < digest { low = middle + 1 } else { high = middle }
        }
        return low < digests.count && digests[low] == digest ? places[low] : nil
    }
}
