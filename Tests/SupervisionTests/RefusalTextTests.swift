import Supervision
import Testing

/// Every refusal is a sentence in both languages.
@Suite struct RefusalTextTests {
    private static let reasons: [Refusal.Reason] =
        Refusal.Subject.allCases.map { .notFound($0, id: "x1") }
        + Guard.allCases.map { .refused($0) }
        + [
            .notAuthorised, .notInPhase, .versionConflict(current: 7),
            .notCompetent(competent: []),
            .notCompetent(competent: [OrganID("cy")]), .duplicateMatter(nil),
            .duplicateMatter(World.other),
        ]

    private static func isHan(_ scalar: Unicode.Scalar) -> Bool {
        (0x4E00...0x9FFF).contains(scalar.value)
    }

    @Test(arguments: reasons)
    func bothLanguages(_ reason: Refusal.Reason) {
        let bases: [Basis] = [.law(14, 1, item: 3), .policy("twoPersonRule"), .procedure]
        for basis in bases {
            let text = Refusal(reason, basis).text
            #expect(text.zh.unicodeScalars.contains(where: Self.isHan), "\(text)")
            #expect(text.zh.hasSuffix("。"), "\(text)")
            // Nothing but ASCII: neither Han characters nor their punctuation.
            #expect(text.en.unicodeScalars.allSatisfy { $0.isASCII }, "\(text)")
            #expect(text.en.hasSuffix(".") && text.en.count > 10, "\(text)")
        }
    }

    /// No two guards say the same.
    @Test func guardsAreDistinct() {
        #expect(Set(Guard.allCases.map(\.text.zh)).count == Guard.allCases.count)
        #expect(Set(Guard.allCases.map(\.text.en)).count == Guard.allCases.count)
        #expect(Set(Guard.allCases.map(\.rawValue)).count == Guard.allCases.count)
    }

    /// What the sentence is about stands in it.
    @Test func details() {
        let missing = Refusal(.notFound(.person, id: "li"), .procedure).text
        #expect(missing.zh.contains("li") && missing.en.contains("person \"li\""))
        let version = Refusal(.versionConflict(current: 42), .procedure).text
        #expect(version.zh.contains("42") && version.en.contains("42"))
        let law = Refusal(.notAuthorised, .law(14, 2)).text
        #expect(law.zh.contains("第十四条第二款") && law.en.contains("Art. 14 para. 2"))
    }

    /// A house rule is never presented as law, and law never as a house rule.
    @Test func basesAreToldApart() {
        for rule in Guard.allCases {
            if case .policy = rule.basis {
                #expect(rule == .twoPersonRule)
                #expect(!rule.basis.chinese.contains("办法") && !rule.basis.english.contains("Art."))
            }
        }
    }
}
