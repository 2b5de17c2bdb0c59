import Supervision
import Testing
import Wire

@testable import Engine

/// Many subscriptions that come and go, held against a plain list of them.
@Suite struct LiveWatchesTests {
    private func watch(_ id: Int64, looksInto: Bool) throws -> LiveWatch {
        let configuration = try Sample.loaded()
        let principal = try #require(configuration.house.principals[PersonID("auditor")])
        var filter = DocketFilter()
        if looksInto { filter.text = "x" }
        let session = Session(id: SessionID(rawValue: 1), isLocal: true, openedAt: 0)
        let watch = Watch(
            reader: SessionSlot(session),
            scope: WatchScope(filter, for: principal, configuration.house.roster),
            stage: .live)
        return LiveWatch(id, watch, next: 1, since: 0)
    }

    @Test func eachIsFoundByItsNumber() throws {
        let seed = UInt64.random(in: 1...UInt64(Int32.max))
        print("live watches: seed \(seed)")
        var dice = Dice(seed: seed)
        let (plain, deep) = (try watch(0, looksInto: false), try watch(0, looksInto: true))
        var live = LiveWatches()
        var model: [Int64: Bool] = [:]
        for id in Int64(1)...2_000 {
            let looksInto = dice.roll(10) == 0
            let one = looksInto ? deep : plain
            let watch = Watch(reader: one.reader, scope: one.scope, stage: .live)
            live.append(LiveWatch(id, watch, next: 1, since: 0))
            model[id] = looksInto
            while dice.roll(2) == 0, let gone = model.keys.sorted().randomElement(using: &dice) {
                if dice.roll(2) == 0 {
                    live.remove(gone)
                } else {
                    live.remove(at: try #require(live.indices.first { live[$0].id == gone }))
                }
                model[gone] = nil
                #expect(!live.contains(gone))
                live.remove(gone)
            }
            #expect(live.lookIntoMatters == model.values.contains(true), "seed \(seed)")
        }
        #expect(Set(live.indices.map { live[$0].id }) == Set(model.keys), "seed \(seed)")
        #expect(live.indices.count == model.count)
        for id in model.keys { #expect(live.contains(id)) }
    }
}
