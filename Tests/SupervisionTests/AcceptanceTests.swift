import Supervision
import Testing

/// Every row of the table is accepted somewhere, with exactly these events.
@Suite struct AcceptanceTests {
    @Test(arguments: Acceptance.all)
    func accepted(_ row: Acceptance) throws {
        try row.world().when(row.command, by: row.person).then(row.events, row.place)
    }

    /// Registration has tests of its own.
    @Test func everyCommandHasARow() {
        let missing = Set(CommandName.allCases).subtracting(
            Acceptance.all.map(\.command.name) + [.register])
        #expect(missing.isEmpty, "\(missing)")
    }

    /// Competences once left a superior unnamed that the roster does not know (Art. 7).
    @Test func aMatterOfBeforeOwesTheNoticeToo() throws {
        let world = try Acceptance.measured(.vertical)
        let now = world.matter
        let before = Matter(
            id: now.id, version: now.version, registration: now.registration,
            supervising: now.supervising, competence: Competence(basis: Citation(7)),
            secrecy: now.secrecy, phase: now.phase)
        let events = try before.decide(
            .conclude(Words.ordinary), expecting: now.version,
            in: world.context(for: Cast.person("cy-justice.investigator")))
        #expect(events.last == .noticeOwed(duty: 1, superior: "上级行政机关"))
    }

    @Test func whatTheEventsMakeOfTheMatter() throws {
        let opinion = try given(.awaitingReport).matter.documents[0]
        let reported = try given(.underReview)
        guard case .rectification(let review) = reported.matter.phase else {
            throw UnexpectedResult()
        }
        #expect(review.opinion == opinion && review.term == Term(opinion.deadline))
        #expect(review.step == .underReview(Words.reports))
        #expect(review.finding.grounds == [1, 3] && review.finding.majorReason == nil)

        let failed = try reported.later(days: 30).given(
            (.rejectRectification(reason: "thin", deadline: .days(5)), by: "cy-justice.lead"),
            (.failRectification(reason: "thin"), by: "cy-justice.investigator2"))
        guard case .decision(let decision) = failed.matter.phase,
            case .unrectified(let unrectified) = decision.ground
        else { throw UnexpectedResult() }
        #expect(unrectified.opinion == opinion && unrectified.finding == review.finding)
        #expect(unrectified.failedBy == PersonID("cy-justice.investigator2"))

        let dropped = try given(.complaint).given(
            (.withdraw(reason: "asked", continueExOfficio: true), by: "cy-justice.clerk"))
        #expect(dropped.matter.registration.complainant == nil)
        #expect(dropped.matter.registration.exOfficio)

        let reopened = try given(.closed).given((.reopen(facts: "x"), by: "cy-justice.signatory"))
        #expect(reopened.matter.investigators == [PersonID("cy-justice.investigator")])
        #expect(reopened.matter.term == nil)
    }

    /// Numbers count per issuer, kind of document and Beijing year.
    @Test func documentNumbers() throws {
        var world = try given(.underReview).given(
            (.rejectRectification(reason: "thin", deadline: nil), by: "cy-justice.lead"),
            (.failRectification(reason: "thin"), by: "cy-justice.investigator2"),
            (.issueDecision(orders: ["a"], deadline: .days(9)), by: "cy.signatory"),
            (.reportExecution([ItemReport(item: 1, text: "x")]), by: "cy-market.respondent"),
            (.confirmExecution(verified: [1]), by: "cy-justice.lead"),
            (.reopen(facts: "new"), by: "cy-justice.signatory"),
            (.recordMeasure(Words.measure), by: "cy-justice.investigator"),
            (.conclude(Words.ordinary), by: "cy-justice.lead"),
            (
                .issueOpinion(requirements: ["a"], deadline: .workingDays(1)),
                by: "cy-justice.signatory"
            ))
        #expect(
            world.matter.documents.map(\.number) == [
                "朝司监督〔2026〕1号", "朝政监督〔2026〕1号", "朝司监督〔2026〕2号",
            ])
        // 2026-12-31T16:00Z is the first moment of 2027 in Beijing.
        world.now = Instant(startOf: Cast.day("2027-01-01"))
        world.tick()
        try world.give(.failRectification(reason: "late"), by: "cy-justice.investigator")
        var before = world
        before.now = Instant(milliseconds: world.now.milliseconds - 1)
        let issue = MatterCommand.issueDecision(orders: ["a"], deadline: .days(2000))
        for (world, number) in [(world, "朝政监督〔2027〕1号"), (before, "朝政监督〔2026〕2号")] {
            guard case .success(let events) = world.decide(issue, by: Cast.person("cy.signatory")),
                case .decisionIssued(let document) = events.first
            else { throw UnexpectedResult() }
            #expect(document.number == number)
        }
    }

    /// The clock sets the mark and moves nothing else; the version stays.
    @Test func aPassedDeadlineOnlyMarks() throws {
        let running = try given(.awaitingReport)
        let end = Instant(startOf: Cast.day("2026-03-17"))
        #expect(running.matter.deadlineToWatch == end)
        var last = running
        last.now = Instant(milliseconds: end.milliseconds - 1)
        last.tick()
        #expect(last == running.movedTo(last.now))
        last.now = end
        last.tick()
        #expect(last.matter.isOverdue && last.matter.version == running.matter.version)
        #expect(last.matter.phase.place == .awaitingReport)
        #expect(last.matter.deadlineToWatch == nil)
        // A report under review has kept its deadline, and a suspended matter stands still.
        #expect(try given(.underReview).matter.deadlineToWatch == nil)
        let suspended = try running.given((.suspend(reason: "x"), by: "cy-justice.signatory"))
        #expect(suspended.matter.deadlineToWatch == nil)
    }
}

extension World: Equatable {
    static func == (a: World, b: World) -> Bool {
        a.matter == b.matter && a.entries == b.entries && a.now == b.now
    }

    func movedTo(_ moment: Instant) -> World {
        var world = self
        world.now = moment
        return world
    }
}
