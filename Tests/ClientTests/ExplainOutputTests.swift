// What the command line makes of explanations and statistics.

import ArgumentParser
import Client
import JSONText
import Testing

@testable import yushi

private func answer(_ text: String) throws -> Answer {
    Answer(document: try JSONDocument(Array(text.utf8)), result: 0)
}

@Suite struct ExplainOutputTests {
    private static let refused =
        #"{"command":"matter.accept","allowed":false,"reason":"NOT_AUTHORISED","#
        + #""basis":{"kind":"law","citation":"4"},"retryable":false,"#
        + #""details":{"who":{"roles":["clerk"],"organs":["cy-sf","cy"]}},"#
        + #""messages":{"zh":"不能办理","en":"not yours"}}"#
    private static let late =
        #"{"command":"rectification.fail","allowed":false,"reason":"REFUSED","#
        + #""basis":{"kind":"law","citation":"14.1"},"retryable":false,"#
        + #""details":{"rule":"x","missing":["a","b"],"from":"2026-04-01T16:00:00.000Z"},"#
        + #""messages":{"zh":"为时过早","en":"too early"}}"#
    private static let elsewhere =
        #"{"command":"opinion.issue","allowed":false,"reason":"NOT_IN_PHASE","#
        + #""basis":{"kind":"procedure"},"retryable":false,"#
        + #""details":{"phase":"complaint","allowedIn":["opinion"]},"#
        + #""messages":{"zh":"阶段不符","en":"not now"}}"#
    private static let allowed = #"{"command":"matter.note","allowed":true}"#

    private func lines(_ verdicts: String..., in language: Language) throws -> [String] {
        let text = #"{"commands":[\#(verdicts.joined(separator: ","))]}"#
        return ExplainCommand.lines(try answer(text), language, columns: nil)
    }

    @Test func oneCommandIsExplainedInFull() throws {
        #expect(
            try lines(Self.late, in: .english) == [
                "not allowed: too early", "reason: REFUSED", "basis: Art. 14 para. 1", "rule: x",
                "missing: a, b", "not before: 2026-04-01T16:00:00.000Z",
            ])
        #expect(
            try lines(Self.refused, in: .chinese) == [
                "不能办理：不能办理", "原因：NOT_AUTHORISED", "依据：第四条", "可由以下角色办理：clerk",
                "可由以下机关办理：cy-sf, cy",
            ])
        #expect(
            try lines(Self.allowed, in: .english) == [WordText.allowedNow[.english]])
    }

    @Test func manyCommandsAreATable() throws {
        let english = try lines(Self.refused, Self.late, Self.allowed, in: .english)
        #expect(english.count == 4)
        #expect(english[0].hasPrefix("COMMAND             ALLOWED  BASIS"))
        #expect(english[1].contains("clerk @ cy-sf, cy") && english[1].hasSuffix("not yours"))
        #expect(english[2].contains("2026-04-01T16:00:00.000Z  a, b     too early"))
        #expect(english[3] == "matter.note         yes")
        let phases = try lines(Self.elsewhere, Self.allowed, in: .english)
        #expect(phases[1].hasSuffix("not now possible in: opinion"))
        let chinese = try lines(Self.refused, Self.allowed, in: .chinese)
        #expect(chinese[0].hasPrefix("命令") && chinese[1].contains("第四条"))
        #expect(chinese[2].hasSuffix("是"))
    }

    @Test func aRefusedCallPointsToTheExplanation() throws {
        func pointer(_ reason: String, _ params: String) throws -> String? {
            let text =
                #"{"code":1403,"message":"\#(reason): x","data":{"reason":"\#(reason)"}}"#
            let error = try #require(RPCError(try JSONDocument(Array(text.utf8)), 0))
            return Explanation(language: .english).pointer(
                to: "matter.accept", params: Array(params.utf8), after: .refused(error))
        }
        let params = #"{"matter":"S1","expectedVersion":1}"#
        for reason in ["NOT_AUTHORISED", "NOT_IN_PHASE", "REFUSED"] {
            #expect(
                try pointer(reason, params)
                    == "what to do: run yushi matter explain S1 matter.accept to see who could "
                    + "do it, and when")
        }
        #expect(try pointer("NOT_FOUND", params) == nil)
        #expect(try pointer("REFUSED", #"{"matter":"S1"}"#) == nil, "that is no command")
        #expect(try pointer("REFUSED", "[]") == nil)
    }

    @Test func theVersionOfAMatterIsNotThatOfTheProgram() throws {
        let command = try #require(
            try YushiCommand.parseAsRoot(["matter", "as-of", "S1", "--version", "3"])
                as? AsOfCommand)
        #expect(command.version == 3 && command.at == nil)
        for wrong in [[], ["--version", "3", "--at", "2026-04-01T00:00:00Z"], ["--version", "x"]] {
            do {
                _ = try YushiCommand.parseAsRoot(["matter", "as-of", "S1"] + wrong)
                Issue.record("\(wrong) was accepted")
            } catch {
                #expect(YushiCommand.exitCode(for: error).rawValue == ExitStatus.usage.rawValue)
            }
        }
    }
}

@Suite struct StatisticsOutputTests {
    private static let text =
        #"{"matters":8,"overdueRate":{"numerator":1,"denominator":8,"permille":125},"#
        + #""rectificationRate":{"numerator":0,"denominator":0},"#
        + #""directDecisionRate":{"numerator":2,"denominator":2,"permille":1000},"#
        + #""timeInPhase":[{"phase":"complaint","ended":2,"running":6,"#
        + #""medianMilliseconds":43200000,"p90Milliseconds":130000000}],"#
        + #""levels":[{"level":"district","matters":8,"#
        + #""overdueRate":{"numerator":1,"denominator":8,"permille":125},"#
        + #""rectificationRate":{"numerator":0,"denominator":0},"#
        + #""directDecisionRate":{"numerator":2,"denominator":2,"permille":1000},"#
        + #""timeInPhase":[]}],"groups":{"phase":[],"supervised":[{"value":"a","count":5}]},"#
        + #""position":9,"truncated":true,"omitted":{"supervised":3}}"#

    private func report(_ language: Language) throws -> [String] {
        let answer = try answer(Self.text)
        return StatisticsReport(answer.document, language, columns: nil).lines(answer.result)
    }

    @Test func numbersBecomeTables() throws {
        #expect(
            try report(.english) == [
                "LEVEL     MATTERS  OVERDUE      RECTIFIED  DIRECT DECISIONS",
                "all       8        12.5% (1/8)  -          100.0% (2/2)",
                "district  8        12.5% (1/8)  -          100.0% (2/2)", "",
                "PHASE      ENDED  RUNNING  MEDIAN  P90",
                "complaint  2      6        0.5 d   1.5 d", "",
                "SUPERVISED  COUNT", "a           5", "3 more groups are not shown",
            ])
        let chinese = try report(.chinese)
        #expect(chinese[1].hasPrefix("全部") && chinese[5].hasSuffix("1.5 天"))
        #expect(chinese.last == "另有 3 组未列出")
    }
}
