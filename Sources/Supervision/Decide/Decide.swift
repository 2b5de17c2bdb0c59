// Decisions: a ladder of named refusals, then a marked point of no return. Above the mark nothing
// changes, below it nothing fails.

extension Matter {
    /// What a command makes happen, or why it is refused. The events are not applied here.
    ///
    /// - Throws: the first refusal in the order role and organ, phase, version, guards.
    public func decide(
        _ command: MatterCommand, expecting version: Int64, in context: Context
    ) throws(Refusal) -> [MatterEvent] {
        try admit(Rule.of(command.name), command.target, expecting: version, context)
        try requirePreconditions(of: command.name, context)
        return try consequences(of: command, context)
    }

    /// The guards that look at parameters, and the events. One case for each row of the table.
    private func consequences(
        of command: MatterCommand, _ context: Context
    ) throws(Refusal) -> [MatterEvent] {
        switch command {
        case .accept(let investigators, let deadline):
            try mayInvestigate(investigators, context)
            let period = deadline ?? context.house.policy.investigateWithin
            return [
                .accepted(
                    investigators: investigators.uniqued(), try context.deadline(ifAny: period))
            ]
        case .decline(let reason): return [.declined(reason: reason)]
        case .transfer(let organ, let reason): return [try transferred(to: organ, reason, context)]
        case .refer(let channel, let reason): return [.referred(channel, reason: reason)]
        case .merge(let target, let reason): return [try merged(into: target, reason, context)]
        case .withdraw(let reason, let continues):
            if continues { return [.complainantDropped(reason: reason)] }
            try requireSettledDuties()
            return [.withdrawn(reason: reason)]

        case .assign(let investigators):
            try mayInvestigate(investigators, context)
            return [.investigatorsAssigned(investigators.uniqued())]
        case .recordMeasure(let measure): return [try measureRecorded(measure, context)]
        case .requestAssistance(let organ, let request):
            return [try assistanceRequested(from: organ, request, context)]
        case .provideAssistance(let duty, let summary):
            try requireOpen(duty) { if case .assistance = $0 { true } else { false } }
            return [.assistanceProvided(duty: duty, summary: summary)]
        case .conclude(let conclusion): return try concluded(conclusion)
        case .extendInvestigation(let deadline, let reason),
            .extendRectification(let deadline, let reason),
            .extendDecision(let deadline, let reason):
            let later = try context.deadline(deadline, laterThan: term?.deadline)
            return [.deadlineExtended(later, reason: reason)]

        case .issueOpinion(let requirements, let deadline):
            return [.opinionIssued(try document(.opinion, requirements, deadline, context))]
        case .reportRectification(let reports):
            try requireOneReportPerItem(reports)
            return [.rectificationReported(reports)]
        case .acceptRectification(let verified):
            try requireEveryItem(verified)
            return [.rectificationAccepted(verified: verified.sorted())]
        case .rejectRectification(let reason, let deadline):
            return [.rectificationRejected(reason: reason, try context.deadline(ifAny: deadline))]
        case .failRectification(let reason): return [.rectificationFailed(reason: reason)]

        case .issueDecision(let orders, let deadline):
            return [.decisionIssued(try document(.decision, orders, deadline, context))]
        case .reportExecution(let reports):
            try requireOneReportPerItem(reports)
            return [.executionReported(reports)]
        case .confirmExecution(let verified):
            try requireEveryItem(verified)
            return [.executionConfirmed(verified: verified.sorted())]
        case .rejectExecution(let reason, let deadline):
            return [.executionRejected(reason: reason, try context.deadline(ifAny: deadline))]
        case .findRefusal(let reason, let responsible):
            let item = AccountabilityItem(
                kind: .nonExecution, facts: reason, responsible: responsible)
            return [
                .refusalFound(reason: reason), .accountabilityOpened(duty: nextDutyNumber, item),
            ]

        case .recordObstruction(let kind, let summary, let responsible):
            let item = AccountabilityItem(
                kind: .obstruction, facts: summary, responsible: responsible)
            return [
                .obstructionRecorded(kind, summary: summary),
                .accountabilityOpened(duty: nextDutyNumber, item),
            ]
        case .openAccountability(let accusation): return [try opened(accusation, context)]
        case .notifyUnit(let item, let unit): return [try unitNotified(item, unit, context)]
        case .recordOfficerMeasure(let item, let record):
            try requireItem(item, for: .recordOfficerMeasure)
            guard record.measure != .revokeQualification || record.serious else {
                throw Refusal(.seriousCaseOnly, missing: ["serious"])
            }
            return [.officerMeasureRecorded(item: item, record)]
        case .referAccountability(let item, let target, let authority):
            try requireItem(item, for: .referAccountability)
            return [.accountabilityReferred(item: item, to: target, authority: authority)]
        case .recordOutcome(let item, let outcome):
            let referred = try requireItem(item, for: .recordOutcome)
            // The authority decided it. Where no organ is above, its outcome is written down by
            // the side itself, for nobody else could.
            if let person = referred.person,
                !context.roster.competentOrgans(over: person.organ).isEmpty
            {
                try requireSettlingOrgan(of: referred, by: .clerk, context)
            }
            return [.outcomeRecorded(item: item, outcome: outcome)]
        case .settleAccountability(let item):
            try requireSettlingOrgan(
                of: try requireItem(item, for: .settleAccountability), by: .investigator, context)
            return [.accountabilitySettled(item: item)]
        case .dismissAccountability(let item, let reason):
            try requireSettlingOrgan(
                of: try requireItem(item, for: .dismissAccountability), by: .signatory, context)
            return [.accountabilityDismissed(item: item, reason: reason)]
        case .sendNotice(let duty, let summary):
            try requireOpen(duty) { if case .notice = $0 { true } else { false } }
            return [.noticeSent(duty: duty, summary: summary)]

        case .close: return [.closed]
        case .reopen(let facts):
            let period = context.house.policy.investigateWithin
            return [.reopened(facts: facts, try context.deadline(ifAny: period))]
        case .suspend(let reason): return [.suspended(reason: reason)]
        case .resume(let reason):
            return [
                .resumed(reason: reason, context.deadline(of: term, resumedAfter: suspension))
            ]
        case .classify(let secrecy, let reason):
            guard secrecy >= self.secrecy || reason != nil else {
                throw Refusal(.loweringNeedsReason, missing: ["reason"])
            }
            return [.classified(secrecy, reason: reason)]
        case .coordinate(let channel, let summary):
            return [.coordinated(channel, summary: summary)]
        case .commend(let person, let organ, let merit):
            guard person != nil || organ != nil else {
                throw Refusal(.someoneToCommend, missing: ["person", "organ"])
            }
            if let organ { try context.mustKnow(organ) }
            return [.commended(person: person, organ: organ, merit: merit)]
        case .note(let text):
            let standing = Standing(of: context.actor, to: self, in: context.roster)
            return [.noted(text: text, byOverseer: standing.onlyOversees)]
        }
    }
}
