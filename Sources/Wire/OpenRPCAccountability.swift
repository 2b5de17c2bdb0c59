// The rows of obstruction and accountability (Arts. 18 to 20).

internal import Supervision

extension OpenRPC {
    static let accountabilityRows: [CommandRow] = [
        CommandRow(
            .recordObstruction, en: "Records a refusal or obstruction; opens an item of Art. 19.",
            zh: "记录拒绝或者阻碍监督。",
            [
                .must("kind", .word(ObstructionKind.self)), .must("summary", .text),
                .must("responsible", .ref(.responsible)),
            ],
            errors: [],
            example: """
                {"kind":"obstruction","summary":"拒不提供案卷。",\
                "responsible":[{"name":"李某","position":"科长"}]}
                """,
            opensDuty: true, opensItem: true),
        CommandRow(
            .openAccountability, en: "Opens an item about a person's conduct.", zh: "提出追责事项。",
            [
                .must("kind", .word(AccountabilityKind.self)),
                .must(
                    "person",
                    .closed([
                        .must("name", .text), .must("organ", .ref(.organID)),
                        .may("position", .text),
                    ])),
                .must("facts", .text), .may("misconduct", .word(Misconduct.self)),
            ],
            example: """
                {"kind":"officer","person":{"name":"赵某","organ":"chaoyang-market"},\
                "facts":"违反程序扣押物品。"}
                """,
            opensDuty: true, opensItem: true),
        CommandRow(
            .notifyUnit, en: "Tells the officer's unit of the item.", zh: "告知所在单位。",
            [.must("item", .ordinal), .must("unit", .ref(.organID))],
            example: #"{"item":1,"unit":"chaoyang-market"}"#),
        CommandRow(
            .recordOfficerMeasure, en: "Records what the unit did about its officer.",
            zh: "记录所在单位的处理。",
            [
                .must("item", .ordinal), .must("measure", .word(OfficerMeasure.self)),
                .must("fault", .word(Fault.self)), .must("harm", .text),
                .must("circumstances", .text), .may("serious", .boolean),
            ],
            example: """
                {"item":1,"measure":"criticismAndEducation","fault":"negligent",\
                "harm":"造成当事人误工。","circumstances":"初次，情节轻微。"}
                """),
        CommandRow(
            .referAccountability,
            en: "Refers the item for a disciplinary sanction or as a suspected crime.",
            zh: "移送处分或者追究刑事责任。",
            [
                .must("item", .ordinal), .must("to", .word(ReferralTarget.self)),
                .must("authority", .text),
            ],
            example: #"{"item":1,"to":"discipline","authority":"朝阳区监察委员会"}"#),
        CommandRow(
            .recordOutcome, en: "Records what the authority decided; settles the item.",
            zh: "记录有权机关的处理结果。", [.must("item", .ordinal), .must("outcome", .text)],
            example: #"{"item":1,"outcome":"给予警告处分。"}"#),
        CommandRow(
            .settleAccountability, en: "Settles an item that the unit has handled.",
            zh: "了结追责事项。", [.must("item", .ordinal)], example: #"{"item":1}"#),
        CommandRow(
            .dismissAccountability, en: "Dismisses an item with a reason.", zh: "撤销追责事项。",
            [.must("item", .ordinal), .must("reason", .text)],
            example: #"{"item":1,"reason":"事实不成立。"}"#),
    ]
}
