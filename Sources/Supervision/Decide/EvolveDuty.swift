// Folding the events of duties.

extension Matter {
    mutating func evolveDuty(_ event: MatterEvent) {
        switch event {
        case .assistanceRequested(let duty, let organ, let request):
            open(duty, .assistance(from: organ, request: request, provided: nil), event)
        case .noticeOwed(let duty, let superior):
            open(duty, .notice(superior: superior, sent: nil), event)
        case .accountabilityOpened(let duty, let item):
            open(duty, .accountability(item), event)
        case .assistanceProvided(let duty, let summary):
            guard case .assistance(let organ, let request, nil) = duties[duty - 1].kind else {
                contradiction(event)
            }
            duties[duty - 1].kind = .assistance(from: organ, request: request, provided: summary)
        case .noticeSent(let duty, let summary):
            guard case .notice(let superior, nil) = duties[duty - 1].kind else {
                contradiction(event)
            }
            duties[duty - 1].kind = .notice(superior: superior, sent: summary)
        case .unitNotified(let item, let unit): setStatus(of: item, .notified(unit: unit))
        case .officerMeasureRecorded(let item, let record):
            guard case .notified(let unit) = self.item(item)?.status else {
                contradiction(event)
            }
            setStatus(of: item, .handled(unit: unit, record))
        case .accountabilityReferred(let item, let target, let authority):
            setStatus(of: item, .referred(target, authority: authority))
        case .outcomeRecorded(let item, let outcome):
            guard case .referred(let target, let authority) = self.item(item)?.status else {
                contradiction(event)
            }
            setStatus(
                of: item, .settled(.outcome(target, authority: authority, outcome: outcome)))
        case .accountabilitySettled(let item):
            guard case .handled(let unit, let record) = self.item(item)?.status else {
                contradiction(event)
            }
            setStatus(of: item, .settled(.handled(unit: unit, record)))
        case .accountabilityDismissed(let item, let reason):
            setStatus(of: item, .settled(.dismissed(reason: reason)))
        case .registered, .accepted, .declined, .transferred, .referred, .merged, .withdrawn,
            .complainantDropped, .investigatorsAssigned, .measureRecorded, .deadlineExtended,
            .noProblemFound, .problemsFound, .majorProblemsFound, .opinionIssued,
            .rectificationReported, .rectificationAccepted, .rectificationRejected,
            .rectificationFailed, .decisionIssued, .executionReported, .executionConfirmed,
            .executionRejected, .refusalFound, .obstructionRecorded, .closed, .reopened,
            .suspended, .resumed, .classified, .coordinated, .commended, .noted, .deadlinePassed,
            .deadlineRecomputed:
            contradiction(event)
        }
    }

    private mutating func open(_ number: Int, _ kind: Duty.Kind, _ event: MatterEvent) {
        guard number == nextDutyNumber else { contradiction(event) }
        duties.append(Duty(number: number, kind: kind))
    }

    private mutating func setStatus(of number: Int, _ status: AccountabilityItem.Status) {
        guard case .accountability(var item) = duties[number - 1].kind else {
            preconditionFailure("\(id): duty \(number) is no item of accountability")
        }
        item.status = status
        if case .notified = status { item.isUnitTold = true }
        duties[number - 1].kind = .accountability(item)
    }
}
