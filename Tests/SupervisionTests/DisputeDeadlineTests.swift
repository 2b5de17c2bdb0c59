import Testing

@testable import Supervision

/// Each party has its own deadline once a rejection has given it another one (Art. 13 para. 2).
@Suite struct DisputeDeadlineTests {
    private let a = Cast.disputeParties[0]
    private let b = Cast.disputeParties[1]
    private let lead = "cy-justice.lead"
    private let signatory = "cy-justice.signatory"

    /// Monday 2026-03-02: both have until 2026-03-09, and the first has reported.
    private func reported() throws -> DisputeWorld {
        let states = try DisputeWorld.each()
        var world = try #require(states.first { $0.name == "execution" }?.world)
        try world.give(.reportExecution(party: a, text: "已办"), by: "\(a.text).respondent")
        return world
    }

    private func rejected(_ period: Period?) throws -> DisputeWorld {
        var world = try reported()
        try world.give(.rejectExecution(party: a, reason: "不实", deadline: period), by: lead)
        return world
    }

    private func lastDays(_ world: DisputeWorld) -> [String] {
        guard case .execution(let execution) = world.dispute.phase else { return [] }
        return execution.parts.map {
            "\($0.term.deadline.lastDay)" + ($0.term.hasPassed ? " passed" : "")
        }
    }

    private func escalation(
        _ party: OrganID, in world: DisputeWorld
    ) -> Result<[DisputeEvent], Refusal> {
        world.decide(
            .escalate(party: party, reason: "逾期"), by: Cast.person("cy-justice.clerk"))
    }

    @Test func aShortDeadlineOfOneDoesNotHurryTheOthers() throws {
        var world = try rejected(.days(1))
        #expect(lastDays(world) == ["2026-03-03", "2026-03-09"])
        #expect(world.dispute.term?.deadline.lastDay == Cast.day("2026-03-03"))
        world.wait(days: 2)
        #expect(lastDays(world) == ["2026-03-03 passed", "2026-03-09"])
        #expect(world.dispute.isOverdue)
        guard case .failure(let refusal) = escalation(b, in: world) else {
            Issue.record("a party is escalated before its deadline")
            return
        }
        #expect(refusal.reason == .refused(.coordinationNotFailed))
        #expect(refusal.from == Instant(startOf: Cast.day("2026-03-10")))
        #expect((try? escalation(a, in: world).get()) != nil)
        // Its own deadline passes in its own time.
        world.wait(days: 6)
        #expect(lastDays(world) == ["2026-03-03 passed", "2026-03-09 passed"])
        #expect((try? escalation(b, in: world).get()) != nil)
    }

    @Test func aLongDeadlineOfOneDoesNotSpareTheOthers() throws {
        var world = try reported()
        world.wait(days: 8)
        #expect(lastDays(world) == ["2026-03-09", "2026-03-09 passed"], "who reported is not late")
        try world.give(.rejectExecution(party: a, reason: "不实", deadline: .days(90)), by: lead)
        #expect(lastDays(world) == ["2026-06-08", "2026-03-09 passed"])
        #expect(world.dispute.isOverdue)
        #expect((try? escalation(b, in: world).get()) != nil)
    }

    @Test func anExtensionIsForThoseWhoseDeadlineEndsBeforeIt() throws {
        var world = try rejected(.days(30))
        try world.give(.extend(deadline: .days(10), reason: "r"), by: signatory)
        #expect(lastDays(world) == ["2026-04-01", "2026-03-12"])
        try world.give(.extend(deadline: .days(40), reason: "r"), by: signatory)
        #expect(lastDays(world) == ["2026-04-13", "2026-04-13"])
    }

    @Test func everyDeadlineStandsStill() throws {
        var world = try rejected(.days(3))
        try world.give(.suspend(reason: "s"), by: signatory)
        #expect(world.dispute.deadlineToWatch == nil)
        world.wait(days: 7)
        guard
            case .success(let events) = world.decide(
                .resume(reason: "r"), by: Cast.person(signatory))
        else {
            Issue.record("it is not resumed")
            return
        }
        #expect(events.count == 2, "one for each deadline: \(events)")
        try world.give(.resume(reason: "r"), by: signatory)
        // Seven days for the one, five working days for the other.
        #expect(lastDays(world) == ["2026-03-12", "2026-03-16"])
        // What had passed stays passed.
        world.wait(days: 4)
        try world.give(.suspend(reason: "s"), by: signatory)
        world.wait(days: 7)
        try world.give(.resume(reason: "r"), by: signatory)
        #expect(lastDays(world) == ["2026-03-12 passed", "2026-03-23"])
    }

    /// A rejection once set a deadline for all, which then stood still or moved as one.
    @Test func journalsOfBeforeAreFolded() throws {
        var world = try reported()
        world.wait(days: 8)
        try world.give(.rejectExecution(party: a, reason: "不实", deadline: .days(9)), by: lead)
        #expect(lastDays(world) == ["2026-03-19", "2026-03-09 passed"])
        let moved = Cast.deadline(.days(9), from: "2026-03-10", until: "2026-03-24")
        for event in [
            DisputeEvent.resumed(reason: "r", moved), .deadlineRecomputed(moved, edition: "e"),
        ] {
            var folded = world
            folded.apply([event], version: 1, by: Stamp.server)
            #expect(lastDays(folded) == ["2026-03-24", "2026-03-09 passed"])
        }
    }

    @Test func anEditionMovesEachProvisionalDeadline() throws {
        var world = try rejected(.date(Cast.day("2037-01-08")))
        #expect(world.dispute.isProvisional)
        let known = Cast.calendar.years.merging([
            2037: WorkingCalendar.Year(
                daysOff: [Cast.day("2037-01-08")], makeUpWorkingDays: [])
        ]) { $1 }
        let calendar = WorkingCalendar(edition: "later", years: known)
        let events = world.dispute.recomputed(in: calendar, on: world.now.legalDay)
        guard case .partDeadlineMoved(let party, _)? = events.first, events.count == 1 else {
            Issue.record("\(events)")
            return
        }
        #expect(party == a)
        world.apply(events, version: world.dispute.version, by: Stamp.server)
        #expect(lastDays(world) == ["2037-01-09", "2026-03-09"])
        #expect(!world.dispute.isProvisional)
        #expect(world.dispute.recomputed(in: calendar, on: world.now.legalDay).isEmpty)
    }
}
