// The clock as an actor: what it records, when, and how often.

import Journal
import Supervision
import Testing

@Suite struct DeadlineTests {
    private func world() throws -> World {
        let world = try World()
        try world.staff("cy-clerk", "cy-inv1", "cy-sign", "auditor")
        return world
    }

    private func accepted(_ world: World, days: Int) throws -> String {
        let matter = try world.register()
        try world.must(
            world.command(
                "cy-clerk", "matter.accept", matter, 1,
                #""investigators":["cy-inv1"],"deadline":{"days":\#(days)}"#))
        return matter
    }

    private func passed(_ world: World, _ matter: String) throws -> [Int64?] {
        let history = try world.must(
            try world.call("auditor", "matter.history", #""matter":"\#(matter)""#))
        return (history["items"]?.items ?? []).filter {
            $0["events"]?.items.first?["event"]?.text == "deadlinePassed"
        }.map { $0["version"]?.int }
    }

    @Test func aPassedDeadlineIsRecordedOnceUnderTheVersionItFound() throws {
        let world = try world()
        // Three days from Monday 2 March end at 24:00 of the 5th, that is 16:00 UTC.
        let matter = try accepted(world, days: 3)
        world.advance(milliseconds: (3 * 24 + 15) * 3_600_000 - 1)
        #expect(try passed(world, matter).isEmpty)
        world.advance(milliseconds: 1)
        #expect(try passed(world, matter) == [2])
        for _ in 0..<5 { world.advance(days: 1) }
        #expect(try passed(world, matter) == [2])
        try world.must(try world.command("cy-clerk", "matter.note", matter, 2, #""text":"x""#))
    }

    @Test func itIsRecordedOnceThoughItsEntryIsNotDurable() throws {
        let world = try world()
        _ = try accepted(world, days: 3)
        world.isAutomatic = false
        world.advance(days: 10)
        world.tick()
        world.tick()
        #expect(world.undurable == 1)
        try world.crash()
        world.tick()
        #expect(world.undurable == 1, "what was lost is recorded again")
        world.commit()
        try world.crash()
        world.tick()
        #expect(world.undurable == 0)
    }

    @Test func severalAreRecordedInTheOrderInWhichTheyPassed() throws {
        let world = try world()
        let matters = try [9, 3, 7, 3].map { try accepted(world, days: $0) }
        let before = world.entries
        world.advance(days: 30)
        let order = world.appended.dropFirst(Int(before)).map(\.matter)
        #expect(order == [1, 3, 2, 0].map { matters[$0] })
        for matter in matters { #expect(try passed(world, matter) == [2]) }
    }

    @Test func nothingPassesWhileTheMatterIsSuspended() throws {
        let world = try world()
        let matter = try accepted(world, days: 3)
        try world.must(try world.command("cy-sign", "matter.suspend", matter, 2, #""reason":"x""#))
        world.advance(days: 20)
        #expect(try passed(world, matter).isEmpty)
        try world.must(try world.command("cy-sign", "matter.resume", matter, 3, #""reason":"x""#))
        world.tick()
        #expect(try passed(world, matter).isEmpty, "it moved by what the suspension lasted")
        world.advance(days: 10)
        #expect(try passed(world, matter) == [4])
    }

    @Test func anExtendedDeadlinePassesAgain() throws {
        let world = try world()
        let matter = try accepted(world, days: 3)
        world.advance(days: 5)
        #expect(try world.matter(matter)["overdue"] == .bool(true))
        let extend = #""deadline":{"days":10},"reason":"案情复杂""#
        try world.must(try world.command("cy-sign", "investigation.extend", matter, 2, extend))
        #expect(try world.matter(matter)["overdue"] == .bool(false))
        world.advance(days: 30)
        #expect(try passed(world, matter) == [2, 3])
        // Extended before it passed, the old day means nothing.
        let other = try accepted(world, days: 3)
        try world.must(try world.command("cy-sign", "investigation.extend", other, 2, extend))
        world.advance(days: 5)
        #expect(try passed(world, other).isEmpty)
        world.advance(days: 20)
        #expect(try passed(world, other) == [3])
    }

    @Test func aReportUnderReviewHasKeptItsDeadline() throws {
        let world = try world()
        try world.connect("cy-market-resp")
        let matter = try world.rectification()
        let report = #""measures":[{"item":1,"text":"已办"}]"#
        try world.must(
            try world.command("cy-market-resp", "rectification.report", matter, 5, report))
        world.advance(days: 60)
        #expect(try passed(world, matter).isEmpty)
        try world.must(
            try world.command("cy-inv1", "rectification.reject", matter, 6, #""reason":"不符""#))
        world.tick()
        #expect(try passed(world, matter) == [7])
    }

    @Test func theClockNeverGoesBack() throws {
        let world = try world()
        let first = try world.register()
        let later = world.now
        world.now.milliseconds -= 1_000_000
        let second = try world.register()
        let times = try [first, second].map { try world.matter($0)["registeredAt"]?.text }
        #expect(times == [later.iso8601, later.iso8601])
    }

    @Test(arguments: [false, true]) func itDoesNotGoBackOverARestart(usingStates: Bool) throws {
        let world = try world()
        let first = try world.register()
        let later = world.now
        // A tick with nothing in flight writes the snapshots: no entry is left above their floor.
        world.tick()
        world.now.milliseconds -= 1_000_000
        try world.crash(usingStates: usingStates)
        try world.staff("cy-clerk", "auditor")
        let second = try world.register()
        let times = try [first, second].map { try world.matter($0)["registeredAt"]?.text }
        #expect(times == [later.iso8601, later.iso8601])
    }
}
