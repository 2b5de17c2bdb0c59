// Several calls in one line: split into single calls, answered by one array.

import Testing
import Wire

@testable import Engine

@Suite struct BatchTests {
    private func world() throws -> World {
        let world = try World()
        try world.staff("cy-clerk", "auditor")
        return world
    }

    @Test func theArrayHoldsTheAnswersOfAllCallsAndOfNoNotification() throws {
        let world = try world()
        let calls = [
            World.request(id: "1", "session.ping"),
            World.request(id: nil, "session.ping"),
            "1",
            World.request(id: #""two""#, "matter.get", #""matter":"S1""#),
            World.request(id: nil, "matter.get", #""mater":"S1""#),
            World.request(id: "3", "matter.nonsense"),
            #"{"jsonrpc":"1.0","id":4,"method":"session.ping"}"#,
        ]
        world.send("auditor", "[" + calls.joined(separator: ",") + "]")
        let replies = try world.take("auditor").items
        #expect(world.isQuiet("auditor"))
        let byID = replies.map { "\($0["id"] ?? .null): \($0.reason ?? "result")" }.sorted()
        #expect(
            byID == [
                #"integer(1): result"#, #"integer(3): METHOD_NOT_FOUND"#,
                #"integer(4): INVALID_REQUEST"#, #"null: INVALID_REQUEST"#,
                #"string("two"): NOT_FOUND"#,
            ])
    }

    /// The third wrong token ends the session, and what stands behind it in the batch finds none.
    @Test func aBatchEndsWithItsSession() throws {
        let world = try world()
        let matter = try world.register()
        world.open("stranger")
        let note = World.commandMembers(matter, 1, "k", #""text":"x""#)
        let calls =
            (1...4).map {
                World.request(id: "\($0)", "session.hello", Sample.hello(token: "wrong"))
            } + [
                World.request(id: "5", "session.hello", Sample.hello(token: "sample-cy-clerk")),
                World.request(id: "6", "matter.note", note),
            ]
        world.send("stranger", "[" + calls.joined(separator: ",") + "]")
        let reasons = try world.take("stranger").items.map(\.reason)
        #expect(
            reasons == Array(repeating: "UNAUTHENTICATED", count: 3)
                + Array(repeating: "HELLO_REQUIRED", count: 3))
        #expect(world.isClosed("stranger"))
        #expect(try world.matter(matter)["version"]?.int == 1)
    }

    @Test func nothingAnswersABatchOfNotifications() throws {
        let world = try world()
        let ping = World.request(id: nil, "session.ping")
        let unknown = World.request(id: nil, "no.such")
        let history = World.request(id: nil, "matter.history", #""matter":"S1""#)
        _ = try world.register()
        world.send("auditor", "[\(ping),\(unknown),\(history)]")
        #expect(world.isQuiet("auditor"))
        #expect(try world.call("auditor", "session.ping")["result"] != nil)
    }

    @Test func anEmptyOneAndOneThatIsTooLongAreRefusedOnce() throws {
        let world = try world()
        world.send("auditor", "[]")
        let ping = World.request(id: "1", "session.ping")
        world.send("auditor", "[" + Array(repeating: ping, count: 65).joined(separator: ",") + "]")
        let replies = try world.takeAll("auditor")
        #expect(replies.map(\.reason) == ["INVALID_REQUEST", "INVALID_REQUEST"])
        #expect(replies.allSatisfy { $0["id"] == .null })
    }

    @Test func readsAndCommandsCompleteTogetherAndOnce() throws {
        let world = try world()
        let matter = try world.register()
        world.isAutomatic = false
        let note = World.commandMembers(matter, 1, "n", #""text":"x""#)
        let calls = [
            World.request(id: "1", "matter.history", #""matter":"\#(matter)""#),
            World.request(id: "2", "matter.note", note),
            World.request(id: "3", "matter.note", note),
            World.request(id: "4", "matter.get", #""matter":"\#(matter)""#),
            World.request(id: "5", "matter.history", #""matter":"\#(matter)""#),
        ]
        world.send("cy-clerk", "[" + calls.joined(separator: ",") + "]")
        #expect(world.isQuiet("cy-clerk"))
        world.commit()
        let replies = try world.take("cy-clerk").items
        #expect(world.isQuiet("cy-clerk"))
        #expect(Set(replies.compactMap { $0["id"]?.int }) == [1, 2, 3, 4, 5])
        #expect(replies.count == 5)
        let result = { (id: Int64) in replies.first { $0["id"]?.int == id }?["result"] }
        #expect(result(2)?["version"]?.int == 2)
        #expect(result(3)?["replayed"] == .bool(true))
        #expect(result(4)?["version"]?.int == 2)
        #expect(result(1)?["items"]?.items.count == 1)
        #expect(result(5)?["items"]?.items.count == 2)
    }

    @Test func theReplyOfAWatchInABatchComesBeforeItsPushes() throws {
        let world = try world()
        let matter = try world.register()
        world.isAutomatic = false
        let watch = World.request(id: "1", "docket.watch", #""fromPosition":0"#)
        let history = World.request(id: "2", "matter.history", #""matter":"\#(matter)""#)
        world.send("auditor", "[\(watch),\(history)]")
        let note = World.commandMembers(matter, 1, "n", #""text":"x""#)
        world.request("cy-clerk", "matter.note", note)
        world.commit()
        let messages = try world.takeAll("auditor")
        try #require(messages.count == 3)
        #expect(messages[0].items.count == 2, "the array comes first")
        #expect(messages[1]["params"]?["position"]?.int == 1)
        #expect(messages[2]["params"]?["position"]?.int == 2)
    }

    /// A batch with large answers that waits for its first one, which a read of the journal makes.
    private func largeBatch(_ matter: String) -> String {
        let discover = World.request(id: "1", "rpc.discover")
        let history = World.request(id: "2", "matter.history", #""matter":"\#(matter)""#)
        return "[\(history)," + Array(repeating: discover, count: 20).joined(separator: ",") + "]"
    }

    /// What is answered of a batch waits for the rest, and counts as what waits to be sent.
    @Test func answersThatWaitForTheirBatchAreBounded() throws {
        let world = try world()
        let matter = try world.register()
        world.isAutomatic = false
        for _ in 0..<3 { world.send("auditor", largeBatch(matter)) }
        #expect(world.isPaused("auditor"))
        #expect(world.core.batchBytes > Limits.outboundPauseBytes)
        #expect(world.core.batchBytes < 2 * Limits.outboundPauseBytes)
        // The others come as these leave.
        for _ in 0..<3 { world.commit() }
        #expect(try world.takeAll("auditor").count == 3)
        #expect(!world.isPaused("auditor"))
        #expect(world.core.batchBytes == 0)
    }

    @Test func thoseOfAllConnectionsTogetherAreBounded() throws {
        let world = try world()
        let matter = try world.register()
        world.isAutomatic = false
        let names = (0..<130).map { "auditor \($0)" }
        for name in names {
            world.open(name)
            try world.must(
                try world.call(name, "session.hello", Sample.hello(token: "sample-auditor")))
            world.send(name, largeBatch(matter))
        }
        let most = Core.batchBytesMax + 2 * Limits.outboundPauseBytes
        #expect(world.core.batchBytes > Core.batchBytesMax && world.core.batchBytes < most)
        for name in names.dropLast() { world.disconnect(name) }
        world.commit()
        let reasons = try world.take(names[129]).items.map(\.reason)
        #expect(reasons.count == 21 && reasons.contains("RATE_LIMITED"))
        #expect(world.core.batchBytes == 0)
    }

    @Test func aConnectionThatGoesMeanwhileLeavesNothingBehind() throws {
        let world = try world()
        let matter = try world.register()
        world.isAutomatic = false
        let history = World.request(id: "1", "matter.history", #""matter":"\#(matter)""#)
        let watch = World.request(id: "2", "docket.watch", #""fromPosition":0"#)
        world.send("auditor", "[\(history),\(watch)]")
        world.disconnect("auditor")
        world.commit()
        world.isAutomatic = true
        let status = try world.must(try world.call("cy-clerk", "server.status"))
        #expect(status["subscriptions"]?.int == 0)
        #expect(status["connections"]?.int == 1)
    }
}
