// The schemas of what explains and counts: `matter.explain` and `docket.statistics`.

internal import JSONText
internal import Supervision

extension OpenRPC.Component {
    static let explanationMembers: [Member] = [
        .must("matter", .ref(.matterID)), .must("version", .count),
        .must("phase", .word(PhaseName.self)), .may("step", .word(StepName.self)),
        .must("suspended", .boolean), .must("position", .count),
        .must(
            "commands",
            .all(
                .open([
                    .must("command", .anyText), .must("allowed", .boolean),
                    .may("reason", .anyText), .may("basis", .ref(.basis)),
                    .may("retryable", .boolean), .may("details", .open([])),
                    .may("messages", .open([.must("zh", .anyText), .must("en", .anyText)])),
                    .may("truncated", .boolean),
                ]))),
    ]

    static let rateMembers: [Member] = [
        .must("numerator", .count), .must("denominator", .count), .may("permille", .count),
    ]

    static let groupMembers: [Member] = [.must("value", .anyText), .must("count", .count)]

    static let phaseTimeMembers: [Member] = [
        .must("phase", .word(PhaseName.self)), .must("ended", .count), .must("running", .count),
        .may("medianMilliseconds", .count), .may("p90Milliseconds", .count),
    ]

    private static let rateAndTimeMembers: [Member] = [
        .must("matters", .count), .must("overdueRate", .ref(.rate)),
        .must("rectificationRate", .ref(.rate)), .must("directDecisionRate", .ref(.rate)),
        .must("timeInPhase", .ref(.phaseTimes)),
    ]

    static let figureMembers: [Member] =
        [.must("level", .word(OrganLevel.self))] + rateAndTimeMembers

    static let statisticsMembers: [Member] =
        rateAndTimeMembers + [
            .must("levels", .all(.ref(.figures))),
            .must(
                "groups",
                .open(
                    ["phase", "supervising", "supervised", "ground", "source", "month"].map {
                        .must($0, .ref(.groups))
                    })),
            .must("position", .count), .may("truncated", .boolean), .may("omitted", .counts),
        ]
}
