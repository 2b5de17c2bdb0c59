import Supervision
import Testing

/// The second machine: every row of its table, every guard, and a walk over all cells.
@Suite struct DisputeTests {
    private static let parties = Cast.disputeParties

    /// Parameters with which each command is good in the places where it has its use.
    private static func commands() -> [DisputeCommand] {
        [
            .accept(deadline: .days(3)), .return(reason: "r"),
            .hear(Hearing(party: parties[0], position: "p")), .settle(agreement: "a"),
            .issueOpinion(parts: Cast.opinionParts, deadline: .days(60)),
            .reportExecution(party: parties[0], text: "t"),
            .reportExecution(party: parties[1], text: "t"), .confirmExecution,
            .rejectExecution(party: parties[0], reason: "r", deadline: nil),
            .rejectExecution(party: parties[1], reason: "r", deadline: .days(60)),
            .escalate(party: parties[0], reason: "r"), .escalate(party: parties[1], reason: "r"),
            .withdraw(reason: "r"), .extend(deadline: .days(60), reason: "r"),
            .suspend(reason: "r"), .resume(reason: "r"), .note(text: "t"),
        ]
    }

    /// The table of Art. 13 written down a second time: who, and in which of the states.
    private static let oracle: [DisputeCommandName: (who: String, states: Set<String>)] = {
        let coordination: Set = ["coordination", "heard", "late"]
        let execution: Set = ["execution", "overdue", "reported", "rejected"]
        let open = coordination.union(execution).union(["filed"])
        let suspended = Set(open.map { $0 + " suspended" })
        return [
            .accept: ("clerk", ["filed"]), .return: ("clerk", ["filed"]),
            .hear: ("investigator", coordination), .settle: ("clerk", coordination),
            .issueOpinion: ("signatory", ["heard", "late"]),
            .reportExecution: ("party", execution),
            .confirmExecution: ("investigator", ["reported"]),
            .rejectExecution: ("investigator", ["reported", "rejected"]),
            .escalate: ("clerk", ["overdue", "rejected"]),
            .withdraw: (
                "clerk",
                Set(coordination.union(["filed"]).flatMap { [$0, $0 + " suspended"] })
            ),
            .extend: ("signatory", coordination.union(execution)), .suspend: ("signatory", open),
            .resume: ("signatory", suspended),
            .note: ("reader", open.union(suspended).union(["closed", "escalated"])),
        ]
    }()

    private static func may(_ person: Principal, _ who: String) -> Bool {
        let isSide = ["cy", "cy-justice"].contains(person.organ.text)
        let isParty = parties.contains(person.organ)
        return switch who {
        case "clerk": isSide && person.roles.contains(.clerk)
        case "investigator": isSide && person.roles.contains(.investigator) && person.qualified
        case "signatory": isSide && person.roles.contains(.signatory)
        case "party": isParty && person.roles.contains(.respondent)
        default:
            isParty && person.roles.contains(.respondent)
                || isSide
                    && !person.roles.isDisjoint(with: [.clerk, .investigator, .signatory])
        }
    }

