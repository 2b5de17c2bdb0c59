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

    /// Contents are none of the operator's business, and what was done about whom is contents.
    @Test func anOperatorHearsOfQueuesOnly() throws {
        let world = try World()
        try world.staff("cy-clerk", "cy-inv1", "cy-sign", "operator")
        try world.must(try world.call("operator", "docket.watch"))
        let matter = try world.rectification()
        _ = try world.takeAll("operator")
        let officer =
            #""kind":"officer","facts":"x","person":{"name":"某","organ":"chaoyang-market"}"#
        try world.must(try world.command("cy-inv1", "accountability.open", matter, 5, officer))
        let contact = #""channel":"disciplineInspection","summary":"线索""#
        try world.must(try world.command("cy-clerk", "matter.coordinate", matter, 6, contact))
        #expect(world.isQuiet("operator"))
        try world.must(try world.command("cy-sign", "matter.suspend", matter, 7, #""reason":"x""#))
        #expect(try world.take("operator")["params"]?["events"]?.items.map(\.text) == ["suspended"])
    }

    /// Whether there is a hidden item cannot be found out by asking for its number.
    @Test func whatIsHiddenIsRefusedLikeWhatIsNotThere() throws {
        let world = try World()
        try world.staff("cy-clerk", "cy-inv1", "cy-sign", "cy-market-resp")
        let matter = try world.rectification()
        let supervisor =
            #""kind":"supervisor","facts":"x","misconduct":"neglectOfDuty","#
            + #""person":{"name":"某","organ":"chaoyang-justice"}"#
        try world.must(try world.command("cy-inv1", "accountability.open", matter, 5, supervisor))
        let asks = [
            ("notice.sendToSuperior", #""duty":#,"summary":"x""#),
            ("assistance.provide", #""duty":#,"summary":"x""#),
            ("accountability.settle", #""item":#"#),
            ("accountability.dismiss", #""item":#,"reason":"x""#),
        ]
        for (command, parameters) in asks {
            let answers = try ["1", "2", "77"].map { number -> [String?] in
                let given = parameters.replacing("#", with: number)
                let refused = try world.command("cy-market-resp", command, matter, 6, given)
                let explained = try world.must(
                    try world.call(
                        "cy-market-resp", "matter.explain",
                        #""matter":"\#(matter)","command":"\#(command)","params":{\#(given)}"#))
                let verdict = explained["commands"]?.items.first
                return [
                    refused.reason, refused["error"]?["data"]?["basis"]?["citation"]?.text,
                    verdict?["reason"]?.text, verdict?["basis"]?["citation"]?.text,
                ]
            }
            #expect(answers[0] == ["NOT_FOUND", nil, "NOT_FOUND", nil])
            #expect(Set(answers).count == 1, "\(command): \(answers)")
        }
    }
}
