import Supervision
import Testing
import Wire

/// Every method against its table: everything good, each parameter missing, misspelt, of a wrong
/// type; then the limits of the values.
struct ParameterTests {
    /// The call with its digest set to 0, for a comparison with an example.
    private func withoutDigest(_ call: Call?) -> Call? {
        switch call {
        case .command(.matter(var command)):
            command.idempotency.digest = 0
            return .command(.matter(command))
        case .command(.dispute(var command)):
            command.idempotency.digest = 0
            return .command(.dispute(command))
        case .command(.register(let matter, var idempotency)):
            idempotency.digest = 0
            return .command(.register(matter, idempotency))
        case .command(.file(let dispute, var idempotency)):
            idempotency.digest = 0
            return .command(.file(dispute, idempotency))
        default: return call
        }
    }

    @Test func everyMethodHasAnExample() {
        #expect(Set(examples.map(\.method)) == Set(Method.all.map(\.name)))
        #expect(examples.count == Method.all.count)
    }

    @Test(arguments: examples.indices)
    func goodCallsAreDecoded(_ index: Int) {
        let example = examples[index]
        let found = request(example.line)
        #expect(found?.method.name == example.method)
        #expect(withoutDigest(found?.call) == example.call, "\(example.line)")
        #expect(found?.id == RequestID(json: Array("1".utf8)))
    }

    @Test(arguments: examples.indices)
    func optionalParametersMayBeLeftOut(_ index: Int) {
        let example = examples[index]
        let needed = example.parameters.filter(\.isRequired)
        let params = object(needed.map { ($0.name, $0.value) })
        #expect(request(line(example.method, params)) != nil, "\(params)")
    }

    @Test(arguments: examples.indices)
    func eachMissingParameterIsNamed(_ index: Int) {
        let example = examples[index]
        for missing in example.parameters where missing.isRequired {
            let rest = example.parameters.filter { $0.name != missing.name }
            let error = refusal(
                line(example.method, object(rest.map { ($0.name, $0.value) })))
            #expect(error?.code == .invalidParams)
            #expect(error?.missing == [missing.name])
        }
        let all = example.parameters.filter(\.isRequired).map(\.name)
        if !all.isEmpty {
            let error = refusal(line(example.method, "{}"))
            #expect(Set(error?.missing ?? []) == Set(all))
        }
    }

    @Test(arguments: examples.indices)
    func eachMisspeltParameterIsToldWithItsRightName(_ index: Int) {
        let example = examples[index]
        for misspelt in example.parameters where misspelt.name.count >= 5 {
            var name = Array(misspelt.name)
            name.swapAt(2, 3)
            guard String(name) != misspelt.name else { continue }
            let members = example.parameters.map {
                ($0.name == misspelt.name ? String(name) : $0.name, $0.value)
            }
            let error = refusal(line(example.method, object(members)))
            #expect(error?.code == .unknownParam)
            #expect(error?.parameter == String(name))
            #expect(error?.didYouMean == misspelt.name)
        }
        let more = example.parameters.map { ($0.name, $0.value) } + [("zzz", "null")]
        let error = refusal(line(example.method, object(more)))
        #expect(error?.code == .unknownParam)
        #expect(error?.parameter == "zzz")
        #expect(error?.didYouMean == nil)
    }

    @Test(arguments: examples.indices)
    func eachWrongTypeIsRefused(_ index: Int) {
        let example = examples[index]
        for wrong in example.parameters {
            // Null never stands for a parameter that is left out.
            for value in [wrong.wrong, "null"] where value != wrong.value {
                let members = example.parameters.map {
                    ($0.name, $0.name == wrong.name ? value : $0.value)
                }
                let text = line(example.method, object(members))
                let error = refusal(text)
                // An empty object or list may lack members instead of being of a wrong type.
                #expect(error?.code == .invalidParams || value == "[]", "\(text)")
                if let path = error?.parameter {
                    #expect(path.hasPrefix(wrong.name), "\(text)")
                } else {
                    #expect(Bool(false), "no parameter is named: \(text)")
                }
            }
        }
    }

