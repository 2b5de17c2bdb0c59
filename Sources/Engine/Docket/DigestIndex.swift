/// Which matter belongs to a digest. What a start has found in snapshots stands in sorted arrays,
/// which are made several times as fast as a hash table of a million and take less memory; what
/// came later in a hash table beside them.
struct DigestIndex: Sendable {
    private var digests: [UInt64] = []
    /// For each of these its matter, by the index in the docket.
    private var matters: [UInt32] = []
    private var recent: [UInt64: UInt32] = [:]
    private var restored: [Pair] = []

    struct Pair: Comparable, Sendable {
        var digest: UInt64
        var matter: UInt32

        static func < (a: Pair, b: Pair) -> Bool {
            a.digest == b.digest ? a.matter < b.matter : a.digest < b.digest
        }
    }

    mutating func reserveCapacity(_ count: Int) { restored.reserveCapacity(count) }

    /// What snapshots hold is brought into order together, by `finishRestoring`.
    mutating func restore(_ digest: UInt64, _ matter: UInt32) {
        restored.append(Pair(digest: digest, matter: matter))
    }

    /// Of pairs with one digest it takes the first matter.
    ///
    /// - Returns: the pairs that were not taken, of other matters.
    mutating func finishRestoring() -> [Pair] {
        var others: [Pair] = []
        digests.reserveCapacity(restored.count)
        matters.reserveCapacity(restored.count)
        for pair in restored.sorted() {
            if let last = digests.last, last == pair.digest {
                if matters[matters.count - 1] != pair.matter { others.append(pair) }
                continue
            }
            digests.append(pair.digest)
            matters.append(pair.matter)
        }
        restored = []
        return others
    }

    subscript(digest: UInt64) -> UInt32? {
        get { recent[digest] ?? foundAtStart(digest) }
        set { recent[digest] = newValue }
    }

    private func foundAtStart(_ digest: UInt64) -> UInt32? {
        let index = digests.partitioningIndex { $0 >= digest }
        return index < digests.count && digests[index] == digest ? matters[index] : nil
    }
}
