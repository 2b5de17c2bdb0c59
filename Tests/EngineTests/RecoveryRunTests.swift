import Journal
import Supervision
import Testing

@testable import Engine

/// Recovery as the server runs it: snapshots when they can be trusted, the journal otherwise.
@Suite struct RecoveryRunTests {
    /// A journal of three matters, all in snapshots, and the states that were kept.
    private func journal() throws -> (MemoryJournal, [StoredState], floor: Int64) {
        let world = try World()
        try world.staff("cy-clerk", "cy-inv1", "cy-sign")
        for _ in 1...3 { _ = try world.register() }
        let recovered = try Recovery.run(try Sample.loaded(), from: world.journal)
        var core = recovered.core
        let states = core.handle(
            .tick,
            at: Moment(now: Instant(milliseconds: 1_772_500_000_000), monotonicMilliseconds: 1)
        ).flatMap { output -> [StoredState] in
            guard case .saveStates(let states, _) = output else { return [] }
            return states.map(EntryCoder().stored)
        }
        return (world.journal, states, world.journal.lastPosition)
    }

    private func answers(_ recovered: borrowing RecoveredCore) -> (tip: Int64, folded: Int) {
        (recovered.core.positions.tip, recovered.folded)
    }

    @Test func snapshotsSpareTheFold() throws {
        let (journal, states, floor) = try journal()
        #expect(states.count == 4, "three matters, and how many there are")
        try journal.saveStates(states, format: Recovery.format, floor: floor)
        let recovered = try Recovery.run(try Sample.loaded(), from: journal)
        #expect(answers(recovered) == (floor, 0))
        #expect(recovered.snapshotFault == nil)
    }

    /// The floor says that everything is in snapshots, and rows are gone: each number of lost
    /// rows, all of them and the youngest alone included, must lead back to the journal.
    @Test(arguments: 0...3) func lostSnapshotsAreNotBelieved(kept: Int) throws {
        let (journal, states, floor) = try journal()
        try journal.saveStates(
            Array(states.prefix(kept)), format: Recovery.format, floor: floor)
        let recovered = try Recovery.run(try Sample.loaded(), from: journal)
        #expect(answers(recovered) == (floor, 3))
        #expect(recovered.snapshotFault != nil)
    }

    /// Whoever decodes, the thread that reads or the one that folds: the same comes out, and the
    /// same entry is named when one cannot be read.
    @Test(arguments: [false, true]) func eitherThreadMayDecode(isAwaited: Bool) throws {
        let (journal, _, floor) = try journal()
        let entries = try journal.entries(from: 1, limit: 10)
        let configuration = try Sample.loaded()
        let run = { (journal: MemoryJournal) throws(RecoveryFailure) in
            try Recovery.run(configuration) { usingStates, take in
                RecoveryReader { isAwaited }.read(journal, usingStates: usingStates, take)
            }
        }
        #expect(answers(try run(journal)) == (floor, 3))
        let broken = MemoryJournal()
        try broken.append([entries[0], entries[1].changed(events: []), entries[2]])
        do throws(RecoveryFailure) {
            _ = try run(broken)
            Issue.record("it cannot be read")
        } catch {
            guard case .entry(let fault) = error else { throw error }
            #expect(fault.position == 2)
        }
    }

    /// Nothing is read on when the fold has found a fault.
    @Test func aFaultEndsTheReading() throws {
        let (journal, states, floor) = try journal()
        try journal.saveStates(
            Array(states.dropFirst()), format: Recovery.format, floor: floor)
        var readings: [(usingStates: Bool, portions: Int)] = []
        let recovered = try Recovery.run(try Sample.loaded()) { usingStates, take in
            readings.append((usingStates, 0))
            RecoveryReader().read(journal, usingStates: usingStates) { portion in
                readings[readings.count - 1].portions += 1
                return take(portion)
            }
        }
        #expect(recovered.snapshotFault != nil)
        #expect(readings.map(\.usingStates) == [true, false])
        #expect(readings.map(\.portions) == [2, 3], "what is there, and why it ends; then all")
    }

    /// What a killed process had kept of its last snapshots is believed.
    @Test func eachPortionHasItsFloor() throws {
        let (journal, _, _) = try journal()
        let whole = try Recovery.run(try Sample.loaded(), from: journal)
        var core = whole.core
        core.saveAllStates(portion: 2)
        let portions = core.outputs.compactMap { output -> ([MatterState], Int64)? in
            if case .saveStates(let states, let floor) = output { (states, floor) } else { nil }
        }
        #expect(portions.map(\.1) == [2, 3])
        #expect(portions.map(\.0.count) == [3, 2], "each with how many there are")
        let (states, floor) = portions[0]
        try journal.saveStates(
            states.map(EntryCoder().stored), format: Recovery.format, floor: floor)
        let recovered = try Recovery.run(try Sample.loaded(), from: journal)
        #expect(recovered.snapshotFault == nil)
        #expect(answers(recovered) == (3, 1))
    }
}

@Suite struct DigestIndexTests {
    @Test func whatWasRestoredAndWhatCameLaterIsFound() {
        var index = DigestIndex()
        let pairs = [(9, 4), (UInt64.max, 2), (0, 7), (9, 1), (9, 4), (5, 3), (5, 3)].map {
            DigestIndex.Pair(digest: $0.0, matter: $0.1)
        }
        for pair in pairs { index.restore(pair.digest, pair.matter) }
        let others = index.finishRestoring()
        #expect(others == [pairs[0], pairs[4]], "another matter has the digest")
        index[6] = 8
        let found = [0, 4, 5, 6, 9, 10, UInt64.max].map { index[$0] }
        #expect(found == [7, nil, 3, 8, 1, nil, 2])
    }
}
