// The rows of the commands about disputes (Art. 13).

internal import Supervision

extension OpenRPC {
    static let disputeRows: [CommandRow] = [
        CommandRow(
            dispute: .file, en: "Brings a dispute between organs before their common supervisor.",
            zh: "报请协调执法争议。",
            [
                .must("parties", .list(.ref(.organID), 2...Limits.listElementsMax)),
                .must("subject", .word(DisputeSubject.self)), .must("summary", .text),
                .must(
                    "consultation",
                    .closed([
                        .must("on", .ref(.date)),
                        .must("participants", .list(.text, 1...Limits.listElementsMax)),
                        .must("result", .text),
                    ])),
            ],
            errors: [.notCompetent, .refused],
            example: """
                {"parties":["chaoyang-market","chaoyang-urban"],"subject":"caseJurisdiction",\
                "summary":"无照经营案件由谁查处。","consultation":{"on":"2026-02-10",\
                "participants":["两局法制科"],"result":"未能达成一致。"}}
                """),
        CommandRow(
            dispute: .accept, en: "Accepts the dispute for coordination.", zh: "受理协调申请。",
            [.may("deadline", .ref(.period))], example: #"{"deadline":{"workingDays":20}}"#),
        CommandRow(
            dispute: .return, en: "Returns it: no consultation, or no subject of Art. 13.",
            zh: "退回协调申请。", [.must("reason", .text)], example: #"{"reason":"尚未协商。"}"#),
        CommandRow(
            dispute: .hear, en: "Records the position of a party, or a meeting of all.",
            zh: "听取当事机关意见。",
            [.may("party", .ref(.organID)), .may("meeting", .boolean), .must("position", .text)],
            example: #"{"party":"chaoyang-urban","position":"认为应由市场监管部门查处。"}"#),
        CommandRow(
            dispute: .settle, en: "Closes it: all parties have agreed.", zh: "当事机关达成一致。",
            [.must("agreement", .text)], example: #"{"agreement":"由城管执法局查处。"}"#),
        CommandRow(
            dispute: .issueOpinion, en: "Issues the coordination opinion; it gets a number.",
            zh: "制发争议协调意见。",
            [
                .must(
                    "parts",
                    .list(
                        .closed([.must("party", .ref(.organID)), .must("act", .text)]),
                        1...Limits.listElementsMax)),
                .must("deadline", .ref(.period)),
            ],
            example: """
                {"parts":[{"party":"chaoyang-market","act":"移交线索。"},\
                {"party":"chaoyang-urban","act":"立案查处。"}],"deadline":{"workingDays":10}}
                """,
            issues: .coordinationOpinion),
        CommandRow(
            dispute: .reportExecution, en: "A party reports what it did.", zh: "报告执行情况。",
            [.must("party", .ref(.organID)), .must("text", .text)],
            example: #"{"party":"chaoyang-market","text":"线索已经移交。"}"#),
        CommandRow(
            dispute: .confirmExecution, en: "Confirms that every party carried out its part.",
            zh: "确认执行完毕。"),
        CommandRow(
            dispute: .rejectExecution, en: "Rejects the report of a party.", zh: "退回执行报告。",
            [
                .must("party", .ref(.organID)), .must("reason", .text),
                .may("deadline", .ref(.period)),
            ],
            example: #"{"party":"chaoyang-market","reason":"没有附移交清单。"}"#),
        CommandRow(
            dispute: .escalate,
            en: "Opens a supervision matter against a party that did not comply.",
            zh: "转为监督事项。",
            [.must("party", .ref(.organID)), .must("reason", .text)],
            errors: [.notCompetent, .refused],
            example: #"{"party":"chaoyang-market","reason":"逾期没有移交。"}"#),
        CommandRow(
            dispute: .withdraw, en: "Records that the dispute was withdrawn.", zh: "撤回协调申请。",
            [.must("reason", .text)], example: #"{"reason":"已经自行协商一致。"}"#),
        CommandRow(
            dispute: .extend, en: "Extends the deadline.", zh: "延长期限。",
            [.must("deadline", .ref(.period)), .must("reason", .text)],
            example: #"{"deadline":{"workingDays":40},"reason":"需要勘验现场。"}"#),
        CommandRow(
            dispute: .suspend, en: "Suspends it; every deadline stands still.", zh: "中止。",
            [.must("reason", .text)], example: #"{"reason":"等待法律解释。"}"#),
        CommandRow(
            dispute: .resume, en: "Resumes it; deadlines move by the days suspended.", zh: "恢复。",
            [.must("reason", .text)], example: #"{"reason":"法律解释已经作出。"}"#),
        CommandRow(
            dispute: .note, en: "Adds a note.", zh: "记录备注。", [.must("text", .text)],
            example: #"{"text":"已电话通知双方。"}"#),
    ]
}

extension DisputeAuthority {
    /// The authority's name in `x-transition`.
    var wireName: String {
        switch self {
        case .filer: "respondentOfParty"
        case .clerk: "clerk"
        case .investigator: "investigator"
        case .signatory: "signatory"
        case .respondentOfParty: "respondentOfParty"
        case .reader: "reader"
        }
    }
}

extension OpenRPC.Component {
    private static let consultation = Member.may(
        "consultation",
        .open([
            .must("on", .ref(.date)), .must("participants", .all(.anyText)),
            .must("result", .anyText),
        ]))

    /// What `matter.get` shows of a dispute besides what it shows of any matter.
    static let disputeMembers: [Member] = [
        .may("subject", .word(DisputeSubject.self)), consultation,
        .may(
            "hearings",
            .all(
                .open([
                    .may("party", .ref(.organID)), .may("meeting", .boolean),
                    .must("position", .anyText),
                ]))),
        .may(
            "parts",
            .all(
                .open([
                    .must("party", .ref(.organID)), .must("reported", .boolean),
                    .must("rejections", .count), .may("deadline", .ref(.deadline)),
                    .may("overdue", .boolean), .may("act", .anyText), .may("report", .anyText),
                    .may("truncated", .boolean),
                ]))),
    ]

    /// The members that only events of disputes have.
    static let disputeEventMembers: [Member] = [
        .may("parties", .all(.ref(.organID))), .may("subject", .word(DisputeSubject.self)),
        consultation, .may("party", .ref(.organID)), .may("meeting", .boolean),
        .may("position", .anyText), .may("agreement", .anyText), .may("opened", .ref(.matterID)),
        .may(
            "parts",
            .all(.open([.must("party", .ref(.organID)), .must("act", .anyText)]))),
    ]
}
