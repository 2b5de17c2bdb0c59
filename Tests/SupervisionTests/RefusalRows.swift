import Supervision

/// A command that is refused: what was given, who gives what, and the whole refusal.
struct RefusalRow: Sendable, CustomStringConvertible {
    let label: String
    let refusal: Refusal
    let result: @Sendable () throws -> Result<[MatterEvent], Refusal>

    var description: String { label }

    init(
        _ command: MatterCommand, by person: String, _ refusal: Refusal,
        world: @escaping @Sendable () throws -> World
    ) {
        label = "\(command.name.rawValue) \(refusal.reason)"
        self.refusal = refusal
        result = { try world().decide(command, by: Cast.person(person)) }
    }

    /// A refusal of `matter.register`.
    init(
        _ request: RegisterMatter, by person: String, duplicates: [Context.Duplicate] = [],
        _ refusal: Refusal
    ) {
        label = "matter.register \(refusal.reason)"
        self.refusal = refusal
        result = { World.register(request, by: person, duplicates: duplicates) }
    }

    static let all =
        registration + intake + endings + inquiry + documents + rectification + decisions
        + accountability + anyPhase

    /// A guard of the table with its basis as the Measures have it, written out once more.
    static func guarded(
        _ rule: Guard, _ basis: Basis, _ missing: [String] = [], from: Instant? = nil
    ) -> Refusal {
        Refusal(.refused(rule), basis, missing: missing, from: from)
    }

    private static let clerk = "cy-justice.clerk"
    private static let investigator = "cy-justice.investigator"
    private static let signatory = "cy-justice.signatory"
    private static let yesterday = Cast.day("2026-03-01")
    private static let tomorrow = Cast.day("2026-03-03")
    private static let past = guarded(.deadlineInFuture, .procedure, ["deadline"])

    private static func changed(
        _ request: RegisterMatter, _ change: (inout RegisterMatter) -> Void
    ) -> RegisterMatter {
        var request = request
        change(&request)
        return request
    }

    private static let report = Words.request(about: "cy-jianwai", .transferringOrganReport)
    private static let complaint = Words.request(about: "cy-market")
    private static let distinct = changed(complaint) {
        $0.distinctFrom = Distinction(matter: World.other, reason: "another day")
    }

    /// Art. 5 para. 4, with who may report.
    private static func reportedBy(_ role: Role, _ organs: String...) -> Refusal {
        var refusal = guarded(.transferringOrganOnly, .law(5, 4))
        refusal.who = Refusal.Who(roles: [role], organs: organs.map { OrganID($0) })
        return refusal
    }

    /// Art. 15, with who knows the number of the other matter.
    private static func distinguishedBy(_ organs: String...) -> Refusal {
        var refusal = guarded(.distinctionOfAnother, .law(15), ["distinctFrom.matter"])
        refusal.who = Refusal.Who(roles: [.clerk], organs: organs.map { OrganID($0) })
        return refusal
    }

    static let registration: [RefusalRow] = [
        RefusalRow(
            Words.request(about: "cy-market", .referral), by: clerk,
            guarded(.channelOfReferral, .law(15), ["source.channel"])),
        RefusalRow(
            Words.request(about: "cy-market", .complaint, channel: .audit), by: clerk,
            guarded(.channelOfReferral, .law(15), ["source.channel"])),
        RefusalRow(
            report, by: "cy-market.respondent", reportedBy(.respondent, "cy-urban")),
        RefusalRow(
            Words.request(about: "cy-jianwai", .complaint), by: "cy-urban.respondent",
            reportedBy(.respondent, "cy-urban")),
        // Whoever has transferred nothing does not come under Art. 5.
        RefusalRow(
            Words.request(about: "cy-jianwai", .complaint), by: "cy-market.respondent",
            Refusal(
                .notAuthorised, .law(4),
                who: Refusal.Who(
                    roles: [.clerk], organs: [OrganID("cy-justice"), OrganID("cy")]))),
        // Nobody has transferred powers to it, so that only clerks remain.
        RefusalRow(
            Words.request(about: "cy-market", .transferringOrganReport), by: "cy-urban.respondent",
            reportedBy(.clerk, "cy-justice", "cy")),
        RefusalRow(distinct, by: clerk, guarded(.distinctionOfAnother, .law(15))),
        RefusalRow(
            distinct, by: clerk,
            duplicates: [
                Context.Duplicate(
                    matter: MatterID(kind: .supervision, serial: 3), isVisible: true,
                    supervising: OrganID("cy"))
            ], distinguishedBy("cy-justice", "cy")),
        // Also where the other matter is hidden: no made-up number gets round Art. 15.
        RefusalRow(
            distinct, by: clerk,
            duplicates: [
                Context.Duplicate(
                    matter: MatterID(kind: .supervision, serial: 3), isVisible: false,
                    supervising: OrganID("bj-market"))
            ], distinguishedBy("bj-market")),
        RefusalRow(
            changed(complaint) { $0.occurredOn = tomorrow }, by: clerk,
            guarded(.dateInFuture, .procedure, ["occurredOn"])),
    ]

