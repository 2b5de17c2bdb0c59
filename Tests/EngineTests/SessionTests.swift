// What happens to a connection: hello first, tokens, broken lines, long lines, silence, and how
// many answers it may be owed.

import Engine
import Supervision
import Testing

@Suite struct SessionTests {
    @Test func beforeHelloLittleIsAnswered() throws {
        let world = try World()
        world.open("c")
        #expect(try world.call("c", "session.ping")["result"] != nil)
        #expect(try world.call("c", "rpc.discover")["result"] != nil)
        for method in ["server.status", "docket.list", "matter.get", "matter.nonsense"] {
            #expect(try world.call("c", method).reason == "HELLO_REQUIRED")
        }
        let hello = try world.call("c", "session.hello", Sample.hello(token: "sample-cy-clerk"))
        #expect(hello["result"]?["principal"]?["id"]?.text == "cy-clerk")
        let again = try world.call("c", "session.hello", Sample.hello(token: "sample-cy-clerk"))
        #expect(again.reason == "INVALID_REQUEST")
        #expect(try world.call("c", "server.status")["result"] != nil)
        #expect(!world.isClosed("c"))
    }

    @Test func withoutATokenOnlyWhatIsPublicIsAnswered() throws {
        let world = try World()
        world.open("c")
        #expect(try world.call("c", "session.hello", Sample.hello(token: nil))["result"] != nil)
        #expect(try world.call("c", "organ.get", #""organ":"bj""#)["result"] != nil)
        #expect(try world.call("c", "docket.list").reason == "UNAUTHENTICATED")
        let register = Sample.registration() + #","idempotencyKey":"a""#
        #expect(try world.call("c", "matter.register", register).reason == "UNAUTHENTICATED")
        #expect(world.entries == 0)
    }

    @Test func threeWrongTokensClose() throws {
        let world = try World()
        world.open("c")
        for attempt in 1...3 {
            #expect(!world.isClosed("c"))
            let reply = try world.call("c", "session.hello", Sample.hello(token: "wrong"))
            #expect(reply.reason == "UNAUTHENTICATED")
            #expect(world.isClosed("c") == (attempt == 3))
        }
    }

    @Test func aTokenIsRefusedOnAPlainOutsideAddress() throws {
        let world = try World()
        world.open("c", isLocal: false)
        let reply = try world.call("c", "session.hello", Sample.hello(token: "sample-cy-clerk"))
        #expect(reply.reason == "UNAUTHENTICATED")
        #expect(try world.call("c", "session.hello", Sample.hello(token: nil))["result"] != nil)
    }

    @Test func noCommonProtocolCloses() throws {
        let world = try World()
        world.open("c")
        let reply = try world.call("c", "session.hello", Sample.hello(token: nil, min: 2, max: 9))
        #expect(reply.reason == "PROTOCOL_UNSUPPORTED")
        #expect(reply["error"]?["data"]?["supported"]?["max"]?.int == 1)
        #expect(world.isClosed("c"))
        world.request("c", "session.ping")
        #expect(world.isQuiet("c"), "nothing is read after the end")
    }

    @Test func theErrorOfAHelloInABatchComesBeforeTheEnd() throws {
        let world = try World()
        world.open("c")
        let hello = World.request(
            id: "1", "session.hello", Sample.hello(token: nil, min: 7, max: 9))
        world.send("c", "[\(hello),\(World.request(id: "2", "session.ping"))]")
        let replies = try world.take("c").items
        #expect(replies.first?.reason == "PROTOCOL_UNSUPPORTED")
        #expect(world.isClosed("c"))
    }

    @Test func tenBrokenLinesInARowClose() throws {
        let world = try World()
        world.open("c")
        for _ in 1...9 { world.send("c", "{\"a\":") }
        #expect(try world.takeAll("c").allSatisfy { $0.reason == "PARSE_ERROR" })
        #expect(try world.call("c", "session.ping")["result"] != nil)
        for _ in 1...9 { world.send("c", "{\"a\":") }
        #expect(!world.isClosed("c"))
        world.send("c", "{\"a\":")
        #expect(world.isClosed("c"))
        #expect(try world.takeAll("c").count == 10)
    }

