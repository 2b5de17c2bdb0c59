// The past is what was answered then: a matter as of a version or a moment is what `matter.get` had
// said of it, for those who may see it now.

import Engine
import Journal
import Supervision
import Testing

@Suite struct AsOfTests {
    /// What `matter.get` said to somebody, and when.
    private struct Answer {
        var matter: String
        var who: String
        var version: Int64
        var at: Instant
        var said: JSON
    }

    private func without(_ names: Set<String>, _ object: JSON?) -> JSON? {
        guard case .object(let members)? = object else { return object }
        return .object(members.filter { !names.contains($0.key) })
    }

    /// The past does not tell the position of an entry of which one may know nothing.
    private func hidden(from who: String, _ names: Set<String>) -> Set<String> {
        who == "auditor" ? names : names.union(["position"])
    }

    /// Days left depend on the day one looks.
    private func withoutDaysLeft(_ matter: JSON?) -> JSON? {
        guard case .object(var members)? = matter, let deadlines = members["deadlines"] else {
            return matter
        }
        members["deadlines"] = .array(
            deadlines.items.compactMap { without(["daysLeft"], $0) })
        return .object(members)
    }

    /// Those whose sight of a matter never changes: who reads all, and each respondent of its own
    /// organ. What helpers and units see grows with what they are told.
    private static let readers = ["auditor", "cy-urban-resp", "cy-market-resp", "cy-tax-resp"]

