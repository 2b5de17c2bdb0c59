import JSONText
import Supervision
import Testing
import Wire

/// The envelope: the examples of the JSON-RPC 2.0 specification, ids, batches, notifications.
struct EnvelopeTests {
    private func id(_ json: String) -> RequestID { RequestID(json: Array(json.utf8)) }

    private static func text(_ id: RequestID) -> String {
        var writer = JSONWriter()
        id.write(into: &writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    /// What a client would read back: code and id of each answer, `-` for none.
    private func answer(_ call: Decoded) -> String {
        switch call {
        case .request(let request):
            request.id == nil ? "-" : "ok"
        case .refused(let id, _, let error):
            "\(error.code.number) \(id.map(Self.text) ?? "null")"
        case .refusedNotification: "-"
        }
    }

    private func answers(_ line: String) -> String {
        switch decode(line) {
        case .single(let call): answer(call)
        case .batch(let calls): "[" + calls.map(answer).joined(separator: ", ") + "]"
        case .unparsable(let error): "\(error.code.number) null"
        case .invalid(let error): "\(error.code.number) null"
        }
    }

    /// The examples of the specification. Its methods do not exist here, so that its calls are
    /// answered with -32601; everything else is as it says.
    static let specification: [(line: String, answers: String)] = [
        (#"{"jsonrpc": "2.0", "method": "subtract", "params": [42, 23], "id": 1}"#, "-32601 1"),
        (
            #"{"jsonrpc": "2.0", "method": "subtract", "#
                + #""params": {"subtrahend": 23, "minuend": 42}, "id": 3}"#, "-32601 3"
        ),
        (#"{"jsonrpc": "2.0", "method": "update", "params": [1,2,3,4,5]}"#, "-"),
        (#"{"jsonrpc": "2.0", "method": "foobar"}"#, "-"),
        (#"{"jsonrpc": "2.0", "method": "foobar", "id": "1"}"#, #"-32601 "1""#),
        (#"{"jsonrpc": "2.0", "method": "foobar, "params": "bar", "baz]"#, "-32700 null"),
        (#"{"jsonrpc": "2.0", "method": 1, "params": "bar"}"#, "-32600 null"),
        (
            #"[{"jsonrpc": "2.0", "method": "sum", "params": [1,2,4], "id": "1"},"#
                + #"{"jsonrpc": "2.0", "method""#, "-32700 null"
        ),
        ("[]", "-32600 null"),
        ("[1]", "[-32600 null]"),
        ("[1,2,3]", "[-32600 null, -32600 null, -32600 null]"),
        (
            #"[{"jsonrpc": "2.0", "method": "sum", "params": [1,2,4], "id": "1"},"#
                + #"{"jsonrpc": "2.0", "method": "notify_hello", "params": [7]},"#
                + #"{"jsonrpc": "2.0", "method": "subtract", "params": [42,23], "id": "2"},"#
                + #"{"foo": "boo"},"#
                + #"{"jsonrpc": "2.0", "method": "foo.get", "params": {"name": "me"}, "id": "5"},"#
                + #"{"jsonrpc": "2.0", "method": "get_data", "id": "9"}]"#,
            #"[-32601 "1", -, -32601 "2", -32600 null, -32601 "5", -32601 "9"]"#
        ),
        (
            #"[{"jsonrpc": "2.0", "method": "notify_sum", "params": [1,2,4]},"#
                + #"{"jsonrpc": "2.0", "method": "notify_hello", "params": [7]}]"#, "[-, -]"
        ),
    ]

    @Test(arguments: specification.indices)
    func examplesOfTheSpecification(_ index: Int) {
        #expect(answers(Self.specification[index].line) == Self.specification[index].answers)
    }

    @Test(arguments: [
        "0", "-0", "7", "-9007199254740991", "9007199254740991", #""""#, #""a b""#, #""\u0061""#,
        #""\"\\\/""#, #""督""#, "\"\(String(repeating: "x", count: 128))\"",
    ])
    func idsComeBackByteForByte(_ text: String) {
        let call = #""jsonrpc":"2.0","method":"session.ping""#
        for line in [
            #"{"id":\#(text),\#(call)}"#, #"{\#(call) , "id" : \#(text) }"#,
            #"{"i\u0064":\#(text),\#(call),"params":{}}"#,
        ] {
            #expect(request(line)?.id == id(text), "\(line)")
        }
        let other = #"{"jsonrpc":"2.0","id":"\n","method":"session.ping"}"#
        guard case .batch(let calls) = decode(#"[\#(other),{"id":\#(text),\#(call)},\#(other)]"#),
            case .request(let middle) = calls[1], case .request(let last) = calls[2]
        else {
            Issue.record("the batch was not decoded")
            return
        }
        #expect(middle.id == id(text))
        #expect(last.id == id(#""\n""#))
    }

    @Test(arguments: [
        "null", "[]", "{}", "true", "\"\(String(repeating: "x", count: 129))\"",
        "\"\(String(repeating: "督", count: 43))\"",
        "\"\(String(repeating: #"\u0061"#, count: 22))\"",
    ])
    func otherIdsAreRefusedWithNull(_ text: String) {
        #expect(
            answers(#"{"jsonrpc":"2.0","id":\#(text),"method":"session.ping"}"#)
                == "-32600 null")
    }

    @Test(arguments: ["1.5", "1e2", "9007199254740992"])
    func fractionsAreNotEvenRead(_ text: String) {
        #expect(
            answers(#"{"jsonrpc":"2.0","id":\#(text),"method":"session.ping"}"#)
                == "-32700 null")
    }

    static let broken: [(line: String, member: String)] = [
        (#"{"id":1,"method":"session.ping"}"#, "jsonrpc"),
        (#"{"jsonrpc":"1.0","id":1,"method":"session.ping"}"#, "jsonrpc"),
        (#"{"jsonrpc":2,"id":1,"method":"session.ping"}"#, "jsonrpc"),
        (#"{"jsonrpc":"2.0","id":1}"#, "method"),
        (#"{"jsonrpc":"2.0","id":1,"method":"session.ping","params":null}"#, "params"),
        (#"{"jsonrpc":"2.0","id":1,"method":"session.ping","params":"x"}"#, "params"),
        (#"{"jsonrpc":"2.0","id":1,"method":"session.ping","token":"x"}"#, "token"),
        (#"{"jsonrpc":"2.0","id":1.0,"method":"session.ping"}"#, ""),
    ]

    @Test(arguments: broken.indices)
    func aBrokenEnvelopeNamesItsMember(_ index: Int) {
        let row = Self.broken[index]
        // The id is readable in each of them, so that it comes back.
        guard case .refused(let readable?, .envelope, let error) = decodeOne(row.line) else {
            #expect(row.member.isEmpty && answers(row.line) == "-32700 null")
            return
        }
        #expect(readable == id("1"))
        #expect(error.code == .invalidRequest)
        #expect(error.details == [.member(row.member)])
    }

    @Test func parametersAreByName() {
        #expect(
            refusal(#"{"jsonrpc":"2.0","id":1,"method":"session.ping","params":[]}"#)
                == .positionalParameters)
    }

    @Test func paramsMayBeLeftOut() {
        #expect(
            request(#"{"jsonrpc":"2.0","id":1,"method":"session.ping"}"#)?.call == .opening(.ping))
        #expect(
            refusal(#"{"jsonrpc":"2.0","id":1,"method":"matter.get"}"#)?.missing == ["matter"])
    }

    @Test func aSimilarMethodIsSuggested() {
        #expect(refusal(line("matter.gte", "{}"))?.didYouMean == "matter.get")
        #expect(refusal(line("docket.List", "{}"))?.didYouMean == "docket.list")
        #expect(refusal(line("", "{}"))?.code == .methodNotFound)
        #expect(
            refusal(line(String(repeating: "m", count: 5000), "{}"))?.text.en.utf8.count ?? 9999
                < 200)
    }

    @Test func methodsAreFoundByTheirWholeName() {
        for method in Method.all {
            #expect(Method(method.name) == method)
            for name in [method.name + "x", String(method.name.dropLast())] {
                #expect(refusal(line(name, "{}"))?.code == .methodNotFound)
            }
        }
    }

    @Test func notificationsAreDecodedOrNotAnswered() {
        let ping = decodeOne(#"{"jsonrpc":"2.0","method":"session.ping"}"#)
        #expect(ping == .request(Request(id: nil, method: .sessionPing, call: .opening(.ping))))
        guard
            case .refusedNotification(let error) = decodeOne(
                #"{"jsonrpc":"2.0","method":"matter.get"}"#)
        else {
            Issue.record("a notification that lacks its parameters is refused silently")
            return
        }
        #expect(error.missing == ["matter"])
    }

    @Test func batchesHoldSixtyFour() {
        let ping = #"{"jsonrpc":"2.0","id":1,"method":"session.ping"}"#
        for (count, isGood) in [(64, true), (65, false)] {
            let batch = "[" + Array(repeating: ping, count: count).joined(separator: ",") + "]"
            guard case .batch(let calls) = decode(batch) else {
                #expect(!isGood)
                continue
            }
            #expect(isGood && calls.count == count)
        }
    }

    @Test(arguments: ["null", "1", "true", #""text""#])
    func aScalarIsNoRequest(_ text: String) {
        guard case .invalid(let error) = decode(text) else {
            Issue.record("\(text) was taken for a request")
            return
        }
        #expect(error.code == .invalidRequest)
    }
}
