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
        #expect((1...3).map { marks.place(ofVersion: $0) } == [0, 2, 5])
        #expect(marks.commands.map(\.position) == [10, 30, 60])
        #expect(marks.commands.map(\.keyDigest) == [7, 8, 9])
    }

    @Test func whatIsNotThereIsNotFound() {
        let marks = marks([nil, 7, nil])
        #expect(marks.version(ofKey: 8) == nil)
        #expect([0, 2, 3].map { marks.place(ofVersion: $0) } == [nil, nil, nil])
        #expect(EntryMarks().place(ofVersion: 1) == nil)
    }

    /// 0 stands for an act of the server itself, which no key made.
    @Test func aDigestOfZeroIsADigest() {
        let marks = marks([nil, 0, nil])
        #expect(marks.version(ofKey: 0) == 1)
        #expect(marks.place(ofVersion: 1) == 1)
    }

    /// Of two entries under digests that fall together the newer one is told, as of any two.
    @Test func theNewestEntryOfADigestCounts() {
        #expect(marks([5, 6, 5]).version(ofKey: 5) == 3)
    }
}
