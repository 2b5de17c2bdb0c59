// What is tried in every cell: for each command one form for each way it can go, and one for each
// rule about its parameters that can be broken.

internal import Supervision

/// A command with the part of its context that is not the matter's own.
struct Probe: Sendable {
    var command: MatterCommand
    var mergeTarget: Context.MergeTarget?
    var duplicates: [Context.Duplicate] = []
    /// How far the version that the client expects is off.
    var versionOff: Int64 = 0

    init(_ command: MatterCommand) {
        self.command = command
    }

    static func all(_ name: CommandName, for situation: Situation) -> [Probe] {
        let lawful = lawful(name, for: situation)
        guard var stale = lawful.first.map(Probe.init) else { return [] }
        stale.versionOff = 1
        return lawful.map(Probe.init) + [stale] + broken(name, for: situation)
    }

    /// The commands whose parameters make sense for the matter as it stands, so that nothing but
    /// the person and the state can refuse them.
    static func lawful(_ name: CommandName, for situation: Situation) -> [MatterCommand] {
        let matter = situation.matter
        let acting = Stage.roster.actingOrgan(for: matter.supervising, over: matter.supervised)
        let numbers = matter.duties.isEmpty ? [1] : matter.duties.map(\.number)
        let later = Period.date(
            (matter.term?.deadline.lastDay ?? situation.now.legalDay).advanced(by: 40))
        switch name {
        case .register: return []
        case .accept:
            return [
                .accept(investigators: [PersonID("\(acting).investigator")], deadline: Words.soon)
            ]
        case .assign: return [.assign(investigators: [PersonID("\(acting).investigator")])]
        case .decline: return [.decline(reason: "x")]
        case .transfer:
            return Stage.roster.competentOrgans(over: matter.supervised)
                .filter { $0 != matter.supervising }.map { .transfer(supervising: $0, reason: "x") }
        case .refer: return [.refer(channel: .audit, reason: "x")]
        case .merge: return [.merge(into: Situation.other, reason: "x")]
        case .withdraw:
            return [true, false].map { .withdraw(reason: "x", continueExOfficio: $0) }
        case .recordMeasure: return [.recordMeasure(Words.measure)]
        case .requestAssistance:
            let from = Stage.roster[matter.supervised]?.receivedPowers.first?.from
            return [.requestAssistance(from: from ?? OrganID("transferring"), request: "x")]
        case .provideAssistance: return numbers.map { .provideAssistance(duty: $0, summary: "x") }
        case .extendInvestigation: return [.extendInvestigation(deadline: later, reason: "x")]
        case .conclude: return [Words.noProblem, Words.ordinary, Words.major].map { .conclude($0) }
        case .issueOpinion: return [.issueOpinion(requirements: Words.items, deadline: Words.soon)]
        case .reportRectification: return [.reportRectification(Words.reports)]
        case .extendRectification: return [.extendRectification(deadline: later, reason: "x")]
        case .acceptRectification: return [.acceptRectification(verified: [1, 2])]
        case .rejectRectification:
            return [nil, Words.soon].map { .rejectRectification(reason: "x", deadline: $0) }
        case .failRectification: return [.failRectification(reason: "x")]
        case .issueDecision: return [.issueDecision(orders: Words.items, deadline: Words.soon)]
        case .reportExecution: return [.reportExecution(Words.reports)]
        case .extendDecision: return [.extendDecision(deadline: later, reason: "x")]
        case .confirmExecution: return [.confirmExecution(verified: [1, 2])]
        case .rejectExecution:
            return [nil, Words.soon].map { .rejectExecution(reason: "x", deadline: $0) }
        case .findRefusal: return [.findRefusal(reason: "x", responsible: Words.responsible)]
        case .recordObstruction:
            return ObstructionKind.allCases.map {
                .recordObstruction($0, summary: "x", responsible: Words.responsible)
            }
        case .openAccountability:
            return [
                .openAccountability(Words.accusation(.officer, of: matter.supervised)),
                .openAccountability(
                    Words.accusation(.supervisor, of: acting, misconduct: .favouritism)),
            ]
        case .notifyUnit:
            return numbers.map {
                .notifyUnit(item: $0, unit: matter.item($0)?.person?.organ ?? matter.supervised)
            }
        case .recordOfficerMeasure:
            return numbers.map { .recordOfficerMeasure(item: $0, Words.handling()) }
        case .referAccountability:
            return numbers.map { .referAccountability(item: $0, to: .discipline, authority: "x") }
        case .recordOutcome: return numbers.map { .recordOutcome(item: $0, outcome: "x") }
        case .settleAccountability: return numbers.map { .settleAccountability(item: $0) }
        case .dismissAccountability:
            return numbers.map { .dismissAccountability(item: $0, reason: "x") }
        case .sendNotice: return numbers.map { .sendNotice(duty: $0, summary: "x") }
        case .close: return [.close]
        case .reopen: return [.reopen(facts: "x")]
        case .suspend: return [.suspend(reason: "x")]
        case .resume: return [.resume(reason: "x")]
        case .classify:
            return [.classify(.stateSecret, reason: "x"), .classify(.internal, reason: "x")]
        case .coordinate: return [.coordinate(.statistics, summary: "x")]
        case .commend: return [.commend(person: "x", organ: nil, merit: "x")]
        case .note: return [.note(text: "x")]
        }
    }

