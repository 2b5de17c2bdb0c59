import Testing

/// One entry, told to persons who may know different things of it.
@Suite struct WatchVisibilityTests {
    /// What is found out for one person is not taken for another, whoever is told first.
    @Test(arguments: [["cy-market-resp", "bj-inv"], ["bj-inv", "cy-market-resp"]])
    func eachIsToldWhatHeMayKnow(persons: [String]) throws {
        let world = try World()
        try world.staff("cy-clerk", "cy-inv1", "cy-sign")
        for person in persons { try world.connect(person) }
        let matter = try world.rectification()
        let supervisor =
            #""kind":"supervisor","facts":"x","misconduct":"neglectOfDuty","#
            + #""person":{"name":"某","organ":"chaoyang-justice"}"#
        try world.must(try world.command("cy-inv1", "accountability.open", matter, 5, supervisor))
        for person in persons {
            for _ in 0..<2 { try world.must(try world.call(person, "docket.watch")) }
        }
        try world.must(try world.command("cy-inv1", "accountability.open", matter, 6, supervisor))
        try world.must(
            try world.command("cy-inv1", "matter.note", matter, 7, #""text":"x""#))
        for person in persons {
            let told = try world.takeAll(person).compactMap { $0["params"]?["event"]?.text }
            // The supervised organ hears nothing of items about supervisors.
            let events = person == "bj-inv" ? ["accountabilityOpened", "noted"] : ["noted"]
            #expect(told == events.flatMap { [$0, $0] }, "\(person)")
        }
    }
}
