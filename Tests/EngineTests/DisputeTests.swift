// A dispute in the engine, and the one entry that belongs to two matters: its escalation.

import Journal
import Testing

@testable import Engine

@Suite struct DisputeTests {
    private static let parties = #""parties":["chaoyang-market","chaoyang-urban"]"#
    private static let filing =
        parties + #","subject":"coordinationOrAssistance","summary":"不予协助","#
        + #""consultation":{"on":"2026-02-20","participants":["甲","乙"],"result":"未果"}"#
    private static let opinion =
        #""parts":[{"party":"chaoyang-market","act":"提供材料"},"#
        + #"{"party":"chaoyang-urban","act":"协助核查"}],"deadline":{"workingDays":5}"#

    private func connect(_ world: World) throws {
        try world.staff(
            "cy-clerk", "cy-inv1", "cy-sign", "cy-market-resp", "cy-urban-resp", "auditor")
    }

    /// A dispute whose deadline has passed, with the matter that its escalation opened in the
    /// middle of others.
    private func escalated(_ world: World) throws -> (dispute: String, opened: String) {
        _ = try world.register()
        let filed = try world.must(
            try world.call(
                "cy-market-resp", "dispute.file", Self.filing + #","idempotencyKey":"file""#))
        let dispute = try #require(filed["matter"]?.text)
        func give(_ who: String, _ method: String, _ version: Int64, _ members: String) throws {
            try world.must(try world.command(who, method, dispute, version, members))
        }
        try give("cy-clerk", "dispute.accept", 1, "")
        try give("cy-inv1", "dispute.hear", 2, #""meeting":true,"position":"会议""#)
        try give("cy-sign", "dispute.issueOpinion", 3, Self.opinion)
        _ = try world.register()
        world.advance(days: 9)
        let result = try world.must(
            try world.call("cy-clerk", "dispute.escalate", escalation(of: dispute)))
        let opened = try #require(result["opened"]?.text)
        try world.must(
            try world.command(
                "cy-clerk", "matter.accept", opened, 1, #""investigators":["cy-inv1"]"#))
        try world.must(
            try world.command("cy-clerk", "dispute.note", dispute, 5, #""text":"已转监督""#))
        try world.must(
            try world.command("cy-clerk", "matter.note", opened, 2, #""text":"来自协调""#))
        return (dispute, opened)
    }

    /// The dispute was decided when nobody watched, and is durable when somebody does.
    @Test(arguments: ["", #""filter":{"phase":"filed"},"#])
    func aWatchThatBeginsBeforeItIsDurableHearsOfIt(filter: String) throws {
        let world = try World()
        try connect(world)
        world.isAutomatic = false
        world.request(
            "cy-market-resp", "dispute.file", Self.filing + #","idempotencyKey":"file""#)
        world.request("auditor", "docket.watch", filter + #""fromPosition":0"#)
        world.commit()
        let pushes = try world.takeAll("auditor").filter { $0.method == "docket.changed" }
        #expect(pushes.map { $0["params"]?["position"]?.int } == [1])
        #expect(pushes.first?["params"]?["matter"]?.text?.hasPrefix("D") == true)
    }

    /// The two have snapshots of their own. Wherever these break off, nothing is forgotten.
    @Test func itsMattersMayStandInDifferentPortionsOfTheSnapshots() throws {
        let world = try World()
        try connect(world)
        _ = try escalated(world)
        let entries = world.allEntries
        func journal() throws -> MemoryJournal {
            let journal = MemoryJournal()
            try journal.append(entries)
            return journal
        }
        let recovered = try Recovery.run(try Sample.loaded(), from: journal())
        var core = recovered.core
        core.saveAllStates(portion: 1)
        let portions = core.outputs.compactMap { output -> ([MatterState], Int64)? in
            if case .saveStates(let states, let floor) = output { (states, floor) } else { nil }
        }
        let count = core.docket.records.count
        try #require(portions.count == count, "one for each matter")
        let kept = try journal()
        for (states, floor) in portions {
            try kept.saveStates(
                states.map(EntryCoder().stored), format: Recovery.format, floor: floor)
            let recovered = try Recovery.run(try Sample.loaded(), from: kept)
            #expect(recovered.snapshotFault == nil)
            #expect(recovered.core.docket.records.count == count)
            #expect(recovered.core.docket.openCount == core.docket.openCount)
            for index in 0..<count {
                let (found, wanted) = (
                    recovered.core.docket.records[index], core.docket.records[index]
                )
                #expect(found.affair == wanted.affair)
                #expect(found.entries == wanted.entries)
            }
        }
    }

    private func escalation(of dispute: String) -> String {
        World.commandMembers(
            dispute, 4, "escalate", #""party":"chaoyang-urban","reason":"逾期""#)
    }

    @Test func anEscalationIsOneEntryOfTwoMatters() throws {
        let world = try World()
        try connect(world)
        let (dispute, opened) = try escalated(world)
        let entry = try #require(world.allEntries.first { $0.key == "escalate" })
        for (matter, event) in [(dispute, "escalated"), (opened, "registered")] {
            let history = try world.must(
                try world.call("auditor", "matter.history", #""matter":"\#(matter)""#))
            let item = try #require(
                history["items"]?.items.first { $0["position"]?.int == entry.position })
            #expect(item["events"]?.items.first?["event"]?.text == event)
        }
        // The same key again gives the same answer; for another method it is not used yet.
        let again = try world.must(
            try world.call("cy-clerk", "dispute.escalate", escalation(of: dispute)))
        #expect(again["replayed"] == .bool(true))
        #expect(again["opened"]?.text == opened)
        let other = try world.must(
            try world.call(
                "cy-clerk", "matter.register",
                Sample.registration() + #","idempotencyKey":"escalate""#))
        #expect(other["replayed"] == nil)
        #expect(other["matter"]?.text != opened)
    }

    @Test(arguments: [false, true]) func aRestartMakesTheSameOfIt(usingStates: Bool) throws {
        let world = try World()
        try connect(world)
        let (dispute, opened) = try escalated(world)
        world.tick()
        func everything() throws -> [JSON] {
            try [dispute, opened].flatMap { matter in
                try ["matter.get", "matter.history"].map { method in
                    try world.must(try world.call("auditor", method, #""matter":"\#(matter)""#))
                }
            } + [try world.must(try world.call("auditor", "docket.list"))]
        }
        let before = try everything()
        try world.crash(usingStates: usingStates)
        try connect(world)
        #expect(try everything() == before)
        let again = try world.must(
            try world.call("cy-clerk", "dispute.escalate", escalation(of: dispute)))
        #expect(again["opened"]?.text == opened)
        let next = try world.register()
        #expect(next == "S5", "the number of the opened matter is taken")
    }

    /// Whatever a watch is about and wherever it begins, it tells what it would have told then.
    @Test func aWatchTellsItOnce() throws {
        let filters = [
            "", #""kind":"dispute""#, #""kind":"supervision""#, #""phase":"closed""#,
            #""supervised":"chaoyang-urban""#, #""overdue":true"#, #""investigator":"cy-inv1""#,
        ]
        let world = try World()
        try connect(world)
        for (number, filter) in filters.enumerated() {
            for who in ["auditor", "cy-urban-resp", "cy-market-resp"] {
                try world.connect("\(who) \(number)", as: who)
                watch(world, "\(who) \(number)", filter, from: 0)
            }
        }
        _ = try escalated(world)
        let last = Int(world.entries)
        for (number, filter) in filters.enumerated() {
            for who in ["auditor", "cy-urban-resp", "cy-market-resp"] {
                let live = try pushes(world, "\(who) \(number)")
                let positions = live.compactMap { $0["params"]?["position"]?.int }
                #expect(positions == Array(Set(positions)).sorted(), "once for each entry")
                for start in 0...last {
                    let name = "\(who) \(number) \(start)"
                    try world.connect(name, as: who)
                    watch(world, name, filter, from: start)
                    let later = try pushes(world, name).map(withoutSubscription)
                    let expected = live.filter { ($0["params"]?["position"]?.int ?? 0) > start }
                    #expect(later == expected.map(withoutSubscription), "\(name) \(filter)")
                    world.disconnect(name)
                }
            }
        }
    }

    private func watch(_ world: World, _ name: String, _ filter: String, from start: Int) {
        world.request(name, "docket.watch", #""filter":{\#(filter)},"fromPosition":\#(start)"#)
    }

    private func pushes(_ world: World, _ name: String) throws -> [JSON] {
        try world.takeAll(name).filter { $0.method == "docket.changed" }
    }

    private func withoutSubscription(_ push: JSON) -> String {
        "\(push["params"]?["position"]?.int ?? 0) \(push["params"]?["matter"]?.text ?? "") "
            + "\(push["params"]?["events"] as Any) \(push["params"]?["opened"]?.text ?? "")"
    }
}
