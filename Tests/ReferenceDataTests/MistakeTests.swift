import ReferenceData
import Supervision
import Testing

/// Each way in which the meaning of a file, not its JSON, can be wrong.
@Suite struct MistakeTests {
    // MARK: Roster

    static func rosterOf(_ organs: String) -> String {
        "{\"edition\": \"e\",\n\"organs\": [\n\(organs)\n]}"
    }

    static let government = """
        {"id": "bj", "name": "京", "kind": "government", "level": "municipal"}
        """

    static func organ(_ id: String, _ rest: String) -> String {
        """
        {"id": "\(id)", "name": "n", "kind": "department", "level": "district"\(rest)}
        """
    }

    static let rosterMistakes = [
        Mistake(1, "must be an object", "[]"),
        Mistake(1, "has no \"edition\"", "{\"organs\": []}"),
        Mistake(2, "has no \"organs\"", "\n{\"edition\": \"e\"}"),
        Mistake(2, "unknown key \"Organs\"", "{\"edition\": \"e\",\n\"Organs\": []}"),
        Mistake(2, "\"organs\" must be a list", "{\"edition\": \"e\",\n\"organs\": {}}"),
        Mistake(2, "\"edition\" must be a string", "{\"organs\": [],\n\"edition\": 3}"),
        Mistake(3, "the organ must be an object", rosterOf("3")),
        Mistake(3, "has no \"id\"", rosterOf("{\"name\": \"n\"}")),
        Mistake(
            4, "has no \"level\"",
            rosterOf(
                "\(government),\n{\"id\": \"a\", \"name\": \"n\",\n\"kind\": \"department\"}")),
        Mistake(
            5, "is none of government, department",
            rosterOf(
                "\(government),\n{\"id\": \"a\", \"name\": \"n\",\n\"kind\": \"Department\"}")),
        Mistake(
            3, "is none of township, district, municipal",
            rosterOf("{\"id\":\"a\",\"name\":\"n\",\"kind\":\"department\",\"level\":\"city\"}")),
        Mistake(4, "1 to 128 bytes", rosterOf("\(government),\n\(organ("", ""))")),
        Mistake(4, "1 to 128 bytes", rosterOf("\(government),\n\(organ("a b", ""))")),
        Mistake(4, "printable", rosterOf("\(government),\n\(organ("a\\u007f", ""))")),
        Mistake(4, "printable", rosterOf("\(government),\n\(organ("a\\u200b", ""))")),
        Mistake(
            3, "1 to 128 bytes", rosterOf(organ(String(repeating: "a", count: 129), ""))),
        Mistake(3, "1 to 128 bytes", rosterOf(organ(String(repeating: "京", count: 43), ""))),
        Mistake(
            4, "1 to 200 characters",
            rosterOf("\(government),\n\(organ("a", ", \"nameEn\": \"\""))")),
        Mistake(
            5, "no control character",
            rosterOf("\(government),\n\(organ("a", ",\n\"superiorOutside\": \"a\\nb\""))")),
        Mistake(
            3, "1 to 200 characters",
            rosterOf(
                organ(
                    "a", ", \"documentPrefix\": \"\(String(repeating: "字", count: 201))\""))),
        Mistake(4, "the id a stands twice", rosterOf("\(organ("a", "")),\n\(organ("a", ""))")),
        Mistake(
            4, "unknown organ b",
            rosterOf("\(government),\n\(organ("a", ",\n\"government\": \"b\""))")),
        Mistake(
            5, "a is no government",
            rosterOf("\(government),\n\(organ("a", "")),\n\(organ("b", ", \"government\": \"a\""))")
        ),
        Mistake(
            5, "must be a list",
            rosterOf("\(government),\n\(organ("a", ",\n\"receivedPowers\": \"p\""))")),
        Mistake(
            3, "unknown key \"form\"",
            rosterOf(
                organ("a", ", \"receivedPowers\": [{\"power\": \"p\", \"form\": \"bj\"}]"))),
        Mistake(
            6, "received \"p\" twice",
            rosterOf(
                organ(
                    "a",
                    """
                    , "receivedPowers": [
                    {"power": "p", "from": "a", "by": "municipalGrant"},
                    {"from": "a", "by": "municipalGrant",
                    "power": "p"}]
                    """))),
        Mistake(
            4, "is none of stateCouncilOrMunicipal, municipalGrant",
            rosterOf(
                organ(
                    "a",
                    """
                    , "receivedPowers": [{"power": "p", "from": "a",
                    "by": "x"}]
                    """))),
        Mistake(
            4, "unknown organ gone",
            rosterOf(
                "\(government),\n"
                    + organ(
                        "a",
                        """
                        , "receivedPowers": [
                        {"power": "p", "from": "gone", "by": "municipalGrant"}]
                        """))),
    ]

    @Test(arguments: rosterMistakes) func rosterIsRefused(_ mistake: Mistake) {
        mistake.check(file: "roster.json") { _ = try parseRoster(mistake.text) }
    }

    @Test func idsAtTheirBounds() throws {
        for id in ["a", String(repeating: "a", count: 128), "~!\\\"", "朝阳区"] {
            let quoted = id == "~!\\\"" ? "~!\\\\\\\"" : id
            let roster = try parseRoster(Self.rosterOf(Self.organ(quoted, "")))
            #expect(roster.organs.map(\.id) == [OrganID(id)])
        }
        let long = String(repeating: "字", count: 200)
        let roster = try parseRoster(Self.rosterOf(Self.organ("a", ", \"nameEn\": \"\(long)\"")))
        #expect(roster.organs[0].nameEn == long)
    }

    // MARK: Principals

    static func person(
        _ id: String = "p", organ: String = "bj", roles: String = "[\"clerk\"]",
        token: Character = "0", more: String = ""
    ) -> String {
        let digest = String(repeating: token, count: 64)
        return """
            {"id": "\(id)", "name": "人", "organ": "\(organ)", "roles": \(roles)\(more),
            "tokenSHA256": "\(digest)"}
            """
    }

    static let principalMistakes = [
        Mistake(1, "must be a list", "{}"),
        Mistake(2, "the person must be an object", "[\n\"p\"]"),
        Mistake(2, "has no \"name\"", "[\n{\"id\": \"p\"}]"),
        Mistake(4, "the id p stands twice", "[\(person()),\n\n\(person(token: "1"))]"),
        Mistake(1, "the organ hd is not in the roster", "[\(person(organ: "hd"))]"),
        Mistake(1, "\"roles\" must be a list", "[\(person(roles: "\"clerk\""))]"),
        Mistake(2, "at least one role", "[\n\(person(roles: "[]"))]"),
        Mistake(3, "\"judge\" is none of clerk", "[\n\(person(roles: "[\"clerk\",\n\"judge\"]"))]"),
        Mistake(1, "the role clerk stands twice", "[\(person(roles: "[\"clerk\", \"clerk\"]"))]"),
        Mistake(1, "must be true or false", "[\(person(more: ", \"qualified\": 1"))]"),
        Mistake(1, "unknown key \"qualifed\"", "[\(person(more: ", \"qualifed\": true"))]"),
        Mistake(1, "printable and without a space", "[\(person("a b"))]"),
        Mistake(2, "64 lower-case", "[\(person(token: "A"))]"),
        Mistake(2, "64 lower-case", "[\(person(token: "g"))]"),
        Mistake(2, "64 lower-case", "[\(person(token: "二"))]"),
        Mistake(4, "q and p have the same token", "[\(person()),\n\(person("q"))]"),
    ]

    @Test(arguments: principalMistakes) func principalsAreRefused(_ mistake: Mistake) {
        mistake.check(file: "principals.json") { _ = try parsePrincipals(mistake.text) }
    }

    @Test func digestsOfAnotherLength() {
        for count in [0, 63, 65] {
            let digest = String(repeating: "0", count: count)
            let text = Self.person().replacing(String(repeating: "0", count: 64), with: digest)
            Mistake(2, "64 lower-case", text).check(file: "principals.json") {
                _ = try parsePrincipals("[\(text)]")
            }
        }
    }

    @Test func everyRoleAndBothQualifications() throws {
        let all = "[" + Role.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ",") + "]"
        let directory = try parsePrincipals(
            "[\(Self.person("a", roles: all, more: ", \"qualified\": true")),"
                + "\(Self.person("b", token: "b", more: ", \"qualified\": false"))]")
        #expect(directory.principals[PersonID("a")]?.roles.list == Role.allCases)
        #expect(directory.principals[PersonID("a")]?.qualified == true)
        #expect(directory.principals[PersonID("b")]?.qualified == false)
    }

    // MARK: Policy

    static let policyMistakes = [
        Mistake(1, "must be an object", "true"),
        Mistake(1, "has no \"twoPersonRule\"", "{}"),
        Mistake(1, "must be true or false", "{\"twoPersonRule\": null}"),
        Mistake(2, "unknown key \"twopersonRule\"", "{\n\"twopersonRule\": true}"),
        Mistake(
            2, "the period must be an object", "{\"twoPersonRule\": true,\n\"acceptWithin\": 5}"),
        Mistake(
            3, "cannot end on a fixed date",
            "{\"twoPersonRule\": true,\n\"acceptWithin\": {\n\"date\": \"2026-04-01\"}}"),
        Mistake(
            2, "either \"workingDays\" or \"days\"",
            "{\"twoPersonRule\": true,\n\"investigateWithin\": {}}"),
        Mistake(
            1, "either \"workingDays\" or \"days\"",
            "{\"twoPersonRule\": true, \"acceptWithin\": {\"workingDays\": 5, \"days\": 7}}"),
        Mistake(
            1, "unknown key \"workdays\"",
            "{\"twoPersonRule\": true, \"acceptWithin\": {\"workdays\": 5}}"),
        Mistake(
            1, "1 to 3650", "{\"twoPersonRule\": true, \"acceptWithin\": {\"workingDays\": 0}}"),
        Mistake(1, "1 to 3650", "{\"twoPersonRule\": true, \"acceptWithin\": {\"days\": 3651}}"),
        Mistake(1, "1 to 3650", "{\"twoPersonRule\": true, \"acceptWithin\": {\"days\": \"5\"}}"),
    ]

    @Test(arguments: policyMistakes) func policyIsRefused(_ mistake: Mistake) {
        mistake.check(file: "policy.json") { _ = try parsePolicy(mistake.text) }
    }

    @Test func policyWithPeriods() throws {
        let policy = try parsePolicy(
            """
            {"twoPersonRule": false, "acceptWithin": {"workingDays": 1},
             "investigateWithin": {"days": 3650}}
            """)
        #expect(
            policy
                == Policy(
                    twoPersonRule: false, acceptWithin: .workingDays(1),
                    investigateWithin: .days(3650)))
    }

    // MARK: Calendar

    static func year(_ off: String, _ makeUp: String, year: String = "2026") -> String {
        """
        {"edition": "e", "years": {
        "\(year)": {
        "daysOff": [\(off)],
        "makeUpWorkingDays": [\(makeUp)]}}}
        """
    }

    static let calendarMistakes = [
        Mistake(1, "has no \"edition\"", "{\"years\": {}}"),
        Mistake(1, "has no \"years\"", "{\"edition\": \"e\"}"),
        Mistake(1, "\"years\" must be an object", "{\"edition\": \"e\", \"years\": []}"),
        Mistake(2, "\"note\" must be", "{\"edition\": \"e\",\n\"note\": 1, \"years\": {}}"),
        Mistake(2, "unknown key \"notes\"", "{\"edition\": \"e\",\n\"notes\": 1, \"years\": {}}"),
        Mistake(2, "\"26\" is no year", year("", "", year: "26")),
        Mistake(2, "\"0000\" is no year", year("", "", year: "0000")),
        Mistake(
            1, "has no \"makeUpWorkingDays\"",
            "{\"edition\": \"e\", \"years\": {\"2026\": {\"daysOff\": []}}}"),
        Mistake(3, "must be a string", year("20260101", "")),
        Mistake(3, "is no day of the form", year("\"2026-1-1\"", "")),
        Mistake(3, "\"2026-02-29\" is no day", year("\"2026-02-29\"", "")),
        Mistake(4, "\"2026-04-31\" is no day", year("", "\"2026-04-31\"")),
        Mistake(
            4, "2025-12-31 stands under the year 2026",
            year("\"2026-01-01\",\n\"2025-12-31\"", "")),
        Mistake(
            3, "the day off 2026-01-01 stands twice", year("\"2026-01-01\", \"2026-01-01\"", "")),
        Mistake(4, "2026-02-14 stands twice", year("", "\"2026-02-14\", \"2026-02-14\"")),
        Mistake(4, "a day off and a make-up", year("\"2026-02-14\"", "\"2026-02-14\"")),
        Mistake(5, "not on a weekend", year("", "\"2026-02-14\",\n\"2026-02-13\"")),
    ]

    @Test(arguments: calendarMistakes) func calendarIsRefused(_ mistake: Mistake) {
        mistake.check(file: "calendar.json") { _ = try parseCalendar(mistake.text) }
    }
}
