import Supervision
import Testing

/// What makes a roster, who acts and issues for whom, and rosters drawn at random.
@Suite struct RosterTests {
    // MARK: Faults

    private func fault(_ organs: [Organ]) -> Roster.Fault? {
        #expect(throws: Roster.Fault.self) { try Roster(edition: "e", organs: organs) }
    }

    @Test func faultsNameTheirOrgan() {
        let twice = fault(frame + [organ("east", .department, .district)])
        #expect(twice?.organ == frame.count && twice?.reason.contains("twice") == true)
        for unknown in [
            organ("x", .department, .district, government: "gone"),
            organ("x", .department, .district, line: "gone"),
            organ("x", .department, .district, manager: "gone"),
            organ("x", .department, .district, powers: [("p", from: "gone", .municipalGrant)]),
        ] {
            let found = fault([unknown] + frame)
            #expect(found?.organ == 0 && found?.reason.contains("unknown organ gone") == true)
        }
        let noGovernment = fault(
            frame + [organ("x", .department, .district, government: "city-water")])
        #expect(noGovernment?.organ == frame.count)
        #expect(noGovernment?.reason.contains("no government") == true)
        let second = fault(
            frame + [organ("x", .judicialAdministration, .district, government: "east")])
        #expect(second?.organ == frame.count)
        #expect(second?.reason.contains("two judicial administrations") == true)
    }

    @Test func governmentsFormNoCircle() {
        let own = fault([organ("a", .government, .district, government: "a")])
        #expect(own?.organ == 0 && own?.reason.contains("circle") == true)
        let three = fault([
            organ("a", .government, .district, government: "b"),
            organ("b", .government, .district, government: "c"),
            organ("c", .government, .district, government: "a"),
        ])
        #expect(three?.reason.contains("circle") == true)
    }

    @Test func lookingUp() throws {
        let roster = try roster()
        #expect(roster[OrganID("nowhere")] == nil && roster.rank(of: OrganID("nowhere")) == nil)
        for (rank, organ) in frame.enumerated() {
            #expect(roster[organ.id] == organ && roster.rank(of: organ.id) == rank)
        }
        let town = try #require(roster[OrganID("east-town")])
        #expect(roster.governments(above: town) == [OrganID("east"), OrganID("city")])
        let city = try #require(roster[OrganID("city")])
        #expect(roster.governments(above: city).isEmpty)
    }

    // MARK: Acting organs and issuers

