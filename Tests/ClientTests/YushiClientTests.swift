// The session with a server: hello, correlation, notifications, keys and errors.

import Client
import JSONText
import Synchronization
import Testing

/// The id and the method of a line that the client sent.
private func request(_ line: String) throws -> (id: Int64, method: String, JSONDocument) {
    let document = try JSONDocument(Array(line.utf8))
    return (
        try #require(document.number("id", of: 0)),
        try #require(document.text("method", of: 0)), document
    )
}

/// The fault that a body ends with, nil when it ends well.
private func fault(_ body: () throws(ClientFault) -> Void) -> ClientFault? {
    do {
        try body()
        return nil
    } catch {
        return error
    }
}

@Suite struct YushiClientTests {
    private func client(_ server: ScriptedServer, token: String? = "t") -> YushiClient {
        YushiClient(
            .tcp(host: "127.0.0.1", port: server.port), token: token, locale: "zh", name: "test")
    }

    /// A server that answers every request with its method, after what `before` gives.
    private func echo(before: @escaping @Sendable (String, Int64) -> [String] = { _, _ in [] })
        -> ScriptedServer
    {
        ScriptedServer { _, line in
            guard let (id, method, _) = try? request(line) else { return .close }
            let result = #"{"jsonrpc":"2.0","id":\#(id),"result":{"method":"\#(method)"}}"#
            return .lines(before(method, id) + [result])
        }
    }

