// Many seeds, many crashes: what was acknowledged is there, once, and everything that was told was
// true.

import Journal
import Testing

@Suite struct RandomSessionTests {
    @Test(arguments: 1...24) func nothingAcknowledgedIsLostOrDoubled(seed: UInt64) throws {
        print("random session seed \(seed)")
        let world = try World()
        var session = RandomSession(seed: seed)
        world.isAutomatic = false
        try connect(world)
        var watcher = Watcher()
        try watcher.begin(world)
        // Files that change nothing but the places of organs change nothing that is told.
        let rosters = [try Sample.loaded(), try Sample.changed(roster: try Sample.turnedRoster())]
        for _ in 0..<400 {
            session.step(world)
            switch session.dice.roll(12) {
            case 0...3: world.commit(1 + session.dice.roll(6))
            case 4: world.commit()
            case 5: world.congest("watcher")
            case 6: world.relieve("watcher")
            case 7: world.reload(rosters[session.dice.roll(2)])
            default: break
            }
            try session.takeAnswers(world)
            try watcher.take(world)
            if session.dice.roll(60) == 0 {
                try world.crash(usingStates: session.dice.roll(2) == 0)
                session.open = [:]
                try connect(world)
                try watcher.begin(world)
            }
        }
        world.relieve("watcher")
        world.commit()
        try session.takeAnswers(world)
        try watcher.take(world)
        #expect(session.open.isEmpty, "everything was answered")
        #expect(watcher.seen == Array(1..<(world.entries + 1)))
        try checkEntries(world, session)
        // Sent once more, every acknowledged command is answered as it was the first time.
        for index in session.sent.indices where session.sent[index].result != nil {
            session.sendAgain(index, world)
            world.commit()
            try session.takeAnswers(world)
        }
        #expect(session.open.isEmpty)
    }

    /// A reader that goes on from its own position.
    private struct Watcher {
        var seen: [Int64] = []

        mutating func begin(_ world: World) throws {
            world.request("watcher", "docket.watch", #""fromPosition":\#(seen.last ?? 0)"#)
            try take(world)
        }

        mutating func take(_ world: World) throws {
            for message in try world.takeAll("watcher") where message.method == "docket.changed" {
                let position = try #require(message["params"]?["position"]?.int)
                #expect(position == (seen.last ?? 0) + 1, "in order, without gaps, once")
                seen.append(position)
            }
        }
    }

    private func connect(_ world: World) throws {
        for person in RandomSession.persons { try world.connect(person) }
        try world.connect("watcher", as: "auditor")
    }

    private func checkEntries(_ world: World, _ session: RandomSession) throws {
        var versions: [String: Int64] = [:]
        var keys: Set<String> = []
        for entry in world.allEntries {
            let isCommand = !entry.key.isEmpty
            let before = versions[entry.matter] ?? 0
            #expect(entry.version == before + (isCommand ? 1 : 0), "versions are consecutive")
            versions[entry.matter] = entry.version
            if isCommand { #expect(keys.insert(entry.key).inserted, "\(entry.key) stands twice") }
        }
        let byPosition = world.allEntries
        var acknowledged = 0
        for (index, sent) in session.sent.enumerated() {
            guard let result = sent.result else { continue }
            acknowledged += 1
            let position = try #require(result["position"]?.int)
            let entry = byPosition[Int(position - 1)]
            #expect(entry.key == "k\(index)")
            #expect(entry.principal == sent.who)
            #expect(entry.version == result["version"]?.int)
            #expect(entry.matter == result["matter"]?.text)
        }
        #expect(acknowledged > 40, "the session accepts something")
    }
}
