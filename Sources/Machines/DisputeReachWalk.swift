package import Supervision

extension ReachWalk {
    /// The same walk over all reachable states of a dispute (Art. 13).
    ///
    /// - Parameters:
    ///   - fixtures: the parties from whose disputes it starts.
    ///   - stopsAtViolation: whether the first violation ends it.
    /// - Throws: a refusal of the filing, which only another machine can give.
    package static func dispute(
        _ machine: DisputeMachine = .served,
        fixtures: [DisputeFixture] = DisputeFixture.allCases, stopsAtViolation: Bool = false
    ) throws(Refusal) -> Exploration {
        var starts: [DisputeNode] = []
        for fixture in fixtures {
            starts.append(
                DisputeNode(situation: try DisputeSituation(fixture, issued: earlier)))
        }
        return Exploration(
            from: starts, stopsAtViolation: stopsAtViolation, key: \.key,
            isEnd: { $0.situation.dispute.isClosed }, moves: { $0.moves(machine) })
    }
}

/// A dispute on its way, and what was seen on it. What was seen is gathered from the commands and
/// not from the dispute, so that it can tell when the dispute holds something that never happened.
struct DisputeNode {
    var situation: DisputeSituation
    private var heard: Set<OrganID> = []
    /// Whose report stands: it was given and not rejected since.
    private var reported: Set<OrganID> = []
    /// Whose report was rejected once.
    private var rejected: Set<OrganID> = []
    /// Until which day each party has to report, as the commands said.
    private var due: [OrganID: CivilDate] = [:]
    /// Who let that day pass without a report, and got no later one since.
    private var overdue: Set<OrganID> = []

    init(situation: DisputeSituation) {
        self.situation = situation
    }

    // MARK: What makes a state

    struct Key: Hashable {
        var parties: [OrganID]
        var place: Place
        var isSuspended: Bool
        var clock: Clock
        /// Of each party, and whether its deadline is the next one.
        var clocks: [String] = []
        var seen: [Set<OrganID>]
        /// What the dispute itself holds of its parties: who is unheard, what was reported.
        var held: [String]
        var outcome: String?
    }

    var key: Key {
        let dispute = situation.dispute
        var key = Key(
            parties: dispute.parties, place: situation.place, isSuspended: situation.isSuspended,
            clock: situation.clock, seen: [heard, reported, rejected, overdue], held: [])
        switch dispute.phase {
        case .filed: break
        case .coordination(let coordination):
            key.held = coordination.unheard(of: dispute.parties).map(\.text)
        case .execution(let execution):
            key.held = execution.parts.map { "\($0.report != nil) \($0.rejections > 0)" }
            let deciding = execution.term
            key.clocks = execution.parts.map { "\(Clock($0.term)) \($0.term == deciding)" }
        case .closed(let closing): key.outcome = closing.outcome.name
        }
        return key
    }

    // MARK: Where it leads

    func moves(_ machine: DisputeMachine) -> [Exploration.Move<DisputeNode>] {
        var moves: [Exploration.Move<DisputeNode>] = []
        for name in DisputeCommandName.allCases {
            for command in DisputeProbes.lawful(name, for: situation) {
                let person = person(for: command)
                let decision = machine.decide(
                    situation.dispute, command, situation.dispute.version,
                    situation.context(for: person))
                guard case .success(let events) = decision else { continue }
                var next = self
                next.situation = situation.after(events, by: person.id, machine)
                next.see(command)
                moves.append(
                    Exploration.Move(
                        label: "\(name.rawValue) (\(person.id))", state: next,
                        violated: violated(command, events, next).map(\.rawValue)))
            }
        }
        if let later = situation.afterDeadline(machine) {
            var next = self
            next.situation = later
            next.seeClock()
            moves.append(
                Exploration.Move(
                    label: "deadlinePassed", state: next,
                    violated: violatedByClock(next).map(\.rawValue)))
        }
        return moves
    }