    static let intake: [RefusalRow] =
        [(Place.complaint, false), (.investigation, true)].flatMap {
            place, assigns -> [RefusalRow] in
            func row(_ persons: [String], _ refusal: Refusal) -> RefusalRow {
                let persons = persons.map { PersonID($0) }
                return RefusalRow(
                    assigns
                        ? .assign(investigators: persons)
                        : .accept(investigators: persons, deadline: nil), by: clerk, refusal
                ) { try given(place) }
            }
            return [
                row([], guarded(.investigatorsNamed, .law(16), ["investigators"])),
                row(
                    [investigator, "cy-justice.trainee"],
                    guarded(.investigatorsQualified, .law(16), ["cy-justice.trainee"])),
                row([clerk], guarded(.investigatorsQualified, .law(16), [clerk])),
                row(
                    ["cy-market.investigator"],
                    guarded(.investigatorsIndependent, .law(3), ["cy-market.investigator"])),
                row(
                    ["hd-justice.investigator"],
                    guarded(
                        .investigatorsOfSupervisingOrgan, .law(4), ["hd-justice.investigator"])),
                row(["nobody"], Refusal(.notFound(.person, id: "nobody"), .procedure)),
            ]
        } + [
            RefusalRow(
                .accept(investigators: [PersonID(investigator)], deadline: .date(yesterday)),
                by: clerk,
                // A Sunday, which moves to today: a day that is gone all the same.
                guarded(.deadlineInFuture, .procedure, ["deadline"])
            ) { try given(.complaint) },
            RefusalRow(
                .transfer(supervising: OrganID("cy"), reason: "x"), by: clerk,
                guarded(.sameSupervisingOrgan, .procedure)
            ) { try given(.complaint) },
            RefusalRow(
                .transfer(supervising: OrganID("hd"), reason: "x"), by: clerk,
                Refusal(
                    .notCompetent(competent: [OrganID("cy"), OrganID("bj-market")]), .law(2, 2),
                    who: Refusal.Who(
                        roles: [.clerk],
                        organs: [OrganID("cy-justice"), OrganID("cy"), OrganID("bj-market")]))
            ) { try given(.complaint) },
            RefusalRow(
                .transfer(supervising: OrganID("moon"), reason: "x"), by: clerk,
                Refusal(.notFound(.organ, id: "moon"), .procedure)
            ) { try given(.complaint) },
        ]

    private static func mergeable(_ isOpen: Bool, _ supervised: String) throws -> World {
        var world = try given(.complaint)
        world.mergeTarget = Context.MergeTarget(
            matter: World.other, isOpen: isOpen, supervised: OrganID(supervised))
        return world
    }

    private static let owed = (1...7).map { "duty \($0)" }

    static let endings: [RefusalRow] = [
        RefusalRow(
            .merge(into: World.id, reason: "x"), by: clerk, guarded(.mergeIntoItself, .procedure)
        ) { try given(.complaint) },
        RefusalRow(
            .merge(into: World.other, reason: "x"), by: clerk,
            guarded(.mergeTargetOpen, .law(15), ["S2"])
        ) { try mergeable(false, "cy-market") },
        RefusalRow(
            .merge(into: World.other, reason: "x"), by: clerk,
            guarded(.mergeSameSupervised, .law(15))
        ) { try mergeable(true, "cy-urban") },
        RefusalRow(
            .merge(into: MatterID(kind: .dispute, serial: 3), reason: "x"), by: clerk,
            Refusal(.notFound(.matter, id: "D3"), .procedure)
        ) { try mergeable(true, "cy-market") },
        RefusalRow(
            .withdraw(reason: "x", continueExOfficio: false), by: clerk,
            guarded(.complaintsOnly, .law(3))
        ) { try registered(.dataMonitoring) },
        RefusalRow(
            .withdraw(reason: "x", continueExOfficio: true), by: clerk,
            guarded(.complaintsOnly, .law(3))
        ) {
            try given(.complaint).given(
                (.withdraw(reason: "x", continueExOfficio: true), by: clerk))
        },
        // The basis is that of the first duty that is open: assistance, and later an officer.
        RefusalRow(
            .withdraw(reason: "x", continueExOfficio: false), by: clerk,
            guarded(.dutiesSettled, .law(5, 3), owed)
        ) { try given(.investigation, .laden) },
        RefusalRow(
            .refer(channel: .audit, reason: "x"), by: clerk,
            guarded(.dutiesSettled, .law(5, 3), owed)
        ) { try given(.investigation, .laden) },
        RefusalRow(
            .merge(into: World.other, reason: "x"), by: clerk,
            guarded(.dutiesSettled, .law(5, 3), owed)
        ) { try given(.investigation, .laden) },
        RefusalRow(.close, by: clerk, guarded(.dutiesSettled, .law(18), Array(owed.dropFirst()))) {
            try given(.accountability, .laden).given(
                (.provideAssistance(duty: 1, summary: "x"), by: "cy-urban.respondent"))
        },
        RefusalRow(.close, by: clerk, guarded(.dutiesSettled, .law(7), ["duty 1"])) {
            try given(.underReview, .vertical).given(
                (.acceptRectification(verified: [1, 2]), by: investigator))
        },
    ]

