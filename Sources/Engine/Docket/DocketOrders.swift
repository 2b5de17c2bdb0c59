internal import Wire

// The orders of lists. Each can be entered anywhere and read on from there in either
// direction, so that the tenth page costs what the first one does. Matters of one key come by
// their numbers.

/// The matters by the last day of their deadline.
struct DeadlineOrder: Sendable {
    /// Ascending; `Int32.max` are those without a deadline. Days whose last matter has left go.
    private(set) var days: [(day: Int32, matters: SerialSet)] = []

    mutating func insert(_ index: Int, on day: Int32, of total: Int) {
        let slot = firstSlot(from: day)
        if slot == days.count || days[slot].day != day {
            days.insert((day, SerialSet()), at: slot)
        }
        days[slot].matters.insert(index, of: total)
    }

    mutating func remove(_ index: Int, from day: Int32) {
        let slot = firstSlot(from: day)
        days[slot].matters.remove(index)
        if days[slot].matters.isEmpty { days.remove(at: slot) }
    }

    /// Where the first day stands that is not before this one.
    func firstSlot(from day: Int32) -> Int { days.partitioningIndex { $0.day >= day } }

    /// Keeps the matters of a mask whose deadline lies before a day, by those that do or by those
    /// that do not, whichever are fewer.
    func narrow(_ mask: inout SerialMask, before day: Int32) {
        let end = firstSlot(from: day)
        let (early, late) = (days[..<end], days[end...])
        let count = { (days: ArraySlice<(day: Int32, matters: SerialSet)>) in
            days.reduce(0) { $0 + $1.matters.count }
        }
        if count(early) > count(late) {
            for day in late { mask.subtract(day.matters) }
        } else {
            var wanted = SerialMask(like: mask)
            for day in early { wanted.formUnion(day.matters) }
            mask.formIntersection(wanted)
        }
    }
}

/// The matters by the position of their newest entry, in blocks of a thousand positions.
///
/// A matter that has a newer entry is put at the end. In its old block it stays as a ghost, which
/// whoever reads the block passes over, because the matter's row names another one; when more than
/// half of a block are ghosts they are swept. A row may be ahead of the matter's own move: then a
/// sweep may take the matter out before the move counts it out.
struct ChangeOrder: Sendable {
    private struct Block: Sendable {
        /// In the order of position and number; some are ghosts.
        var members: [UInt32] = []
        /// How many have not been moved out.
        var countInBlock = 0
    }

    private var blocks: [Block] = []

    private static let shift: Int64 = 10
    /// Fewer are not worth sweeping.
    private static let sweptMin = 16

    /// Positions come in order, because stale matters are looked at in the order of their newest
    /// entries; otherwise `sort` follows.
    mutating func append(_ index: Int, at position: Int64) {
        let block = Int(position >> Self.shift)
        while blocks.count <= block { blocks.append(Block()) }
        blocks[block].members.append(UInt32(index))
        blocks[block].countInBlock += 1
    }

    /// Puts every block in order, after matters were appended in another one.
    mutating func sort(_ rows: [DocketIndexRow]) {
        for block in blocks.indices {
            blocks[block].members.sort {
                (rows[Int($0)].position, $0) < (rows[Int($1)].position, $1)
            }
        }
    }

    /// - Parameter rows: with the row of the matter as it is now.
    mutating func move(
        _ index: Int, from old: Int64, to position: Int64, _ rows: [DocketIndexRow]
    ) {
        let block = Int(old >> Self.shift)
        blocks[block].countInBlock -= 1
        if blocks[block].countInBlock == 0 {
            blocks[block].members = []
        } else if old >> Self.shift == position >> Self.shift {
            // It stays in the block, where nothing would tell a ghost from the matter.
            if let ghost = blocks[block].members.firstIndex(of: UInt32(index)) {
                blocks[block].members.remove(at: ghost)
            }
        } else if blocks[block].members.count > max(Self.sweptMin, blocks[block].countInBlock * 2) {
            blocks[block].members.removeAll {
                rows[Int($0)].position >> Self.shift != Int64(block)
            }
        }
        append(index, at: position)
    }

    /// The matters from a position on, in order, until one is not wanted.
    ///
    /// - Returns: whether all were wanted.
    func forEach(
        from position: Int64, isDescending: Bool, _ rows: [DocketIndexRow], _ body: (Int) -> Bool
    ) -> Bool {
        guard !blocks.isEmpty else { return true }
        let newest = Int64(blocks.count - 1)
        let start = min(max(position >> Self.shift, isDescending ? -1 : 0), newest + 1)
        let (first, last) = isDescending ? (min(start, newest), 0) : (start, newest)
        for block in stride(from: first, through: last, by: isDescending ? -1 : 1) {
            var members = blocks[Int(block)].members
            if isDescending { members.reverse() }
            for member in members where rows[Int(member)].position >> Self.shift == block {
                guard body(Int(member)) else { return false }
            }
        }
        return true
    }
}

