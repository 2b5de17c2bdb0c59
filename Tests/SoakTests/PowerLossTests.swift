import Soak
import Testing

/// What is found after a loss of power, for random files, writes and syncs.
@Suite struct PowerLossTests {
    static let seed = CheckTests.seed
    static let runs: UInt64 = 120

    @Test func nothingSyncedIsLost() {
        print("power loss test: seed \(Self.seed)")
        for case (let run, var random) in Self.someRuns() {
            let found = run.found(.everything, &random)
            #expect(found == run.confirmed, "\(run)")
        }
    }

    @Test func aQuickDiskHasAll() {
        for case (let run, var random) in Self.someRuns() {
            let found = run.found(.nothing, &random)
            #expect(found == run.moments.last?.files, "\(run)")
        }
    }

    /// All is as it was after one moment, or as the syncs have left it since.
    @Test func aDiskInOrderHasWhatCameBefore() {
        var middles = 0
        for case (let run, var random) in Self.someRuns() {
            let found = run.found(.tail, &random)
            #expect(run.moments.contains { $0.afterLoss(run) == found }, "\(run)")
            if found != run.confirmed, found != run.moments.last?.files { middles += 1 }
        }
        #expect(middles > 10, "losses were in the middle")
    }

    /// Each sector is one that the file had since its last sync, and so is the size.
    @Test func aDiskOfItsOwnMindHasSectorsOfAnyMoment() throws {
        var mixtures = 0
        for case (let run, var random) in Self.someRuns() {
            let found = run.found(.sectors, &random)
            for (name, content) in found {
                let since = run.contentsSinceSync(of: name)
                #expect(since.contains { $0.count == content.count }, "\(run) \(name)")
                for start in stride(from: 0, to: content.count, by: 512) {
                    let sector = content[start..<min(start + 512, content.count)]
                    let isKnown = since.contains { Self.filled($0, to: sector.indices) == sector }
                    #expect(isKnown, "\(run) \(name) at \(start)")
                }
                if !since.contains(content) { mixtures += 1 }
            }
        }
        #expect(mixtures > 10, "sectors were mixed")
    }

    /// A part of a file. Where it was shorter it holds nothing, whatever its size became.
    private static func filled(_ content: [UInt8], to part: Range<Int>) -> ArraySlice<UInt8> {
        let there = content.dropFirst(part.lowerBound).prefix(part.count)
        return there + repeatElement(0, count: part.count - there.count)
    }

    @Test func aSeedRepeatsALoss() {
        for case (let run, var random) in Self.someRuns() {
            var again = random
            for loss in PowerLoss.allCases {
                let (first, second) = (run.found(loss, &random), run.found(loss, &again))
                #expect(first == second)
            }
        }
    }

    @Test func theLastRecordMayBeCut() throws {
        let whole: [UInt8] =
            record(1, file: 7, new: Array("journal.db".utf8))
            + record(3, file: 7, offset: 2, before: 3, old: [1], new: [8, 9])
            + record(4, file: 7, before: 4, after: 2, old: [8, 9]) + record(5, file: 7)
            + record(8)
        let log = try #require(WriteLog(whole))
        #expect(
            log.changes == [
                .known(file: 7, name: "journal.db"),
                .written(file: 7, offset: 2, sizeBefore: 3, old: [1], new: [8, 9]),
                .resized(file: 7, sizeBefore: 4, sizeAfter: 2, cut: [8, 9]),
                .synced(file: 7), .namesSynced,
            ])
        #expect(WriteLog(Array(whole.dropLast()))?.changes == log.changes.dropLast())
        #expect(WriteLog(record(9)) == nil)
    }

    private func record(
        _ kind: UInt8, file: UInt8 = 0, offset: UInt8 = 0, before: UInt8 = 0, after: UInt8 = 0,
        old: [UInt8] = [], new: [UInt8] = []
    ) -> [UInt8] {
        func number(_ value: UInt8, _ width: Int) -> [UInt8] {
            [value] + [UInt8](repeating: 0, count: width - 1)
        }
        return number(kind, 4) + number(file, 4) + number(offset, 8) + number(before, 8)
            + number(after, 8) + number(UInt8(old.count), 4) + number(UInt8(new.count), 4) + old
            + new
    }

    private static func someRuns() -> [(WriteRun, SeededGenerator)] {
        (0..<runs).map { offset in
            var random = SeededGenerator(seed: seed &+ offset)
            return (WriteRun(seed &+ offset, &random), random)
        }
    }
}
