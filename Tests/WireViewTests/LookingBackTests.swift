import JSONText
import Supervision
import Testing

@testable import Wire

/// What explains, looks back and counts keeps to its schema, and to one ordinary line.
@Suite struct LookingBackTests {
    @Test func thePastHasItsMomentsAndNothingAllowed() throws {
        let matter = try Walk().matter
        for audience in [Audience.full, .supervised, .participant(duties: [])] {
            let document = try written {
                Views.write(
                    past: matter, audience: audience, position: 3, since: start, at: start,
                    roster: roster, into: &$0)
            }
            #expect(OpenRPC.Component.matter.schema.faults(document) == [])
            #expect(!document.has("allowed"))
            #expect(document.json("since") == #""\#(start.iso8601)""#)
        }
    }

    @Test func aVerdictSaysWhatTheErrorSays() throws {
        let refusal = Refusal(
            .refused(.measureTaken), .law(11, 1), who: Refusal.Who(roles: [.clerk], organs: []),
            missing: ["x"], from: start)
        let error = WireError(refusal)
        let real = try written { error.write(trace: "1-1", into: &$0) }
        let matter = try Walk().matter
        let document = try written {
            Views.write(
                [Verdict(.matter(.conclude), error), Verdict(.matter(.note), nil)],
                about: DocketRow(matter, position: 3, in: roster), into: &$0)
        }
        #expect(OpenRPC.Component.explanation.schema.faults(document) == [])
        for name in ["reason", "basis", "retryable", "details", "messages"] {
            #expect(document.json("commands.0.\(name)") == real.json("data.\(name)"), "\(name)")
        }
        #expect(document.json("commands.1") == #"{"command":"matter.note","allowed":true}"#)
    }

    @Test func tooManyGroupsAreCounted() throws {
        var statistics = DocketStatistics()
        let long = String(repeating: "\"", count: Limits.identifierBytesMax - 4)
        let groups = (1000..<1400).map { DocketStatistics.Group("\(long)\($0)", 1) }
        statistics.supervising = groups
        statistics.supervised = groups
        statistics.months = groups
        statistics.sources = [DocketStatistics.Group("complaint", 400)]
        let bytes = JSONWriter.encoded { Views.write(statistics, position: 1, into: &$0) }
        #expect(bytes.count < Views.resultBytesMax)
        let document = try JSONDocument(bytes)
        #expect(OpenRPC.Component.statistics.schema.faults(document) == [])
        for name in ["supervising", "supervised", "month"] {
            let told = document.count(try #require(document.node("groups.\(name)")))
            #expect(document.json("omitted.\(name)") == String(groups.count - told))
            #expect(told > 50)
        }
        #expect(document.json("truncated") == "true" && !document.has("omitted.source"))
    }

    @Test(
        arguments: [
            ([], nil, nil), ([7], 7, 7), ([1, 9], 1, 9), ([3, 1, 2], 2, 3),
            (Array(1...10), 5, 9), (Array(1...11), 6, 10), ([5, 5, 5, 100], 5, 100),
        ] as [([Int64], Int64?, Int64?)])
    func ranks(_ ended: [Int64], _ median: Int64?, _ p90: Int64?) {
        let time = DocketStatistics.PhaseTime(.opinion, ended: Durations(ended), running: 0)
        #expect(time.medianMilliseconds == median && time.p90Milliseconds == p90)
    }

    @Test(
        arguments: [(0, 0, nil), (0, 7, 0), (7, 7, 1000), (1, 3, 333), (2, 3, 667), (1, 16, 63)]
            as [(Int, Int, Int?)])
    func permilles(_ numerator: Int, _ denominator: Int, _ expected: Int?) {
        var rate = DocketStatistics.Rate()
        (rate.numerator, rate.denominator) = (numerator, denominator)
        #expect(rate.permille == expected)
    }
}
