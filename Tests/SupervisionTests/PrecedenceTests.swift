import Supervision
import Testing

/// Refusals are told in one order: role and organ, then phase, then version, then the guards. Each
/// case is wrong in all four ways at once, and then in one way less at a time.
@Suite struct PrecedenceTests {
    struct Case: Sendable, CustomStringConvertible {
        let description: String
        let command: MatterCommand
        let right: String
        let rule: Guard
        /// Where the command has its place, and where it has none, in a state that the guard
        /// refuses.
        let here: @Sendable () throws -> World
        let elsewhere: @Sendable () throws -> World
        var wrong = "hd-justice.clerk"
    }

    static let cases: [Case] = [
        Case(
            description: "accept", command: .accept(investigators: [], deadline: nil),
            right: "cy-justice.clerk", rule: .investigatorsNamed,
            here: { try given(.complaint) }, elsewhere: { try given(.opinion) }),
        Case(
            description: "merge", command: .merge(into: World.id, reason: "x"),
            right: "cy-justice.clerk", rule: .mergeIntoItself,
            here: { try given(.investigation) }, elsewhere: { try given(.inForce) },
            wrong: "cy-justice.investigator"),
        Case(
            description: "conclude",
            command: .conclude(Conclusion(outcome: .problem, facts: "x")),
            right: "cy-justice.investigator", rule: .measureTaken,
            here: { try given(.investigation) }, elsewhere: { try given(.complaint) },
            wrong: "cy-justice.trainee"),
        Case(
            description: "report", command: .reportRectification([]),
            right: "cy-market.respondent", rule: .oneMeasurePerItem,
            here: { try given(.awaitingReport) }, elsewhere: { try given(.underReview) },
            wrong: "cy-urban.respondent"),
        Case(
            description: "fail", command: .failRectification(reason: "x"),
            right: "cy-justice.investigator", rule: .rectificationNotFailed,
            here: { try given(.awaitingReport) }, elsewhere: { try given(.opinion) },
            wrong: "cy-market.investigator"),
        Case(
            description: "issue",
            command: .issueDecision(orders: ["x"], deadline: .date(Cast.day("2026-01-05"))),
            right: "cy.signatory", rule: .deadlineInFuture,
            here: { try given(.decisionDue) }, elsewhere: { try given(.inForce) },
            wrong: "cy-justice.signatory"),
        Case(
            description: "settle by own organ",
            command: .dismissAccountability(
                item: 6, reason: "x"),
            right: "cy-justice.signatory", rule: .notByOwnOrgan,
            here: { try given(.opinion, .laden) },
            elsewhere: {
                try given(.opinion, .laden).given(
                    (.suspend(reason: "x"), by: "cy-justice.signatory"))
            }, wrong: "bj.signatory"),
        Case(
            description: "close", command: .close, right: "cy-justice.clerk", rule: .dutiesSettled,
            here: { try given(.accountability) }, elsewhere: { try given(.closed) },
            wrong: "cy-market.clerk"),
        Case(
            description: "reopen", command: .reopen(facts: "x"), right: "cy-justice.signatory",
            rule: .reopenAfterTransfer,
            here: {
                try given(.complaint).given(
                    (.refer(channel: .audit, reason: "x"), by: "cy-justice.clerk"))
            }, elsewhere: { try given(.complaint) }, wrong: "cy-justice.clerk"),
        Case(
            description: "commend", command: .commend(person: nil, organ: nil, merit: "x"),
            right: "cy-justice.signatory", rule: .someoneToCommend,
            here: { try given(.closed) },
            elsewhere: {
                try given(.opinion).given((.suspend(reason: "x"), by: "cy-justice.signatory"))
            }),
    ]

    @Test(arguments: cases)
    func order(_ row: Case) throws {
        let (here, elsewhere) = (try row.here(), try row.elsewhere())
        let wrong = Cast.person(row.wrong)
        let right = Cast.person(row.right)
        let stale: Int64 = 99
        func reason(_ result: Result<[MatterEvent], Refusal>) -> Refusal.Reason? {
            if case .failure(let refusal) = result { refusal.reason } else { nil }
        }
        for world in [elsewhere, here] {
            for version in [stale, world.matter.version] {
                #expect(
                    reason(world.decide(row.command, by: wrong, expecting: version))
                        == .notAuthorised)
            }
        }
        for version in [stale, elsewhere.matter.version] {
            #expect(
                reason(elsewhere.decide(row.command, by: right, expecting: version))
                    == .notInPhase)
        }
        #expect(
            here.decide(row.command, by: right, expecting: stale)
                == .failure(
                    Refusal(.versionConflict(current: here.matter.version), .procedure)))
        #expect(reason(here.decide(row.command, by: right)) == .refused(row.rule))
    }

    /// Both an older and a newer version conflict.
    @Test func versions() throws {
        let world = try given(.opinion)
        for version in [Int64(0), 3, 5] {
            world.when(.note(text: "x"), by: "cy-justice.clerk", expecting: version)
                .refused(Refusal(.versionConflict(current: 4), .procedure))
        }
        world.when(.note(text: "x"), by: "cy-justice.clerk", expecting: 4)
            .then([.noted(text: "x", byOverseer: false)], .opinion)
    }
}
