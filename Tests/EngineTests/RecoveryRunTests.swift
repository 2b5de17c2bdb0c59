import Engine
import Journal
import Supervision
import Testing

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

    private func answers(_ recovered: RecoveredCore) -> (tip: Int64, folded: Int) {
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
}
