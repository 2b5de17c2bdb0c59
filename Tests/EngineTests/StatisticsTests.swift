// Statistics against a naive computation: the history of every matter, read event by event.

import Engine
import Supervision
import Testing
import Wire

@Suite struct StatisticsTests {
    /// A matter as its history and its head tell it.
    private struct Told {
        var head: JSON
        var grounds: Set<Int64> = []
        var wasOverdue = false
        /// The phase, when it began and when it ended.
        var stays: [(phase: String, start: Int64, end: Int64?)] = []
        var rectified = 0
        var failed = 0
        var directDecisions = 0
        var decisions = 0
    }

    private static let entered = [
        "registered": "complaint", "accepted": "investigation", "reopened": "investigation",
        "problemsFound": "opinion", "majorProblemsFound": "decision",
        "opinionIssued": "rectification", "rectificationFailed": "decision",
        "refusalFound": "accountability", "declined": "closed", "referred": "closed",
        "merged": "closed", "withdrawn": "closed", "closed": "closed",
    ]

    private func told(_ matter: String, _ world: World) throws -> Told {
        var told = Told(head: try world.matter(matter))
        var openDuties: Set<Int64> = []
        var hadOpinion = false
        var cursor: String?
        repeat {
            let page = try world.must(
                world.call(
                    "auditor", "matter.history",
                    #""matter":"\#(matter)""# + (cursor.map { #","cursor":"\#($0)""# } ?? "")))
            for entry in page["items"]?.items ?? [] {
                let at = try #require(Instant(iso8601: entry["at"]?.text ?? "")).milliseconds
                for event in entry["events"]?.items ?? [] {
                    let name = event["event"]?.text ?? ""
                    var phase = Self.entered[name]
                    switch name {
                    case "accountabilityOpened", "assistanceRequested", "noticeOwed":
                        openDuties.insert(event["duty"]?.int ?? 0)
                    case "assistanceProvided", "noticeSent":
                        openDuties.remove(event["duty"]?.int ?? 0)
                    case "outcomeRecorded", "accountabilitySettled", "accountabilityDismissed":
                        openDuties.remove(event["item"]?.int ?? 0)
                    case "noProblemFound", "rectificationAccepted", "executionConfirmed":
                        phase = openDuties.isEmpty ? "closed" : "accountability"
                        if name == "rectificationAccepted" { told.rectified += 1 }
                    case "reopened": hadOpinion = false
                    case "opinionIssued": hadOpinion = true
                    case "rectificationFailed": told.failed += 1
                    case "decisionIssued":
                        told.decisions += 1
                        if !hadOpinion { told.directDecisions += 1 }
                    case "deadlinePassed": told.wasOverdue = true
                    default: break
                    }
                    if name == "problemsFound" || name == "majorProblemsFound" {
                        told.grounds.formUnion(event["grounds"]?.items.compactMap(\.int) ?? [])
                    }
                    if let phase {
                        if !told.stays.isEmpty { told.stays[told.stays.count - 1].end = at }
                        told.stays.append((phase, at, nil))
                    }
                }
            }
            cursor = page["nextCursor"]?.text
        } while cursor != nil
        return told
    }

    private func rate(_ numerator: Int, _ denominator: Int) -> JSON {
        var rate: [String: JSON] = [
            "numerator": .integer(Int64(numerator)), "denominator": .integer(Int64(denominator)),
        ]
        if denominator > 0 {
            let exact = Double(numerator) * 1000 / Double(denominator)
            rate["permille"] = .integer(Int64(exact.rounded(.toNearestOrAwayFromZero)))
        }
        return .object(rate)
    }

    /// The rates and times of some matters.
    private func figures(_ matters: [Told]) -> [String: JSON] {
        func sum(_ member: KeyPath<Told, Int>) -> Int {
            matters.reduce(0) { $0 + $1[keyPath: member] }
        }
        let phases: [PhaseName] = [
            .complaint, .investigation, .opinion, .rectification, .decision, .accountability,
        ]
        let times = phases.map { phase -> JSON in
            let stays = matters.flatMap(\.stays).filter { $0.phase == phase.rawValue }
            let ended = stays.compactMap { stay in stay.end.map { $0 - stay.start } }
            var time: [String: JSON] = [
                "phase": .string(phase.rawValue), "ended": .integer(Int64(ended.count)),
                "running": .integer(Int64(stays.count - ended.count)),
            ]
            // The smallest time that so many in a hundred do not exceed, by trying each.
            func smallest(_ percent: Int) -> JSON? {
                ended.filter { time in
                    ended.filter { $0 <= time }.count * 100 >= percent * ended.count
                }.min().map { .integer($0) }
            }
            time["medianMilliseconds"] = smallest(50)
            time["p90Milliseconds"] = smallest(90)
            return .object(time)
        }
        return [
            "matters": .integer(Int64(matters.count)),
            "overdueRate": rate(matters.filter(\.wasOverdue).count, matters.count),
            "rectificationRate": rate(sum(\.rectified), sum(\.rectified) + sum(\.failed)),
            "directDecisionRate": rate(sum(\.directDecisions), sum(\.decisions)),
            "timeInPhase": .array(times),
        ]
    }

    private func groups(_ values: [String], natural: [String]? = nil) -> JSON {
        let counts = Dictionary(values.map { ($0, 1) }, uniquingKeysWith: +)
        let order =
            natural ?? counts.keys.sorted { (counts[$1] ?? 0, $0) < (counts[$0] ?? 0, $1) }
        return .array(
            order.compactMap { value in
                counts[value].map {
                    .object(["value": .string(value), "count": .integer(Int64($0))])
                }
            })
    }

    private func naive(_ matters: [Told], seesContents: Bool = true) throws -> JSON {
        let roster = try Sample.loaded().house.roster
        var result = figures(matters)
        let levels = try matters.map { told in
            try #require(roster[OrganID(told.head["supervised"]?.text ?? "")]).level
        }
        result["levels"] = .array(
            [OrganLevel.municipal, .district, .township].compactMap { level in
                let some = zip(matters, levels).filter { $0.1 == level }.map(\.0)
                guard !some.isEmpty else { return nil }
                let figures = figures(some)
                return .object(
                    figures.merging(["level": .string(level.rawValue)]) { first, _ in first })
            })
        func texts(_ name: String) -> [String] { matters.compactMap { $0.head[name]?.text } }
        let months = try matters.map { told in
            let at = try #require(Instant(iso8601: told.head["registeredAt"]?.text ?? ""))
            return String(at.legalDay.description.prefix(7))
        }
        let grounds = seesContents ? matters.flatMap { $0.grounds.map { String($0) } } : []
        result["groups"] = .object([
            "phase": groups(texts("phase"), natural: PhaseName.allCases.map(\.rawValue)),
            "supervising": groups(texts("supervising")),
            "supervised": groups(texts("supervised")),
            "ground": groups(grounds, natural: (1...7).map { String($0) }),
            "source": groups(texts("source")),
            "month": groups(months, natural: Set(months).sorted(by: >)),
        ])
        return .object(result)
    }

    private func withoutPosition(_ object: JSON) -> JSON {
        guard case .object(var members) = object else { return object }
        members["position"] = nil
        return .object(members)
    }

    private func ask(_ world: World, _ who: String, _ members: String = "") throws -> JSON {
        withoutPosition(try world.must(try world.call(who, "docket.statistics", members)))
    }

    /// Many matters, led on at random through months.
    private func history(_ seed: UInt64) throws -> (World, [String]) {
        let world = try World()
        for person in Set(AnyCommand.persons + Fabrication.persons + ["cy-jianwai-resp"]) {
            try world.connect(person)
        }
        var session = AnyCommand(seed: seed)
        var fabrication = Fabrication(seed: seed)
        for round in 0..<400 {
            if round % 25 == 0 { try session.register(in: world) }
            if round % 50 == 0 { try fabrication.make(in: world) }
            if session.dice.roll(6) == 0 {
                world.advance(milliseconds: Int64(session.dice.roll(300_000_000)))
            }
            if session.dice.roll(20) == 0 { world.tick() }
            let matter = session.pick(session.matters)
            for _ in 0..<6 {
                let person = session.person()
                let reply = try world.call(person, "matter.get", #""matter":"\#(matter)""#)
                let allowed = (reply["result"]?["allowed"]?.items ?? []).compactMap(\.text)
                    .compactMap(CommandName.init)
                guard !allowed.isEmpty, let version = reply["result"]?["version"]?.int
                else { continue }
                let command = session.choose(among: allowed)
                let parameters = session.parameters(of: command)
                _ = try world.command(person, command.rawValue, matter, version, parameters)
                break
            }
        }
        return (world, (1...world.heads.count).map { "S\($0)" })
    }

    @Test func numbersAreThoseOfTheHistories() throws {
        var sums: [String: Int64] = [:]
        for seed in UInt64(1)...6 {
            print("statistics seed \(seed)")
            let statistics = try check(seed)
            for name in ["overdueRate", "rectificationRate", "directDecisionRate"] {
                let rate = try #require(statistics[name])
                let (some, all) = (rate["numerator"]?.int ?? 0, rate["denominator"]?.int ?? 0)
                sums[name, default: 0] += some
                sums["not " + name, default: 0] += all - some
            }
        }
        #expect(sums.count == 6 && sums.values.allSatisfy { $0 > 0 }, "\(sums)")
    }

    /// Holds the statistics of one history against it, and returns those of everything.
    private func check(_ seed: UInt64) throws -> JSON {
        let (world, matters) = try history(seed)
        let all = try matters.map { try told($0, world) }
        #expect(try ask(world, "auditor") == naive(all))
        // The operator sees every queue and no contents.
        #expect(try ask(world, "operator") == naive(all, seesContents: false))
        let mine = all.filter { $0.head["acting"]?.text == "haidian-justice" }
        #expect(try ask(world, "hd-clerk") == naive(mine))
        let chaoyang = all.filter { $0.head["supervised"]?.text == "chaoyang-market" }
        #expect(
            try ask(world, "auditor", #""filter":{"supervised":"chaoyang-market"}"#)
                == naive(chaoyang))
        let days = try all.map { told in
            try #require(Instant(iso8601: told.head["registeredAt"]?.text ?? "")).legalDay
        }
        let (from, to) = (days[3], days[days.count - 4])
        let some = zip(all, days).filter { (from...to).contains($0.1) }.map(\.0)
        #expect(
            try ask(world, "auditor", #""from":"\#(from)","to":"\#(to)""#) == naive(some))
        #expect(
            try ask(
                world, "auditor",
                #""filter":{"registeredFrom":"\#(from)"},"from":"2026-01-01","to":"\#(to)""#)
                == naive(some))
        // The history has something of everything.
        #expect(all.contains(where: \.wasOverdue) && all.contains { !$0.grounds.isEmpty })
        // A server that starts again says the same, with snapshots and without.
        let running = try ask(world, "auditor")
        world.tick()
        for usingStates in [true, false] {
            let restarted = try World(journal: world.journal, usingStates: usingStates)
            restarted.now = world.now
            try restarted.connect("auditor")
            #expect(try ask(restarted, "auditor") == running)
        }
        return running
    }

    @Test func anEmptyDocketHasNumbersToo() throws {
        let world = try World()
        try world.staff("auditor")
        #expect(try ask(world, "auditor") == naive([]))
    }

    /// Ranks are exact whatever the sizes are.
    @Test func ranksOfMany() {
        let seed = UInt64.random(in: 1...UInt64(Int32.max))
        print("durations: seed \(seed)")
        var dice = Dice(seed: seed)
        for _ in 0..<50 {
            let values = (0..<dice.roll(400) + 1).map { _ in
                Int64(truncatingIfNeeded: dice.next() >> UInt64(dice.roll(63) + 1))
            }
            var durations = Durations(Array(values.prefix(100)))
            durations.append(contentsOf: Durations(Array(values.dropFirst(100))))
            let sorted = values.sorted()
            for percent in [1, 10, 50, 90, 99, 100] {
                let expected = sorted[(sorted.count * percent + 99) / 100 - 1]
                #expect(durations.percentile(percent) == expected, "\(percent) of \(values)")
            }
        }
    }
}
