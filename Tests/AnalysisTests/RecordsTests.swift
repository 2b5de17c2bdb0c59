import JSONText
import Testing

@testable import Analysis

@Suite struct RecordsTests {
    private let key = Pseudonyms(key: Array("secret".utf8))

    private func events(
        _ text: String, _ pseudonyms: Pseudonyms, withPersonalData: Bool = false
    ) throws -> [EventRecord] {
        let item =
            #"{"position":7,"version":3,"at":"2026-03-02T01:00:00.000Z","#
            + #""principal":"cy-inv1","events":[\#(text)]}"#
        let document = try JSONDocument(Array(item.utf8))
        return try #require(
            EventRecord.events(of: document, 0, pseudonyms, withPersonalData: withPersonalData))
    }

    /// Every event that holds a name or somebody's own words, with `SECRET` wherever they stand.
    private static let personal = [
        #"{"event":"registered","supervised":"m","supervising":"g","class":"internal","#
            + #""summary":"SECRET","registration":{"source":{"kind":"referral","#
            + #""channel":"audit"},"content":2,"exOfficio":false,"by":"SECRET","byOrgan":"j","#
            + #""at":"x","incident":"SECRET","complainant":{"name":"SECRET","contact":"SECRET"},"#
            + #""power":"SECRET"},"competence":{"basis":{"kind":"law","citation":"2.2"}}}"#,
        #"{"event":"measureRecorded","kind":"hearing","on":"2026-03-01","summary":"SECRET","#
            + #""institution":"SECRET","specialty":"SECRET","evidence":[{"name":"SECRET"}]}"#,
        #"{"event":"majorProblemsFound","grounds":[1,3],"facts":"SECRET","#
            + #""majorReason":"SECRET"}"#,
        #"{"event":"accountabilityOpened","duty":1,"item":1,"accountability":"officer","#
            + #""status":"open","person":{"name":"SECRET","organ":"m","position":"SECRET"},"#
            + #""responsible":[{"name":"SECRET","position":"SECRET"}],"facts":"SECRET"}"#,
        #"{"event":"officerMeasureRecorded","item":1,"measure":"criticismAndEducation","#
            + #""fault":"negligent","harm":"SECRET","circumstances":"SECRET","serious":false}"#,
        #"{"event":"accountabilityReferred","item":1,"to":"criminal","authority":"SECRET"}"#,
        #"{"event":"outcomeRecorded","item":1,"outcome":"SECRET"}"#,
        #"{"event":"commended","person":"SECRET","organ":"m","merit":"SECRET"}"#,
        #"{"event":"noted","text":"SECRET"}"#,
        #"{"event":"opinionIssued","kind":"opinion","number":"n","issuer":"j","#
            + #""signedBy":"SECRET","issuedAt":"x","deadline":{"lastDay":"2026-04-01"},"#
            + #""items":[{"item":1,"text":"SECRET"}]}"#,
        #"{"event":"accepted","investigators":["SECRET"]}"#,
        #"{"event":"ofTomorrow","whatever":"SECRET","more":{"name":"SECRET"},"list":["SECRET"]}"#,
    ]

    @Test(arguments: personal)
    func personalDataStaysAtHome(_ text: String) throws {
        let event = try #require(try events(text, key).first)
        #expect(event.texts.isEmpty)
        #expect(!"\(event)".contains("SECRET"), "\(event)")
        #expect(!"\(event)".contains("cy-inv1"))
    }

    @Test(arguments: personal)
    func withPersonalDataEveryTextIsThere(_ text: String) throws {
        let event = try #require(try events(text, .none, withPersonalData: true).first)
        func count(_ text: String) -> Int {
            text.split(separator: "SECRET", omittingEmptySubsequences: false).count - 1
        }
        // The principal is no text of the event.
        #expect(event.person == "cy-inv1")
        #expect(count("\(event)") >= count(text))
    }

    @Test func whatIsKnownIsTakenApart() throws {
        let registered = try events(Self.personal[0], key)[0]
        #expect(registered.id == "7.1")
        #expect(
            registered.attributes == [
                Attribute("class", .text("internal")), Attribute("competence", .text("2.2")),
                Attribute("source", .text("referral")), Attribute("channel", .text("audit")),
                Attribute("category", .integer(2)),
            ])
        #expect(
            registered.organs == [
                Reference(id: "g", qualifier: "supervising"),
                Reference(id: "m", qualifier: "supervised"),
                Reference(id: "j", qualifier: "byOrgan"),
            ])
        let issued = try events(Self.personal[9], key)[0]
        #expect(issued.document == DocumentRecord(kind: "opinion", number: "n", issuer: "j"))
        #expect(issued.persons.map(\.qualifier) == ["by", "signatory"])
        let both = try events(#"{"event":"a"},{"event":"b"}"#, key)
        #expect(both.map(\.id) == ["7.1", "7.2"])
    }

    @Test func aPseudonymIsTheSameForOneKeyAndAnotherForAnother() {
        let other = Pseudonyms(key: Array("Secret".utf8))
        #expect(
            key.name(of: "cy-inv1") == Pseudonyms(key: Array("secret".utf8)).name(of: "cy-inv1"))
        #expect(key.name(of: "cy-inv1") != other.name(of: "cy-inv1"))
        #expect(key.name(of: "cy-inv1") != key.name(of: "cy-inv2"))
        #expect(Pseudonyms.none.name(of: "cy-inv1") == "cy-inv1")
        #expect(key.name(of: "cy-inv1").wholeMatch(of: /P[0-9a-f]{16}/) != nil)
    }

    @Test func aRowOfTheDocketIsAMatter() throws {
        let text =
            #"{"matter":"D2","kind":"dispute","supervising":"g","parties":["a","b"],"#
            + #""registeredAt":"t","subject":"caseJurisdiction","summary":"x"}"#
        let matter = try #require(MatterRecord(JSONDocument(Array(text.utf8)), 0))
        #expect(matter.supervised == ["a", "b"])
        #expect(matter.attributes == [Attribute("subject", .text("caseJurisdiction"))])
        #expect(MatterRecord(try JSONDocument(Array(#"{"matter":"S1"}"#.utf8)), 0) == nil)
    }
}
