package import Supervision

/// One matter and what surrounds it: the clock, the house rules and the numbers given out so far.
package struct Situation: Sendable {
    package static let id = MatterID(kind: .supervision, serial: 1)
    /// Another matter, known from the context only.
    static let other = MatterID(kind: .supervision, serial: 2)

    let house: House
    package private(set) var now = Stage.start
    package private(set) var matter: Matter
    private(set) var numbers: DocumentNumbers
    /// Every document that was issued, by this matter or before it.
    package private(set) var issued: [Document]

    /// A matter that was just registered by the clerk of the side that does the work.
    init(
        _ request: RegisterMatter, by clerk: String, policy: Policy = Policy(),
        issued: [Document] = []
    ) throws(Refusal) {
        house = Stage.house(policy)
        self.issued = issued
        numbers = DocumentNumbers()
        for document in issued { numbers.record(document) }
        let context = Context(
            house: house, now: now, actor: Stage.person(clerk), numbers: numbers)
        guard case .registered(let registered)? = try Matter.register(request, in: context).first
        else { preconditionFailure("a registration begins with its event") }
        matter = Matter(id: Self.id, registered)
    }

    package func context(for actor: Principal) -> Context {
        Context(
            house: house, now: now, actor: actor, numbers: numbers,
            mergeTarget: Context.MergeTarget(
                matter: Self.other, isOpen: true, supervised: matter.supervised))
    }

    /// The same after an entry of that person.
    func after(_ events: [MatterEvent], by person: PersonID, _ machine: MatterMachine) -> Situation
    {
        var next = self
        let version = matter.version + (person == Stamp.server ? 0 : 1)
        next.matter = machine.evolve(matter, events, version, Stamp(at: now, by: person))
        for event in events {
            switch event {
            case .opinionIssued(let document), .decisionIssued(let document):
                next.numbers.record(document)
                next.issued.append(document)
            default: break
            }
        }
        return next
    }

    /// The same when the clock has recorded that the deadline passed; nil when nothing runs.
    func afterDeadline(_ machine: MatterMachine) -> Situation? {
        guard let end = machine.deadlineToWatch(matter), let term = matter.term else { return nil }
        var later = self
        later.now = Instant(milliseconds: max(now.milliseconds, end.milliseconds))
        return later.after(
            [.deadlinePassed(lastDay: term.deadline.lastDay)], by: Stamp.server, machine)
    }

    mutating func give(_ command: MatterCommand, by person: String) throws(Refusal) {
        let actor = Stage.person(person)
        let machine = MatterMachine.served
        let events = try machine.decide(matter, command, matter.version, context(for: actor)).get()
        self = after(events, by: actor.id, machine)
    }

    mutating func passDeadline() {
        if let later = afterDeadline(.served) { self = later }
    }
}
