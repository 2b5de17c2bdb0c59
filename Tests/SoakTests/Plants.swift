import Soak

/// A fault that is put into a run without faults, and what must be found then: that and no more.
struct Plant: Sendable, CustomStringConvertible {
    var description: String
    var apply: @Sendable (inout Records, inout SeededGenerator) -> [Finding]

    init(
        _ description: String,
        _ apply: @escaping @Sendable (inout Records, inout SeededGenerator) -> [Finding]
    ) {
        self.description = description
        self.apply = apply
    }
}

extension Records {
    /// A random command of those that fit.
    func command(_ random: inout SeededGenerator, _ fits: (Asked) -> Bool = { _ in true }) -> Int {
        let fitting = asked.indices.filter { fits(asked[$0]) }
        return fitting.randomElement(using: &random) ?? 0
    }

    /// Changes every reply to a command.
    mutating func changeReplies(_ command: Int, _ change: (inout Reply) -> Void) {
        for index in asked[command].sendings.indices {
            if var reply = asked[command].sendings[index].reply {
                change(&reply)
                asked[command].sendings[index].reply = reply
            }
        }
    }

    /// Changes the last reply to a command.
    mutating func changeLastReply(_ command: Int, _ change: (inout Reply) -> Void) {
        let index = asked[command].sendings.lastIndex { $0.reply != nil } ?? 0
        if var reply = asked[command].sendings[index].reply {
            change(&reply)
            asked[command].sendings[index].reply = reply
        }
    }

    /// The matter of an answered command, and the command's place in its history.
    func item(of command: Int) -> (matter: String, index: Int) {
        let answer = asked[command].firstReply?.answer
        let matter = answer?.matter ?? ""
        let index = histories[matter]?.firstIndex { $0.position == answer?.position }
        return (matter, index ?? 0)
    }

    /// Changes every mention of an entry: of the journal, earlier and now, and as it was told.
    mutating func changeMentions(
        _ change: (_ matter: String, _ position: inout Int, _ version: inout Int) -> Void
    ) {
        func changed(_ entry: Entry) -> Entry {
            var entry = entry
            change(entry.matter, &entry.position, &entry.version)
            return entry
        }
        entries = entries.map(changed)
        earlier = earlier.map(changed)
        for (matter, history) in histories {
            histories[matter] = history.map { item in
                var item = item
                change(matter, &item.position, &item.version)
                return item
            }
        }
        for watcher in watchers.indices {
            for index in watchers[watcher].pushes.indices {
                var push = watchers[watcher].pushes[index]
                change(push.matter, &push.position, &push.version)
                watchers[watcher].pushes[index] = push
            }
        }
        for command in asked.indices {
            changeReplies(command) { reply in
                var answer = reply.answer
                change(answer.matter, &answer.position, &answer.version)
                reply.answer = answer
            }
        }
    }
}

extension Asked {
    var replies: [Reply] { sendings.compactMap(\.reply) }
    var document: String? { firstReply?.answer.document }
}

