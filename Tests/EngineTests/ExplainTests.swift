// `matter.explain` and the real command say the same: for every command, whoever asks, wherever the
// matter stands.

import Engine
import Journal
import Supervision
import Testing

@Suite struct ExplainTests {
    private static let commands = CommandName.ofMatters.map(\.rawValue)

    /// What the random sessions have come across.
    private struct Seen {
        var accepted: [CommandName: Int] = [:]
        var refused: Set<CommandName> = []
        var places: Set<String> = []
        var reasons: Set<String> = []
        var commands = 0

        var isComplete: Bool {
            accepted.count == CommandName.ofMatters.count
                && refused.count == CommandName.ofMatters.count && reasons.count >= 7
        }
    }

    private func without(_ names: Set<String>, _ object: JSON?) -> JSON? {
        guard case .object(let members)? = object else { return object }
        return .object(members.filter { !names.contains($0.key) })
    }

    /// What a real error says, but for the number of the request.
    private func said(_ reply: JSON) -> JSON? { without(["trace"], reply["error"]?["data"]) }

    /// What a verdict says of a refusal.
    private func told(_ verdict: JSON) -> JSON? { without(["command", "allowed"], verdict) }

    @Test func theRealCommandIsAnsweredAsExplained() throws {
        var seen = Seen()
        // On and on, until every command was accepted and refused somewhere.
        for seed in UInt64(1)...60 where seed <= 8 || !seen.isComplete {
            print("explain seed \(seed)")
            let world = try World()
            for person in AnyCommand.persons { try world.connect(person) }
            var session = AnyCommand(seed: seed)
            for _ in 0..<3 { try session.register(in: world) }
            for _ in 0..<300 {
                if session.dice.roll(24) == 0, session.matters.count < 8 {
                    try session.register(in: world)
                }
                if session.dice.roll(8) == 0 {
                    world.advance(milliseconds: Int64(session.dice.roll(3)) * 43_200_000)
                }
                try step(&session, world, &seen)
            }
        }
        let commands = Set(CommandName.ofMatters)
        #expect(commands.subtracting(seen.accepted.keys) == [], "each is accepted somewhere")
        #expect(commands.subtracting(seen.refused) == [], "each is refused somewhere")
        #expect(seen.places.count == Place.each.count, "\(seen.places)")
        let reasons: Set<String> = [
            "NOT_FOUND", "NOT_AUTHORISED", "NOT_IN_PHASE", "REFUSED", "INVALID_PARAMS",
            "UNKNOWN_PARAM", "NOT_COMPETENT",
        ]
        #expect(reasons.isSubset(of: seen.reasons), "\(seen.reasons)")
        #expect(seen.commands >= 2400)
    }

