import Supervision
import Testing

@testable import Machines

/// A walk that finds nothing proves something only if it would have found it. Each bug here is
/// planted in the machine as a value, one for each property, and has to be found.
@Suite struct PlantedBugTests {
    struct Bug: Sendable, CustomStringConvertible {
        var description: String
        /// The property that the bug violates.
        var property: ReachWalk.Property
        /// How many steps the shortest way to it has.
        var steps: Int
        var fixture = Fixture.plain
        var machine: MatterMachine
    }

    private typealias Decide =
        @Sendable (Matter, MatterCommand, Int64, Context) ->
        MatterMachine.Decision

    /// The machine whose decisions go through a change.
    private static func deciding(_ decide: @escaping Decide) -> MatterMachine {
        var machine = MatterMachine.served
        machine.decide = decide
        return machine
    }

    private static func copy(
        _ matter: Matter, version: Int64? = nil, phase: Phase? = nil, suspension: Suspension?
    ) -> Matter {
        Matter(
            id: matter.id, version: version ?? matter.version, registration: matter.registration,
            supervising: matter.supervising, competence: matter.competence,
            secrecy: matter.secrecy, phase: phase ?? matter.phase, duties: matter.duties,
            suspension: suspension, findings: matter.findings, documents: matter.documents)
    }

    private static let served = MatterMachine.served

    /// The guard is missing that an opinion has to have failed (Art. 14 para. 1).
    private static let failsAnyTime = deciding { matter, command, version, context in
        let decision = served.decide(matter, command, version, context)
        guard case .failRectification(let reason) = command,
            case .failure(let refusal) = decision,
            refusal.reason == .refused(.rectificationNotFailed)
        else { return decision }
        return .success([.rectificationFailed(reason: reason)])
    }

    /// The guard is missing that only major problems lead straight to a decision.
    private static let anythingIsMajor = deciding { matter, command, version, context in
        let decision = served.decide(matter, command, version, context)
        guard case .success(let events) = decision,
            case .problemsFound(let facts, let grounds)? = events.first
        else { return decision }
        return .success([.majorProblemsFound(facts: facts, grounds: grounds, reason: "x")])
    }

    /// The guard is missing that duties are settled before a matter closes (Art. 3).
    private static let closesAnyway: MatterMachine = {
        var machine = deciding { matter, command, version, context in
            let decision = served.decide(matter, command, version, context)
            guard case .failure(let refusal) = decision, command == .close,
                refusal.reason == .refused(.dutiesSettled)
            else { return decision }
            return .success([.closed])
        }
        machine.evolve = { matter, events, version, stamp in
            guard case .accountability(let last) = matter.phase, events == [.closed],
                !matter.openDuties.isEmpty
            else { return served.evolve(matter, events, version, stamp) }
            let closing = Closing(
                outcome: .main(last.result), reason: nil, at: stamp.at,
                investigators: matter.investigators)
            return copy(
                matter, version: version, phase: .closed(closing), suspension: matter.suspension)
        }
        return machine
    }()

    /// Documents are numbered without a look at those that were.
    private static let numbersFromOne = deciding { matter, command, version, context in
        var context = context
        context.numbers = DocumentNumbers()
        return served.decide(matter, command, version, context)
    }

    /// The guard is missing that a suspended matter does nothing.
    private static let goesOnSuspended = deciding { matter, command, version, context in
        let decision = served.decide(matter, command, version, context)
        guard case .failure(let refusal) = decision, refusal.reason == .notInPhase,
            matter.suspension != nil
        else { return decision }
        return served.decide(copy(matter, suspension: nil), command, version, context)
    }

    /// The clock does not stand still with a suspended matter.
    private static let clockGoesOn: MatterMachine = {
        var machine = served
        machine.deadlineToWatch = { served.deadlineToWatch(copy($0, suspension: nil)) }
        return machine
    }()

    /// The clock raises the version, so that a deadline turns commands into conflicts.
    private static let clockCounts: MatterMachine = {
        var machine = served
        machine.evolve = { matter, events, version, stamp in
            served.evolve(matter, events, stamp.by == Stamp.server ? version + 1 : version, stamp)
        }
        return machine
    }()

    /// What was referred to another authority is never heard of again.
    private static let noOutcome = deciding { matter, command, version, context in
        guard command.name != .recordOutcome else {
            return .failure(Refusal(.notInPhase, .procedure))
        }
        return served.decide(matter, command, version, context)
    }

