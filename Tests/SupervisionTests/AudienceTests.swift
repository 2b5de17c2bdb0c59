import Supervision
import Testing

/// Who sees how much of a matter (Art. 11 para. 2).
@Suite struct AudienceTests {
    private func audience(_ person: String, _ world: World) -> Audience? {
        world.matter.audience(of: Cast.person(person), in: Cast.roster)
    }

    /// Everybody of the cast who sees something, with what they see.
    private func audiences(_ world: World) -> [String: Audience] {
        Dictionary(
            uniqueKeysWithValues: Cast.persons.compactMap { person in
                audience(person.id.text, world).map { (person.id.text, $0) }
            })
    }

    private func side(_ organs: String...) -> [String: Audience] {
        let special = [
            "cy-justice.investigator2", "cy-justice.trainee", "cy-justice.lead",
            "cy.lead",
        ]
        var full: [String: Audience] = ["bj.auditor": .full]
        for organ in organs {
            for role in ["clerk", "investigator", "signatory"] { full["\(organ).\(role)"] = .full }
            for person in special where person.hasPrefix(organ + ".") { full[person] = .full }
        }
        return full
    }

    @Test func aPlainMatter() throws {
        for place in Place.each where place != .accountability {
            var expected = side("cy", "cy-justice")
            expected["cy-market.respondent"] = .supervised
            #expect(audiences(try given(place)) == expected, "\(place.name)")
        }
    }

    /// When the bureau of justice is supervised it is no longer on the supervising side.
    @Test func theBureauOfJustice() throws {
        var expected = side("cy")
        expected["cy-justice.respondent"] = .supervised
        #expect(audiences(try given(.opinion, .justice)) == expected)
    }

    /// A matter that moved on is no longer seen where it came from.
    @Test func afterATransfer() throws {
        let world = try given(.complaint).given(
            (.transfer(supervising: OrganID("bj-market"), reason: "x"), by: "cy-justice.clerk"))
        var expected = side("bj-market")
        expected["cy-market.respondent"] = .supervised
        #expect(audiences(world) == expected)
    }

    @Test func organsThatAreAskedOrDiscipline() throws {
        var world = try given(.investigation)
        try world.give(
            .openAccountability(Words.officer(of: "cy-urban")), by: "cy-justice.investigator")
        // Before it is told, the unit sees nothing of the matter.
        #expect(audience("cy-urban.respondent", world) == nil)
        try world.give(.notifyUnit(item: 1, unit: OrganID("cy-urban")), by: "cy-justice.clerk")
        #expect(audience("cy-urban.respondent", world) == .participant(duties: [1]))
        #expect(audience("cy-urban.clerk", world) == nil)
        // What it was told it goes on seeing, whatever becomes of the item.
        try world.give(
            .referAccountability(item: 1, to: .criminal, authority: "x"),
            by: "cy-justice.signatory")
        #expect(audience("cy-urban.respondent", world) == .participant(duties: [1]))
        // An organ asked sees its own duty and no other, also once it is settled.
        let laden = try given(.opinion, .laden)
        #expect(audience("cy-urban.respondent", laden) == .participant(duties: [1]))
        let provided = try laden.given(
            (.provideAssistance(duty: 1, summary: "x"), by: "cy-urban.respondent"))
        #expect(audience("cy-urban.respondent", provided) == .participant(duties: [1]))
        // The supervised organ is a unit too, and sees more than a unit.
        #expect(audience("cy-jianwai.respondent", laden) == .supervised)
    }

    /// Of an accusation that its officer's unit was not told of the unit never learns, neither when
    /// it is referred nor when it is dropped.
    @Test func aUnitThatWasNotTold() throws {
        let ends: [MatterCommand] = [
            .referAccountability(item: 1, to: .discipline, authority: "x"),
            .dismissAccountability(item: 1, reason: "x"),
        ]
        for end in ends {
            var world = try given(.investigation)
            try world.give(
                .openAccountability(Words.officer(of: "cy-urban")), by: "cy-justice.investigator")
            try world.give(end, by: "cy-justice.signatory")
            #expect(audience("cy-urban.respondent", world) == nil)
        }
    }

    @Test func thoseWhoOverseeASupervisor() throws {
        let laden = try given(.opinion, .laden)
        var expected = side("cy", "cy-justice", "bj-justice")
        expected["cy-jianwai.respondent"] = .supervised
        expected["cy-urban.respondent"] = .participant(duties: [1])
        #expect(audiences(laden) == expected)
        // Accused is the government: those above it, and the bureau that acts for them.
        let world = try given(.investigation).given(
            (.openAccountability(Words.supervisor(of: "cy")), by: "cy-justice.investigator"))
        expected = side("cy", "cy-justice", "bj", "bj-justice")
        expected["cy-market.respondent"] = .supervised
        #expect(audiences(world) == expected)
    }

    /// Art. 5 para. 4: whoever reported goes on seeing the head of the matter.
    @Test func aTransferringOrganThatReported() throws {
        let report = Words.request(about: "cy-jianwai", .transferringOrganReport)
        let world = try World(report, by: "cy-urban.respondent")
        #expect(audience("cy-urban.respondent", world) == .participant(duties: []))
        #expect(audience("cy-urban.clerk", world) == nil)
        #expect(audience("cy-market.respondent", world) == nil)
        // The office to which a paper report came has reported nothing.
        let paper = try World(report, by: "cy-justice.clerk")
        #expect(audience("cy-justice.respondent", paper) == nil)
        #expect(audience("cy-urban.respondent", paper) == nil)
        // What came otherwise shows nothing to the organ that transferred powers.
        let other = try given(.complaint, .laden)
        #expect(audience("cy-urban.respondent", other) == nil)
    }

    /// Auditors read everything and give no command at all; operators see no contents.
    @Test func auditorsAndOperators() throws {
        for fixture in Fixture.allCases {
            for place in Place.each {
                let world = try given(place, fixture)
                #expect(audience("bj.auditor", world) == .full)
                #expect(audience("bj.operator", world) == nil)
                for person in ["bj.auditor", "bj.operator"] {
                    let context = world.context(for: Cast.person(person))
                    #expect(world.matter.allowed(in: context).isEmpty)
                }
            }
        }
    }

    /// Nobody below the full audience belongs to the supervising side, which alone, with auditors,
    /// may learn who complained.
    @Test func complainantsAreForTheSupervisingSide() throws {
        for state in try WalkTests.states() {
            let matter = state.world.matter
            let acting = Cast.roster.actingOrgan(for: matter.supervising, over: matter.supervised)
            for person in Cast.persons {
                guard let audience = matter.audience(of: person, in: Cast.roster) else { continue }
                let isOfTheSide = [acting, matter.supervising].contains(person.organ)
                let oversees = ["bj-justice", "bj"].contains(person.organ.text)
                let works = !person.roles.isDisjoint(with: [.clerk, .investigator, .signatory])
                let mayLearn = (works && (isOfTheSide || oversees)) || person.roles == .auditor
                #expect((audience == .full) == mayLearn, "\(person.id) \(audience)")
                #expect(person.organ != matter.supervised || audience == .supervised)
            }
        }
    }
}