    @Test(arguments: [(59_999, true), (60_000, false)] as [(Int64, Bool)])
    func aSecondLongLineWithinAMinuteCloses(later: Int64, closes: Bool) throws {
        let world = try World()
        try world.connect("c", as: "cy-clerk")
        let long = [UInt8](repeating: UInt8(ascii: "x"), count: 1_000_001) + [10]
        world.send("c", bytes: long)
        #expect(try world.take("c").reason == "LINE_TOO_LONG")
        #expect(!world.isClosed("c"))
        world.monotonic += UInt64(later)
        world.send("c", bytes: long)
        #expect(try world.take("c").reason == "LINE_TOO_LONG")
        #expect(world.isClosed("c") == closes)
    }

    @Test func beforeHelloALineIsShorter() throws {
        let world = try World()
        world.open("c")
        let padding = String(repeating: " ", count: 17_000)
        world.send("c", World.request(id: "1", "session.ping") + padding)
        #expect(try world.take("c").reason == "LINE_TOO_LONG")
        try world.connect("d", as: "auditor")
        world.send("d", World.request(id: "1", "session.ping") + padding)
        #expect(try world.take("d")["result"] != nil)
    }

    @Test func aSilentConnectionIsClosedOnlyBeforeHello() throws {
        let world = try World()
        world.open("silent")
        try world.connect("greeted", as: "auditor")
        world.monotonic += 9_999
        world.tick()
        #expect(!world.isClosed("silent"))
        world.monotonic += 1
        world.tick()
        #expect(world.isClosed("silent"))
        #expect(!world.isClosed("greeted"))
        world.tick()
    }

