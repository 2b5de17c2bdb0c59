/// Where the entries of a matter are in the journal, and which keys made them: one mark for each,
/// in the order of the journal, in one piece of memory.
struct EntryMarks: Equatable, Sendable {
    private struct Mark: Equatable, Sendable {
        var position: Int64
        /// Of principal and key; 0 for an act of the server itself.
        var keyDigest: UInt64
    }

    /// The versions by the keys that made them, for a history too long to be passed over with every
    /// command. Two keys under one digest count as the newer.
    private struct Index: Equatable, Sendable {
        var versions: [UInt64: Int64] = [:]
        var newest: Int64 = 0

        mutating func note(_ mark: Mark) {
            guard mark.keyDigest != 0 else { return }
            newest += 1
            versions[mark.keyDigest] = newest
        }
    }

    private var marks: [Mark] = []
    /// One for a long history, none for a usual one, which so pays a word for it.
    private var versions: [Index] = []

    /// From so many on a history is long: to pass over fewer is faster than to hash a key.
    static let longCount = 64

    /// Room for those that most matters soon come to have. Growing by doubling from one on would
    /// move the marks of a matter once more for each of its first entries.
    private static let usualCount = 4

    init() {}

    var count: Int { marks.count }
    var isEmpty: Bool { marks.isEmpty }

    /// The positions of all entries.
    var positions: some RandomAccessCollection<Int64> { marks.lazy.map(\.position) }
    func position(_ index: Int) -> Int64 { marks[index].position }
    var firstPosition: Int64 { marks[0].position }
    var lastPosition: Int64 { marks[marks.count - 1].position }

    /// The entries that commands made, from version 1 on.
    var commands: some Collection<(position: Int64, keyDigest: UInt64)> {
        marks.lazy.filter { $0.keyDigest != 0 }.map { ($0.position, $0.keyDigest) }
    }

    /// Notes an entry behind all others.
    ///
    /// - Parameter keyDigest: nil for an act of the server itself.
    mutating func append(_ position: Int64, keyDigest: UInt64?) {
        if marks.isEmpty { marks.reserveCapacity(Self.usualCount) }
        let mark = Mark(position: position, keyDigest: keyDigest.map(Self.nonzero) ?? 0)
        marks.append(mark)
        if !versions.isEmpty {
            versions[0].note(mark)
        } else if marks.count == Self.longCount {
            versions = [Index()]
            for mark in marks { versions[0].note(mark) }
        }
    }

    /// Two digests are taken for one. Whoever finds an entry by its digest compares the keys.
    private static func nonzero(_ digest: UInt64) -> UInt64 { max(digest, 1) }

    /// The version that the command with this key made, if it was one of these.
    func version(ofKey digest: UInt64) -> Int64? {
        let digest = Self.nonzero(digest)
        if let index = versions.first { return index.versions[digest] }
        guard let last = marks.lastIndex(where: { $0.keyDigest == digest }) else { return nil }
        return Int64(marks[...last].count { $0.keyDigest != 0 })
    }

    /// The index among all entries of the one that made a version; nil for a version that is not
    /// there.
    func index(ofVersion version: Int64) -> Int? {
        guard version > 0 else { return nil }
        var left = version
        return marks.firstIndex { mark in
            if mark.keyDigest != 0 { left -= 1 }
            return left == 0
        }
    }
}
