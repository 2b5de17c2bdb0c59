// One connection among many: what it may send before it is known, how much of it is done before the
// others have their turn, and what all of them together may hold.

import Engine
import Supervision
import Testing
import Wire

@Suite struct TurnTests {
    /// What a core asks for, of one session that sends all at once.
    private struct Alone: ~Copyable {
        private var core: Core
        private let session = SessionID(rawValue: 1)

        init() throws {
            core = Core(try Sample.loaded())
            _ = handle(.opened(session, isLocal: true))
            _ = receive([
                World.request(id: "0", "session.hello", Sample.hello(token: "sample-auditor"))
            ])
        }

        mutating func handle(_ input: Input) -> [Output] {
            core.handle(
                input,
                at: Moment(now: Instant(milliseconds: 1_772_500_000_000), monotonicMilliseconds: 1))
        }

        mutating func receive(_ lines: [String]) -> [Output] {
            handle(.received(session, Array(lines.map { $0 + "\n" }.joined().utf8)))
        }

        mutating func takeTurn() -> [Output] { handle(.turn(session)) }
    }

    /// How many answers there are, and whether the next turn was asked for.
    private func summary(_ outputs: [Output]) -> (answers: Int, asks: Int) {
        var (answers, asks) = (0, 0)
        for output in outputs {
            switch output {
            case .send(_, let bytes): answers += bytes.count { $0 == UInt8(ascii: "\n") }
            case .awaitTurn: asks += 1
            default: break
            }
        }
        return (answers, asks)
    }

    private func requests(_ method: String) -> [String] {
        (1...40).map { World.request(id: "\($0)", method) }
    }

    @Test func queriesTakeTurns() throws {
        var alone = try Alone()
        #expect(summary(alone.receive(requests("docket.count"))) == (16, 1))
        #expect(summary(alone.takeTurn()) == (16, 1))
        #expect(summary(alone.takeTurn()) == (8, 0))
        #expect(summary(alone.takeTurn()) == (0, 0))
    }

    @Test func aTurnIsAskedForOnce() throws {
        var alone = try Alone()
        #expect(summary(alone.receive(requests("docket.count"))) == (16, 1))
        // What comes meanwhile waits behind the rest.
        #expect(summary(alone.receive([World.request(id: "41", "docket.count")])) == (0, 0))
        #expect(summary(alone.handle(.tick)) == (0, 0))
        #expect(summary(alone.takeTurn()) == (16, 1))
        #expect(summary(alone.takeTurn()) == (9, 0))
    }

    @Test func pingsNeedNoTurns() throws {
        var alone = try Alone()
        #expect(summary(alone.receive(requests("session.ping"))) == (40, 0))
    }

    /// A call that is refused costs its time too, with and without an id.
    @Test func callsOfEveryKindTakeTurns() throws {
        let wrong = #"{"jsonrpc":"2.0","method":"docket.statisticz"}"#
        var alone = try Alone()
        let calls = (0..<150).map { $0 < 64 ? wrong : World.request(id: "\($0)", "docket.counts") }
        #expect(summary(alone.receive(calls)) == (0, 1))
        #expect(summary(alone.takeTurn()) == (64, 1))
        #expect(summary(alone.takeTurn()) == (22, 0))
        let batch = "[" + requests("session.ping").joined(separator: ",") + "]"
        #expect(summary(alone.receive([batch, batch, batch])) == (2, 1))
        #expect(summary(alone.takeTurn()) == (1, 0))
    }

    // MARK: Long lines

    private func line(of bytes: Int) -> [UInt8] {
        Array(repeating: UInt8(ascii: " "), count: bytes)
    }

    @Test(arguments: [false, true]) func onlyWhoIsKnownSendsLongLines(isKnown: Bool) throws {
        let world = try World()
        world.open("c")
        try world.must(
            try world.call(
                "c", "session.hello", Sample.hello(token: isKnown ? "sample-auditor" : nil)))
        world.send("c", bytes: line(of: Limits.lineBytesMaxBeforeHello + 1))
        #expect(world.isQuiet("c") == isKnown)
        if !isKnown { #expect(try world.take("c").reason == "LINE_TOO_LONG") }
        if isKnown { world.send("c", bytes: Array("\n".utf8)) }
    }

    @Test func halfLinesOfAllTogetherAreBounded() throws {
        let world = try World()
        let count = Limits.inboundTotalBytesMax / 4 * 3 / Limits.lineBytesMax - 1
        for number in 0...count {
            try world.connect("c\(number)", as: "auditor")
            // The third one holds most.
            let bytes = number == 2 ? Limits.lineBytesMax : Limits.lineBytesMax - 1000
            world.send("c\(number)", bytes: line(of: bytes))
        }
        #expect((0...count).filter { world.isClosed("c\($0)") }.isEmpty)
        world.open("last")
        try world.must(
            try world.call("last", "session.hello", Sample.hello(token: "sample-auditor")))
        world.send("last", bytes: line(of: Limits.lineBytesMax - 1000))
        #expect((0...count).filter { world.isClosed("c\($0)") } == [2])
        #expect(world.lastLog?.message == "all connections together have sent too much")
        // What ends gives room again.
        world.disconnect("c0")
        world.send("last", bytes: Array("\n".utf8))
        #expect((0...count).filter { world.isClosed("c\($0)") } == [0, 2])
    }
}
