// Lists and counts against one pass over all matters, while commands go on: the sets and orders
// from which lists are made must never say anything else than the matters themselves.

import Journal
import Supervision
import Testing
import Wire

@testable import Engine

/// The plain way to answer: every matter is looked at, and the whole answer is sorted.
private struct Pass {
    let docket: Docket
    let roster: Roster

    func row(_ index: Int) -> DocketIndexRow {
        let record = docket.records[index]
        return DocketIndexRow(record.affair, position: record.lastPosition, roster)
    }

    func matches(_ filter: DocketFilter, _ principal: Principal) -> [Int] {
        let viewer = DocketViewer(principal, roster)
        let matcher = DocketMatcher(filter, roster)
        return docket.records.indices.filter { index in
            let affair = docket.records[index].affair
            return matcher.matches(row(index), affair) && viewer.sees(row(index), affair, roster)
                && (!filter.looksIntoContents || affair.summary(for: principal, in: roster) != nil)
        }
    }

    func list(_ filter: DocketFilter, _ sort: DocketSort, _ principal: Principal) -> [ListKey] {
        matches(filter, principal)
            .map { ListKey(key: sort.key(row($0)), serial: Int64($0) + 1) }.sorted()
    }

    func groups(_ matches: [Int], _ grouping: DocketGrouping) -> [String: Int] {
        Dictionary(matches.map { (value($0, grouping), 1) }, uniquingKeysWith: +)
    }

    private func value(_ index: Int, _ grouping: DocketGrouping) -> String {
        let affair = docket.records[index].affair
        let matter: Matter? = if case .matter(let matter) = affair { matter } else { nil }
        return switch grouping {
        case .kind: affair.id.kind.rawValue
        case .phase: affair.place.phaseName.rawValue
        case .step: affair.place.stepName?.rawValue ?? ""
        case .supervising: affair.supervising.text
        case .supervised: matter?.supervised.text ?? ""
        case .acting: affair.actingOrgan(in: roster).text
        case .source: matter?.registration.source.kind.rawValue ?? ""
        case .category: matter.map { String($0.registration.content) } ?? ""
        case .overdue: String(affair.term?.hasPassed == true)
        case .suspended: String(affair.isSuspended)
        case .secrecy: (matter?.secrecy ?? .internal).rawValue
        }
    }
}

/// Filters at random, with values that some matters have.
private struct FilterDice {
    var dice: Dice

    private mutating func pick<Value>(_ values: [Value]) -> Value {
        values[dice.roll(values.count)]
    }

    /// Each attribute is asked for rarely, so that mostly something is found.
    private mutating func maybe<Value>(_ values: [Value]) -> Value? {
        dice.roll(9) == 0 ? pick(values) : nil
    }

    mutating func filter(_ docket: Docket, at now: Instant) -> DocketFilter {
        var filter = DocketFilter()
        let affair = pick(Array(docket.records)).affair
        let today = now.legalDay
        filter.kind = maybe([.supervision, .supervision, .dispute])
        filter.phase = maybe([affair.place.phaseName])
        filter.step = maybe([.awaitingReport, .underReview, .inForce])
        filter.supervising = maybe([affair.supervising, OrganID("nowhere")])
        switch affair {
        case .matter(let matter):
            filter.supervised = maybe([matter.supervised])
            filter.investigator = maybe(matter.investigators + [PersonID("cy-inv1")])
            if dice.roll(4) == 0 { filter.investigator = PersonID(pick(["cy-inv1", "cy-inv2"])) }
            filter.source = maybe([matter.registration.source.kind])
            filter.category = maybe([matter.registration.content])
            filter.secrecy = maybe([matter.secrecy])
            filter.text = maybe([matter.registration.summary, "二"])
        case .dispute(let dispute): filter.supervised = maybe(dispute.parties)
        }
        filter.acting = maybe([OrganID("chaoyang-justice"), affair.supervising])
        filter.overdue = maybe([true, false])
        filter.suspended = maybe([true, false])
        let day = today.advanced(by: dice.roll(60) - 15)
        filter.dueBefore = maybe([day])
        filter.registeredFrom = maybe([affair.registeredAt.legalDay])
        filter.registeredTo = maybe([affair.registeredAt.legalDay])
        return filter
    }
}

@Suite struct DocketOracleTests {
    /// Matters of all kinds, led on at random, with a reload now and then.
    private struct Course {
        let world: World
        var commands: AnyCommand
        var fabrication: Fabrication
        var disputes: [String] = []
        /// The organs as they are, in the opposite order, and without one that closed matters had.
        let rosters: [Core.Configuration]

