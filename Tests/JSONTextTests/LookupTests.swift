// Known names, and the source bytes of values.

import JSONText
import Testing

@Suite struct NamesTests {
    private enum Parameter: String, CaseIterable, Sendable {
        case matter, expectedVersion, idempotencyKey, reason
        // The same length and the same first, middle and last byte: one slot for all of them.
        case axbxc, aybxc, azbxc
        case nothing = ""
        case accent = "\u{E9}"
    }

    @Test func findsEveryNameAndNoOther() throws {
        let names = JSONNames<Parameter>()
        for name in Parameter.allCases {
            let document = try JSONDocument(JSONWriter.encoded { $0.string(name.rawValue) })
            #expect(names.find(0, in: document) == name)
        }
        let others = ["matteR", "Matter", "matte", "matters", "awbxc", "x", "e", "reason\u{0}"]
        for other in others {
            let document = try JSONDocument(JSONWriter.encoded { $0.string(other) })
            #expect(names.find(0, in: document) == nil)
        }
    }

    @Test func comparesUnescapedText() throws {
        let document = try JSONDocument(Array(#"{"\u0072eason":1}"#.utf8))
        #expect(JSONNames<Parameter>().find(1, in: document) == .reason)
    }

    @Test func findsAllOfManyNames() throws {
        let names = JSONNames<Number>()
        for number in Number.allCases {
            let document = try JSONDocument(JSONWriter.encoded { $0.string(number.rawValue) })
            #expect(names.find(0, in: document) == number)
        }
    }

    private struct Number: CaseIterable, RawRepresentable, Sendable, Equatable {
        let rawValue: String
        static let allCases = (0..<500).map { Number(rawValue: "name\($0)") }
    }
}

@Suite struct RawJSONTests {
    private func raw(_ name: StaticString, _ text: String) throws -> String? {
        let bytes = Array("?\(text)?".utf8)
        let range = 1..<(bytes.count - 1)
        var document = JSONDocument()
        try JSONParser().parse(bytes, range, into: &document)
        return rawTopLevelMember(name, in: bytes, range).map {
            String(decoding: bytes[$0], as: UTF8.self)
        }
    }

    @Test(arguments: [
        (#"{"id":7}"#, "7"), (#" { "a" : [ {"id":1} ] , "id" : -12 } "#, "-12"),
        (#"{"id":"\u0061\"\\","b":1}"#, #""\u0061\"\\""#),
        (#"{"a":"\\","id":"x"}"#, #""x""#), (#"{"a":"{\"id\":1,","id":2}"#, "2"),
        (#"{"\u0069d":3}"#, "3"), (#"{"\u0069\u0064":4}"#, "4"), (#"{"i\u0064" :5}"#, "5"),
        (#"{"ID":1,"idx":2,"i":3,"\\id":4,"id":[1, {"a":"]"}] }"#, #"[1, {"a":"]"}]"#),
        (#"{"a":{},"b":[],"id":{}}"#, "{}"), (#"{"a":[[1,2],{"id":9}],"id":null}"#, "null"),
        (#"{"id":""}"#, #""""#),
    ])
    func findsTheSourceOfAMember(text: String, expected: String) throws {
        #expect(try raw("id", text) == expected)
    }

    @Test(arguments: [
        "[]", "7", "{}", #"{"a":{"id":1}}"#, #"["id",1]"#, #"{"idd":1,"i":"id"}"#,
        #"{"\u0069":1,"\nid":1}"#,
    ])
    func findsNothingElse(text: String) throws {
        #expect(try raw("id", text) == nil)
    }

    @Test func dividesABatch() throws {
        let text = Array(#" [ {"id":1,"a":[",",{}]} , [] ,"]", 7,null ] "#.utf8)
        let elements = rawTopLevelElements(in: text, text.indices).map {
            String(decoding: text[$0], as: UTF8.self)
        }
        #expect(elements == [#"{"id":1,"a":[",",{}]}"#, "[]", #""]""#, "7", "null"])
        let empty = Array("[ ]".utf8)
        #expect(rawTopLevelElements(in: empty, empty.indices).isEmpty)
        let object = Array("{}".utf8)
        #expect(rawTopLevelElements(in: object, object.indices).isEmpty)
    }
}
