import Foundation

// A client of the kill test: it drives one matter after the other from registration to its end,
// and keeps a journal of all that it asked for.

/// A seeded generator, so that a run can be repeated.
struct SeededGenerator: RandomNumberGenerator, Sendable {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}

/// What the threads of the kill test share: where the present server is, and how far all are.
struct Stage: Sendable {
    /// Grows with each server that is ready.
    var generation = 0
    var address: Address?
    var acknowledgements = 0
    /// A client met an answer that it cannot go on from, so the run has found something.
    var isBroken = false
    /// The clients finish the matter that they are at, then stop.
    var isEnding = false
    var watched = 0
    /// The watch ends when its connection does.
    var isOver = false
}

/// The persons of one district, by what they do.
struct District: Sendable {
    var supervised: String
    var clerk: String
    var investigator: String
    var signatory: String
    var government: String
    var respondent: String

    static let all = [
        District(
            supervised: "chaoyang-market", clerk: "cy-clerk", investigator: "cy-inv1",
            signatory: "cy-sign", government: "cy-gov-sign", respondent: "cy-market-resp"),
        District(
            supervised: "haidian-market", clerk: "hd-clerk", investigator: "hd-inv",
            signatory: "hd-sign", government: "hd-gov-sign", respondent: "hd-market-resp"),
    ]
}

/// One of the eight clients. It belongs to one thread.
final class Clerk {
    private struct Command {
        var person: String
        var method: String
        var params: [String: JSON]
    }

    private let number: Int
    private let district: District
    private let stage: Monitor<Stage>
    private var random: SeededGenerator
    private var links: [String: Link] = [:]
    private var generation = 0
    private var matter: String?
    private var version = 0
    private(set) var journal: [Asked] = []

    init(_ number: Int, seed: UInt64, stage: Monitor<Stage>) {
        self.number = number
        self.stage = stage
        district = District.all[number % District.all.count]
        random = SeededGenerator(seed: seed &+ UInt64(number))
    }

    func run() throws -> [Asked] {
        while !stage.state.isEnding, !journal.contains(where: { $0.refusal != nil }) {
            try driveOneMatter()
        }
        return journal
    }

    private func driveOneMatter() throws {
        matter = nil
        version = 0
        try take(
            district.clerk, "matter.register",
            [
                "supervised": .string(district.supervised), "content": 2,
                "source": ["kind": "complaint"], "summary": "举报久拖不决",
            ], notes: 0)
        try take(
            district.clerk, "matter.accept", ["investigators": [.string(district.investigator)]])
        try take(
            district.investigator, "investigation.recordMeasure",
            ["kind": "retrieveFiles", "on": "2026-01-05", "summary": "调取案卷"])
        let isMajor = random.next() % 3 == 0
        var conclusion: [String: JSON] = [
            "outcome": "problem", "facts": "三件举报超期未办结", "grounds": [3],
            "severity": isMajor ? "major" : "ordinary",
        ]
        if isMajor { conclusion["majorReason"] = "影响重大" }
        try take(district.investigator, "investigation.conclude", conclusion)
        let texts: JSON = ["办结三件举报", "建立办理台账"]
        let measures: JSON = [["item": 1, "text": "已办结"], ["item": 2, "text": "已建立"]]
        let term: JSON = ["workingDays": 10]
        if isMajor {
            try take(
                district.government, "decision.issue", ["orders": texts, "deadline": term])
            try take(district.respondent, "decision.reportExecution", ["measures": measures])
            try take(
                district.investigator, "decision.confirmExecution", ["verified": [1, 2]])
        } else {
            try take(
                district.signatory, "opinion.issue", ["requirements": texts, "deadline": term])
            try take(district.respondent, "rectification.report", ["measures": measures])
            try take(district.investigator, "rectification.accept", ["verified": [1, 2]])
        }
    }

    /// One step and a few notes behind it, sent together: each of them is decided before the one
    /// in front of it is durable.
    private func take(
        _ person: String, _ method: String, _ params: [String: JSON], notes: Int? = nil
    ) throws {
        var commands = [Command(person: person, method: method, params: params)]
        for _ in 0..<(notes ?? Int(random.next() % 4)) {
            commands.append(
                Command(person: person, method: "matter.note", params: ["text": "备注"]))
        }
        let first = journal.count
        for place in commands.indices {
            let key = "c\(number)-\(first + place)"
            commands[place].params["idempotencyKey"] = .string(key)
            if let matter {
                commands[place].params["matter"] = .string(matter)
                commands[place].params["expectedVersion"] = .int(version + place)
            }
            journal.append(Asked(person: person, key: key))
        }
        // Until everything has been answered once, all of it is sent again: what was answered is
        // a repetition then, and what was not may be either.
        var sendAgain = true
        while sendAgain {
            do {
                try send(commands, at: first)
                let isDone = journal[first...].allSatisfy { !$0.replies.isEmpty }
                sendAgain = isDone ? random.next() % 8 == 0 : true
            } catch is Disconnected {
                links = [:]
            } catch let fault as SystemFault
                where fault.call == "connect" || fault.code == ECONNRESET
            {
                links = [:]
            }
            if journal[first...].contains(where: { $0.refusal != nil }) { return }
        }
        matter = journal[first].replies.first?.answer.matter
        version += commands.count
    }

    private func send(_ commands: [Command], at first: Int) throws {
        let link = try link(of: commands[0].person)
        var ids: [Int] = []
        var text = ""
        for (place, command) in commands.enumerated() {
            let (id, line) = try link.request(command.method, .object(command.params))
            ids.append(id)
            text += line
            journal[first + place].sendings += 1
        }
        try link.send(text)
        for place in commands.indices {
            note(try link.answer(to: ids[place]), at: first + place)
        }
    }

    private func note(_ message: JSON, at index: Int) {
        let result = message["result"]
        guard let matter = result["matter"].string, let version = result["version"].int,
            let position = result["position"].int
        else {
            journal[index].refusal = message["error"]["message"].string ?? "no answer"
            stage.change { $0.isBroken = true }
            return
        }
        let answer = Answer(
            matter: matter, version: version, position: position,
            document: result["document"]["number"].string)
        journal[index].replies.append(
            Reply(answer: answer, replayed: result["replayed"].isTrue))
        stage.change { $0.acknowledgements += 1 }
    }

    /// A connection of this person to a server that the client has not seen die.
    private func link(of person: String) throws -> Link {
        if let link = links[person] { return link }
        if links.isEmpty {
            let seen = generation
            (generation, links) = (try newServer(after: seen), [:])
        }
        guard let address = stage.state.address else { throw Disconnected() }
        let link = try Link(address)
        try link.hello(as: person)
        links[person] = link
        return link
    }

    /// Waits for a server; after a lost connection for one that started since.
    private func newServer(after seen: Int) throws -> Int {
        try stage.wait(for: "server") { $0.generation > seen ? $0.generation : nil }
    }
}
