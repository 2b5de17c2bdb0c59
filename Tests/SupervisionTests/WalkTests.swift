import Supervision
import Testing

/// The whole set of place, command, person and state of the deadline: each cell is either accepted
/// or refused with a reason and a basis, and both agree with a second reading of the table.
@Suite struct WalkTests {
    enum Clock: String, CaseIterable { case none, running, passed, suspended }

    struct State {
        let fixture: Fixture
        let clock: Clock
        let world: World
        var place: Place { world.matter.phase.place }
    }

    /// Every place in every state of the deadline that it can have, for every fixture.
    static func states() throws -> [State] {
        var states: [State] = []
        for fixture in Fixture.allCases {
            for place in Place.each {
                // What is laden with open duties is never closed.
                if fixture == .laden, place == .closed { continue }
                for limit in [nil, Period.workingDays(10)] {
                    let fresh = try given(
                        place, fixture, acceptWithin: limit, investigateWithin: limit)
                    let hasDeadline = fresh.matter.term != nil
                    // House rules make a difference only where nothing else sets a deadline.
                    if limit != nil, ![.complaint, .investigation].contains(place) { continue }
                    states.append(
                        State(
                            fixture: fixture, clock: hasDeadline ? .running : .none, world: fresh))
                    if hasDeadline { states.append(passed(fresh, fixture, place)) }
                    if place == .closed { continue }
                    let suspended = try fresh.given(
                        (.suspend(reason: "x"), by: fixture.acting + ".signatory"))
                    states.append(
                        State(
                            fixture: fixture, clock: .suspended, world: suspended.later(days: 40)))
                }
            }
        }
        return states + (try further())
    }

    /// What the table asks beyond a place: a measure taken, every duty settled.
    private static func further() throws -> [State] {
        var states: [State] = []
        for fixture in Fixture.allCases {
            let measured = try Acceptance.measured(fixture)
            states.append(State(fixture: fixture, clock: .none, world: measured))
            if fixture == .laden { continue }
            let settled = try given(.accountability, fixture).given(
                (.dismissAccountability(item: 1, reason: "x"), by: fixture.acting + ".signatory"))
            states.append(State(fixture: fixture, clock: .none, world: settled))
        }
        return states
    }

    /// A report that came late stands in a place whose own deadline has passed.
    private static func passed(_ fresh: World, _ fixture: Fixture, _ place: Place) -> State {
        var world = fresh
        let respondent = fixture.rawValue + ".respondent"
        do {
            if place == .underReview {
                world = try given(.awaitingReport, fixture).later(days: 40)
                    .given((.reportRectification(Words.reports), by: respondent))
            } else if place == .executionReported {
                world = try given(.inForce, fixture).later(days: 40)
                    .given((.reportExecution(Words.reports), by: respondent))
            } else {
                world.advance(days: 40)
            }
        } catch { Issue.record("\(error)") }
        #expect(world.matter.isOverdue && world.matter.phase.place == place)
        return State(fixture: fixture, clock: .passed, world: world)
    }

    static let names = CommandName.allCases.filter { $0 != .register }

    private static func label(_ refusal: Refusal) -> String {
        switch refusal.reason {
        case .refused(let rule): "refused.\(rule.rawValue)"
        case .notFound: "notFound"
        case .notAuthorised: "notAuthorised"
        case .notInPhase: "notInPhase"
        case .versionConflict: "versionConflict"
        case .notCompetent: "notCompetent"
        case .duplicateMatter: "duplicateMatter"
        }
    }

