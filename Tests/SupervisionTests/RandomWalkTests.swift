import Supervision
import Testing

/// Random sequences of commands over small data. After each accepted one stands what the procedure
/// promises: no decision without its ground, no closing with an open duty, each number once, and a
/// suspended matter that does nothing. From wherever they lead, some way leads to the end.
@Suite struct RandomWalkTests {
    static let sequences = 5_000
    static let commandsMax = 40

    @Test(arguments: [20_260_301 as UInt64])
    func invariants(seed: UInt64) throws {
        print("random walks with seed \(seed)")
        var random = SplitMix64(seed: seed)
        var (accepted, refused, ticks, planned, renumbered) = (0, 0, 0, 0, 0)
        var places: [String: Int] = [:]
        for sequence in 0..<Self.sequences {
            let fixture = Fixture.allCases[sequence % Fixture.allCases.count]
            var world = try start(fixture, &random)
            var left = Int.random(in: 1...Self.commandsMax, using: &random)
            while left > 0 {
                ticks += pass(&world, &random)
                guard let (command, person) = step(world, &random) else { continue }
                left -= 1
                switch world.decide(command, by: person) {
                case .success(let events):
                    let before = world
                    world.record(events, by: person.id)
                    check(before, command, world, "seed \(seed), sequence \(sequence)")
                    accepted += 1
                    places[world.matter.phase.place.name, default: 0] += 1
                case .failure: refused += 1
                }
            }
            #expect(world.folded() == world.matter, "seed \(seed), sequence \(sequence)")
            // The end of every sequence is a sample of the states that can be reached.
            #expect(
                Planner.steps(toCloseFrom: world) != nil,
                "a dead end: seed \(seed), sequence \(sequence): \(world.matter)")
            planned += 1
            renumbered +=
                Set(world.matter.documents.map(\.kind)).count
                    < world.matter.documents.count ? 1 : 0
        }
        print("\(accepted) accepted, \(refused) refused, \(ticks) deadlines passed,")
        print("\(planned) states led to closed; accepted commands ended in", places)
        print("\(renumbered) matters with two documents of one kind")
        #expect(places.count == Place.each.count && ticks > 0 && renumbered > 0)
    }

    /// Nobody of the roster is over the municipal government. An item about one of its own
    /// supervisors is decided elsewhere (Art. 20), and its own side may write that down.
    @Test func supervisorsOfTheHighestOrgan() throws {
        let accused = try World(Words.request(about: "cy"), by: "bj-justice.clerk").given(
            (
                .accept(investigators: [PersonID("bj-justice.investigator")], deadline: nil),
                by: "bj-justice.clerk"
            ), (.openAccountability(Words.supervisor(of: "bj")), by: "bj-justice.investigator"))
        #expect(Planner.steps(toCloseFrom: accused) != nil)
    }

    private func start(_ fixture: Fixture, _ random: inout SplitMix64) throws -> World {
        let period: Period? = Bool.random(using: &random) ? .workingDays(5) : nil
        // Some begin with a matter that was opened once more, to come to a second document.
        if fixture == .plain, Bool.random(using: &random) {
            return try given(.underReview).given(
                (.acceptRectification(verified: [1, 2]), by: "cy-justice.investigator"),
                (.reopen(facts: "new"), by: "cy-justice.signatory"))
        }
        // Half of the sequences start somewhere on the way, so that the late places are walked
        // as thoroughly as the early ones.
        let place = Place.each.randomElement(using: &random) ?? .complaint
        return try given(
            Bool.random(using: &random) ? place : .complaint, fixture, acceptWithin: period,
            investigateWithin: period)
    }

    /// Lets time pass and the clock do its part. Returns how many deadlines passed.
    private func pass(_ world: inout World, _ random: inout SplitMix64) -> Int {
        let days = [0, 0, 0, 1, 1, 2, 5, 20].randomElement(using: &random) ?? 0
        let before = world
        world.advance(days: days)
        let due = oracleDeadline(before.matter).map { $0 <= world.now } ?? false
        #expect((world.entries.count > before.entries.count) == due)
        if due {
            #expect(world.matter.version == before.matter.version && world.matter.isOverdue)
            #expect(world.matter.phase.place == before.matter.phase.place)
            var again = world
            again.advance(days: 400)
            #expect(again.entries.count == world.entries.count)
        }
        return due ? 1 : 0
    }

    /// When the clock has something to record, told from the contents of the phase.
    private func oracleDeadline(_ matter: Matter) -> Instant? {
        if matter.suspension != nil { return nil }
        var term: Term?
        if case .complaint(let complaint) = matter.phase { term = complaint.term }
        if case .investigation(let inquiry) = matter.phase { term = inquiry.term }
        if case .rectification(let phase) = matter.phase, phase.step == .awaitingReport {
            term = phase.term
        }
        if case .decision(let decision) = matter.phase, case .inForce(let issued) = decision.step {
            term = issued.term
        }
        guard let term, !term.hasPassed else { return nil }
        return Instant(startOf: term.deadline.lastDay.advanced(by: 1))
    }

    /// Mostly what has its place, by somebody with the role for it, so that the sequences go far;
    /// sometimes anything by anybody.
    /// Nil for a command that is drawn too often.
    private func step(
        _ world: World, _ random: inout SplitMix64
    ) -> (MatterCommand, Principal)? {
        let acting = Cast.roster.actingOrgan(
            for: world.matter.supervising, over: world.matter.supervised)
        let workers =
            ["clerk", "investigator", "signatory"].map { "\(acting.text).\($0)" }
            + ["\(world.matter.supervised.text).respondent", "cy-urban.respondent"]
            + ["cy.clerk", "cy.signatory", "bj-justice.clerk", "bj-justice.signatory"]
        let isAny = Int.random(in: 0..<8, using: &random) == 0
        let place = world.matter.phase.place
        let here = world.matter.suspension == nil ? Self.running[place] : Self.suspended[place]
        let names = isAny ? WalkTests.names : here ?? []
        guard let name = names.randomElement(using: &random),
            let command = command(name, world, &random), isAny || !isIdle(command, world.matter)
        else { return nil }
        let role = TableOracle.of(name).role
        let able = workers.filter { worker in role.map { worker.hasSuffix($0.rawValue) } ?? true }
        let some = isAny ? Cast.persons.map(\.id.text) : able
        return some.randomElement(using: &random).map { (command, Cast.person($0)) }
    }

    /// Whether the command is about nothing: a duty that is not open, a halt that is not.
    private func isIdle(_ command: MatterCommand, _ matter: Matter) -> Bool {
        if let number = command.duty {
            return !matter.openDuties.contains { $0.number == number }
        }
        return command.name == .resume && matter.suspension == nil
    }

    /// The commands that have their place there.
    private static func names(whileSuspended: Bool) -> [Place: [CommandName]] {
        Dictionary(
            uniqueKeysWithValues: Place.each.map { place in
                let here = WalkTests.names.filter {
                    let row = TableOracle.of($0)
                    return row.from.contains(place.name) && (row.whileSuspended || !whileSuspended)
                }
                return (place, here)
            })
    }
    private static let running = names(whileSuspended: false)
    private static let suspended = names(whileSuspended: true)

    private func command(
        _ name: CommandName, _ world: World, _ random: inout SplitMix64
    ) -> MatterCommand? {
        // What ends a matter early, or leads nowhere, would leave little to walk through.
        let rare: Set<CommandName> = [
            .decline, .refer, .merge, .withdraw, .classify, .commend, .coordinate, .note, .suspend,
        ]
        if rare.contains(name), Int.random(in: 0..<6, using: &random) > 0 { return nil }
        let wrong = malformed(name)
        if !wrong.isEmpty, Int.random(in: 0..<5, using: &random) == 0 {
            return wrong.randomElement(using: &random)
        }
        return wellFormed(name, for: world).randomElement(using: &random)
    }

    private func malformed(_ name: CommandName) -> [MatterCommand] {
        let past = Period.date(Cast.day("2026-02-02"))
        let moon = OrganID("moon")
        switch name {
        case .accept: return [.accept(investigators: [], deadline: nil)]
        case .assign: return [.assign(investigators: [PersonID("cy-justice.trainee")])]
        case .transfer: return [.transfer(supervising: moon, reason: "x")]
        case .merge: return [.merge(into: World.id, reason: "x")]
        case .conclude: return [.conclude(Conclusion(outcome: .problem, facts: "x"))]
        case .issueOpinion: return [.issueOpinion(requirements: ["x"], deadline: past)]
        case .issueDecision: return [.issueDecision(orders: ["x"], deadline: past)]
        case .reportRectification: return [.reportRectification([])]
        case .acceptRectification: return [.acceptRectification(verified: [1])]
        case .confirmExecution: return [.confirmExecution(verified: [1, 1])]
        case .notifyUnit: return [.notifyUnit(item: 1, unit: moon)]
        case .settleAccountability: return [.settleAccountability(item: 99)]
        case .sendNotice: return [.sendNotice(duty: 0, summary: "x")]
        default: return []
        }
    }

    // MARK: What always holds

    private func check(
        _ before: World, _ command: MatterCommand, _ after: World, _ where: String
    ) {
        let (old, new) = (before.matter, after.matter)
        #expect(new.version == old.version + 1, "\(`where`)")
        #expect(Rule.of(command.name).to.contains(new.phase.place), "\(`where`): \(command)")
        let numbers = Dictionary(grouping: new.documents, by: \.kind).values
        #expect(
            numbers.allSatisfy { Set($0.map(\.number)).count == $0.count }, "\(`where`)")
        if old.suspension != nil {
            let kept: Set<CommandName> = [.resume, .withdraw, .note]
            #expect(kept.contains(command.name), "\(`where`): \(command)")
            if command.name != .resume, !new.isClosed {
                #expect(new.term == old.term && new.suspension == old.suspension, "\(`where`)")
            }
        }
        if new.isClosed {
            #expect(new.openDuties.isEmpty && new.suspension == nil, "\(`where`)")
        }
        if case .decision(let decision) = new.phase { checkGround(decision, new, `where`) }
        // Settled duties stay settled, and duties are only ever added.
        for (earlier, later) in zip(old.duties, new.duties) where earlier.isSettled {
            #expect(earlier == later, "\(`where`)")
        }
        #expect(
            new.duties.map(\.number)
                == Array(1...max(1, new.duties.count)).prefix(new.duties.count)
                .map { $0 } && new.duties.count >= old.duties.count, "\(`where`)")
        #expect(
            new.phase.place != .accountability || !old.openDuties.isEmpty
                || !new.openDuties.isEmpty || old.phase.place == .accountability, "\(`where`)")
    }

    /// No decision without an opinion that was issued and not rectified, or a major finding.
    private func checkGround(_ decision: DecisionPhase, _ matter: Matter, _ where: String) {
        switch decision.ground {
        case .unrectified(let unrectified):
            #expect(matter.documents.contains(unrectified.opinion), "\(`where`)")
            #expect(unrectified.opinion.kind == .opinion, "\(`where`)")
        case .major(let major):
            #expect(matter.findings.last == major.finding, "\(`where`)")
            #expect(major.finding.majorReason == major.reason, "\(`where`)")
        }
        #expect(!decision.ground.finding.grounds.isEmpty, "\(`where`)")
    }
}
