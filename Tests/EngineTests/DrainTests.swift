// The end of a server: no new command, every owed answer, then exactly one `drained`.

import Engine
import Journal
import Testing

@Suite struct DrainTests {
    @Test func itTellsRefusesAndStillAnswers() throws {
        let world = try World()
        try world.staff("cy-clerk", "auditor")
        let register = Sample.registration() + #","idempotencyKey":"r""#
        let first = try world.call("cy-clerk", "matter.register", register)
        world.isAutomatic = false
        let note = World.commandMembers("S1", 1, "n", #""text":"x""#)
        world.request("cy-clerk", "matter.note", note)
        world.drain()
        #expect(world.drained == 0)
        world.request("cy-clerk", "matter.note", note)
        world.request("cy-clerk", "matter.register", register)
        world.request(
            "cy-clerk", "matter.note", World.commandMembers("S1", 2, "o", #""text":"x""#))
        world.request(
            "cy-clerk", "matter.register", Sample.registration() + #","idempotencyKey":"s""#)
        world.request("auditor", "matter.get", #""matter":"S1""#)
        world.request("auditor", "matter.history", #""matter":"S1""#)
        world.commit()
        let replies = try world.takeAll("cy-clerk").filter { $0.method == nil }
        #expect(replies.filter { $0.reason == "DRAINING" }.count == 2)
        let results = replies.compactMap { $0["result"] }
        #expect(results.filter { $0["replayed"] == .bool(true) }.count == 2)
        #expect(results.contains { $0["matter"] == first["result"]?["matter"] })
        let messages = try world.takeAll("auditor")
        #expect(messages.first?.method == "session.draining")
        #expect(messages.count == 3)
        #expect(world.drained == 1)
        for _ in 0..<3 { world.tick() }
        world.drain()
        #expect(world.drained == 1)
        #expect(world.entries == 2)
    }

    @Test func withNothingToDoItIsOverAtOnce() throws {
        let world = try World()
        world.drain()
        #expect(world.drained == 1)
    }

    @Test func anIdleConnectionHearsItBeforeTheEnd() throws {
        let world = try World()
        try world.connect("auditor")
        world.open("stranger")
        world.drain()
        for name in ["auditor", "stranger"] {
            let push = try world.take(name)
            #expect(push.method == "session.draining")
            #expect(push["params"]?["deadline"]?.text != nil)
        }
        #expect(world.drained == 1)
        world.open("late")
        #expect(world.isClosed("late"))
    }

    @Test func entriesOfTheClockAreWaitedForThoughNobodyListens() throws {
        let world = try World()
        try world.staff("cy-clerk")
        let matter = try world.register()
        try world.must(
            try world.command(
                "cy-clerk", "matter.accept", matter, 1,
                #""investigators":["cy-inv1"],"deadline":{"days":3}"#))
        world.disconnect("cy-clerk")
        world.isAutomatic = false
        world.advance(days: 9)
        #expect(world.undurable == 1)
        world.drain()
        #expect(world.drained == 0)
        world.commit()
        #expect(world.drained == 1)
        #expect(world.entries == 3)
    }

    @Test func aReadOfAConnectionThatWentIsWaitedFor() throws {
        let world = try World()
        try world.staff("cy-clerk")
        let matter = try world.register()
        world.isAutomatic = false
        world.request("cy-clerk", "matter.history", #""matter":"\#(matter)""#)
        world.drain()
        world.disconnect("cy-clerk")
        #expect(world.drained == 0)
        world.commit()
        #expect(world.drained == 1)
    }

    @Test func nothingIsAppendedAfterTheEnd() throws {
        let world = try World()
        try world.staff("cy-clerk")
        let matter = try world.register()
        try world.must(
            try world.command(
                "cy-clerk", "matter.accept", matter, 1,
                #""investigators":["cy-inv1"],"deadline":{"days":3}"#))
        world.drain()
        #expect(world.drained == 1)
        world.isAutomatic = false
        world.advance(days: 9)
        #expect(world.work.isEmpty, "the store has stopped")
    }

    @Test func theLastSnapshotsAreComplete() throws {
        let world = try World()
        try world.staff("cy-clerk")
        for _ in 0..<3 { _ = try world.register() }
        world.drain()
        var states = 0
        let floor = try world.journal.loadStates(format: Recovery.format) { _ in states += 1 }
        #expect(states == 4, "three matters, and how many there are")
        #expect(floor == 3)
    }

    /// What a slow reader sent before the drain is answered, when it reads on in time.
    @Test func itWaitsForWhatASlowReaderHadSent() throws {
        let world = try World()
        try world.connect("auditor")
        world.congest("auditor")
        for _ in 0..<3 { world.request("auditor", "server.status") }
        world.drain()
        #expect(world.drained == 0)
        world.relieve("auditor")
        let answers = try world.takeAll("auditor").filter { $0["result"] != nil }
        #expect(answers.count == 3)
        #expect(world.drained == 1)
    }

    /// Nor for all that somebody has asked of the journal.
    @Test func itWaitsForNoReadThatHasNotBegun() throws {
        let world = try World()
        try world.staff("cy-clerk")
        let matter = try world.register()
        for version in 1...300 as ClosedRange<Int64> {
            try world.must(
                try world.command("cy-clerk", "matter.note", matter, version, #""text":"x""#))
        }
        world.isAutomatic = false
        for _ in 0..<20 {
            world.request("cy-clerk", "matter.asOf", #""matter":"\#(matter)","version":300"#)
        }
        world.drain()
        world.feed(.drainOver)
        #expect(world.drained == 0)
        // The one that the store has is waited for, and nothing after it.
        #expect(world.work.count == 1)
        world.workOnce()
        #expect(world.drained == 1)
    }

    /// When the time is over nobody is waited for, and the snapshots are kept all the same; what
    /// is on its way to the disk is.
    @Test func itEndsInTime() throws {
        let world = try World()
        try world.staff("cy-clerk", "auditor")
        _ = try world.register()
        world.congest("auditor")
        for _ in 0..<3 { world.request("auditor", "server.status") }
        world.drain()
        #expect(world.drained == 0)
        world.feed(.drainOver)
        #expect(world.drained == 1)
        var states = 0
        _ = try world.journal.loadStates(format: Recovery.format) { _ in states += 1 }
        #expect(states == 2, "one matter, and how many there are")
    }
}