    @Test func actingOrgansAndIssuers() throws {
        let roster = try roster(organ("north", .government, .district, government: "city"))
        let rows = [
            // supervising, supervised, acting organ
            ("city", "east", "city-justice"),
            ("east", "east-market", "east-justice"),
            ("west", "west-market", "west-justice"),
            // The bureau of justice does not act where it is the supervised organ (14.2).
            ("east", "east-justice", "east"),
            ("city", "city-justice", "city"),
            // A bureau of another level is no exception: it does not act for this government.
            ("city", "east-justice", "city-justice"),
            // A department acts itself, the bureau of justice too.
            ("city-market", "east-market", "city-market"),
            ("city-justice", "east-justice", "city-justice"),
            // A government without a bureau of justice acts itself.
            ("north", "east-town", "north"),
            ("east-town", "east-market", "east-town"),
        ]
        for (supervising, supervised, acting) in rows {
            let (a, b) = (OrganID(supervising), OrganID(supervised))
            #expect(roster.actingOrgan(for: a, over: b) == OrganID(acting), "\(a) over \(b)")
            #expect(roster.issuerOfOpinion(supervising: a, supervised: b) == OrganID(acting))
            #expect(roster.issuerOfDecision(supervising: a) == a)
        }
        #expect(
            roster.principals(of: OrganID("east-justice"))
                == [OrganID("east-justice"), OrganID("east")])
        #expect(roster.principals(of: OrganID("east-market")) == [OrganID("east-market")])
    }

    /// Art. 4 para. 1 speaks of municipal and district governments.
    @Test func nobodyActsForATownship() throws {
        let roster = try roster(
            organ("town-justice", .judicialAdministration, .township, government: "east-town"))
        let office = OrganID("town-justice")
        let town = OrganID("east-town")
        #expect(roster.actingOrgan(for: town, over: OrganID("east-market")) == town)
        #expect(roster.principals(of: office) == [office])
    }

    /// Art. 4 para. 1 and Art. 14 para. 2 for every competent pair of the sample.
    @Test func actingOrgansOfTheSample() throws {
        let roster = try Sample.roster()
        var byJustice = 0
        var exceptions = 0
        for a in roster.organs {
            for b in roster.organs where roster.competence(of: a.id, over: b.id) != nil {
                var expected = a.id
                for justice in roster.organs
                where justice.kind == .judicialAdministration && a.kind == .government
                    && justice.government == a.id && justice.level == a.level
                {
                    if justice.id == b.id { exceptions += 1 } else { expected = justice.id }
                }
                byJustice += expected == a.id ? 0 : 1
                #expect(roster.actingOrgan(for: a.id, over: b.id) == expected)
                #expect(roster.issuerOfOpinion(supervising: a.id, supervised: b.id) == expected)
                #expect(roster.issuerOfDecision(supervising: a.id) == a.id)
            }
        }
        print("acting organ: \(byJustice) pairs by justice, \(exceptions) exceptions of Art. 14.2")
        #expect(exceptions == 17)
    }

    // MARK: The supervising organ of a new matter

    @Test func defaultSupervisingOrgan() throws {
        let roster = try roster(
            organ("team", .internalBody, .district, manager: "east-market"),
            organ("tax", .verticalOrgan, .district, government: "east"))
        let rows: [(supervised: String, clerk: String?, expected: String?)] = [
            // The clerk's own organ, or the government for which it acts, when competent.
            ("east-market", "city-market", "city-market"),
            ("east-market", "east-justice", "east"),
            ("east-market", "east", "east"),
            ("east-justice", "city-justice", "city-justice"),
            ("east-town", "city-justice", "city"),
            ("tax", "city-justice", "city"),
            ("team", "east-market", "east-market"),
            // Else the nearest competent government, as for a respondent's report.
            ("east-market", "west-justice", "east"),
            ("east-market", "city-justice", "east"),
            ("east-market", "city-water", "east"),
            ("east-market", nil, "east"),
            ("east-town", nil, "east"),
            ("tax", nil, "east"),
            ("east", nil, "city"),
            ("east-justice", "east-justice", "east"),
            // Without a competent government there is no default.
            ("team", nil, nil),
            ("city", "city-justice", nil),
            ("nowhere", "city-justice", nil),
        ]
        for row in rows {
            let found = roster.defaultSupervisingOrgan(
                over: OrganID(row.supervised), clerkOf: row.clerk.map { OrganID($0) })
            #expect(found?.text == row.expected, "\(row)")
        }
    }

    @Test func defaultSupervisingOrganOfTheSample() throws {
        let roster = try Sample.roster()
        let naive = NaiveCompetence(roster.organs)
        var own = 0
        var wrong: [String] = []
        for (place, supervised) in roster.organs.enumerated() {
            let competent = naive.competentOrgans(overAll: [place])
            let nearest = competent.first { id in
                roster.organs.contains { $0.id == id && $0.kind == .government }
            }
            #expect(
                roster.defaultSupervisingOrgan(over: supervised.id, clerkOf: nil) == nearest)
            for clerk in roster.organs {
                var expected = nearest
                if clerk.kind == .judicialAdministration, let government = clerk.government,
                    competent.contains(government)
                {
                    expected = government
                }
                if competent.contains(clerk.id) { expected = clerk.id }
                own += expected == nearest ? 0 : 1
                let found = roster.defaultSupervisingOrgan(
                    over: supervised.id, clerkOf: clerk.id)
                if found != expected { wrong.append("\(supervised.id), \(clerk.id)") }
            }
        }
        print("default supervising organ: \(own) pairs differ from the nearest government")
        #expect(wrong.isEmpty)
        #expect(own > 0)
    }

    @Test func commonSupervisors() throws {
        let roster = try roster()
        let rows: [([String], String?)] = [
            (["east-market", "east-water"], "east"),
            (["east-market", "west-market"], "city-market"),
            (["east-market", "west-justice"], nil),
            (["east", "west"], "city"),
            (["east", "city-market"], "city"),
            (["east-town", "east-market"], "east"),
            (["east-town", "east"], "city"),
            (["east", "east-market"], nil),
            (["east-market", "east-water", "east-street"], "east"),
            (["east-market"], "east"),
            (["city", "east"], nil),
            (["east-market", "nowhere"], nil),
        ]
        for (parties, expected) in rows {
            let ids = parties.map { OrganID($0) }
            #expect(roster.commonSupervisor(of: ids)?.text == expected, "\(parties)")
            #expect(roster.commonSupervisor(of: ids.reversed())?.text == expected, "\(parties)")
        }
    }

    // MARK: Random rosters

    /// Organs of any kind and level with any relations; governments stand under higher ones.
    private func randomOrgans(_ random: inout SplitMix64) -> [Organ] {
        var organs: [Organ] = []
        for index in 0..<14 {
            let kind = index < 4 ? .government : OrganKind.allCases.randomElement(using: &random)
            let level = index == 0 ? .municipal : OrganLevel.allCases.randomElement(using: &random)
            let id = OrganID("o\(index)")
            let ownLevel = level ?? .district
            let governments = organs.filter {
                $0.kind == .government && (kind != .government || $0.level > ownLevel)
            }
            let any = { (random: inout SplitMix64) in
                Int.random(in: 0..<3, using: &random) > 0
                    ? organs.randomElement(using: &random)?.id : nil
            }
            let government =
                Int.random(in: 0..<5, using: &random) > 0
                ? governments.randomElement(using: &random)?.id : nil
            let (lineSuperior, manager) = (any(&random), any(&random))
            let superior = Bool.random(using: &random) ? "outside" : nil
            var powers: [ReceivedPower] = []
            for number in 0..<Int.random(in: 0...2, using: &random) {
                guard let from = organs.randomElement(using: &random) else { break }
                powers.append(
                    ReceivedPower(
                        power: "p\(number)", from: from.id,
                        by: Bool.random(using: &random)
                            ? .municipalGrant : .stateCouncilOrMunicipal))
            }
            let hasJustice = organs.contains {
                $0.kind == .judicialAdministration && $0.government == government
            }
            organs.append(
                Organ(
                    id: id, name: "o",
                    kind: kind == .judicialAdministration && hasJustice
                        ? .department : kind ?? .department,
                    level: ownLevel, government: government, lineSuperior: lineSuperior,
                    manager: manager, superiorOutside: superior, receivedPowers: powers))
        }
        return organs
    }

    @Test func randomRostersAgreeWithTheNaiveReading() throws {
        let seed = UInt64.random(in: 0 ... .max)
        print("randomRostersAgreeWithTheNaiveReading: seed \(seed)")
        var random = SplitMix64(seed: seed)
        var counts: [String: Int] = [:]
        var wrong: [String] = []
        for _ in 0..<200 {
            let roster = try Roster(edition: "e", organs: randomOrgans(&random))
            let naive = NaiveCompetence(roster.organs)
            for (first, b) in roster.organs.enumerated() {
                for (second, a) in roster.organs.enumerated() {
                    let found = roster.competence(of: a.id, over: b.id)
                    if found != naive.matrix[first][second] { wrong.append("\(a) over \(b)") }
                    if let found { counts[found.basis.wire, default: 0] += 1 }
                    let common = naive.competentOrgans(overAll: [first, second]).first
                    if roster.commonSupervisor(of: [a.id, b.id]) != common {
                        wrong.append("\(a) and \(b)")
                    }
                }
                #expect(
                    roster.competentOrgans(over: b.id) == naive.competentOrgans(overAll: [first]))
            }
        }
        #expect(wrong.isEmpty)
        let lines = counts.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        print("random rosters: \(lines.joined(separator: ", "))")
        for basis in ["2.2", "5.1", "5.2", "6", "7"] { #expect(counts[basis, default: 0] > 0) }
    }
}
