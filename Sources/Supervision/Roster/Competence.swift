/// Why one organ may supervise another.
public struct Competence: Equatable, Sendable {
    public var basis: Citation
    /// Art. 6: the Measures apply by reference only.
    public var byReference = false
    /// Art. 7: problems found must be told to this superior of a vertical organ.
    public var notifySuperior: String?
    /// Art. 5 para. 3: the organs that can be asked for assistance, because powers came from them.
    public var assistFrom: [OrganID] = []

    /// What stands for the superior of a vertical organ that the roster does not name (Art. 7).
    static let unnamedSuperior = "上级行政机关"

    public init(
        basis: Citation, byReference: Bool = false, notifySuperior: String? = nil,
        assistFrom: [OrganID] = []
    ) {
        self.basis = basis
        self.byReference = byReference
        self.notifySuperior = notifySuperior
        self.assistFrom = assistFrom
    }
}

/// Who may supervise whom (Arts. 2, 5, 6 and 7). Pure functions of the roster; each row of the
/// ladder is one sentence of the Measures, and the first that holds is the basis.
extension Roster {
    /// The competence of `supervising` over `supervised`, or nil. Where a received power is named,
    /// the rules of Art. 5 come first, because the special rule goes before the general one.
    public func competence(
        of supervising: OrganID, over supervised: OrganID, inRespectOf power: String? = nil
    ) -> Competence? {
        guard supervising != supervised, let a = self[supervising], let b = self[supervised]
        else { return nil }
        let citations = bases(of: a, over: b)
        let special = power.flatMap { b.received($0) }.flatMap { received in
            citations.first { $0 == received.by.citation }
        }
        guard let basis = special ?? citations.first else { return nil }
        // Art. 7 asks for the notice whatever else makes the government competent, and also where
        // the roster leaves the superior unnamed.
        let superior =
            isAreaGovernment(a, ofVertical: b)
            ? b.superiorOutside ?? b.manager?.text ?? Competence.unnamedSuperior : nil
        return Competence(
            basis: basis, byReference: basis.article == 6, notifySuperior: superior,
            assistFrom: b.receivedPowers.map(\.from).uniqued())
    }

    /// Every article on which `a` is competent over `b`, in the order of the Measures.
    private func bases(of a: Organ, over b: Organ) -> [Citation] {
        var found: [Citation] = []
        // Most pairs of organs have no basis, so nothing is allocated for them.
        func add(_ article: Int, _ paragraph: Int? = nil, if holds: Bool) {
            guard holds else { return }
            let citation = Citation(article, paragraph: paragraph)
            if !found.contains(citation) { found.append(citation) }
        }
        add(2, 2, if: isHigherGovernment(a, than: b))
        add(2, 2, if: isGovernment(a, overItsOwn: b))
        add(2, 2, if: isMunicipalDepartment(a, ofTheLineOf: b))
        add(5, 1, if: isOverConcentratedPowers(a, of: b))
        add(5, 2, if: isManagingGovernment(a, ofGrantedPowersOf: b))
        add(6, if: isOverByReference(a, b))
        add(7, if: isAreaGovernment(a, ofVertical: b))
        return found
    }

    /// Art. 2 para. 2: a higher people's government over a lower one.
    private func isHigherGovernment(_ a: Organ, than b: Organ) -> Bool {
        b.kind == .government && a.kind == .government && a.level > b.level
            && governments(above: b).contains(a.id)
    }

    /// Art. 2 para. 2: a municipal or district government over its own departments, dispatched
    /// organs and dispatched agencies.
    private func isGovernment(_ a: Organ, overItsOwn b: Organ) -> Bool {
        guard a.kind == .government, a.level > .township, b.government == a.id else { return false }
        return b.kind.isDepartment || b.kind == .dispatchedOrgan || b.kind == .dispatchedAgency
    }

    /// Art. 2 para. 2: a municipal department over the district department of the same business.
    private func isMunicipalDepartment(_ a: Organ, ofTheLineOf b: Organ) -> Bool {
        a.kind.isDepartment && a.level == .municipal && b.kind.isDepartment && b.level == .district
            && b.lineSuperior == a.id
    }

    /// Art. 5 para. 1: over an organ that received concentrated powers, the government of its own
    /// level and its superior organ.
    private func isOverConcentratedPowers(_ a: Organ, of b: Organ) -> Bool {
        guard a.id == b.government || a.id == b.lineSuperior || a.id == b.manager
        else { return false }
        return b.receivedPowers.contains { $0.by == .stateCouncilOrMunicipal }
    }

