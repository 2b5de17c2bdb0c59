import JSONText
import Supervision
import Testing

@testable import Wire

// A small house, and matters that are led through the law by commands, so that every matter that
// is shown here can really exist.

/// One tick of the tests' clock: 2026-03-02 in Beijing.
let start = Instant(milliseconds: 1_772_412_300_123)

/// What only the supervising side may read; it is searched for in every other answer.
enum Secret {
    static let complainant = "王秘密"
    static let contact = "010-5555-0142"
    static let coordination = "与审计部门的内部沟通"
    static let supervisor = "监督人员丁某"
    static let summary = "举报逾期未处理"
}

func organ(_ text: String) -> OrganID { OrganID(text) }

let roster: Roster = {
    do throws(Roster.Fault) {
        return try Roster(
            edition: "test",
            organs: [
                Organ(id: organ("bj"), name: "市政府", kind: .government, level: .municipal),
                Organ(
                    id: organ("cy"), name: "区政府", kind: .government, level: .district,
                    government: organ("bj"), documentPrefix: "朝政执监"),
                Organ(
                    id: organ("cy-justice"), name: "区司法局", nameEn: "Justice",
                    kind: .judicialAdministration, level: .district, government: organ("cy"),
                    documentPrefix: "朝司执监"),
                Organ(
                    id: organ("cy-housing"), name: "区住建委", kind: .department, level: .district,
                    government: organ("cy")),
                Organ(
                    id: organ("cy-urban"), name: "区城管局", kind: .department, level: .district,
                    government: organ("cy"),
                    receivedPowers: [
                        ReceivedPower(
                            power: "施工", from: organ("cy-housing"), by: .stateCouncilOrMunicipal)
                    ]),
            ])
    } catch {
        fatalError("\(error)")
    }
}()

/// One person who can do everything for the supervising side, one who signs for the district, and
/// the respondents.
enum Person {
    static let all = Principal(
        id: PersonID("all"), name: "甲", organ: organ("cy-justice"),
        roles: [.clerk, .investigator, .signatory], qualified: true)
    static let government = Principal(
        id: PersonID("gov"), name: "乙", organ: organ("cy"), roles: [.signatory],
        qualified: false)
    static let supervised = Principal(
        id: PersonID("urban"), name: "丙", organ: organ("cy-urban"), roles: [.respondent],
        qualified: false)
    static let asked = Principal(
        id: PersonID("housing"), name: "丁", organ: organ("cy-housing"), roles: [.respondent],
        qualified: false)
}

/// A matter with the commands that lead it on.
struct Walk {
    static let house = House(
        roster: roster,
        principals: Principals([Person.all, Person.government, Person.supervised, Person.asked]),
        policy: Policy(twoPersonRule: false, acceptWithin: .workingDays(5)),
        calendar: WorkingCalendar(
            edition: "test",
            years: [2026: WorkingCalendar.Year(daysOff: [], makeUpWorkingDays: [])]))

    private(set) var matter: Matter
    private(set) var entries: [HistoryEntry<MatterEvent>]

    init(secrecy: SecrecyClass = .internal, summary: String = Secret.summary) throws {
        let request = RegisterMatter(
            supervised: organ("cy-urban"), source: Source(kind: .complaint), content: 2,
            summary: summary, incident: "12345-7", occurredOn: CivilDate("2026-02-10"),
            complainant: Complainant(name: Secret.complainant, contact: Secret.contact),
            secrecy: secrecy, power: "施工")
        let events = try Matter.register(request, in: Self.context(Person.all))
        guard case .registered(let registered) = events[0] else { throw Refused() }
        matter = Matter(id: MatterID(kind: .supervision, serial: 1), registered)
        entries = []
        record(events, by: Person.all.id)
    }

    struct Refused: Error {}

    static func context(_ person: Principal) -> Context {
        Context(house: house, now: start, actor: person, numbers: DocumentNumbers())
    }

    mutating func give(_ command: MatterCommand, as person: Principal = Person.all) throws {
        let events = try matter.decide(
            command, expecting: matter.version, in: Self.context(person))
        matter.evolve(events, version: matter.version + 1, Stamp(at: start, by: person.id))
        record(events, by: person.id)
    }

    /// The clock's own entry.
    mutating func passDeadline() throws {
        let term = try #require(matter.term)
        let events = [MatterEvent.deadlinePassed(lastDay: term.deadline.lastDay)]
        matter.evolve(events, version: matter.version, Stamp(at: start, by: Stamp.server))
        record(events, by: Stamp.server)
    }

    private mutating func record(_ events: [MatterEvent], by person: PersonID) {
        entries.append(
            HistoryEntry<MatterEvent>(
                position: Int64(entries.count + 1), version: matter.version,
                phase: matter.phase.name, step: matter.phase.step,
                command: events.first?.command(from: matter.phase.place)?.rawValue, at: start,
                principal: person, events: events))
    }

    // MARK: The way through the procedure