    /// The same commands with one rule broken each.
    private static func broken(_ name: CommandName, for situation: Situation) -> [Probe] {
        let nobody = OrganID("nobody")
        // Long over, whatever the day of rest it is moved by.
        let past = Period.date(situation.now.legalDay.advanced(by: -40))
        let commands: [MatterCommand]
        switch name {
        case .accept, .assign: return investigators(name, past)
        case .transfer:
            commands = [situation.matter.supervising, OrganID("neighbour"), nobody].map {
                .transfer(supervising: $0, reason: "x")
            }
        case .merge: return merges(situation.matter)
        case .recordMeasure:
            commands = [measure(.hearing, daysAhead: 1), measure(.commissionedTesting)]
        case .requestAssistance:
            commands = [OrganID("bureau"), nobody].map {
                .requestAssistance(from: $0, request: "x")
            }
        case .provideAssistance: commands = [.provideAssistance(duty: 99, summary: "x")]
        case .extendInvestigation:
            commands = [past, .workingDays(1)].map {
                .extendInvestigation(deadline: $0, reason: "x")
            }
        case .extendRectification: commands = [.extendRectification(deadline: past, reason: "x")]
        case .extendDecision: commands = [.extendDecision(deadline: past, reason: "x")]
        case .conclude: commands = conclusions.map { .conclude($0) }
        case .issueOpinion: commands = [.issueOpinion(requirements: Words.items, deadline: past)]
        case .issueDecision: commands = [.issueDecision(orders: Words.items, deadline: past)]
        case .reportRectification: commands = [.reportRectification([Words.reports[0]])]
        case .reportExecution: commands = [.reportExecution([Words.reports[0]])]
        case .acceptRectification: commands = [.acceptRectification(verified: [1])]
        case .confirmExecution: commands = [.confirmExecution(verified: [1, 1])]
        case .openAccountability: commands = accusations(situation.matter)
        case .notifyUnit:
            commands =
                [1, 2].map { .notifyUnit(item: $0, unit: nobody) }
                + [.notifyUnit(item: 2, unit: OrganID("bureau"))]
        case .recordOfficerMeasure:
            commands = [.recordOfficerMeasure(item: 3, Words.handling(.revokeQualification))]
        case .settleAccountability: commands = [.settleAccountability(item: 99)]
        case .sendNotice: commands = [.sendNotice(duty: 99, summary: "x")]
        case .classify: commands = [.classify(.internal, reason: nil)]
        case .commend: commands = [.commend(person: nil, organ: nil, merit: "x")]
        case .reopen:
            var again = Probe(.reopen(facts: "x"))
            again.duplicates = [
                Context.Duplicate(
                    matter: Situation.other, isVisible: true, supervising: OrganID("district"))
            ]
            return [again]
        case .register, .decline, .refer, .withdraw, .rejectRectification, .failRectification,
            .rejectExecution, .findRefusal, .recordObstruction, .referAccountability,
            .recordOutcome, .dismissAccountability, .close, .suspend, .resume, .coordinate, .note:
            return []
        }
        return commands.map(Probe.init)
    }

