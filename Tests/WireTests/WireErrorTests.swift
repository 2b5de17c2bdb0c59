import JSONText
import Supervision
import Testing
import Wire

/// Errors as values, as bytes, and as the published list.
struct WireErrorTests {
    private var id: RequestID { RequestID(json: Array(#""a\n""#.utf8)) }

    @Test func theFileIsTheListOfTheCode() throws {
        let generated = written { writer in
            writer.beginObject()
            writer.key("errors")
            writer.beginArray()
            for code in ErrorCode.allCases { code.write(into: &writer) }
            writer.endArray()
            writer.endObject()
        }
        let file = try #require(contents(of: path("../../protocol/errors.json")))
        let document = try JSONDocument(file)
        #expect(written { document.write(0, into: &$0) } == generated)
    }

    /// Numbers and reasons that clients were told. Rows are added here and never changed.
    @Test func publishedNumbersNeverMove() {
        let published: [(String, Int)] = [
            ("PARSE_ERROR", -32700), ("INVALID_REQUEST", -32600),
            ("METHOD_NOT_FOUND", -32601), ("INVALID_PARAMS", -32602),
            ("UNKNOWN_PARAM", -32602), ("INTERNAL_ERROR", -32603), ("LINE_TOO_LONG", -32001),
            ("HELLO_REQUIRED", -32002), ("UNAUTHENTICATED", 1401), ("NOT_AUTHORISED", 1403),
            ("NOT_FOUND", 1404), ("NOT_COMPETENT", 1405), ("PROTOCOL_UNSUPPORTED", 1406),
            ("VERSION_CONFLICT", 1409), ("CURSOR_EXPIRED", 1410), ("NOT_IN_PHASE", 1412),
            ("REFUSED", 1413), ("DUPLICATE_MATTER", 1414), ("IDEMPOTENCY_KEY_REUSED", 1422),
            ("RATE_LIMITED", 1429), ("DRAINING", 1503), ("STORE_UNAVAILABLE", 1504),
        ]
        for (reason, number) in published {
            #expect(ErrorCode(rawValue: reason)?.number == number)
        }
        #expect(published.count == ErrorCode.allCases.count)
    }

    @Test func aRefusalKeepsEverythingItKnows() {
        let refusal = Refusal(
            .refused(.twoPersonRule), .policy("twoPersonRule"),
            who: Refusal.Who(roles: [.signatory], organs: [OrganID("o1")]), missing: ["x"],
            from: Instant(milliseconds: 0))
        let error = WireError(refusal)
        let text = written { error.write(trace: "t7", into: &$0) }
        #expect(
            text
                == #"{"code":1413,"message":"REFUSED: \#(refusal.text.en)","data":{"#
                + #""reason":"REFUSED","basis":{"kind":"policy","rule":"twoPersonRule"},"#
                + #""retryable":false,"details":{"rule":"twoPersonRule","missing":["x"],"#
                + #""who":{"roles":["signatory"],"organs":["o1"]},"#
                + #""from":"1970-01-01T00:00:00.000Z"},"#
                + #""messages":{"zh":"\#(refusal.text.zh)","en":"\#(refusal.text.en)"},"#
                + #""trace":"t7"}}"#)
    }

    static let reasons: [(Refusal.Reason, ErrorCode, [ErrorDetail])] = [
        (.notFound(.organ, id: "o9"), .notFound, [.what("organ"), .id("o9")]),
        (.notAuthorised, .notAuthorised, []),
        (.notInPhase, .notInPhase, []),
        (.versionConflict(current: 7), .versionConflict, [.currentVersion(7)]),
        (
            .notCompetent(competent: [OrganID("a")]), .notCompetent,
            [.competentOrgans([OrganID("a")])]
        ),
        (
            .duplicateMatter(MatterID(kind: .supervision, serial: 3)), .duplicateMatter,
            [.matter(MatterID(kind: .supervision, serial: 3))]
        ),
        (.duplicateMatter(nil), .duplicateMatter, []),
    ]

    @Test(arguments: reasons.indices)
    func eachReasonHasItsCode(_ index: Int) {
        let (reason, code, details) = Self.reasons[index]
        let error = WireError(Refusal(reason, .law(14, 1, item: 3)))
        #expect(error.code == code)
        #expect(error.details == details)
        #expect(error.basis == .law(14, 1, item: 3))
        #expect(
            written { error.write(trace: "", into: &$0) }
                .contains(#""basis":{"kind":"law","citation":"14.1(3)"}"#))
    }

    @Test func everyGuardIsNamed() {
        for rule in Guard.allCases {
            let error = WireError(Refusal(.refused(rule), rule.basis))
            #expect(error.details == [.rule(rule)])
            #expect(error.text == rule.text)
        }
    }

    @Test func everyDetailIsOneMember() throws {
        let details: [ErrorDetail] = [
            .parameter("p"), .expected("e"), .allowed(["a", "b"]), .didYouMean("d"),
            .missing(["m"]), .method("x"), .member("y"), .limit(5), .fault("f"),
            .rule(.dutiesSettled), .who(Refusal.Who(roles: [], organs: [])),
            .from(Instant(milliseconds: 1)), .currentVersion(2), .what("matter"), .id("S1"),
            .competentOrgans([]), .matter(MatterID(kind: .dispute, serial: 1)),
            .phase(.decision), .step(.inForce), .suspended(true), .allowedIn(["closed"]),
            .retryAfterMilliseconds(9),
        ]
        let error = WireError(.refused, details: details)
        let document = try JSONDocument(
            Array(written { error.write(trace: "", into: &$0) }.utf8))
        let data = try #require(document.member("data", of: 0))
        let written = try #require(document.member("details", of: data))
        #expect(document.count(written) == details.count)
    }

    @Test func protocolsAreToldBesideTheDetails() {
        let text = written { WireError.protocolUnsupported(1...3).write(trace: "", into: &$0) }
        #expect(text.contains(#""supported":{"min":1,"max":3},"details":{}"#))
        #expect(text.contains(#""basis":{"kind":"procedure"}"#))
    }

    @Test func repliesAreLines() {
        #expect(
            written { writer in
                writeResult(id: id, into: &writer) { $0.bool(true) }
                writeError(id: nil, WireError(.draining), trace: "t", into: &writer)
                writeNotification("session.draining", into: &writer) {
                    $0.beginObject()
                    $0.endObject()
                }
            }
                == #"{"jsonrpc":"2.0","id":"a\n","result":true}"# + "\n"
                + #"{"jsonrpc":"2.0","id":null,"error":"#
                + written { WireError(.draining).write(trace: "t", into: &$0) } + "}\n"
                + #"{"jsonrpc":"2.0","method":"session.draining","params":{}}"# + "\n")
    }

    @Test func aBatchIsOneLine() {
        let one = JSONWriter.encoded { $0.integer(1) }
        #expect(
            written { writeBatch([one + [10], one], into: &$0) } == "[1,1]\n")
    }

    @Test func retryableMeansTheSameRequestAgain() {
        #expect(
            ErrorCode.allCases.filter(\.isRetryable)
                == [.rateLimited, .draining, .storeUnavailable])
    }
}
