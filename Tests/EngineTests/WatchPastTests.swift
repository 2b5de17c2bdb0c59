// What a watch tells is what each entry met and made, whatever has become of the matter since: the
// same when it is pushed at once, and when it is read from the journal later.

import Journal
import Testing

@Suite struct WatchPastTests {
    /// What a filter of one watcher is told of the story below, by the names of events.
    private static let queues: [(who: String, filter: String, told: [String])] = [
        ("auditor", #""suspended":true"#, ["suspended", "noted", "resumed"]),
        (
            "auditor", #""suspended":false"#,
            [
                "registered", "accepted", "investigatorsAssigned", "suspended", "resumed",
                "classified", "deadlinePassed", "deadlineExtended", "registered", "transferred",
                "noted",
            ]
        ),
        ("auditor", #""overdue":true"#, ["deadlinePassed", "deadlineExtended"]),
        (
            "auditor", #""investigator":"cy-inv1""#, ["accepted", "investigatorsAssigned"]
        ),
        (
            "auditor", #""investigator":"cy-inv2""#,
            [
                "investigatorsAssigned", "suspended", "noted", "resumed", "classified",
                "deadlinePassed", "deadlineExtended",
            ]
        ),
        (
            "auditor", #""class":"commercialSecret""#,
            ["classified", "deadlinePassed", "deadlineExtended"]
        ),
        (
            "auditor", #""dueBefore":"2026-03-07""#,
            ["accepted", "investigatorsAssigned", "suspended", "noted", "resumed"]
        ),
        ("auditor", #""supervising":"bj-market""#, ["transferred", "noted"]),
        (
            "auditor", #""acting":"chaoyang-justice","phase":"complaint""#,
            ["registered", "accepted", "registered", "transferred"]
        ),
        // The organ that is left hears of the transfer, and nothing after it.
        (
            "cy-sign", #""phase":"complaint""#,
            ["registered", "accepted", "registered", "transferred"]
        ),
        // The organ that it comes to hears of it from the transfer on.
        ("bjm-clerk", #""kind":"supervision""#, ["transferred", "noted"]),
    ]

    @Test(arguments: [false, true]) func filtersMatchWhatAnEntryMetOrMade(
        fromTheJournal: Bool
    ) throws {
        let world = try World()
        try world.staff("cy-clerk", "cy-inv1", "cy-sign", "bjm-clerk")
        for (number, queue) in Self.queues.enumerated() {
            try world.connect("watcher\(number)", as: queue.who)
            if !fromTheJournal { watch(world, number, queue.filter) }
        }
        try story(world)
        for (number, queue) in Self.queues.enumerated() {
            if fromTheJournal { watch(world, number, queue.filter) }
            let events = try world.takeAll("watcher\(number)").compactMap {
                $0["params"]?["event"]?.text
            }
            #expect(events == queue.told, "\(queue.who) \(queue.filter)")
        }
    }

    private func watch(_ world: World, _ number: Int, _ filter: String) {
        world.request(
            "watcher\(number)", "docket.watch", #""filter":{\#(filter)},"fromPosition":0"#)
    }

    /// One matter that is suspended, becomes overdue and is extended; and one that is transferred.
    private func story(_ world: World) throws {
        let first = try world.register()
        func give(_ who: String, _ method: String, _ version: Int64, _ members: String) throws {
            try world.must(try world.command(who, method, first, version, members))
        }
        try give(
            "cy-clerk", "matter.accept", 1,
            #""investigators":["cy-inv1"],"deadline":{"date":"2026-03-06"}"#)
        try give("cy-clerk", "investigation.assign", 2, #""investigators":["cy-inv2"]"#)
        try give("cy-sign", "matter.suspend", 3, #""reason":"鉴定""#)
        try give("cy-clerk", "matter.note", 4, #""text":"等待""#)
        world.advance(days: 3)
        try give("cy-sign", "matter.resume", 5, #""reason":"鉴定完毕""#)
        try give("cy-sign", "matter.classify", 6, #""class":"commercialSecret""#)
        world.advance(days: 9)
        try give(
            "cy-sign", "investigation.extend", 7,
            #""deadline":{"date":"2026-03-31"},"reason":"案情复杂""#)
        let second = try world.register()
        try world.must(
            try world.command(
                "cy-clerk", "matter.transfer", second, 1,
                #""supervising":"bj-market","reason":"条线监督""#))
        try world.must(
            try world.command("bjm-clerk", "matter.note", second, 2, #""text":"收到""#))
    }

    /// Filters on everything that changes, and readers who stand differently to the matters.
    private static let watched: [(who: String, filter: String)] = [
        ("auditor", ""), ("auditor", #""suspended":true"#), ("auditor", #""overdue":true"#),
        ("auditor", #""investigator":"cy-inv2""#), ("operator", #""overdue":false"#),
        ("cy-market-resp", #""dueBefore":"2026-03-20""#), ("cy-clerk", #""phase":"closed""#),
        ("hd-clerk", ""), ("cy-sign", #""step":"underReview","suspended":false"#),
    ]

    /// More entries than a stretch holds, over matters that were met before and ones that were
    /// not, read from many places: the same is told as was told live.
    @Test(arguments: 1...6) func whatIsReadLaterIsWhatWasToldAtOnce(seed: UInt64) throws {
        print("watch seed \(seed)")
        let world = try World()
        var session = RandomSession(seed: seed)
        for person in RandomSession.persons { try world.connect(person) }
        for (number, watch) in Self.watched.enumerated() {
            try world.connect("live\(number)", as: watch.who)
            self.watch(world, "live\(number)", watch.filter, from: 0)
        }
        // More than one stretch.
        while world.entries < 400 {
            session.step(world)
            try session.takeAnswers(world)
        }
        for (number, watch) in Self.watched.enumerated() {
            let live = try pushes(world, "live\(number)")
            for _ in 0..<3 {
                let start = session.dice.roll(Int(world.entries))
                let name = "later\(number)-\(start)"
                try world.connect(name, as: watch.who)
                self.watch(world, name, watch.filter, from: start)
                let later = try pushes(world, name)
                #expect(later == live.filter { $0.position > start }, "\(watch) from \(start)")
            }
        }
    }

    private func watch(_ world: World, _ name: String, _ filter: String, from start: Int) {
        world.request(
            name, "docket.watch", #""filter":{\#(filter)},"fromPosition":\#(start)"#)
    }

    private struct Push: Equatable {
        var position: Int
        /// All that is told but for the number of the subscription.
        var told: [String: JSON]
    }

    private func pushes(_ world: World, _ name: String) throws -> [Push] {
        try world.takeAll(name).compactMap { message in
            guard message.method == "docket.changed",
                case .object(var told)? = message["params"],
                let position = told["position"]?.int
            else { return nil }
            told["subscription"] = nil
            return Push(position: Int(position), told: told)
        }
    }
}
