import Testing

@testable import Engine

/// Versions are counted over the entries that commands made; those of the clock stand between.
@Suite struct EntryMarksTests {
    private func marks(_ keys: [UInt64?]) -> EntryMarks {
        var marks = EntryMarks()
        for (place, key) in keys.enumerated() {
            marks.append(Int64(place + 1) * 10, keyDigest: key)
        }
        return marks
    }

    @Test func aKeyFindsItsVersionAndAVersionItsEntry() {
        let marks = marks([7, nil, 8, nil, nil, 9])
        #expect(marks.count == 6)
        #expect(Array(marks.positions) == [10, 20, 30, 40, 50, 60])
        #expect([7, 8, 9].map { marks.version(ofKey: $0) } == [1, 2, 3])
        #expect((1...3).map { marks.index(ofVersion: $0) } == [0, 2, 5])
        #expect(marks.commands.map(\.position) == [10, 30, 60])
        #expect(marks.commands.map(\.keyDigest) == [7, 8, 9])
    }

    @Test func whatIsNotThereIsNotFound() {
        let marks = marks([nil, 7, nil])
        #expect(marks.version(ofKey: 8) == nil)
        #expect([0, 2, 3].map { marks.index(ofVersion: $0) } == [nil, nil, nil])
        #expect(EntryMarks().index(ofVersion: 1) == nil)
    }

    /// 0 stands for an act of the server itself, which no key made.
    @Test func aDigestOfZeroIsADigest() {
        let marks = marks([nil, 0, nil])
        #expect(marks.version(ofKey: 0) == 1)
        #expect(marks.index(ofVersion: 1) == 1)
    }

    /// A long history is looked up in another way than a short one.
    @Test(arguments: [62, 63, 64, 65, 200]) func howLongItIsMakesNoDifference(count: Int) {
        // Every third is of the server itself, and the digests repeat after 50 commands.
        let keys: [UInt64?] = (0..<count).map { $0 % 3 == 2 ? nil : UInt64($0 % 75) }
        let marks = marks(keys)
        var versions: [UInt64: Int64] = [:]
        var version: Int64 = 0
        for case let key? in keys {
            version += 1
            // 0 and 1 are taken for one digest.
            versions[max(key, 1)] = version
        }
        #expect(version > 40 && versions.count > 30)
        for key in UInt64(0)..<80 {
            #expect(marks.version(ofKey: key) == versions[max(key, 1)], "key \(key)")
        }
    }

    /// Of two entries under digests that fall together the newer one is told, as of any two.
    @Test func theNewestEntryOfADigestCounts() {
        #expect(marks([5, 6, 5]).version(ofKey: 5) == 3)
    }
}
