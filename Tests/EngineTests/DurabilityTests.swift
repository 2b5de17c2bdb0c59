// Nothing is said before it is durable: an answer leaves when the newest entry that existed when
// it was made has been committed, whatever kind of answer it is.

import Testing

@Suite struct DurabilityTests {
    private func world() throws -> World {
        let world = try World()
        try world.staff("cy-clerk", "cy-inv1", "auditor")
        world.isAutomatic = false
        return world
    }

    @Test func aCommandIsAnsweredAfterItsCommit() throws {
        let world = try world()
        world.request(
            "cy-clerk", "matter.register", Sample.registration() + #","idempotencyKey":"a""#)
        #expect(world.undurable == 1)
        #expect(world.isQuiet("cy-clerk"))
        world.commit()
        let reply = try world.take("cy-clerk")
        #expect(reply["result"]?["version"]?.int == 1)
        #expect(reply["result"]?["position"]?.int == 1)
        #expect(reply["result"]?["replayed"] == nil)
    }

    @Test func aReadOfWhatIsNotDurableWaitsOnEveryConnection() throws {
        let world = try world()
        world.request(
            "cy-clerk", "matter.register", Sample.registration() + #","idempotencyKey":"a""#)
        for (method, members) in [
            ("matter.get", #""matter":"S1""#), ("docket.list", ""), ("docket.count", ""),
            ("server.status", ""),
        ] { world.request("auditor", method, members) }
        #expect(world.isQuiet("auditor"))
        world.commit()
        let replies = try world.takeAll("auditor")
        #expect(replies.count == 4)
        #expect(replies[0]["result"]?["version"]?.int == 1)
        #expect(replies[1]["result"]?["items"]?.items.count == 1)
        #expect(replies[2]["result"]?["count"]?.int == 1)
    }

    @Test func aRefusalComputedFromAnUndurableEntryWaits() throws {
        let world = try world()
        world.request(
            "cy-clerk", "matter.register", Sample.registration() + #","idempotencyKey":"a""#)
        world.commit()
        _ = try world.takeAll("cy-clerk")
        let first = World.commandMembers("S1", 1, "b", #""text":"one""#)
        let second = World.commandMembers("S1", 1, "c", #""text":"two""#)
        world.request("cy-clerk", "matter.note", first)
        world.request("cy-inv1", "matter.note", second)
        #expect(world.isQuiet("cy-clerk"))
        #expect(world.isQuiet("cy-inv1"), "the conflict is not yet true")
        world.commit()
        let conflict = try world.take("cy-inv1")
        #expect(conflict.reason == "VERSION_CONFLICT")
        #expect(conflict["error"]?["data"]?["details"]?["currentVersion"]?.int == 2)
    }

    @Test func aWatchHearsOfAnEntryAfterItsCommit() throws {
        let world = try world()
        let id = world.request("auditor", "docket.watch")
        #expect(try world.take("auditor")["id"]?.int == Int64(id))
        world.request(
            "cy-clerk", "matter.register", Sample.registration() + #","idempotencyKey":"a""#)
        #expect(world.isQuiet("auditor"))
        world.commit()
        #expect(try world.take("auditor").method == "docket.changed")
    }

    @Test func theSecondCommandIsDecidedAgainstTheSpeculativeState() throws {
        let world = try world()
        world.request(
            "cy-clerk", "matter.register", Sample.registration() + #","idempotencyKey":"a""#)
        let accept = World.commandMembers("S1", 1, "b", #""investigators":["cy-inv1"]"#)
        world.request("cy-clerk", "matter.accept", accept)
        let measure = World.commandMembers("S1", 2, "c", Sample.measure)
        world.request("cy-inv1", "investigation.recordMeasure", measure)
        #expect(world.undurable == 3)
        world.commit(1)
        #expect(try world.takeAll("cy-clerk").count == 1)
        world.commit(1)
        #expect(try world.take("cy-clerk")["result"]?["phase"]?.text == "investigation")
        #expect(world.isQuiet("cy-inv1"))
        world.commit(1)
        #expect(try world.take("cy-inv1")["result"]?["version"]?.int == 3)
    }

    @Test func anAnswerMadeEarlierLeavesEarlier() throws {
        let world = try world()
        world.request(
            "cy-clerk", "matter.register", Sample.registration() + #","idempotencyKey":"a""#)
        let get = world.request("auditor", "matter.get", #""matter":"S1""#)
        world.request(
            "cy-clerk", "matter.register", Sample.registration() + #","idempotencyKey":"b""#)
        let count = world.request("auditor", "docket.count")
        world.commit(1)
        let early = try world.takeAll("auditor")
        #expect(early.map { $0["id"]?.int } == [Int64(get)])
        world.commit(1)
        #expect(try world.take("auditor")["id"]?.int == Int64(count))
    }

    @Test func whatWasNotCommittedNeverHappened() throws {
        let world = try world()
        world.request(
            "cy-clerk", "matter.register", Sample.registration() + #","idempotencyKey":"a""#)
        try world.crash()
        world.isAutomatic = true
        try world.staff("cy-clerk", "auditor")
        #expect(try world.call("auditor", "docket.count")["result"]?["count"]?.int == 0)
        let reply = try world.call(
            "cy-clerk", "matter.register", Sample.registration() + #","idempotencyKey":"a""#)
        #expect(reply["result"]?["replayed"] == nil)
        #expect(reply["result"]?["matter"]?.text == "S1")
    }
}