extension Plant {
    /// Faults in what the clients were told.
    static let answers: [Plant] = [
        Plant("a command is refused") { records, random in
            let command = records.command(&random)
            records.asked[command].refusal = "no"
            return [.refused(key: records.asked[command].key, "no")]
        },
        Plant("a command is never answered") { records, random in
            let command = records.command(&random) {
                $0.expectedVersion > 0 && $0.document == nil
            }
            records.asked[command].sendings = [Sending(tip: 0)]
            return [.unanswered(key: records.asked[command].key)]
        },
        Plant("nobody asked for an answer") { records, _ in
            records.strays.append("{}")
            return [.stray("{}")]
        },
        Plant("an answer names another position") { records, _ in
            let command = records.asked.count - 1
            records.changeReplies(command) { $0.answer.position += 1 }
            return [.changed(key: records.asked[command].key)]
        },
        Plant("an answer names another matter") { records, random in
            let command = records.command(&random) { $0.expectedVersion > 0 }
            records.changeReplies(command) { $0.answer.matter = "S0" }
            return [.changed(key: records.asked[command].key)]
        },
        Plant("the version is not the next one") { records, random in
            let command = records.command(&random)
            records.asked[command].expectedVersion += 1
            return [.otherVersion(key: records.asked[command].key)]
        },
        Plant("a retry gets another answer") { records, random in
            let command = records.command(&random) { $0.replies.count > 1 }
            records.changeLastReply(command) { $0.answer.rest += "!" }
            return [.otherAnswer(key: records.asked[command].key)]
        },
        Plant("a retry is not called one") { records, random in
            let command = records.command(&random) { $0.replies.count > 1 }
            records.changeLastReply(command) { $0.replayed = false }
            return [.flagMissing(key: records.asked[command].key)]
        },
        Plant("what was kept is answered as if new") { records, random in
            let command = records.command(&random) {
                $0.wasUnknown && $0.replies.count == 1 && $0.replies[0].replayed
            }
            records.changeLastReply(command) { $0.replayed = false }
            return [.flagMissing(key: records.asked[command].key)]
        },
        Plant("a first answer is called a repetition") { records, random in
            let command = records.command(&random) {
                $0.replies.count == 1 && !$0.replies[0].replayed
            }
            records.changeLastReply(command) { $0.replayed = true }
            return [.replayOfNothing(key: records.asked[command].key)]
        },
        Plant("a number is left out") { records, _ in
            let command = records.asked.lastIndex { $0.document?.hasPrefix("a") == true } ?? 0
            records.changeReplies(command) { $0.answer.document = "a-market〔2026〕999号" }
            return [.numberHole(series: "a-market〔2026")]
        },
        Plant("a number is given twice") { records, _ in
            let command = records.asked.lastIndex { $0.document?.hasPrefix("b") == true } ?? 0
            records.changeReplies(command) { $0.answer.document = "b-market〔2026〕1号" }
            return [.numberHole(series: "b-market〔2026")]
        },
    ]

    /// Faults in what the journal holds.
    static let entries: [Plant] = [
        Plant("an acknowledged entry is missing") { records, _ in
            let lost = records.entries.removeLast()
            records.histories[lost.matter]?.removeLast()
            for index in records.watchers.indices {
                records.watchers[index].pushes.removeAll { $0.position == lost.position }
            }
            if records.histories[lost.matter]?.isEmpty == true {
                records.histories[lost.matter] = nil
            }
            return [.missing(key: lost.key)]
        },
        Plant("an entry is there twice") { records, random in
            let asked = records.asked[records.command(&random)]
            let last = records.entries.last { $0.matter == asked.firstReply?.answer.matter }
            guard var entry = last else { return [] }
            entry.position = records.entries.count + 1
            entry.version += 1
            (entry.person, entry.key) = (asked.person, asked.key)
            records.entries.append(entry)
            records.tell(entry, organ: asked.organ)
            return [.twice(key: asked.key)]
        },
        Plant("nobody asked for an entry") { records, random in
            let asked = records.asked[records.command(&random)]
            let last = records.entries.last { $0.matter == asked.firstReply?.answer.matter }
            guard var entry = last else { return [] }
            entry.position = records.entries.count + 1
            entry.version += 1
            (entry.person, entry.key) = (asked.person, "nobody's")
            records.entries.append(entry)
            records.tell(entry, organ: asked.organ)
            return [.unasked(position: entry.position)]
        },
        Plant("what a restart found is not there later") { records, random in
            let index = records.earlier.indices.randomElement(using: &random) ?? 0
            records.earlier[index].key += "!"
            return [.vanished(position: records.earlier[index].position)]
        },
        Plant("positions have a hole") { records, random in
            let hole = Int.random(in: 1..<records.entries.count, using: &random)
            records.changeMentions { _, position, _ in
                if position > hole { position += 1 }
            }
            for command in records.asked.indices {
                for index in records.asked[command].sendings.indices
                where records.asked[command].sendings[index].tip > hole {
                    records.asked[command].sendings[index].tip += 1
                }
            }
            return [.positionHole(after: hole)]
        },
        Plant("versions have a hole") { records, random in
            let asked = records.asked[records.command(&random) { $0.expectedVersion > 0 }]
            let hole = asked.expectedVersion
            let hit = asked.firstReply?.answer.matter ?? ""
            for command in records.asked.indices
            where records.asked[command].firstReply?.answer.matter == hit
                && records.asked[command].expectedVersion >= hole
            {
                records.asked[command].expectedVersion += 1
            }
            records.changeMentions { matter, _, version in
                if matter == hit, version > hole { version += 1 }
            }
            return [.versionHole(matter: hit, after: hole)]
        },
    ]

