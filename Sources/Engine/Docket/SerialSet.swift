/// A set of matters, by their indices in the docket: what one value of one attribute has. A few
/// stand in a list in order, many in a bitmap, which takes less memory then; a bitmap stays one.
///
/// Matters come in the order of their numbers and most sets grow at their end, so that a list is
/// appended to and seldom inserted into.
struct SerialSet: Sendable {
    private(set) var count = 0
    /// Ascending; empty when the set is a bitmap.
    private var list: [UInt32] = []
    /// Empty when the set is a list.
    private var words: [UInt64] = []

    /// A list of up to so many is never worth a bitmap.
    private static let listMin = 64

    var isEmpty: Bool { count == 0 }
    var isBitmap: Bool { !words.isEmpty }

    func contains(_ index: Int) -> Bool {
        guard isBitmap else {
            let slot = slot(of: index)
            return slot < list.count && list[slot] == UInt32(index)
        }
        return index >> 6 < words.count && words[index >> 6] >> UInt64(index & 63) & 1 == 1
    }

    /// - Parameter total: how many matters there are, of which the set may take up a part.
    mutating func insert(_ index: Int, of total: Int) {
        guard isBitmap else {
            let slot = slot(of: index)
            if slot < list.count, list[slot] == UInt32(index) { return }
            list.insert(UInt32(index), at: slot)
            count += 1
            if count > max(Self.listMin, total / 32) { becomeBitmap() }
            return
        }
        while words.count <= index >> 6 { words.append(0) }
        let bit: UInt64 = 1 << UInt64(index & 63)
        guard words[index >> 6] & bit == 0 else { return }
        words[index >> 6] |= bit
        count += 1
    }

    mutating func remove(_ index: Int) {
        guard isBitmap else {
            let slot = slot(of: index)
            guard slot < list.count, list[slot] == UInt32(index) else { return }
            list.remove(at: slot)
            count -= 1
            return
        }
        let bit: UInt64 = 1 << UInt64(index & 63)
        guard index >> 6 < words.count, words[index >> 6] & bit != 0 else { return }
        words[index >> 6] &= ~bit
        count -= 1
    }

    private mutating func becomeBitmap() {
        words = Array(repeating: 0, count: (list.last.map { Int($0) >> 6 } ?? 0) + 1)
        for index in list { words[Int(index) >> 6] |= 1 << UInt64(index & 63) }
        list = []
    }

    /// Where an index stands in the list, or would stand.
    private func slot(of index: Int) -> Int {
        guard let last = list.last, Int(last) >= index else { return list.count }
        return list.partitioningIndex { Int($0) >= index }
    }
}

/// Some of all matters, one bit for each: what a search has left so far.
struct SerialMask: Sendable {
    private(set) var words: [UInt64]

    /// None of `total` matters.
    init(of total: Int) { words = Array(repeating: 0, count: (total + 63) / 64) }

    /// None of as many as another mask is about.
    init(like other: SerialMask) { words = Array(repeating: 0, count: other.words.count) }

    /// All of them.
    init(all total: Int) {
        words = Array(repeating: .max, count: (total + 63) / 64)
        if total & 63 != 0 { words[words.count - 1] = (1 << UInt64(total & 63)) - 1 }
    }

    /// Makes it a mask of more matters, none of which it has.
    mutating func extend(to total: Int) {
        while words.count < (total + 63) / 64 { words.append(0) }
    }

    var count: Int { words.reduce(0) { $0 + $1.nonzeroBitCount } }

    /// How many members another mask of as many matters does not have.
    func count(besides other: SerialMask) -> Int {
        zip(words, other.words).reduce(0) { $0 + ($1.0 & ~$1.1).nonzeroBitCount }
    }

    func contains(_ index: Int) -> Bool { words[index >> 6] >> UInt64(index & 63) & 1 == 1 }

    mutating func insert(_ index: Int) { words[index >> 6] |= 1 << UInt64(index & 63) }

    /// Nothing happens for a matter that is newer than the mask.
    mutating func remove(_ index: Int) {
        guard index >> 6 < words.count else { return }
        words[index >> 6] &= ~(1 << UInt64(index & 63))
    }

