// One line for each command of a dispute: what it asks for besides `matter`, `expectedVersion`
// and `idempotencyKey`.

internal import Supervision

extension ParameterReader {
    /// The command of that name with its own parameters.
    mutating func command(_ name: DisputeCommandName) -> DisputeCommand {
        switch name {
        case .file: preconditionFailure("dispute.file is decoded without a matter")
        case .accept: .accept(deadline: optional("deadline", .period))
        case .return: .return(reason: required("reason", .text))
        case .hear: .hear(hearing())
        case .settle: .settle(agreement: required("agreement", .text))
        case .issueOpinion:
            .issueOpinion(
                parts: required("parts", .list(.disputePart, 1...Limits.listElementsMax)),
                deadline: required("deadline", .period))
        case .reportExecution:
            .reportExecution(party: required("party", .organ), text: required("text", .text))
        case .confirmExecution: .confirmExecution
        case .rejectExecution:
            .rejectExecution(
                party: required("party", .organ), reason: required("reason", .text),
                deadline: optional("deadline", .period))
        case .escalate:
            .escalate(party: required("party", .organ), reason: required("reason", .text))
        case .withdraw: .withdraw(reason: required("reason", .text))
        case .extend:
            .extend(deadline: required("deadline", .period), reason: required("reason", .text))
        case .suspend: .suspend(reason: required("reason", .text))
        case .resume: .resume(reason: required("reason", .text))
        case .note: .note(text: required("text", .text))
        }
    }

    /// The parameters of `dispute.file`.
    mutating func filing() -> FileDispute {
        FileDispute(
            parties: required("parties", .list(.organ, 2...Limits.listElementsMax)),
            subject: required("subject", .choice), summary: required("summary", .text),
            consultation: required(
                "consultation",
                .object {
                    Consultation(
                        on: $0.required("on", .date),
                        participants: $0.required(
                            "participants", .list(.text, 1...Limits.listElementsMax)),
                        result: $0.required("result", .text))
                }))
    }

    /// The position of a party, or what a meeting of all came to: one of the two.
    private mutating func hearing() -> Hearing {
        let isMeeting = optional("meeting", .bool) == true
        let party: OrganID? =
            isMeeting ? optional("party", .organ) : required("party", .organ)
        if isMeeting, party != nil { refuse(.partyOrMeeting, member: "meeting") }
        return Hearing(party: party, position: required("position", .text))
    }
}

extension Shape where Value == DisputePart {
    static var disputePart: Shape {
        object { DisputePart(party: $0.required("party", .organ), act: $0.required("act", .text)) }
    }
}
