import Supervision
import Testing

/// Who may supervise whom: each row of the table of competence by hand, with its negatives, and
/// all pairs of organs against a naive reading of the Measures.
@Suite struct CompetenceTests {
    /// What a pair is expected to give: the wire form of the basis, or nil.
    private func expect(
        _ roster: Roster, _ a: String, over b: String, _ basis: String?, power: String? = nil,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let found = roster.competence(of: OrganID(a), over: OrganID(b), inRespectOf: power)
        #expect(
            found?.basis.wire == basis, "\(a) over \(b)", sourceLocation: sourceLocation)
        #expect(found?.byReference == (basis.map { $0 == "6" }), sourceLocation: sourceLocation)
    }

    @Test func higherOverLowerGovernments() throws {
        let roster = try roster()
        expect(roster, "city", over: "east", "2.2")
        expect(roster, "city", over: "east-town", "2.2")
        expect(roster, "east", over: "east-town", "2.2")
        expect(roster, "east", over: "city", nil)
        expect(roster, "west", over: "east", nil)
        expect(roster, "west", over: "east-town", nil)
        expect(roster, "east-town", over: "east", nil)
        expect(roster, "east", over: "east", nil)
        expect(roster, "city-market", over: "east", nil)
        expect(roster, "city", over: "nowhere", nil)
        expect(roster, "nowhere", over: "east", nil)
    }

    @Test func governmentsOverTheirOwn() throws {
        let roster = try roster(
            organ("east-branch", .dispatchedAgency, .district, government: "east"),
            organ("east-zone", .functionalZone, .district, government: "east", manager: "east"),
            organ("town-office", .department, .township, government: "east-town"),
            organ("town-branch", .dispatchedAgency, .township, government: "east-town"))
        expect(roster, "city", over: "city-market", "2.2")
        expect(roster, "city", over: "city-justice", "2.2")
        expect(roster, "east", over: "east-market", "2.2")
        expect(roster, "east", over: "east-justice", "2.2")
        expect(roster, "east", over: "east-street", "2.2")
        expect(roster, "east", over: "east-branch", "2.2")
        // The municipality stands over the departments of a district only by its own departments.
        expect(roster, "city", over: "east-market", nil)
        expect(roster, "city", over: "east-street", nil)
        expect(roster, "west", over: "east-market", nil)
        // A zone without received powers is none of those that Art. 2 names.
        expect(roster, "east", over: "east-zone", nil)
        // Only the municipal and the district governments are named.
        expect(roster, "east-town", over: "town-office", nil)
        expect(roster, "east-town", over: "town-branch", nil)
        // Bureaus of justice do the work of their government; they are not over its departments.
        expect(roster, "east-justice", over: "east-market", nil)
    }

    @Test func municipalDepartmentsOverTheirLine() throws {
        let roster = try roster(
            organ("town-market", .department, .township, government: "east", line: "city-market"),
            organ("east-sub", .department, .district, government: "east", line: "east-market"),
            organ("city-sub", .department, .municipal, government: "city", line: "city-market"),
            organ("east-agency", .dispatchedAgency, .district, line: "city-market"))
        expect(roster, "city-market", over: "east-market", "2.2")
        expect(roster, "city-market", over: "west-market", "2.2")
        expect(roster, "city-justice", over: "east-justice", "2.2")
        expect(roster, "city-water", over: "east-market", nil)
        expect(roster, "city-market", over: "city-water", nil)
        expect(roster, "east-market", over: "city-market", nil)
        expect(roster, "east-market", over: "west-market", nil)
        expect(roster, "city-market", over: "town-market", nil)
        expect(roster, "east-market", over: "east-sub", nil)
        expect(roster, "city-market", over: "city-sub", nil)
        expect(roster, "city-market", over: "east-agency", nil)
    }

    @Test func concentratedPowers() throws {
        let power = [("p", from: "east-market", ReceivedPower.Instrument.stateCouncilOrMunicipal)]
        let roster = try roster(
            organ(
                "east-urban", .department, .district, government: "east", line: "city-market",
                powers: power),
            organ(
                "east-body", .functionalZone, .district, government: "east", manager: "city-water",
                powers: power),
            organ("east-plain", .functionalZone, .district, government: "east"))
        expect(roster, "east", over: "east-urban", "2.2")
        expect(roster, "east", over: "east-urban", "5.1", power: "p")
        expect(roster, "city-market", over: "east-urban", "5.1", power: "p")
        expect(roster, "east", over: "east-body", "5.1")
        expect(roster, "city-water", over: "east-body", "5.1")
        expect(roster, "city", over: "east-body", nil)
        expect(roster, "west", over: "east-body", nil)
        expect(roster, "city-market", over: "east-body", nil)
        expect(roster, "east-market", over: "east-body", nil)
        expect(roster, "east", over: "east-plain", nil)
        let found = roster.competence(of: OrganID("east"), over: OrganID("east-body"))
        #expect(found?.assistFrom == [OrganID("east-market")])
    }

    @Test func grantedPowers() throws {
        let power = [
            ("p", from: "east-market", ReceivedPower.Instrument.municipalGrant),
            ("q", from: "east-water", .municipalGrant), ("r", from: "east-market", .municipalGrant),
        ]
        let roster = try roster(
            organ("town", .government, .township, government: "east", powers: power),
            organ("street", .dispatchedOrgan, .township, government: "east", powers: power),
            organ(
                "zone", .functionalZone, .municipal, government: "city", manager: "east",
                powers: power),
            organ(
                "loose", .functionalZone, .district, government: "east", manager: "east-market",
                powers: power),
            organ("dept", .department, .district, government: "east", powers: power),
            organ("body", .internalBody, .district, government: "east", powers: power))
        for managed in ["town", "street"] {
            expect(roster, "east", over: managed, "2.2")
            expect(roster, "east", over: managed, "5.2", power: "p")
            expect(roster, "west", over: managed, nil, power: "p")
        }
        expect(roster, "city", over: "town", "2.2", power: "p")
        expect(roster, "city", over: "street", nil, power: "p")
        expect(roster, "east", over: "zone", "5.2")
        // The government that manages it, not the one to which it belongs.
        expect(roster, "city", over: "zone", nil)
        expect(roster, "east", over: "loose", nil)
        expect(roster, "east-market", over: "loose", nil)
        expect(roster, "east", over: "dept", "2.2", power: "p")
        expect(roster, "east", over: "body", nil)
        let found = roster.competence(of: OrganID("east"), over: OrganID("zone"))
        #expect(found?.assistFrom == [OrganID("east-market"), OrganID("east-water")])
    }

    /// The special rule goes before the general one only for a power that was received under it.
    @Test func namedPowerDecidesTheParagraph() throws {
        let roster = try roster(
            organ(
                "street", .dispatchedOrgan, .township, government: "east",
                powers: [
                    ("granted", from: "east-market", .municipalGrant),
                    ("concentrated", from: "east-water", .stateCouncilOrMunicipal),
                ]))
        expect(roster, "east", over: "street", "2.2")
        expect(roster, "east", over: "street", "5.1", power: "concentrated")
        expect(roster, "east", over: "street", "5.2", power: "granted")
        expect(roster, "east", over: "street", "2.2", power: "never received")
    }

    @Test func byReference() throws {
        let roster = try roster(
            organ(
                "authorized", .authorizedOrganization, .district, government: "east",
                manager: "east-market"),
            organ("team", .internalBody, .district, manager: "east-market"),
            organ("entrusted", .entrustedOrganization, .district, manager: "east-market"),
            organ(
                "branch", .dispatchedAgency, .district, government: "east", manager: "city-market"),
            organ("justice-team", .internalBody, .district, manager: "east-justice"),
            organ("zone", .functionalZone, .district, government: "east"),
            organ("town-team", .internalBody, .township, manager: "east-town"),
            organ("street-team", .internalBody, .township, manager: "east-street"),
            organ("zone-team", .internalBody, .township, manager: "zone"),
            organ("east-team", .internalBody, .district, government: "east", manager: "east"),
            organ("town-office", .department, .township, government: "east-town"),
            organ("office-team", .internalBody, .township, manager: "town-office"),
            organ("office-org", .authorizedOrganization, .township, manager: "town-office"),
            organ("town-org", .authorizedOrganization, .township, government: "east-town"),
            organ("town-agent", .entrustedOrganization, .township, manager: "east-town"))
        for (a, b) in [
            ("east", "authorized"), ("east-market", "authorized"), ("east-market", "team"),
            ("east-market", "entrusted"), ("city-market", "branch"),
            ("east-justice", "justice-team"),
            ("east-town", "town-team"), ("east-street", "street-team"), ("zone", "zone-team"),
        ] { expect(roster, a, over: b, "6") }
        for (a, b) in [
            ("city", "authorized"), ("west", "authorized"), ("city-market", "authorized"),
            ("east", "team"), ("city-market", "team"), ("east-water", "team"),
            ("east", "entrusted"), ("east-market", "branch"), ("east", "town-team"),
            ("east-town", "street-team"), ("east", "east-team"), ("town-office", "office-team"),
            ("town-office", "office-org"), ("east-town", "town-org"), ("east-town", "town-agent"),
        ] { expect(roster, a, over: b, nil) }
        expect(roster, "east", over: "branch", "2.2")
    }

    @Test func verticalOrgans() throws {
        let roster = try roster(
            organ(
                "tax", .verticalOrgan, .district, government: "east", outside: "tax of the city"),
            organ("customs", .verticalOrgan, .municipal, government: "city", manager: "city-water"),
            organ("town-tax", .verticalOrgan, .township, government: "east-town"))
        for (a, b) in [
            ("east", "tax"), ("city", "tax"), ("city", "customs"), ("east", "town-tax"),
            ("city", "town-tax"),
        ] { expect(roster, a, over: b, "7") }
        for (a, b) in [
            ("west", "tax"), ("east", "customs"), ("east-town", "town-tax"),
            ("east-justice", "tax"),
            ("city-water", "customs"), ("east-town", "tax"),
        ] { expect(roster, a, over: b, nil) }
        let superior = { (a: String, b: String) in
            roster.competence(of: OrganID(a), over: OrganID(b))?.notifySuperior
        }
        #expect(superior("city", "tax") == "tax of the city")
        #expect(superior("city", "customs") == "city-water")
        // Unnamed, it has to be told all the same.
        #expect(superior("east", "town-tax") == "上级行政机关")
        #expect(superior("east", "east-market") == nil)
    }

    @Test func everyPairOfTheSample() throws {
        let roster = try Sample.roster()
        let naive = NaiveCompetence(roster.organs)
        var counts: [String: Int] = [:]
        var pairs = 0
        var wrong: [String] = []
        for (atB, b) in roster.organs.enumerated() {
            for (atA, a) in roster.organs.enumerated() {
                let found = roster.competence(of: a.id, over: b.id)
                if found != naive.matrix[atB][atA] { wrong.append("\(a.id) over \(b.id)") }
                pairs += 1
                if let found { counts[found.basis.wire, default: 0] += 1 }
                for received in b.receivedPowers {
                    let special = roster.competence(
                        of: a.id, over: b.id, inRespectOf: received.power)
                    let expected = NaiveCompetence.competence(
                        roster.organs, of: a, over: b, inRespectOf: received.power)
                    if special != expected {
                        wrong.append("\(a.id) over \(b.id), \(received.power)")
                    }
                    if let special { counts["power " + special.basis.wire, default: 0] += 1 }
                }
            }
        }
        let lines = counts.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        print("competence: \(pairs) ordered pairs; \(lines.joined(separator: ", "))")
        #expect(wrong.isEmpty)
        #expect(pairs == 133 * 133)
        // The sample shows every row of the table.
        for basis in ["2.2", "5.1", "5.2", "6", "7"] {
            #expect(counts[basis, default: 0] + counts["power " + basis, default: 0] > 0)
        }
    }

    @Test func commonSupervisorsAndCompetentOrgansOfTheSample() throws {
        let roster = try Sample.roster()
        let naive = NaiveCompetence(roster.organs)
        var found = 0
        var wrong: [String] = []
        for (first, a) in roster.organs.enumerated() {
            #expect(
                roster.competentOrgans(over: a.id) == naive.competentOrgans(overAll: [first]),
                "\(a.id)")
            for (second, b) in roster.organs.enumerated() {
                let common = roster.commonSupervisor(of: [a.id, b.id])
                if common != naive.competentOrgans(overAll: [first, second]).first {
                    wrong.append("\(a.id) and \(b.id)")
                }
                found += common == nil ? 0 : 1
            }
        }
        print("common supervisor: \(found) of \(133 * 133) ordered pairs have one")
        #expect(wrong.isEmpty)
        #expect(found > 0)
        #expect(roster.commonSupervisor(of: []) == nil)
        #expect(roster.competentOrgans(over: OrganID("nowhere")).isEmpty)
    }
}
