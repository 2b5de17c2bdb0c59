// What the command line makes of answers and faults: widths, tables, statuses and languages.

import ArgumentParser
import Client
import JSONText
import Testing

@testable import yushi

private func document(_ text: String) throws -> JSONDocument {
    try JSONDocument(Array(text.utf8))
}

@Suite struct DisplayWidthTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("北京市", 6), ("〔2026〕1号", 11), ("e\u{301}", 1), ("é", 1),
        ("ｆ", 2), ("한국", 4), ("か\u{3099}", 2), ("𠀀", 2), ("“引”", 4), ("…", 1), ("👍🏽", 2),
        ("\u{200B}", 0), ("a\u{7}b", 2),
    ])
    func countsColumns(_ text: String, _ width: Int) {
        #expect(DisplayWidth.width(of: text) == width)
    }

    @Test(arguments: [
        ("北京市", 6, "北京市"), ("北京市", 5, "北京…"), ("北京市", 4, "北…"), ("北京市", 1, "…"),
        ("北京市", 0, ""), ("abc", 2, "a…"),
    ])
    func clips(_ text: String, _ columns: Int, _ expected: String) {
        #expect(DisplayWidth.clipped(text, to: columns) == expected)
    }

    @Test func clippedTextsAlwaysFit() {
        let text = "北a京b市\u{301}c行政d执法ee监督"
        for columns in 0...40 {
            let width = DisplayWidth.width(of: DisplayWidth.clipped(text, to: columns))
            #expect(width <= columns)
        }
    }
}

@Suite struct TableTests {
    @Test func linesUpWithChinese() {
        var table = Table(["ID", "名称", "N"])
        table.add(["a", "北京市司法局", "1"])
        table.add(["bbb", "x", "22"])
        table.add(["c", "", ""])
        #expect(
            table.lines(columns: nil) == [
                "ID   名称          N",
                "a    北京市司法局  1",
                "bbb  x             22",
                "c",
            ])
        #expect(table.lines(columns: 10)[1] == "a    北京…")
    }

    @Test func letsNoControlThrough() {
        var table = Table(["A"])
        table.add(["x\u{1B}[2J\ny\u{9B}"])
        #expect(table.lines(columns: nil)[1] == "x [2J y")
    }

    @Test func listingLeavesOutEmptyColumns() throws {
        let page = Answer(
            document: try document(
                #"{"items":[{"matter":"S-1","phase":"opinion","supervised":"cy","overdue":false,"#
                    + #""deadline":{"lastDay":"2026-04-01","end":"x"},"summary":"占道"},"#
                    + #"{"matter":"D-1","phase":"filed","parties":["a","b"]}],"position":9}"#),
            result: 0)
        let listing = Listing(method: "", params: [], columns: Listing.docketColumns)
        let lines = listing.lines([page], columns: nil)
        #expect(lines.count == 3)
        #expect(lines[1] == "S-1     opinion  cy          2026-04-01  占道")
        #expect(lines[2] == "D-1     filed    a, b")
        #expect(
            String(decoding: Listing.document([page, page], nextCursor: nil), as: UTF8.self)
                .hasSuffix(#"],"position":9}"#))
    }

    @Test func outlinesAnyValue() throws {
        let value = try document(
            #"{"matter":"S-1","n":3,"list":["a","b"],"none":[],"in":{"k":"一\n二"},"#
                + #""of":[{"a":1,"b":2}]}"#
        )
        #expect(
            Outline(value).lines(0) == [
                "matter  S-1", "n       3", "list    a, b", "none    -", "in", "  k  一 二", "of",
                "  - a  1", "    b  2",
            ])
    }
}

@Suite struct ExitStatusTests {
    @Test(arguments: [
        (-32700, 76), (-32600, 76), (-32601, 64), (-32602, 64), (-32603, 70), (-32001, 65),
        (-32002, 76), (1401, 77), (1403, 77), (1404, 66), (1405, 65), (1406, 76), (1409, 65),
        (1410, 65), (1412, 65), (1413, 65), (1414, 65), (1422, 65), (1429, 69), (1503, 69),
        (1504, 69), (9999, 70),
    ])
    func mapsCodes(_ code: Int64, _ status: Int32) {
        #expect(ExitStatus(code: code).rawValue == status)
    }

    @Test func mapsFaultsWithoutAReply() {
        #expect(ExitStatus(.connection(.timedOut)) == .unavailable)
        #expect(ExitStatus(.connection(.badAddress("x"))) == .usage)
        #expect(ExitStatus(.protocolBroken("x")) == .protocolBroken)
        #expect(ExitStatus(.badParameters("x")) == .usage)
    }

