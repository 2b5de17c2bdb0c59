import Supervision
import Testing

@testable import Machines

/// The same for disputes: one bug or more for each property, planted in the machine as a value.
@Suite struct PlantedDisputeBugTests {
    struct Bug: Sendable, CustomStringConvertible {
        var description: String
        /// The property that the bug violates.
        var property: ReachWalk.Property
        /// How many steps the shortest way to it has.
        var steps: Int
        var machine: DisputeMachine
    }

    private typealias Decide =
        @Sendable (Dispute, DisputeCommand, Int64, Context) ->
        DisputeMachine.Decision

    /// The machine whose decisions go through a change.
    private static func deciding(_ decide: @escaping Decide) -> DisputeMachine {
        var machine = DisputeMachine.served
        machine.decide = decide
        return machine
    }

    /// The machine that lacks one guard: what it refuses is decided on a dispute that meets it.
    private static func without(
        _ rule: Guard, _ meeting: @escaping @Sendable (Dispute) -> Dispute
    ) -> DisputeMachine {
        deciding { dispute, command, version, context in
            let decision = served.decide(dispute, command, version, context)
            guard case .failure(let refusal) = decision, refusal.reason == .refused(rule)
            else { return decision }
            return served.decide(meeting(dispute), command, version, context)
        }
    }

    private static func copy(
        _ dispute: Dispute, phase: DisputePhase? = nil, suspension: Suspension?
    ) -> Dispute {
        Dispute(
            id: dispute.id, version: dispute.version, filing: dispute.filing,
            supervising: dispute.supervising, phase: phase ?? dispute.phase,
            suspension: suspension)
    }

    private static let served = DisputeMachine.served

    /// The guard is missing that every party is heard (Art. 13 para. 1).
    private static let hearsNobody = without(.everyPartyHeard) { dispute in
        guard case .coordination(var coordination) = dispute.phase else { return dispute }
        coordination.hearings.append(Hearing(party: nil, position: "x"))
        return copy(dispute, phase: .coordination(coordination), suspension: dispute.suspension)
    }

    /// A hearing of one party counts for all of them.
    private static let oneHearingIsEnough: DisputeMachine = {
        var machine = served
        machine.evolve = { dispute, events, version, stamp in
            let events = events.map { event in
                guard case .heard(let hearing) = event else { return event }
                return .heard(Hearing(party: nil, position: hearing.position))
            }
            return served.evolve(dispute, events, version, stamp)
        }
        return machine
    }()

    /// The guard is missing that every part was reported (Art. 13 para. 2).
    private static let confirmsUnreported = without(.everyPartReported) { dispute in
        guard case .execution(var execution) = dispute.phase else { return dispute }
        for index in execution.parts.indices { execution.parts[index].report = "x" }
        return copy(dispute, phase: .execution(execution), suspension: dispute.suspension)
    }

    /// A report stands although it was rejected.
    private static let rejectedReportsStand: DisputeMachine = {
        var machine = served
        machine.evolve = { dispute, events, version, stamp in
            var events = events
            if case .executionRejected(let party, _, _)? = events.first {
                events.append(.executionReported(party: party, text: "x"))
            }
            return served.evolve(dispute, events, version, stamp)
        }
        return machine
    }()

    /// The guard is missing that the coordination has to have failed.
    private static let escalatesAnyTime = without(.coordinationNotFailed) { dispute in
        guard case .execution(var execution) = dispute.phase else { return dispute }
        for index in execution.parts.indices { execution.parts[index].rejections = 1 }
        return copy(dispute, phase: .execution(execution), suspension: dispute.suspension)
    }

    /// Once the deadline passed, a party that reported is escalated with the others.
    private static let escalatesWhoReported = without(.coordinationNotFailed) { dispute in
        guard case .execution(var execution) = dispute.phase, execution.term.hasPassed
        else { return dispute }
        for index in execution.parts.indices { execution.parts[index].report = nil }
        return copy(dispute, phase: .execution(execution), suspension: dispute.suspension)
    }

