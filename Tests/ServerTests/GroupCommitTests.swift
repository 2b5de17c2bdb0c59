import Testing

@testable import Server

/// What a loop hands to the store in turns that bring so many entries each.
private struct Turns {
    var groupCommit = GroupCommit()
    var work = 0
    /// Handed over and not durable.
    var atStore = 0
    /// Whether the last work may be done on the loop's thread.
    var isAlone = false

    /// Ends a turn that brought this much. Returns what was handed over.
    mutating func end(bringing new: Int) -> Int {
        work += new
        guard !groupCommit.goesOn(with: work, inFlight: work + atStore) else { return 0 }
        defer { work = 0 }
        if work > 0 { isAlone = groupCommit.end(with: work) }
        atStore += work
        return work
    }
}

@Suite("Group commit") struct GroupCommitTests {
    @Test("whoever is alone is never kept waiting")
    func alone() {
        var turns = Turns()
        for _ in 0..<20 {
            #expect(turns.end(bringing: 1) == 1)
            turns.atStore = 0
        }
    }

    @Test("one piece of work after one is done at once, and none of many")
    func atOnce() {
        var turns = Turns()
        var found: [Bool] = []
        for new in [1, 1, 1, 2, 1, 1] {
            _ = turns.end(bringing: new)
            while turns.work > 0 { _ = turns.end(bringing: 0) }
            turns.atStore = 0
            found.append(turns.isAlone)
        }
        #expect(found == [false, true, true, false, false, true])
    }

    @Test("of many, half is gathered before it is handed over")
    func halves() {
        var turns = Turns()
        // Fifty came in one turn, and were all answered.
        #expect(turns.end(bringing: 50) == 50)
        turns.atStore = 0
        var portions: [Int] = []
        for _ in 0..<10 {
            let portion = turns.end(bringing: 5)
            if portion > 0 { portions.append(portion) }
        }
        #expect(portions.first == 25)
    }

    @Test("a turn that brings nothing more hands over what there is")
    func nothingMore() {
        var turns = Turns()
        #expect(turns.end(bringing: 50) == 50)
        turns.atStore = 0
        #expect(turns.end(bringing: 3) == 0)
        #expect(turns.end(bringing: 0) == 3)
    }

    @Test("a crowd that has gone is forgotten")
    func forgotten() {
        var turns = Turns()
        #expect(turns.end(bringing: 800) == 800)
        turns.atStore = 0
        var turnsUntilAtOnce = 0
        while turns.end(bringing: 1) == 0 {
            turnsUntilAtOnce += 1
            #expect(turns.end(bringing: 0) == 1)
            turns.atStore = 0
            guard turnsUntilAtOnce < 100 else { break }
        }
        #expect(turnsUntilAtOnce > 10 && turnsUntilAtOnce < 60, "\(turnsUntilAtOnce)")
    }
}
