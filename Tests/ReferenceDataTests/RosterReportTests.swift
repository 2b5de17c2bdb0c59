import ReferenceData
import Supervision
import Testing

/// The check of a roster: everything that is wrong, with its lines, and the same verdict as the
/// reader of the server.
@Suite struct RosterReportTests {
    private func report(_ text: String) -> RosterReport {
        ReferenceData.rosterReport(bytes: bytes(text), file: "roster.json")
    }

    private func found(_ text: String) -> [String] {
        report(text).items.map { "\($0.line) \($0.kind?.rawValue ?? "malformed")" }
    }

    private static let municipality =
        #"{"id": "bj", "name": "市", "kind": "government", "level": "municipal"}"#

    private func roster(_ organs: String...) -> String {
        #"{"edition": "t", "organs": ["#
            + ([Self.municipality] + organs).map { "\n" + $0 }.joined(separator: ",") + "\n]}"
    }

    private func department(_ id: String, _ more: String) -> String {
        organ(id, "局" + id, "department", more)
    }

    private func organ(_ id: String, _ name: String, _ kind: String, _ more: String) -> String {
        #"{"id": "\#(id)", "name": "\#(name)", "kind": "\#(kind)", "level": "municipal", \#(more)}"#
    }

    @Test(arguments: ["sample/roster.json", "roster/beijing.json"])
    func rostersOfTheRepositoryAreClean(name: String) throws {
        let report = try ReferenceData.rosterReport(path: Sample.folder + "../" + name)
        #expect(report.items.isEmpty && report.mistakeCount == 0)
        #expect(report.edition != nil && report.organs.count >= 133)
    }

    @Test func everyMistakeIsToldWithItsLine() {
        let text = roster(
            department("a", #""government": "bj", "documentPrefix": "P""#),
            department("b", #""government": "nowhere", "documentPrefix": "P""#),
            department("c", #""government": "a""#),
            department("d", #""government": "bj", "manager": "e""#),
            department("e", #""government": "bj", "manager": "d""#),
            organ("j", "司", "judicialAdministration", #""government": "bj""#),
            organ("k", "司", "judicialAdministration", #""government": "bj""#))
        #expect(
            found(text) == [
                "4 doubledPrefix", "4 unknownOrgan", "5 notAGovernment", "6 circleOfManagers",
                "9 twoActingOrgans", "9 doubledName",
            ])
    }

    @Test func malformedOrgansAreToldTogether() {
        let text = roster(
            #"{"id": "a", "name": "甲", "kind": "office", "level": "municipal"}"#,
            department("b", #""government": "bj", "lineSuperor": "a""#),
            department("c", #""government": "a""#))
        let report = report(text)
        #expect(report.items.map(\.line) == [3, 4], "relations wait until all organs are there")
        #expect(report.organs.map(\.id.text) == ["bj", "c"])
        #expect(report.items[1].text.en.contains("lineSuperor"))
        #expect(report.items[1].text.zh.contains("lineSuperor"))
    }

    @Test func whatIsNoRosterIsOneMistake() {
        for (text, line) in [
            ("", 1), ("{\n\"edition\": }", 2), ("[]", 1), (#"{"edition": "t"}"#, 1),
            ("{\"edition\": \"t\",\n\"organs\": 5}", 2),
        ] {
            #expect(found(text) == ["\(line) malformed"], "\(text)")
        }
        #expect(throws: FileFault.self) { try ReferenceData.rosterReport(path: "/nowhere/r.json") }
    }

    @Test func doubtsAreNoMistakes() throws {
        let text = roster(
            #"{"id": "d", "name": "市", "kind": "government", "level": "district"}"#,
            #"{"id": "t", "name": "队", "kind": "internalBody", "level": "district"}"#)
        #expect(found(text) == ["3 doubledName", "3 unsupervised", "4 unsupervised"])
        #expect(report(text).mistakeCount == 0)
        _ = try parseRoster(text)
    }

    /// The server refuses exactly the files that have a mistake here, for one of those mistakes.
    @Test func theReaderOfTheServerAgrees() {
        for mistake in MistakeTests.rosterMistakes {
            let report = report(mistake.text)
            #expect(report.mistakeCount > 0, "\(mistake.text)")
            let fault = #expect(throws: FileFault.self) { try parseRoster(mistake.text) }
            #expect(
                report.items.contains { $0.line == fault?.line && $0.text.en == fault?.reason },
                "\(String(describing: fault))")
        }
    }
}
