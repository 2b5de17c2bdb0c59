internal import JSONText
internal import Supervision

extension ParameterReader {
    /// Reads the parameters of a call.
    mutating func call(_ name: MethodName, params: Int?) -> Call {
        switch name.method {
        case .sessionHello: .hello(hello())
        case .sessionPing: .ping
        case .rpcDiscover: .discover
        case .serverStatus: .serverStatus
        case .matterGet: .matterGet(required("matter", .matter))
        case .matterHistory: .matterHistory(required("matter", .matter), page())
        case .matterExplain: .matterExplain(explainQuery())
        case .matterAsOf:
            .matterAsOf(
                required("matter", .matter),
                version: optional("version", .integer64(1...Int64.max)),
                at: optional("at", .instant))
        case .docketList:
            .docketList(filter(), optional("sort", .choice) ?? .deadline, page())
        case .docketCount: .docketCount(filter(), groupBy: optional("groupBy", .choice))
        case .docketStatistics: .docketStatistics(statisticsFilter())
        case .docketWatch:
            .docketWatch(
                filter(), fromPosition: optional("fromPosition", .integer64(0...Int64.max)))
        case .docketUnwatch:
            .docketUnwatch(subscription: required("subscription", .integer64(0...Int64.max)))
        case .documentGet:
            .documentGet(
                number: required("number", .text), optional("kind", .choice),
                issuer: optional("issuer", .organ))
        case .organGet: .organGet(required("organ", .organ))
        case .organList: .organList(page())
        case .organCompetence:
            .organCompetence(of: required("of", .organ), over: required("over", .organ))
        case .organCommonSupervisor: .organCommonSupervisor(parties())
        case .command(.register):
            .register(registration(), idempotency(name, params: params))
        case .command(let command):
            .command(commandCall(name, params) { $0.command(command) })
        case .dispute(.file): .file(filing(), idempotency(name, params: params))
        case .dispute(let command):
            .dispute(commandCall(name, params) { $0.command(command) })
        }
    }

    private mutating func commandCall<Command>(
        _ name: MethodName, _ params: Int?, _ command: (inout ParameterReader) -> Command
    ) -> CommandCall<Command> {
        CommandCall(
            matter: required("matter", .matter),
            expectedVersion: required("expectedVersion", .integer64(1...Int64.max)),
            idempotency: idempotency(name, params: params), command: command(&self))
    }

    private mutating func idempotency(_ name: MethodName, params: Int?) -> Idempotency {
        let key = required("idempotencyKey", .printable(Limits.idempotencyKeyLengthMax))
        guard let params else { return Idempotency(key: key, digest: 0) }
        return Idempotency(key: key, digest: name.digest(of: params, in: document))
    }
}