    /// An escalation whose matter went through a change.
    private static func opening(
        _ change: @escaping @Sendable (inout Registered) -> Void
    ) -> DisputeMachine {
        deciding { dispute, command, version, context in
            let decision = served.decide(dispute, command, version, context)
            guard case .success(let events) = decision,
                case .escalated(let party, let reason, let matter, var registered)? = events.first
            else { return decision }
            change(&registered)
            return .success([
                .escalated(party: party, reason: reason, opens: matter, registered)
            ])
        }
    }

    /// The matter that is opened does not name the dispute.
    private static let linksOneWay = opening { $0.registration.escalation = nil }

    /// The matter that is opened is about the supervisor.
    private static let accusesAnother = opening {
        $0.registration.supervised = $0.supervising
    }

    /// The dispute closes as escalated, and the entry opens no matter.
    private static let opensNothing: DisputeMachine = {
        var machine = deciding { dispute, command, version, context in
            let decision = served.decide(dispute, command, version, context)
            guard case .escalate(_, let reason) = command, case .success = decision
            else { return decision }
            return .success([.withdrawn(reason: reason)])
        }
        machine.evolve = { dispute, events, version, stamp in
            let next = served.evolve(dispute, events, version, stamp)
            // An execution cannot be withdrawn, so that this is the planted decision.
            guard case .withdrawn? = events.first, let opinion = dispute.opinion
            else { return next }
            let closing = DisputeClosing(
                outcome: .escalated(party: dispute.parties[0], matter: DisputeSituation.opened),
                reason: "x", at: stamp.at, opinion: opinion)
            return copy(next, phase: .closed(closing), suspension: nil)
        }
        return machine
    }()

    /// Documents are numbered without a look at those that were.
    private static let numbersFromOne = deciding { dispute, command, version, context in
        var context = context
        context.numbers = DocumentNumbers()
        return served.decide(dispute, command, version, context)
    }

    /// The guard is missing that a suspended dispute does nothing.
    private static let goesOnSuspended = deciding { dispute, command, version, context in
        let decision = served.decide(dispute, command, version, context)
        guard case .failure(let refusal) = decision, refusal.reason == .notInPhase,
            dispute.suspension != nil
        else { return decision }
        return served.decide(copy(dispute, suspension: nil), command, version, context)
    }

    /// The clock does not stand still with a suspended dispute.
    private static let clockGoesOn: DisputeMachine = {
        var machine = served
        machine.deadlineToWatch = { served.deadlineToWatch(copy($0, suspension: nil)) }
        return machine
    }()

    /// The clock raises the version, so that a deadline turns commands into conflicts.
    private static let clockCounts: DisputeMachine = {
        var machine = served
        machine.evolve = { dispute, events, version, stamp in
            served.evolve(
                dispute, events, stamp.by == Stamp.server ? version + 1 : version, stamp)
        }
        return machine
    }()

    /// A dispute can be returned when the coordination has begun.
    private static let returnsLate = deciding { dispute, command, version, context in
        guard case .return(let reason) = command, dispute.phase.place == .coordination
        else { return served.decide(dispute, command, version, context) }
        return .success([.returned(reason: reason)])
    }

    /// What is suspended is never resumed. Before the opinion it can still be withdrawn.
    private static let neverResumes = deciding { dispute, command, version, context in
        guard command.name != .resume else {
            return .failure(Refusal(.notInPhase, .procedure))
        }
        return served.decide(dispute, command, version, context)
    }

