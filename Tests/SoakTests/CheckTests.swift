import Foundation
import Soak
import Testing

/// The checker is seen to find each fault, and nothing where there is none.
@Suite struct CheckTests {
    /// `YUSHI_TEST_SEED` repeats a run.
    static let seed: UInt64 =
        ProcessInfo.processInfo.environment["YUSHI_TEST_SEED"].flatMap { UInt64($0) }
        ?? UInt64.random(in: 1...UInt64(Int32.max))

    static let runs: UInt64 = 30

    @Test func runsWithoutFaultsAreClean() {
        print("checker test: seed \(Self.seed)")
        for offset in 0..<200 {
            let records = FabricatedRun(seed: Self.seed &+ UInt64(offset)).records
            let findings = check(records)
            #expect(findings.isEmpty, "seed \(Self.seed) + \(offset): \(findings.prefix(5))")
        }
    }

    /// The runs hold what faults are planted into: commands with an unknown outcome that were
    /// kept and that were not, repetitions, documents, acts of the clock, both organs.
    @Test func runsAreVaried() {
        let records = FabricatedRun(seed: Self.seed).records
        let unknown = records.asked.filter(\.wasUnknown)
        #expect(unknown.contains { $0.firstReply?.replayed == true })
        #expect(unknown.contains { $0.firstReply?.replayed == false })
        #expect(records.asked.contains { $0.replies.count > 2 })
        #expect(records.entries.contains { $0.key.isEmpty })
        #expect(records.watchers[1].pushes.count < records.watchers[0].pushes.count)
        #expect(Set(records.asked.compactMap(\.document)).count > 5)
    }

    @Test(
        arguments: Plant.answers + Plant.entries + Plant.histories + Plant.pushesAndEndings)
    func plantedFaultIsFound(_ plant: Plant) {
        for offset in 0..<Self.runs {
            var records = FabricatedRun(seed: Self.seed &+ offset).records
            var random = SeededGenerator(seed: Self.seed &+ offset)
            let expected = plant.apply(&records, &random)
            #expect(!expected.isEmpty)
            let found = check(records)
            #expect(found == expected, "seed \(Self.seed) + \(offset): \(found.prefix(5))")
        }
    }
}
