// Queries that look into many matters take turns with everybody else, and their answers are exact
// although the docket changes meanwhile.

import Supervision
import Testing
import Wire

@testable import Engine

@Suite struct DocketPassTests {
    private static let count = 300

    /// A world after a restart from snapshots: its matters are packed, so that a pass over them
    /// takes several slices. The store waits to be told what to do.
    private func world() throws -> World {
        let world = try World()
        try world.staff("cy-clerk")
        for _ in 0..<Self.count { _ = try world.register() }
        // Commands came before the first tick.
        for _ in 0..<2 { world.tick() }
        try world.crash()
        try world.staff("cy-clerk", "auditor")
        #expect(world.core.docket.records.isPacked(0))
        world.isAutomatic = false
        return world
    }

    private let text = #""filter":{"text":"投诉","phase":"complaint"}"#

    private func decline(_ matters: String..., in world: World) {
        for matter in matters {
            world.request(
                "cy-clerk", "matter.decline",
                World.commandMembers(matter, 1, world.nextKey(), #""reason":"无""#))
        }
    }

    private func register(in world: World, by clerk: String = "cy-clerk") {
        let members = Sample.registration() + #","idempotencyKey":"\#(world.nextKey())""#
        world.request(clerk, "matter.register", members)
    }

    /// Changes matters that the first slice has looked at and others, and adds one.
    private func disturb(_ world: World) {
        #expect(world.work.count == 1)
        world.workOnce()
        #expect(world.isQuiet("auditor"), "one slice is not enough")
        decline("S1", "S300", in: world)
        register(in: world)
        world.commit()
        // The clerk has heard of it before the query is at its end.
        world.commit()
    }

    @Test func aCountTellsOfTheEnd() throws {
        let world = try world()
        world.request("auditor", "docket.count", text + #","groupBy":"phase""#)
        disturb(world)
        let result = try world.must(try world.take("auditor"))
        #expect(result["count"]?.int == Int64(Self.count - 2 + 1))
        #expect(result["position"]?.int == world.core.positions.tip)
    }

    /// A matter is looked at while it does not belong to the answer, and belongs to it again.
    @Test func whatChangedIsAskedAgain() throws {
        let world = try world()
        try world.staff("cy-sign")
        world.request("auditor", "docket.count", #""filter":{"text":"投诉","suspended":false}"#)
        world.workOnce()
        world.request(
            "cy-sign", "matter.suspend",
            World.commandMembers("S200", 1, "s", #""reason":"等候""#))
        // The pass goes before the commit: it was there first.
        world.workOnce()
        world.request(
            "cy-sign", "matter.resume", World.commandMembers("S200", 2, "r", #""reason":"续办""#))
        #expect(world.isQuiet("auditor"))
        world.commit()
        world.commit()
        let result = try world.must(try world.take("auditor"))
        #expect(result["count"]?.int == Int64(Self.count))
    }

    @Test func aListTellsOfTheEnd() throws {
        let world = try world()
        // Nothing is found, so that all of them have to be looked into.
        world.request("auditor", "docket.list", #""filter":{"text":"两件"}"#)
        #expect(world.work.count == 1)
        world.workOnce()
        let members = Sample.registration(summary: "两件") + #","idempotencyKey":"k""#
        world.request("cy-clerk", "matter.register", members)
        world.commit()
        world.commit()
        let items = try world.must(try world.take("auditor"))["items"]?.items ?? []
        #expect(items.map { $0["matter"]?.text } == ["S\(Self.count + 1)"])
    }

    @Test func statisticsTellOfTheBeginning() throws {
        let world = try world()
        let position = world.core.positions.tip
        world.request("auditor", "docket.statistics")
        disturb(world)
        let result = try world.must(try world.take("auditor"))
        #expect(result["position"]?.int == position)
        let phases =
            result["groups"]?["phase"]?.items.map { ($0["value"]?.text, $0["count"]?.int) } ?? []
        #expect(phases.count == 1 && phases.first?.0 == "complaint")
        #expect(phases.first?.1 == Int64(Self.count))
    }

    @Test func onePersonPilesUpOnlySoMany() throws {
        let world = try world()
        try world.connect("twin", as: "auditor")
        let more = 3
        for number in 0..<(Limits.longQueriesPerPersonMax + more) {
            world.request(number % 2 == 0 ? "auditor" : "twin", "docket.count", text)
        }
        let refused = try world.takeAll("auditor") + world.takeAll("twin")
        #expect(refused.compactMap(\.reason) == Array(repeating: "RATE_LIMITED", count: more))
        world.commit()
        let answered = try world.takeAll("auditor") + world.takeAll("twin")
        #expect(answered.count { $0["result"] != nil } == Limits.longQueriesPerPersonMax)
        // There is room again.
        world.request("auditor", "docket.count", text)
        world.commit()
        #expect(try world.take("auditor")["result"] != nil)
    }

    /// How many slices it takes until the auditor is answered.
    private func slices(_ world: World, untilAnswer isMoved: Bool = false) -> Int {
        var count = 0
        while world.isQuiet("auditor"), !world.work.isEmpty {
            if isMoved { world.monotonic += 100 }
            world.workOnce()
            count += 1
        }
        return count
    }

    /// Slices are long only when nobody has asked for anything lately.
    @Test func whoAsksMeanwhileWaitsForLess() throws {
        let world = try world()
        world.request("auditor", "docket.count", text)
        let busy = slices(world)
        world.request("auditor", "docket.count", text)
        #expect(try world.takeAll("auditor").count == 1)
        let idle = slices(world, untilAnswer: true)
        #expect(idle > 5 && busy > 3 * idle, "\(busy) and \(idle)")
    }

    /// What came and changed meanwhile is looked at in slices too.
    @Test func whatCameMeanwhileTakesTurnsToo() throws {
        let world = try world()
        world.request("auditor", "docket.count", text)
        let alone = slices(world)
        _ = try world.takeAll("auditor")
        // Of one connection no more than this are in flight.
        let clerks = (0..<10).map { "clerk\($0)" }
        let more = clerks.count * (Limits.inFlightMax - 8)
        for clerk in clerks { try world.connect(clerk, as: "cy-clerk") }
        world.request("auditor", "docket.count", text)
        world.workOnce()
        for number in 0..<more { register(in: world, by: clerks[number % clerks.count]) }
        // One slice more comes before the entries, and the rest after them.
        world.commit(more)
        let left = slices(world)
        let result = try world.must(try world.take("auditor"))
        #expect(result["count"]?.int == Int64(Self.count + more))
        #expect(left > alone + 5, "\(left) and \(alone)")
    }

    @Test func personsTakeTurns() throws {
        let world = try world()
        try world.connect("twin", as: "auditor")
        try world.staff("cy-inv1")
        for _ in 0..<3 {
            for name in ["auditor", "twin"] { world.request(name, "docket.count", text) }
        }
        for _ in 0..<2 { world.request("cy-inv1", "docket.count", text) }
        var order: [String] = []
        while order.count < 8 {
            world.workOnce()
            for name in ["auditor", "twin", "cy-inv1"] {
                for _ in try world.takeAll(name) { order.append(name) }
            }
            world.request("cy-clerk", "session.ping")
            #expect(try world.takeAll("cy-clerk").count == 1, "nobody waits for them")
        }
        #expect(Array(order.prefix(4).filter { $0 == "cy-inv1" }).count == 2)
        #expect(world.work.isEmpty)
    }

    /// More persons than there are passes at a time: who asks once goes before who asks again.
    @Test func whoAsksOnceIsNotOvertaken() throws {
        let world = try world()
        let others = ["cy-clerk", "cy-inv1", "cy-inv2", "cy-sign"]
        try world.staff("cy-inv1", "cy-inv2", "cy-sign")
        for _ in 0..<3 { world.request("auditor", "docket.count", text) }
        for name in others { world.request(name, "docket.count", text) }
        var order: [String] = []
        while !world.work.isEmpty {
            world.workOnce()
            for name in others + ["auditor"] {
                for _ in try world.takeAll(name) { order.append(name) }
            }
        }
        #expect(order.count == 7)
        #expect(order.suffix(2) == ["auditor", "auditor"])
    }

    @Test func nobodyWorksForAConnectionThatIsGone() throws {
        let world = try world()
        try world.connect("other", as: "auditor")
        for _ in 0..<3 { world.request("other", "docket.statistics") }
        world.workOnce()
        world.disconnect("other")
        world.workOnce()
        #expect(world.work.isEmpty)
        world.request("auditor", "docket.count", text)
        world.commit()
        #expect(try world.must(try world.take("auditor"))["count"]?.int == Int64(Self.count))
    }

    /// Every organ gets another place, after some matters have been counted by the old ones.
    @Test func aReloadBeginsThemAnew() throws {
        let world = try world()
        world.request("auditor", "docket.statistics")
        world.request("auditor", "docket.count", text)
        world.workOnce()
        world.reload(try Sample.changed(roster: try Sample.turnedRoster()))
        world.commit()
        let replies = try world.takeAll("auditor")
        #expect(replies.count == 2)
        let groups = replies.first?["result"]?["groups"]?["supervised"]?.items ?? []
        #expect(groups.map { $0["value"]?.text } == ["chaoyang-market"])
        #expect(groups.first?["count"]?.int == Int64(Self.count))
        #expect(replies.last?["result"]?["count"]?.int == Int64(Self.count))
    }

    @Test func aDrainWaitsForThoseThatHaveBegun() throws {
        let world = try world()
        for _ in 0..<3 { world.request("auditor", "docket.statistics") }
        world.workOnce()
        world.drain()
        #expect(world.drained == 0)
        world.request("auditor", "docket.statistics")
        world.commit()
        #expect(world.drained == 1)
        let replies = try world.takeAll("auditor").filter { $0["id"] != nil }
        #expect(replies.compactMap(\.reason) == ["DRAINING", "DRAINING", "DRAINING"])
        #expect(replies.filter { $0["result"] != nil }.count == 1)
    }

    @Test func aBatchIsAnsweredAsAWhole() throws {
        let world = try world()
        let calls =
            (1...3).map { World.request(id: "\($0)", "docket.count", text) }
            + [World.request(id: nil, "docket.count", text)]
        world.send("auditor", "[" + calls.joined(separator: ",") + "]")
        #expect(world.isQuiet("auditor"))
        world.commit()
        let counts = try world.take("auditor").items.map { $0["result"]?["count"]?.int }
        #expect(counts == Array(repeating: Int64(Self.count), count: 3))
    }
}
