import Journal
import SQLiteStorage
import Testing

/// What every store must do, checked by the same tests on each of them. The store on disk is
/// closed and opened anew between writing and reading where a test says so.

enum Store: String, CaseIterable, CustomTestStringConvertible {
    case memory, sqlite, sqliteReopened

    var testDescription: String { rawValue }

    /// Runs the first part on an empty store and the second on what the first left behind.
    func check(
        _ write: (any JournalStore) throws -> Void, then read: (any JournalStore) throws -> Void
    ) throws {
        let directory = TemporaryDirectory()
        switch self {
        case .memory:
            let journal = MemoryJournal()
            try write(journal)
            try read(journal)
        case .sqlite:
            let journal = try makeJournal(directory.file("journal.db"))
            try write(journal)
            try read(journal)
            journal.close()
        case .sqliteReopened:
            let journal = try makeJournal(directory.file("journal.db"))
            try write(journal)
            journal.close()
            let reopened = try SQLiteJournal(path: directory.file("journal.db"))
            try read(reopened)
            reopened.close()
        }
    }
}

@Suite struct ConformanceTests {
    @Test(arguments: Store.allCases) func anEmptyJournalHasNothing(store: Store) throws {
        try store.check { journal in
            try journal.append([])
        } then: { journal throws in
            #expect(journal.lastPosition == 0)
            #expect(try journal.entries(from: 1, limit: 10) == [])
            #expect(try journal.entries(at: []) == [])
            #expect(fault { try journal.entries(at: [1]) } != nil)
            #expect(try snapshots(of: journal, format: 1) == Snapshots(floor: 0, states: []))
        }
    }

    @Test(arguments: Store.allCases) func textIsKeptToTheByte(store: Store) throws {
        let texts = [
            "", "it's \"quoted\" \\ `x` -- ; DROP TABLE entry", "御史台：立案审查", "👩‍⚖️",
            "e\u{301} and \u{e9}", "tab\tline\n\u{1}\u{7f}\u{80}", "?1 :a @b $c %s",
            String(repeating: "長", count: 70_000),
        ]
        let batch = texts.enumerated().map { index, text in
            StoredEntry(
                position: Int64(index + 1), matter: text, version: .max, at: .min,
                principal: text, key: text, digest: .max - UInt64(index),
                placeBefore: "complaint", placeAfter: "rectification.awaitingReport",
                events: Array(text.utf8))
        }
        try store.check { journal in
            try journal.append(batch)
        } then: { journal throws in
            let found = try journal.entries(from: 1, limit: 100)
            #expect(found.count == texts.count)
            // Equal strings may have different bytes, so the bytes are compared.
            for (entry, text) in zip(found, texts) {
                let bytes = Array(text.utf8)
                #expect(Array(entry.matter.utf8) == bytes)
                #expect(Array(entry.principal.utf8) == bytes)
                #expect(Array(entry.key.utf8) == bytes)
                #expect(entry.events == bytes)
            }
            #expect(found == batch)
        }
    }

    @Test(arguments: Store.allCases) func rangesEndWhereTheJournalEnds(store: Store) throws {
        try store.check { journal in
            try journal.append(entries(1...3))
            try journal.append(entries(4...10))
        } then: { journal throws in
            func positions(_ from: Int64, _ limit: Int) throws -> [Int64] {
                try journal.entries(from: from, limit: limit).map(\.position)
            }
            #expect(try positions(1, 3) == [1, 2, 3])
            #expect(try positions(3, 4) == [3, 4, 5, 6])
            #expect(try positions(9, 100) == [9, 10])
            #expect(try positions(10, .max) == [10])
            #expect(try positions(11, 5) == [])
            #expect(try positions(.max, 5) == [])
            #expect(try positions(5, 0) == [])
            #expect(try positions(-3, 2) == [1, 2])
            #expect(try journal.entries(at: [7, 1, 7, 10]) == [7, 1, 7, 10].map { entry($0) })
            for missing in [Int64.min, -1, 0, 11, .max] {
                let fault = fault { try journal.entries(at: [1, missing]) }
                #expect(fault?.reason == "the journal has no entry at position \(missing)")
            }
        }
    }