    /// The matter in each place, by the way of an opinion that was not rectified.
    static func everywhere() throws -> [Walk] {
        var walk = try Walk()
        try walk.give(.coordinate(.audit, summary: Secret.coordination))
        var walks = [walk]
        func step(_ command: MatterCommand, as person: Principal = Person.all) throws {
            try walk.give(command, as: person)
            walks.append(walk)
        }
        try walk.give(
            .withdraw(reason: "投诉人撤回", continueExOfficio: false))
        walks.append(walk)
        walk = walks[0]
        try step(.accept(investigators: [Person.all.id], deadline: .workingDays(30)))
        try walk.openDuties()
        try walk.give(
            .recordMeasure(
                InvestigationMeasure(
                    kind: .commissionedTesting, on: start.legalDay, summary: "委托检测",
                    institution: "检测中心", specialty: "资质",
                    evidence: [Evidence(name: "报告", sha256: String(repeating: "a", count: 64))])))
        walks.append(walk)
        try step(
            .conclude(
                Conclusion(outcome: .problem, facts: "事实", grounds: [3, 1], severity: .ordinary)))
        try step(.issueOpinion(requirements: ["一", "二"], deadline: .days(20)))
        let reports = [ItemReport(item: 1, text: "好"), ItemReport(item: 2, text: "好")]
        try step(.reportRectification(reports), as: Person.supervised)
        try step(
            .rejectRectification(reason: "不足", deadline: .date(start.legalDay.advanced(by: 9))))
        try walk.passDeadline()
        walks.append(walk)
        try step(.failRectification(reason: "逾期"))
        try step(
            .issueDecision(orders: ["责令"], deadline: .workingDays(9)), as: Person.government)
        try step(.reportExecution([ItemReport(item: 1, text: "好")]), as: Person.supervised)
        try step(.suspend(reason: "等待鉴定"))
        try walk.give(.resume(reason: "恢复"))
        try step(.confirmExecution(verified: [1]))
        try walk.settleDuties()
        walks.append(walk)
        try step(.close)
        try step(.reopen(facts: "新事实"))
        try step(.refer(channel: .disciplineInspection, reason: "涉嫌违纪"))
        return walks
    }

    private mutating func openDuties() throws {
        try give(.requestAssistance(from: organ("cy-housing"), request: "请提供案卷"))
        try give(
            .openAccountability(
                Accusation(
                    kind: .officer,
                    person: AccusedPerson(
                        name: "赵某", organ: organ("cy-urban"), position: "队员"),
                    facts: "违法扣押", misconduct: nil)))
        try give(
            .openAccountability(
                Accusation(
                    kind: .supervisor,
                    person: AccusedPerson(
                        name: Secret.supervisor, organ: organ("cy-justice"), position: nil),
                    facts: "涉嫌滥用职权", misconduct: .abuseOfPower)))
        try give(
            .recordObstruction(
                .obstruction, summary: "拒不提供",
                responsible: [ResponsiblePerson(name: "钱某", position: "局长")]))
    }

    private mutating func settleDuties() throws {
        try give(.provideAssistance(duty: 1, summary: "已提供"), as: Person.asked)
        try give(.notifyUnit(item: 2, unit: organ("cy-urban")))
        let record = OfficerMeasureRecord(
            measure: .offPostEducation, fault: .negligent, harm: "轻", circumstances: "初犯",
            serious: false)
        try give(.recordOfficerMeasure(item: 2, record), as: Person.supervised)
        try give(.settleAccountability(item: 2))
        try give(.referAccountability(item: 3, to: .discipline, authority: "区监委"))
        let all = Person.all
        let overseer = Principal(
            id: all.id, name: all.name, organ: organ("cy"), roles: all.roles,
            qualified: all.qualified)
        try give(.recordOutcome(item: 3, outcome: "警告"), as: overseer)
        try give(.dismissAccountability(item: 4, reason: "不成立"))
    }
}

// MARK: Reading what was written

/// The JSON that `body` wrote, as a document.
func written(_ body: (inout JSONWriter) -> Void) throws -> JSONDocument {
    try JSONDocument(JSONWriter.encoded(body))
}

extension JSONDocument {
    /// The node of a path such as `documents.0.items`; nil where there is none.
    func node(_ path: String, from root: Int = 0) -> Int? {
        var node = root
        for name in path.split(separator: ".") {
            switch kind(node) {
            case .object:
                guard let found = members(node).first(where: { string($0.key) == name })
                else { return nil }
                node = found.value
            case .array:
                let elements = Array(elements(node))
                guard let index = Int(name), elements.indices.contains(index) else { return nil }
                node = elements[index]
            case .null, .bool, .integer, .string: return nil
            }
        }
        return node
    }

    func has(_ path: String) -> Bool { node(path) != nil }

    /// The value of a path as compact JSON; `-` where there is none.
    func json(_ path: String) -> String {
        guard let node = node(path) else { return "-" }
        return String(
            decoding: JSONWriter.encoded { write(node, into: &$0) }, as: UTF8.self)
    }

    var names: [String] { members(0).map { string($0.key) } }
}

/// The whole `matter.get` of a matter.
func get(
    _ matter: Matter, _ audience: Audience = .full, allowed: [CommandName] = []
) -> [UInt8] {
    JSONWriter.encoded {
        Views.write(
            matter, audience: audience, allowed: allowed, position: 9, now: start,
            roster: roster, into: &$0)
    }
}

extension [UInt8] {
    func holds(_ text: String) -> Bool {
        String(decoding: self, as: UTF8.self).contains(text)
    }
}
