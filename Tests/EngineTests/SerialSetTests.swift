// Sets of matters against sets of the language.

import Testing

@testable import Engine

@Suite struct SerialSetTests {
    /// A set that lies densely in some places and hardly anywhere else, and what it should hold.
    private func random(_ dice: inout Dice, of total: Int) -> (set: SerialSet, members: Set<Int>) {
        var (set, members) = (SerialSet(), Set<Int>())
        let width = 1 + dice.roll(total)
        for _ in 0..<dice.roll(600) {
            let index = (dice.roll(width) + dice.roll(2) * 37) % total
            if dice.roll(4) == 0 {
                set.remove(index)
                members.remove(index)
            } else {
                set.insert(index, of: total)
                members.insert(index)
            }
        }
        return (set, members)
    }

    private func members(_ mask: SerialMask) -> [Int] {
        var members: [Int] = []
        mask.forEach { members.append($0) }
        return members
    }

    @Test func setsAndMasksAgreeWithPlainSets() {
        var dice = Dice(seed: 4)
        var bitmaps = 0
        for _ in 0..<400 {
            let total = 1 + dice.roll(5000)
            let (set, expected) = random(&dice, of: total)
            let (other, expectedOther) = random(&dice, of: total)
            bitmaps += set.isBitmap ? 1 : 0
            #expect(set.count == expected.count)
            #expect((0..<total).allSatisfy { set.contains($0) == expected.contains($0) })
            var mask = SerialMask(of: total)
            mask.formUnion(other)
            #expect(members(mask) == expectedOther.sorted())
            #expect(mask.count(in: set) == expected.intersection(expectedOther).count)
            let start = dice.roll(total)
            var both: [Int] = []
            _ = mask.forEach(in: set, from: start) {
                both.append($0)
                return true
            }
            #expect(both == expected.intersection(expectedOther).filter { $0 >= start }.sorted())
            var union = mask
            union.formUnion(set)
            #expect(Set(members(union)) == expected.union(expectedOther))
            var rest = mask
            rest.subtract(set)
            #expect(Set(members(rest)) == expectedOther.subtracting(expected))
            var shared = mask
            shared.formIntersection(set)
            #expect(Set(members(shared)) == expected.intersection(expectedOther))
            let range = start..<(start + dice.roll(total - start + 1))
            mask.formIntersection(range)
            #expect(members(mask) == expectedOther.filter(range.contains).sorted())
            #expect(mask.next(from: start) == members(mask).first { $0 >= start })
            #expect(mask.last(upTo: start) == members(mask).last { $0 <= start })
        }
        #expect((50..<350).contains(bitmaps), "both forms occur")
        #expect(members(SerialMask(all: 130)) == Array(0..<130))
        #expect(SerialMask(all: 128).count == 128)
    }
}
