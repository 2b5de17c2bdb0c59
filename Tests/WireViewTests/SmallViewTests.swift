import JSONText
import Supervision
import Testing

@testable import Wire

/// The short answers, byte for byte.
@Suite struct SmallViewTests {
    private func text(_ body: (inout JSONWriter) -> Void) -> String {
        String(decoding: JSONWriter.encoded(body), as: UTF8.self)
    }

    @Test func commandResults() throws {
        var result = CommandResult(
            matter: MatterID(kind: .supervision, serial: 12), version: 3, phase: .rectification,
            step: .awaitingReport, position: 27, at: start,
            document: .init(kind: .opinion, number: "京〔2026〕1号"), replayed: true)
        #expect(
            text { Views.write(result, into: &$0) }
                == #"{"matter":"S12","version":3,"phase":"rectification","step":"awaitingReport","#
                + #""position":27,"at":"2026-03-02T00:45:00.123Z","#
                + #""document":{"kind":"opinion","number":"京〔2026〕1号"},"replayed":true}"#)
        result = CommandResult(
            matter: result.matter, version: 4, phase: .closed, position: 28, at: start, duty: 2,
            item: 2)
        #expect(
            text { Views.write(result, into: &$0) }
                == #"{"matter":"S12","version":4,"phase":"closed","position":28,"#
                + #""at":"2026-03-02T00:45:00.123Z","duty":2,"item":2}"#)
    }

    @Test func instantsAreWrittenAsTheLawModuleWritesThem() {
        var generator = SystemRandomNumberGenerator()
        let seed = UInt64.random(in: .min ... .max, using: &generator)
        var state = seed
        for index in 0..<2000 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            // The years 1 to 9999.
            let span: UInt64 = 315_537_897_600_000
            let instant =
                index == 0
                ? Instant(milliseconds: -1)
                : Instant(milliseconds: Int64(state % span) - 62_135_596_800_000)
            let json = text { writer in
                writer.beginObject()
                Views.member("at", instant, into: &writer)
                Views.member("on", instant.legalDay, into: &writer)
                writer.endObject()
            }
            #expect(
                json == #"{"at":"\#(instant.iso8601)","on":"\#(instant.legalDay)"}"#,
                "seed \(seed)")
        }
    }

    @Test func rowsShowTheBeginningOfLongSummaries() throws {
        var row = DocketRow(try Walk().matter, position: 5, in: roster)
        #expect(!text { Views.write(row, into: &$0) }.contains("summary"))
        row.summary = String(repeating: "长", count: Views.rowSummaryCharactersMax)
        #expect(text { Views.write(row, into: &$0) }.contains(#"长","#) == false)
        #expect(text { Views.write(row, into: &$0) }.contains("…") == false)
        row.summary = String(repeating: "长", count: Views.rowSummaryCharactersMax + 1)
        let document = try written { Views.write(row, into: &$0) }
        let shown = document.string(try #require(document.node("summary")))
        #expect(shown == String(repeating: "长", count: Views.rowSummaryCharactersMax) + "…")
        #expect(OpenRPC.Schema.ref(.docketItem).faults(document) == [])
        #expect(document.json("suspended") == "false")
    }

    @Test func deadlines() {
        var deadline = Deadline(
            .date(CivilDate(daysSinceEpoch: 20_000)), startingOn: start.legalDay,
            in: .weekdaysOnly)
        deadline.suspendedDays = 4
        #expect(
            text { Views.write(deadline, into: &$0) }
                == #"{"lastDay":"2024-10-04","end":"2024-10-04T16:00:00.000Z","#
                + #""date":"2024-10-04","suspendedDays":4,"provisional":true}"#)
    }

    @Test func pushes() {
        var writer = JSONWriter()
        let number = Views.writeDocketChanged(
            position: 9, matter: MatterID(kind: .supervision, serial: 1),
            version: 2, phase: .decision, step: .due, events: ["a", "b"], at: start,
            into: &writer)
        for subscription in [3, 1_234_567] as [Int64] {
            var bytes: [UInt8] = []
            writer.append(to: &bytes, replacing: number, by: subscription)
            #expect(
                String(decoding: bytes, as: UTF8.self)
                    == #"{"subscription":\#(subscription),"position":9,"matter":"S1","#
                    + #""version":2,"phase":"decision","step":"due","event":"a","#
                    + #""events":["a","b"],"at":"2026-03-02T00:45:00.123Z"}"#)
        }
        #expect(
            text { Views.writeWatch(subscription: 3, position: 9, into: &$0) }
                == #"{"subscription":3,"position":9}"#)
        #expect(
            text {
                Views.writeDraining(deadline: start, reconnectAfterMilliseconds: 1000, into: &$0)
            } == #"{"deadline":"2026-03-02T00:45:00.123Z","reconnectAfter":1000}"#)
    }

    @Test func counts() {
        #expect(
            text { Views.writeCount(2, groups: nil, position: 1, into: &$0) }
                == #"{"count":2,"position":1}"#)
        #expect(
            text { Views.writeCount(2, groups: [("closed", 2)], position: 1, into: &$0) }
                == #"{"count":2,"groups":[{"value":"closed","count":2}],"position":1}"#)
    }

    @Test func organs() throws {
        for organ in roster.organs {
            let document = try written { Views.write(organ, into: &$0) }
            #expect(OpenRPC.Schema.ref(.organ).faults(document) == [])
            #expect(document.json("organ") == document.json("id"))
        }
        let urban = try #require(roster[organ("cy-urban")])
        #expect(
            text { Views.write(urban, into: &$0) }
                == #"{"organ":"cy-urban","id":"cy-urban","name":"区城管局","kind":"department","#
                + #""level":"district","government":"cy","receivedPowers":[{"power":"施工","#
                + #""from":"cy-housing","by":"stateCouncilOrMunicipal"}]}"#)
    }

    @Test func competence() throws {
        let yes = Competence(basis: Citation(7), byReference: true, notifySuperior: "上级")
        #expect(
            text { Views.writeCompetence(yes, competentOrgans: [organ("x")], into: &$0) }
                == #"{"competent":true,"basis":{"kind":"law","citation":"7"},"#
                + #""byReference":true,"notifySuperior":"上级"}"#)
        #expect(
            text { Views.writeCompetence(nil, competentOrgans: [organ("x")], into: &$0) }
                == #"{"competent":false,"competentOrgans":["x"]}"#)
        #expect(
            text { Views.writeCommonSupervisor(organ("cy"), into: &$0) }
                == #"{"organ":"cy","basis":{"kind":"law","citation":"13.1"}}"#)
    }
}
