// The live queues against a second implementation that filters and sorts what `matter.get` shows.

import Journal
import Supervision
import Testing

@Suite struct DocketListTests {
    private static let viewers = [
        "auditor", "operator", "cy-clerk", "hd-inv", "cy-urban-resp", "cy-market-resp", "bj-sign",
    ]

    /// A filter in JSON, and the same as a question to a matter.
    private struct Filter {
        var json: [String] = []
        var holds: [(JSON) -> Bool] = []
        var text: String?
        var looksAtInvestigators = false

        mutating func equal(_ name: String, _ value: String) {
            json.append(#""\#(name)":"\#(value)""#)
            holds.append { $0[name]?.text == value }
        }

        mutating func flag(_ name: String, _ value: Bool) {
            json.append(#""\#(name)":\#(value)"#)
            holds.append { $0[name] == .bool(value) }
        }
    }

    private func filter(_ dice: inout Dice) -> Filter {
        var filter = Filter()
        func chance(_ dice: inout Dice) -> Bool { dice.roll(7) == 0 }
        if chance(&dice) { filter.equal("kind", dice.roll(4) == 0 ? "dispute" : "supervision") }
        if chance(&dice) {
            let phases = ["complaint", "investigation", "opinion", "rectification", "closed"]
            filter.equal("phase", phases[dice.roll(phases.count)])
        }
        if chance(&dice) { filter.equal("step", ["awaitingReport", "underReview"][dice.roll(2)]) }
        if chance(&dice) { filter.equal("supervising", ["chaoyang", "haidian"][dice.roll(2)]) }
        if chance(&dice) {
            filter.equal("supervised", ["chaoyang-market", "haidian-urban", "bj"][dice.roll(3)])
        }
        if chance(&dice) { filter.equal("acting", "chaoyang-justice") }
        if chance(&dice) { filter.equal("class", ["internal", "personalPrivacy"][dice.roll(2)]) }
        if chance(&dice) { filter.equal("source", ["complaint", "referral"][dice.roll(2)]) }
        if chance(&dice) { filter.flag("overdue", dice.roll(2) == 0) }
        if chance(&dice) { filter.flag("suspended", dice.roll(2) == 0) }
        if chance(&dice) {
            let category = Int64(1 + dice.roll(9))
            filter.json.append(#""category":\#(category)"#)
            filter.holds.append { $0["category"]?.int == category }
        }
        if chance(&dice) {
            let person = ["cy-inv1", "cy-inv2", "hd-inv"][dice.roll(3)]
            filter.json.append(#""investigator":"\#(person)""#)
            filter.looksAtInvestigators = true
            filter.holds.append { $0["investigators"]?.items.contains(.string(person)) ?? false }
        }
        addDays(&filter, &dice)
        if chance(&dice) {
            let text = (Fabrication.words + ["12345-1"])[dice.roll(Fabrication.words.count + 1)]
            filter.json.append(#""text":"\#(text)""#)
            filter.text = text
        }
        return filter
    }

    private func addDays(_ filter: inout Filter, _ dice: inout Dice) {
        let day = "2026-0\(3 + dice.roll(4))-\(10 + dice.roll(20))"
        let dayOf = { (matter: JSON) in
            (matter["registeredAt"]?.text).flatMap { Instant(iso8601: $0) }?.legalDay.description
                ?? ""
        }
        switch dice.roll(12) {
        case 0:
            filter.json.append(#""dueBefore":"\#(day)""#)
            filter.holds.append { ($0["deadline"]?["lastDay"]?.text).map { $0 < day } ?? false }
        case 1:
            filter.json.append(#""registeredFrom":"\#(day)""#)
            filter.holds.append { dayOf($0) >= day }
        case 2:
            filter.json.append(#""registeredTo":"\#(day)""#)
            filter.holds.append { dayOf($0) <= day }
        default: break
        }
    }

    /// The matters as the auditor and each viewer sees them, by `matter.get`.
    private struct Views {
        var full: [JSON] = []
        var own: [String: [JSON?]] = [:]

        init(_ world: World, _ matters: [String]) throws {
            full = try matters.map { try world.matter($0) }
            for viewer in viewers {
                own[viewer] = try matters.map {
                    try world.call(viewer, "matter.get", #""matter":"\#($0)""#)["result"]
                }
            }
        }

        func matching(_ filter: Filter, _ viewer: String) -> [JSON] {
            full.indices.compactMap { index in
                let seen = own[viewer]?[index] ?? nil
                guard seen != nil || viewer == "operator" else { return nil }
                guard filter.holds.allSatisfy({ $0(full[index]) }) else { return nil }
                // Who investigates is found only by those who can read it.
                if filter.looksAtInvestigators, seen?["investigators"] == nil { return nil }
                if let text = filter.text {
                    // Only what this person could read is found.
                    let texts = [seen?["summary"], seen?["registration"]?["incident"]]
                    guard texts.contains(where: { $0?.text?.contains(text) == true }) else {
                        return nil
                    }
                }
                return full[index]
            }
        }
    }

    private func sorted(_ matters: [JSON], _ sort: String) -> [String] {
        func serial(_ matter: JSON) -> Int {
            Int((matter["matter"]?.text ?? "").dropFirst()) ?? 0
        }
        let name = sort.drop { $0 == "-" }
        let isDescending = sort.hasPrefix("-")
        func key(_ matter: JSON) -> String? {
            switch name {
            case "deadline": return matter["deadline"]?["lastDay"]?.text
            case "registeredAt": return matter["registeredAt"]?.text
            default:
                let digits = String(matter["position"]?.int ?? 0)
                return String(repeating: "0", count: 9 - digits.count) + digits
            }
        }
        return matters.sorted { a, b in
            switch (key(a), key(b)) {
            case (let one?, let other?) where one != other:
                return isDescending ? one > other : one < other
            case (.some, nil): return true
            case (nil, .some): return false
            default: return serial(a) < serial(b)
            }
        }.compactMap { $0["matter"]?.text }
    }

    @Test func listsAndCountsAgreeWithASecondImplementation() throws {
        let seed: UInt64 = 20260302
        print("docket seed \(seed)")
        let world = try World()
        try world.staff("auditor", "operator", "bj-sign")
        for person in Fabrication.persons { try world.connect(person) }
        var fabrication = Fabrication(seed: seed)
        for _ in 0..<500 { try fabrication.make(in: world) }
        let views = try Views(world, fabrication.versions.map(\.matter))
        var dice = Dice(seed: seed + 1)
        let sorts = [
            "deadline", "-deadline", "registeredAt", "-registeredAt", "position", "-position",
        ]
        var found = 0
        for round in 0..<120 {
            let viewer = Self.viewers[dice.roll(Self.viewers.count)]
            let filter = filter(&dice)
            let sort = sorts[round % sorts.count]
            let expected = views.matching(filter, viewer)
            found += expected.count
            let json = "{" + filter.json.joined(separator: ",") + "}"
            let listed = try walk(world, viewer, json, sort, pageSize: 1 + dice.roll(60))
            #expect(listed == sorted(expected, sort), "\(viewer) \(json) \(sort)")
            let count = try world.must(
                try world.call(viewer, "docket.count", #""filter":\#(json)"#))
            #expect(count["count"]?.int == Int64(expected.count))
            try compareGroups(world, viewer, json, expected, &dice)
        }
        #expect(found > 1000, "the filters find something")
    }

    private func walk(
        _ world: World, _ viewer: String, _ filter: String, _ sort: String, pageSize: Int
    ) throws -> [String] {
        var listed: [String] = []
        var cursor = ""
        repeat {
            let page = try world.must(
                try world.call(
                    viewer, "docket.list",
                    #""filter":\#(filter),"sort":"\#(sort)","pageSize":\#(pageSize)\#(cursor)"#))
            let items = page["items"]?.items ?? []
            #expect(items.count <= pageSize)
            listed += items.compactMap { $0["matter"]?.text }
            let next = page["nextCursor"]?.text
            if next != nil { #expect(!items.isEmpty, "a page leads on") }
            cursor = next.map { #","cursor":"\#($0)""# } ?? ""
        } while !cursor.isEmpty && listed.count <= 500
        return listed
    }

    private func compareGroups(
        _ world: World, _ viewer: String, _ filter: String, _ expected: [JSON], _ dice: inout Dice
    ) throws {
        let names = ["phase", "step", "supervised", "category", "overdue", "class", "acting"]
        let name = names[dice.roll(names.count)]
        var sums: [String: Int64] = [:]
        for matter in expected {
            let value =
                switch matter[name] {
                case .string(let text): text
                case .integer(let number): String(number)
                case .bool(let flag): String(flag)
                default: ""
                }
            sums[value, default: 0] += 1
        }
        let count = try world.must(
            try world.call(viewer, "docket.count", #""filter":\#(filter),"groupBy":"\#(name)""#))
        let groups = count["groups"]?.items ?? []
        #expect(groups.map { $0["count"]?.int ?? 0 } == sums.values.sorted(by: >))
        for group in groups {
            #expect(sums[group["value"]?.text ?? "?"] == group["count"]?.int)
        }
    }

    @Test func everyPersonListsWhatThePersonMayGet() throws {
        let world = try World()
        let persons = try Sample.persons()
        for person in persons { try world.connect(person) }
        var fabrication = Fabrication(seed: 7)
        for _ in 0..<12 { try fabrication.make(in: world) }
        for organ in ["bj-market", "bj-planning", "chaoyang"] {
            _ = try world.register("bj-clerk", Sample.registration(of: organ))
        }
        _ = try world.register("cy-clerk", Sample.registration(of: "chaoyang-jianwai"))
        let matter = try world.rectification()
        let accused =
            #""kind":"officer","facts":"x","person":{"name":"某","organ":"chaoyang-urban"}"#
        try world.must(try world.command("cy-inv1", "accountability.open", matter, 5, accused))
        let supervisor =
            #""kind":"supervisor","facts":"x","misconduct":"neglectOfDuty","#
            + #""person":{"name":"某","organ":"chaoyang-justice"}"#
        try world.must(try world.command("cy-inv1", "accountability.open", matter, 6, supervisor))
        let count = Set(world.allEntries.map(\.matter)).count
        var seen: Set<Int> = []
        for person in persons where person != "operator" {
            let gets = try (1...count).filter {
                try world.call(person, "matter.get", #""matter":"S\#($0)""#)["result"] != nil
            }.map { "S\($0)" }
            let page = try world.must(
                try world.call(person, "docket.list", #""sort":"registeredAt""#))
            let listed = (page["items"]?.items ?? []).compactMap { $0["matter"]?.text }
            #expect(Set(listed) == Set(gets), "\(person)")
            seen.insert(gets.count)
        }
        #expect(seen.count > 3, "persons differ in what they see")
    }

    @Test func aCursorBelongsToItsListAndItsPerson() throws {
        let world = try World()
        try world.staff("cy-clerk", "cy-inv1", "auditor")
        for _ in 0..<5 { _ = try world.register() }
        let page = try world.must(try world.call("cy-clerk", "docket.list", #""pageSize":2"#))
        let cursor = try #require(page["nextCursor"]?.text)
        let member = #""pageSize":2,"cursor":"\#(cursor)""#
        #expect(try world.call("cy-clerk", "docket.list", member)["result"] != nil)
        for (name, members) in [
            ("cy-clerk", member + #","filter":{"phase":"complaint"}"#),
            ("cy-clerk", member + #","sort":"position""#),
            ("cy-inv1", member),
            ("cy-clerk", #""cursor":"x""#),
            ("cy-clerk", #""cursor":"\#(cursor)0""#),
        ] { #expect(try world.call(name, "docket.list", members).reason == "CURSOR_EXPIRED") }
        let elsewhere = try world.call("cy-clerk", "organ.list", #""cursor":"\#(cursor)""#)
        #expect(elsewhere.reason == "CURSOR_EXPIRED")
        let history = try world.call(
            "cy-clerk", "matter.history", #""matter":"S1","cursor":"\#(cursor)""#)
        #expect(history.reason == "CURSOR_EXPIRED")
    }

    @Test func aPageGoesOnWhereItStoodThoughTheListChanged() throws {
        let world = try World()
        try world.staff("cy-clerk", "auditor")
        for _ in 0..<6 { _ = try world.register() }
        let query = #""sort":"registeredAt","pageSize":3,"filter":{"phase":"complaint"}"#
        let first = try world.must(try world.call("auditor", "docket.list", query))
        let cursor = try #require(first["nextCursor"]?.text)
        try world.must(
            try world.command("cy-clerk", "matter.decline", "S2", 1, #""reason":"重复""#))
        let second = try world.must(
            try world.call("auditor", "docket.list", query + #","cursor":"\#(cursor)""#))
        #expect(second["items"]?.items.compactMap { $0["matter"]?.text } == ["S4", "S5", "S6"])
        #expect(second["nextCursor"] == nil)
    }

    @Test func aSearchFindsNothingForThoseWhoSeeNoSummary() throws {
        let world = try World()
        try world.staff("cy-clerk", "operator", "hd-clerk", "cy-market-resp", "auditor")
        _ = try world.register()
        for (name, finds) in [
            ("operator", false), ("hd-clerk", false), ("cy-market-resp", true), ("auditor", true),
        ] {
            let count = try world.must(
                try world.call(name, "docket.count", #""filter":{"text":"投诉"}"#))
            #expect(count["count"]?.int == (finds ? 1 : 0), "\(name)")
        }
        let seen = try world.must(try world.call("operator", "docket.list"))
        #expect(seen["items"]?.items.count == 1)
        #expect(seen["items"]?.items.first?["summary"] == nil)
        world.request("operator", "docket.watch", #""filter":{"text":"投诉"},"fromPosition":0"#)
        #expect(try world.takeAll("operator").count == 1, "the reply and no push")
    }
}
