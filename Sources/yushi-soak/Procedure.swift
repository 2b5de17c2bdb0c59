// What the clients do: matters of two districts go from registration to their end, over an
// opinion or over a decision, with notes in between that are sent without waiting.

/// Who issues a command. A connection speaks for one person, so it has one role.
enum Role: Int, CaseIterable {
    case clerk, investigator, signatory, government, respondent
}

/// The persons of a district of the sample data, whose tokens are `sample-` and their ids.
struct District {
    var supervised: String
    /// By role.
    var persons: [String]

    func person(_ role: Role) -> String { persons[role.rawValue] }

    static let all = [
        District(
            supervised: "chaoyang-market",
            persons: ["cy-clerk", "cy-inv1", "cy-sign", "cy-gov-sign", "cy-market-resp"]),
        District(
            supervised: "haidian-market",
            persons: ["hd-clerk", "hd-inv", "hd-sign", "hd-gov-sign", "hd-market-resp"]),
    ]
}

/// A command of the procedure.
enum Step {
    case register, accept, recordMeasure, conclude, concludeMajor
    case issueOpinion, report, acceptReport
    case issueDecision, reportExecution, confirmExecution
    case note

    static let ordinaryWay: [Step] = [
        .register, .accept, .recordMeasure, .conclude, .issueOpinion, .report, .acceptReport,
    ]
    static let majorWay: [Step] = [
        .register, .accept, .recordMeasure, .concludeMajor, .issueDecision, .reportExecution,
        .confirmExecution,
    ]

    /// Whose command it is; a note is of whoever gives the command before it.
    var role: Role {
        switch self {
        case .register, .accept, .note: .clerk
        case .recordMeasure, .conclude, .concludeMajor, .acceptReport, .confirmExecution:
            .investigator
        case .issueOpinion: .signatory
        case .issueDecision: .government
        case .report, .reportExecution: .respondent
        }
    }

    var method: String {
        switch self {
        case .register: "matter.register"
        case .accept: "matter.accept"
        case .recordMeasure: "investigation.recordMeasure"
        case .conclude, .concludeMajor: "investigation.conclude"
        case .issueOpinion: "opinion.issue"
        case .report: "rectification.report"
        case .acceptReport: "rectification.accept"
        case .issueDecision: "decision.issue"
        case .reportExecution: "decision.reportExecution"
        case .confirmExecution: "decision.confirmExecution"
        case .note: "matter.note"
        }
    }

    /// The command's own parameters, as members.
    func parameters(_ district: District) -> String {
        let finding = #""outcome":"problem","facts":"三件举报超期未办结","grounds":[3]"#
        let texts = #"["办结三件举报","建立办理台账"],"deadline":{"workingDays":10}"#
        return switch self {
        case .register:
            """
            "supervised":"\(district.supervised)","source":{"kind":"complaint"},"content":2,\
            "summary":"举报久拖不决"
            """
        case .accept: "\"investigators\":[\"\(district.person(.investigator))\"]"
        case .recordMeasure:
            #""kind":"retrieveFiles","on":"2026-01-05","summary":"调取案卷""#
        case .conclude: finding + #","severity":"ordinary""#
        case .concludeMajor: finding + #","severity":"major","majorReason":"影响重大""#
        case .issueOpinion: "\"requirements\":\(texts)"
        case .issueDecision: "\"orders\":\(texts)"
        case .report, .reportExecution:
            #""measures":[{"item":1,"text":"已办结"},{"item":2,"text":"已建立"}]"#
        case .acceptReport, .confirmExecution: #""verified":[1,2]"#
        case .note: #""text":"备注""#
        }
    }
}
