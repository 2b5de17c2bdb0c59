import Supervision

/// Commands whose parameters make sense for a matter as it stands, so that nothing but the person
/// and the state can refuse them: at least one for each way a command can go.
func wellFormed(_ name: CommandName, for world: World) -> [MatterCommand] {
    let matter = world.matter
    let acting = Cast.roster.actingOrgan(for: matter.supervising, over: matter.supervised)
    let far = Period.date(world.now.legalDay.advanced(by: 400))
    let soon = Period.workingDays(10)
    let numbers = matter.duties.isEmpty ? [1] : matter.duties.map(\.number)
    let asked = Cast.roster[matter.supervised]?.receivedPowers.first?.from ?? OrganID("cy-urban")
    switch name {
    case .register: return []
    case .accept, .assign:
        let person = [PersonID(acting.text + ".investigator")]
        return [
            name == .accept
                ? .accept(investigators: person, deadline: soon) : .assign(investigators: person)
        ]
    case .decline: return [.decline(reason: "x")]
    case .transfer:
        return Cast.roster.competentOrgans(over: matter.supervised)
            .filter { $0 != matter.supervising }.map { .transfer(supervising: $0, reason: "x") }
    case .refer: return [.refer(channel: .audit, reason: "x")]
    case .merge: return [.merge(into: World.other, reason: "x")]
    case .withdraw:
        return [true, false].map { .withdraw(reason: "x", continueExOfficio: $0) }
    case .recordMeasure: return [.recordMeasure(Words.measure)]
    case .requestAssistance: return [.requestAssistance(from: asked, request: "x")]
    case .provideAssistance: return numbers.map { .provideAssistance(duty: $0, summary: "x") }
    case .extendInvestigation: return [.extendInvestigation(deadline: far, reason: "x")]
    case .conclude: return [Words.noProblem, Words.ordinary, Words.major].map { .conclude($0) }
    case .issueOpinion: return [.issueOpinion(requirements: Words.twoItems, deadline: soon)]
    case .reportRectification: return [.reportRectification(Words.reports)]
    case .extendRectification: return [.extendRectification(deadline: far, reason: "x")]
    case .acceptRectification: return [.acceptRectification(verified: [1, 2])]
    case .rejectRectification:
        return [nil, soon].map { .rejectRectification(reason: "x", deadline: $0) }
    case .failRectification: return [.failRectification(reason: "x")]
    case .issueDecision: return [.issueDecision(orders: Words.twoItems, deadline: soon)]
    case .reportExecution: return [.reportExecution(Words.reports)]
    case .extendDecision: return [.extendDecision(deadline: far, reason: "x")]
    case .confirmExecution: return [.confirmExecution(verified: [1, 2])]
    case .rejectExecution: return [nil, soon].map { .rejectExecution(reason: "x", deadline: $0) }
    case .findRefusal: return [.findRefusal(reason: "x", responsible: Words.responsible)]
    case .recordObstruction:
        return ObstructionKind.allCases.map {
            .recordObstruction($0, summary: "x", responsible: Words.responsible)
        }
    case .openAccountability:
        return [
            .openAccountability(Words.officer(of: matter.supervised.text)),
            .openAccountability(Words.supervisor(of: acting.text)),
        ]
    case .notifyUnit:
        return numbers.map {
            .notifyUnit(item: $0, unit: matter.item($0)?.person?.organ ?? matter.supervised)
        }
    case .recordOfficerMeasure:
        return numbers.map { .recordOfficerMeasure(item: $0, Words.handling) }
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
        return [.classify(.commercialSecret, reason: "x"), .classify(.internal, reason: "x")]
    case .coordinate: return [.coordinate(.statistics, summary: "x")]
    case .commend: return [.commend(person: "x", organ: nil, merit: "x")]
    case .note: return [.note(text: "x")]
    }
}
