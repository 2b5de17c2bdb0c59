// The rows of the investigation (Art. 11), and of the duties of assistance and notice.

internal import Supervision

extension OpenRPC {
    static let investigationRows: [CommandRow] = [
        CommandRow(
            .assign, en: "Names who investigates from here on.", zh: "变更监督人员。",
            [.must("investigators", .list(.ref(.personID)))],
            example: #"{"investigators":["cy-inv2"]}"#),
        CommandRow(
            .recordMeasure, en: "Records a measure of the investigation.", zh: "记录调查措施。",
            [
                .must("kind", .word(InvestigationMeasureKind.self)), .must("on", .ref(.date)),
                .must("summary", .text), .may("institution", .text), .may("specialty", .text),
                .may(
                    "evidence",
                    .list(
                        .closed([
                            .must("name", .text),
                            .must("sha256", .string(length: 64...64, pattern: "^[0-9a-f]{64}$")),
                        ]))),
            ],
            example: """
                {"kind":"copyFiles","on":"2026-03-02","summary":"复制执法案卷二卷。",\
                "evidence":[{"name":"案卷一","sha256":\
                "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"}]}
                """),
        CommandRow(
            .requestAssistance, en: "Asks the organ that transferred powers for assistance.",
            zh: "要求划出职权机关协助。", [.must("from", .ref(.organID)), .must("request", .text)],
            example: #"{"from":"chaoyang-housing","request":"请提供移交前的案卷。"}"#,
            opensDuty: true),
        CommandRow(
            .provideAssistance, en: "Records the assistance that was given; settles the duty.",
            zh: "提供协助。", [.must("duty", .ordinal), .must("summary", .text)],
            example: #"{"duty":1,"summary":"已经提供案卷三卷。"}"#),
        CommandRow(
            .sendNotice, en: "Tells the superior of a vertical organ; settles the duty.",
            zh: "告知上级行政机关。", [.must("duty", .ordinal), .must("summary", .text)],
            example: #"{"duty":1,"summary":"已经函告上级行政机关。"}"#),
        CommandRow(
            .extendInvestigation, en: "Extends the deadline of the investigation.",
            zh: "延长调查期限。", [.must("deadline", .ref(.period)), .must("reason", .text)],
            example: #"{"deadline":{"workingDays":45},"reason":"案情复杂。"}"#),
        CommandRow(
            .conclude,
            en: "Concludes the investigation: no problem, ordinary problems or major ones.",
            zh: "终结调查。",
            [
                .must("outcome", .word(Conclusion.Outcome.self)), .must("facts", .text),
                .may("grounds", .list(.integer(1...7))),
                .may("severity", .word(Severity.self)), .may("majorReason", .text),
            ],
            example: """
                {"outcome":"problem","facts":"举报逾期三十日未作处理。","grounds":[3],\
                "severity":"ordinary"}
                """),
    ]
}
