package import Supervision

/// One dispute and what surrounds it: the clock, the house rules and the numbers given out so far.
package struct DisputeSituation: Sendable {
    package static let id = MatterID(kind: .dispute, serial: 1)
    /// The id that the matter gets which an escalation opens.
    static let opened = MatterID(kind: .supervision, serial: 2)

    private let house = Stage.house(Policy())
    package private(set) var now = Stage.start
    package private(set) var dispute: Dispute
    private var numbers = DocumentNumbers()
    /// Every document that was issued, for this dispute or before it.
    package private(set) var issued: [Document]

    /// A dispute that its first party just filed.
    init(_ fixture: DisputeFixture, issued: [Document] = []) throws(Refusal) {
        self.issued = issued
        for document in issued { numbers.record(document) }
        let context = Context(
            house: house, now: now, actor: Stage.person("\(fixture.parties[0]).respondent"),
            numbers: numbers)
        guard
            case .filed(let filing, let supervising)? =
                try Dispute.file(Words.filing(fixture.parties), in: context).first
        else { preconditionFailure("a filing begins with its event") }
        dispute = Dispute(id: Self.id, filing, supervising: supervising)
    }

    /// The organ whose people do the work.
    var acting: OrganID { dispute.actingOrgan(in: Stage.roster) }

    package func context(for actor: Principal) -> Context {
        Context(
            house: house, now: now, actor: actor, numbers: numbers, nextMatter: Self.opened)
    }

    /// The same after an entry of that person.
    func after(
        _ events: [DisputeEvent], by person: PersonID, _ machine: DisputeMachine
    ) -> DisputeSituation {
        var next = self
        let version = dispute.version + (person == Stamp.server ? 0 : 1)
        next.dispute = machine.evolve(dispute, events, version, Stamp(at: now, by: person))
        for case .opinionIssued(let opinion) in events {
            next.numbers.record(opinion.document)
            next.issued.append(opinion.document)
        }
        return next
    }

    /// The same when the clock has recorded that the deadline passed; nil when nothing runs.
    func afterDeadline(_ machine: DisputeMachine) -> DisputeSituation? {
        guard let end = machine.deadlineToWatch(dispute) else { return nil }
        var later = self
        later.now = Instant(milliseconds: max(now.milliseconds, end.milliseconds))
        return later.after(
            [.deadlinePassed(lastDay: end.legalDay.advanced(by: -1))], by: Stamp.server, machine)
    }

    mutating func give(_ command: DisputeCommand, by person: String) throws(Refusal) {
        let actor = Stage.person(person)
        let machine = DisputeMachine.served
        let events = try machine.decide(dispute, command, dispute.version, context(for: actor))
            .get()
        self = after(events, by: actor.id, machine)
    }

    /// Gives it by the side that does the work.
    mutating func give(_ command: DisputeCommand, by role: Role) throws(Refusal) {
        try give(command, by: "\(acting).\(role.rawValue)")
    }

    mutating func passDeadline() {
        if let later = afterDeadline(.served) { self = later }
    }
}