    /// Method, the member to replace or add, its value, the path in the error; nil for a value
    /// that is good.
    static let values: [(method: String, name: String, value: String, path: String?)] = [
        ("opinion.issue", "deadline", #"{"workingDays":0}"#, "deadline.workingDays"),
        ("opinion.issue", "deadline", #"{"workingDays":3651}"#, "deadline.workingDays"),
        ("opinion.issue", "deadline", #"{"workingDays":3650}"#, nil),
        ("opinion.issue", "deadline", #"{"days":1}"#, nil),
        ("opinion.issue", "deadline", #"{"days":1,"workingDays":1}"#, "deadline"),
        ("opinion.issue", "deadline", "{}", "deadline"),
        ("opinion.issue", "deadline", #"{"workingdays":1}"#, "deadline.workingdays"),
        ("opinion.issue", "deadline", #"{"date":"2026-04-01"}"#, nil),
        ("opinion.issue", "deadline", #"{"date":"2026-4-1"}"#, "deadline.date"),
        ("opinion.issue", "deadline", #"{"date":"2026-02-29"}"#, "deadline.date"),
        ("opinion.issue", "requirements", "[]", "requirements"),
        ("opinion.issue", "requirements", #"["a",""]"#, "requirements[1]"),
        ("rectification.report", "measures", "[]", nil),
        ("rectification.report", "measures", #"[{"item":1}]"#, "measures[0].text"),
        ("rectification.report", "measures", #"[{"item":0,"text":"a"}]"#, "measures[0].item"),
        ("rectification.report", "measures", #"[{"item":1,"txt":"a"}]"#, "measures[0].txt"),
        ("rectification.report", "measures", "[7]", "measures[0]"),
        ("rectification.report", "expectedVersion", "0", "expectedVersion"),
        ("rectification.report", "idempotencyKey", #""""#, "idempotencyKey"),
        ("rectification.report", "idempotencyKey", #""é""#, "idempotencyKey"),
        ("rectification.report", "matter", #""a b""#, "matter"),
        ("matter.note", "text", #"" \n\u3000""#, "text"),
        ("matter.note", "text", #""a\tb""#, "text"),
        ("matter.note", "text", #""a\u007fb""#, "text"),
        ("matter.note", "text", #""a\u0085b""#, "text"),
        ("matter.note", "text", #""a\u00a0b""#, nil),
        ("matter.note", "text", #""\u200b\u3000""#, "text"),
        ("matter.note", "text", #""\u200ba""#, nil),
        ("matter.note", "text", #""\ufeff""#, "text"),
        ("matter.note", "text", #""\uffa0\ufe0f""#, "text"),
        ("matter.note", "text", #""\udb40\udc01""#, "text"),
        ("matter.note", "text", #""\ufeffa""#, nil),
        ("matter.note", "text", #""\ud840\udc00""#, nil),
        ("matter.note", "text", #""\u202ea""#, "text"),
        ("matter.note", "text", #""罚款\u202a1""#, "text"),
        ("matter.note", "text", #""a\u202e""#, "text"),
        ("matter.note", "text", #""a\u2066b\u2069""#, "text"),
        ("matter.note", "text", #""a\u2069""#, "text"),
        ("matter.note", "text", #""a\u2029\u202f\u2065\u206a\u200e“引”—""#, nil),
        ("matter.note", "text", #""一\n二""#, nil),
        ("matter.note", "text", "\"\(String(repeating: "督", count: 4000))\"", nil),
        ("matter.note", "text", "\"\(String(repeating: "督", count: 4001))\"", "text"),
        ("investigation.conclude", "grounds", "[0]", "grounds[0]"),
        ("investigation.conclude", "grounds", "[]", nil),
        ("matter.register", "content", "0", "content"),
        ("matter.register", "source", #"{"kind":"rumour"}"#, "source.kind"),
        ("matter.register", "source", #"{}"#, "source.kind"),
        ("docket.list", "filter", #"{"ovredue":true}"#, "filter.ovredue"),
        ("docket.list", "pageSize", "0", "pageSize"),
        ("session.hello", "client", #"{"name":"n"}"#, "client.version"),
    ]

    @Test(arguments: values.indices)
    func limitsOfValues(_ index: Int) throws {
        let row = Self.values[index]
        let example = try #require(examples.first { $0.method == row.method })
        let members = example.parameters.map {
            ($0.name, $0.name == row.name ? row.value : $0.value)
        }
        let text = line(row.method, object(members))
        guard let path = row.path else {
            #expect(request(text) != nil, "\(row.value)")
            return
        }
        let error = refusal(text)
        #expect(error?.parameter == path, "\(row.value)")
        #expect(error?.code == .invalidParams || error?.code == .unknownParam)
    }

    @Test func evidenceNeedsALowerCaseDigest() throws {
        let example = try #require(
            examples.first { $0.method == "investigation.recordMeasure" })
        for digest in [String(repeating: "A", count: 64), String(repeating: "a", count: 63)] {
            let evidence = #"[{"name":"n","sha256":"\#(digest)"}]"#
            let members = example.parameters.map {
                ($0.name, $0.name == "evidence" ? evidence : $0.value)
            }
            let error = refusal(line(example.method, object(members)))
            #expect(error?.parameter == "evidence[0].sha256")
        }
    }

    @Test func listsHoldAHundred() throws {
        let example = try #require(
            examples.first { $0.method == "rectification.accept" })
        for (count, isGood) in [(100, true), (101, false)] {
            let list = "[" + (1...count).map(String.init).joined(separator: ",") + "]"
            let members = example.parameters.map {
                ($0.name, $0.name == "verified" ? list : $0.value)
            }
            #expect((request(line(example.method, object(members))) != nil) == isGood)
        }
    }

    @Test func wordsOfAClosedListAreListed() throws {
        let params = #"{"matter":"S1","expectedVersion":1,"idempotencyKey":"k","reason":"r","#
        let error = try #require(
            refusal(line("matter.refer", params + #""channel":"bank"}"#)))
        #expect(error.allowed == Channel.allCases.map(\.rawValue))
    }

    @Test func errorsAreToldInTheirOrder() {
        // Unknown before missing before wrong before a matter that cannot exist.
        #expect(
            refusal(line("matter.note", #"{"matter":"?","text":7,"x":1}"#))?.code
                == .unknownParam)
        #expect(
            refusal(line("matter.note", #"{"matter":"?","text":7}"#))?.missing
                == ["expectedVersion", "idempotencyKey"])
        let rest = #""expectedVersion":1,"idempotencyKey":"k""#
        #expect(
            refusal(line("matter.note", #"{"matter":"?","text":7,\#(rest)}"#))?.parameter
                == "text")
        #expect(
            refusal(line("matter.note", #"{"matter":"?","text":"t",\#(rest)}"#))
                == WireError(Refusal(.notFound(.matter, id: "?"), .procedure)))
    }

    /// What two parameters must not be together is told of one of them, and not of none.
    @Test func ofTwoThatExcludeEachOtherOneIsNamed() {
        let both = line(
            "dispute.hear",
            #"{"matter":"D1","expectedVersion":1,"idempotencyKey":"k","party":"a","meeting":true,"#
                + #""position":"p"}"#)
        #expect(refusal(both)?.parameter == "meeting")
    }

    @Test(arguments: ["X1", "S0", "S01", "s1", "S", "S-1", "S99999999999999999999", "1S"])
    func aTextThatIsNoMatterIsAnsweredLikeAnUnknownOne(_ id: String) {
        #expect(
            refusal(line("matter.get", #"{"matter":"\#(id)"}"#))
                == WireError.matterNotFound(id))
    }
}