    @Test func saysHelloFirst() throws {
        let server = echo()
        let answer = try client(server).call("organ.get", params: Array(#"{"organ":"bj"}"#.utf8))
        #expect(answer.document.text("method", of: answer.result) == "organ.get")
        #expect(
            server.lines == [
                #"1 {"jsonrpc":"2.0","id":1,"method":"session.hello","params":{"client":"#
                    + #"{"name":"test","version":"1"},"protocol":{"min":1,"max":1},"#
                    + #""token":"t","locale":"zh"}}"#,
                #"1 {"jsonrpc":"2.0","id":2,"method":"organ.get","params":{"organ":"bj"}}"#,
            ])
    }

    @Test func keepsNotificationsAsideAndPassesOverOtherReplies() throws {
        let server = echo { method, id in
            guard method == "server.status" else { return [] }
            return [
                #"{"jsonrpc":"2.0","method":"docket.changed","params":{"position":7}}"#,
                #"{"jsonrpc":"2.0","id":"other","result":{}}"#,
                #"{"jsonrpc":"2.0","id":\#(id + 1000),"result":{}}"#,
                #"{"jsonrpc":"2.0","method":"docket.changed","params":{"position":8}}"#,
            ]
        }
        let client = client(server)
        let answer = try client.call("server.status")
        #expect(answer.json == Array(#"{"method":"server.status"}"#.utf8))
        var positions: [Int64?] = []
        for _ in 0..<2 {
            let message = try #require(try client.nextNotification(timeoutMilliseconds: 0))
            let params = try #require(message.params)
            positions.append(message.document.number("position", of: params))
        }
        #expect(positions == [7, 8])
        #expect(try client.nextNotification(timeoutMilliseconds: 0) == nil)
    }

    @Test func givesEveryCommandAKeyAndKeepsOneThatIsThere() throws {
        let server = echo()
        let client = client(server)
        try client.connect()
        _ = try client.call("matter.note", params: Array(#"{"matter":"m","text":"一"}"#.utf8))
        // What somebody has typed may have more than one line.
        _ = try client.call("matter.note", params: Array("{\n\"idempotencyKey\":\"k\"}\n".utf8))
        _ = try client.call("matter.get", params: Array("{\"matter\":\n\"m\"}\n".utf8))
        let keys = try server.lines.dropFirst().map { line -> String? in
            let document = try request(String(line.dropFirst(2))).2
            let params = try #require(document.member("params", of: 0))
            return document.text("idempotencyKey", of: params)
        }
        let random = try #require(keys[0])
        #expect(random.count == 32 && random.allSatisfy { $0.isHexDigit })
        #expect(keys[1] == "k")
        #expect(keys[2] == nil)
        #expect(keys.count == 3)
    }

    @Test func retriesWithTheSameKey() throws {
        // The first connection dies after the command, the second is draining, the third answers.
        let server = ScriptedServer { connection, line in
            guard let (id, method, _) = try? request(line) else { return .close }
            if method == "session.hello" || connection == 3 {
                return .lines([#"{"jsonrpc":"2.0","id":\#(id),"result":{"n":\#(connection)}}"#])
            }
            if connection == 1 { return .close }
            return .lines([
                #"{"jsonrpc":"2.0","id":\#(id),"error":{"code":1503,"message":"DRAINING: x"}}"#
            ])
        }
        let answer = try client(server).callRetrying("matter.note", pauseMilliseconds: 0)
        #expect(answer.document.number("n", of: answer.result) == 3)
        let commands = server.lines.filter { $0.contains("matter.note") }
        let keys = try commands.map { line -> String in
            let document = try request(String(line.dropFirst(2))).2
            let params = try #require(document.member("params", of: 0))
            return try #require(document.text("idempotencyKey", of: params))
        }
        #expect(keys.count == 3 && Set(keys).count == 1)
    }

    @Test func doesNotRetryARefusal() throws {
        let server = ScriptedServer { _, line in
            guard let (id, method, _) = try? request(line) else { return .close }
            if method == "session.hello" {
                return .lines([#"{"jsonrpc":"2.0","id":\#(id),"result":{}}"#])
            }
            return .lines([#"{"jsonrpc":"2.0","id":\#(id),"error":\#(refusal)}"#])
        }
        let client = client(server)
        let fault = fault { () throws(ClientFault) in
            _ = try client.callRetrying("opinion.issue", pauseMilliseconds: 0)
        }
        guard case .refused(let error) = fault else {
            Issue.record("the refusal was not thrown")
            return
        }
        #expect(error.code == 1413 && error.reason == "REFUSED")
        #expect(error.basis == .law(citation: "14.1(3)"))
        #expect(error.messageZH == "不可以" && error.messageEN == "not so")
        #expect(!error.retryable && error.trace == "t1")
        let details = try #require(error.details)
        #expect(error.document.text("rule", of: details) == "measureTaken")
        #expect(server.lines.filter { $0.contains("opinion.issue") }.count == 1)
    }

    @Test(arguments: [
        "no json", "[]", #"{"id":1,"result":{}}"#, #"{"jsonrpc":"2.0","id":1}"#,
        #"{"jsonrpc":"2.0","id":1,"error":{"code":"x","message":"y"}}"#,
    ])
    func refusesWhatIsNoReply(_ line: String) {
        let server = ScriptedServer { _, _ in .lines([line]) }
        let client = client(server)
        let fault = fault { () throws(ClientFault) in try client.connect() }
        guard case .protocolBroken = fault else {
            Issue.record("it was \(String(describing: fault))")
            return
        }
    }

    @Test(arguments: ["", "[]", "{", "1", #"{"a":1,"a":2}"#])
    func refusesParametersThatAreNoObject(_ params: String) {
        // No server is needed: nothing is sent.
        let client = YushiClient(.unix(path: "/nowhere"))
        let fault = fault { () throws(ClientFault) in
            _ = try client.call("matter.note", params: Array(params.utf8))
        }
        guard case .badParameters = fault else {
            Issue.record("it was \(String(describing: fault))")
            return
        }
    }

    @Test func takesTheReasonFromTheMessageWhenDataIsMissing() throws {
        let text = #"{"code":1412,"message":"NOT_IN_PHASE: too late"}"#
        let error = try #require(RPCError(try JSONDocument(Array(text.utf8)), 0))
        #expect(error.reason == "NOT_IN_PHASE" && error.basis == nil)
    }
}

/// An error object with everything in it.
let refusal = #"""
    {"code":1413,"message":"REFUSED: not so","data":{"reason":"REFUSED","basis":{"kind":"law",\#
    "citation":"14.1(3)"},"retryable":false,"details":{"rule":"measureTaken","missing":["a","b"],\#
    "who":{"roles":["signatory"],"organs":["bj-sf"]},"from":"2026-04-01T16:00:00.000Z"},\#
    "messages":{"zh":"不可以","en":"not so"},"trace":"t1"}}
    """#
