/// The table of the second machine (Art. 13): one row for each command, as in ``Rule``.
public struct DisputeRule: Equatable, Sendable {
    public let command: DisputeCommandName
    /// Where the dispute must stand. `dispute.file` has no dispute yet.
    public let from: Place
    /// Where it may stand afterwards.
    public let to: Place
    public let by: DisputeAuthority
    public let cites: Citation
    /// Whether it is allowed while the dispute is suspended.
    public let whileSuspended: Bool

    private init(
        _ command: DisputeCommandName, from: Place, to: Place, by: DisputeAuthority,
        _ article: Int, _ paragraph: Int? = nil, whileSuspended: Bool = false
    ) {
        self.command = command
        self.from = from
        self.to = to
        self.by = by
        self.cites = Citation(article, paragraph: paragraph)
        self.whileSuspended = whileSuspended
    }

    public static let table: [DisputeRule] = [
        DisputeRule(.file, from: [], to: .filed, by: .filer, 13, 1),
        DisputeRule(.accept, from: .filed, to: .coordination, by: .clerk, 13, 1),
        DisputeRule(.return, from: .filed, to: .closed, by: .clerk, 13, 1),
        DisputeRule(.hear, from: .coordination, to: .coordination, by: .investigator, 13, 1),
        DisputeRule(.settle, from: .coordination, to: .closed, by: .clerk, 13, 1),
        DisputeRule(.issueOpinion, from: .coordination, to: .execution, by: .signatory, 13, 2),
        DisputeRule(
            .reportExecution, from: .execution, to: .execution, by: .respondentOfParty, 13, 2),
        DisputeRule(.confirmExecution, from: .execution, to: .closed, by: .investigator, 13, 2),
        DisputeRule(.rejectExecution, from: .execution, to: .execution, by: .investigator, 13, 2),
        DisputeRule(.escalate, from: .execution, to: .closed, by: .clerk, 13, 2),
        DisputeRule(
            .withdraw, from: [.filed, .coordination], to: .closed, by: .clerk, 3,
            whileSuspended: true),
        DisputeRule(
            .extend, from: [.coordination, .execution], to: [.coordination, .execution],
            by: .signatory, 3),
        DisputeRule(.suspend, from: .openDispute, to: .openDispute, by: .signatory, 3),
        DisputeRule(
            .resume, from: .openDispute, to: .openDispute, by: .signatory, 3,
            whileSuspended: true),
        DisputeRule(
            .note, from: .anyDispute, to: .anyDispute, by: .reader, 3, whileSuspended: true),
    ]

    /// The row of a command.
    public static func of(_ name: DisputeCommandName) -> DisputeRule {
        for rule in table where rule.command == name { return rule }
        preconditionFailure("the table has no row for \(name.rawValue)")
    }
}

/// Who may give a command of the second machine.
public enum DisputeAuthority: Equatable, Sendable {
    /// A respondent of one of the parties that are named.
    case filer
    /// Of the common supervisor or its acting organ, which is no party.
    case clerk, investigator, signatory
    /// A respondent of the party that the command is about.
    case respondentOfParty
    /// Whoever has a part in it.
    case reader
}

extension DisputeCommandName {
    /// Every command that is given to a dispute, in the order of the table: all but the one that
    /// begins it.
    public static let ofDisputes: [DisputeCommandName] = DisputeRule.table.map(\.command)
        .filter { $0 != .file }
}
