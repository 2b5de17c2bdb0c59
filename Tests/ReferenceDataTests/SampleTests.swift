import ReferenceData
import Supervision
import Testing

@Suite struct SampleTests {
    @Test func rosterOfTheSample() throws {
        let roster = try Sample.roster()
        #expect(roster.edition == "2026-11-sample")
        #expect(roster.organs.count == 133)
        let urban = try #require(roster[OrganID("chaoyang-urban")])
        #expect(urban.kind == .department && urban.level == .district)
        #expect(urban.government == OrganID("chaoyang"))
        #expect(urban.lineSuperior == OrganID("bj-urban"))
        #expect(
            urban.receivedPowers.first
                == ReceivedPower(
                    power: "施工现场管理行政处罚权", from: OrganID("chaoyang-housing"),
                    by: .stateCouncilOrMunicipal))
        let tax = try #require(roster[OrganID("haidian-tax")])
        #expect(tax.superiorOutside == "国家税务总局北京市税务局")
        let government = try #require(roster[OrganID("bj")])
        #expect(government.nameEn == "Beijing Municipal People's Government")
        #expect(government.documentPrefix == "京政执监" && government.government == nil)
    }

    @Test func principalsOfTheSample() throws {
        let roster = try Sample.roster()
        let directory = try ReferenceData.principals(
            path: Sample.folder + "principals.json", roster: roster)
        #expect(directory.principals.byID.count == 50)
        #expect(directory.byTokenDigest.count == 50)
        let head = try #require(directory.principals[PersonID("cy-head")])
        #expect(head.roles == [.investigator, .signatory] && head.qualified)
        #expect(directory.principals[PersonID("cy-inv-unqualified")]?.qualified == false)
        let digest = "a3fd9c39c5012fe984913035c75a402b28dcf32b5f72a520406af03516d4a5ac"
        #expect(directory.byTokenDigest[digest] == PersonID("bj-clerk"))
    }

    @Test func policyAndCalendarOfTheSample() throws {
        let policy = try ReferenceData.policy(path: Sample.folder + "policy.json")
        #expect(policy == Policy(twoPersonRule: true))
        let calendar = try ReferenceData.calendar(path: Sample.folder + "calendar.json")
        #expect(calendar.edition == "2026-11")
        #expect(calendar.years.keys.sorted() == [2025, 2026])
        #expect(calendar.years[2025]?.daysOff.count == 28)
        #expect(calendar.years[2025]?.makeUpWorkingDays.count == 5)
        #expect(calendar.years[2026]?.daysOff.count == 33)
        #expect(calendar.years[2026]?.makeUpWorkingDays.count == 6)
    }

    @Test func unreadableFiles() {
        let missing = Sample.folder + "no-such-file.json"
        let fault = #expect(throws: FileFault.self) {
            try ReferenceData.policy(path: missing)
        }
        #expect(fault?.file == missing && fault?.line == 1)
        #expect(fault?.reason.contains("No such file") == true)
        // A folder can be opened and not read.
        let folder = #expect(throws: FileFault.self) {
            try ReferenceData.calendar(path: Sample.folder)
        }
        #expect(folder?.reason.contains("cannot be read") == true)
    }
}
