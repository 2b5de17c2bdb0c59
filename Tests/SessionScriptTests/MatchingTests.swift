// Comparing and rewriting.

import JSONText
import Testing

@testable import Sessions

/// A template, what came, and what was remembered before.
private func match(
    _ template: String, _ received: String, _ captures: [String: String] = [:],
    _ tolerance: Matching.Tolerance = .init()
) throws -> Matching {
    let source = Array(template.utf8)
    var before = Captures()
    for (name, value) in captures { before[name] = Array(value.utf8) }
    return Matching(
        try Template(source, source.indices), source: source,
        try JSONDocument(Array(received.utf8)), before, tolerance)
}

private func accept(
    _ template: String, _ received: String, _ tolerance: Matching.Tolerance = .init()
) throws -> String {
    let source = Array(template.utf8)
    let parsed = try Template(source, source.indices)
    let document = try JSONDocument(Array(received.utf8))
    let accepting = Accepting(
        source: source, document: document, captures: Captures(), tolerance: tolerance)
    return String(decoding: accepting.rewritten(parsed), as: UTF8.self)
}

@Suite struct MatchingTests {
    @Test(arguments: [
        ("1", "1"), ("null", "null"), ("true", "true"), (#""一""#, #""\u4e00""#),
        (#"{"a":1,"b":[1,2]}"#, #"{"b":[1,2],"a":1}"#), (#""<int>""#, "-5"),
        (#""<string>""#, #""""#), (#""<bool>""#, "false"), (#""<any>""#, #"{"a":[]}"#),
        (#""<time>""#, #""2026-03-02T01:00:00.000Z""#),
        (#""<time>""#, #""2026-03-02T09:00:00+08:00""#),
        (#""<re:[A-Z]+-[0-9]{2}>""#, #""CY-07""#), (#"{"a":1,"...":"..."}"#, #"{"b":2,"a":1}"#),
        (#"{"...":"..."}"#, "{}"), (#"[1,"..."]"#, "[1,2,3]"), (#"["..."]"#, "[]"),
        (#"["...",1]"#, #"["...",1]"#), (#""$${a}""#, #""${a}""#), (#""<>""#, #""<>""#),
        (#" [ "<int>" , { "k" : "<any>" } ] "#, #"[1,{"k":null}]"#),
    ])
    func agrees(_ template: String, _ received: String) throws {
        let matching = try match(template, received)
        #expect(matching.differences == [])
        // What agrees is rewritten to itself.
        let accepted = try accept(template, received)
        #expect(template.contains(accepted))
    }

    @Test(arguments: [
        ("1", "2", "$"), ("1", #""1""#, "$"), ("true", "false", "$"), ("{}", "[]", "$"),
        (#"{"a":{"b c":[0,1]}}"#, #"{"a":{"b c":[0,2]}}"#, #"$.a["b c"][1]"#),
        (#"{"a":1}"#, "{}", "$.a"), (#"{"a":1}"#, #"{"a":1,"b":2}"#, "$.b"),
        (#"{"a":1,"...":"..."}"#, "{}", "$.a"), ("[1]", "[1,2]", "$[1]"),
        (#"[1,2,"..."]"#, "[1]", "$[1]"), (#""<int>""#, #""1""#, "$"),
        (#""<string>""#, "1", "$"), (#""<time>""#, #""2026-03-02""#, "$"),
        (#""<re:a>""#, #""ab""#, "$"), (#""<bool>""#, "null", "$"),
        (#"{"a":[{"k":"v"}]}"#, #"{"a":[{"k":"w"}]}"#, "$.a[0].k"),
    ])
    func tellsTheFirstDifference(_ template: String, _ received: String, _ path: String) throws {
        #expect(try match(template, received).differences.first?.path == path)
    }

    @Test func aDifferenceReadsWell() throws {
        let differences = try match(#"{"a": "x", "b": "<int>"}"#, #"{"a":"y","b":null}"#)
            .differences
        #expect(
            differences.map(\.description) == [
                #"at $.a: expected "x", received "y""#,
                #"at $.b: expected "<int>", received null"#,
            ])
        #expect(differences.map(\.isRewritable) == [true, false])
    }

    @Test func capturesAndUses() throws {
        let template =
            #"{"m":"<m:string>","v":"<v:int>","again":"${m}","t":"<t:re:[0-9]+>","l":"${m}/${v}"}"#
        let received = #"{"l":"S-1/7","t":"42","again":"S-1","v":7,"m":"S-1"}"#
        let matching = try match(template, received)
        #expect(matching.differences == [])
        #expect(matching.captures["v"] == Array("7".utf8))
        #expect(matching.captures["t"] == Array(#""42""#.utf8))
    }

    @Test func aWholeUseKeepsTheType() throws {
        let known = ["v": "7", "s": #""7""#]
        #expect(try match(#""${v}""#, "7", known).differences == [])
        #expect(try match(#""${v}""#, #""7""#, known).differences.count == 1)
        #expect(try match(#""${s}""#, #""7""#, known).differences == [])
        #expect(try match(#""${x}""#, "7", known).differences.first?.isRewritable == false)
    }

    @Test func requiresTheEnvelope() throws {
        let tolerance = Matching.Tolerance(envelope: true)
        let good = #"{"jsonrpc":"2.0","id":1}"#
        #expect(try match(#"{"id":1}"#, good, [:], tolerance).differences == [])
        #expect(try match(#"[{"id":1}]"#, "[\(good)]", [:], tolerance).differences == [])
        for bad in [#"{"id":1}"#, #"{"jsonrpc":"1.0","id":1}"#, #"{"jsonrpc":2,"id":1}"#] {
            let paths = try match(#"{"id":1}"#, bad, [:], tolerance).differences.map(\.path)
            #expect(paths == ["$.jsonrpc"])
        }
        // Only at the top: a member of that name inside is a member as any other.
        let inner = #"{"jsonrpc":"2.0","result":{"jsonrpc":"2.0"}}"#
        #expect(try match(#"{"result":{}}"#, inner, [:], tolerance).differences.count == 1)
    }

    @Test func toleratesAReplayOnlyWhenAsked() throws {
        let template = #"{"id":1,"result":{"version":2}}"#
        let received = #"{"id":1,"result":{"version":2,"replayed":true}}"#
        let paths = try match(template, received).differences.map(\.path)
        #expect(paths == ["$.result.replayed"])
        let tolerance = Matching.Tolerance(replayed: true)
        #expect(try match(template, received, [:], tolerance).differences == [])
        let odd = received.replacing("true", with: "false")
        #expect(try match(template, odd, [:], tolerance).differences.count == 1)
    }
}

@Suite struct AcceptingTests {
    @Test(arguments: [
        (#"{ "a": 1,  "b":"<int>" }"#, #"{"a":2,"b":3}"#, #"{ "a": 2,  "b":"<int>" }"#),
        (#"{"a": 1, "b": 2, "c": 3}"#, #"{"a":1,"c":3}"#, #"{"a": 1, "c": 3}"#),
        (#"{ "a": 1, "b": 2}"#, #"{"b":2}"#, #"{ "b": 2}"#),
        (#"{"a": 1}"#, #"{"a":1,"b":"x"}"#, #"{"a": 1, "b": "x"}"#),
        (#"{"a":1,"b":2}"#, #"{"a":1,"b":2,"c":{"d":[1]}}"#, #"{"a":1,"b":2,"c":{"d":[1]}}"#),
        ("{}", #"{"a":1}"#, #"{"a": 1}"#),
        (#"{"a":1,"b":2}"#, "{}", "{}"),
        (#"{"a":1, "...":"..."}"#, #"{"b":1}"#, #"{"...":"..."}"#),
        (#"{"a":1,"b":2, "...":"..."}"#, #"{"b":3,"z":1}"#, #"{"b":3, "...":"..."}"#),
        ("[1, 2, 3]", "[1, 5]", "[1, 5]"), ("[1,2]", "[1,2,3,4]", "[1,2,3,4]"),
        ("[ ]", "[1]", "[1]"), (#"["<int>", 2]"#, "[9,3]", #"["<int>", 3]"#),
        (#"[1, "..."]"#, "[2,3]", #"[2, "..."]"#), (#"{"a":[]}"#, #"{"a":null}"#, #"{"a":null}"#),
        (
            #"{"r": {"x": "甲", "t": "<t:time>"}}"#, #"{"r":{"t":"2026-03-02T01:00:00Z","x":"乙"}}"#,
            #"{"r": {"x": "乙", "t": "<t:time>"}}"#
        ),
    ])
    func rewritesOnlyWhatDiffers(_ template: String, _ received: String, _ expected: String) throws
    {
        let accepted = try accept(template, received)
        #expect(accepted == expected)
        // What was accepted must hold the next time.
        #expect(try match(accepted, received).differences == [])
    }

    @Test func whatIsRewrittenAlwaysHoldsAfterwards() throws {
        let seed = UInt64.random(in: 0...UInt64.max)
        var random = SplitMix(state: seed)
        for round in 0..<2000 {
            let old = random.value(depth: 3)
            let new = random.value(depth: 3)
            let accepted = try accept(old, new)
            let differences = try match(accepted, new).differences
            #expect(differences == [], "seed \(seed), round \(round): \(old) -> \(new)")
            if !differences.isEmpty { return }
        }
    }
}

/// Random JSON with few names and values, so that much agrees and much does not.
private struct SplitMix {
    var state: UInt64

    mutating func below(_ bound: UInt64) -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return (mixed ^ (mixed >> 31)) % bound
    }

    mutating func value(depth: Int) -> String {
        let space = below(2) == 0 ? "" : " "
        switch depth == 0 ? below(3) : below(6) {
        case 0: return String(below(3))
        case 1: return #""\#(below(3))\"}],""#
        case 2: return "null"
        case 3:
            let elements = (0..<below(4)).map { _ in value(depth: depth - 1) }
            return "[\(space)\(elements.joined(separator: ",\(space)"))\(space)]"
        default:
            let names = ["a", "b\\\"", "c", "一"].filter { _ in below(2) == 0 }
            let members = names.map { "\"\($0)\"\(space):\(space)\(value(depth: depth - 1))" }
            return "{\(space)\(members.joined(separator: ",\(space)"))\(space)}"
        }
    }
}
