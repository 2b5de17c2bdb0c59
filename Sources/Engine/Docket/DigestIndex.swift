/// Which matter belongs to a digest. What a start has found in snapshots stands in sorted arrays,
/// which are made several times as fast as a hash table of a million and take less memory; what
/// came later in a hash table beside them.
struct DigestIndex: Sendable {
    private var digests: [UInt64] = []
    /// For each of these its matter, by the index in the docket.
    private var matters: [UInt32] = []
    private var recent: [UInt64: UInt32] = [:]

    struct Pair: Comparable, Sendable {
        var digest: UInt64
        var matter: UInt32

        static func < (a: Pair, b: Pair) -> Bool {
            a.digest == b.digest ? a.matter < b.matter : a.digest < b.digest
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
        matters.reserveCapacity(pairs.count)
        for pair in pairs.sorted() {
            if let last = digests.last, last == pair.digest {
                if matters[matters.count - 1] != pair.matter { others.append(pair) }
                continue
            }
            digests.append(pair.digest)
            matters.append(pair.matter)
        }
        return others
    }

    subscript(digest: UInt64) -> UInt32? {
        get { recent[digest] ?? restored(digest) }
        set { recent[digest] = newValue }
    }

    private func restored(_ digest: UInt64) -> UInt32? {
        let index = digests.partitioningIndex { $0 >= digest }
        return index < digests.count && digests[index] == digest ? matters[index] : nil
    }

    /// A digest of a text (FNV-1a, 64 bits). Snapshots hold it.
    static func digest(of text: String) -> UInt64 {
        text.utf8.reduce(0xcbf2_9ce4_8422_2325) {
            ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3
        }
    }
}
