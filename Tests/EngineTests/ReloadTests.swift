// Files that are read again while the engine runs: all of them take effect together, or none.

import Engine
import Supervision
import Testing

@Suite struct ReloadTests {
    private func world() throws -> World {
        let world = try World()
        try world.staff("cy-clerk", "cy-inv1", "cy-sign", "auditor")
        return world
    }

    private func edition(_ world: World) throws -> String? {
        let status = try world.must(try world.call("auditor", "server.status"))
        return status["server"]?["rosterEdition"]?.text
    }

    // MARK: The roster

    /// Every organ gets another place, while a matter's newest entry is on its way to the disk.
    @Test func whatHangsOnPlacesInTheRosterIsMadeAnew() throws {
        let world = try world()
        try world.staff("cy-market-resp", "hd-clerk")
        let filter = #""filter":{"supervised":"chaoyang-market","supervising":"chaoyang"}"#
        for name in ["auditor", "cy-market-resp", "hd-clerk"] {
            try world.must(try world.call(name, "docket.watch", filter))
        }
        let matter = try world.register()
        world.isAutomatic = false
        world.request(
            "cy-clerk", "matter.note",
            World.commandMembers(matter, 1, world.nextKey(), #""text":"x""#))
        world.reload(try Sample.changed(roster: try Sample.turnedRoster()))
        world.commit()
        world.isAutomatic = true
        #expect(world.logs.last == "reloaded")
        for name in ["auditor", "cy-market-resp"] {
            let events = try world.takeAll(name).compactMap { $0["params"]?["event"]?.text }
            #expect(events == ["registered", "noted"], "\(name)")
        }
        #expect(world.isQuiet("hd-clerk"))
        _ = try world.take("cy-clerk")
        for (name, count) in [("auditor", 1), ("cy-clerk", 1), ("hd-clerk", 0)] {
            let list = try world.must(try world.call(name, "docket.list", filter))
            #expect(list["items"]?.items.count == count, "\(name)")
        }
        try world.must(try world.command("cy-clerk", "matter.note", matter, 2, #""text":"y""#))
        for name in ["auditor", "cy-market-resp"] {
            #expect(try world.take(name)["params"]?["event"]?.text == "noted")
        }
        #expect(try edition(world) == "turned")
    }

    @Test func anOrganThatAnOpenMatterNeedsMayNotGo() throws {
        let world = try world()
        let matter = try world.register()
        let before = try edition(world)
        for missing in ["chaoyang-market", "chaoyang"] {
            world.reload(try Sample.changed(roster: try Sample.roster(without: missing)))
            #expect(world.lastLog?.message == "reload refused")
            let reason = try #require(world.lastLog?.fields["reason"])
            #expect(reason.contains(" \(matter) ") && reason.contains(" \(missing),"), "\(reason)")
            #expect(try edition(world) == before)
        }
        // A closed matter waits for nobody.
        try world.must(try world.command("cy-clerk", "matter.decline", matter, 1, #""reason":"r""#))
        world.reload(
            try Sample.changed(roster: try Sample.roster(without: "chaoyang-market")))
        #expect(try edition(world) == "without")
        let list = try world.must(try world.call("auditor", "docket.list"))
        #expect(list["items"]?.items.count == 1)
    }

    /// Whoever may read a closed matter finds it too, also when the organ that was supervised has
    /// left the roster; its last entry may be on its way to the disk then.
    @Test(arguments: [false, true])
    func aMatterOfAnOrganThatLeftIsFound(whileItCloses: Bool) throws {
        let world = try world()
        try world.staff("hd-clerk")
        for name in ["cy-clerk", "hd-clerk"] {
            try world.must(try world.call(name, "docket.watch"))
        }
        let register = Sample.registration() + #","idempotencyKey":"r""#
        world.request("cy-clerk", "matter.register", register)
        let matter = "S1"
        _ = try world.takeAll("cy-clerk")
        world.isAutomatic = !whileItCloses
        world.request(
            "cy-clerk", "matter.decline",
            World.commandMembers(matter, 1, world.nextKey(), #""reason":"r""#))
        world.reload(
            try Sample.changed(roster: try Sample.roster(without: "chaoyang-market")))
        world.commit()
        world.isAutomatic = true
        #expect(try edition(world) == "without")
        world.request(
            "cy-clerk", "matter.note",
            World.commandMembers(matter, 2, world.nextKey(), #""text":"x""#))
        let events = try world.takeAll("cy-clerk").compactMap { $0["params"]?["event"]?.text }
        #expect(events == ["declined", "noted"])
        #expect(world.isQuiet("hd-clerk"))
        for (name, count) in [("cy-clerk", 1), ("hd-clerk", 0)] {
            let list = try world.must(try world.call(name, "docket.list"))
            #expect(list["items"]?.items.count == count, "\(name)")
            let counted = try world.must(try world.call(name, "docket.count"))
            #expect(counted["count"]?.int == Int64(count), "\(name)")
        }
    }

    /// Reopened, it would need an organ that is not there, and no later start could do without.
    @Test func aMatterOfAnOrganThatLeftIsNotReopened() throws {
        let world = try world()
        let matter = try world.register()
        try world.must(
            try world.command("cy-clerk", "matter.decline", matter, 1, #""reason":"r""#))
        world.reload(
            try Sample.changed(roster: try Sample.roster(without: "chaoyang-market")))
        let allowed = try world.must(
            try world.call("cy-sign", "matter.get", #""matter":"\#(matter)""#))["allowed"]
        #expect(allowed?.items.contains { $0.text == "matter.reopen" } == false)
        let refused = try world.command("cy-sign", "matter.reopen", matter, 2, #""facts":"x""#)
        #expect(refused["error"]?["message"]?.text?.hasPrefix("NOT_FOUND") == true)
        #expect(refused["error"]?["data"]?["details"]?["id"]?.text == "chaoyang-market")
        world.reload(try Sample.loaded())
        try world.must(
            try world.command("cy-sign", "matter.reopen", matter, 2, #""facts":"x""#))
    }

    @Test func houseRulesHoldFromThenOn() throws {
        let world = try world()
        let first = try world.register()
        world.reload(try Sample.changed(policy: Policy(acceptWithin: .workingDays(5))))
        let second = try world.register()
        #expect(try world.matter(first)["deadlines"]?.items.isEmpty ?? true)
        #expect(try world.deadline(second)["lastDay"]?.text == "2026-03-09")
    }

    // MARK: Persons

    @Test func aSessionGoesOnWithTheRolesOfNow() throws {
        let world = try world()
        let matter = try world.register()
        let demoted = try Sample.changed(principals: { person in
            guard person.id.text == "cy-clerk" else { return person }
            return Principal(
                id: person.id, name: person.name, organ: person.organ, roles: .signatory,
                qualified: false)
        })
        world.reload(demoted)
        let accept = #""investigators":["cy-inv1"]"#
        let refused = try world.command("cy-clerk", "matter.accept", matter, 1, accept)
        #expect(refused.reason == "NOT_AUTHORISED")
        world.reload(try Sample.loaded())
        try world.must(try world.command("cy-clerk", "matter.accept", matter, 1, accept))
    }

    @Test(arguments: ["gone", "new token", "given to another"])
    func aTokenThatNamesThePersonNoMoreEndsTheSession(_ how: String) throws {
        let world = try world()
        let matter = try world.register()
        try world.must(try world.call("cy-clerk", "docket.watch"))
        world.isAutomatic = false
        world.request(
            "cy-clerk", "matter.note",
            World.commandMembers(matter, 1, world.nextKey(), #""text":"x""#))
        let clerk = PersonID("cy-clerk")
        let configuration =
            switch how {
            case "gone":
                try Sample.changed(
                    principals: { $0.id == clerk ? nil : $0 },
                    tokens: { $0.filter { $0.value != clerk } })
            case "new token":
                try Sample.changed(tokens: { tokens in
                    var tokens = tokens.filter { $0.value != clerk }
                    tokens[String(repeating: "0", count: 64)] = clerk
                    return tokens
                })
            default:
                try Sample.changed(tokens: { tokens in
                    tokens.mapValues { $0 == clerk ? PersonID("cy-sign") : $0 }
                })
            }
        world.reload(configuration)
        #expect(world.lastLog?.fields["sessionsClosed"] == "1")
        // What was asked for before is answered when it is durable; what comes after is not read.
        world.request("cy-clerk", "session.ping")
        #expect(world.isQuiet("cy-clerk") && !world.isClosed("cy-clerk"))
        world.commit()
        let messages = try world.takeAll("cy-clerk")
        #expect(messages.count == 2 && messages[0]["result"]?["version"]?.int == 2)
        let told = try #require(messages.last)
        #expect(told.method == "session.revoked")
        #expect(told["params"]?["reason"]?.text == "UNAUTHENTICATED")
        #expect(told["params"]?["messages"]?["zh"]?.text?.isEmpty == false)
        #expect(world.isClosed("cy-clerk"))
        #expect(!world.isClosed("auditor") && world.isQuiet("auditor"))
    }

    @Test func aSessionWithoutAPersonGoesOn() throws {
        let world = try world()
        world.open("nobody")
        try world.must(try world.call("nobody", "session.hello", Sample.hello(token: nil)))
        world.open("silent")
        world.reload(try Sample.changed(principals: { _ in nil }, tokens: { _ in [:] }))
        for name in ["cy-clerk", "cy-inv1", "cy-sign", "auditor"] {
            #expect(world.isClosed(name))
        }
        try world.must(try world.call("nobody", "server.status"))
        let token = "sample-cy-clerk"
        #expect(
            try world.call("silent", "session.hello", Sample.hello(token: token)).reason
                == "UNAUTHENTICATED")
    }

    // MARK: The end

    @Test func aServerThatStopsKeepsItsFiles() throws {
        let world = try world()
        world.isAutomatic = false
        world.request(
            "cy-clerk", "matter.register",
            Sample.registration() + #","idempotencyKey":"\#(world.nextKey())""#)
        world.drain()
        world.reload(try Sample.changed(roster: try Sample.turnedRoster()))
        #expect(world.lastLog?.message == "reload refused")
        world.commit()
        #expect(world.drained == 1)
    }
}
