/// How a person stands to a matter: on which sides of it, by organ and role. Both who may act and
/// who may see follow from it.
public struct Standing: Equatable, Sendable {
    /// Belongs to the supervising organ or to its acting organ, which is not the supervised one,
    /// and has a role that acts for it (Art. 4).
    public var actsForSupervising = false
    /// Answers for the supervised organ.
    public var answersForSupervised = false
    /// Answers for an organ that was asked for assistance: the duties concerned (Art. 5 para. 3).
    public var askedIn: [Int] = []
    /// Answers for the unit of an officer: the items concerned (Art. 18).
    public var unitIn: [Int] = []
    /// Acts for an organ that is competent over the organ of an accused supervisor (Art. 20).
    public var overseesIn: [Int] = []
    /// Answers for the transferring organ that reported the matter (Art. 5 para. 4).
    public var reported = false

    /// Whether the person has a part in the matter. An auditor reads it and has none.
    public var hasPart: Bool {
        actsForSupervising || answersForSupervised || reported || !askedIn.isEmpty
            || !unitIn.isEmpty || !overseesIn.isEmpty
    }

    /// Whether an item about a supervisor is all that the person has to do with the matter.
    public var onlyOversees: Bool {
        var others = self
        others.overseesIn = []
        return hasPart && !others.hasPart
    }

    public init(of actor: Principal, to matter: Matter, in roster: Roster) {
        let supervised = matter.supervised
        if !actor.roles.isDisjoint(with: .acting), actor.organ != supervised {
            let supervising = matter.supervising
            actsForSupervising =
                actor.organ == supervising
                || actor.organ == roster.actingOrgan(for: supervising, over: supervised)
            if matter.duties.isEmpty == false {
                // The accused are of one or two organs, however many items there are.
                var answers: [(organ: OrganID, oversees: Bool)] = []
                overseesIn = matter.duties.compactMap { duty in
                    guard case .accountability(let item) = duty.kind, item.kind == .supervisor,
                        let organ = item.person?.organ
                    else { return nil }
                    let known = answers.first { $0.organ == organ }?.oversees
                    let oversees = known ?? roster.oversees(actor.organ, organ)
                    if known == nil { answers.append((organ, oversees)) }
                    return oversees ? duty.number : nil
                }
            }
        }
        guard actor.roles.contains(.respondent) else { return }
        answersForSupervised = actor.organ == supervised
        // A clerk may have written the report down, whose own organ has reported nothing.
        reported =
            matter.sourceKind == .transferringOrganReport
            && matter.registration.byOrgan == actor.organ
            && roster[supervised]?.hasReceived(matter.registration.power, from: actor.organ) == true
        for duty in matter.duties {
            switch duty.kind {
            case .assistance(let from, _, _) where from == actor.organ:
                askedIn.append(duty.number)
            case .accountability(let item)
            where item.kind == .officer && item.person?.organ == actor.organ:
                unitIn.append(duty.number)
            case .assistance, .accountability, .notice: break
            }
        }
    }
}

/// How much of a matter a person sees. Whoever has none of these sees no matter at all.
public enum Audience: Equatable, Sendable {
    /// Everything: the supervising side, auditors, and those who oversee an accused supervisor.
    case full
    /// The supervised organ: everything but the complainant, contacts with other channels, and
    /// items about supervisors.
    case supervised
    /// An organ that helps, reported or disciplines its officer: the head of the matter and the
    /// duties named.
    case participant(duties: [Int])
}

extension Matter {
    /// What the person sees of this matter (Art. 11 para. 2); nil when nothing.
    public func audience(of actor: Principal, in roster: Roster) -> Audience? {
        if actor.roles.contains(.auditor) { return .full }
        let standing = Standing(of: actor, to: self, in: roster)
        if standing.actsForSupervising || !standing.overseesIn.isEmpty { return .full }
        if standing.answersForSupervised { return .supervised }
        // A unit that was not told of its officer sees nothing of the matter.
        let told = standing.unitIn.filter { item($0)?.isUnitTold == true }
        let duties = standing.askedIn + told
        if !duties.isEmpty || standing.reported { return .participant(duties: duties) }
        return nil
    }
}

extension Roster {
    /// Whether whoever acts for an organ acts for one that is competent over the other (Art. 20).
    fileprivate func oversees(_ organ: OrganID, _ other: OrganID) -> Bool {
        organ != other
            && principals(of: organ).contains { competence(of: $0, over: other) != nil }
    }
}
