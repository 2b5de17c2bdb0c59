package import Supervision

/// The walk through every cell of a machine: phase × step × command × role × state of the
/// deadline, suspended and not. In each cell every person of that role tries every form of the
/// command on every matter that stands there.
package enum CellWalk {
    /// - Throws: a refusal on the way to a state, which only another machine can give.
    package static func supervision(
        _ machine: MatterMachine = .served
    ) throws(Refusal) -> CellTally {
        var tally = CellTally()
        walk(try Routes.everywhere(), TableRow.supervision, machine, &tally)
        begin(CommandName.register.rawValue, Registrations.all, &tally) { registration, context in
            var context = context
            context.duplicates = registration.duplicates
            do throws(Refusal) {
                _ = try Matter.register(registration.request, in: context)
                return nil
            } catch {
                return error
            }
        }
        tally.finish(
            commands: TableRow.supervision.map(\.command),
            reasons: Guard.ofMatters.map { Refusal.label($0) })
        return tally
    }

    /// - Throws: a refusal on the way to a state, which only another machine can give.
    package static func dispute(
        _ machine: DisputeMachine = .served
    ) throws(Refusal) -> CellTally {
        var tally = CellTally()
        walk(try DisputeRoutes.everywhere(), TableRow.dispute, machine, &tally)
        begin(DisputeCommandName.file.rawValue, DisputeProbes.filings, &tally) { request, context in
            do throws(Refusal) {
                _ = try Dispute.file(request, in: context)
                return nil
            } catch {
                return error
            }
        }
        tally.finish(
            commands: TableRow.dispute.map(\.command),
            reasons: Guard.ofDisputes.map { Refusal.label($0) })
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

        func cell(_ command: String, _ role: Role) -> Cell {
            Cell(
                place: place.name, clock: clock, isSuspended: isSuspended, command: command,
                role: role)
        }
    }

    private static func walk<Subject: Standpoint>(
        _ subjects: [Subject], _ table: [TableRow], _ machine: Subject.Walked,
        _ tally: inout CellTally
    ) {
        let states = Dictionary(grouping: subjects) {
            State(place: $0.place, clock: $0.clock, isSuspended: $0.isSuspended)
        }
        for (state, subjects) in states.sorted(by: { $0.key < $1.key }) {
            // A command without a place to start from has no matter yet.
            for row in table where !row.from.isEmpty {
                walk(state, row, subjects, machine, &tally)
            }
        }
    }

    /// The cells of one command in one state.
    private static func walk<Subject: Standpoint>(
        _ state: State, _ row: TableRow, _ subjects: [Subject], _ machine: Subject.Walked,
        _ tally: inout CellTally
    ) {
        var outcomes: [Role: CellTally.Outcomes] = [:]
        for subject in subjects {
            let probes = subject.probes(row.command)
            for person in Stage.persons {
                for probe in probes {
                    switch subject.decide(probe, by: person, machine) {
                    case .success(let events):
                        note(nil, person, &outcomes)
                        check(events, row, subject, person, machine, &tally)
                    case .failure(let refusal):
                        note(refusal, person, &outcomes)
                        check(refusal, row.command, &tally)
                    }
                }
            }
        }
        for role in Role.allCases {
            tally.add(outcomes[role] ?? CellTally.Outcomes(), to: state.cell(row.command, role))
        }
    }

    private static func note(
        _ refusal: Refusal?, _ person: Principal, _ outcomes: inout [Role: CellTally.Outcomes]
    ) {
        for role in person.roles.list {
            if let refusal {
                outcomes[role, default: CellTally.Outcomes()].refused[refusal.label, default: 0] +=
                    1
            } else {
                outcomes[role, default: CellTally.Outcomes()].accepted += 1
            }
        }
    }

    private static func check(
        _ refusal: Refusal, _ command: String, _ tally: inout CellTally
    ) {
        if !refusal.hasBasis(for: command) {
            tally.note(
                .withoutBasis(command: command, reason: refusal.label, refusal.basis))
        }
    }

    /// What is accepted keeps to its row of the table.
    private static func check<Subject: Standpoint>(
        _ events: [Subject.Event], _ row: TableRow, _ subject: Subject, _ person: Principal,
        _ machine: Subject.Walked, _ tally: inout CellTally
    ) {
        let from = subject.place
        let to = subject.after(events, by: person.id, machine).place
        tally.note(CellTally.Passage(command: row.command, from: from.name, to: to.name))
        if !row.from.contains(from) || !row.to.contains(to) {
            tally.note(.offTheTable(command: row.command, from: from.name, to: to.name))
        }
        if subject.isSuspended, !row.whileSuspended {
            tally.note(.acceptedWhileSuspended(command: row.command))
        }
        if subject.command(of: events) != row.command { tally.note(.untold(command: row.command)) }
    }

    /// The cells of the command that begins a matter, which has no matter to be tried on.
    private static func begin<Form>(
        _ command: String, _ forms: [Form], _ tally: inout CellTally,
        attempt: (Form, Context) -> Refusal?
    ) {
        var outcomes: [Role: CellTally.Outcomes] = [:]
        for form in forms {
            for person in Stage.persons {
                let context = Context(
                    house: Stage.house(Policy()), now: Stage.start, actor: person,
                    numbers: DocumentNumbers())
                let refusal = attempt(form, context)
                note(refusal, person, &outcomes)
                if let refusal { check(refusal, command, &tally) }
            }
        }
        for role in Role.allCases {
            tally.add(
                outcomes[role] ?? CellTally.Outcomes(),
                to: Cell(
                    place: "", clock: .none, isSuspended: false, command: command, role: role))
        }
    }
}

