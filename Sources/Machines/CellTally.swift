// Counting cells. It knows nothing of either machine but names, so that both are counted alike.

package import Supervision

/// One cell of a machine: a command by somebody with a role, where a matter stands.
package struct Cell: Hashable, Sendable {
    /// Phase and step; empty for what has no matter yet.
    package var place: String
    package var clock: Clock
    package var isSuspended: Bool
    package var command: String
    package var role: Role
}

/// What a walk through cells found.
package struct CellTally: Sendable {
    /// A reason to refuse, and how often it was told.
    package struct Count: Equatable, Sendable {
        package var cells = 0
        package var decisions = 0
    }

    /// What a cell came to: how many of its decisions were accepted, how many refused for what.
    struct Outcomes {
        var accepted = 0
        var refused: [String: Int] = [:]
    }

    package private(set) var cells = 0
    package private(set) var accepted = Count()
    /// By the name of the reason; a guard is `REFUSED guardName`.
    package private(set) var refusals: [String: Count] = [:]
    /// What must not be: one sentence each.
    package private(set) var faults: [String] = []
    private var allowed: Set<String> = []

    package var decisions: Int { refusals.values.reduce(accepted.decisions) { $0 + $1.decisions } }

    mutating func add(_ outcomes: Outcomes, to cell: Cell) {
        cells += 1
        if outcomes.accepted > 0 {
            allowed.insert(cell.command)
            accepted.cells += 1
            accepted.decisions += outcomes.accepted
        }
        for (reason, decisions) in outcomes.refused {
            refusals[reason, default: Count()].cells += 1
            refusals[reason, default: Count()].decisions += decisions
        }
    }

    /// Notes what must not be; the same sentence once.
    mutating func fault(_ sentence: String) {
        if !faults.contains(sentence) { faults.append(sentence) }
    }

    /// Every command of the table is allowed somewhere, and every rule is met.
    mutating func finish(commands: [String], reasons: [String]) {
        for command in commands where !allowed.contains(command) {
            fault("\(command) is allowed nowhere")
        }
        for reason in reasons where refusals[reason] == nil {
            fault("\(reason) refuses nowhere")
        }
    }
}

extension Refusal {
    /// The name of the reason as on the wire, with the guard for one.
    var label: String {
        switch reason {
        case .notFound: "NOT_FOUND"
        case .notAuthorised: "NOT_AUTHORISED"
        case .notInPhase: "NOT_IN_PHASE"
        case .versionConflict: "VERSION_CONFLICT"
        case .notCompetent: "NOT_COMPETENT"
        case .duplicateMatter: "DUPLICATE_MATTER"
        case .refused(let rule): Self.label(rule)
        }
    }

    static func label(_ rule: Guard) -> String { "REFUSED \(rule.rawValue)" }

    /// Whether the basis can bear the refusal: a place that the Measures have, a house rule by its
    /// name, or procedure, where a message makes no sense and no rule is needed to say so.
    func hasBasis(for command: CommandName) -> Bool {
        switch basis {
        case .law(let citation): return citation.isInTheMeasures
        case .policy(let rule): return reason == .refused(.twoPersonRule) && rule == "twoPersonRule"
        case .procedure:
            switch reason {
            case .notFound, .notInPhase, .versionConflict: return true
            case .refused(let rule): return rule.basis == .procedure
            // A note needs no office, only a part in the matter.
            case .notAuthorised: return command == .note
            case .notCompetent, .duplicateMatter: return false
            }
        }
    }
}

extension Citation {
    /// The paragraphs of each article, and the items of those that have any.
    private static let paragraphs = [
        1, 3, 1, 3, 4, 1, 1, 1, 2, 1, 2, 3, 2, 2, 1, 1, 1, 1, 1, 1, 1,
    ]
    private static let items = [8: 9, 10: 7, 14: 7]

    /// Whether the Measures have such a place.
    package var isInTheMeasures: Bool {
        guard (paragraph ?? 1) <= Self.paragraphs[article - 1] else { return false }
        guard let item else { return true }
        return (paragraph ?? 1) == 1 && item <= Self.items[article] ?? 0
    }
}

extension CellTally {
    /// What was found, a line for each reason, for people and logs.
    package var lines: [String] {
        func line(_ reason: String, _ count: Count) -> String {
            let number = String(count.cells)
            let decisions = String(count.decisions)
            return String(repeating: " ", count: max(0, 8 - number.count)) + number
                + String(repeating: " ", count: max(0, 10 - decisions.count)) + decisions
                + "  " + reason
        }
        return ["   cells decisions", line("all", Count(cells: cells, decisions: decisions))]
            + [line("ACCEPTED", accepted)]
            + refusals.sorted { $0.key < $1.key }.map { line($0.key, $0.value) }
    }
}
