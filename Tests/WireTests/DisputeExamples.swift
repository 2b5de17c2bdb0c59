import Supervision
import Wire

// One example for each command of a dispute.

private func dispute(
    _ name: DisputeCommandName, _ parameters: [Parameter], _ command: DisputeCommand
) -> Example {
    Example(
        method: name.rawValue, parameters: identity + parameters,
        call: .command(
            .dispute(
                CommandCall(
                    matter: MatterID(kind: .supervision, serial: 12), expectedVersion: 3,
                    idempotency: Idempotency(key: "k 1", digest: 0), command: command))))
}

private let party = must("party", #""o1""#, wrong: "1")
private let why = must("reason", #""why""#, wrong: "1")
private let until = must("deadline", #"{"days":30}"#, wrong: "30")
private let mayUntil = may("deadline", #"{"days":30}"#, wrong: "30")

let filing = Example(
    method: "dispute.file",
    parameters: [
        key, must("parties", #"["o1","o2"]"#, wrong: #"["o1"]"#),
        must("subject", #""enforcementItem""#, wrong: #""taste""#), must("summary", #""s""#),
        must(
            "consultation", #"{"on":"2026-03-01","participants":["p"],"result":"r"}"#,
            wrong: #"{"on":"2026-03-01","participants":[],"result":"r"}"#),
    ],
    call: .command(
        .file(
            FileDispute(
                parties: [OrganID("o1"), OrganID("o2")], subject: .enforcementItem, summary: "s",
                consultation: Consultation(
                    on: CivilDate(daysSinceEpoch: 20_513), participants: ["p"], result: "r")),
            Idempotency(key: "k 1", digest: 0))))

let disputeCommands: [Example] = [
    dispute(.accept, [mayUntil], .accept(deadline: .days(30))),
    dispute(.return, [why], .return(reason: "why")),
    dispute(
        .hear, [party, must("position", #""x""#)],
        .hear(Hearing(party: OrganID("o1"), position: "x"))),
    dispute(.settle, [must("agreement", #""a""#)], .settle(agreement: "a")),
    dispute(
        .issueOpinion,
        [
            must("parts", #"[{"party":"o1","act":"do"}]"#, wrong: #"[{"party":"o1"}]"#), until,
        ],
        .issueOpinion(
            parts: [DisputePart(party: OrganID("o1"), act: "do")], deadline: .days(30))),
    dispute(
        .reportExecution, [party, must("text", #""t""#)],
        .reportExecution(party: OrganID("o1"), text: "t")),
    dispute(.confirmExecution, [], .confirmExecution),
    dispute(
        .rejectExecution, [party, why, mayUntil],
        .rejectExecution(party: OrganID("o1"), reason: "why", deadline: .days(30))),
    dispute(.escalate, [party, why], .escalate(party: OrganID("o1"), reason: "why")),
    dispute(.withdraw, [why], .withdraw(reason: "why")),
    dispute(.extend, [until, why], .extend(deadline: .days(30), reason: "why")),
    dispute(.suspend, [why], .suspend(reason: "why")),
    dispute(.resume, [why], .resume(reason: "why")),
    dispute(.note, [must("text", #""t""#)], .note(text: "t")),
]
