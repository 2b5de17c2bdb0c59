import Supervision
import Testing

/// The one command that has no matter yet.
@Suite struct RegistrationTests {
    private func duplicate(_ id: MatterID, _ isVisible: Bool) -> Context.Duplicate {
        Context.Duplicate(matter: id, isVisible: isVisible, supervising: OrganID("bj-market"))
    }

    private func supervising(_ result: Result<[MatterEvent], Refusal>) -> String? {
        guard case .success(let events) = result, case .registered(let first) = events.first
        else { return nil }
        return first.supervising.text
    }

    private func refusal(_ result: Result<[MatterEvent], Refusal>) -> Refusal? {
        if case .failure(let refusal) = result { refusal } else { nil }
    }

    /// All that was told is written down, with the competence and the deadline of the house.
    @Test func everythingIsWrittenDown() throws {
        var request = Words.request(about: "cy-jianwai", .referral, channel: .audit)
        request.incident = "I-7"
        request.occurredOn = Cast.startDay
        request.secrecy = .personalPrivacy
        request.power = "street trade"
        request.distinctFrom = Distinction(matter: World.other, reason: "another day")
        let registration = Registration(
            supervised: OrganID("cy-jianwai"),
            source: Source(kind: .referral, channel: .audit), content: 2, summary: "summary",
            incident: "I-7", occurredOn: Cast.startDay,
            complainant: Complainant(name: "Li", contact: nil), power: "street trade",
            distinctFrom: request.distinctFrom, by: PersonID("cy-justice.clerk"),
            byOrgan: OrganID("cy-justice"), at: Cast.start)
        let expected = Registered(
            registration: registration, supervising: OrganID("cy"),
            competence: Competence(
                basis: Citation(5, paragraph: 2), assistFrom: [OrganID("cy-urban")]),
            secrecy: .personalPrivacy,
            deadline: Cast.deadline(.workingDays(5), until: "2026-03-09"))
        #expect(
            World.register(
                request, by: "cy-justice.clerk", policy: Policy(acceptWithin: .workingDays(5)),
                duplicates: [duplicate(World.other, true)])
                == .success([.registered(expected)]))
        let matter = Matter(id: World.id, expected)
        #expect(matter.version == 1 && matter.phase.place == .complaint && matter.duties.isEmpty)
        #expect(matter.term?.deadline == expected.deadline)
    }

    /// Every source with every channel and with none: a channel belongs to a referral, only to it.
    @Test func sourcesAndChannels() {
        var (accepted, refused) = (0, 0)
        for kind in SourceKind.allCases {
            for channel in [nil] + Channel.allCases.map({ Optional($0) }) {
                let request = Words.request(about: "cy-market", kind, channel: channel)
                let result = World.register(request, by: "cy-justice.clerk")
                if (kind == .referral) == (channel != nil) {
                    #expect(supervising(result) == "cy", "\(kind) \(String(describing: channel))")
                    accepted += 1
                } else {
                    #expect(
                        refusal(result)?.reason == .refused(.channelOfReferral),
                        "\(kind) \(String(describing: channel))")
                    refused += 1
                }
            }
        }
        #expect((accepted, refused) == (10 + 9, 90 + 1))
    }

    @Test func whoMayRegister() {
        let request = Words.request(about: "cy-market")
        #expect(supervising(World.register(request, by: "cy-justice.clerk")) == "cy")
        #expect(supervising(World.register(request, by: "cy.clerk")) == "cy")
        // The default is the clerk's own organ where it is competent.
        #expect(supervising(World.register(request, by: "bj-market.clerk")) == "bj-market")
        for stranger in [
            "cy-justice.investigator", "cy-justice.signatory", "cy-market.clerk",
            "cy-urban.clerk", "hd-justice.clerk", "bj.clerk", "bj.auditor", "bj.operator",
        ] {
            #expect(
                refusal(World.register(request, by: stranger))
                    == Refusal(
                        .notAuthorised, .law(4),
                        who: Refusal.Who(
                            roles: [.clerk], organs: [OrganID("cy-justice"), OrganID("cy")])),
                "\(stranger)")
        }
        // No organ registers a matter about itself.
        let justice = Words.request(about: "cy-justice")
        #expect(supervising(World.register(justice, by: "cy.clerk")) == "cy")
        #expect(supervising(World.register(justice, by: "bj-justice.clerk")) == "bj-justice")
        #expect(
            refusal(World.register(justice, by: "cy-justice.clerk"))?.who
                == Refusal.Who(roles: [.clerk], organs: [OrganID("cy")]))
    }

    @Test func namedSupervisingOrgan() {
        var request = Words.request(about: "cy-market")
        request.supervising = OrganID("bj-market")
        #expect(supervising(World.register(request, by: "bj-market.clerk")) == "bj-market")
        #expect(refusal(World.register(request, by: "cy-justice.clerk"))?.reason == .notAuthorised)
        request.supervising = OrganID("hd")
        let competent = [OrganID("cy"), OrganID("bj-market")]
        #expect(
            refusal(World.register(request, by: "hd-justice.clerk"))
                == Refusal(
                    .notCompetent(competent: competent), .law(2, 2),
                    who: Refusal.Who(
                        roles: [.clerk], organs: [OrganID("cy-justice")] + competent)))
        request.supervising = OrganID("moon")
        #expect(
            refusal(World.register(request, by: "cy.clerk"))
                == Refusal(.notFound(.organ, id: "moon"), .procedure))
        let moon = Words.request(about: "moon")
        #expect(
            refusal(World.register(moon, by: "cy.clerk"))
                == Refusal(.notFound(.organ, id: "moon"), .procedure))
        // Nobody is over the municipal government.
        #expect(
            refusal(World.register(Words.request(about: "bj"), by: "cy.clerk"))
                == Refusal(
                    .notCompetent(competent: []), .law(2, 2),
                    who: Refusal.Who(roles: [.clerk], organs: [])))
    }

    /// Art. 5 para. 4: who transferred powers may report, to the nearest competent government.
    @Test func reportsOfTransferringOrgans() {
        var request = Words.request(about: "cy-jianwai", .transferringOrganReport)
        #expect(supervising(World.register(request, by: "cy-urban.respondent")) == "cy")
        request.power = "street trade"
        #expect(supervising(World.register(request, by: "cy-urban.respondent")) == "cy")
        #expect(
            refusal(World.register(request, by: "cy-market.respondent"))
                == Refusal(
                    .refused(.transferringOrganOnly), .law(5, 4),
                    who: Refusal.Who(roles: [.respondent], organs: [OrganID("cy-urban")])))
        request.power = "fire safety"
        #expect(
            refusal(World.register(request, by: "cy-urban.respondent"))
                == Refusal(.notFound(.power, id: "fire safety"), .procedure))
        request.power = nil
        // A paper report is registered by the clerk to whom it came.
        #expect(supervising(World.register(request, by: "cy-justice.clerk")) == "cy")
        let other = Words.request(about: "cy-jianwai", .dataMonitoring)
        #expect(
            refusal(World.register(other, by: "cy-urban.respondent"))?.reason
                == .refused(.transferringOrganOnly))
    }

    /// The named power decides the basis: the special rule goes before the general one.
    @Test func powers() {
        var request = Words.request(about: "cy-jianwai")
        for (power, basis) in [(nil, "2.2"), ("street trade", "5.2")] {
            request.power = power
            guard case .success(let events) = World.register(request, by: "cy-justice.clerk"),
                case .registered(let registered) = events[0]
            else {
                Issue.record("refused")
                continue
            }
            #expect(registered.competence.basis.wire == basis)
        }
    }

    @Test func duplicates() {
        let clerk = "cy-justice.clerk"
        var request = Words.request(about: "cy-market")
        request.incident = "I-7"
        let third = MatterID(kind: .supervision, serial: 3)
        let who = Refusal.Who(roles: [.clerk], organs: [OrganID("bj-market")])
        #expect(
            refusal(World.register(request, by: clerk, duplicates: [duplicate(World.other, true)]))
                == Refusal(
                    .duplicateMatter(World.other), .law(15), who: who,
                    missing: ["distinctFrom"]))
        // The number of a matter that the person must not see is not told, only whom to ask.
        #expect(
            refusal(World.register(request, by: clerk, duplicates: [duplicate(World.other, false)]))
                == Refusal(
                    .duplicateMatter(nil), .law(15), who: who, missing: ["distinctFrom"]))
        request.distinctFrom = Distinction(matter: third, reason: "another day")
        for isVisible in [true, false] {
            let duplicates = [duplicate(World.other, isVisible)]
            #expect(
                refusal(World.register(request, by: clerk, duplicates: duplicates))
                    == Refusal(
                        .refused(.distinctionOfAnother), .law(15), who: who,
                        missing: ["distinctFrom.matter"]))
        }
        // Whoever was told its number names it, also where the matter itself stays hidden.
        #expect(
            supervising(
                World.register(request, by: clerk, duplicates: [duplicate(third, false)])) == "cy")
        #expect(
            supervising(
                World.register(
                    request, by: clerk,
                    duplicates: [duplicate(World.other, true), duplicate(third, true)])) == "cy")
        #expect(
            refusal(World.register(request, by: clerk))
                == Refusal(.refused(.distinctionOfAnother), .law(15)))
    }

    /// Authority goes before competence, and competence before the question of duplicates.
    @Test func order() {
        var request = Words.request(about: "cy-market", .referral)
        request.supervising = OrganID("hd")
        request.occurredOn = Cast.day("2026-03-03")
        let duplicates = [duplicate(World.other, true)]
        func reason(_ person: String = "hd-justice.clerk") -> Refusal.Reason? {
            refusal(World.register(request, by: person, duplicates: duplicates))?.reason
        }
        #expect(reason("cy-justice.clerk") == .notAuthorised)
        #expect(reason() == .refused(.channelOfReferral))
        request.source.channel = .audit
        #expect(reason() == .refused(.dateInFuture))
        request.occurredOn = Cast.startDay
        #expect(
            reason() == .notCompetent(competent: [OrganID("cy"), OrganID("bj-market")]))
        request.supervising = nil
        #expect(reason("cy-justice.clerk") == .duplicateMatter(World.other))
    }
}