    /// Art. 5 para. 2: over a township, subdistrict or zone with powers granted by the
    /// municipality, the government that manages it.
    private func isManagingGovernment(_ a: Organ, ofGrantedPowersOf b: Organ) -> Bool {
        guard a.kind == .government, a.id == (b.manager ?? b.government) else { return false }
        let canHoldThem =
            b.kind == .functionalZone || b.kind == .dispatchedOrgan
            || (b.kind == .government && b.level == .township)
        return canHoldThem && b.receivedPowers.contains { $0.by == .municipalGrant }
    }

    /// Art. 6: by reference, over authorised organizations, internal bodies, agencies and
    /// entrusted organizations.
    private func isOverByReference(_ a: Organ, _ b: Organ) -> Bool {
        let isHighEnough = a.level > .township
        switch b.kind {
        case .authorizedOrganization:
            return isHighEnough
                && ((a.kind == .government && b.government == a.id)
                    || (a.kind.isDepartment && b.manager == a.id))
        case .internalBody:
            let isTownshipLevel =
                a.kind == .functionalZone || a.kind == .dispatchedOrgan
                || (a.kind == .government && a.level == .township)
            return b.manager == a.id && (isTownshipLevel || (isHighEnough && a.kind.isDepartment))
        case .dispatchedAgency, .entrustedOrganization:
            return isHighEnough && a.kind.isDepartment && b.manager == a.id
        case .government, .department, .judicialAdministration, .dispatchedOrgan, .functionalZone,
            .verticalOrgan:
            return false
        }
    }

    /// Art. 7: a municipal or district government over a vertical organ established in its area.
    private func isAreaGovernment(_ a: Organ, ofVertical b: Organ) -> Bool {
        b.kind == .verticalOrgan && a.kind == .government && a.level > .township
            && governments(above: b).contains(a.id)
    }

    /// Every organ competent over this one, the nearest first: the lowest level first, then
    /// governments before departments, then the order of the roster.
    public func competentOrgans(over supervised: OrganID) -> [OrganID] {
        guard let organ = self[supervised] else { return [] }
        return nearestFirst(
            candidates(over: organ).filter { isCompetent($0, over: organ) })
    }

    /// Whether there is any basis, without what else an answer tells.
    private func isCompetent(_ supervising: OrganID, over b: Organ) -> Bool {
        guard supervising != b.id, let a = self[supervising] else { return false }
        return !bases(of: a, over: b).isEmpty
    }

    /// The organs of which some may be competent over this one: every sentence of the Measures
    /// asks for one of these relations.
    private func candidates(over organ: Organ) -> [OrganID] {
        var found = governments(above: organ)
        if let superior = organ.lineSuperior, !found.contains(superior) { found.append(superior) }
        if let manager = organ.manager, !found.contains(manager) { found.append(manager) }
        return found
    }

    /// The supervising organ of a new matter when none is named (Arts. 2 to 7): the one for which
    /// the clerk acts, if it is competent, else the nearest competent government.
    public func defaultSupervisingOrgan(
        over supervised: OrganID, clerkOf organ: OrganID?
    ) -> OrganID? {
        let own = organ.map { principals(of: $0) } ?? []
        if let competent = own.first(where: { competence(of: $0, over: supervised) != nil }) {
            return competent
        }
        guard let organ = self[supervised] else { return nil }
        let governments = candidates(over: organ).filter {
            self[$0]?.kind == .government && isCompetent($0, over: organ)
        }
        return nearestFirst(governments).first
    }

    /// The lowest organ competent over every one of the parties (Art. 13 para. 1), or nil. No
    /// party can be the common supervisor of its own dispute.
    public func commonSupervisor(of parties: [OrganID]) -> OrganID? {
        let organs = parties.compactMap { self[$0] }
        guard let first = organs.first, organs.count == parties.count else { return nil }
        let common = candidates(over: first).filter { candidate in
            organs.allSatisfy { isCompetent(candidate, over: $0) }
        }
        return nearestFirst(common).first
    }

    private func nearestFirst(_ ids: [OrganID]) -> [OrganID] {
        guard ids.count > 1 else { return ids }
        let ranked = ids.compactMap { id -> (level: OrganLevel, kind: Int, rank: Int)? in
            guard let rank = rank(of: id) else { return nil }
            return (organs[rank].level, organs[rank].kind == .government ? 0 : 1, rank)
        }
        return ranked.sorted { ($0.level, $0.kind, $0.rank) < ($1.level, $1.kind, $1.rank) }
            .map { organs[$0.rank].id }
    }
}

extension Array where Element: Hashable {
    /// The elements without repetitions, in the order of their first appearance.
    func uniqued() -> [Element] {
        // Most lists are of one, for which no set is made.
        guard count > 1 else { return self }
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
