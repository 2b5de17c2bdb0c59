import Supervision

/// A second reading of the Measures for comparison: one closure for each sentence, each of which
/// looks organs up by their id and shares nothing with the others or with the tested code.
struct NaiveCompetence {
    typealias Sentence = (
        article: Int, paragraph: Int?,
        holds: @Sendable ([OrganID: Organ], _ a: Organ, _ b: Organ) -> Bool
    )

    /// In the order of the Measures.
    static let sentences: [Sentence] = [
        // 第二条第二款：上级人民政府对下级人民政府
        (
            2, 2,
            { organs, a, b in
                guard a.kind == .government, b.kind == .government, a.level > b.level
                else { return false }
                var above = b.government
                while let id = above {
                    if id == a.id { return true }
                    above = organs[id]?.government
                }
                return false
            }
        ),
        // 第二条第二款：市和区人民政府对所属工作部门、派出机关、派出机构
        (
            2, 2,
            { _, a, b in
                guard a.kind == .government, a.level == .municipal || a.level == .district
                else { return false }
                let kinds: [OrganKind] = [
                    .department, .judicialAdministration, .dispatchedOrgan, .dispatchedAgency,
                ]
                return kinds.contains(b.kind) && b.government == a.id
            }
        ),
        // 第二条第二款：市人民政府工作部门对区人民政府所属承担相关业务的工作部门
        (
            2, 2,
            { _, a, b in
                let departments: [OrganKind] = [.department, .judicialAdministration]
                return departments.contains(a.kind) && a.level == .municipal
                    && departments.contains(b.kind) && b.level == .district
                    && b.lineSuperior == a.id
            }
        ),
        // 第五条第一款：接受本级人民政府和上级行政机关的监督
        (
            5, 1,
            { _, a, b in
                var concentrated = false
                for power in b.receivedPowers where power.by == .stateCouncilOrMunicipal {
                    concentrated = true
                }
                return concentrated
                    && (b.government == a.id || b.lineSuperior == a.id || b.manager == a.id)
            }
        ),
        // 第五条第二款：乡镇人民政府、街道办事处以及功能区管理机构……接受管理该机关的人民政府的监督
        (
            5, 2,
            { _, a, b in
                var granted = false
                for power in b.receivedPowers where power.by == .municipalGrant { granted = true }
                let isTownship = b.kind == .government && b.level == .township
                guard granted, isTownship || b.kind == .dispatchedOrgan || b.kind == .functionalZone
                else { return false }
                let manager = b.manager == nil ? b.government : b.manager
                return a.kind == .government && manager == a.id
            }
        ),
        // 第六条：市和区人民政府及其所属工作部门对法律、法规、规章授权组织
        (
            6, nil,
            { _, a, b in
                guard b.kind == .authorizedOrganization, a.level != .township else { return false }
                if a.kind == .government { return b.government == a.id }
                return (a.kind == .department || a.kind == .judicialAdministration)
                    && b.manager == a.id
            }
        ),
        // 第六条：市和区人民政府工作部门对所属内设机构、执法机构、派出机构和受委托组织
        (
            6, nil,
            { _, a, b in
                guard a.kind == .department || a.kind == .judicialAdministration,
                    a.level == .municipal || a.level == .district
                else { return false }
                let kinds: [OrganKind] = [
                    .internalBody, .dispatchedAgency, .entrustedOrganization,
                ]
                return kinds.contains(b.kind) && b.manager == a.id
            }
        ),
        // 第六条：乡镇人民政府、街道办事处以及功能区管理机构对所属内设机构、执法机构
        (
            6, nil,
            { _, a, b in
                let isTownship = a.kind == .government && a.level == .township
                return (isTownship || a.kind == .dispatchedOrgan || a.kind == .functionalZone)
                    && b.kind == .internalBody && b.manager == a.id
            }
        ),
        // 第七条：设立在本行政区域内实行垂直管理或者实行双重领导的行政机关
        (
            7, nil,
            { organs, a, b in
                guard a.kind == .government, a.level != .township, b.kind == .verticalOrgan
                else { return false }
                var area = b.government
                while let id = area {
                    if id == a.id { return true }
                    area = organs[id]?.government
                }
                return false
            }
        ),
    ]

    let organs: [Organ]
    /// By supervised and supervising place: what holds, or nil.
    let matrix: [[Competence?]]

    init(_ organs: [Organ]) {
        self.organs = organs
        let byID = Dictionary(uniqueKeysWithValues: organs.map { ($0.id, $0) })
        matrix = organs.map { b in
            organs.map { a in Self.competence(byID, of: a, over: b, inRespectOf: nil) }
        }
    }

    static func competence(
        _ organs: [Organ], of a: Organ, over b: Organ, inRespectOf power: String?
    ) -> Competence? {
        let byID = Dictionary(uniqueKeysWithValues: organs.map { ($0.id, $0) })
        return competence(byID, of: a, over: b, inRespectOf: power)
    }

    static func competence(
        _ organs: [OrganID: Organ], of a: Organ, over b: Organ, inRespectOf power: String?
    ) -> Competence? {
        if a.id == b.id { return nil }
        let holding = sentences.filter { $0.holds(organs, a, b) }
        guard var basis = holding.first else { return nil }
        // The paragraph of Art. 5 under which the named power was received goes before the rest.
        for received in b.receivedPowers where received.power == power {
            let paragraph = received.by == .stateCouncilOrMunicipal ? 1 : 2
            for sentence in holding where sentence.article == 5 && sentence.paragraph == paragraph {
                basis = sentence
            }
        }
        var assistFrom: [OrganID] = []
        for received in b.receivedPowers where !assistFrom.contains(received.from) {
            assistFrom.append(received.from)
        }
        var superior: String?
        // Art. 7 asks to tell the superior whatever else the competence rests on.
        if holding.contains(where: { $0.article == 7 }) {
            superior = b.superiorOutside ?? b.manager?.text ?? "上级行政机关"
        }
        return Competence(
            basis: Citation(basis.article, paragraph: basis.paragraph),
            byReference: basis.article == 6, notifySuperior: superior, assistFrom: assistFrom)
    }

    /// The organs competent over all of these places, by sorting the whole roster.
    func competentOrgans(overAll places: [Int]) -> [OrganID] {
        var found: [(level: Int, rank: Int, place: Int)] = []
        for place in organs.indices where places.allSatisfy({ matrix[$0][place] != nil }) {
            let organ = organs[place]
            let level = organ.level == .municipal ? 2 : (organ.level == .district ? 1 : 0)
            found.append((level, organ.kind == .government ? 0 : 1, place))
        }
        found.sort { ($0.level, $0.rank, $0.place) < ($1.level, $1.rank, $1.place) }
        return found.map { organs[$0.place].id }
    }
}