    @Test func helpNamesEveryStatus() {
        for status in ExitStatus.allCases {
            for language in Language.allCases {
                let lines = HelpText.exitTable[language].split(separator: "\n")
                #expect(lines.contains { $0.hasPrefix("  \(status.rawValue) ") })
            }
        }
        #expect(YushiCommand.helpMessage().contains("77"))
    }
}

@Suite struct LanguageTests {
    @Test(
        arguments: [
            ([:], Language.english), (["LANG": "zh_CN.UTF-8"], .chinese), (["LANG": "C"], .english),
            (["LANG": "zh_CN", "LC_ALL": "en_US"], .english),
            (["LANG": "en", "LC_MESSAGES": "zh_TW"], .chinese),
            (["LC_ALL": "", "LC_MESSAGES": "zh"], .chinese),
        ] as [([String: String], Language)])
    func followsTheLocale(_ environment: [String: String], _ expected: Language) {
        #expect(Language.chosen { environment[$0] } == expected)
    }

    @Test func explainsARefusalInBothLanguages() throws {
        let error = try #require(RPCError(try document(refusal), 0))
        #expect(
            Explanation(language: .english).lines(.refused(error)) == [
                "error: not so", "reason: REFUSED", "basis: Art. 14 para. 1 (3)",
                "rule: measureTaken", "missing: a, b", "not before: 2026-04-01T16:00:00.000Z",
                "these roles could do it: signatory", "these organs could do it: bj-sf",
                "trace: t1",
            ])
        #expect(
            Explanation(language: .chinese).lines(.refused(error)) == [
                "错误：不可以", "原因：REFUSED", "依据：第十四条第一款第（三）项", "规则：measureTaken",
                "缺少：a, b", "最早时间：2026-04-01T16:00:00.000Z", "可由以下角色办理：signatory",
                "可由以下机关办理：bj-sf", "日志编号：t1",
            ])
    }

    @Test(arguments: [
        ("20", "第二十条", "Art. 20"), ("13.2", "第十三条第二款", "Art. 13 para. 2"),
        ("x.1", "x.1", "x.1"), ("14.1(3", "14.1(3", "14.1(3"), ("", "", ""),
    ])
    func putsCitationsInWords(_ citation: String, _ chinese: String, _ english: String) {
        let basis = StatedBasis.law(citation: citation)
        #expect(Explanation(language: .chinese).words(basis) == chinese)
        #expect(Explanation(language: .english).words(basis) == english)
    }

    @Test func saysWhatToDoWhenNobodyAnswers() throws {
        let address = try ServerAddress("tcp:h:1")
        let fault = ClientFault.connection(.unreachable(address, "no"))
        #expect(
            Explanation(language: .chinese).lines(fault) == [
                "错误：无法连接 tcp:h:1：no", "建议：核对 --server，并确认服务已启动",
            ])
    }

    @Test func tellsCompetenceInWords() throws {
        let no = try document(#"{"competent":false,"competentOrgans":["bj","bj-sf"]}"#)
        #expect(
            CompetenceCommand.lines(no, 0, .english) == ["not competent", "competent: bj, bj-sf"])
        let yes = try document(
            #"{"competent":true,"basis":{"kind":"law","citation":"6"},"byReference":true}"#)
        #expect(CompetenceCommand.lines(yes, 0, .chinese) == ["有权监督", "依据：第六条", "参照适用"])
    }
}

@Suite struct ParsingTests {
    @Test func filtersBecomeParameters() throws {
        let arguments = [
            "docket", "list", "--phase", "opinion", "--no-overdue", "--category", "3", "--class",
            "internal", "--due-before", "2026-04-01",
        ]
        let command = try #require(
            try YushiCommand.parseAsRoot(arguments) as? DocketCommand.List)
        let bytes = JSONWriter.encoded { writer in
            writer.beginObject()
            command.filter.write(into: &writer)
            writer.endObject()
        }
        #expect(
            String(decoding: bytes, as: UTF8.self)
                == #"{"filter":{"phase":"opinion","overdue":false,"dueBefore":"2026-04-01","#
                + #""category":3,"class":"internal"}}"#)
    }

    @Test(arguments: [
        ["replay", "a.session", "--kill"], ["replay", "a.session", "--roster", "r"],
        ["replay", "a", "--spawn", "x", "--server", "tcp:h:1"], ["replay"], ["nothing"],
        ["docket", "list", "--phaze", "x"],
    ])
    func wrongCommandLinesEndWithStatus64(_ arguments: [String]) {
        do {
            _ = try YushiCommand.parseAsRoot(arguments)
            Issue.record("it was accepted")
        } catch {
            #expect(YushiCommand.exitCode(for: error).rawValue == ExitStatus.usage.rawValue)
        }
    }
}
