// `matter.explain`, and what the other methods that look back ask for.

internal import JSONText
public import Supervision

/// `matter.explain`: of which commands it is asked whether they are allowed.
public struct ExplainQuery: Equatable, Sendable {
    public var matter: MatterID
    /// Nil for every command.
    public var command: GivenCommandName?
    /// The command as the given parameters make it, or the error that a real call with them would
    /// be answered with. Nil where no parameters are given.
    public var attempt: Result<GivenCommand, WireError>?

    public init(
        matter: MatterID, command: GivenCommandName? = nil,
        attempt: Result<GivenCommand, WireError>? = nil
    ) {
        self.matter = matter
        self.command = command
        self.attempt = attempt
    }
}

/// A command that is given to a matter that exists, of the one machine or the other.
public enum GivenCommand: Equatable, Sendable {
    case matter(MatterCommand)
    case dispute(DisputeCommand)
}

/// The name of such a command, as a word of the protocol.
public enum GivenCommandName: Equatable, Sendable, CaseIterable, RawRepresentable {
    case matter(CommandName)
    case dispute(DisputeCommandName)

    public static let allCases =
        CommandName.ofMatters.map { GivenCommandName.matter($0) }
        + DisputeCommandName.ofDisputes.map { GivenCommandName.dispute($0) }

    public init?(rawValue: String) {
        if let name = CommandName(rawValue: rawValue), name != .register {
            self = .matter(name)
        } else if let name = DisputeCommandName(rawValue: rawValue), name != .file {
            self = .dispute(name)
        } else {
            return nil
        }
    }

    public var rawValue: String {
        switch self {
        case .matter(let name): name.rawValue
        case .dispute(let name): name.rawValue
        }
    }
}

extension ParameterReader {
    /// The parameters of `matter.explain`.
    mutating func explainQuery() -> ExplainQuery {
        var query = ExplainQuery(
            matter: required("matter", .matter),
            command: optional("command", .choice))
        guard let node = optional("params", .objectNode), let node else { return query }
        guard let command = query.command else {
            query.attempt = .failure(.missingParameters(["command"]))
            return query
        }
        // A call of its own within this one, so that its faults are told as the command would.
        var call = self
        query.attempt = call.read(node) { call in
            switch command {
            case .matter(let name): .matter(call.command(name))
            case .dispute(let name): .dispute(call.command(name))
            }
        }
        return query
    }

    /// The filter of `docket.statistics` with its period, which is one more condition.
    mutating func statisticsFilter() -> DocketFilter {
        var filter = filter()
        if let from = optional("from", .date) {
            filter.registeredFrom = max(from, filter.registeredFrom ?? from)
        }
        if let to = optional("to", .date) {
            filter.registeredTo = min(to, filter.registeredTo ?? to)
        }
        return filter
    }
}

extension Shape where Value == Int? {
    /// The place of an object in the document; it is read later.
    static var objectNode: Shape {
        Shape { reader, node in
            guard let node, reader.document.kind(node) == .object else {
                reader.refuse(.object)
                return nil
            }
            return node
        }
    }
}

extension Shape where Value == Instant {
    /// A moment in UTC, `2026-03-01T08:00:00.000Z`, with or without the fraction.
    static var instant: Shape {
        Shape { reader, node in
            guard let node, reader.document.kind(node) == .string,
                let instant = Instant(iso8601: reader.document.string(node))
            else {
                if node != nil { reader.refuse(.instant) }
                return Instant(milliseconds: 0)
            }
            return instant
        }
    }
}
