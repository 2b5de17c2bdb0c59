internal import Supervision

/// One row of the table of either machine, in the words that both tables share. Whoever draws or
/// walks needs no more, so that both machines are drawn and walked by the same code.
struct TableRow: Sendable {
    var command: String
    var name: Bilingual
    var from: Place
    var to: Place
    var by: Bilingual
    var cites: Citation
    var whileSuspended: Bool

    /// Of supervision matters.
    static let supervision = Rule.table.map { rule in
        TableRow(
            command: rule.command.rawValue, name: rule.command.text, from: rule.from, to: rule.to,
            by: rule.by.text, cites: rule.cites, whileSuspended: rule.whileSuspended)
    }

    /// Of disputes (Art. 13).
    static let dispute = DisputeRule.table.map { rule in
        TableRow(
            command: rule.command.rawValue, name: rule.command.text, from: rule.from, to: rule.to,
            by: rule.by.text, cites: rule.cites, whileSuspended: rule.whileSuspended)
    }
}
