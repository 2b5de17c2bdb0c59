/// Something that is wrong, or looks wrong, in a list of organs.
public struct RosterFinding: Error, Equatable, Sendable {
    public enum Kind: String, CaseIterable, Sendable {
        case doubledID
        /// A relation names an organ that is not in the list.
        case unknownOrgan
        /// The relation `government` names an organ of another kind.
        case notAGovernment
        /// Two judicial administrations of one government (Art. 4 para. 1).
        case twoActingOrgans
        case circleOfGovernments, circleOfLines, circleOfManagers
        /// An organ would give its documents the numbers of another one's.
        case doubledPrefix
        /// It has received a power from itself (Art. 5).
        case powerFromItself
        case doubledName
        /// No organ is competent over it, and it is not the municipality itself (Art. 2).
        case unsupervised

        /// Whether it keeps the list from being a roster. The others may be meant as they stand.
        public var isMistake: Bool {
            switch self {
            case .doubledID, .unknownOrgan, .notAGovernment, .twoActingOrgans,
                .circleOfGovernments, .circleOfLines, .circleOfManagers, .doubledPrefix,
                .powerFromItself:
                true
            case .doubledName, .unsupervised: false
            }
        }
    }

    public var kind: Kind
    /// The place of the organ in the list.
    public var organ: Int
    /// One sentence without a full stop.
    public var text: Bilingual

    init(_ kind: Kind, _ organ: Int, zh: String, en: String) {
        self.kind = kind
        self.organ = organ
        text = Bilingual(zh: zh, en: en)
    }
}

extension Roster {
    /// Every mistake of a list of organs: ids first, then the relations of each organ, then what
    /// several organs make together. A list without any is a roster.
    public static func mistakes(in organs: [Organ]) -> [RosterFinding] {
        var index: [OrganID: Int] = [:]
        var found: [RosterFinding] = []
        for (place, organ) in organs.enumerated() {
            if index[organ.id] == nil {
                index[organ.id] = place
            } else {
                found.append(
                    RosterFinding(
                        .doubledID, place, zh: "机关编号 \(organ.id) 重复",
                        en: "the id \(organ.id) stands twice"))
            }
        }
        found += relationMistakes(organs, index)
        found += circles(organs, index)
        return found + doubledPrefixes(organs)
    }

    private static func relationMistakes(
        _ organs: [Organ], _ index: [OrganID: Int]
    ) -> [RosterFinding] {
        var found: [RosterFinding] = []
        var acting: [OrganID: OrganID] = [:]
        for (place, organ) in organs.enumerated() {
            for related in organ.relations.uniqued() where index[related] == nil {
                found.append(
                    RosterFinding(
                        .unknownOrgan, place, zh: "\(organ.id) 所列的机关 \(related) 不存在",
                        en: "\(organ.id) names the unknown organ \(related)"))
            }
            if organ.receivedPowers.contains(where: { $0.from == organ.id }) {
                found.append(
                    RosterFinding(
                        .powerFromItself, place, zh: "\(organ.id) 不能从本机关承接职权",
                        en: "\(organ.id) cannot have received a power from itself"))
            }
            guard let government = organ.government, let at = index[government] else { continue }
            if organs[at].kind != .government {
                found.append(
                    RosterFinding(
                        .notAGovernment, place, zh: "\(government) 不是人民政府",
                        en: "\(government) is no government"))
            }
            // Art. 4 para. 1 speaks of municipal and district governments.
            if organ.kind == .judicialAdministration, organs[at].level > .township,
                let other = acting.updateValue(organ.id, forKey: government)
            {
                found.append(
                    RosterFinding(
                        .twoActingOrgans, place,
                        zh: "\(government) 有两个司法行政部门：\(other)、\(organ.id)",
                        en: "\(government) has two judicial administrations, \(other) and "
                            + "\(organ.id)"))
            }
        }
        return found
    }

    private static func circles(
        _ organs: [Organ], _ index: [OrganID: Int]
    ) -> [RosterFinding] {
        circles(organs, index, \.government).map { place, names in
            RosterFinding(
                .circleOfGovernments, place, zh: "所属人民政府形成循环：\(names)",
                en: "the governments above form a circle: \(names)")
        }
            + circles(organs, index, \.lineSuperior).map { place, names in
                RosterFinding(
                    .circleOfLines, place, zh: "业务上级部门形成循环：\(names)",
                    en: "the superiors of the line form a circle: \(names)")
            }
            + circles(organs, index, \.manager).map { place, names in
                RosterFinding(
                    .circleOfManagers, place, zh: "管理机关形成循环：\(names)",
                    en: "the managing organs form a circle: \(names)")
            }
    }

    /// The circles that one relation forms, each once: the place of its first organ, and its
    /// organs in the order of the relation.
    private static func circles(
        _ organs: [Organ], _ index: [OrganID: Int], _ relation: (Organ) -> OrganID?
    ) -> [(place: Int, names: String)] {
        /// For each organ, the walk that came by it first; nil before any.
        var walks = [Int?](repeating: nil, count: organs.count)
        var found: [(place: Int, names: String)] = []
        for start in organs.indices {
            var path: [Int] = []
            var next: Int? = start
            while let place = next, walks[place] == nil {
                walks[place] = start
                path.append(place)
                next = relation(organs[place]).flatMap { index[$0] }
            }
            // Only a walk that comes back to itself has found a circle, and a new one.
            guard let back = next, walks[back] == start,
                let entry = path.firstIndex(of: back)
            else { continue }
            let circle = path[entry...]
            let first = circle.min() ?? back
            let turned = circle.drop { $0 != first } + circle.prefix { $0 != first } + [first]
            found.append(
                (first, turned.map { organs[$0].id.text }.joined(separator: " → ")))
        }
        return found
    }

    /// A prefix that is another organ's prefix, or its name where that stands in the place of one.
    /// Two organs of one name without prefixes are told by `doubledNames`.
    private static func doubledPrefixes(_ organs: [Organ]) -> [RosterFinding] {
        var holders: [String: OrganID] = [:]
        for organ in organs where organ.documentPrefix == nil { holders[organ.name] = organ.id }
        return organs.enumerated().compactMap { place, organ in
            guard let prefix = organ.documentPrefix else { return nil }
            guard let other = holders[prefix] else {
                holders[prefix] = organ.id
                return nil
            }
            return RosterFinding(
                .doubledPrefix, place,
                zh: "\(organ.id) 与 \(other) 的发文字号前缀“\(prefix)”相同",
                en: "\(organ.id) and \(other) have the same document prefix \"\(prefix)\"")
        }
    }

    /// The organs that bear the name of another one.
    public static func doubledNames(in organs: [Organ]) -> [RosterFinding] {
        var holders: [String: OrganID] = [:]
        return organs.enumerated().compactMap { place, organ in
            guard let other = holders[organ.name] else {
                holders[organ.name] = organ.id
                return nil
            }
            return RosterFinding(
                .doubledName, place, zh: "\(organ.id) 与 \(other) 同名：\(organ.name)",
                en: "\(organ.id) and \(other) have the same name \(organ.name)")
        }
    }

    /// The organs over which nobody is competent. Above the municipality itself none has to be.
    public var unsupervised: [RosterFinding] {
        organs.enumerated().compactMap { place, organ in
            let isMunicipality = organ.kind == .government && organ.level == .municipal
            guard !isMunicipality, competentOrgans(over: organ.id).isEmpty else { return nil }
            return RosterFinding(
                .unsupervised, place, zh: "没有机关有权监督 \(organ.id)",
                en: "no organ is competent to supervise \(organ.id)")
        }
    }
}
