extension MatterEvent {
    /// The command that made an entry, told from the entry's first event and from where the matter
    /// stood before it; nil for what the clock did, and for an event that never comes first.
    public func command(from before: Place?) -> CommandName? {
        switch self {
        case .registered: .register
        case .accepted: .accept
        case .declined: .decline
        case .transferred: .transfer
        case .referred: .refer
        case .merged: .merge
        case .withdrawn, .complainantDropped: .withdraw
        case .investigatorsAssigned: .assign
        case .measureRecorded: .recordMeasure
        case .assistanceRequested: .requestAssistance
        case .assistanceProvided: .provideAssistance
        case .deadlineExtended:
            switch before?.phaseName {
            case .investigation: .extendInvestigation
            case .rectification: .extendRectification
            case .decision: .extendDecision
            case .complaint, .opinion, .accountability, .closed, .filed, .coordination, .execution,
                nil:
                nil
            }
        case .noProblemFound, .problemsFound, .majorProblemsFound: .conclude
        case .opinionIssued: .issueOpinion
        case .rectificationReported: .reportRectification
        case .rectificationAccepted: .acceptRectification
        case .rectificationRejected: .rejectRectification
        case .rectificationFailed: .failRectification
        case .decisionIssued: .issueDecision
        case .executionReported: .reportExecution
        case .executionConfirmed: .confirmExecution
        case .executionRejected: .rejectExecution
        case .refusalFound: .findRefusal
        case .obstructionRecorded: .recordObstruction
        case .accountabilityOpened: .openAccountability
        case .unitNotified: .notifyUnit
        case .officerMeasureRecorded: .recordOfficerMeasure
        case .accountabilityReferred: .referAccountability
        case .outcomeRecorded: .recordOutcome
        case .accountabilitySettled: .settleAccountability
        case .accountabilityDismissed: .dismissAccountability
        case .noticeSent: .sendNotice
        case .closed: .close
        case .reopened: .reopen
        case .suspended: .suspend
        case .resumed: .resume
        case .classified: .classify
        case .coordinated: .coordinate
        case .commended: .commend
        case .noted: .note
        case .noticeOwed, .deadlinePassed, .deadlineRecomputed: nil
        }
    }
}
