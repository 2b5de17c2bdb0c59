import Supervision
import Testing

@Suite struct CitationTests {
    @Test(arguments: [
        (
            Citation(14, paragraph: 1, item: 3), "14.1(3)", "第十四条第一款第（三）项", "Art. 14 para. 1 (3)"
        ),
        (Citation(2, paragraph: 2), "2.2", "第二条第二款", "Art. 2 para. 2"),
        (Citation(3), "3", "第三条", "Art. 3"),
        (Citation(8, item: 9), "8(9)", "第八条第（九）项", "Art. 8 (9)"),
        (Citation(10, item: 7), "10(7)", "第十条第（七）项", "Art. 10 (7)"),
        (Citation(11, paragraph: 2), "11.2", "第十一条第二款", "Art. 11 para. 2"),
        (Citation(20), "20", "第二十条", "Art. 20"),
        (Citation(21), "21", "第二十一条", "Art. 21"),
    ])
    func forms(_ citation: Citation, _ wire: String, _ chinese: String, _ english: String) {
        #expect(citation.wire == wire)
        #expect(citation.chinese == chinese)
        #expect(citation.english == english)
        #expect(Citation(wire: wire) == citation)
    }

    /// Every citation that the Measures could contain, and a few more.
    @Test func roundTrips() {
        var seen: Set<String> = []
        var chinese: Set<String> = []
        for article in 1...21 {
            for paragraph in [nil, 1, 2, 3, 4, 5] as [Int?] {
                for item in [nil, 1, 2, 3, 4, 5, 6, 7, 8, 9] as [Int?] {
                    let citation = Citation(article, paragraph: paragraph, item: item)
                    #expect(Citation(wire: citation.wire) == citation)
                    seen.insert(citation.wire)
                    chinese.insert(citation.chinese)
                }
            }
        }
        #expect(seen.count == 21 * 6 * 10 && chinese.count == seen.count)
    }

    @Test(arguments: [
        "", "0", "22", "14.", ".1", "14.1.1", "14(", "14)", "14()", "14.1(3", "14.1(3))",
        "14.1 (3)",
        "(3)", "a", "14.a", "14(a)", "14.1(3)x", "x14", " 14", "14 ", "第十四条", "Art. 14",
        "14,1", "14(3).1", "-3",
        // Forms that `wire` never writes.
        "+14", "014", "14.+1", "14.01", "14(+3)", "14.1(03)", "14.0", "14.-1", "14(0)", "14(-3)",
    ])
    func otherForms(_ text: String) {
        #expect(Citation(wire: text) == nil)
    }

    @Test func bases() {
        let law = Basis.law(14, 1, item: 3)
        #expect(law == .law(Citation(14, paragraph: 1, item: 3)))
        #expect(law.chinese == "《北京市行政执法监督办法》第十四条第一款第（三）项")
        #expect(law.english == "the Measures, Art. 14 para. 1 (3)")
        // A house rule never looks like law.
        let rule = Basis.policy("twoPersonRule")
        #expect(rule.chinese.contains("twoPersonRule") && !rule.chinese.contains("办法"))
        #expect(rule.english.contains("house rule") && !rule.english.contains("Measures"))
        #expect(!Basis.procedure.chinese.contains("办法"))
        #expect(!Basis.procedure.english.contains("Measures"))
    }
}
