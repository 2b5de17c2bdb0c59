/// What changes seldom and is the same for every decision: organs, persons, house rules, calendar.
/// An object that never changes; whoever reloads a file makes another one.
public final class House: Equatable, Sendable {
    public let roster: Roster
    public let principals: Principals
    public let policy: Policy
    public let calendar: WorkingCalendar

    public init(
        roster: Roster, principals: Principals, policy: Policy, calendar: WorkingCalendar
    ) {
        self.roster = roster
        self.principals = principals
        self.policy = policy
        self.calendar = calendar
    }

    public static func == (a: House, b: House) -> Bool {
        a.roster == b.roster && a.principals == b.principals && a.policy == b.policy
            && a.calendar == b.calendar
    }
}

/// Everything that a decision reads beside the matter and the command. Nothing else is looked at,
/// no clock, no store, so that the same arguments always give the same decision.
public struct Context: Sendable {
    public var house: House
    public var now: Instant
    public var actor: Principal
    public var numbers: DocumentNumbers
    /// What only few commands look at; empty for all the others, so that it costs them nothing
    /// to be handed from function to function.
    private var rest: [Rest] = []

    private struct Rest: Sendable {
        var duplicates: [Duplicate] = []
        var mergeTarget: MergeTarget?
        var nextMatter: MatterID?
    }

    /// For `matter.register` and `matter.reopen`: the open matters with the same supervised organ
    /// and incident.
    public var duplicates: [Duplicate] {
        get { rest.first?.duplicates ?? [] }
        set { change { $0.duplicates = newValue } }
    }

    /// For `matter.merge`: what is known of the target.
    public var mergeTarget: MergeTarget? {
        get { rest.first?.mergeTarget }
        set { change { $0.mergeTarget = newValue } }
    }

    /// For `dispute.escalate`: the id that the supervision matter gets.
    public var nextMatter: MatterID? {
        get { rest.first?.nextMatter }
        set { change { $0.nextMatter = newValue } }
    }

    private mutating func change(_ change: (inout Rest) -> Void) {
        if rest.isEmpty { rest.append(Rest()) }
        change(&rest[0])
    }

    public init(
        house: House, now: Instant, actor: Principal, numbers: DocumentNumbers,
        duplicates: [Duplicate] = [], mergeTarget: MergeTarget? = nil,
        nextMatter: MatterID? = nil
    ) {
        self.house = house
        self.now = now
        self.actor = actor
        self.numbers = numbers
        guard !duplicates.isEmpty || mergeTarget != nil || nextMatter != nil else { return }
        rest = [Rest(duplicates: duplicates, mergeTarget: mergeTarget, nextMatter: nextMatter)]
    }

    var roster: Roster { house.roster }

    public struct Duplicate: Equatable, Sendable {
        public var matter: MatterID
        /// Whether the person may learn its id.
        public var isVisible: Bool
        /// Whose clerks know more of it. Art. 15 asks the organs to coordinate, so that much is
        /// told even where the matter itself is not.
        public var supervising: OrganID
        /// The matter from which it was registered as distinct, if it was.
        public var distinctFrom: MatterID?

        public init(
            matter: MatterID, isVisible: Bool, supervising: OrganID,
            distinctFrom: MatterID? = nil
        ) {
            self.matter = matter
            self.isVisible = isVisible
            self.supervising = supervising
            self.distinctFrom = distinctFrom
        }
    }

    public struct MergeTarget: Equatable, Sendable {
        public var matter: MatterID
        public var isOpen: Bool
        public var supervised: OrganID

        public init(matter: MatterID, isOpen: Bool, supervised: OrganID) {
            self.matter = matter
            self.isOpen = isOpen
            self.supervised = supervised
        }
    }

    /// A deadline that starts today; refused when it would be over already.
    func deadline(_ period: Period) throws(Refusal) -> Deadline {
        let deadline = Deadline(period, startingOn: now.legalDay, in: house.calendar)
        var isGone = deadline.hasPassed(at: now)
        // A date on a day off moves to the next working day, which today may be.
        if case .date(let day) = period, day < now.legalDay { isGone = true }
        guard !isGone else { throw Refusal(.deadlineInFuture, missing: ["deadline"]) }
        return deadline
    }

    /// The deadline, when one is given.
    func deadline(ifAny period: Period?) throws(Refusal) -> Deadline? {
        guard let period else { return nil }
        return try deadline(period)
    }

    func mustNotBeLater(_ day: CivilDate, _ parameter: String) throws(Refusal) {
        guard day <= now.legalDay else {
            throw Refusal(.dateInFuture, missing: [parameter])
        }
    }

    func mustKnow(_ organ: OrganID) throws(Refusal) {
        guard roster[organ] != nil else { throw .notFound(.organ, organ.text) }
    }
}

/// The numbers that documents got so far, per issuer, kind of document and Beijing year. They count
/// from 1 without gaps, because a number is given inside the transition that issues the document.
public struct DocumentNumbers: Equatable, Sendable {
    private struct Series: Hashable, Sendable {
        var issuer: OrganID
        var kind: DocumentKind
        var year: Int
    }

    private var issued: [Series: Int] = [:]

    public init() {}

    /// The number that the next document of a series gets: `京司执监〔2026〕3号`. Without a prefix in
    /// the roster the organ's name stands in its place.
    public func next(_ kind: DocumentKind, of issuer: Organ, at now: Instant) -> String {
        let year = now.legalDay.year
        let count = issued[Series(issuer: issuer.id, kind: kind, year: year), default: 0] + 1
        return "\(issuer.documentPrefix ?? issuer.name)〔\(year)〕\(count)号"
    }

    /// Counts a document that was issued.
    public mutating func record(_ document: Document) {
        record(document.kind, of: document.issuer, in: document.issuedAt.legalDay.year)
    }

    /// Counts a document by what its number depends on.
    public mutating func record(_ kind: DocumentKind, of issuer: OrganID, in year: Int) {
        issued[Series(issuer: issuer, kind: kind, year: year), default: 0] += 1
    }
}