    /// An investigation can be declined like a complaint.
    private static let declinesLate = deciding { matter, command, version, context in
        let decision = served.decide(matter, command, version, context)
        guard case .decline(let reason) = command, matter.phase.place == .investigation,
            matter.openDuties.isEmpty
        else { return decision }
        return .success([.declined(reason: reason)])
    }

    static let bugs = [
        Bug(
            description: "rectification fails at any time",
            property: .ground, steps: 5, machine: failsAnyTime),
        Bug(
            description: "ordinary problems count as major",
            property: .ground, steps: 3, machine: anythingIsMajor),
        Bug(
            description: "matters close with open duties",
            property: .duties, steps: 5, machine: closesAnyway),
        Bug(
            description: "numbers always begin with 1",
            property: .numbers, steps: 4, machine: numbersFromOne),
        Bug(
            description: "suspended matters go on",
            property: .suspension, steps: 2, machine: goesOnSuspended),
        Bug(
            description: "deadlines pass while suspended",
            property: .suspension, steps: 2, machine: clockGoesOn),
        Bug(
            description: "the clock counts as a command",
            property: .clock, steps: 1, machine: clockCounts),
        Bug(
            description: "investigations are declined",
            property: .table, steps: 2, machine: declinesLate),
        Bug(
            description: "no outcome is recorded", property: .deadEnd, steps: 3,
            fixture: .laden, machine: noOutcome),
    ]

    @Test(arguments: bugs)
    func isFound(_ bug: Bug) throws {
        let walk = try ReachWalk.supervision(
            bug.machine, fixtures: [bug.fixture], dutiesMax: 1, stopsAtViolation: true)
        let found = try #require(walk.violations.first)
        print("\(bug): \(found.way.joined(separator: ", "))")
        #expect(found.property == bug.property.rawValue)
        #expect(found.way.count == bug.steps, "the walk shows the shortest way")
    }

    /// Every property has a bug that violates it.
    @Test func everyPropertyHasItsBug() {
        #expect(Set(Self.bugs.map(\.property)) == Set(ReachWalk.Property.ofMatters))
    }

    /// The walk through the cells finds a refusal without a basis, one that cites what the
    /// Measures do not have, a command that is allowed nowhere, and a rule that never holds.
    @Test func cellsWithoutBasisAreFound() throws {
        let machine = Self.deciding { matter, command, version, context in
            let decision = Self.served.decide(matter, command, version, context)
            if command.name == .commend { return .failure(Refusal(.notInPhase, .procedure)) }
            guard case .failure(let refusal) = decision else { return decision }
            switch refusal.reason {
            case .refused(.groundsNamed): return .failure(Refusal(refusal.reason, .procedure))
            case .refused(.measureTaken): return .failure(Refusal(refusal.reason, .law(11, 3)))
            case .refused(.severityNamed):
                return .failure(Refusal(refusal.reason, .policy("severity")))
            default: return decision
            }
        }
        let tally = try CellWalk.supervision(machine)
        #expect(
            Set(tally.faults) == [
                .withoutBasis(
                    command: "investigation.conclude", reason: "REFUSED groundsNamed", .procedure),
                .withoutBasis(
                    command: "investigation.conclude", reason: "REFUSED measureTaken",
                    .law(11, 3)),
                .withoutBasis(
                    command: "investigation.conclude", reason: "REFUSED severityNamed",
                    .policy("severity")),
                .allowedNowhere(command: "matter.commend"),
                .refusesNowhere(reason: "REFUSED someoneToCommend"),
            ])
    }

    /// On a graph that one can see through.
    @Test func explorationOfASmallGraph() {
        // 0 → 1 → 3 (end); 0 → 2 → 4 → 2, from which no way leads out.
        let arrows = [0: [1, 2], 1: [3, 1], 2: [4], 3: [], 4: [2]]
        let walk = Exploration(from: [0], key: { $0 }, isEnd: { $0 == 3 }) { state in
            arrows[state, default: []].map { target in
                Exploration.Move(
                    label: "\(state)\(target)", state: target,
                    violated: target == 4 ? ["no four"] : [])
            }
        }
        #expect(walk.states == 5 && walk.ends == 1 && walk.transitions == 6 && walk.depth == 2)
        #expect(
            walk.violations == [
                Exploration.Violation(property: "no four", way: ["02", "24"]),
                Exploration.Violation(property: Exploration.deadEnd, way: ["02"]),
            ])
    }
}
