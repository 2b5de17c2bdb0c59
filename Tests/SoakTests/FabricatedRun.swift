import Soak

/// A run that never was and that has no fault: some servers after each other, each of which keeps
/// some of the commands that it did not get to answer and never saw others.
struct FabricatedRun {
    private static let lives = 4
    private static let commandsPerLife = 25
    private static let organs = ["a-market", "b-market"]

    private(set) var records = Records()
    private var random: SeededGenerator
    /// The journal's end when the present server started.
    private var tip = 0
    private var versions: [String: Int] = [:]
    private var organOf: [String: String] = [:]
    private var numbers: [String: Int] = [:]
    /// Commands that the present server did not answer, with what it would have answered when it
    /// kept them. Their matters wait.
    private var open: [(command: Int, matter: String?, kept: Accepted?)] = []
    private var waiting: Set<String> = []

    init(seed: UInt64) {
        random = SeededGenerator(seed: seed)
        for life in 0..<Self.lives {
            if life > 0 { restart() }
            for _ in 0..<Self.commandsPerLife { ask() }
        }
        restart()
        // The last ones are seen by no restart.
        for _ in 0..<5 { answer(newCommand(on: nil)) }
        tell()
    }

    // MARK: Asking

    private mutating func ask() {
        if random.next() % 10 == 0 { passDeadline() }
        let free = versions.keys.filter { !waiting.contains($0) }.sorted()
        let matter = random.next() % 3 == 0 ? nil : free.randomElement(using: &random)
        let command = newCommand(on: matter)
        switch random.next() % 4 {
        case 0:
            // Kept, but nobody was told.
            records.asked[command].sendings.append(Sending(tip: tip))
            let answer = accept(command, matter)
            waiting.insert(answer.matter)
            open.append((command, answer.matter, answer))
        case 1:
            records.asked[command].sendings.append(Sending(tip: tip))
            if let matter { waiting.insert(matter) }
            open.append((command, matter, nil))
        default:
            answer(command, matter)
        }
    }

    private mutating func newCommand(on matter: String?) -> Int {
        let organ = matter.flatMap { organOf[$0] } ?? Self.organs.randomElement(using: &random)
        let number = records.asked.count
        records.asked.append(
            Asked(
                person: "person\(number % 3)", key: "k\(number)", organ: organ ?? "",
                expectedVersion: matter.map { versions[$0, default: 0] } ?? 0))
        return number
    }

    /// Puts the command into the journal.
    private mutating func accept(_ command: Int, _ matter: String?) -> Accepted {
        let asked = records.asked[command]
        let matter = matter ?? "S\(versions.count + 1)"
        organOf[matter] = asked.organ
        versions[matter, default: 0] += 1
        let version = versions[matter, default: 0]
        let position = records.entries.count + 1
        records.entries.append(
            Entry(
                position: position, matter: matter, version: version, person: asked.person,
                key: asked.key))
        var answer = Accepted(
            matter: matter, version: version, position: position, rest: "phase=\(version)")
        if random.next() % 3 == 0 {
            numbers[asked.organ, default: 0] += 1
            answer.document = "\(asked.organ)〔2026〕\(numbers[asked.organ, default: 0])号"
        }
        return answer
    }

    private mutating func answer(_ command: Int, _ matter: String? = nil) {
        let answer = accept(command, matter)
        records.asked[command].sendings.append(Sending(tip: tip, reply: Reply(answer)))
        repeatSometimes(command, answer)
    }

    private mutating func repeatSometimes(_ command: Int, _ answer: Accepted) {
        while random.next() % 3 == 0 {
            records.asked[command].sendings.append(
                Sending(tip: tip, reply: Reply(answer, replayed: true)))
        }
    }

    /// An entry of the clock, which keeps the version.
    private mutating func passDeadline() {
        guard let matter = versions.keys.sorted().randomElement(using: &random) else { return }
        records.entries.append(
            Entry(
                position: records.entries.count + 1, matter: matter,
                version: versions[matter, default: 0], person: "", key: ""))
    }

    private mutating func restart() {
        records.earlier = records.entries
        records.endings.append(Ending(status: -9, expected: -9))
        tip = records.entries.count
        for (command, matter, kept) in open {
            let answer = kept ?? accept(command, matter)
            records.asked[command].sendings.append(
                Sending(tip: tip, reply: Reply(answer, replayed: kept != nil)))
            repeatSometimes(command, answer)
        }
        open = []
        waiting = []
    }

    // MARK: Telling

    private mutating func tell() {
        records.watchers = [Watcher(name: "all"), Watcher(name: "a", organ: "a-market")]
        for entry in records.entries { records.tell(entry, organ: organOf[entry.matter]) }
        records.endings.append(
            Ending(
                status: 74, expected: 74, reason: ["cannot", "only a restart"],
                log: "one\nyushid: cannot commit; only a restart can tell\n",
                repliesAfterFault: 0))
    }
}

extension Records {
    /// Adds an entry to the histories and to what the watchers heard.
    mutating func tell(_ entry: Entry, organ: String?) {
        histories[entry.matter, default: []].append(
            Told(position: entry.position, version: entry.version, person: entry.person))
        for index in watchers.indices
        where watchers[index].organ == nil || watchers[index].organ == organ {
            watchers[index].pushes.append(
                Push(position: entry.position, matter: entry.matter, version: entry.version))
        }
    }
}
