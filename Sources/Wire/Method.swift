public import Supervision

/// Every method of the protocol. The commands are those of the law's own table; the rest is about
/// the session, the reading side and the server.
public enum Method: Hashable, Sendable {
    case command(CommandName)
    case dispute(DisputeCommandName)
    case sessionHello, sessionPing, rpcDiscover
    case matterGet, matterHistory, matterExplain, matterAsOf
    case docketList, docketCount, docketStatistics, docketWatch, docketUnwatch
    case organGet, organList, organCompetence, organCommonSupervisor
    case documentGet
    case serverStatus

    /// The methods that are no commands, with their names on the wire.
    private static let queries: [(method: Method, name: String)] = [
        (.sessionHello, "session.hello"), (.sessionPing, "session.ping"),
        (.rpcDiscover, "rpc.discover"),
        (.matterGet, "matter.get"), (.matterHistory, "matter.history"),
        (.matterExplain, "matter.explain"), (.matterAsOf, "matter.asOf"),
        (.docketList, "docket.list"), (.docketCount, "docket.count"),
        (.docketStatistics, "docket.statistics"),
        (.docketWatch, "docket.watch"), (.docketUnwatch, "docket.unwatch"),
        (.organGet, "organ.get"), (.organList, "organ.list"),
        (.organCompetence, "organ.competence"),
        (.organCommonSupervisor, "organ.commonSupervisor"),
        (.documentGet, "document.get"),
        (.serverStatus, "server.status"),
    ]

    public static let all: [Method] =
        queries.map(\.method) + CommandName.allCases.map { .command($0) }
        + DisputeCommandName.allCases.map { .dispute($0) }

    public var name: String {
        if case .command(let command) = self { return command.rawValue }
        if case .dispute(let command) = self { return command.rawValue }
        for query in Self.queries where query.method == self { return query.name }
        preconditionFailure("every method that is no command has its row in queries")
    }

    private static let byName = Dictionary(
        all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

    /// The method of a name on the wire; nil for an unknown one.
    public init?(_ name: String) {
        guard let method = Self.byName[name] else { return nil }
        self = method
    }
}
