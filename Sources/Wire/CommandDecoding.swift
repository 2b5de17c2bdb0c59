// One line for each command of the law: what it asks for besides `matter`, `expectedVersion` and
// `idempotencyKey`. Objects with members of their own stand beside it, by the part of the
// procedure they belong to.

internal import Supervision

extension ParameterReader {
    /// The command of that name with its own parameters.
    mutating func command(_ name: CommandName) -> MatterCommand {
        switch name {
        case .register: preconditionFailure("matter.register is decoded without a matter")
        case .accept:
            .accept(investigators: required("investigators", .list(.person)), deadline: newDeadline)
        case .decline: .decline(reason: reason)
        case .transfer:
            .transfer(supervising: required("supervising", .organ), reason: reason)
        case .refer: .refer(channel: required("channel", .choice), reason: reason)
        case .merge: .merge(into: required("into", .matter), reason: reason)
        case .withdraw:
            .withdraw(
                reason: reason, continueExOfficio: optional("continueExOfficio", .bool) ?? false)
        case .assign: .assign(investigators: required("investigators", .list(.person)))
        case .recordMeasure: .recordMeasure(investigationMeasure())
        case .requestAssistance:
            .requestAssistance(
                from: required("from", .organ), request: required("request", .text))
        case .provideAssistance:
            .provideAssistance(duty: required("duty", .ordinal), summary: summary)
        case .extendInvestigation: .extendInvestigation(deadline: deadline, reason: reason)
        case .conclude: .conclude(conclusion())
        case .issueOpinion:
            .issueOpinion(requirements: documentItems("requirements"), deadline: deadline)
        case .reportRectification: .reportRectification(itemReports())
        case .extendRectification: .extendRectification(deadline: deadline, reason: reason)
        case .acceptRectification: .acceptRectification(verified: verifiedItems())
        case .rejectRectification: .rejectRectification(reason: reason, deadline: newDeadline)
        case .failRectification: .failRectification(reason: reason)
        case .issueDecision: .issueDecision(orders: documentItems("orders"), deadline: deadline)
        case .reportExecution: .reportExecution(itemReports())
        case .extendDecision: .extendDecision(deadline: deadline, reason: reason)
        case .confirmExecution: .confirmExecution(verified: verifiedItems())
        case .rejectExecution: .rejectExecution(reason: reason, deadline: newDeadline)
        case .findRefusal: .findRefusal(reason: reason, responsible: responsiblePersons())
        case .recordObstruction:
            .recordObstruction(
                required("kind", .choice), summary: summary, responsible: responsiblePersons())
        case .openAccountability: .openAccountability(accusation())
        case .notifyUnit: .notifyUnit(item: item, unit: required("unit", .organ))
        case .recordOfficerMeasure: .recordOfficerMeasure(item: item, officerMeasure())
        case .referAccountability:
            .referAccountability(
                item: item, to: required("to", .choice), authority: required("authority", .text))
        case .recordOutcome: .recordOutcome(item: item, outcome: required("outcome", .text))
        case .settleAccountability: .settleAccountability(item: item)
        case .dismissAccountability: .dismissAccountability(item: item, reason: reason)
        case .sendNotice: .sendNotice(duty: required("duty", .ordinal), summary: summary)
        case .close: .close
        case .reopen: .reopen(facts: required("facts", .text))
        case .suspend: .suspend(reason: reason)
        case .resume: .resume(reason: reason)
        case .classify:
            .classify(required("class", .choice), reason: optional("reason", .text))
        case .coordinate: .coordinate(required("channel", .choice), summary: summary)
        case .commend:
            .commend(
                person: optional("person", .text), organ: optional("organ", .organ),
                merit: required("merit", .text))
        case .note: .note(text: required("text", .text))
        }
    }

    // Parameters that many commands share.

    private var reason: String {
        mutating get { required("reason", .text) }
    }

    private var summary: String {
        mutating get { required("summary", .text) }
    }

    private var deadline: Period {
        mutating get { required("deadline", .period) }
    }

    /// A deadline that replaces the one that runs, where one is given.
    private var newDeadline: Period? {
        mutating get { optional("deadline", .period) }
    }

    /// The number of an accountability item.
    private var item: Int {
        mutating get { required("item", .ordinal) }
    }
}