    private static func investigators(_ name: CommandName, _ past: Period) -> [Probe] {
        let choices = [
            [], ["district-justice.trainee"], ["bureau.investigator"],
            ["neighbour-justice.investigator"], ["nobody"],
        ].map { $0.map { PersonID($0) } }
        let named: [MatterCommand] = choices.map {
            name == .assign
                ? .assign(investigators: $0) : .accept(investigators: $0, deadline: nil)
        }
        let late = MatterCommand.accept(
            investigators: [PersonID("district-justice.investigator")], deadline: past)
        return (named + (name == .accept ? [late] : [])).map(Probe.init)
    }

    private static func merges(_ matter: Matter) -> [Probe] {
        var closed = Probe(.merge(into: Situation.other, reason: "x"))
        closed.mergeTarget = Context.MergeTarget(
            matter: Situation.other, isOpen: false, supervised: matter.supervised)
        var another = closed
        another.mergeTarget = Context.MergeTarget(
            matter: Situation.other, isOpen: true, supervised: OrganID("transferring"))
        return [closed, another, Probe(.merge(into: matter.id, reason: "x"))]
    }

    private static func measure(
        _ kind: InvestigationMeasureKind, daysAhead days: Int = 0
    ) -> MatterCommand {
        .recordMeasure(
            InvestigationMeasure(
                kind: kind, on: Stage.start.legalDay.advanced(by: days * 4_000), summary: "x"))
    }

    private static let conclusions = [
        Conclusion(outcome: .noProblem, facts: "x", grounds: [1]),
        Conclusion(outcome: .problem, facts: "x", severity: .ordinary),
        Conclusion(outcome: .problem, facts: "x", grounds: [1]),
        Conclusion(outcome: .problem, facts: "x", grounds: [1], severity: .major),
    ]

    private static func accusations(_ matter: Matter) -> [MatterCommand] {
        [
            Words.accusation(.supervisor, of: matter.supervising),
            Words.accusation(.officer, of: matter.supervised, misconduct: .abuseOfPower),
            Words.accusation(
                .supervisor, of: OrganID("neighbour-justice"), misconduct: .neglectOfDuty),
            Words.accusation(.officer, of: OrganID("nobody")),
            Words.accusation(.officer, of: matter.supervising),
            Words.accusation(.obstruction, of: OrganID("neighbour-justice")),
            Words.accusation(.nonExecution, of: matter.supervised),
        ].map { .openAccountability($0) }
    }
}

/// The forms of `matter.register`, which has no matter to be tried on.
enum Registrations {
    static let all: [(request: RegisterMatter, duplicates: [Context.Duplicate])] = {
        let plain = Words.request(about: "bureau")
        func changed(_ change: (inout RegisterMatter) -> Void) -> RegisterMatter {
            var request = plain
            change(&request)
            return request
        }
        let known = Context.Duplicate(
            matter: Situation.other, isVisible: true, supervising: OrganID("district"))
        let distinct = changed {
            $0.distinctFrom = Distinction(matter: Situation.other, reason: "x")
        }
        return [
            (plain, []), (plain, [known]), (distinct, []), (distinct, [known]),
            (Words.request(about: "subdistrict", .transferringOrganReport), []),
            (Words.request(about: "subdistrict", .complaint), []),
            (Words.request(about: "vertical", .dataMonitoring), []),
            (Words.request(about: "bureau", .referral, channel: .audit), []),
            (Words.request(about: "bureau", .referral), []),
            (Words.request(about: "nobody"), []),
            (changed { $0.supervising = OrganID("neighbour") }, []),
            (changed { $0.supervising = OrganID("city") }, []),
            (changed { $0.power = "none" }, []),
            (changed { $0.occurredOn = Stage.start.legalDay.advanced(by: 1) }, []),
        ]
    }()
}
