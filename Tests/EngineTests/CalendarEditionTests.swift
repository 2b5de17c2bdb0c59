// An edition of the calendar arrives: provisional deadlines are computed again, once, by an entry
// of the server itself.

import Engine
import Supervision
import Testing

@Suite struct CalendarEditionTests {
    /// A matter under investigation whose five working days end provisionally on Monday, 4 January
    /// 2027; with the made-up edition they end on Thursday, 7 January.
    private func provisional() throws -> (World, String) {
        let world = try World(at: "2026-12-28T01:00:00Z")
        try world.staff("cy-clerk", "cy-inv1", "cy-sign", "auditor")
        let matter = try world.register()
        try world.must(
            try world.command(
                "cy-clerk", "matter.accept", matter, 1,
                #""investigators":["cy-inv1"],"deadline":{"workingDays":5}"#))
        let deadline = try world.deadline(matter)
        try #require(deadline["lastDay"]?.text == "2027-01-04")
        try #require(deadline["provisional"] == .bool(true))
        return (world, matter)
    }

    private func recomputed(_ world: World, _ matter: String) throws -> [JSON] {
        try world.events(matter).filter { $0["event"]?.text == "deadlineRecomputed" }
    }

    @Test func anEditionSettlesAProvisionalDeadline() throws {
        let (world, matter) = try provisional()
        let list = #""filter":{"dueBefore":"2027-01-07"}"#
        try world.must(try world.call("cy-clerk", "docket.watch"))
        let entries = world.entries
        world.reload(try Sample.changed(calendar: try Sample.calendar2027()))
        #expect(world.lastLog?.fields["deadlinesRecomputed"] == "1")
        #expect(world.entries == entries + 1)

        let deadline = try world.deadline(matter)
        #expect(deadline["lastDay"]?.text == "2027-01-07" && deadline["provisional"] == nil)
        let event = try #require(try recomputed(world, matter).first)
        #expect(event["calendarEdition"]?.text == "2027-made-up")
        #expect(event["deadline"]?["lastDay"]?.text == "2027-01-07")
        // The server's own act: no person, and the version that it found.
        let history = try world.must(
            try world.call("auditor", "matter.history", #""matter":"\#(matter)""#))
        let item = try #require(history["items"]?.items.last)
        #expect(item["principal"] == nil && item["version"]?.int == 2)
        let push = try world.take("cy-clerk")
        #expect(push["params"]?["event"]?.text == "deadlineRecomputed")
        // Lists and commands go on from there.
        let due = try world.must(try world.call("auditor", "docket.list", list))
        #expect(due["items"]?.items.isEmpty == true)
        try world.must(try world.command("cy-inv1", "matter.note", matter, 2, #""text":"x""#))

        // The second time there is nothing left to record.
        world.reload(try Sample.changed(calendar: try Sample.calendar2027()))
        #expect(world.lastLog?.fields["deadlinesRecomputed"] == "0")
        // It passes at the end of its new last day: 24:00 in Beijing is 16:00 UTC.
        world.now = try #require(Instant(iso8601: "2027-01-07T15:59:59.999Z"))
        world.tick()
        #expect(try world.matter(matter)["overdue"] == .bool(false))
        world.advance(milliseconds: 1)
        #expect(try world.matter(matter)["overdue"] == .bool(true))
    }

    @Test func itIsRecordedOnceThoughItsEntryIsNotDurable() throws {
        let (world, matter) = try provisional()
        let entries = world.entries
        let edition = try Sample.changed(calendar: try Sample.calendar2027())
        world.isAutomatic = false
        world.reload(edition)
        world.reload(edition)
        #expect(world.undurable == 1)
        try world.crash(restartingWith: edition)
        world.tick()
        world.tick()
        #expect(world.undurable == 1, "what was lost is recorded again, at the start")
        world.commit()
        for _ in 0..<2 {
            try world.crash(restartingWith: edition)
            world.tick()
            #expect(world.undurable == 0 && world.entries == entries + 1)
        }
        // Folded under the files of before, it is the same matter.
        try world.crash()
        world.isAutomatic = true
        try world.staff("auditor")
        #expect(try world.deadline(matter)["lastDay"]?.text == "2027-01-07")
        #expect(try recomputed(world, matter).count == 1)
    }

    /// The edition came while the server was down, over the provisional last day: it is heard
    /// before the clock.
    @Test func atTheStartTheEditionComesBeforeTheClock() throws {
        let (world, matter) = try provisional()
        world.now = try #require(Instant(iso8601: "2027-01-06T01:00:00Z"))
        try world.crash(restartingWith: try Sample.changed(calendar: try Sample.calendar2027()))
        try world.staff("auditor")
        #expect(try world.matter(matter)["overdue"] == .bool(false))
        #expect(try world.events(matter).last?["event"]?.text == "deadlineRecomputed")
    }

    /// The same with a matter that its snapshot keeps packed, which is looked at only when the
    /// calendar is another one than the snapshots know.
    @Test func atTheStartPackedMattersHearOfAnotherCalendar() throws {
        let (world, matter) = try provisional()
        world.tick()
        try world.crash()
        try world.staff("auditor")
        #expect(try recomputed(world, matter).isEmpty)
        let edition = try Sample.changed(calendar: try Sample.calendar2027())
        for _ in 1...3 {
            world.tick()
            try world.crash(restartingWith: edition)
            try world.staff("auditor")
            #expect(try recomputed(world, matter).count == 1)
            #expect(try world.deadline(matter)["lastDay"]?.text == "2027-01-07")
        }
    }

    @Test func aDeadlineThatHasPassedIsLeftAlone() throws {
        let (world, matter) = try provisional()
        world.now = try #require(Instant(iso8601: "2027-01-05T01:00:00Z"))
        world.tick()
        world.reload(try Sample.changed(calendar: try Sample.calendar2027()))
        #expect(world.lastLog?.fields["deadlinesRecomputed"] == "0")
        #expect(try world.events(matter).last?["event"]?.text == "deadlinePassed")
        #expect(try world.matter(matter)["overdue"] == .bool(true))
    }

    /// A suspension of the past is counted by the edition, too, and one that lasts goes on.
    @Test func suspensionsAreKept() throws {
        let (world, matter) = try provisional()
        func suspend(_ version: Int64, until time: String) throws {
            let reason = #""reason":"等待检测结论""#
            try world.must(
                try world.command("cy-sign", "matter.suspend", matter, version, reason))
            world.now = try #require(Instant(iso8601: time))
            world.tick()
        }
        // From Monday 28 to Thursday 31 December: three working days, all in 2026.
        try suspend(2, until: "2026-12-31T01:00:00Z")
        try world.must(try world.command("cy-sign", "matter.resume", matter, 3, #""reason":"r""#))
        #expect(try world.deadline(matter)["lastDay"]?.text == "2027-01-07")
        try suspend(4, until: "2027-01-20T01:00:00Z")
        world.reload(try Sample.changed(calendar: try Sample.calendar2027()))
        // Eight working days after 28 December: three in December, five from the 6th on.
        let deadline = try world.deadline(matter)
        #expect(deadline["lastDay"]?.text == "2027-01-12")
        #expect(deadline["suspendedDays"]?.int == 3 && deadline["provisional"] == nil)
        // The second lasts from 31 December to 20 January: eleven working days.
        try world.must(try world.command("cy-sign", "matter.resume", matter, 5, #""reason":"r""#))
        #expect(try world.deadline(matter)["lastDay"]?.text == "2027-01-27")
        #expect(try world.deadline(matter)["suspendedDays"]?.int == 14)
    }
}