        init(seed: UInt64) throws {
            world = try World()
            commands = AnyCommand(seed: seed)
            fabrication = Fabrication(seed: seed)
            rosters = [
                try Sample.loaded(), try Sample.changed(roster: try Sample.turnedRoster()),
                try Sample.changed(roster: try Sample.roster(without: "chaoyang-health")),
            ]
            let persons = AnyCommand.persons + Fabrication.persons + ["cy-jianwai-resp"]
            for person in Set(persons) { try world.connect(person) }
            for _ in 0..<4 { try commands.register(in: world) }
            for _ in 0..<3 {
                let matter = try world.register(
                    "cy-clerk", Sample.registration(of: "chaoyang-health"))
                try world.must(
                    try world.command("cy-clerk", "matter.decline", matter, 1, #""reason":"无""#))
            }
            try fabrication.make(in: world)
        }

        private mutating func file() throws {
            let reply = try world.call(
                "cy-market-resp", "dispute.file",
                #""parties":["chaoyang-market","chaoyang-urban"],"subject":"#
                    + #""coordinationOrAssistance","summary":"不予协助","consultation":"#
                    + #"{"on":"2026-02-20","participants":["甲"],"result":"未果"},"#
                    + #""idempotencyKey":"\#(world.nextKey())""#)
            if let dispute = reply["result"]?["matter"]?.text { disputes.append(dispute) }
        }

        private mutating func leadOn(_ dispute: String) throws {
            let version = Int64(1 + commands.dice.roll(5))
            let parts =
                #""parts":[{"party":"chaoyang-market","act":"甲"},"#
                + #"{"party":"chaoyang-urban","act":"乙"}],"deadline":{"days":2}"#
            let (who, method, members) = commands.pick([
                ("cy-clerk", "dispute.accept", ""),
                ("cy-inv1", "dispute.hear", #""meeting":true,"position":"会议""#),
                ("cy-sign", "dispute.issueOpinion", parts),
                ("cy-clerk", "dispute.escalate", #""party":"chaoyang-urban","reason":"逾期""#),
                ("cy-clerk", "dispute.note", #""text":"记""#),
                ("cy-market-resp", "dispute.withdraw", #""reason":"已商定""#),
            ])
            _ = try world.command(who, method, dispute, version, members)
        }

        mutating func step() throws {
            switch commands.dice.roll(40) {
            case 0: world.advance(milliseconds: Int64(commands.dice.roll(3)) * 43_200_000)
            case 1...4: try commands.register(in: world)
            case 5...6:
                if world.core.roster.edition != "without" { try fabrication.make(in: world) }
            case 7: try file()
            case 8...12:
                if !disputes.isEmpty { try leadOn(commands.pick(disputes)) }
            case 13: if commands.dice.roll(4) == 0 { world.reload(commands.pick(rosters)) }
            case 14: if commands.dice.roll(20) == 0 { try restart() }
            default: try giveAllowed()
            }
        }

        private mutating func restart() throws {
            try world.crash(usingStates: commands.dice.roll(2) == 0)
            let persons = AnyCommand.persons + Fabrication.persons + ["cy-jianwai-resp"]
            for person in Set(persons) { try world.connect(person) }
        }

        private mutating func giveAllowed() throws {
            let (matter, person) = (commands.pick(commands.matters), commands.person())
            let seen = try world.call(person, "matter.get", #""matter":"\#(matter)""#)["result"]
            let names = (seen?["allowed"]?.items ?? []).compactMap {
                $0.text.flatMap(CommandName.init(rawValue:))
            }
            guard let version = seen?["version"]?.int, !names.isEmpty else { return }
            commands.openDuties = (seen?["duties"]?.items ?? []).compactMap {
                $0["number"]?.int.map(Int.init)
            }
            let command = commands.choose(among: names)
            _ = try world.command(
                person, command.rawValue, matter, version, commands.parameters(of: command))
        }
    }

    @Test(arguments: 1...6) func listsAndCountsAreWhatOnePassFinds(seed: UInt64) throws {
        print("docket oracle seed \(seed)")
        var course = try Course(seed: seed)
        var filters = FilterDice(dice: Dice(seed: seed + 100))
        let principals = Array(try Sample.loaded().house.principals.byID.values)
            .sorted { $0.id.text < $1.id.text }
        var (found, pages) = (0, 0)
        for round in 0..<2500 {
            try course.step()
            // The queues of the running server are asked now and then, and lag behind for long.
            if course.commands.dice.roll(50) == 0 {
                try course.world.must(try course.world.call("auditor", "docket.count"))
            }
            guard round % 3 == 0 else { continue }
            var docket = course.world.core.docket
            let roster = course.world.core.roster
            let pass = Pass(docket: docket, roster: roster)
            let filter = filters.filter(docket, at: course.world.now)
            let principal = principals[filters.dice.roll(principals.count)]
            let sort = DocketSort.allCases[filters.dice.roll(DocketSort.allCases.count)]
            let all = pass.list(filter, sort, principal)
            found += all.count
            // From the beginning, from a place of the list, and from one that is no longer there.
            var after: ListKey?
            if filters.dice.roll(3) > 0, let place = all.randomElement(using: &filters.dice) {
                let away = Int64(filters.dice.roll(3) - 1) * Int64(filters.dice.roll(3000))
                after = ListKey(key: place.key &+ away, serial: place.serial)
                pages += 1
            }
            let limit = 1 + filters.dice.roll(filters.dice.roll(2) == 0 ? 5 : 80)
            let search = docket.search(filter, of: principal, in: roster)
            let listed = docket.first(limit, of: search, by: sort, after: after, in: roster)
            let rest = all.filter { place in after.map { $0 < place } ?? true }
            try #require(
                listed == Array(rest.prefix(limit)),
                """
                seed \(seed) round \(round): \(filter) \(sort) \(principal.id) \
                after \(after as Any)
                """
            )
            let grouping = DocketGrouping.allCases[filters.dice.roll(DocketGrouping.allCases.count)]
            var settled = search
            settled.settle { docket.holds($0, search, roster) }
            let matches = settled.candidates
            let expected = pass.matches(filter, principal)
            try #require(matches.count == expected.count, "seed \(seed) round \(round): \(filter)")
            let groups = docket.groups(of: matches, by: grouping, roster)
            try #require(
                groups == pass.groups(expected, grouping),
                "seed \(seed) round \(round): \(filter) \(grouping) \(principal.id)")
        }
        #expect(found > 2000 && pages > 100, "the filters find something")
    }
}