    @Test(arguments: Store.allCases) func snapshotsAreReplacedByMatter(store: Store) throws {
        let states = ["b", "a", "御", "e\u{301}", "\u{e9}"].map {
            StoredState(matter: $0, position: 2, state: Array("state of \($0)".utf8))
        }
        try store.check { journal in
            try journal.append(entries(1...5))
            try journal.saveStates(states, format: 3, floor: 1)
            let newer = StoredState(matter: "a", position: 5, state: [0, 255, 0, 128])
            try journal.saveStates([newer], format: 3, floor: 4)
            try journal.saveStates(
                [StoredState(matter: "b", position: 5, state: [])], format: 3, floor: 5)
        } then: { journal throws in
            let snapshots = try snapshots(of: journal, format: 3)
            let found = snapshots.states
            #expect(snapshots.floor == 5)
            #expect(found.map(\.matter) == ["a", "b", "e\u{301}", "\u{e9}", "御"])
            #expect(found.map(\.position) == [5, 5, 2, 2, 2])
            #expect(found.prefix(2).map(\.state) == [[0, 255, 0, 128], []])
            #expect(found[2].state != found[3].state)
        }
    }

    @Test(arguments: Store.allCases) func anotherFormatHasNoSnapshots(store: Store) throws {
        let old = ["a", "b"].map { StoredState(matter: $0, position: 1, state: [1]) }
        let new = StoredState(matter: "c", position: 2, state: [2])
        try store.check { journal in
            try journal.append(entries(1...2))
            try journal.saveStates(old, format: 1, floor: 1)
            #expect(try snapshots(of: journal, format: 2) == Snapshots(floor: 0, states: []))
            #expect(try snapshots(of: journal, format: 1) == Snapshots(floor: 1, states: old))
            try journal.saveStates([new], format: 2, floor: 2)
        } then: { journal throws in
            #expect(try snapshots(of: journal, format: 2) == Snapshots(floor: 2, states: [new]))
            #expect(try snapshots(of: journal, format: 1) == Snapshots(floor: 0, states: []))
        }
    }

    @Test(arguments: Store.allCases) func theReaderOfSnapshotsMayStop(store: Store) throws {
        let stop = JournalFault(operation: "test", reason: "enough")
        try store.check { journal in
            try journal.append(entries(1...2))
            let states = ["a", "b"].map { StoredState(matter: $0, position: 1, state: [1]) }
            try journal.saveStates(states, format: 1, floor: 1)
        } then: { journal throws in
            var count = 0
            let thrown = fault {
                try journal.loadStates(format: 1) { _ throws(JournalFault) in
                    count += 1
                    throw stop
                }
            }
            #expect(thrown == stop)
            #expect(count == 1)
            // A query that was left open would hold the journal at its old state.
            try journal.append(entries(3...3))
            #expect(try snapshots(of: journal, format: 1).states.count == 2)
        }
    }

    @Test func tenThousandRandomEntriesAreTheSameInBothStores() throws {
        let seed = UInt64.random(in: .min ... .max)
        print("seed of the random entries: \(seed)")
        var random = SeededGenerator(state: seed)
        let directory = TemporaryDirectory()
        let memory = MemoryJournal()
        var journal = try makeJournal(directory.file("journal.db"))
        while memory.lastPosition < 10_000 {
            let count = Int64.random(in: 1...400, using: &random)
            let first = memory.lastPosition + 1
            let batch = (first..<first + count).map { randomEntry($0, &random) }
            try memory.append(batch)
            try journal.append(batch)
            #expect(journal.lastPosition == memory.lastPosition)
            if Int.random(in: 0..<10, using: &random) == 0 {
                journal.close()
                journal = try SQLiteJournal(path: directory.file("journal.db"))
            }
            let from = Int64.random(in: 1...memory.lastPosition, using: &random)
            let limit = Int.random(in: 0...300, using: &random)
            let expected = try memory.entries(from: from, limit: limit)
            #expect(try journal.entries(from: from, limit: limit) == expected, "seed \(seed)")
            let picks = (0..<5).map { _ in
                Int64.random(in: 1...memory.lastPosition, using: &random)
            }
            #expect(try journal.entries(at: picks) == memory.entries(at: picks), "seed \(seed)")
        }
        let all = try journal.entries(from: 1, limit: .max)
        #expect(try all == memory.entries(from: 1, limit: .max), "seed \(seed)")
        journal.close()
    }

    private func randomEntry(_ position: Int64, _ random: inout SeededGenerator) -> StoredEntry {
        let alphabet: [Unicode.Scalar] = ["a", "\"", "'", "\\", "\n", "é", "案", "🐉", "\u{0}"]
        func text(_ most: Int) -> String {
            var text = ""
            for _ in 0..<Int.random(in: 0...most, using: &random) {
                text.unicodeScalars.append(alphabet[Int(random.next() % 9)])
            }
            return text
        }
        return StoredEntry(
            position: position, matter: text(20), version: Int64(bitPattern: random.next()),
            at: Int64(bitPattern: random.next()), principal: text(10), key: text(40),
            digest: random.next(), placeBefore: "complaint",
            placeAfter: "rectification.awaitingReport", events: Array(text(400).utf8))
    }
}
