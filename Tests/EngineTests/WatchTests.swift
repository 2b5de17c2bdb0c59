// A subscription is a cursor over the journal: every entry it is about, once, in order, whatever
// its reader can take and whichever process serves it.

import Testing

@testable import Engine

@Suite struct WatchTests {
    /// However many are behind, a command waits for few of their reads.
    @Test func watchesThatAreBehindReadInTurns() throws {
        let world = try World()
        try world.staff("cy-clerk", "auditor")
        for _ in 0..<150 { _ = try world.register() }
        world.isAutomatic = false
        for _ in 0..<32 { world.request("auditor", "docket.watch", #""fromPosition":0"#) }
        var most = 0
        while !world.work.isEmpty {
            let asked = world.work.map { work in
                switch work {
                case .read(_, .range(_, let limit)): limit
                case .read(_, .positions(let positions)): positions.count
                default: 0
                }
            }
            most = max(most, asked.reduce(0, +))
            world.workOnce()
        }
        #expect(most == JournalReads.entriesAtOnce)
        var told: [Int64: [Int64]] = [:]
        for message in try world.takeAll("auditor") {
            guard let params = message["params"], let id = params["subscription"]?.int else {
                continue
            }
            told[id, default: []].append(try #require(params["position"]?.int))
        }
        #expect(told.count == 32)
        #expect(told.values.allSatisfy { $0 == Array(1...150) })
    }

    /// However much somebody has asked for, somebody else waits for one portion of it.
    @Test func personsTakeTurnsAtTheJournal() throws {
        let world = try World()
        try world.staff("cy-clerk", "auditor")
        try world.connect("gone", as: "cy-clerk")
        let matter = try world.register()
        for version in 1...600 { try note(world, matter, Int64(version)) }
        world.isAutomatic = false
        let long = #""matter":"\#(matter)","version":600"#
        for name in ["cy-clerk", "gone"] {
            for _ in 0..<40 { world.request(name, "matter.asOf", long) }
        }
        world.request("auditor", "matter.history", #""matter":"\#(matter)","pageSize":10"#)
        // The clerk had asked for his next turn already, and the auditor has the one after that.
        #expect(world.work.count == 1)
        for _ in 0..<3 { world.workOnce() }
        #expect(try world.take("auditor")["result"]?["items"]?.items.count == 10)
        #expect(world.isQuiet("cy-clerk"))
        // The first question is answered before the second one begins; of who has gone nothing is
        // read.
        world.workOnce()
        #expect(try world.take("cy-clerk")["result"]?["version"]?.int == 600)
        #expect(world.isQuiet("cy-clerk"))
        world.disconnect("gone")
        var portions = 0
        while !world.work.isEmpty {
            world.workOnce()
            portions += 1
        }
        #expect(portions == 39 * 3)
        #expect(try world.takeAll("cy-clerk").count == 39)
    }

    /// A damaged entry concerns who asks for it, and nobody else.
    @Test func whatCannotBeReadIsRefused() throws {
        let world = try World()
        try world.staff("cy-clerk", "auditor", "hd-clerk")
        try world.connect("watcher", as: "auditor")
        let matter = try world.register()
        try note(world, matter, 1)
        world.readsFail = true
        for ask in [
            ("matter.history", #""matter":"\#(matter)""#),
            ("matter.asOf", #""matter":"\#(matter)","version":1"#),
        ] {
            #expect(try world.call("auditor", ask.0, ask.1).reason == "INTERNAL_ERROR")
            #expect(world.logs.contains("the journal cannot be read"))
        }
        // A watch that would leave something out ends with its connection.
        world.request("watcher", "docket.watch", #""fromPosition":0"#)
        #expect(world.isClosed("watcher"))
        try note(world, matter, 2)
        world.readsFail = false
        let history = try world.must(
            try world.call("auditor", "matter.history", #""matter":"\#(matter)""#))
        #expect(history["items"]?.items.count == 3)
    }

    @Test func aWatchThatEndsWhileItWaitsIsPassedOver() throws {
        let world = try World()
        try world.staff("cy-clerk", "auditor", "hd-clerk")
        for _ in 0..<5 { _ = try world.register() }
        try world.connect("other", as: "auditor")
        world.isAutomatic = false
        for _ in 0..<6 { world.request("other", "docket.watch", #""fromPosition":0"#) }
        world.request("auditor", "docket.watch", #""fromPosition":0"#)
        world.disconnect("other")
        world.commit()
        let told = try world.takeAll("auditor").compactMap { $0["params"]?["position"]?.int }
        #expect(told == Array(1...5))
    }

    private func positions(_ messages: [JSON]) -> [Int64] {
        messages.filter { $0.method == "docket.changed" }
            .compactMap { $0["params"]?["position"]?.int }
    }

    private func note(_ world: World, _ matter: String, _ version: Int64) throws {
        try world.must(
            try world.command("cy-clerk", "matter.note", matter, version, #""text":"x""#))
    }

    @Test func itBeginsWhereItIsAskedTo() throws {
        let world = try World()
        try world.staff("cy-clerk", "auditor")
        let matter = try world.register()
        for version in 1...9 { try note(world, matter, Int64(version)) }
        for start in [0, 4, 10] as [Int64] {
            world.request("auditor", "docket.watch", #""fromPosition":\#(start)"#)
            let messages = try world.takeAll("auditor")
            #expect(messages.first?["result"]?["position"]?.int == start)
            #expect(positions(messages) == Array((start + 1)..<11))
            let id = try #require(messages.first?["result"]?["subscription"]?.int)
            try world.must(try world.call("auditor", "docket.unwatch", #""subscription":\#(id)"#))
        }
        let beyond = try world.call("auditor", "docket.watch", #""fromPosition":11"#)
        #expect(beyond.reason == "INVALID_PARAMS")
    }

    @Test func itBeginsAtTheNewestEntryWhenNothingIsSaid() throws {
        let world = try World()
        try world.staff("cy-clerk", "auditor")
        let matter = try world.register()
        world.isAutomatic = false
        world.request(
            "cy-clerk", "matter.note", World.commandMembers(matter, 1, "a", #""text":"x""#))
        world.request("auditor", "docket.watch")
        world.request(
            "cy-clerk", "matter.note", World.commandMembers(matter, 2, "b", #""text":"x""#))
        world.commit()
        let messages = try world.takeAll("auditor")
        #expect(messages.first?["result"]?["position"]?.int == 2)
        #expect(positions(messages) == [3])
    }

    @Test func aStartBetweenWhatIsDurableAndTheNewestEntryHasNoGap() throws {
        let world = try World()
        try world.staff("cy-clerk", "auditor")
        let matter = try world.register()
        world.isAutomatic = false
        for version in 1...4 {
            let key = "k\(version)"
            world.request(
                "cy-clerk", "matter.note",
                World.commandMembers(matter, Int64(version), key, #""text":"x""#))
        }
        world.commit(2)
        world.request("auditor", "docket.watch", #""fromPosition":1"#)
        world.request("auditor", "docket.watch", #""fromPosition":4"#)
        world.commit()
        let messages = try world.takeAll("auditor")
        let byID = Dictionary(grouping: messages.filter { $0.method != nil }) {
            $0["params"]?["subscription"]?.int ?? 0
        }
        let ids = messages.compactMap { $0["result"]?["subscription"]?.int }
        try #require(ids.count == 2)
        #expect(positions(byID[ids[0]] ?? []) == [2, 3, 4, 5])
        #expect(positions(byID[ids[1]] ?? []) == [5])
    }

    /// A world with one matter, of which an auditor hears.
    private func watched() throws -> (World, matter: String) {
        let world = try World()
        try world.staff("cy-clerk", "auditor")
        let matter = try world.register()
        world.request("auditor", "docket.watch")
        _ = try world.take("auditor")
        return (world, matter)
    }

    @Test func aPushWaitsForItsOwnEntryOnly() throws {
        let (world, matter) = try watched()
        world.isAutomatic = false
        for version in 1...2 as ClosedRange<Int64> {
            world.request(
                "cy-clerk", "matter.note",
                World.commandMembers(matter, version, "k\(version)", #""text":"x""#))
        }
        #expect(try world.takeAll("auditor").isEmpty)
        world.commit(1)
        #expect(positions(try world.takeAll("auditor")) == [2])
        world.commit()
        #expect(positions(try world.takeAll("auditor")) == [3])
    }

    @Test func aSlowReaderGetsEverythingOnceItCanRead() throws {
        let (world, matter) = try watched()
        var seen: [Int64] = []
        var version: Int64 = 1
        var dice = Dice(seed: 5)
        for round in 0..<40 {
            if round % 3 == 1 { world.congest("auditor") }
            for _ in 0..<dice.roll(30) {
                try note(world, matter, version)
                version += 1
            }
            if round % 3 == 1 { #expect(world.isQuiet("auditor")) }
            if round % 3 == 2 { world.relieve("auditor") }
            seen += positions(try world.takeAll("auditor"))
        }
        world.relieve("auditor")
        seen += positions(try world.takeAll("auditor"))
        #expect(version > 300)
        #expect(seen == Array(2...version))
    }

    @Test func itGoesOnAfterARecovery() throws {
        let world = try World()
        try world.staff("cy-clerk", "auditor")
        let matter = try world.register()
        world.request("auditor", "docket.watch")
        for version in 1...3 { try note(world, matter, Int64(version)) }
        var seen = positions(try world.takeAll("auditor"))
        world.isAutomatic = false
        world.request(
            "cy-clerk", "matter.note", World.commandMembers(matter, 4, "lost", #""text":"x""#))
        world.tick()
        try world.crash()
        world.isAutomatic = true
        try world.staff("cy-clerk", "auditor")
        try note(world, matter, 4)
        let last = try #require(seen.last)
        world.request("auditor", "docket.watch", #""fromPosition":\#(last)"#)
        try note(world, matter, 5)
        seen += positions(try world.takeAll("auditor"))
        #expect(seen == [2, 3, 4, 5, 6])
    }

    @Test(arguments: [false, true]) func aQueueSeesWhatEntersAndWhatLeaves(
        fromTheJournal: Bool
    ) throws {
        let world = try World()
        try world.staff("cy-clerk", "cy-inv1", "cy-sign", "auditor")
        if fromTheJournal { try world.connect("watcher", as: "auditor") }
        let start = #""filter":{"phase":"investigation"},"fromPosition":0"#
        if !fromTheJournal { world.request("auditor", "docket.watch", start) }
        _ = try world.rectification()
        if fromTheJournal { world.request("auditor", "docket.watch", start) }
        let pushes = try world.takeAll("auditor").filter { $0.method == "docket.changed" }
        let events = pushes.compactMap { $0["params"]?["event"]?.text }
        #expect(events == ["accepted", "measureRecorded", "problemsFound"])
        #expect(
            pushes.compactMap { $0["params"]?["phase"]?.text }
                == ["investigation", "investigation", "opinion"])
    }

    @Test func onlyThoseWhoMaySeeAMatterHearOfIt() throws {
        let world = try World()
        let watchers = ["auditor", "operator", "cy-market-resp", "cy-urban-resp", "hd-clerk"]
        try world.connect("cy-clerk")
        for name in watchers {
            try world.connect(name)
            world.request(name, "docket.watch")
            _ = try world.take(name)
        }
        _ = try world.register()
        let heard = try watchers.filter { try !world.takeAll($0).isEmpty }
        #expect(heard == ["auditor", "operator", "cy-market-resp"])
    }

    @Test func theSupervisedSideHearsNothingOfWhatItMayNotKnow() throws {
        let world = try World()
        try world.staff("cy-clerk", "cy-market-resp", "auditor")
        let matter = try world.register()
        for name in ["cy-market-resp", "auditor"] {
            try world.must(try world.call(name, "docket.watch"))
        }
        let contact = #""channel":"disciplineInspection","summary":"通报线索""#
        try world.must(try world.command("cy-clerk", "matter.coordinate", matter, 1, contact))
        #expect(world.isQuiet("cy-market-resp"))
        #expect(try world.take("auditor")["params"]?["event"]?.text == "coordinated")
        let history = try world.must(
            try world.call("cy-market-resp", "matter.history", #""matter":"\#(matter)""#))
        #expect(!"\(history)".contains("通报线索"))
    }

    @Test func unwatchEndsIt() throws {
        let world = try World()
        try world.staff("cy-clerk", "auditor", "operator")
        let reply = try world.must(try world.call("auditor", "docket.watch"))
        let id = try #require(reply["subscription"]?.int)
        let member = #""subscription":\#(id)"#
        #expect(try world.call("operator", "docket.unwatch", member).reason == "NOT_FOUND")
        try world.must(try world.call("auditor", "docket.unwatch", member))
        _ = try world.register()
        #expect(world.isQuiet("auditor"))
        #expect(try world.call("auditor", "docket.unwatch", member).reason == "NOT_FOUND")
    }

    @Test func anIdleOneHearsThePosition() throws {
        let world = try World()
        try world.staff("cy-clerk", "auditor")
        let filter = #""filter":{"phase":"closed"}"#
        try world.must(try world.call("auditor", "docket.watch", filter))
        _ = try world.register()
        world.monotonic += 14_999
        world.tick()
        #expect(world.isQuiet("auditor"))
        world.monotonic += 1
        world.tick()
        let beat = try world.take("auditor")
        #expect(beat.method == "docket.heartbeat")
        #expect(beat["params"]?["position"]?.int == 1)
        world.tick()
        #expect(world.isQuiet("auditor"), "one heartbeat, then silence again")
    }

    @Test func aConnectionHas32OfThem() throws {
        let world = try World()
        try world.connect("auditor")
        for _ in 0..<32 { try world.must(try world.call("auditor", "docket.watch")) }
        #expect(try world.call("auditor", "docket.watch").reason == "RATE_LIMITED")
        let first = try world.must(try world.call("auditor", "server.status"))
        #expect(first["subscriptions"]?.int == 32)
        world.disconnect("auditor")
        try world.connect("auditor")
        let second = try world.must(try world.call("auditor", "server.status"))
        #expect(second["subscriptions"]?.int == 0)
    }

    @Test func nothingIsPushedToAConnectionThatWasClosed() throws {
        let world = try World()
        try world.staff("cy-clerk", "auditor")
        try world.must(try world.call("auditor", "docket.watch"))
        for _ in 0..<10 { world.send("auditor", "{") }
        #expect(world.isClosed("auditor"))
        _ = try world.register()
        #expect(try world.takeAll("auditor").count == 10)
    }
}