/// A matter of either machine as it stands somewhere, with what surrounds it.
protocol Standpoint {
    associatedtype Walked
    associatedtype Probe
    associatedtype Event

    var place: Place { get }
    var clock: Clock { get }
    var isSuspended: Bool { get }
    /// The forms in which a command of that name is tried.
    func probes(_ command: String) -> [Probe]
    func decide(
        _ probe: Probe, by person: Principal, _ machine: Walked
    ) -> Result<[Event], Refusal>
    /// The same after an entry of that person.
    func after(_ events: [Event], by person: PersonID, _ machine: Walked) -> Self
    /// The command that an entry here tells by its events.
    func command(of events: [Event]) -> String?
}

extension Situation: Standpoint {
    var place: Place { matter.phase.place }
    var clock: Clock { Clock(matter.term) }
    var isSuspended: Bool { matter.suspension != nil }

    func probes(_ command: String) -> [Probe] {
        CommandName(rawValue: command).map { Probe.all($0, for: self) } ?? []
    }

    func decide(
        _ probe: Probe, by person: Principal, _ machine: MatterMachine
    ) -> MatterMachine.Decision {
        var context = context(for: person)
        if let target = probe.mergeTarget { context.mergeTarget = target }
        context.duplicates = probe.duplicates
        return machine.decide(matter, probe.command, matter.version + probe.versionOff, context)
    }

    func command(of events: [MatterEvent]) -> String? {
        events.first?.command(from: place)?.rawValue
    }
}

extension DisputeSituation: Standpoint {
    var place: Place { dispute.phase.place }
    var clock: Clock { Clock(dispute.term) }
    var isSuspended: Bool { dispute.suspension != nil }

    func probes(_ command: String) -> [DisputeProbes.Probe] {
        DisputeCommandName(rawValue: command).map { DisputeProbes.all($0, for: self) } ?? []
    }

    func decide(
        _ probe: DisputeProbes.Probe, by person: Principal, _ machine: DisputeMachine
    ) -> DisputeMachine.Decision {
        machine.decide(
            dispute, probe.command, dispute.version + probe.versionOff, context(for: person))
    }

    func command(of events: [DisputeEvent]) -> String? { events.first?.command?.rawValue }
}
