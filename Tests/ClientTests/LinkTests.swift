// What a session sees of a connection whose server is killed under it: nothing. The server here
// is scripted; each kill is a new server at another port.

import Client
import JSONText
import Testing

@testable import Sessions

/// A server that answers hello, watch and ping, and everything else with its connection's name.
private func server(
    _ name: String, subscription: Int = 1, pushes: [String] = [], silent: Bool = false
) -> ScriptedServer {
    ScriptedServer { _, line in
        guard let document = try? JSONDocument(Array(line.utf8)),
            let id = document.member("id", of: 0).map({ document.json($0) })
        else { return .close }
        let opening = #"{"jsonrpc":"2.0","id":\#(String(decoding: id, as: UTF8.self)),"result":"#
        switch document.text("method", of: 0) {
        case "session.hello": return .lines([opening + "{}}"])
        case "docket.watch":
            return .lines(
                [
                    opening + #"{"subscription":\#(subscription),"position":10}}"#
                ] + pushes)
        default: return silent ? .nothing : .lines([opening + #"{"by":"\#(name)"}}"#])
        }
    }
}

private func push(_ subscription: Int, _ position: Int) -> String {
    #"{"jsonrpc":"2.0","method":"docket.changed","params":{"subscription":\#(subscription),"#
        + #""position":\#(position)}}"#
}

private func address(_ server: ScriptedServer) -> ServerAddress {
    .tcp(host: "127.0.0.1", port: server.port)
}

private func send(_ text: String, on link: Link) throws {
    try link.send(Array((#"{"jsonrpc":"2.0","# + text.dropFirst()).utf8))
}

private func text(_ reception: Reception) -> String {
    guard case .line(let line, let mayBeReplay) = reception else { return "\(reception)" }
    return String(decoding: line, as: UTF8.self) + (mayBeReplay ? " again" : "")
}

@Suite struct LinkTests {
    @Test func sendsWhatWasNotAnsweredAgain() throws {
        let first = server("first", silent: true)
        let second = server("second")
        let link = try Link(to: address(first), token: "T")
        let command = #"{"id":"c","method":"matter.note","params":{"idempotencyKey":"k"}}"#
        try send(command, on: link)
        #expect(link.isWaiting)
        link.sever()
        #expect(!link.isAlive)
        try link.revive(at: address(second))
        #expect(
            text(try link.receive())
                == #"{"jsonrpc":"2.0","id":"c","result":{"by":"second"}} again"#)
        #expect(!link.isWaiting)
        #expect(second.lines.count == 2)
        #expect(second.lines[0].contains(#""token":"T""#))
        #expect(second.lines[1] == #"1 {"jsonrpc":"2.0","# + command.dropFirst())
        // What was answered is not sent again.
        link.sever()
        let third = server("third")
        try link.revive(at: address(third))
        try send(#"{"id":2,"method":"server.status"}"#, on: link)
        #expect(text(try link.receive()) == #"{"jsonrpc":"2.0","id":2,"result":{"by":"third"}}"#)
        #expect(third.lines.count == 2)
    }

    @Test func takesUpSubscriptionsWhereTheyWere() throws {
        let first = server("first", subscription: 4, pushes: [push(4, 11), push(4, 12)])
        let second = server("second", subscription: 1, pushes: [push(1, 12), push(1, 13)])
        let link = try Link(to: address(first), token: "T")
        try send(
            #"{"id":1,"method":"docket.watch","params":{"filter":{"phase":"opinion"}}}"#, on: link)
        #expect(text(try link.receive()).contains(#""subscription":4"#))
        #expect(text(try link.receive()) == push(4, 11))
        // 12 was pushed, but not seen; it comes again.
        link.sever()
        try link.revive(at: address(second))
        #expect(text(try link.receive()) == push(4, 12))
        #expect(text(try link.receive()) == push(4, 13))
        #expect(
            second.lines[1].hasSuffix(
                #""params":{"filter":{"phase":"opinion"},"fromPosition":11}}"#
            ))
        // The session's number is translated for the server, and an ended watch is forgotten.
        try send(#"{"id":2,"method":"docket.unwatch","params":{"subscription":4}}"#, on: link)
        _ = try link.receive()
        #expect(second.lines[2].hasSuffix(#""params":{"subscription":1}}"#))
        link.sever()
        let third = server("third")
        try link.revive(at: address(third))
        try send(#"{"id":3,"method":"server.status"}"#, on: link)
        _ = try link.receive()
        #expect(third.lines.count == 2)
    }

    @Test func repeatsAHelloOfTheSessionItself() throws {
        let link = try Link(to: address(server("first")), token: nil)
        try send(#"{"id":1,"method":"session.hello","params":{"token":"own"}}"#, on: link)
        #expect(text(try link.receive()).contains(#""id":1"#))
        link.sever()
        let second = server("second")
        try link.revive(at: address(second))
        #expect(second.lines.count == 1)
        #expect(second.lines[0].hasSuffix(#""method":"session.hello","params":{"token":"own"}}"#))
    }

    @Test func aLinkThatTheServerClosedStaysClosed() throws {
        let first = ScriptedServer { _, _ in .close }
        let link = try Link(to: address(first), token: nil)
        try send(#"{"id":1,"method":"x"}"#, on: link)
        #expect(try link.receive() == .ended)
        link.sever()
        try link.revive(at: address(server("second")))
        #expect(try link.receive() == .ended)
    }
}