    private static func registered(_ kind: SourceKind) throws -> World {
        try World(Words.request(about: "cy-market", kind), by: clerk)
    }

    private static func measure(
        _ kind: InvestigationMeasureKind, _ institution: String?, _ specialty: String?
    ) -> MatterCommand {
        .recordMeasure(
            InvestigationMeasure(
                kind: kind, on: Cast.startDay, summary: "x", institution: institution,
                specialty: specialty))
    }

    private static func concluded(_ conclusion: Conclusion, _ refusal: Refusal) -> RefusalRow {
        RefusalRow(.conclude(conclusion), by: investigator, refusal) {
            try Acceptance.measured(.plain)
        }
    }

    private static func problem(
        _ grounds: [Int], _ severity: Severity?, _ reason: String? = nil
    ) -> Conclusion {
        Conclusion(
            outcome: .problem, facts: "x", grounds: grounds, severity: severity,
            majorReason: reason)
    }

    static let inquiry: [RefusalRow] = [
        RefusalRow(
            .recordMeasure(InvestigationMeasure(kind: .hearing, on: tomorrow, summary: "x")),
            by: investigator, guarded(.dateInFuture, .procedure, ["on"])
        ) { try given(.investigation) },
        RefusalRow(
            measure(.commissionedTesting, nil, nil), by: investigator,
            guarded(.institutionNamed, .law(11, 1), ["institution", "specialty"])
        ) { try given(.investigation) },
        RefusalRow(
            measure(.commissionedAppraisal, "institute", nil), by: investigator,
            guarded(.institutionNamed, .law(11, 1), ["specialty"])
        ) { try given(.investigation) },
        RefusalRow(
            .requestAssistance(from: OrganID("cy-urban"), request: "x"), by: investigator,
            guarded(.assistanceOfTransferringOrgan, .law(5, 3))
        ) { try given(.investigation) },
        RefusalRow(
            .requestAssistance(from: OrganID("cy-market"), request: "x"), by: investigator,
            guarded(.assistanceOfTransferringOrgan, .law(5, 3), ["cy-urban"])
        ) { try given(.investigation, .laden) },
        RefusalRow(
            .provideAssistance(duty: 1, summary: "x"), by: "cy-urban.respondent",
            guarded(.dutyAlreadySettled, .procedure)
        ) {
            try given(.investigation, .laden).given(
                (.provideAssistance(duty: 1, summary: "x"), by: "cy-urban.respondent"))
        },
        RefusalRow(
            .sendNotice(duty: 2, summary: "x"), by: clerk, guarded(.dutyAlreadySettled, .procedure)
        ) {
            try given(.opinion, .vertical).given(
                (.openAccountability(Words.officer(of: "cy-tax")), by: investigator))
        },
        RefusalRow(
            .sendNotice(duty: 2, summary: "x"), by: clerk,
            Refusal(.notFound(.duty, id: "2"), .procedure)
        ) { try given(.opinion, .vertical) },
        RefusalRow(
            .extendInvestigation(deadline: .workingDays(10), reason: "x"), by: signatory,
            guarded(.deadlineLater, .procedure, ["deadline after 2026-03-16"])
        ) { try given(.investigation, investigateWithin: .workingDays(10)) },
        RefusalRow(
            .extendInvestigation(deadline: .date(yesterday), reason: "x"), by: signatory, past
        ) { try given(.investigation).later(days: 2) },
        RefusalRow(
            .conclude(Words.noProblem), by: investigator,
            guarded(.measureTaken, .law(11, 1), ["investigation.recordMeasure"])
        ) { try given(.investigation) },
        concluded(problem([], .ordinary), guarded(.groundsNamed, .law(14, 1), ["grounds"])),
        concluded(problem([1], nil), guarded(.severityNamed, .law(14, 1), ["severity"])),
        concluded(
            problem([1], .major), guarded(.majorReasonGiven, .law(14, 1), ["majorReason"])),
        concluded(problem([1], .ordinary, "x"), guarded(.majorReasonGiven, .law(14, 1))),
        concluded(
            Conclusion(outcome: .noProblem, facts: "x", grounds: [1]),
            guarded(.findingOfNoProblem, .law(14, 1))),
        concluded(
            Conclusion(outcome: .noProblem, facts: "x", severity: .ordinary),
            guarded(.findingOfNoProblem, .law(14, 1))),
        concluded(
            Conclusion(outcome: .noProblem, facts: "x", majorReason: "x"),
            guarded(.findingOfNoProblem, .law(14, 1))),
    ]
}
