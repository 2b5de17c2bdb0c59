// What `yushi document` and `yushi export` decide before they ask a server, and what they say.

import ArgumentParser
import Papers
import Supervision
import Testing

@testable import yushi

@Suite struct PaperCommandTests {
    @Test(
        arguments: [
            (.missing, "this template is missing", "缺少这一模板"),
            (.unknownName("x"), "no document has 'x'", "文书没有“x”这一内容"),
            (.openSection("items"), "the section 'items' is not ended", "“items”一节没有结束"),
            (.unfinishedTag, "a tag is not ended by }}", "标签没有以 }} 结束"),
        ] as [(TemplateFault.Reason, String, String)])
    func aMistakeIsToldInBothLanguages(
        _ reason: TemplateFault.Reason, _ english: String, _ chinese: String
    ) {
        let fault = TemplateFault(file: "a.mustache", line: 7, reason: reason)
        #expect(
            fault.sentence(in: .english) == "bad template: a.mustache, line 7: \(english)")
        #expect(fault.sentence(in: .chinese) == "模板有误：a.mustache 第 7 行：\(chinese)")
    }

    @Test func aPeriodIsMadeOfLegalDaysOrMoments() throws {
        // Midnight in Beijing is 16:00 of the day before in UTC; the last day is meant to its end.
        let march = try ExportPeriod(from: "2026-03-01", to: "2026-03-31")
        #expect(!march.contains("2026-02-28T15:59:59.999Z"))
        #expect(march.contains("2026-02-28T16:00:00.000Z"))
        #expect(march.contains("2026-03-31T15:59:59.999Z"))
        #expect(!march.contains("2026-03-31T16:00:00.000Z"))
        #expect(march.lastDay?.description == "2026-03-31")
        let moment = try ExportPeriod(from: nil, to: "2026-03-31T16:00:00Z")
        #expect(moment.contains("2026-03-31T15:59:59.999Z"))
        #expect(!moment.contains("2026-03-31T16:00:00.000Z"))
        #expect(moment.lastDay?.description == "2026-03-31")
        let all = try ExportPeriod(from: nil, to: nil)
        #expect(all.contains("1999-01-01T00:00:00.000Z") && all.lastDay == nil)
        #expect(!all.contains("soon"))
    }

    @Test(arguments: ["2026-02-30", "2026-3-1", "march", "", "2026-03-01T00:00:00+08:00"])
    func anotherTextIsNoTime(_ text: String) {
        #expect(throws: ExportPeriod.Fault.neither(text)) {
            try ExportPeriod(from: text, to: nil)
        }
        #expect(throws: ExportPeriod.Fault.neither(text)) {
            try ExportPeriod(from: nil, to: text)
        }
    }

    @Test func aPeriodThatEndsBeforeItBeginsIsRefused() throws {
        #expect(throws: ExportPeriod.Fault.empty) {
            try ExportPeriod(from: "2026-03-02", to: "2026-03-01")
        }
        _ = try ExportPeriod(from: "2026-03-01", to: "2026-03-01")
    }

    @Test(
        arguments: [
            (["auditor"], true, true), (["clerk"], true, true), (["respondent"], true, false),
            (["operator"], false, false), (["operator", "auditor"], true, true),
            (["operator", "respondent"], true, false),
        ] as [(Set<String>, Bool, Bool)])
    func rolesDecideAboutPersonalData(_ roles: Set<String>, _ plain: Bool, _ personal: Bool) throws
    {
        var arguments = ["--format", "csv"]
        #expect((try ExportCommand.parse(arguments).refusal(roles) == nil) == plain)
        arguments.append("--with-personal-data")
        #expect((try ExportCommand.parse(arguments).refusal(roles) == nil) == personal)
    }

    @Test(arguments: [(0, 0, "  0 %"), (500, 15, " 50 %"), (999, 29, " 99 %"), (1000, 30, "100 %")])
    func theBarFills(_ permille: Int, _ full: Int, _ words: String) {
        let bar = Progress.bar(permille)
        #expect(bar.count { $0 == "#" } == full)
        #expect(bar.count == 38)
        #expect(bar.hasSuffix("] " + words))
    }

    @Test func theFormatHasToBeOneOfThem() {
        #expect(throws: (any Error).self) { try ExportCommand.parse(["--format", "pdf"]) }
        #expect(throws: (any Error).self) { try ExportCommand.parse([]) }
        #expect(throws: (any Error).self) {
            try DocumentCommand.Show.parse(["x", "--format", "pdf"])
        }
    }
}