    @Test func everyCell() throws {
        var tally: [String: Int] = [:]
        var accepted: Set<CommandName> = []
        var clocks: [Clock: Set<Place>] = [:]
        let states = try Self.states()
        for state in states {
            clocks[state.clock, default: []].insert(state.place)
            for name in Self.names {
                for command in wellFormed(name, for: state.world) {
                    for person in Cast.persons {
                        let result = state.world.decide(command, by: person)
                        check(result, command, person, state)
                        switch result {
                        case .success:
                            accepted.insert(name)
                            tally["accepted", default: 0] += 1
                        case .failure(let refusal): tally[Self.label(refusal), default: 0] += 1
                        }
                    }
                }
            }
        }
        let cells = tally.values.reduce(0, +)
        print("\(cells) cells: \(states.count) states, \(Cast.persons.count) persons")
        for (reason, count) in tally.sorted(by: { $0.key < $1.key }) { print(count, reason) }
        #expect(Set(Self.names).subtracting(accepted).isEmpty)
        #expect(
            clocks[.none] == [
                .complaint, .investigation, .opinion, .decisionDue,
                .accountability, .closed,
            ])
        #expect(clocks[.running] == clocks[.passed] && clocks[.running]?.count == 6)
        #expect(clocks[.suspended]?.count == 9)
    }

    /// Whether the command is about a duty that is not there, or of which the person must not
    /// learn: one of another participant, or, for the supervised organ, one about a supervisor.
    private func isHidden(
        _ command: MatterCommand, from person: Principal, _ state: State
    ) -> Bool {
        let number: Int
        switch command {
        case .provideAssistance(let duty, _), .sendNotice(let duty, _): number = duty
        case .notifyUnit(let item, _), .recordOfficerMeasure(let item, _),
            .referAccountability(let item, _, _), .recordOutcome(let item, _),
            .settleAccountability(let item), .dismissAccountability(let item, _):
            number = item
        default: return false
        }
        let matter = state.world.matter
        let audience = matter.audience(of: person, in: Cast.roster)
        guard let audience else { return false }
        guard matter.duties.contains(where: { $0.number == number }) else { return true }
        switch audience {
        case .full: return false
        case .supervised: return matter.item(number)?.kind == .supervisor
        case .participant(let duties): return !duties.contains(number)
        }
    }

    private func check(
        _ result: Result<[MatterEvent], Refusal>, _ command: MatterCommand, _ person: Principal,
        _ state: State
    ) {
        let row = TableOracle.of(command.name)
        let may = TableOracle.mayGive(command, person, in: state.world.matter)
        let isThere = row.from.contains(state.place.name)
        let stands = state.clock == .suspended ? row.whileSuspended : command.name != .resume
        // Called only for a cell that fails.
        func cell() -> Comment {
            "\(state.fixture) \(state.place.name) \(state.clock) \(command) \(person.id): \(result)"
        }
        switch result {
        case .success(let events):
            var after = state.world
            after.record(events, by: person.id)
            let place = after.matter.phase.place
            #expect(may == true && isThere && stands && !events.isEmpty, cell())
            #expect(
                row.to.contains(place.name) && Rule.of(command.name).to.contains(place), cell())
        case .failure(let refusal):
            switch may {
            case nil: if case .notFound = refusal.reason {} else { Issue.record(cell()) }
            case _ where isHidden(command, from: person, state):
                if case .notFound = refusal.reason {} else { Issue.record(cell()) }
            case false?:
                #expect(refusal.reason == .notAuthorised, cell())
                if !whoIsTrue(refusal, command, state) { Issue.record(cell()) }
            case true?:
                #expect(refusal.reason != .notAuthorised, cell())
                if !isThere || !stands {
                    #expect(refusal.reason == .notInPhase && refusal.basis == .procedure, cell())
                }
            }
            if case .refused(let rule) = refusal.reason, rule != .dutiesSettled {
                #expect(refusal.basis == rule.basis, cell())
            }
        }
    }

    /// A refusal for want of authority rests on law, but for a mere note, and names somebody;
    /// whoever it names is not refused for the same reason.
    private func whoIsTrue(
        _ refusal: Refusal, _ command: MatterCommand, _ state: State
    ) -> Bool {
        let isLaw = if case .law = refusal.basis { true } else { command.name == .note }
        guard isLaw, let who = refusal.who, !who.roles.isEmpty else { return false }
        // Nobody assists in a duty that is no request, nor disciplines a supervisor as a unit.
        let isNobody = [.provideAssistance, .recordOfficerMeasure].contains(command.name)
        guard !who.organs.isEmpty || isNobody else { return false }
        return who.roles.allSatisfy { role in
            who.organs.allSatisfy { organ in
                let named = refusal.missing.first ?? "\(organ.text).\(role.rawValue)"
                let other = state.world.decide(command, by: Cast.person(named))
                guard case .failure(let second) = other, second.reason == .notAuthorised else {
                    return true
                }
                // Not every investigator is on the matter: the second refusal says who is.
                return refusal.missing.isEmpty && !second.missing.isEmpty
            }
        }
    }

    /// The table of the program against the one transcribed for these tests.
    @Test func theTableTwice() {
        for rule in Rule.table {
            let row = TableOracle.of(rule.command)
            let from = Place.each.filter { rule.from.contains($0) }.map(\.name)
            let to = Place.each.filter { rule.to.contains($0) }.map(\.name)
            #expect(Set(from) == Set(row.from), "\(rule.command)")
            #expect(Set(to) == Set(row.to), "\(rule.command)")
            #expect(rule.whileSuspended == row.whileSuspended, "\(rule.command)")
        }
        #expect(Rule.table.map(\.command) == CommandName.allCases)
        #expect(Place.each.allSatisfy { Place(name: $0.name) == $0 })
    }

    /// What a person is told to be allowed is what well-formed commands find allowed. Only the
    /// number of an item is not looked at: who oversees nothing but an item about a supervisor is
    /// told also what could be done if it were about an officer.
    @Test func allowedAgreesWithDecide() throws {
        var (agreed, told) = (0, Set<String>())
        for state in try Self.states() {
            for person in Cast.persons {
                let allowed = state.world.matter.allowed(in: state.world.context(for: person))
                for name in Self.names {
                    let commands = wellFormed(name, for: state.world)
                    if commands.isEmpty { continue }
                    let isAccepted = commands.contains {
                        if case .success = state.world.decide($0, by: person) {
                            true
                        } else {
                            false
                        }
                    }
                    if isAccepted == allowed.contains(name) {
                        agreed += 1
                    } else if !isAccepted, TableOracle.of(name).side == .item {
                        told.insert("\(name) \(person.id)")
                    } else {
                        Issue.record("\(state.fixture) \(state.place.name) \(name) \(person.id)")
                    }
                }
            }
        }
        print("\(agreed) answers of allowed(in:) agree")
        #expect(
            told == [
                "notifyUnit bj-justice.clerk", "settleAccountability bj-justice.investigator",
            ])
    }
}
