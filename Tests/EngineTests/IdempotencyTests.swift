// A command that is sent again gets the answer of its first sending: from memory while the entry
// is on its way to the disk, from the journal afterwards, from the next process too.

import Testing

@Suite struct IdempotencyTests {
    private let registration = Sample.registration() + #","idempotencyKey":"reg""#

    private func world() throws -> World {
        let world = try World()
        try world.staff("cy-clerk", "cy-inv1", "auditor")
        return world
    }

    /// Members that a replay shares with the first answer: all but `replayed`.
    private func same(_ first: JSON, _ again: JSON) -> Bool {
        guard case .object(var result)? = again["result"], result["replayed"] == .bool(true)
        else { return false }
        result["replayed"] = nil
        return .object(result) == first["result"]
    }

    @Test func aRetryGetsTheFirstAnswerFromTheJournal() throws {
        let world = try world()
        let first = try world.call("cy-clerk", "matter.register", registration)
        #expect(same(first, try world.call("cy-clerk", "matter.register", registration)))
        let note = World.commandMembers("S1", 1, "note", #""text":"x""#)
        let noted = try world.call("cy-clerk", "matter.note", note)
        try world.must(try world.command("cy-clerk", "matter.note", "S1", 2, #""text":"y""#))
        #expect(same(noted, try world.call("cy-clerk", "matter.note", note)))
        #expect(world.entries == 3)
    }

    @Test(arguments: [true, false]) func aRetryAfterARestartGetsTheFirstAnswer(
        usingStates: Bool
    ) throws {
        let world = try world()
        let first = try world.call("cy-clerk", "matter.register", registration)
        let accept = World.commandMembers("S1", 1, "acc", #""investigators":["cy-inv1"]"#)
        let accepted = try world.call("cy-clerk", "matter.accept", accept)
        world.tick()
        try world.crash(usingStates: usingStates)
        try world.connect("cy-clerk")
        #expect(same(first, try world.call("cy-clerk", "matter.register", registration)))
        #expect(same(accepted, try world.call("cy-clerk", "matter.accept", accept)))
        #expect(world.entries == 2)
    }

    @Test func aRetryWhileTheFirstIsNotDurableIsWithheld() throws {
        let world = try world()
        world.isAutomatic = false
        world.request("cy-clerk", "matter.register", registration)
        world.request("cy-clerk", "matter.register", registration)
        #expect(world.undurable == 1)
        #expect(world.isQuiet("cy-clerk"))
        world.commit()
        let replies = try world.takeAll("cy-clerk")
        try #require(replies.count == 2)
        #expect(same(replies[0], replies[1]))
    }

    @Test func theOrderOfMembersAndTheIDDoNotMatter() throws {
        let world = try world()
        _ = try world.call("cy-clerk", "matter.register", registration)
        let first = try world.call(
            "cy-clerk", "matter.note",
            #""matter":"S1","expectedVersion":1,"idempotencyKey":"k","text":"x""#)
        world.send(
            "cy-clerk",
            #"{"method":"matter.note","params":{"text":"\u0078","idempotencyKey":"k","#
                + #""expectedVersion":1,"matter":"S1"},"id":"again","jsonrpc":"2.0"}"#
        )
        let again = try world.take("cy-clerk")
        #expect(again["id"]?.text == "again")
        #expect(same(first, again))
    }

    @Test(arguments: [false, true]) func aKeyWithOtherParametersIsRefused(
        whileInFlight: Bool
    ) throws {
        let world = try world()
        _ = try world.call("cy-clerk", "matter.register", registration)
        world.isAutomatic = !whileInFlight
        world.request(
            "cy-clerk", "matter.note", World.commandMembers("S1", 1, "k", #""text":"x""#))
        world.request(
            "cy-clerk", "matter.note", World.commandMembers("S1", 1, "k", #""text":"y""#))
        world.request(
            "cy-clerk", "matter.note", World.commandMembers("S1", 2, "k", #""text":"x""#))
        world.request(
            "cy-clerk", "matter.coordinate",
            World.commandMembers("S1", 1, "k", #""channel":"audit","summary":"x""#))
        world.request(
            "cy-clerk", "matter.register",
            Sample.registration(summary: "另一件") + #","idempotencyKey":"reg""#)
        world.commit()
        let replies = try world.takeAll("cy-clerk")
        #expect(replies.filter { $0["result"] != nil }.count == 1)
        #expect(replies.filter { $0.reason == "IDEMPOTENCY_KEY_REUSED" }.count == 4)
        #expect(world.entries == 2)
    }

    @Test func theKeysOfTwoPersonsAreIndependent() throws {
        let world = try world()
        _ = try world.call("cy-clerk", "matter.register", registration)
        try world.connect("bj-clerk")
        let other = try world.call(
            "bj-clerk", "matter.register",
            Sample.registration(of: "bj-planning") + #","idempotencyKey":"reg""#)
        #expect(other["result"]?["matter"]?.text == "S2")
        let note = World.commandMembers("S1", 1, "k", #""text":"x""#)
        try world.must(try world.call("cy-clerk", "matter.note", note))
        let stranger = try world.call("cy-inv1", "matter.note", note)
        #expect(stranger.reason == "VERSION_CONFLICT")
    }

    @Test func theKeysOfTwoMattersAreIndependent() throws {
        let world = try world()
        let (a, b) = (try world.register(), try world.register())
        for matter in [a, b] {
            let note = World.commandMembers(matter, 1, "k", #""text":"x""#)
            #expect(
                try world.must(try world.call("cy-clerk", "matter.note", note))["replayed"] == nil)
        }
    }

    @Test func aReplayIsToldBeforePhaseAndVersion() throws {
        let world = try world()
        _ = try world.call("cy-clerk", "matter.register", registration)
        let decline = World.commandMembers("S1", 1, "d", #""reason":"重复""#)
        let first = try world.call("cy-clerk", "matter.decline", decline)
        #expect(first["result"]?["phase"]?.text == "closed")
        #expect(same(first, try world.call("cy-clerk", "matter.decline", decline)))
    }

    @Test func aRetryOfTheClockIsNoEntryOfAKey() throws {
        let world = try world()
        _ = try world.call("cy-clerk", "matter.register", registration)
        let accept = #""investigators":["cy-inv1"],"deadline":{"days":3}"#
        let members = World.commandMembers("S1", 1, "a", accept)
        let first = try world.call("cy-clerk", "matter.accept", members)
        world.advance(days: 5)
        #expect(world.entries == 3)
        #expect(same(first, try world.call("cy-clerk", "matter.accept", members)))
        // The passing deadline left the version alone, so that the next command is no conflict.
        try world.must(try world.command("cy-clerk", "matter.note", "S1", 2, #""text":"x""#))
        #expect(try world.matter("S1")["overdue"] == .bool(true))
    }

    @Test func aRetryIsAnsweredThoughTheMatterIsSeenNoMore() throws {
        let world = try world()
        try world.connect("hd-clerk")
        _ = try world.call("cy-clerk", "matter.register", registration)
        let transfer = World.commandMembers(
            "S1", 1, "t", #""supervising":"bj-market","reason":"条线主管""#)
        let first = try world.call("cy-clerk", "matter.transfer", transfer)
        try world.must(first)
        let get = try world.call("cy-clerk", "matter.get", #""matter":"S1""#)
        #expect(get.reason == "NOT_FOUND")
        #expect(same(first, try world.call("cy-clerk", "matter.transfer", transfer)))
        #expect(try world.call("hd-clerk", "matter.transfer", transfer).reason == "NOT_FOUND")
        let other = World.commandMembers("S1", 2, "u", #""text":"x""#)
        #expect(try world.call("cy-clerk", "matter.note", other).reason == "NOT_FOUND")
    }
}
