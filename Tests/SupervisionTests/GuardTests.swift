import Supervision
import Testing

/// Every guard of the table refuses, with exactly this basis and these details.
@Suite struct GuardTests {
    @Test(arguments: RefusalRow.all)
    func refused(_ row: RefusalRow) throws {
        #expect(try row.result() == .failure(row.refusal))
    }

    /// The guards that were really met, against all that there are.
    @Test func everyGuardIsMet() throws {
        var met: Set<Guard> = []
        for row in RefusalRow.all {
            if case .failure(let refusal) = try row.result(),
                case .refused(let rule) = refusal.reason
            {
                met.insert(rule)
            }
        }
        let missing = Guard.ofMatters.filter { !met.contains($0) }
        #expect(missing.isEmpty, "\(missing)")
    }

    /// Without the house rule the same person may find and sign.
    @Test func twoPersonRuleIsOfTheHouse() throws {
        for twoPersonRule in [true, false] {
            var world = try Acceptance.measured(.plain).given(
                (.conclude(Words.ordinary), by: "cy-justice.lead"))
            world.policy.twoPersonRule = twoPersonRule
            let outcome = world.decide(
                .issueOpinion(requirements: ["a"], deadline: .days(3)),
                by: Cast.person("cy-justice.lead"))
            if case .success = outcome {
                #expect(!twoPersonRule)
            } else {
                #expect(twoPersonRule)
            }
        }
    }

    /// The last day counts: until it is over it lies in the future.
    @Test func todayIsInTheFuture() throws {
        let today = Period.date(Cast.startDay)
        let world = try given(.opinion)
        let issue = MatterCommand.issueOpinion(requirements: ["a"], deadline: today)
        guard case .success = world.decide(issue, by: Cast.person("cy-justice.signatory")) else {
            throw UnexpectedResult()
        }
    }
}
