// The rows of opinion and rectification, decision and execution (Art. 14).

internal import Supervision

extension OpenRPC {
    static let documentRows: [CommandRow] = rectificationRows + decisionRows

    private static let items = Schema.list(.text, 1...Limits.listElementsMax)

    private static let rectificationRows: [CommandRow] = [
        CommandRow(
            .issueOpinion, en: "Issues the opinion with its requirements; it gets a number.",
            zh: "制发行政执法监督意见书。",
            [.must("requirements", items), .must("deadline", .ref(.period))],
            example: """
                {"requirements":["依法处理该举报。","完善举报办理制度。"],"deadline":{"workingDays":20}}
                """,
            issues: .opinion),
        CommandRow(
            .reportRectification, en: "Reports what was done about each requirement.",
            zh: "报告整改情况。", [.must("measures", .ref(.itemReports))],
            example: #"{"measures":[{"item":1,"text":"已经处理。"},{"item":2,"text":"已经制定制度。"}]}"#),
        CommandRow(
            .extendRectification, en: "Extends the deadline of the rectification.",
            zh: "延长整改期限。", [.must("deadline", .ref(.period)), .must("reason", .text)],
            example: #"{"deadline":{"date":"2026-05-29"},"reason":"制度须经审议。"}"#),
        CommandRow(
            .acceptRectification, en: "Accepts the rectification, each requirement verified.",
            zh: "认可整改。", [.must("verified", .list(.ordinal))], example: #"{"verified":[1,2]}"#),
        CommandRow(
            .rejectRectification, en: "Rejects the report; the organ has to report again.",
            zh: "退回整改报告。", [.must("reason", .text), .may("deadline", .ref(.period))],
            example: #"{"reason":"第二项没有落实。","deadline":{"days":15}}"#),
        CommandRow(
            .failRectification, en: "Finds that the organ did not rectify; a decision is due.",
            zh: "认定没有整改。", [.must("reason", .text)], example: #"{"reason":"逾期没有报告。"}"#),
    ]

    private static let decisionRows: [CommandRow] = [
        CommandRow(
            .issueDecision, en: "Issues the decision with its orders; it gets a number.",
            zh: "制发行政执法监督决定书。", [.must("orders", items), .must("deadline", .ref(.period))],
            example: #"{"orders":["责令限期履行法定职责。"],"deadline":{"workingDays":15}}"#,
            issues: .decision),
        CommandRow(
            .reportExecution, en: "Reports how each order was carried out.", zh: "报告执行情况。",
            [.must("measures", .ref(.itemReports))],
            example: #"{"measures":[{"item":1,"text":"已经履行。"}]}"#),
        CommandRow(
            .extendDecision, en: "Extends the deadline of the decision.", zh: "延长执行期限。",
            [.must("deadline", .ref(.period)), .must("reason", .text)],
            example: #"{"deadline":{"workingDays":40},"reason":"需要公告送达。"}"#),
        CommandRow(
            .confirmExecution, en: "Confirms the execution, each order verified.",
            zh: "确认执行完毕。", [.must("verified", .list(.ordinal))], example: #"{"verified":[1]}"#),
        CommandRow(
            .rejectExecution, en: "Rejects the report of execution.", zh: "退回执行报告。",
            [.must("reason", .text), .may("deadline", .ref(.period))],
            example: #"{"reason":"没有附送达证明。"}"#),
        CommandRow(
            .findRefusal, en: "Finds that the decision is refused; opens an item of Art. 19.",
            zh: "认定拒不执行决定。", [.must("reason", .text), .must("responsible", .ref(.responsible))],
            example: """
                {"reason":"逾期拒不执行。","responsible":[{"name":"李某","position":"局长"}]}
                """,
            opensDuty: true, opensItem: true),
    ]
}
