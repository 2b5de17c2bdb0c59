// Clients that send commands at random, good ones and bad ones, and send them again; and what
// they remember of the answers.

import Journal
import Testing

/// A random session in a world.
struct RandomSession {
    /// A command as it was sent, and its first answer.
    struct Sent {
        var who: String
        var method: String
        var members: String
        var result: JSON?
    }

    static let persons = [
        "cy-clerk", "cy-inv1", "cy-inv2", "cy-sign", "cy-head", "cy-market-resp", "hd-clerk",
        "auditor",
    ]

    var dice: Dice
    private(set) var sent: [Sent] = []
    /// The entry of each request that was sent and not answered, by the request's id.
    var open: [Int64: Int] = [:]

    init(seed: UInt64) { dice = Dice(seed: seed) }

    /// Commands with the place where each one has its use; an empty one for those that never do.
    private static let commands: [(place: String, who: String, method: String, members: String)] = [
        ("complaint", "cy-clerk", "matter.accept", #""investigators":["cy-inv1","cy-inv2"]"#),
        (
            "complaint", "cy-clerk", "matter.accept",
            #""investigators":["cy-inv1"],"deadline":{"days":5}"#
        ),
        ("", "cy-clerk", "matter.accept", #""investigators":["cy-inv-unqualified"]"#),
        ("complaint", "cy-clerk", "matter.decline", #""reason":"不属实""#),
        ("investigation", "cy-inv1", "investigation.recordMeasure", Sample.measure),
        ("investigation", "cy-inv1", "investigation.conclude", Sample.problem),
        ("investigation", "cy-inv2", "investigation.conclude", Sample.problem),
        ("opinion", "cy-sign", "opinion.issue", Sample.opinion),
        (
            "rectification.awaitingReport", "cy-market-resp", "rectification.report",
            #""measures":[{"item":1,"text":"已办"}]"#
        ),
        ("rectification.awaitingReport", "cy-inv1", "rectification.fail", #""reason":"逾期""#),
        ("rectification.underReview", "cy-inv1", "rectification.accept", #""verified":[1]"#),
        ("rectification.underReview", "cy-inv1", "rectification.reject", #""reason":"不符""#),
        ("closed", "cy-sign", "matter.reopen", #""facts":"新事实""#),
        ("opinion", "cy-sign", "matter.suspend", #""reason":"鉴定""#),
        ("opinion", "cy-sign", "matter.resume", #""reason":"鉴定完毕""#),
        ("investigation", "cy-clerk", "matter.note", #""text":"记一笔""#),
        ("", "hd-clerk", "matter.note", #""text":"外人""#),
        ("", "cy-inv1", "matter.note", #""txt":"错""#),
    ]

    /// Sends one command, new or again, or lets time go on.
    mutating func step(_ world: World) {
        let heads = world.heads
        switch dice.roll(20) {
        case 0: world.advance(milliseconds: Int64(dice.roll(3)) * 43_200_000)
        case 1...3 where !sent.isEmpty: sendAgain(sent.count - 1 - dice.roll(sent.count), world)
        case 4...6 where heads.count < 7: sendNew(world, "cy-clerk", "matter.register", nil)
        default:
            guard !heads.isEmpty else { return }
            let number = dice.roll(heads.count)
            var commands = Self.commands
            if dice.roll(3) > 0 {
                commands = commands.filter { $0.place == heads[number].placeAfter }
            }
            guard !commands.isEmpty else { return }
            let command = commands[dice.roll(commands.count)]
            // Mostly the version that is known, sometimes an older or a newer one.
            let offset = [0, 0, 0, 0, -1, 1][dice.roll(6)]
            let version = max(1, heads[number].version + Int64(offset))
            sendNew(
                world, command.who, command.method,
                #""matter":"S\#(number + 1)","expectedVersion":\#(version),"# + command.members)
        }
    }

    private mutating func sendNew(
        _ world: World, _ who: String, _ method: String, _ members: String?
    ) {
        let members = members ?? Sample.registration(summary: "第\(sent.count)件")
        let key = "k\(sent.count)"
        sent.append(
            Sent(who: who, method: method, members: members + #","idempotencyKey":"\#(key)""#))
        sendAgain(sent.count - 1, world)
    }

    mutating func sendAgain(_ index: Int, _ world: World) {
        let command = sent[index]
        open[Int64(world.request(command.who, command.method, command.members))] = index
    }

    /// Takes what has come, and holds every answer to the first one.
    mutating func takeAnswers(_ world: World) throws {
        for person in Self.persons {
            for message in try world.takeAll(person) where message.method == nil {
                guard let id = message["id"]?.int, let index = open.removeValue(forKey: id) else {
                    Issue.record("an answer to nothing: \(message)")
                    continue
                }
                guard case .object(var result)? = message["result"] else {
                    // A key that was accepted stays accepted.
                    #expect(sent[index].result == nil, "\(message) after \(sent[index])")
                    continue
                }
                result["replayed"] = nil
                if let first = sent[index].result {
                    #expect(first == .object(result), "a retry gets the first answer")
                } else {
                    sent[index].result = .object(result)
                }
            }
        }
    }
}