    @Test func everyCellIsAsTheTableSays() throws {
        var cells = 0
        var refusals: [String: Int] = [:]
        var accepted: Set<DisputeCommandName> = []
        for (name, world) in try DisputeWorld.each() {
            for person in Cast.persons {
                let allowed = Set(world.dispute.allowed(in: world.context(person)))
                for command in DisputeCommandName.allCases where command != .file {
                    guard let row = Self.oracle[command] else {
                        Issue.record("\(command) has no row")
                        continue
                    }
                    cells += 1
                    let isGood = Self.may(person, row.who) && row.states.contains(name)
                    #expect(
                        allowed.contains(command) == isGood,
                        "\(command) in \(name) by \(person.id)")
                }
                for command in Self.commands() {
                    switch world.decide(command, by: person) {
                    case .success(let events):
                        #expect(allowed.contains(command.name) && !events.isEmpty)
                        accepted.insert(command.name)
                    case .failure(let refusal):
                        refusals[
                            "\(refusal.reason)".prefix { $0 != "(" }.description, default: 0] += 1
                        if case .law(let citation) = refusal.basis {
                            #expect([3, 4, 13, 16].contains(citation.article))
                        }
                    }
                }
            }
        }
        print("dispute: \(cells) cells; refusals \(refusals.sorted { $0.key < $1.key })")
        #expect(cells > 3_000)
        #expect(
            accepted == Set(DisputeCommandName.allCases.filter { $0 != .file }),
            "every command is allowed somewhere")
    }

    /// What a party asks is also asked of the other one, and neither answers for it.
    @Test func aPartyAnswersForItselfOnly() throws {
        let world = try #require(try DisputeWorld.each().first { $0.name == "execution" }).world
        for (mine, other) in [(0, 1), (1, 0)] {
            let person = Cast.person("\(Self.parties[mine].text).respondent")
            let command = DisputeCommand.reportExecution(party: Self.parties[other], text: "t")
            guard case .failure(let refusal) = world.decide(command, by: person) else {
                Issue.record("it answered for the other party")
                continue
            }
            #expect(refusal.reason == .notAuthorised)
            #expect(refusal.who?.organs == [Self.parties[other]])
        }
    }

    /// Each guard, with the state and the command that meet it.
    @Test func everyGuardIsMet() throws {
        let states = Dictionary(
            uniqueKeysWithValues: try DisputeWorld.each().map { ($0.name, $0.world) })
        let rows: [(Guard, String, String, DisputeCommand)] = [
            (
                .partyOfTheDispute, "coordination", "cy-justice.lead",
                .hear(Hearing(party: OrganID("bj-market"), position: "p"))
            ),
            (
                .everyPartyHeard, "coordination", "cy-justice.signatory",
                .issueOpinion(parts: Cast.opinionParts, deadline: .days(3))
            ),
            (
                .partForEveryParty, "heard", "cy-justice.signatory",
                .issueOpinion(parts: Array(Cast.opinionParts.prefix(1)), deadline: .days(3))
            ),
            (
                .partForEveryParty, "heard", "cy-justice.signatory",
                .issueOpinion(
                    parts: Cast.opinionParts + Cast.opinionParts, deadline: .days(3))
            ),
            (
                .deadlineInFuture, "heard", "cy-justice.signatory",
                .issueOpinion(
                    parts: Cast.opinionParts, deadline: .date(Cast.day("2026-02-20")))
            ),
            (
                .deadlineLater, "execution", "cy-justice.signatory",
                .extend(deadline: .workingDays(5), reason: "r")
            ),
            (.everyPartReported, "rejected", "cy-justice.lead", .confirmExecution),
            (
                .reportToReject, "rejected", "cy-justice.lead",
                .rejectExecution(party: Self.parties[0], reason: "r", deadline: nil)
            ),
            (
                .coordinationNotFailed, "execution", "cy-justice.clerk",
                .escalate(party: Self.parties[0], reason: "r")
            ),
            (
                .coordinationNotFailed, "rejected", "cy-justice.clerk",
                .escalate(party: Self.parties[1], reason: "r")
            ),
        ]
        var met: Set<Guard> = [.partiesDistinct]
        for (rule, state, person, command) in rows {
            let world = try #require(states[state])
            guard case .failure(let refusal) = world.decide(command, by: Cast.person(person))
            else {
                Issue.record("\(command.name) is accepted in \(state)")
                continue
            }
            #expect(refusal.reason == .refused(rule), "\(command.name) in \(state)")
            #expect(refusal.basis == rule.basis)
            met.insert(rule)
        }
        #expect(met.isSuperset(of: Guard.ofDisputes))
        let again = file(Cast.filing([Self.parties[0], Self.parties[0]]))
        #expect(again?.reason == .refused(.partiesDistinct))
    }

    private func file(
        _ request: FileDispute, by person: String = "cy-market.respondent"
    ) -> Refusal? {
        do throws(Refusal) {
            _ = try Dispute.file(request, in: World.context(Cast.person(person)))
            return nil
        } catch {
            return error
        }
    }

    @Test func filingNeedsAPartyAKnownOrganAndACommonSupervisor() throws {
        #expect(file(Cast.filing()) == nil)
        #expect(file(Cast.filing(), by: "cy-market.clerk")?.reason == .notAuthorised)
        #expect(file(Cast.filing(), by: "hd-justice.respondent")?.reason == .notAuthorised)
        let unknown = file(Cast.filing([OrganID("cy-market"), OrganID("nowhere")]))
        #expect(unknown?.reason == .notFound(.organ, id: "nowhere"))
        // Nobody stands above the municipality.
        let top = file(
            Cast.filing([OrganID("bj"), OrganID("cy-market")]), by: "cy-market.respondent")
        #expect(top?.reason == .notCompetent(competent: []))
        #expect(top?.basis == .law(13, 1))
        var early = Cast.filing()
        early.consultation.on = Cast.startDay.advanced(by: 1)
        #expect(file(early)?.reason == .refused(.dateInFuture))
    }

    @Test func anEscalationCarriesTheWholeRegistration() throws {
        let world = try #require(try DisputeWorld.each().first { $0.name == "escalated" }).world
        guard case .escalated(let party, _, let opened, let registered)? = world.events.last else {
            Issue.record("it was not escalated")
            return
        }
        #expect(party == Self.parties[1])
        let matter = Matter(id: opened, registered)
        #expect(matter.supervised == party && matter.supervising == OrganID("cy"))
        #expect(
            matter.registration.escalation
                == Escalation(dispute: DisputeWorld.id, ground: 3))
        #expect(matter.phase.place == .complaint)
        guard case .closed(let closing) = world.dispute.phase else {
            Issue.record("the dispute is open")
            return
        }
        #expect(closing.outcome == .escalated(party: party, matter: opened))
        // Only the party that it is about may know the number of the matter.
        for one in Self.parties {
            let respondent = Cast.person("\(one.text).respondent")
            let audience = world.dispute.audience(of: respondent, in: Cast.roster)
            #expect(audience == (one == party ? .full : .supervised))
        }
    }

    /// Numbers count from 1 for each issuer and kind; a suspension moves the deadline by its days.
    @Test func numbersAndSuspensions() throws {
        var world = try #require(try DisputeWorld.each().first { $0.name == "execution" }).world
        #expect(world.dispute.opinion?.document.number == "朝政监督〔2026〕1号")
        let before = try #require(world.dispute.term).deadline
        try world.give(.suspend(reason: "r"), by: "cy-justice.signatory")
        world.wait(days: 30)
        #expect(world.dispute.term?.hasPassed == false, "it stood still")
        try world.give(.resume(reason: "r"), by: "cy-justice.signatory")
        let after = try #require(world.dispute.term).deadline
        #expect(before.lastDay == Cast.day("2026-03-09"))
        // 30 days hold 22 working days, from Monday, March 2 to Wednesday, April 1.
        #expect(after.suspendedDays == 22 && after.lastDay == Cast.day("2026-04-08"))
    }

    /// A justice bureau that is a party does no work for the common supervisor.
    @Test func aPartyIsNotItsOwnJudge() throws {
        let parties = [OrganID("cy-justice"), OrganID("cy-market")]
        let events = try Dispute.file(
            Cast.filing(parties), in: World.context(Cast.person("cy-market.respondent")))
        guard case .filed(let filing, let supervising)? = events.first else { return }
        let dispute = Dispute(id: DisputeWorld.id, filing, supervising: supervising)
        #expect(dispute.actingOrgan(in: Cast.roster) == OrganID("cy"))
        for (person, isGood) in [("cy-justice.clerk", false), ("cy.clerk", true)] {
            let context = World.context(Cast.person(person))
            #expect(dispute.allowed(in: context).contains(.accept) == isGood)
        }
    }

    @Test func onlyTheSideThePartiesAndAuditorsSeeIt() throws {
        for (_, world) in try DisputeWorld.each() {
            for person in Cast.persons {
                let audience = world.dispute.audience(of: person, in: Cast.roster)
                let sees =
                    person.roles.contains(.auditor) || Self.may(person, "reader")
                    || person.roles.contains(.investigator)
                        && ["cy", "cy-justice"].contains(person.organ.text)
                #expect((audience != nil) == sees, "\(person.id)")
            }
        }
    }
}
