internal import JSONText
internal import Supervision

extension ParameterReader {
    /// Reads the parameters of a call.
    mutating func call(_ name: MethodName, params: Int?) -> Call {
        switch name.method {
        case .sessionHello: .opening(.hello(hello()))
        case .sessionPing: .opening(.ping)
        case .rpcDiscover: .opening(.discover)
        case .serverStatus: .publicQuery(.serverStatus)
        case .organGet: .publicQuery(.organGet(required("organ", .organ)))
        case .organList: .publicQuery(.organList(page()))
        case .organCompetence:
            .publicQuery(
                .organCompetence(of: required("of", .organ), over: required("over", .organ)))
        case .organCommonSupervisor: .publicQuery(.organCommonSupervisor(parties()))
        case .matterGet: .query(.matterGet(required("matter", .matter)))
        case .matterHistory: .query(.matterHistory(required("matter", .matter), page()))
        case .matterExplain: .query(.matterExplain(explainQuery()))
        case .matterAsOf:
            .query(
                .matterAsOf(
                    required("matter", .matter),
                    version: optional("version", .integer64(1...Int64.max)),
                    at: optional("at", .instant)))
        case .docketList:
            .query(.docketList(filter(), optional("sort", .choice) ?? .deadline, page()))
        case .docketCount: .query(.docketCount(filter(), groupBy: optional("groupBy", .choice)))
        case .docketStatistics: .query(.docketStatistics(statisticsFilter()))
        case .docketWatch:
            .query(
                .docketWatch(
                    filter(), fromPosition: optional("fromPosition", .integer64(0...Int64.max))))
        case .docketUnwatch:
            .query(
                .docketUnwatch(
                    subscription: required("subscription", .integer64(0...Int64.max))))
        case .documentGet:
            .query(
                .documentGet(
                    number: required("number", .text), optional("kind", .choice),
                    issuer: optional("issuer", .organ)))
        case .command(.register):
            .command(.register(registration(), idempotency(name, params: params)))
        case .command(let command):
            .command(.matter(commandCall(name, params) { $0.command(command) }))
        case .dispute(.file):
            .command(.file(filing(), idempotency(name, params: params)))
        case .dispute(let command):
            .command(.dispute(commandCall(name, params) { $0.command(command) }))
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