    /// Who gives the command: the party that it is about, else somebody of the side that works.
    private func person(for command: DisputeCommand) -> Principal {
        if case .reportExecution(let party, _) = command {
            return Stage.person("\(party).respondent")
        }
        let role: Role =
            switch DisputeRule.of(command.name).by {
            case .filer, .respondentOfParty: .respondent
            case .clerk, .reader: .clerk
            case .investigator: .investigator
            case .signatory: .signatory
            }
        return Stage.person("\(situation.acting).\(role.rawValue)")
    }

    private mutating func see(_ command: DisputeCommand) {
        switch command {
        case .hear(let hearing):
            heard.formUnion(hearing.party.map { [$0] } ?? situation.dispute.parties)
        case .issueOpinion(_, let period):
            for party in situation.dispute.parties { due[party] = lastDay(of: period) }
        case .reportExecution(let party, _): reported.insert(party)
        case .rejectExecution(let party, _, let deadline):
            reported.remove(party)
            rejected.insert(party)
            if let deadline { give(party, lastDay(of: deadline)) }
        case .extend(let period, _):
            let day = lastDay(of: period)
            for (party, present) in due where present < day { give(party, day) }
        default: break
        }
    }

    private mutating func give(_ party: OrganID, _ day: CivilDate) {
        due[party] = day
        overdue.remove(party)
    }

    private func lastDay(of period: Period) -> CivilDate {
        let today = situation.now.legalDay
        return Deadline(period, startingOn: today, in: Stage.calendar).lastDay
    }

    private mutating func seeClock() {
        let today = situation.now.legalDay
        for (party, day) in due where day < today && !reported.contains(party) {
            overdue.insert(party)
        }
    }

    // MARK: What must not be

    private func violated(
        _ command: DisputeCommand, _ events: [DisputeEvent], _ next: DisputeNode
    ) -> [ReachWalk.Property] {
        let (old, new) = (situation.dispute, next.situation.dispute)
        var violated: [ReachWalk.Property] = []
        let rule = DisputeRule.of(command.name)
        if !rule.from.contains(old.phase.place) || !rule.to.contains(new.phase.place) {
            violated.append(.table)
        }
        if new.opinion != nil, !heard.isSuperset(of: new.parties) { violated.append(.heard) }
        if case .closed(let closing) = new.phase, !old.isClosed {
            switch closing.outcome {
            case .executed where !reported.isSuperset(of: new.parties):
                violated.append(.reported)
            case .escalated(let party, let matter)
            where !isLawful(escalationOf: party, opening: matter, events):
                violated.append(.escalation)
            case .returned, .settled, .withdrawn, .executed, .escalated: break
            }
        }
        if !next.situation.issued.isNumberedInOrder { violated.append(.numbers) }
        if old.suspension != nil {
            switch command.name {
            case .resume, .withdraw, .note: break
            default: violated.append(.suspension)
            }
        }
        return violated
    }

    /// Whether what was seen bears the escalation, and the matter that it opens is about that
    /// party and names this dispute.
    private func isLawful(
        escalationOf party: OrganID, opening id: MatterID, _ events: [DisputeEvent]
    ) -> Bool {
        guard case .escalated(party, _, opens: id, let registered)? = events.first,
            id == DisputeSituation.opened
        else { return false }
        let matter = Matter(id: id, registered)
        return (overdue.contains(party) && !reported.contains(party) || rejected.contains(party))
            && matter.supervised == party && matter.supervising == situation.dispute.supervising
            && matter.phase.place == .complaint
            && matter.registration.escalation
                == Escalation(dispute: situation.dispute.id, ground: 3)
    }

    private func violatedByClock(_ next: DisputeNode) -> [ReachWalk.Property] {
        let (old, new) = (situation.dispute, next.situation.dispute)
        if old.suspension != nil { return [.suspension] }
        let isStill =
            old.phase.place == new.phase.place && old.version == new.version
            && old.opinion == new.opinion && key.held == next.key.held && new.isOverdue
        return isStill ? [] : [.clock]
    }
}