    @Test func whatIsUnknownAndWhatIsHiddenLookAlike() throws {
        let world = try World()
        try world.staff("cy-clerk", "hd-clerk", "operator")
        let hidden = try world.register()
        let members = { (matter: String) -> [(String, String)] in
            [
                ("matter.get", #""matter":"\#(matter)""#),
                ("matter.history", #""matter":"\#(matter)""#),
                ("matter.note", World.commandMembers(matter, 1, "k", #""text":"x""#)),
                (
                    "matter.accept",
                    World.commandMembers(matter, 9, "l", #""investigators":["hd-inv"]"#)
                ),
            ]
        }
        for name in ["hd-clerk", "operator"] {
            for (one, other) in zip(members(hidden), members("S9")) {
                let seen = try answer(world, name, one.0, one.1)
                let unseen = try answer(world, name, other.0, other.1)
                #expect(seen == unseen.split(separator: "S9").joined(separator: hidden))
                #expect(seen.contains("NOT_FOUND"))
            }
        }
    }

    /// The bytes of an answer without its id and its trace.
    private func answer(
        _ world: World, _ name: String, _ method: String, _ members: String
    ) throws -> String {
        world.send(name, World.request(id: "7", method, members))
        let text = String(decoding: try world.takeLine(name), as: UTF8.self)
        let parts = text.split(separator: #""trace":"#, maxSplits: 1)
        try #require(parts.count == 2)
        return String(parts[0]) + String(parts[1].drop { $0 != "}" })
    }

    @Test func aNotificationThatWouldChangeStateChangesNothing() throws {
        let world = try World()
        try world.staff("cy-clerk", "auditor")
        let matter = try world.register()
        let register = Sample.registration() + #","idempotencyKey":"n""#
        world.send("cy-clerk", World.request(id: nil, "matter.register", register))
        let note = World.commandMembers(matter, 1, "m", #""text":"x""#)
        world.send("cy-clerk", World.request(id: nil, "matter.note", note))
        world.send("cy-clerk", World.request(id: nil, "docket.watch"))
        #expect(world.isQuiet("cy-clerk"))
        #expect(world.entries == 1)
        #expect(world.logs.filter { $0.contains("notification") }.count == 1)
        let status = try world.must(try world.call("auditor", "server.status"))
        #expect(status["subscriptions"]?.int == 0)
        // The keys were not used up.
        let again = try world.must(try world.call("cy-clerk", "matter.note", note))
        #expect(again["replayed"] == nil)
    }

    @Test func atMost128AnswersAreOwed() throws {
        let world = try World()
        try world.connect("cy-clerk")
        world.isAutomatic = false
        var lines = ""
        for number in 1...300 {
            let members = Sample.registration() + #","idempotencyKey":"k\#(number)""#
            lines += World.request(id: "\(number)", "matter.register", members) + "\n"
        }
        world.send("cy-clerk", bytes: Array(lines.utf8))
        #expect(world.undurable == 128)
        #expect(world.isPaused("cy-clerk"))
        var seen: [Int64?] = []
        while world.undurable > 0 {
            #expect(world.undurable <= 128)
            world.commit(7)
            seen += try world.takeAll("cy-clerk").map { $0["id"]?.int }
        }
        #expect(!world.isPaused("cy-clerk"))
        #expect(seen == (1...300).map { Int64($0) }, "nothing is lost and the order is kept")
        #expect(world.entries == 300)
    }

    @Test func readsOfTheJournalCountAsOwed() throws {
        let world = try World()
        try world.staff("cy-clerk", "auditor")
        let matter = try world.register()
        world.isAutomatic = false
        let lines = (1...200).map {
            World.request(id: "\($0)", "matter.history", #""matter":"\#(matter)""#) + "\n"
        }
        world.send("auditor", bytes: Array(lines.joined().utf8))
        #expect(world.work.count == 128)
        #expect(world.isPaused("auditor"))
        world.commit()
        #expect(try world.takeAll("auditor").map { $0["id"]?.int } == (1...200).map { Int64($0) })
        #expect(!world.isPaused("auditor"))
    }

    /// More than a megabyte of answers that come from the journal, and lines behind them.
    @Test func largeAnswersFromTheJournalHoldUpNothing() throws {
        let world = try World()
        try world.staff("cy-clerk", "auditor")
        let matter = try world.register()
        let note = #""text":"\#(String(repeating: "长", count: 4000))""#
        for version in 1...4 {
            try world.must(
                try world.command("cy-clerk", "matter.note", matter, Int64(version), note))
        }
        world.isAutomatic = false
        let lines = (1...400).map {
            World.request(id: "\($0)", "matter.history", #""matter":"\#(matter)""#) + "\n"
        }
        world.send("auditor", bytes: Array(lines.joined().utf8))
        world.commit()
        #expect(try world.takeAll("auditor").map { $0["id"]?.int } == (1...400).map { Int64($0) })
        #expect(!world.isPaused("auditor"))
    }

    /// More than a megabyte of answers that wait for one commit, and lines behind them.
    @Test func largeAnswersBehindACommandHoldUpNothing() throws {
        let world = try World()
        try world.connect("cy-clerk")
        for _ in 0..<200 { _ = try world.register() }
        world.isAutomatic = false
        let register = Sample.registration() + #","idempotencyKey":"last""#
        let lines =
            [World.request(id: "0", "matter.register", register)]
            + (1...120).map { World.request(id: "\($0)", "docket.list", #""pageSize":200"#) }
        world.send("cy-clerk", bytes: Array((lines.joined(separator: "\n") + "\n").utf8))
        world.commit()
        #expect(try world.takeAll("cy-clerk").map { $0["id"]?.int } == (0...120).map { Int64($0) })
        #expect(!world.isPaused("cy-clerk"))
    }

    /// An operator has to learn why deadlines do not run; once is enough.
    @Test func aClockThatGoesBackIsSaid() throws {
        let world = try World()
        try world.staff("cy-clerk", "auditor")
        _ = try world.register()
        func turn(byMilliseconds change: Int64) {
            world.now = Instant(milliseconds: world.now.milliseconds + change)
            world.tick()
        }
        func said() -> Int { world.logs.count { $0.hasPrefix("the clock is behind") } }
        turn(byMilliseconds: -900)
        #expect(said() == 0)
        turn(byMilliseconds: -3_600_000)
        for _ in 0..<3 { _ = try world.register() }
        #expect(said() == 1)
        let time = try world.must(try world.call("auditor", "session.ping"))["serverTime"]?.text
        let before = Instant(milliseconds: world.now.milliseconds + 3_600_900)
        #expect(time == before.iso8601)
        turn(byMilliseconds: 7_200_000)
        turn(byMilliseconds: -5_000)
        #expect(said() == 2)
    }

    /// All connections of a person share what he may ask in a second, and nobody else pays for it.
    @Test func aPersonMakesSoManyRequestsInASecond() throws {
        let world = try World()
        var configuration = try Sample.loaded()
        configuration.requestsPerSecondMax = 5
        world.feed(.reload(configuration))
        world.open("probe")
        let hello = try world.call("probe", "session.hello", Sample.hello(token: nil))
        #expect(hello["result"]?["limits"]?["requestsPerSecondMax"]?.int == 5)
        try world.connect("auditor")
        try world.connect("other", as: "auditor")
        try world.connect("cy-clerk")
        world.advance(milliseconds: 1_000)
        func refused(_ name: String) throws -> Bool {
            let reply = try world.call(name, "docket.count")
            return reply.reason == "RATE_LIMITED"
        }
        let asked = ["auditor", "other", "auditor", "other", "auditor", "other", "auditor"]
        #expect(try asked.map(refused) == [false, false, false, false, false, true, true])
        #expect(try !refused("cy-clerk"))
        world.advance(milliseconds: 1_000)
        #expect(try !refused("auditor"))
    }

    /// A client cannot fill the log with what it should not send.
    @Test func anIgnoredCommandIsSaidOnce() throws {
        let world = try World()
        try world.staff("cy-clerk", "auditor")
        let matter = try world.register()
        let line =
            #"{"jsonrpc":"2.0","method":"matter.note","params":"#
            + #"{"matter":"\#(matter)","expectedVersion":1,"text":"x","idempotencyKey":"k"}}"#
        for name in ["cy-clerk", "cy-clerk", "auditor"] {
            world.send(name, bytes: Array((line + "\n").utf8))
        }
        #expect(world.logs.count { $0.contains("was not executed") } == 2)
    }

    @Test func anAnonymousReadThatComesBackLastStillEndsTheConnection() throws {
        let world = try World()
        try world.staff("cy-clerk", "auditor")
        let matter = try world.register()
        world.isAutomatic = false
        let read = World.request(id: nil, "matter.history", #""matter":"\#(matter)""#) + "\n"
        world.send("auditor", bytes: Array((read + String(repeating: "{\n", count: 10)).utf8))
        #expect(try world.takeAll("auditor").count == 10)
        world.commit()
        #expect(world.isClosed("auditor"))
    }

    @Test func aClientThatSendsNoMoreIsAnsweredToTheEnd() throws {
        let world = try World()
        try world.staff("cy-clerk", "auditor")
        world.isAutomatic = false
        try beginWatch(world, "cy-clerk")
        var lines = ""
        for number in 1...200 {
            let members = Sample.registration() + #","idempotencyKey":"k\#(number)""#
            lines += World.request(id: "\(number)", "matter.register", members) + "\n"
        }
        let half = World.request(id: "201", "session.ping")
        world.send("cy-clerk", bytes: Array((lines + half).utf8))
        world.finish("cy-clerk")
        #expect(!world.isClosed("cy-clerk"))
        world.commit(150)
        #expect(!world.isClosed("cy-clerk"))
        world.commit()
        #expect(world.isClosed("cy-clerk"))
        let ids = try world.takeAll("cy-clerk").compactMap { $0["id"]?.int }
        #expect(ids == Array(1...200), "half a line is no request")
        #expect(world.entries == 200)
    }

    private func beginWatch(_ world: World, _ name: String) throws {
        world.request(name, "docket.watch")
        #expect(try world.take(name)["result"] != nil)
    }

    @Test func aClientThatIsOwedNothingIsClosedAtOnce() throws {
        let world = try World()
        try world.connect("auditor")
        world.finish("auditor")
        #expect(world.isClosed("auditor"))
        world.disconnect("auditor")
    }
}
