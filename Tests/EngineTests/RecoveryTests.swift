// A restart makes of the journal what the running server made of it, with snapshots and without.

import Journal
import Testing

@testable import Engine

@Suite struct RecoveryTests {
    /// What three readers are told of every matter, byte for byte.
    private func answers(of world: World) throws -> [String] {
        var answers: [String] = []
        for name in ["auditor", "cy-clerk", "cy-market-resp"] {
            func ask(_ method: String, _ members: String) throws {
                world.send(name, World.request(id: "1", method, members))
                // The trace counts the requests of a connection, and connections differ.
                let line = String(decoding: try world.takeLine(name), as: UTF8.self)
                answers.append(line.split(separator: #""trace""#).first.map(String.init) ?? "")
            }
            for number in 1...8 {
                try ask("matter.get", #""matter":"S\#(number)""#)
                try ask("matter.history", #""matter":"S\#(number)""#)
            }
            for sort in ["deadline", "-position", "registeredAt"] {
                try ask("docket.list", #""sort":"\#(sort)""#)
            }
            try ask("docket.count", #""groupBy":"phase""#)
        }
        return answers
    }

    private func connect(_ world: World) throws {
        for person in RandomSession.persons { try world.connect(person) }
    }

    @Test(arguments: 1...6) func aRestartChangesNoAnswer(seed: UInt64) throws {
        print("recovery seed \(seed)")
        let world = try World()
        try connect(world)
        var session = RandomSession(seed: seed)
        for round in 0..<480 {
            session.step(world)
            try session.takeAnswers(world)
            if session.dice.roll(5) == 0 { world.tick() }
            guard round % 80 == 79 else { continue }
            let running = try answers(of: world)
            for usingStates in [true, false] {
                let restarted = try World(journal: world.journal, usingStates: usingStates)
                restarted.now = world.now
                try connect(restarted)
                #expect(try answers(of: restarted) == running)
                #expect(restarted.entries == world.entries, "asking changes nothing")
            }
        }
        #expect(world.entries > 40)
    }

    @Test func theNumbersOfDocumentsGoOn() throws {
        for usingStates in [true, false] {
            let world = try World()
            let staff = ["cy-clerk", "cy-inv1", "cy-sign", "auditor"]
            for name in staff { try world.connect(name) }
            let first = try world.rectification()
            world.tick()
            let second = try world.rectification()
            try world.crash(usingStates: usingStates)
            for name in staff { try world.connect(name) }
            let third = try world.rectification()
            let numbers = try [first, second, third].map {
                try world.matter($0)["documents"]?.items.first?["number"]?.text
            }
            #expect(numbers == (1...3).map { "朝司执监〔2026〕\($0)号" })
        }
    }

    @Test func aNumberThatWasNotDurableIsGivenAgain() throws {
        let world = try World()
        let staff = ["cy-clerk", "cy-inv1", "cy-sign", "auditor"]
        for name in staff { try world.connect(name) }
        var matters: [String] = []
        for _ in 0..<2 {
            let matter = try world.register()
            let accept = #""investigators":["cy-inv1"]"#
            try world.must(world.command("cy-clerk", "matter.accept", matter, 1, accept))
            try world.must(
                world.command("cy-inv1", "investigation.recordMeasure", matter, 2, Sample.measure))
            try world.must(
                world.command("cy-inv1", "investigation.conclude", matter, 3, Sample.problem))
            matters.append(matter)
        }
        let issue = { (matter: String) in
            let key = "issue-" + matter
            world.request(
                "cy-sign", "opinion.issue", World.commandMembers(matter, 4, key, Sample.opinion))
        }
        world.isAutomatic = false
        matters.forEach(issue)
        world.commit(1)
        let first = try world.take("cy-sign")["result"]?["document"]?["number"]?.text
        #expect(first == "朝司执监〔2026〕1号")
        try world.crash()
        for name in staff { try world.connect(name) }
        matters.reversed().forEach(issue)
        world.commit()
        let numbers = try world.takeAll("cy-sign").map {
            $0["result"]?["document"]?["number"]?.text
        }
        #expect(Set(numbers) == ["朝司执监〔2026〕1号", "朝司执监〔2026〕2号"])
    }

    @Test func snapshotsShortenTheFold() throws {
        let world = try World()
        try world.staff("cy-clerk")
        for _ in 0..<4 { _ = try world.register() }
        world.tick()
        let matter = try world.register()
        let floor = try world.journal.loadStates(format: Recovery.format) { state in
            #expect(state.position <= 4)
        }
        #expect(floor == 4)
        try world.crash()
        try world.staff("cy-clerk")
        let reply = try world.call("cy-clerk", "matter.get", #""matter":"\#(matter)""#)
        #expect(reply["result"]?["position"]?.int == 5)
    }

    @Test func aPortionOfTheSnapshotsIsEnough() throws {
        let world = try World()
        try world.staff("cy-clerk")
        for _ in 0..<300 { _ = try world.register() }
        // One tick keeps some of them; the first matter changes before the others follow.
        world.tick()
        try world.must(try world.command("cy-clerk", "matter.note", "S1", 1, #""text":"x""#))
        try world.crash()
        try world.staff("cy-clerk", "auditor")
        let count = try world.must(try world.call("auditor", "docket.count"))
        #expect(count["count"]?.int == 300)
        #expect(try world.matter("S1")["version"]?.int == 2)
    }

    // MARK: Journals that cannot be

    private func entries() throws -> [StoredEntry] {
        let world = try World()
        try world.staff("cy-clerk", "cy-inv1", "cy-sign")
        _ = try world.rectification()
        _ = try world.register()
        return world.allEntries
    }

    private func fault(_ entries: [StoredEntry]) throws -> RecoveryFault? {
        var recovery = Recovery(try Sample.loaded())
        try recovery.finishRestoring()
        do throws(RecoveryFault) {
            for entry in entries { try recovery.fold(entry) }
            return nil
        } catch {
            return error
        }
    }

    @Test func aWholeJournalIsFolded() throws {
        #expect(try fault(entries()) == nil)
    }

    @Test func aHoleIsAFault() throws {
        let entries = try entries()
        for missing in entries.indices.dropLast() {
            var others = entries
            others.remove(at: missing)
            #expect(try fault(others)?.position == Int64(missing) + 2)
        }
    }

    @Test func aCorruptEntryIsAFault() throws {
        let entries = try entries()
        let changes: [(StoredEntry) -> StoredEntry] = [
            { $0.changed(events: []) },
            { $0.changed(events: Array("[]".utf8)) },
            { $0.changed(events: Array(#"[{"event":"exploded"}]"#.utf8)) },
            { $0.changed(events: $0.events.dropLast()) },
            { $0.changed(matter: "X1") },
            { $0.changed(matter: "S7") },
            { $0.changed(version: $0.version + 1) },
            { $0.changed(key: "") },
            { $0.changed(placeAfter: "closed") },
            { $0.changed(placeBefore: "decision.due") },
            { $0.changed(position: $0.position + 1) },
            { $0.changed(at: -1) },
            { $0.changed(at: 253_402_300_800_000) },
            { $0.changed(at: .max) },
        ]
        for place in entries.indices {
            for change in changes {
                var broken = entries
                broken[place] = change(broken[place])
                #expect(try fault(broken)?.position == broken[place].position)
            }
        }
    }

    /// Legal time never goes back, so that no entry is older than the one before it.
    @Test func aTimeThatGoesBackIsAFault() throws {
        let entries = try entries()
        for place in entries.indices.dropFirst() {
            var broken = entries
            broken[place] = broken[place].changed(at: broken[place - 1].at - 1)
            #expect(try fault(broken)?.position == Int64(place) + 1)
        }
        for place in entries.indices.dropLast() {
            var broken = entries
            broken[place] = broken[place].changed(at: entries[place + 1].at + 1)
            let position = try #require(try fault(broken)?.position)
            // A registration tells its time twice.
            let isRegistration = entries[place].placeBefore.isEmpty
            #expect(position == Int64(place) + (isRegistration ? 1 : 2))
        }
    }

    private func states() throws -> (states: [StoredState], floor: Int64) {
        let world = try World()
        try world.staff("cy-clerk", "cy-inv1", "cy-sign")
        _ = try world.rectification()
        _ = try world.register()
        world.tick()
        var states: [StoredState] = []
        let floor = try world.journal.loadStates(format: Recovery.format) { states.append($0) }
        return (states, floor)
    }

    private func fault(restoring states: [StoredState], floor: Int64) throws -> RecoveryFault? {
        var recovery = Recovery(try Sample.loaded())
        do throws(RecoveryFault) {
            var sorter = SnapshotSorter()
            for state in states { try sorter.add(state) }
            try recovery.restore(sorter.takePortion())
            try sorter.finish(floor: floor)
            try recovery.finishRestoring(floor: floor)
            return nil
        } catch {
            return error
        }
    }

    @Test func aCorruptSnapshotIsAFault() throws {
        let (states, floor) = try states()
        try #require(states.count == 3, "two matters, and how many there are")
        #expect(try fault(restoring: states, floor: floor) == nil)
        // Every bit counts: what is packed is not looked at again before it is needed.
        for place in states.indices {
            for byte in states[place].state.indices {
                var broken = states
                broken[place].state[byte] ^= 1 << UInt8(byte % 8)
                let isCount = broken[place].matter == "matters"
                // One digit more or less may promise less than there is, which is no harm.
                #expect(try isCount || fault(restoring: broken, floor: floor) != nil)
                broken[place].state = Array(states[place].state[..<byte])
                #expect(try isCount || fault(restoring: broken, floor: floor) != nil)
            }
        }
    }

    @Test func aSnapshotThatIsMissingIsAFault() throws {
        let (states, floor) = try states()
        for place in states.indices {
            var others = states
            others.remove(at: place)
            #expect(try fault(restoring: others, floor: floor) != nil)
            var doubled = states
            doubled.append(states[place])
            #expect(
                try states[place].matter == "matters"
                    || fault(restoring: doubled, floor: floor) != nil)
        }
        // A store that reads no text for a name gives none.
        for place in states.indices where states[place].matter != "matters" {
            var unnamed = states
            unnamed[place] = StoredState(
                matter: "", position: states[place].position, state: states[place].state)
            #expect(try fault(restoring: unnamed, floor: floor) != nil)
        }
        var exchanged = states
        (exchanged[0].state, exchanged[1].state) = (exchanged[1].state, exchanged[0].state)
        #expect(try fault(restoring: exchanged, floor: floor) != nil)
        #expect(try fault(restoring: states, floor: floor - 1) != nil)
    }
}
