import Supervision

// The ways to every place of the table, each the shortest that the table has.

/// Matters with something particular about their supervised organ or their duties.
enum Fixture: String, CaseIterable, Sendable {
    /// A department of the district, and no duty.
    case plain = "cy-market"
    /// A subdistrict with a granted power; from the investigation on, duties of every kind that
    /// the supervising side opens, in every state.
    case laden = "cy-jianwai"
    /// A vertical organ, whose superior is owed a notice once problems are found.
    case vertical = "cy-tax"
    /// The bureau of justice itself, so that the government acts on its own.
    case justice = "cy-justice"

    /// The organ whose people do the work.
    var acting: String { self == .justice ? "cy" : "cy-justice" }
}

enum Words {
    static let twoItems = ["publish the list", "train the officers"]
    static let reports = [ItemReport(item: 1, text: "done"), ItemReport(item: 2, text: "done")]
    static let ordinary = Conclusion(
        outcome: .problem, facts: "facts", grounds: [3, 1], severity: .ordinary)
    static let major = Conclusion(
        outcome: .problem, facts: "facts", grounds: [1], severity: .major, majorReason: "deaths")
    static let noProblem = Conclusion(outcome: .noProblem, facts: "facts")
    static let measure = InvestigationMeasure(
        kind: .consultFiles, on: Cast.startDay, summary: "read")
    static let responsible = [ResponsiblePerson(name: "Wang", position: "head")]
    static let handling = OfficerMeasureRecord(
        measure: .criticismAndEducation, fault: .negligent, harm: "little",
        circumstances: "first time", serious: false)

    static func request(
        about organ: String, _ kind: SourceKind = .complaint, channel: Channel? = nil
    ) -> RegisterMatter {
        RegisterMatter(
            supervised: OrganID(organ), source: Source(kind: kind, channel: channel), content: 2,
            summary: "summary", complainant: Complainant(name: "Li", contact: nil))
    }

    static func officer(of organ: String) -> Accusation {
        Accusation(
            kind: .officer,
            person: AccusedPerson(name: "Zhao", organ: OrganID(organ), position: nil),
            facts: "took a fee", misconduct: nil)
    }

    static func supervisor(of organ: String) -> Accusation {
        Accusation(
            kind: .supervisor,
            person: AccusedPerson(name: "Qian", organ: OrganID(organ), position: nil),
            facts: "looked away", misconduct: .neglectOfDuty)
    }
}

/// A new matter about an organ, registered by the clerk of the bureau of justice.
func registered(
    about organ: String = "cy-market", _ kind: SourceKind = .complaint, policy: Policy = Policy()
) throws -> World {
    let clerk = organ == "cy-justice" ? "cy.clerk" : "cy-justice.clerk"
    return try World(Words.request(about: organ, kind), by: clerk, policy: policy)
}

/// A matter that stands at one place of the table.
func given(
    _ place: Place, _ fixture: Fixture = .plain, acceptWithin: Period? = nil,
    investigateWithin: Period? = nil
) throws -> World {
    let policy = Policy(acceptWithin: acceptWithin, investigateWithin: investigateWithin)
    var world = try registered(about: fixture.rawValue, policy: policy)
    world.mergeTarget = Context.MergeTarget(
        matter: World.other, isOpen: true, supervised: OrganID(fixture.rawValue))
    if place == .complaint { return world }
    let (acting, investigator) = (fixture.acting, fixture.acting + ".investigator")
    let accept = MatterCommand.accept(investigators: [PersonID(investigator)], deadline: nil)
    try world.give(accept, by: acting + ".clerk")
    if fixture == .laden { try load(&world) }
    if place == .investigation { return world }
    try world.give(.recordMeasure(Words.measure), by: investigator)

    if [.accountability, .closed].contains(place) {
        if place == .accountability, fixture != .laden {
            let officer = Words.officer(of: fixture.rawValue)
            try world.give(.openAccountability(officer), by: investigator)
        }
        try world.give(.conclude(Words.noProblem), by: investigator)
        return world
    }
    if Place.decision.contains(place) {
        try world.give(.conclude(Words.major), by: investigator)
        if place == .decisionDue { return world }
        let issue = MatterCommand.issueDecision(
            orders: Words.twoItems, deadline: .workingDays(10))
        try world.give(issue, by: "cy.signatory")
        if place == .executionReported {
            try world.give(.reportExecution(Words.reports), by: fixture.rawValue + ".respondent")
        }
        return world
    }
    try world.give(.conclude(Words.ordinary), by: investigator)
    if place == .opinion { return world }
    let issue = MatterCommand.issueOpinion(
        requirements: Words.twoItems, deadline: .workingDays(10))
    try world.give(issue, by: acting + ".signatory")
    if place == .underReview {
        try world.give(.reportRectification(Words.reports), by: fixture.rawValue + ".respondent")
    }
    return world
}

/// Duty 1 is assistance that was asked for; 2 to 5 are items about officers, open, notified,
/// handled and referred; 6 and 7 are about a supervisor, open and referred; 8 is settled.
private func load(_ world: inout World) throws {
    let (investigator, unit) = ("cy-justice.investigator", OrganID("cy-jianwai"))
    try world.give(
        .requestAssistance(from: OrganID("cy-urban"), request: "the old files"), by: investigator)
    for _ in 2...5 {
        try world.give(.openAccountability(Words.officer(of: unit.text)), by: investigator)
    }
    for _ in 6...7 {
        try world.give(.openAccountability(Words.supervisor(of: "cy-justice")), by: investigator)
    }
    try world.give(.openAccountability(Words.officer(of: unit.text)), by: investigator)
    try world.give(.notifyUnit(item: 3, unit: unit), by: "cy-justice.clerk")
    try world.give(.notifyUnit(item: 4, unit: unit), by: "cy-justice.clerk")
    try world.give(
        .recordOfficerMeasure(item: 4, Words.handling), by: "cy-jianwai.respondent")
    for item in [5, 7] {
        try world.give(
            .referAccountability(item: item, to: .discipline, authority: "commission"),
            by: "cy-justice.signatory")
    }
    try world.give(.dismissAccountability(item: 8, reason: "mistaken"), by: "cy-justice.signatory")
}
