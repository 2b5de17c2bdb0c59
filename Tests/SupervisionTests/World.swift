import Supervision
import Testing

// Given, when, then. A world holds one matter, a clock and everything a decision reads; what is
// given is folded through the same decisions and events that a server would use.

/// The organs and persons of the scenarios: a municipality, a district with its bureau of justice,
/// a subdistrict with a granted power, a vertical organ, and a district that has no part in it.
enum Cast {
    static let organs: [Organ] = [
        organ("bj", .government, .municipal),
        organ("bj-justice", .judicialAdministration, .municipal, government: "bj"),
        organ("bj-market", .department, .municipal, government: "bj"),
        organ("cy", .government, .district, government: "bj", prefix: "朝政监督"),
        organ(
            "cy-justice", .judicialAdministration, .district, government: "cy",
            line: "bj-justice", prefix: "朝司监督"),
        organ("cy-market", .department, .district, government: "cy", line: "bj-market"),
        organ("cy-market-team", .internalBody, .district, manager: "cy-market"),
        organ("cy-urban", .department, .district, government: "cy"),
        organ(
            "cy-jianwai", .dispatchedOrgan, .township, government: "cy", manager: "cy",
            powers: [("street trade", from: "cy-urban", .municipalGrant)]),
        organ("cy-tax", .verticalOrgan, .district, government: "cy", outside: "bj-tax"),
        organ("hd", .government, .district, government: "bj"),
        organ("hd-justice", .judicialAdministration, .district, government: "hd"),
    ]

    static let roster: Roster = {
        do { return try Roster(edition: "cast", organs: organs) } catch {
            preconditionFailure("\(error)")
        }
    }()

    /// One person for each of the four working roles in each organ, `cy-justice.clerk`, and a few
    /// with something particular.
    static let persons: [Principal] = {
        var persons: [Principal] = []
        func add(_ id: String, _ roles: Roles, qualified: Bool = true) {
            let organ = String(id.prefix { $0 != "." })
            persons.append(
                Principal(
                    id: PersonID(id), name: id, organ: OrganID(organ), roles: roles,
                    qualified: qualified))
        }
        for organ in organs where organ.id != OrganID("hd") {
            for role in [Role.clerk, .investigator, .signatory, .respondent] {
                add("\(organ.id).\(role.rawValue)", Roles(role))
            }
        }
        add("cy-justice.investigator2", .investigator)
        add("cy-justice.trainee", .investigator, qualified: false)
        add("cy-justice.lead", [.investigator, .signatory])
        add("cy.lead", [.investigator, .signatory])
        add("bj.auditor", .auditor)
        add("bj.operator", .operator)
        return persons
    }()

    static let principals = Principals(persons)

    static func person(_ id: String) -> Principal {
        guard let person = principals[PersonID(id)] else {
            preconditionFailure("the cast has no \(id)")
        }
        return person
    }

    /// Years without holidays, so that a test computes its deadlines on its fingers.
    static let calendar = WorkingCalendar(
        edition: "cast",
        years: Dictionary(
            uniqueKeysWithValues: (2025...2036).map {
                ($0, WorkingCalendar.Year(daysOff: [], makeUpWorkingDays: []))
            }))

    /// Monday, 2026-03-02, 09:00 in Beijing.
    static let start = Instant(milliseconds: 1_772_413_200_000)
    static let startDay = CivilDate(daysSinceEpoch: 20_514)

    static func day(_ text: String) -> CivilDate {
        guard let day = CivilDate(text) else { preconditionFailure("\(text) is no day") }
        return day
    }

    /// A deadline that a test computed itself.
    static func deadline(
        _ period: Period, from start: String = "2026-03-02", until last: String, suspended: Int = 0
    ) -> Deadline {
        Deadline(
            period: period, startedOn: day(start), lastDay: day(last), suspendedDays: suspended,
            standstills: suspended == 0
                ? []
                : [.init(from: day(start), to: day(start).advanced(by: suspended))],
            provisional: false)
    }
}

/// A scenario took another way than the test says.
struct UnexpectedResult: Error {}

/// One matter and what surrounds it.
struct World: Sendable {
    struct Entry: Equatable, Sendable {
        var events: [MatterEvent]
        var version: Int64
        var stamp: Stamp
    }

    static let id = MatterID(kind: .supervision, serial: 1)
    static let other = MatterID(kind: .supervision, serial: 2)

    var policy = Policy()
    var now = Cast.start
    var numbers = DocumentNumbers()
    var mergeTarget: Context.MergeTarget?
    private(set) var matter: Matter
    private(set) var entries: [Entry] = []

