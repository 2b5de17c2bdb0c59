/// The name of every command of the first machine, as on the wire. The table of `Rule` has one row
/// for each.
public enum CommandName: String, CaseIterable, Sendable {
    case register = "matter.register"
    case accept = "matter.accept"
    case decline = "matter.decline"
    case transfer = "matter.transfer"
    case refer = "matter.refer"
    case merge = "matter.merge"
    case withdraw = "matter.withdraw"
    case assign = "investigation.assign"
    case recordMeasure = "investigation.recordMeasure"
    case requestAssistance = "investigation.requestAssistance"
    case provideAssistance = "assistance.provide"
    case extendInvestigation = "investigation.extend"
    case conclude = "investigation.conclude"
    case issueOpinion = "opinion.issue"
    case reportRectification = "rectification.report"
    case extendRectification = "rectification.extend"
    case acceptRectification = "rectification.accept"
    case rejectRectification = "rectification.reject"
    case failRectification = "rectification.fail"
    case issueDecision = "decision.issue"
    case reportExecution = "decision.reportExecution"
    case extendDecision = "decision.extend"
    case confirmExecution = "decision.confirmExecution"
    case rejectExecution = "decision.rejectExecution"
    case findRefusal = "decision.findRefusal"
    case recordObstruction = "matter.recordObstruction"
    case openAccountability = "accountability.open"
    case notifyUnit = "accountability.notifyUnit"
    case recordOfficerMeasure = "accountability.recordMeasure"
    case referAccountability = "accountability.refer"
    case recordOutcome = "accountability.recordOutcome"
    case settleAccountability = "accountability.settle"
    case dismissAccountability = "accountability.dismiss"
    case sendNotice = "notice.sendToSuperior"
    case close = "matter.close"
    case reopen = "matter.reopen"
    case suspend = "matter.suspend"
    case resume = "matter.resume"
    case classify = "matter.classify"
    case coordinate = "matter.coordinate"
    case commend = "matter.commend"
    case note = "matter.note"
}

extension MatterCommand {
    public var name: CommandName {
        switch self {
        case .accept: .accept
        case .decline: .decline
        case .transfer: .transfer
        case .refer: .refer
        case .merge: .merge
        case .withdraw: .withdraw
        case .assign: .assign
        case .recordMeasure: .recordMeasure
        case .requestAssistance: .requestAssistance
        case .provideAssistance: .provideAssistance
        case .extendInvestigation: .extendInvestigation
        case .conclude: .conclude
        case .issueOpinion: .issueOpinion
        case .reportRectification: .reportRectification
        case .extendRectification: .extendRectification
        case .acceptRectification: .acceptRectification
        case .rejectRectification: .rejectRectification
        case .failRectification: .failRectification
        case .issueDecision: .issueDecision
        case .reportExecution: .reportExecution
        case .extendDecision: .extendDecision
        case .confirmExecution: .confirmExecution
        case .rejectExecution: .rejectExecution
        case .findRefusal: .findRefusal
        case .recordObstruction: .recordObstruction
        case .openAccountability: .openAccountability
        case .notifyUnit: .notifyUnit
        case .recordOfficerMeasure: .recordOfficerMeasure
        case .referAccountability: .referAccountability
        case .recordOutcome: .recordOutcome
        case .settleAccountability: .settleAccountability
        case .dismissAccountability: .dismissAccountability
        case .sendNotice: .sendNotice
        case .close: .close
        case .reopen: .reopen
        case .suspend: .suspend
        case .resume: .resume
        case .classify: .classify
        case .coordinate: .coordinate
        case .commend: .commend
        case .note: .note
        }
    }
}
