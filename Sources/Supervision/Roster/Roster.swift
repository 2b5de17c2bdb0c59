/// All organs of one edition and the questions that only their relations answer: who acts for
/// whom, who issues what. Who may supervise whom stands in `Competence.swift`.
public struct Roster: Equatable, Sendable {
    public var edition: String { storage.edition }
    /// In the order of the file; ties between equally competent organs are broken by it.
    public var organs: [Organ] { storage.organs }
    private var index: [OrganID: Int] { storage.index }

    /// Behind one reference, because every decision carries the roster along.
    private let storage: Storage

    private final class Storage: Sendable {
        let edition: String
        let organs: [Organ]
        let index: [OrganID: Int]
        let judicialAdministrations: [OrganID: OrganID]

        init(
            edition: String, organs: [Organ], index: [OrganID: Int],
            judicialAdministrations: [OrganID: OrganID]
        ) {
            self.edition = edition
            self.organs = organs
            self.index = index
            self.judicialAdministrations = judicialAdministrations
        }
    }

    public static func == (a: Roster, b: Roster) -> Bool {
        a.edition == b.edition && a.organs == b.organs
    }

    /// Why a list of organs makes no roster. `organ` is the place of the culprit in the list.
    public struct Fault: Error, Equatable, Sendable {
        public var organ: Int
        public var reason: String
    }

    /// Makes a roster of organs without mistakes.
    ///
    /// - Throws: the first of ``mistakes(in:)``.
    public init(edition: String, organs: [Organ]) throws(Fault) {
        if let mistake = Self.mistakes(in: organs).first {
            throw Fault(organ: mistake.organ, reason: mistake.text.en)
        }
        var index: [OrganID: Int] = [:]
        var judicialAdministrations: [OrganID: OrganID] = [:]
        for (place, organ) in organs.enumerated() { index[organ.id] = place }
        // Art. 4 para. 1 speaks of municipal and district governments.
        for organ in organs where organ.kind == .judicialAdministration {
            guard let government = organ.government, let at = index[government],
                organs[at].level > .township
            else { continue }
            judicialAdministrations[government] = organ.id
        }
        storage = Storage(
            edition: edition, organs: organs, index: index,
            judicialAdministrations: judicialAdministrations)
    }

    public subscript(id: OrganID) -> Organ? { index[id].map { organs[$0] } }

    /// Where an organ stands among `organs`, from 0 on; a compact name for it while this roster
    /// lives. Nil for one that the roster does not have.
    public func rank(of id: OrganID) -> Int? { index[id] }

    /// The governments above an organ, the nearest first.
    public func governments(above organ: Organ) -> [OrganID] {
        var above: [OrganID] = []
        var next = organ.government
        while let current = next {
            above.append(current)
            next = self[current]?.government
        }
        return above
    }

    /// Who does the work of a supervising organ (Art. 4 paras. 1 and 2): for a municipal or
    /// district government its judicial administration, except where that is the organ under
    /// supervision (Art. 14 para. 2); for every other organ the organ itself.
    public func actingOrgan(for supervising: OrganID, over supervised: OrganID) -> OrganID {
        guard let justice = storage.judicialAdministrations[supervising], justice != supervised
        else { return supervising }
        return justice
    }

    /// The same for a dispute: no party does the work of the common supervisor.
    public func actingOrgan(for supervising: OrganID, overAll parties: [OrganID]) -> OrganID {
        guard let justice = storage.judicialAdministrations[supervising],
            !parties.contains(justice)
        else { return supervising }
        return justice
    }

    /// The organs whose members may act for one of several supervising organs: these themselves,
    /// and those that do their work.
    func organs(actingFor supervising: [OrganID], over supervised: OrganID) -> [OrganID] {
        supervising.flatMap { [actingOrgan(for: $0, over: supervised), $0] }.uniqued()
    }

    /// The organs for which a member of `organ` may act: the organ itself, and the government
    /// whose acting organ it is.
    public func principals(of organ: OrganID) -> [OrganID] {
        guard let government = self[organ]?.government,
            storage.judicialAdministrations[government] == organ
        else { return [organ] }
        return [organ, government]
    }

    /// Who issues the opinion in a matter (Art. 14 para. 2).
    public func issuerOfOpinion(supervising: OrganID, supervised: OrganID) -> OrganID {
        actingOrgan(for: supervising, over: supervised)
    }

    /// Who issues the decision in a matter: the supervising organ itself (Art. 14 para. 1).
    public func issuerOfDecision(supervising: OrganID) -> OrganID { supervising }
}

extension Organ {
    /// Every organ that this one names.
    var relations: [OrganID] {
        [government, lineSuperior, manager].compactMap { $0 } + receivedPowers.map(\.from)
    }
}