    @Test(arguments: 1...8) func thePastIsWhatWasAnsweredThen(seed: UInt64) throws {
        print("as-of seed \(seed)")
        let world = try World()
        for person in AnyCommand.persons { try world.connect(person) }
        var session = AnyCommand(seed: seed)
        for _ in 0..<3 { try session.register(in: world) }
        var answers: [Answer] = []
        for _ in 0..<300 {
            if session.dice.roll(10) == 0 {
                world.advance(milliseconds: Int64(session.dice.roll(3)) * 43_200_000)
            }
            // The last entry of a matter is often of the clock, and has the version it found.
            for matter in session.matters {
                for who in Self.readers {
                    let reply = try world.call(who, "matter.get", #""matter":"\#(matter)""#)
                    guard let said = reply["result"], let version = said["version"]?.int,
                        let own = said["supervised"]?.text,
                        who == "auditor"
                            || own.hasSuffix(
                                who.dropFirst(3).dropLast(5))
                    else { continue }
                    answers.append(
                        Answer(
                            matter: matter, who: who, version: version, at: world.now, said: said))
                }
            }
            world.advance(milliseconds: 1)
            try giveAllowedCommand(&session, world)
        }
        try check(answers, &session, world)
    }

    private func giveAllowedCommand(_ session: inout AnyCommand, _ world: World) throws {
        let matter = session.pick(session.matters)
        let person = session.person()
        let reply = try world.call(person, "matter.get", #""matter":"\#(matter)""#)
        let allowed = (reply["result"]?["allowed"]?.items ?? []).compactMap(\.text)
            .compactMap(CommandName.init)
        guard !allowed.isEmpty, let version = reply["result"]?["version"]?.int
        else { return }
        let command = session.choose(among: allowed)
        let parameters = session.parameters(of: command)
        _ = try world.command(person, command.rawValue, matter, version, parameters)
    }

    private func check(
        _ answers: [Answer], _ session: inout AnyCommand, _ world: World
    ) throws {
        // Of several answers under one version the last one is what the next command met.
        var last: [String: Answer] = [:]
        for answer in answers {
            last["\(answer.matter) \(answer.version) \(answer.who)"] = answer
        }
        #expect(last.count > 60)
        for answer in last.values {
            let past = try world.must(
                world.call(
                    answer.who, "matter.asOf",
                    #""matter":"\#(answer.matter)","version":\#(answer.version)"#))
            #expect(
                withoutDaysLeft(without(hidden(from: answer.who, ["since", "at"]), past))
                    == withoutDaysLeft(without(hidden(from: answer.who, ["allowed"]), answer.said)),
                "\(answer.who) of \(answer.matter) at version \(answer.version)")
            #expect(past["since"] == past["at"])
        }
        for _ in 0..<200 {
            let answer = session.pick(answers)
            let past = try world.must(
                world.call(
                    answer.who, "matter.asOf",
                    #""matter":"\#(answer.matter)","at":"\#(answer.at.iso8601)""#))
            #expect(
                without(hidden(from: answer.who, ["since", "at"]), past)
                    == without(hidden(from: answer.who, ["allowed"]), answer.said),
                "\(answer.who) of \(answer.matter) at \(answer.at.iso8601)")
            #expect(past["at"]?.text == answer.at.iso8601)
        }
    }

    /// When something happened of which one may know nothing is not told either.
    @Test func whatIsHiddenTellsNoMoment() throws {
        let world = try World()
        try world.staff("cy-clerk", "cy-inv1", "cy-sign", "cy-market-resp", "auditor")
        let matter = try world.rectification()
        let supervisor =
            #""kind":"supervisor","facts":"x","misconduct":"neglectOfDuty","#
            + #""person":{"name":"某","organ":"chaoyang-justice"}"#
        world.advance(milliseconds: 60_000)
        try world.must(try world.command("cy-inv1", "accountability.open", matter, 5, supervisor))
        func told(_ who: String, _ version: Int64) throws -> [JSON?] {
            let past = try world.must(
                try world.call(
                    who, "matter.asOf", #""matter":"\#(matter)","version":\#(version)"#))
            return [past["since"], past["position"]]
        }
        #expect(try told("cy-market-resp", 6) == told("cy-market-resp", 5))
        #expect(try told("auditor", 6) != told("auditor", 5))
        #expect(try told("auditor", 5) == told("cy-market-resp", 5))
    }

    @Test func exactlyOneOfVersionAndMoment() throws {
        let world = try World()
        try world.staff("cy-clerk", "hd-clerk")
        let matter = try world.register()
        for members in [
            "", #","version":1,"at":"2026-03-02T01:00:00Z""#, #","version":2"#, #","version":0"#,
            #","at":"2026-03-02T00:59:59.999Z""#, #","at":"2026-03-02T01:00:00.001Z""#,
            #","at":"2026-03-02""#,
        ] {
            let reply = try world.call(
                "cy-clerk", "matter.asOf", #""matter":"\#(matter)"\#(members)"#)
            #expect(reply.reason == "INVALID_PARAMS", "\(members): \(reply)")
        }
        for members in [#","version":1"#, #","at":"2026-03-02T01:00:00Z""#] {
            try world.must(
                world.call("cy-clerk", "matter.asOf", #""matter":"\#(matter)"\#(members)"#))
            let hidden = try world.call(
                "hd-clerk", "matter.asOf", #""matter":"\#(matter)"\#(members)"#)
            #expect(hidden.reason == "NOT_FOUND")
        }
    }

    /// A restriction that came later holds for the past too, also when it came while the store was
    /// reading.
    @Test(arguments: [false, true]) func whoMaySeeItNowSeesWhatItWas(whileReading: Bool) throws {
        let world = try World()
        try world.staff("cy-clerk", "bjm-clerk")
        let matter = try world.register()
        let ask = #""matter":"\#(matter)","version":1"#
        world.isAutomatic = false
        if whileReading { world.request("cy-clerk", "matter.asOf", ask) }
        world.request(
            "cy-clerk", "matter.transfer",
            World.commandMembers(
                matter, 1, "transfer", #""supervising":"bj-market","reason":"市级管辖""#))
        if !whileReading { world.request("cy-clerk", "matter.asOf", ask) }
        world.commit()
        let replies = try world.takeAll("cy-clerk")
        #expect(replies.filter { $0["result"] != nil }.count == 1, "the transfer")
        #expect(replies.compactMap(\.reason) == ["NOT_FOUND"])
        world.request("bjm-clerk", "matter.asOf", ask)
        world.commit()
        let past = try world.must(try world.take("bjm-clerk"))
        #expect(past["supervising"]?.text == "chaoyang", "as it was then")
    }

    /// A long history is read in portions, and others are answered in between.
    @Test func aLongHistoryHoldsNobodyUp() throws {
        let world = try World()
        try world.staff("cy-clerk", "auditor")
        let matter = try world.register()
        for version in Int64(1)..<700 {
            try world.must(
                world.command("cy-clerk", "matter.note", matter, version, #""text":"x""#))
        }
        world.isAutomatic = false
        world.request("auditor", "matter.asOf", #""matter":"\#(matter)","version":650"#)
        var portions: [Int] = []
        while case .read(_, .positions(let positions))? = world.work.first {
            portions.append(positions.count)
            world.request("cy-clerk", "matter.get", #""matter":"\#(matter)""#)
            #expect(try world.take("cy-clerk")["result"]?["version"]?.int == 700)
            world.workOnce()
        }
        #expect(portions == [256, 256, 138])
        #expect(try world.take("auditor")["result"]?["version"]?.int == 650)
    }
}