    /// Faults in what a history tells.
    static let histories: [Plant] = [
        Plant("an unknown command happened by half") { records, random in
            let command = records.command(&random) { $0.wasUnknown }
            let (matter, index) = records.item(of: command)
            records.histories[matter]?.remove(at: index)
            return [.halfHappened(key: records.asked[command].key)]
        },
        Plant("a history leaves an entry out") { records, random in
            let command = records.command(&random) { !$0.wasUnknown }
            let (matter, index) = records.item(of: command)
            let item = records.histories[matter]?.remove(at: index)
            return [.untold(position: item?.position ?? 0)]
        },
        Plant("a history tells what is not there") { records, random in
            let (matter, _) = records.item(of: records.command(&random))
            let position = records.entries.count + 1
            records.histories[matter]?.append(
                Told(position: position, version: 99, person: "person1"))
            return [.onlyTold(matter: matter, position: position)]
        },
        Plant("a history names another person") { records, random in
            let (matter, index) = records.item(of: records.command(&random))
            records.histories[matter]?[index].person += "!"
            let position = records.histories[matter]?[index].position ?? 0
            return [.toldOtherwise(position: position)]
        },
        Plant("a history tells an entry twice") { records, random in
            let (matter, index) = records.item(of: records.command(&random))
            guard let item = records.histories[matter]?[index] else { return [] }
            records.histories[matter]?.insert(item, at: index)
            return [.toldOtherwise(position: item.position)]
        },
    ]

    /// Faults in what a watcher hears, and in how a server ends.
    static let pushesAndEndings: [Plant] = [
        Plant("a watcher misses an entry") { records, random in
            let watcher = Int.random(in: 0...1, using: &random)
            let count = records.watchers[watcher].pushes.count
            let push = records.watchers[watcher].pushes.remove(
                at: Int.random(in: 0..<count, using: &random))
            let name = records.watchers[watcher].name
            return [.watchMissed(watcher: name, position: push.position)]
        },
        Plant("a watcher hears an entry twice") { records, random in
            let count = records.watchers[1].pushes.count
            let index = Int.random(in: 0..<count, using: &random)
            let push = records.watchers[1].pushes[index]
            records.watchers[1].pushes.append(push)
            return [.watchDoubled(watcher: "a", position: push.position)]
        },
        Plant("a watcher hears entries in another order") { records, random in
            let count = records.watchers[0].pushes.count
            let index = Int.random(in: 1..<count, using: &random)
            records.watchers[0].pushes.swapAt(index - 1, index)
            return [.watchSwapped(watcher: "all", position: index)]
        },
        Plant("a watcher hears an entry otherwise") { records, random in
            let count = records.watchers[0].pushes.count
            let index = Int.random(in: 0..<count, using: &random)
            records.watchers[0].pushes[index].version += 1
            return [.watchOtherwise(watcher: "all", position: index + 1)]
        },
        Plant("a watcher hears what never was") { records, _ in
            let position = records.entries.count + 1
            records.watchers[0].pushes.append(
                Push(position: position, matter: "S1", version: 99))
            return [.watchInvented(watcher: "all", position: position)]
        },
        Plant("a watcher hears of another organ") { records, _ in
            let own = Set(records.watchers[1].pushes.map(\.position))
            let other = records.watchers[0].pushes.first { !own.contains($0.position) }
            guard let other else { return [] }
            records.watchers[1].pushes.append(other)
            return [.watchInvented(watcher: "a", position: other.position)]
        },
        Plant("a server ends otherwise") { records, _ in
            records.endings[0].status = 5
            return [.endedOtherwise(status: 5, expected: -9)]
        },
        Plant("a server does not say why it ends") { records, _ in
            let last = records.endings.count - 1
            records.endings[last].log = "cannot\nonly a restart\n"
            return [.reasonMissing("cannot … only a restart")]
        },
        Plant("a server answers what it could not commit") { records, _ in
            let last = records.endings.count - 1
            records.endings[last].repliesAfterFault = 3
            return [.spokeAfterFault(replies: 3)]
        },
    ]
}
