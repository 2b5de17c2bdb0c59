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

    /// One command from one place to another, or to the same.
    package struct Passage: Hashable, Sendable {
        package var command: String
        package var from: String
        package var to: String

        package init(command: String, from: String, to: String) {
            self.command = command
            self.from = from
            self.to = to
        }
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
    /// Where each command really led.
    package private(set) var passages: Set<Passage> = []
    /// What must not be, each once.
    package private(set) var faults: [CellFault] = []
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

    mutating func note(_ passage: Passage) {
        passages.insert(passage)
    }

    mutating func note(_ fault: CellFault) {
        if !faults.contains(fault) { faults.append(fault) }
    }

    /// Every command of the table is allowed somewhere, and every rule is met.
    mutating func finish(commands: [String], reasons: [String]) {
        for command in commands where !allowed.contains(command) {
            note(.allowedNowhere(command: command))
        }
        for reason in reasons where refusals[reason] == nil {
            note(.refusesNowhere(reason: reason))
        }
    }
}

/// What must not be in any cell.
package enum CellFault: Hashable, Sendable {
    case withoutBasis(command: String, reason: String, Basis)
    /// Accepted where the table has no arrow.
    case offTheTable(command: String, from: String, to: String)
    case acceptedWhileSuspended(command: String)
    /// The events do not tell which command made them.
    case untold(command: String)
    case allowedNowhere(command: String)
    case refusesNowhere(reason: String)

    package var text: Bilingual {
        switch self {
        case .withoutBasis(let command, let reason, let basis):
            Bilingual(
                zh: "\(command)：\(reason) 没有依据（\(basis.chinese)）",
                en: "\(command): \(reason) has no basis (\(basis.english))")
        case .offTheTable(let command, let from, let to):
            Bilingual(
                zh: "\(command) 由 \(from) 到 \(to)，规则表中没有这一步",
                en: "\(command) leads from \(from) to \(to), which is not in the table")
        case .acceptedWhileSuspended(let command):
            Bilingual(
                zh: "事项中止期间接受了 \(command)",
                en: "\(command) is accepted while the matter is suspended")
        case .untold(let command):
            Bilingual(
                zh: "由事件看不出是 \(command) 所致",
                en: "the events of \(command) do not tell which command made them")
        case .allowedNowhere(let command):
            Bilingual(
                zh: "\(command) 在任何情形下都不被接受", en: "\(command) is allowed nowhere")
        case .refusesNowhere(let reason):
            Bilingual(zh: "\(reason) 从未被适用", en: "\(reason) refuses nowhere")
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

    private static let notes = [CommandName.note.rawValue, DisputeCommandName.note.rawValue]

    static func label(_ rule: Guard) -> String { "REFUSED \(rule.rawValue)" }

    /// Whether the basis can bear the refusal: a place that the Measures have, a house rule by its
    /// name, or procedure, where a message makes no sense and no rule is needed to say so.
    func hasBasis(for command: String) -> Bool {
        switch basis {
        case .law(let citation): return citation.isInTheMeasures
        case .policy(let rule): return reason == .refused(.twoPersonRule) && rule == "twoPersonRule"
        case .procedure:
            switch reason {
            case .notFound, .notInPhase, .versionConflict: return true
            case .refused(let rule): return rule.basis == .procedure
            // A note needs no office, only a part in the matter.
            case .notAuthorised: return Self.notes.contains(command)
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
