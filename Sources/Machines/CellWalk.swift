package import Supervision

/// The walk through every cell of the machine of supervision matters: phase × step × command ×
/// role × state of the deadline, suspended and not. In each cell every person of that role tries
/// every form of the command on every matter that stands there.
package enum CellWalk {
    /// - Throws: a refusal on the way to a state, which only another machine can give.
    package static func supervision(
        _ machine: MatterMachine = .served
    ) throws(Refusal) -> CellTally {
        var tally = CellTally()
        let states = Dictionary(grouping: try Routes.everywhere()) { situation in
            State(
                place: situation.matter.phase.place, clock: Clock(situation.matter),
                isSuspended: situation.matter.suspension != nil)
        }
        for (state, situations) in states.sorted(by: { $0.key < $1.key }) {
            for name in CommandName.allCases where name != .register {
                walk(state, name, situations, machine, &tally)
            }
        }
        register(&tally)
        tally.finish(
            commands: Rule.table.map(\.command.rawValue),
            reasons: Guard.ofMatters.map { Refusal.label($0) })
        return tally
    }

    private struct State: Hashable, Comparable {
        var place: Place
        var clock: Clock
        var isSuspended: Bool

        private var rank: [Int] {
            [
                Int(place.rawValue), Clock.allCases.firstIndex(of: clock) ?? 0,
                isSuspended ? 1 : 0,
            ]
        }

        static func < (a: State, b: State) -> Bool { a.rank.lexicographicallyPrecedes(b.rank) }

        func cell(_ name: CommandName, _ role: Role) -> Cell {
            Cell(
                place: place.name, clock: clock, isSuspended: isSuspended,
                command: name.rawValue, role: role)
        }
    }

    /// The cells of one command in one state.
    private static func walk(
        _ state: State, _ name: CommandName, _ situations: [Situation], _ machine: MatterMachine,
        _ tally: inout CellTally
    ) {
        var outcomes: [Role: CellTally.Outcomes] = [:]
        for situation in situations {
            let probes = Probe.all(name, for: situation)
            for person in Stage.persons {
                var context = situation.context(for: person)
                let standard = context.mergeTarget
                for probe in probes {
                    context.mergeTarget = probe.mergeTarget ?? standard
                    context.duplicates = probe.duplicates
                    let decision = machine.decide(
                        situation.matter, probe.command,
                        situation.matter.version + probe.versionOff, context)
                    note(decision, name, person, &outcomes)
                    check(decision, probe.command, situation, person, machine, &tally)
                }
            }
        }
        for role in Role.allCases {
            tally.add(outcomes[role] ?? CellTally.Outcomes(), to: state.cell(name, role))
        }
    }

    private static func note(
        _ decision: MatterMachine.Decision, _ name: CommandName, _ person: Principal,
        _ outcomes: inout [Role: CellTally.Outcomes]
    ) {
        for role in person.roles.list {
            switch decision {
            case .success: outcomes[role, default: CellTally.Outcomes()].accepted += 1
            case .failure(let refusal):
                outcomes[role, default: CellTally.Outcomes()].refused[refusal.label, default: 0] +=
                    1
            }
        }
    }

    /// A refusal has a basis; what is accepted keeps to its row of the table.
    private static func check(
        _ decision: MatterMachine.Decision, _ command: MatterCommand, _ situation: Situation,
        _ person: Principal, _ machine: MatterMachine, _ tally: inout CellTally
    ) {
        let rule = Rule.of(command.name)
        let (matter, name) = (situation.matter, command.name.rawValue)
        switch decision {
        case .failure(let refusal):
            if !refusal.hasBasis(for: command.name) {
                tally.note(.withoutBasis(command: name, reason: refusal.label, refusal.basis))
            }
        case .success(let events):
            let place = matter.phase.place
            let after = situation.after(events, by: person.id, machine).matter
            tally.note(
                CellTally.Passage(
                    command: name, from: place.name, to: after.phase.place.name))
            if !rule.from.contains(place) || !rule.to.contains(after.phase.place) {
                tally.note(
                    .offTheTable(command: name, from: place.name, to: after.phase.place.name))
            }
            if matter.suspension != nil, !rule.whileSuspended {
                tally.note(.acceptedWhileSuspended(command: name))
            }
            if events.first?.command(from: place) != command.name {
                tally.note(.untold(command: name))
            }
        }
    }

    private static func register(_ tally: inout CellTally) {
        var outcomes: [Role: CellTally.Outcomes] = [:]
        for (request, duplicates) in Registrations.all {
            for person in Stage.persons {
                let context = Context(
                    house: Stage.house(Policy()), now: Stage.start, actor: person,
                    numbers: DocumentNumbers(), duplicates: duplicates)
                let decision: MatterMachine.Decision
                do throws(Refusal) {
                    decision = .success(try Matter.register(request, in: context))
                } catch {
                    decision = .failure(error)
                }
                note(decision, .register, person, &outcomes)
                if case .failure(let refusal) = decision, !refusal.hasBasis(for: .register) {
                    tally.note(
                        .withoutBasis(
                            command: CommandName.register.rawValue, reason: refusal.label,
                            refusal.basis))
                }
            }
        }
        for role in Role.allCases {
            tally.add(
                outcomes[role] ?? CellTally.Outcomes(),
                to: Cell(
                    place: "", clock: .none, isSuspended: false,
                    command: CommandName.register.rawValue, role: role))
        }
    }
}