    /// A matter that was just registered.
    init(
        _ request: RegisterMatter, by person: String, policy: Policy = Policy()
    ) throws(Refusal) {
        let context = Self.context(Cast.person(person), policy: policy)
        let events = try Matter.register(request, in: context)
        guard case .registered(let registered) = events.first, events.count == 1 else {
            preconditionFailure("a registration is one event")
        }
        self.policy = policy
        matter = Matter(id: Self.id, registered)
        let stamp = Stamp(at: now, by: PersonID(person))
        entries = [Entry(events: events, version: 1, stamp: stamp)]
    }

    static func context(
        _ actor: Principal, policy: Policy = Policy(), now: Instant = Cast.start,
        numbers: DocumentNumbers = DocumentNumbers(), duplicates: [Context.Duplicate] = [],
        mergeTarget: Context.MergeTarget? = nil
    ) -> Context {
        Context(
            house: House(
                roster: Cast.roster, principals: Cast.principals, policy: policy,
                calendar: Cast.calendar),
            now: now, actor: actor, numbers: numbers, duplicates: duplicates,
            mergeTarget: mergeTarget)
    }

    /// What a registration comes to, with nothing registered before it but what is given.
    static func register(
        _ request: RegisterMatter, by person: String, policy: Policy = Policy(),
        duplicates: [Context.Duplicate] = []
    ) -> Result<[MatterEvent], Refusal> {
        let context = context(Cast.person(person), policy: policy, duplicates: duplicates)
        do throws(Refusal) {
            return .success(try Matter.register(request, in: context))
        } catch {
            return .failure(error)
        }
    }

    func context(for actor: Principal) -> Context {
        Self.context(
            actor, policy: policy, now: now, numbers: numbers, mergeTarget: mergeTarget)
    }

    func decide(
        _ command: MatterCommand, by actor: Principal, expecting version: Int64? = nil
    ) -> Result<[MatterEvent], Refusal> {
        do throws(Refusal) {
            return .success(
                try matter.decide(
                    command, expecting: version ?? matter.version, in: context(for: actor)))
        } catch {
            return .failure(error)
        }
    }

    /// Folds what a command made happen.
    mutating func record(_ events: [MatterEvent], by person: PersonID) {
        let version = matter.version + (person == Stamp.server ? 0 : 1)
        let stamp = Stamp(at: now, by: person)
        matter.evolve(events, version: version, stamp)
        entries.append(Entry(events: events, version: version, stamp: stamp))
        for event in events {
            switch event {
            case .opinionIssued(let document), .decisionIssued(let document):
                numbers.record(document)
            default: break
            }
        }
    }

    mutating func give(_ command: MatterCommand, by person: String) throws(Refusal) {
        record(try decide(command, by: Cast.person(person)).get(), by: PersonID(person))
    }

    /// The clock's part: a deadline that passed is recorded.
    mutating func tick() {
        guard let end = matter.deadlineToWatch, end <= now, let term = matter.term else { return }
        record([.deadlinePassed(lastDay: term.deadline.lastDay)], by: Stamp.server)
    }

    mutating func advance(days: Int) {
        now = Instant(milliseconds: now.milliseconds + Int64(days) * 86_400_000)
        tick()
    }

    /// The matter that the entries alone give.
    func folded() -> Matter {
        guard case .registered(let registered) = entries[0].events[0] else {
            preconditionFailure("the first event registers")
        }
        var matter = Matter(id: Self.id, registered)
        for entry in entries.dropFirst() {
            matter.evolve(entry.events, version: entry.version, entry.stamp)
        }
        return matter
    }

    // MARK: Given, when, then

    /// What happened before.
    func given(_ commands: (MatterCommand, by: String)...) throws -> World {
        var world = self
        for (command, person) in commands { try world.give(command, by: person) }
        return world
    }

    func later(days: Int) -> World {
        var world = self
        world.advance(days: days)
        return world
    }

    /// What one command comes to.
    struct Outcome {
        let world: World
        let result: Result<[MatterEvent], Refusal>
        let after: Matter?

        func then(
            _ events: [MatterEvent], _ place: Place,
            sourceLocation: SourceLocation = #_sourceLocation
        ) {
            #expect(result == .success(events), sourceLocation: sourceLocation)
            #expect(after?.phase.place == place, sourceLocation: sourceLocation)
            #expect(
                after?.version == world.matter.version + 1, sourceLocation: sourceLocation)
        }

        func refused(
            _ refusal: Refusal, sourceLocation: SourceLocation = #_sourceLocation
        ) {
            #expect(result == .failure(refusal), sourceLocation: sourceLocation)
        }
    }

    func when(
        _ command: MatterCommand, by person: String, expecting version: Int64? = nil
    ) -> Outcome {
        let result = decide(command, by: Cast.person(person), expecting: version)
        guard case .success(let events) = result else {
            return Outcome(world: self, result: result, after: nil)
        }
        var after = self
        after.record(events, by: PersonID(person))
        return Outcome(world: self, result: result, after: after.matter)
    }
}