extension DocketQueues {
    /// The matters of a mask in the order of a list and behind a key, until one is not wanted or
    /// so many others were passed over that sorting the mask is quicker.
    ///
    /// - Returns: false when it gave up.
    func walk(
        _ mask: SerialMask, by sort: DocketSort, after: ListKey?, stepsMax: Int,
        _ body: (Int) -> Bool
    ) -> Bool {
        var steps = 0
        var gaveUp = false
        let visit = { (index: Int) -> Bool in
            if mask.contains(index),
                after.map({ $0 < ListKey(key: sort.key(rows[index]), index: index) }) ?? true
            {
                return body(index)
            }
            steps += 1
            gaveUp = steps > stepsMax
            return !gaveUp
        }
        switch sort {
        case .registeredAt: walkUp(mask, after, body)
        case .registeredAtDescending: walkDown(mask, after, body)
        case .deadline, .deadlineDescending:
            walkDeadlines(mask, isDescending: sort == .deadlineDescending, after, body)
        case .position:
            _ = changes.forEach(from: after?.key ?? 0, isDescending: false, rows, visit)
        case .positionDescending:
            walkBack(from: after.map { 0 &- $0.key } ?? .max, visit)
        }
        return !gaveUp
    }

    /// Legal time never goes back, so that matters are registered in the order of their numbers.
    private func walkUp(_ mask: SerialMask, _ after: ListKey?, _ body: (Int) -> Bool) {
        var index = 0
        if let after {
            let same = registered(at: after.key)
            index = min(max(same.lowerBound, Int(clamping: after.serial)), same.upperBound)
        }
        while let next = mask.next(from: index) {
            guard body(next) else { return }
            index = next + 1
        }
    }

    /// The latest first; those of one moment in the order of their numbers.
    private func walkDown(_ mask: SerialMask, _ after: ListKey?, _ body: (Int) -> Bool) {
        var end = rows.count - 1
        if let after {
            let same = registered(at: 0 &- after.key)
            end = same.lowerBound - 1
            var index = max(same.lowerBound, Int(clamping: after.serial))
            while let next = mask.next(from: index), next < same.upperBound {
                guard body(next) else { return }
                index = next + 1
            }
        }
        while let last = mask.last(upTo: end) {
            let same = registered(at: rows[last].registeredAt)
            var index = same.lowerBound
            while let next = mask.next(from: index), next <= last {
                guard body(next) else { return }
                index = next + 1
            }
            end = same.lowerBound - 1
        }
    }

    private func walkDeadlines(
        _ mask: SerialMask, isDescending: Bool, _ after: ListKey?, _ body: (Int) -> Bool
    ) {
        // Without a deadline is last in both directions.
        let none = deadlines.firstSlot(from: .max)
        let dated = isDescending ? Array(deadlines.days[..<none].reversed()) : nil
        let days = dated.map { $0[...] + deadlines.days[none...] } ?? deadlines.days[...]
        for (day, matters) in days {
            let key = isDescending ? day == .max ? Int64.max : -Int64(day) : Int64(day)
            if let after, key < after.key { continue }
            let start = after?.key == key ? Int(clamping: after?.serial ?? 0) : 0
            guard mask.forEach(in: matters, from: max(start, 0), body) else { return }
        }
    }

    /// The newest entry first; an escalation is the newest entry of two matters, which come in the
    /// order of their numbers.
    private func walkBack(from position: Int64, _ visit: (Int) -> Bool) {
        var held: [Int] = []
        let isWhole = changes.forEach(from: position, isDescending: true, rows) { index in
            if let first = held.first, rows[first].position != rows[index].position {
                guard held.allSatisfy(visit) else { return false }
                held.removeAll(keepingCapacity: true)
            }
            held.insert(index, at: 0)
            return true
        }
        if isWhole { _ = held.allSatisfy(visit) }
    }

    /// The matters that were registered at a moment.
    private func registered(at moment: Int64) -> Range<Int> {
        let first = registered(before: moment)
        var end = first
        if moment < .max { end = registered(before: moment + 1) }
        return first..<max(first, end)
    }

    /// How many matters were registered before a moment.
    func registered(before moment: Int64) -> Int {
        rows.partitioningIndex { $0.registeredAt >= moment }
    }
}
