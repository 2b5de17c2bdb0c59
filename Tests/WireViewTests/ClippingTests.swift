import JSONText
import Supervision
import Testing

@testable import Wire

/// However long a matter is, `matter.get` is one ordinary line.
@Suite struct ClippingTests {
    /// The longest text that the protocol accepts: four bytes for each character.
    static let longest = String(repeating: "𠮷", count: Limits.textCharactersMax)

    static func longMeasures(_ text: String) throws -> Walk {
        var walk = try Walk()
        try walk.give(.accept(investigators: [Person.all.id], deadline: nil))
        for number in 1...100 {
            try walk.give(
                .recordMeasure(
                    InvestigationMeasure(
                        kind: .hearing, on: start.legalDay, summary: "\(number) " + text)))
        }
        return walk
    }

    @Test func measuresAreClippedFromTheOldest() throws {
        let walk = try Self.longMeasures(String(repeating: "听", count: 3900))
        let bytes = get(walk.matter)
        #expect(bytes.count <= Views.resultBytesMax)
        let document = try JSONDocument(bytes)
        #expect(document.json("truncated") == "true")
        let shown = document.count(try #require(document.node("measures")))
        #expect((1..<100).contains(shown))
        #expect(document.json("omitted") == #"{"measures":\#(100 - shown)}"#)
        let first = document.string(try #require(document.node("measures.0.summary")))
        #expect(first.hasPrefix("\(101 - shown) ") && first.count > 3900)
        #expect(document.has("measures.\(shown - 1)") && !document.has("measures.\(shown)"))
        #expect(document.json("summary") == "\"\(Secret.summary)\"")
    }

    /// A matter may hold a thousand times as much as a result; writing it must not take so long.
    @Test func whatDoesNotFitIsNotWritten() throws {
        let row = DocketRow(try Walk().matter, position: 1, in: roster)
        var written = 0
        let measures = MatterSection.list("measures", count: 1000) { _, _, writer in
            written += 1
            writer.string(Self.longest)
        }
        let bytes = JSONWriter.encoded { writer in
            Views.write(row, [measures, measures], into: &writer) { _ in }
        }
        #expect(bytes.count <= Views.resultBytesMax)
        #expect(written < 20)
    }

    @Test func shortListsAreWhole() throws {
        let bytes = get(try Self.longMeasures("短").matter)
        #expect(try !JSONDocument(bytes).has("truncated"))
        #expect(try JSONDocument(bytes).has("measures.99"))
    }

    /// A hundred items of a document, each as long as can be, and everything else too.
    @Test func theLongestMatterStillFits() throws {
        let text = Self.longest
        var walk = try Walk(summary: text)
        try walk.give(.accept(investigators: [Person.all.id], deadline: nil))
        for _ in 1...20 {
            try walk.give(
                .openAccountability(
                    Accusation(
                        kind: .obstruction,
                        person: AccusedPerson(name: text, organ: organ("cy-urban"), position: text),
                        facts: text, misconduct: nil)))
        }
        try walk.give(
            .recordMeasure(
                InvestigationMeasure(kind: .hearing, on: start.legalDay, summary: text)))
        try walk.give(
            .conclude(
                Conclusion(
                    outcome: .problem, facts: text, grounds: [1], severity: .major,
                    majorReason: text)))
        let orders = Array(repeating: text, count: 100)
        try walk.give(.issueDecision(orders: orders, deadline: .days(9)), as: Person.government)
        let reports = (1...100).map { ItemReport(item: $0, text: text) }
        try walk.give(.reportExecution(reports), as: Person.supervised)
        try walk.give(.suspend(reason: text))

        for audience in [Audience.full, .supervised, .participant(duties: Array(1...20))] {
            let bytes = get(walk.matter, audience, allowed: CommandName.allCases)
            #expect(bytes.count <= Views.resultBytesMax)
            let document = try JSONDocument(bytes)
            #expect(OpenRPC.Schema.ref(.matter).faults(document) == [])
            #expect(document.json("truncated") == "true")
            #expect(document.json("duties.19.duty") == "20", "every duty has its short form")
            #expect(document.json("duties.0.truncated") == "true")
        }
        let document = try JSONDocument(get(walk.matter))
        #expect(document.json("documents.0.itemCount") == "100")
        #expect(document.json("documents.0.number") == #""朝政执监〔2026〕1号""#)
        #expect(document.has("registration"))
    }

    @Test func aTextThatDoesNotFitIsNotCutButLeftOut() throws {
        var walk = try Walk(summary: Self.longest)
        for _ in 1...3 { try walk.give(.note(text: "x")) }
        try walk.give(.accept(investigators: [Person.all.id], deadline: nil))
        for _ in 1...5 {
            try walk.give(
                .recordMeasure(
                    InvestigationMeasure(kind: .hearing, on: start.legalDay, summary: Self.longest))
            )
        }
        let document = try JSONDocument(get(walk.matter))
        let summary = try #require(document.node("summary"))
        #expect(document.string(summary) == Self.longest)
        for measure in document.elements(try #require(document.node("measures"))) {
            let text = try #require(document.member("summary", of: measure))
            #expect(document.string(text) == Self.longest)
        }
    }

    @Test func aPageEndsBeforeItIsTooLong() throws {
        var page = ItemPage()
        var row = DocketRow(try Walk().matter, position: 1, in: roster)
        row.summary = Self.longest
        var added = 0
        while page.append({ Views.write(row, into: &$0) }) { added += 1 }
        #expect(added == page.count && added > 20)
        let bytes = JSONWriter.encoded {
            page.finish(
                nextCursor: String(repeating: "x", count: Limits.cursorBytesMax),
                position: JSONDocument.integerMax, into: &$0)
        }
        #expect(bytes.count <= Views.resultBytesMax)
        let document = try JSONDocument(bytes)
        #expect(document.count(try #require(document.node("items"))) == added)
        #expect(OpenRPC.Schema.ref(.docketPage).faults(document) == [])
    }

    @Test func thePageHasItsFirstItemHoweverLongItIs() throws {
        var page = ItemPage()
        let long = String(repeating: "x", count: 100_000)
        let texts = [page.append { $0.string(long) }, page.append { $0.string("y") }]
        #expect(texts == [true, false])
        let document = try written { page.finish(nextCursor: "c", position: 3, into: &$0) }
        #expect(document.count(try #require(document.node("items"))) == 1)
        #expect(document.json("nextCursor") == #""c""#)
    }
}
