import Foundation
import JSONText
import Supervision
import Testing

@testable import Wire

/// The description of the protocol against the code that speaks it.
@Suite struct OpenRPCTests {
    static let descriptions = Method.all.map { OpenRPC.description(of: $0) }

    static func line(_ method: String, _ params: [(name: String, json: [UInt8])]) -> [UInt8] {
        JSONWriter.encoded { writer in
            writer.beginObject()
            writer.member("jsonrpc", "2.0")
            writer.member("id", 1)
            writer.member("method", method)
            writer.key("params")
            writer.beginObject()
            for param in params {
                writer.key(text: param.name)
                writer.raw(param.json)
            }
            writer.endObject()
            writer.endObject()
        }
    }

    static func decode(_ line: [UInt8]) -> Decoded? {
        guard case .single(let decoded) = RequestDecoder().decode(line, line.indices)
        else { return nil }
        return decoded
    }

    /// The members of a JSON text, each with its JSON.
    static func members(_ text: String) throws -> [(name: String, json: [UInt8])] {
        let document = try JSONDocument(Array(text.utf8))
        return document.members(0).map { member in
            (
                document.string(member.key),
                JSONWriter.encoded { document.write(member.value, into: &$0) }
            )
        }
    }

    @Test func theDocumentHasEveryMethodOnce() throws {
        let document = try JSONDocument(OpenRPC.discovery)
        let methods = document.elements(try #require(document.node("methods"))).map {
            document.json("name", of: $0)
        }
        #expect(methods == Method.all.map { "\"\($0.name)\"" })
        #expect(document.json("openrpc") == #""1.3.2""#)
        #expect(OpenRPC.discovery.count <= Views.resultBytesMax)
        for parameters in Self.descriptions.map(\.parameters) {
            let optional = parameters.drop { $0.isRequired }
            #expect(!optional.contains { $0.isRequired }, "required parameters stand first")
        }
    }

    @Test func everyReferenceLeadsSomewhere() throws {
        let bytes = JSONWriter.encoded { OpenRPC.write(complete: true, into: &$0) }
        let document = try JSONDocument(bytes)
        var found: Set<String> = []
        func walk(_ node: Int) {
            switch document.kind(node) {
            case .object:
                for (key, value) in document.members(node) {
                    if document.stringEquals(key, "$ref") { found.insert(document.string(value)) }
                    walk(value)
                }
            case .array: for element in document.elements(node) { walk(element) }
            case .null, .bool, .integer, .string: break
            }
        }
        walk(0)
        for reference in found {
            let path = String(reference.dropFirst(2)).replacing("/", with: ".")
            #expect(document.has(path), "\(reference)")
        }
        let schemas = Set(OpenRPC.Component.allCases.map { "#/components/schemas/\($0.rawValue)" })
        #expect(schemas.subtracting(found) == [], "schemas that nothing uses")
    }

    @Test(arguments: descriptions.map(\.method.name))
    func theExampleIsAccepted(_ name: String) throws {
        let description = OpenRPC.description(of: try #require(Method(name)))
        let params = try Self.members(description.exampleParams)
        guard case .request = Self.decode(Self.line(name, params)) else {
            Issue.record("\(name): \(String(describing: Self.decode(Self.line(name, params))))")
            return
        }
        let known = description.parameters.map(\.name)
        #expect(params.allSatisfy { known.contains($0.name) })
        for param in params {
            let parameter = try #require(
                description.parameters.first { $0.name == param.name })
            #expect(parameter.schema.faults(try JSONDocument(param.json)) == [])
        }
        let result = try JSONDocument(description.exampleResult)
        #expect(description.result.faults(result) == [])
    }

    /// Every parameter that is listed is accepted, and what is required here is required there.
    /// All but `dispute.hear`, where a party and a meeting exclude each other.
    private static let independent = descriptions.map(\.method.name).filter {
        $0 != "dispute.hear"
    }

