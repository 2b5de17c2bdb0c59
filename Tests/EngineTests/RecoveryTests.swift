// A restart makes of the journal what the running server made of it, with snapshots and without.

import Engine
import Journal
import Testing

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
        // One tick keeps 256 of them; the first matter changes before the others follow.
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
        ]
        for place in entries.indices {
            for change in changes {
                var broken = entries
                broken[place] = change(broken[place])
                #expect(try fault(broken)?.position == broken[place].position)
            }
        }
    }

    @Test func aCorruptSnapshotIsAFault() throws {
        let world = try World()
        try world.staff("cy-clerk", "cy-inv1", "cy-sign")
        _ = try world.rectification()
        _ = try world.register()
        world.tick()
        var states: [StoredState] = []
        _ = try world.journal.loadStates(format: Recovery.format) { states.append($0) }
        try #require(states.count == 2)
        let text = String(decoding: states[0].state, as: UTF8.self)
        let wrong = [
            "", "[]", "{}", text.split(separator: #""keys""#).joined(separator: #""kex""#),
            text.split(separator: #""positions":["#).joined(separator: #""positions":["1","#),
            text.split(separator: #""positions":["#).joined(separator: #""positions":[9,"#),
            text.split(separator: #""keys":["#).joined(separator: #""keys":[-1,"#),
            text.split(separator: #""keys":["#).joined(separator: #""keys":[1,"#),
            text.split(separator: #""marks":["#).joined(separator: #""marks":[-1,"#),
            text.split(separator: #""marks":["#).joined(separator: #""marks":[33,"#),
            text.split(separator: #""marks":["#).first.map { $0 + #""marks":[]}"# } ?? "",
        ]
        for bytes in wrong {
            var recovery = Recovery(try Sample.loaded())
            var state = states[0]
            state.state = Array(bytes.utf8)
            #expect(throws: RecoveryFault.self) { try recovery.restore(state) }
        }
        var recovery = Recovery(try Sample.loaded())
        try recovery.restore(states[1])
        #expect(throws: RecoveryFault.self) { try recovery.finishRestoring() }
    }
}
