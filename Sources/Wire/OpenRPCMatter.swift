// The rows of the commands about a matter as a whole.

internal import Supervision

extension OpenRPC {
    static let matterRows: [CommandRow] = intakeRows + stateRows + remarkRows

    private static let intakeRows: [CommandRow] = [
        CommandRow(
            .register, en: "Registers a new supervision matter.", zh: "登记监督事项。",
            [
                .must("supervised", .ref(.organID)), .may("supervising", .ref(.organID)),
                .must(
                    "source",
                    .closed([
                        .must("kind", .word(SourceKind.self)), .may("channel", .ref(.channel)),
                    ])),
                .must("content", .integer(1...9)), .must("summary", .text),
                .may("incident", .text), .may("occurredOn", .ref(.date)),
                .may(
                    "complainant", .closed([.must("name", .text), .may("contact", .text)])),
                .may("class", .ref(.secrecy)), .may("power", .text),
                .may(
                    "distinctFrom",
                    .closed([.must("matter", .ref(.matterID)), .must("reason", .text)])),
            ],
            errors: [.notCompetent, .duplicateMatter, .refused],
            example: """
                {"supervised":"chaoyang-market","source":{"kind":"complaint"},"content":2,\
                "summary":"投诉人反映食品安全举报逾期未处理。","incident":"12345-2026-0301-007",\
                "occurredOn":"2026-02-10","complainant":{"name":"王某","contact":"010-5555-0100"}}
                """),
        CommandRow(
            .accept, en: "Accepts the matter for investigation and names who investigates.",
            zh: "受理并指定监督人员。",
            [
                .must("investigators", .list(.ref(.personID))), .may("deadline", .ref(.period)),
            ],
            example: #"{"investigators":["cy-inv1","cy-inv2"],"deadline":{"workingDays":30}}"#),
        CommandRow(
            .decline, en: "Closes a complaint that is not taken up.", zh: "不予受理。",
            [.must("reason", .text)], example: #"{"reason":"不属于行政执法监督范围。"}"#),
        CommandRow(
            .transfer, en: "Hands the matter to another competent supervising organ.",
            zh: "移交其他有权的监督机关。",
            [.must("supervising", .ref(.organID)), .must("reason", .text)],
            errors: [.notCompetent, .refused],
            example: #"{"supervising":"bj-market","reason":"业务主管部门监督更为适宜。"}"#),
        CommandRow(
            .refer, en: "Closes the matter and refers it to a neighbouring form of supervision.",
            zh: "移送其他监督渠道。", [.must("channel", .ref(.channel)), .must("reason", .text)],
            example: #"{"channel":"disciplineInspection","reason":"涉嫌违纪。"}"#),
        CommandRow(
            .merge, en: "Closes the matter and merges it into another about the same organ.",
            zh: "并入同一被监督机关的其他事项。",
            [.must("into", .ref(.matterID)), .must("reason", .text)],
            example: #"{"into":"S2","reason":"同一事件。"}"#),
        CommandRow(
            .withdraw, en: "Withdraws a complaint; the matter may be pursued ex officio.",
            zh: "撤回投诉，可以依职权继续。",
            [.must("reason", .text), .may("continueExOfficio", .boolean)],
            example: #"{"reason":"投诉人申请撤回。","continueExOfficio":true}"#),
    ]

    private static let stateRows: [CommandRow] = [
        CommandRow(
            .close, en: "Closes the matter when every duty is settled.", zh: "办结。"),
        CommandRow(
            .reopen, en: "Reopens a closed matter on new facts.", zh: "因新的事实重新启动。",
            [.must("facts", .text)], example: #"{"facts":"发现新的证据。"}"#),
        CommandRow(
            .suspend, en: "Suspends the matter; its deadline stands still.", zh: "中止，期限停止计算。",
            [.must("reason", .text)], errors: [], example: #"{"reason":"等待司法鉴定结果。"}"#),
        CommandRow(
            .resume, en: "Resumes a suspended matter.", zh: "恢复。", [.must("reason", .text)],
            errors: [], example: #"{"reason":"鉴定结果已经作出。"}"#),
        CommandRow(
            .classify, en: "Sets how closely the contents are held; lowering needs a reason.",
            zh: "确定密级，降低的应当说明理由。",
            [.must("class", .ref(.secrecy)), .may("reason", .text)],
            example: #"{"class":"commercialSecret"}"#),
    ]

    private static let remarkRows: [CommandRow] = [
        CommandRow(
            .coordinate, en: "Records contact with another form of supervision.",
            zh: "记录与其他监督渠道的协调。",
            [.must("channel", .ref(.channel)), .must("summary", .text)], errors: [],
            example: #"{"channel":"audit","summary":"已经与审计部门沟通。"}"#),
        CommandRow(
            .commend, en: "Records a commendation of a person, an organ, or both.",
            zh: "记录对个人或者集体的表彰。",
            [.may("person", .text), .may("organ", .ref(.organID)), .must("merit", .text)],
            example: #"{"organ":"chaoyang-market","merit":"整改及时。"}"#),
        CommandRow(
            .note, en: "Adds a note.", zh: "附注。", [.must("text", .text)], errors: [],
            example: #"{"text":"已经电话联系。"}"#),
    ]
}