    mutating func formIntersection(_ other: SerialMask) {
        for number in words.indices { words[number] &= other.words[number] }
    }

    mutating func formUnion(_ other: SerialMask) {
        for number in words.indices { words[number] |= other.words[number] }
    }

    mutating func subtract(_ other: SerialMask) {
        for number in words.indices { words[number] &= ~other.words[number] }
    }

    /// Keeps only what lies in a range.
    mutating func formIntersection(_ range: Range<Int>) {
        for number in words.indices {
            let first = number << 6
            if range.lowerBound >= first + 64 || range.upperBound <= first {
                words[number] = 0
                continue
            }
            if range.lowerBound > first {
                words[number] &= UInt64.max << UInt64(range.lowerBound - first)
            }
            if range.upperBound < first + 64 {
                words[number] &= (1 << UInt64(range.upperBound - first)) - 1
            }
        }
    }

    /// The first member from an index on.
    func next(from index: Int) -> Int? {
        var number = max(index, 0) >> 6
        guard number < words.count else { return nil }
        var word = words[number] & UInt64.max << UInt64(max(index, 0) & 63)
        while word == 0 {
            number += 1
            guard number < words.count else { return nil }
            word = words[number]
        }
        return number << 6 + word.trailingZeroBitCount
    }

    /// The last member up to an index.
    func last(upTo index: Int) -> Int? {
        guard index >= 0, !words.isEmpty else { return nil }
        let start = min(index, words.count << 6 - 1)
        var number = start >> 6
        var word = words[number] & UInt64.max >> UInt64(63 - start & 63)
        while word == 0 {
            number -= 1
            guard number >= 0 else { return nil }
            word = words[number]
        }
        return number << 6 + 63 - word.leadingZeroBitCount
    }

    /// Every member, ascending.
    func forEach(_ body: (Int) -> Void) {
        for number in words.indices {
            var word = words[number]
            while word != 0 {
                body(number << 6 + word.trailingZeroBitCount)
                word &= word - 1
            }
        }
    }
}

// MARK: Sets against masks

extension SerialMask {
    mutating func formUnion(_ set: SerialSet) {
        set.forEachWord { number, word in words[number] |= word }
    }

    mutating func subtract(_ set: SerialSet) {
        set.forEachWord { number, word in words[number] &= ~word }
    }

    mutating func formIntersection(_ set: SerialSet) {
        var kept = SerialMask(like: self)
        set.forEachWord { number, word in kept.words[number] |= words[number] & word }
        self = kept
    }

    /// How many members of the set the mask has.
    func count(in set: SerialSet) -> Int {
        var count = 0
        set.forEachWord { number, word in count += (words[number] & word).nonzeroBitCount }
        return count
    }

    /// The members of the set that the mask has, ascending, until one is not wanted.
    ///
    /// - Returns: whether all were wanted.
    func forEach(in set: SerialSet, from start: Int, _ body: (Int) -> Bool) -> Bool {
        set.allWords(from: start) { number, word in
            var word = words[number] & word
            while word != 0 {
                guard body(number << 6 + word.trailingZeroBitCount) else { return false }
                word &= word - 1
            }
            return true
        }
    }
}

extension SerialSet {
    /// The set as numbered words of a bitmap, ascending; one number may come more than once.
    @inline(__always)
    fileprivate func forEachWord(_ body: (Int, UInt64) -> Void) {
        if isBitmap {
            for number in words.indices { body(number, words[number]) }
        } else {
            for index in list { body(Int(index) >> 6, 1 << UInt64(index & 63)) }
        }
    }

    /// The same for what lies at an index or after it, as long as `body` wants more.
    @inline(__always)
    fileprivate func allWords(from start: Int, _ body: (Int, UInt64) -> Bool) -> Bool {
        if isBitmap {
            var number = start >> 6
            guard number < words.count else { return true }
            guard body(number, words[number] & UInt64.max << UInt64(start & 63)) else {
                return false
            }
            number += 1
            while number < words.count {
                guard body(number, words[number]) else { return false }
                number += 1
            }
            return true
        }
        for index in list[slot(of: start)...] {
            guard body(Int(index) >> 6, 1 << UInt64(index & 63)) else { return false }
        }
        return true
    }
}
