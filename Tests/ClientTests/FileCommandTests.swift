// The commands that look at files before a server does: what they print, in both languages.

import ArgumentParser
import JSONText
import ReferenceData
import Supervision
import Testing

@testable import yushi

@Suite struct RosterCommandTests {
    private let report = ReferenceData.rosterReport(
        bytes: Array(
            """
            {"edition": "t", "organs": [
            {"id": "bj", "name": "市", "kind": "government", "level": "municipal"},
            {"id": "a", "name": "局", "kind": "department", "level": "municipal", "government": "x"},
            {"id": "b", "name": "局", "kind": "department", "level": "district", "government": "bj"}
            ]}
            """.utf8), file: "r.json")

    @Test func tellsWhatItFound() {
        #expect(
            RosterCommand.Check.lines(report, .english) == [
                "edition t, 3 organs", "KIND        MUNICIPAL  DISTRICT  TOWNSHIP  ALL",
                "government  1          0         0         1",
                "department  1          1         0         2",
                "r.json:3: error: a names the unknown organ x",
                "r.json:4: warning: b and a have the same name 局", "1 errors, 1 warnings",
            ])
        #expect(
            RosterCommand.Check.lines(report, .chinese) == [
                "版本 t，共 3 个机关", "类别      市级  区级  乡镇级  合计",
                "人民政府  1     0     0       1", "工作部门  1     1     0       2",
                "r.json:3: 错误：a 所列的机关 x 不存在", "r.json:4: 提示：b 与 a 同名：局",
                "错误 1 项，提示 1 项",
            ])
    }

    @Test func tellsItToPrograms() throws {
        let document = try JSONDocument(RosterCommand.Check.json(report))
        func text(_ name: StaticString, _ node: Int) -> String? {
            document.member(name, of: node).map { document.string($0) }
        }
        let findings = try #require(document.member("findings", of: 0))
        let items = Array(document.elements(findings))
        #expect(items.map { text("severity", $0) } == ["error", "warning"])
        #expect(items.map { text("kind", $0) } == ["unknownOrgan", "doubledName"])
        #expect(items.map { text("organ", $0) } == ["a", "b"])
        for (name, count) in [("errors", 1), ("warnings", 1), ("organs", 3)]
            as [(StaticString, Int64)]
        {
            #expect(document.member(name, of: 0).map { document.integer($0) } == count)
        }
    }

    @Test func everyKindAndLevelHasANameInBothLanguages() {
        let texts =
            OrganKind.allCases.map { RosterText.name(of: $0) }
            + OrganLevel.allCases.map { RosterText.name(of: $0) }
        for text in texts {
            #expect(!text.en.isEmpty && text.zh.unicodeScalars.allSatisfy { $0.value > 0x2000 })
        }
        #expect(Set(texts.map(\.zh)).count == texts.count)
    }
}

@Suite struct CalendarCommandTests {
    @Test func tellsWhatWasWritten() throws {
        let edition =
            #"{"edition": "2027", "years": {"2027": {"daysOff": [], "makeUpWorkingDays": []}}}"#
        let present = WorkingCalendar(
            edition: "2026", years: [2026: .init(daysOff: [], makeUpWorkingDays: [])])
        var addition = try ReferenceData.calendar(
            adding: Array(edition.utf8), file: "f", to: present, replaces: false)
        #expect(
            CalendarCommand.Add.lines(addition, .english) == [
                "written: edition 2027, years 2026, 2027", "years added: 2027",
            ])
        addition.replaced = [2026]
        addition.added = []
        #expect(
            CalendarCommand.Add.lines(addition, .chinese) == [
                "已写入：版本 2027，年份 2026, 2027", "新增年份：-", "改动年份：2026",
            ])
    }

    /// The signal would end any other process.
    @Test func onlyAServerIsSignalled() {
        for process in [Int32(-1), 0, 1, .max] {
            #expect(!CalendarCommand.Add.isServer(process))
        }
    }

    @Test func theCommandLineIsRead() throws {
        let command = try CalendarCommand.Add.parse(["new.json", "--to", "c.json", "--reload", "7"])
        #expect(command.file == "new.json" && command.target == "c.json")
        #expect(command.process == 7 && !command.replace)
        #expect(throws: (any Error).self) { try CalendarCommand.Add.parse(["new.json"]) }
    }
}
