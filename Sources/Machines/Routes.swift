// The ways to every place of the table. A state of a walk is never written down: it is what real
// commands have led to.

internal import Supervision

/// Matters with something particular about their supervised organ or their duties.
package enum Fixture: String, CaseIterable, Sendable {
    /// A department of the district, and no duty.
    case plain = "bureau"
    /// A subdistrict with a granted power; from the investigation on, a duty in every state.
    case laden = "subdistrict"
    /// A vertical organ, whose superior is owed a notice once problems are found.
    case vertical
    /// The bureau of justice itself, so that the government acts on its own.
    case justice = "district-justice"

    /// The organ whose people do the work.
    var acting: String { self == .justice ? "district" : "district-justice" }

    var request: RegisterMatter {
        Words.request(about: rawValue, self == .vertical ? .enforcementInspection : .complaint)
    }
}

/// What the deadline of the present place does.
package enum Clock: String, CaseIterable, Sendable {
    case none, running, passed

    init(_ term: Term?) {
        self = term.map { $0.hasPassed ? .passed : .running } ?? .none
    }
}

enum Routes {
    /// Every place in every state of its deadline, suspended and not, for every fixture.
    static func everywhere() throws(Refusal) -> [Situation] {
        var found: [Situation] = []
        for fixture in Fixture.allCases {
            for place in Place.each {
                // What is laden with open duties is never closed.
                if fixture == .laden, place == .closed { continue }
                let fresh = try to(place, fixture)
                found.append(fresh)
                if [.complaint, .investigation].contains(place) {
                    // Only a house rule sets a deadline here.
                    let timed = try to(place, fixture, within: .workingDays(10))
                    found += [timed, try late(timed, place, fixture)]
                } else if fresh.matter.term != nil {
                    found.append(try late(fresh, place, fixture))
                }
            }
        }
        for situation in found + (try particular()) where !situation.matter.isClosed {
            var suspended = situation
            try suspended.give(
                .suspend(reason: "x"), by: signatory(of: situation.matter))
            found.append(suspended)
        }
        return found + (try particular())
    }

    private static func signatory(of matter: Matter) -> String {
        Stage.roster.actingOrgan(for: matter.supervising, over: matter.supervised).text
            + ".signatory"
    }

    /// The place when its deadline has passed; a report that came late stands where its own
    /// deadline is over.
    private static func late(
        _ fresh: Situation, _ place: Place, _ fixture: Fixture
    ) throws(Refusal) -> Situation {
        var late = fresh
        switch place {
        case .underReview: late = try to(.awaitingReport, fixture)
        case .executionReported: late = try to(.inForce, fixture)
        default: break
        }
        late.passDeadline()
        let respondent = fixture.rawValue + ".respondent"
        if place == .underReview {
            try late.give(.reportRectification(Words.reports), by: respondent)
        } else if place == .executionReported {
            try late.give(.reportExecution(Words.reports), by: respondent)
        }
        return late
    }

    /// What the table asks beyond a place: a measure taken, duties settled, one person who finds
    /// and signs, an end for good, a complaint that was dropped, a superior who was not told.
    private static func particular() throws(Refusal) -> [Situation] {
        var found: [Situation] = []
        for fixture in Fixture.allCases {
            var measured = try to(.investigation, fixture)
            try measured.give(
                .recordMeasure(Words.measure), by: fixture.acting + ".investigator")
            found.append(measured)
            if fixture == .laden { continue }
            var settled = try to(.accountability, fixture)
            try settled.give(
                .dismissAccountability(item: 1, reason: "x"), by: fixture.acting + ".signatory")
            found.append(settled)
        }
        for conclusion in [Words.ordinary, Words.major] {
            var alone = found[0]
            try alone.give(.conclude(conclusion), by: "district-justice.lead")
            found.append(alone)
        }
        var elsewhere = try to(.complaint, .plain)
        try elsewhere.give(.refer(channel: .audit, reason: "x"), by: "district-justice.clerk")
        var dropped = try to(.complaint, .plain)
        try dropped.give(
            .withdraw(reason: "x", continueExOfficio: true), by: "district-justice.clerk")
        var untold = try to(.underReview, .vertical)
        try untold.give(
            .acceptRectification(verified: [1, 2]), by: "district-justice.investigator")
        return found + [elsewhere, dropped, untold]
    }

    /// A matter that stands at one place of the table.
    static func to(
        _ place: Place, _ fixture: Fixture, within limit: Period? = nil
    ) throws(Refusal) -> Situation {
        let policy = Policy(acceptWithin: limit, investigateWithin: limit)
        let investigator = fixture.acting + ".investigator"
        let respondent = fixture.rawValue + ".respondent"
        var way = try Situation(fixture.request, by: fixture.acting + ".clerk", policy: policy)
        if place == .complaint { return way }
        try way.give(
            .accept(investigators: [PersonID(investigator)], deadline: nil),
            by: fixture.acting + ".clerk")
        if fixture == .laden { try load(&way) }
        if place == .investigation { return way }
        try way.give(.recordMeasure(Words.measure), by: investigator)

        if [.accountability, .closed].contains(place) {
            if place == .accountability, fixture != .laden {
                try way.give(
                    .openAccountability(
                        Words.accusation(.officer, of: OrganID(fixture.rawValue))),
                    by: investigator)
            }
            try way.give(.conclude(Words.noProblem), by: investigator)
            return way
        }
        if Place.decision.contains(place) {
            try way.give(.conclude(Words.major), by: investigator)
            if place == .decisionDue { return way }
            try way.give(
                .issueDecision(orders: Words.items, deadline: Words.soon), by: "district.signatory")
            if place == .executionReported {
                try way.give(.reportExecution(Words.reports), by: respondent)
            }
            return way
        }
        try way.give(.conclude(Words.ordinary), by: investigator)
        if place == .opinion { return way }
        try way.give(
            .issueOpinion(requirements: Words.items, deadline: Words.soon),
            by: fixture.acting + ".signatory")
        if place == .underReview {
            try way.give(.reportRectification(Words.reports), by: respondent)
        }
        return way
    }

    /// Duty 1 is assistance that was asked for; 2 to 5 are items about officers, open, notified,
    /// handled and referred; 6 and 7 are about a supervisor, open and referred; 8 is settled. And
    /// the matter holds a commercial secret.
    private static func load(_ way: inout Situation) throws(Refusal) {
        let (clerk, signatory) = ("district-justice.clerk", "district-justice.signatory")
        let (investigator, unit) = ("district-justice.investigator", OrganID("subdistrict"))
        try way.give(
            .requestAssistance(from: OrganID("transferring"), request: "x"), by: investigator)
        for number in 2...8 {
            let accusation =
                [6, 7].contains(number)
                ? Words.accusation(
                    .supervisor, of: OrganID("district-justice"), misconduct: .neglectOfDuty)
                : Words.accusation(.officer, of: unit)
            try way.give(.openAccountability(accusation), by: investigator)
        }
        for item in [3, 4] { try way.give(.notifyUnit(item: item, unit: unit), by: clerk) }
        try way.give(
            .recordOfficerMeasure(item: 4, Words.handling()), by: "subdistrict.respondent")
        for item in [5, 7] {
            try way.give(
                .referAccountability(item: item, to: .discipline, authority: "x"), by: signatory)
        }
        try way.give(.dismissAccountability(item: 8, reason: "x"), by: signatory)
        try way.give(.classify(.commercialSecret, reason: nil), by: signatory)
    }
}