    /// One command, mostly one that somebody may give, and what was said of it before.
    private func step(_ session: inout AnyCommand, _ world: World, _ seen: inout Seen) throws {
        let matter = session.pick(session.matters)
        var person = session.person()
        var command = session.pick(CommandName.ofMatters)
        for _ in 0..<6 where session.dice.roll(6) > 0 {
            let allowed = allowed(
                try world.call(person, "matter.get", #""matter":"\#(matter)""#))
            if !allowed.isEmpty {
                // Half of the time what was accepted least often, so that everything is.
                let isEnding = session.dice.roll(8) == 0
                let rare = allowed.filter { AnyCommand.ending.contains($0) == isEnding }
                    .min { seen.accepted[$0] ?? 0 < seen.accepted[$1] ?? 0 }
                command = session.choose(among: allowed)
                if let rare, session.dice.roll(2) == 0 { command = rare }
                break
            }
            person = session.person()
        }
        // Without its parameters, sometimes among all others.
        let among = session.dice.roll(8) == 0 ? "" : #","command":"\#(command.rawValue)""#
        let all = try world.call(person, "matter.explain", #""matter":"\#(matter)"\#(among)"#)
        session.openDuties =
            try world.matter(matter)["duties"]?.items
            .filter { $0["settled"] == .bool(false) }.compactMap { $0["duty"]?.int.map { Int($0) } }
            ?? []
        let parameters = session.parameters(of: command)
        let one = try world.call(
            person, "matter.explain",
            #""matter":"\#(matter)","command":"\#(command.rawValue)","params":{\#(parameters)}"#)
        let got = try world.call(person, "matter.get", #""matter":"\#(matter)""#)
        let version = world.heads[number(matter)].version
        let real = try world.command(person, command.rawValue, matter, version, parameters)
        seen.commands += 1
        seen.places.insert(world.heads[number(matter)].placeAfter)
        if let reason = real.reason { seen.reasons.insert(reason) }
        if real["result"] != nil {
            seen.accepted[command, default: 0] += 1
        } else {
            seen.refused.insert(command)
        }
        let story = "\(person) \(command.rawValue) \(matter) {\(parameters)} got \(real)"

        guard let verdicts = all["result"]?["commands"]?.items else {
            // Who may not see the matter is told so, whatever is asked.
            #expect(said(all) == said(one) && said(all) == said(got), "\(story)")
            #expect(real["error"] != nil, "\(story)")
            return
        }
        let possible = verdicts.filter { $0["allowed"] == .bool(true) }
            .compactMap { $0["command"]?.text }
        if among.isEmpty {
            #expect(verdicts.compactMap { $0["command"]?.text } == Self.commands)
            #expect(possible == allowed(got).map(\.rawValue))
        } else {
            #expect(possible.isEmpty != allowed(got).contains(command))
        }
        let exact = try #require(one["result"]?["commands"]?.items.first)
        let general = try #require(
            verdicts.first { $0["command"]?.text == command.rawValue })
        #expect(exact["allowed"] == .bool(real["result"] != nil), "\(story), explained \(exact)")
        if real["result"] != nil {
            #expect(general["allowed"] == .bool(true), "\(story)")
            return
        }
        #expect(told(exact) == said(real), "\(story)")
        guard general["allowed"] == .bool(false) else { return }
        let isReadable = !["INVALID_PARAMS", "UNKNOWN_PARAM"].contains(real.reason)
        if isReadable, !command.namesDuty {
            #expect(told(general) == said(real), "\(story)")
        }
    }

    private func allowed(_ got: JSON) -> [CommandName] {
        (got["result"]?["allowed"]?.items ?? []).compactMap(\.text).compactMap(CommandName.init)
    }

    private func number(_ matter: String) -> Int { (Int(matter.dropFirst()) ?? 0) - 1 }

    /// What a participant may not know of must not be guessed from what he is told he could do.
    @Test func hiddenDutiesDoNotShineThrough() throws {
        let world = try World()
        try world.staff(
            "cy-clerk", "cy-inv1", "cy-head", "cy-sign", "cy-housing-resp", "cy-water-resp")
        let matter = try world.register(
            "cy-clerk", Sample.registration(of: "chaoyang-urban"))
        var version: Int64 = 1
        func give(_ who: String, _ method: String, _ members: String) throws {
            try world.must(world.command(who, method, matter, version, members))
            version += 1
        }
        func explained(_ who: String) throws -> [JSON] {
            let all = try world.must(
                world.call(who, "matter.explain", #""matter":"\#(matter)""#))
            return all["commands"]?.items ?? []
        }
        try give("cy-clerk", "matter.accept", #""investigators":["cy-inv1"]"#)
        try give(
            "cy-inv1", "investigation.requestAssistance",
            #""from":"chaoyang-housing","request":"请协助""#)
        try give("cy-inv1", "investigation.recordMeasure", Sample.measure)
        let before = try explained("cy-housing-resp")
        // Another organ is asked, a supervisor and an officer of the helper itself are accused.
        try give(
            "cy-inv1", "investigation.requestAssistance",
            #""from":"chaoyang-water","request":"请协助""#)
        for person in [
            #"{"name":"甲","organ":"chaoyang-housing"}"#, #"{"name":"丙","organ":"chaoyang-urban"}"#,
        ] {
            try give(
                "cy-inv1", "accountability.open",
                #""kind":"officer","person":\#(person),"facts":"违规""#)
        }
        try give(
            "cy-clerk", "accountability.notifyUnit", #""item":4,"unit":"chaoyang-urban""#)
        try give(
            "cy-inv1", "accountability.open",
            #""kind":"supervisor","person":{"name":"乙","organ":"chaoyang-justice"},"#
                + #""facts":"失职","misconduct":"neglectOfDuty""#)
        #expect(try explained("cy-housing-resp") == before)
        // Its own duty is settled, and the open one of another organ does not count for it.
        try give("cy-housing-resp", "assistance.provide", #""duty":1,"summary":"已提供""#)
        let after = try explained("cy-housing-resp")
        let provide = after.first { $0["command"]?.text == "assistance.provide" }
        #expect(provide?["allowed"] == .bool(false))
        #expect(provide?["details"]?["rule"]?.text == "dutyAlreadySettled")
        // Once told of its officer, the unit may act.
        try give(
            "cy-clerk", "accountability.notifyUnit", #""item":3,"unit":"chaoyang-housing""#)
        let told = try explained("cy-housing-resp")
        #expect(
            told.first { $0["command"]?.text == "accountability.recordMeasure" }?["allowed"]
                == .bool(true))
    }

    /// What is known of other matters counts too, where no parameter decides it.
    @Test func anotherMatterOnTheIncidentForbidsReopening() throws {
        let world = try World()
        try world.staff("cy-clerk", "cy-sign")
        let registration = Sample.registration(more: #""incident":"12345-1""#)
        let first = try world.register("cy-clerk", registration)
        try world.must(world.command("cy-clerk", "matter.decline", first, 1, #""reason":"x""#))
        let ask = #""matter":"\#(first)","command":"matter.reopen""#
        let free = try world.must(world.call("cy-sign", "matter.explain", ask))
        #expect(free["commands"]?.items.first?["allowed"] == .bool(true))
        let second = try world.register("cy-clerk", registration)
        let explained = try world.must(world.call("cy-sign", "matter.explain", ask))
        let verdict = try #require(explained["commands"]?.items.first)
        #expect(verdict["details"]?["matter"]?.text == second)
        let real = try world.command("cy-sign", "matter.reopen", first, 2, #""facts":"x""#)
        #expect(real.reason == "DUPLICATE_MATTER")
        #expect(told(verdict) == said(real))
        let got = try world.must(world.call("cy-sign", "matter.get", #""matter":"\#(first)""#))
        #expect(got["allowed"]?.items.contains(.string("matter.reopen")) == false)
    }

    /// Of two matters one of which was registered as distinct from the other both may be open.
    @Test func aDistinctMatterForbidsNoReopening() throws {
        let world = try World()
        try world.staff("cy-clerk", "cy-sign")
        let registration = Sample.registration(more: #""incident":"12345-1""#)
        let first = try world.register("cy-clerk", registration)
        let second = try world.register(
            "cy-clerk",
            registration + #","distinctFrom":{"matter":"\#(first)","reason":"另一件"}"#)
        for matter in [first, second] {
            try world.must(
                world.command("cy-clerk", "matter.decline", matter, 1, #""reason":"x""#))
            try world.must(
                world.command("cy-sign", "matter.reopen", matter, 2, #""facts":"x""#))
        }
    }

    @Test func parametersNeedACommand() throws {
        let world = try World()
        try world.staff("cy-clerk", "hd-clerk")
        let matter = try world.register()
        let without = try world.call(
            "cy-clerk", "matter.explain", #""matter":"\#(matter)","params":{}"#)
        #expect(without.reason == "INVALID_PARAMS")
        #expect(without["error"]?["data"]?["details"]?["missing"] == .array([.string("command")]))
        let register = try world.call(
            "cy-clerk", "matter.explain", #""matter":"\#(matter)","command":"matter.register""#)
        #expect(register.reason == "INVALID_PARAMS")
        for number in ["S1", "S7"] {
            let hidden = try world.call("hd-clerk", "matter.explain", #""matter":"\#(number)""#)
            #expect(hidden.reason == "NOT_FOUND")
            #expect(hidden["error"]?["data"]?["details"]?["id"]?.text == number)
        }
    }

    /// A refusal that names ten thousand duties must not make the line too long.
    @Test func theAnswerStaysOneOrdinaryLine() throws {
        let world = try World()
        try world.staff("cy-clerk", "cy-inv1")
        let matter = try world.register()
        try world.must(
            world.command("cy-clerk", "matter.accept", matter, 1, #""investigators":["cy-inv1"]"#))
        for version in Int64(2)..<2502 {
            try world.must(
                world.command(
                    "cy-inv1", "matter.recordObstruction", matter, version,
                    #""kind":"obstruction","summary":"阻碍","responsible":[]"#))
        }
        world.request("cy-clerk", "matter.explain", #""matter":"\#(matter)""#)
        let line = try world.takeLine("cy-clerk")
        #expect(line.count < 65_536)
        let commands = try JSON(line: line)["result"]?["commands"]?.items ?? []
        #expect(commands.count == CommandName.ofMatters.count)
        #expect(commands.contains { $0["truncated"] == .bool(true) && $0["details"] != nil })
        #expect(commands.allSatisfy { $0["allowed"] == .bool(true) || $0["messages"] != nil })
    }
}