    @Test func aHearingIsOfAPartyOrOfAMeeting() throws {
        let head = [
            ("matter", Array(#""D1""#.utf8)), ("expectedVersion", Array("1".utf8)),
            ("idempotencyKey", Array(#""k""#.utf8)), ("position", Array(#""x""#.utf8)),
        ]
        let party = ("party", Array(#""a""#.utf8))
        let meeting = ("meeting", Array("true".utf8))
        let no = ("meeting", Array("false".utf8))
        for (own, isGood) in [
            ([party], true), ([meeting], true), ([party, no], true), ([], false),
            ([no], false), ([party, meeting], false),
        ] {
            let decoded = Self.decode(Self.line("dispute.hear", head + own))
            if case .request = decoded { #expect(isGood) } else { #expect(!isGood) }
        }
    }

    @Test(arguments: independent)
    func theDecoderAsksForTheSameParameters(_ name: String) throws {
        let description = OpenRPC.description(of: try #require(Method(name)))
        let full = description.parameters.map { ($0.name, $0.schema.sample) }
        guard case .request = Self.decode(Self.line(name, full)) else {
            Issue.record("\(name): \(String(describing: Self.decode(Self.line(name, full))))")
            return
        }
        for parameter in description.parameters {
            let rest = full.filter { $0.0 != parameter.name }
            switch Self.decode(Self.line(name, rest)) {
            case .request: #expect(!parameter.isRequired, "\(name).\(parameter.name)")
            case .refused(_, _, let error):
                #expect(parameter.isRequired, "\(name).\(parameter.name)")
                #expect(error.code == .invalidParams)
            case .refusedNotification, nil: Issue.record("\(name) is a request")
            }
        }
        let required = description.parameters.filter(\.isRequired).map(\.name)
        if case .refused(_, _, let error) = Self.decode(Self.line(name, [])) {
            let missing = error.details.compactMap { detail -> [String]? in
                if case .missing(let names) = detail { names } else { nil }
            }
            // A required object tells of its own required members too.
            let top = missing.joined().filter { !$0.contains(".") }
            #expect(Set(top) == Set(required), "\(name)")
        } else {
            #expect(required.isEmpty, "\(name)")
        }
        let more = full + [("surplus", Array("1".utf8))]
        guard case .refused(_, _, let error) = Self.decode(Self.line(name, more)) else {
            Issue.record("\(name) accepts a parameter that is not listed")
            return
        }
        #expect(error.code == .unknownParam)
    }

    /// What lies just within the document's limits is accepted, what lies just beyond is refused.
    @Test(arguments: independent)
    func wordsAndLimitsAreThoseOfTheDecoder(_ name: String) throws {
        let description = OpenRPC.description(of: try #require(Method(name)))
        let full = description.parameters.map { ($0.name, $0.schema.sample) }
        for (index, parameter) in description.parameters.enumerated() {
            for bad in parameter.schema.badSamples {
                var params = full
                params[index].1 = bad
                guard case .refused(_, _, let error) = Self.decode(Self.line(name, params)) else {
                    Issue.record(
                        "\(name).\(parameter.name) accepts \(String(decoding: bad, as: UTF8.self))")
                    continue
                }
                let expected: [ErrorCode] = [.invalidParams, .unknownParam, .notFound]
                #expect(expected.contains(error.code))
            }
            for good in parameter.schema.goodSamples {
                var params = full
                params[index].1 = good
                guard case .request = Self.decode(Self.line(name, params)) else {
                    Issue.record(
                        "\(name).\(parameter.name) refuses \(String(decoding: good, as: UTF8.self))"
                    )
                    continue
                }
            }
        }
    }

    @Test func transitionsAreThoseOfTheLaw() throws {
        let bytes = JSONWriter.encoded { OpenRPC.write(complete: true, into: &$0) }
        let document = try JSONDocument(bytes)
        let methods = Array(document.elements(try #require(document.node("methods"))))
        let issue = try #require(
            methods.first { document.json("name", of: $0) == #""decision.issue""# })
        #expect(
            document.json("x-transition", of: issue)
                == #"{"from":["decision(due)"],"to":["decision(inForce)"],"#
                + #""by":"signatoryOfDecision","basis":{"kind":"law","citation":"14.1"},"#
                + #""whileSuspended":false}"#)
        let commands = methods.filter { document.member("x-transition", of: $0) != nil }
        #expect(
            commands.count == CommandName.allCases.count + DisputeCommandName.allCases.count)
    }

    /// `protocol/openrpc.json` is this document. `YUSHI_ACCEPT=1` writes it anew.
    @Test func theFileIsUpToDate() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../protocol/openrpc.json").standardized
        let bytes = JSONWriter.encoded { OpenRPC.write(complete: true, into: &$0) }
        let pretty = PrettyPrinter.text(of: try JSONDocument(bytes))
        if ProcessInfo.processInfo.environment["YUSHI_ACCEPT"] == "1" {
            try Data(pretty.utf8).write(to: file)
        }
        let found = try String(contentsOf: file, encoding: .utf8)
        #expect(found == pretty, "openrpc.json is stale; run the tests with YUSHI_ACCEPT=1")
        #expect(
            try JSONDocument(Array(found.utf8)).json("") == String(decoding: bytes, as: UTF8.self))
    }

    /// The text of the protocol names every method, error, event and word.
    @Test func theProseNamesEverything() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../protocol/README.md")
        let prose = try String(contentsOf: file, encoding: .utf8)
        var names = Method.all.map(\.name) + ErrorCode.allCases.map(\.rawValue)
        names += ErrorCode.allCases.map { String($0.number) }
        names += try HistoryViewTests.everyEvent().map(\.wireName)
        names += SourceKind.allCases.map(\.rawValue) + Channel.allCases.map(\.rawValue)
        names += InvestigationMeasureKind.allCases.map(\.rawValue)
        names += OfficerMeasure.allCases.map(\.rawValue) + Guard.allCases.map(\.rawValue)
        names += OrganKind.allCases.map(\.rawValue) + Role.allCases.map(\.rawValue)
        names += SecrecyClass.allCases.map(\.rawValue) + DocketSort.allCases.map(\.rawValue)
        names += DocketGrouping.allCases.map(\.rawValue) + PhaseName.allCases.map(\.rawValue)
        names += DisputeSubject.allCases.map(\.rawValue)
        names += StepName.allCases.map(\.rawValue) + Views.limits().map { "\($0.name)" }
        names += Self.descriptions.flatMap { $0.parameters.map(\.name) }
        let missing = Set(names).filter { !prose.contains("`\($0)") && !prose.contains("`-\($0)") }
        #expect(missing.sorted() == [])
        for limit in Views.limits() {
            let value = limit.value.formatted(.number.locale(Locale(identifier: "en_US")))
            #expect(prose.contains("| `\(limit.name)` | \(value) |"), "\(limit.name)")
        }
        for code in ErrorCode.allCases {
            let row =
                "| `\(code.number)` | `\(code.rawValue)` | \(code.isRetryable ? "yes" : "no") |"
            #expect(prose.contains(row), "\(code.rawValue)")
        }
    }
}