    static let bugs = [
        Bug(
            description: "opinions without a hearing",
            property: .heard, steps: 2, machine: hearsNobody),
        Bug(
            description: "one hearing is enough",
            property: .heard, steps: 3, machine: oneHearingIsEnough),
        Bug(
            description: "parts that nobody reported are confirmed",
            property: .reported, steps: 4, machine: confirmsUnreported),
        Bug(
            description: "rejected reports stand",
            property: .reported, steps: 7, machine: rejectedReportsStand),
        Bug(
            description: "escalation at any time",
            property: .escalation, steps: 4, machine: escalatesAnyTime),
        Bug(
            description: "who reported is escalated with the others",
            property: .escalation, steps: 6, machine: escalatesWhoReported),
        Bug(
            description: "the opened matter does not name the dispute",
            property: .escalation, steps: 5, machine: linksOneWay),
        Bug(
            description: "the opened matter is about another organ",
            property: .escalation, steps: 5, machine: accusesAnother),
        Bug(
            description: "an escalation opens nothing",
            property: .escalation, steps: 5, machine: opensNothing),
        Bug(
            description: "numbers always begin with 1",
            property: .numbers, steps: 3, machine: numbersFromOne),
        Bug(
            description: "suspended disputes go on",
            property: .suspension, steps: 2, machine: goesOnSuspended),
        Bug(
            description: "deadlines pass while suspended",
            property: .suspension, steps: 3, machine: clockGoesOn),
        Bug(
            description: "the clock counts as a command",
            property: .clock, steps: 2, machine: clockCounts),
        Bug(
            description: "a coordination is returned",
            property: .table, steps: 2, machine: returnsLate),
        Bug(
            description: "no dispute is resumed",
            property: .deadEnd, steps: 4, machine: neverResumes),
    ]

    @Test(arguments: bugs)
    func isFound(_ bug: Bug) throws {
        let walk = try ReachWalk.dispute(
            bug.machine, fixtures: [.departments], stopsAtViolation: true)
        let found = try #require(walk.violations.first)
        print("\(bug): \(found.way.joined(separator: ", "))")
        #expect(found.property == bug.property.rawValue)
        #expect(found.way.count == bug.steps, "the walk shows the shortest way")
    }

    /// Every property has a bug that violates it.
    @Test func everyPropertyHasItsBug() {
        #expect(Set(Self.bugs.map(\.property)) == Set(ReachWalk.Property.ofDisputes))
    }

    /// The walk through the cells finds a refusal without a basis, one that cites what the
    /// Measures do not have, a command that is allowed nowhere, and a rule that is never met.
    @Test func cellsWithoutBasisAreFound() throws {
        let machine = Self.deciding { dispute, command, version, context in
            let decision = Self.served.decide(dispute, command, version, context)
            if command.name == .settle { return .failure(Refusal(.notInPhase, .procedure)) }
            guard case .failure(let refusal) = decision else { return decision }
            switch refusal.reason {
            case .refused(.everyPartyHeard): return .failure(Refusal(refusal.reason, .procedure))
            case .refused(.everyPartReported):
                return .failure(Refusal(refusal.reason, .law(13, 3)))
            case .refused(.reportToReject): return .failure(Refusal(.notInPhase, .procedure))
            default: return decision
            }
        }
        let tally = try CellWalk.dispute(machine)
        #expect(
            Set(tally.faults) == [
                .withoutBasis(
                    command: "dispute.issueOpinion", reason: "REFUSED everyPartyHeard",
                    .procedure),
                .withoutBasis(
                    command: "dispute.confirmExecution", reason: "REFUSED everyPartReported",
                    .law(13, 3)),
                .allowedNowhere(command: "dispute.settle"),
                .refusesNowhere(reason: "REFUSED reportToReject"),
            ])
    }

    /// It also finds what is accepted off the table, while suspended, or under another name.
    @Test func cellsOffTheTableAreFound() throws {
        let late = try CellWalk.dispute(Self.returnsLate)
        #expect(
            late.faults.contains(
                .offTheTable(command: "dispute.return", from: "coordination", to: "closed")))
        let suspended = try CellWalk.dispute(Self.goesOnSuspended)
        #expect(suspended.faults.contains(.acceptedWhileSuspended(command: "dispute.hear")))
        let silent = try CellWalk.dispute(
            Self.deciding { dispute, command, version, context in
                let decision = Self.served.decide(dispute, command, version, context)
                guard case .hear = command, case .success = decision else { return decision }
                return .success([.noted(text: "x")])
            })
        #expect(silent.faults == [.untold(command: "dispute.hear")])
    }
}
