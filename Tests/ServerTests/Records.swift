// What the clients of the kill test wrote down, what the server has in the end, and the function
// that compares them. It is pure, so that a planted bug can prove that it would be found.

/// The result of an accepted command, without `replayed`.
struct Answer: Equatable, Hashable, Sendable {
    var matter: String
    var version: Int
    var position: Int
    var document: String?
}

/// One sending of a command for which an answer came.
struct Reply: Equatable, Sendable {
    var answer: Answer
    var replayed: Bool
}

/// One command in a client's own journal: what was asked, how often, and what came back. With
/// fewer replies than sendings the outcome of some was unknown to the client.
struct Asked: Equatable, Sendable {
    var person: String
    var key: String
    var sendings = 0
    var replies: [Reply] = []
    /// An answer that was no result.
    var refusal: String?
}

/// One entry of the journal.
struct Entry: Equatable, Sendable {
    var position: Int
    var matter: String
    var version: Int
    var person: String
    /// Empty for an act of the server, which keeps the version that it found.
    var key: String
}

struct IssuedDocument: Equatable, Sendable {
    var issuer: String
    var kind: String
    /// As in 朝司执监〔2026〕3号.
    var number: String
}

/// One push of a watch over everything.
struct Push: Equatable, Sendable {
    var position: Int
    var matter: String
    var version: Int
}

/// Everything that was collected in one run.
struct Records: Sendable {
    /// One journal for each client.
    var clients: [[Asked]]
    /// The journal as the database holds it.
    var entries: [Entry]
    /// The histories of all matters as the server tells them, without keys.
    var histories: [Entry]
    var documents: [IssuedDocument]
    var pushes: [Push]
}

enum Violation: Equatable, Sendable {
    case refused(key: String, String)
    case unanswered(key: String)
    /// The first answer and a later one differ.
    case changedReplay(key: String)
    /// A second acknowledgement of the same key that does not say that it is a repetition.
    case acceptedTwice(key: String)
    case missingEntry(key: String)
    case changedEntry(key: String)
    case duplicateEntry(key: String)
    case unaskedEntry(position: Int)
    case positionGap(after: Int)
    case versionGap(matter: String, after: Int)
    case differentHistory(position: Int)
    case numberGap(issuer: String, kind: String)
    case unknownNumber(String)
    case watchHole(after: Int)
    case wrongPush(position: Int)
}

extension Records {
    /// Every way in which the records contradict each other; empty when the server kept its word.
    var violations: [Violation] {
        clients.flatMap { $0 }.flatMap(Self.contradictions)
            + acknowledgements + gaps + historyDifferences + numberGaps + watchHoles
    }

    /// What one client sees without looking anywhere else.
    private static func contradictions(_ asked: Asked) -> [Violation] {
        if let refusal = asked.refusal { return [.refused(key: asked.key, refusal)] }
        guard let first = asked.replies.first else { return [.unanswered(key: asked.key)] }
        var found: [Violation] = []
        for later in asked.replies.dropFirst() {
            if later.answer != first.answer { found.append(.changedReplay(key: asked.key)) }
            if !later.replayed { found.append(.acceptedTwice(key: asked.key)) }
        }
        return found
    }

    /// Each key against its one entry, and each entry against whoever asked for it.
    private var acknowledgements: [Violation] {
        var found: [Violation] = []
        var byKey: [String: Entry] = [:]
        for entry in entries where !entry.key.isEmpty {
            let name = entry.person + "/" + entry.key
            if byKey.updateValue(entry, forKey: name) != nil {
                found.append(.duplicateEntry(key: entry.key))
            }
        }
        var asked: Set<String> = []
        for command in clients.flatMap({ $0 }) {
            let name = command.person + "/" + command.key
            asked.insert(name)
            guard let answer = command.replies.first?.answer else { continue }
            guard let entry = byKey[name] else {
                found.append(.missingEntry(key: command.key))
                continue
            }
            if (entry.position, entry.version, entry.matter)
                != (answer.position, answer.version, answer.matter)
            {
                found.append(.changedEntry(key: command.key))
            }
        }
        for entry in entries where !entry.key.isEmpty {
            if !asked.contains(entry.person + "/" + entry.key) {
                found.append(.unaskedEntry(position: entry.position))
            }
        }
        return found
    }

    private var gaps: [Violation] {
        var found: [Violation] = []
        var position = 0
        var versions: [String: Int] = [:]
        for entry in entries {
            if entry.position != position + 1 { found.append(.positionGap(after: position)) }
            position = entry.position
            let before = versions[entry.matter, default: 0]
            if entry.version != (entry.key.isEmpty ? before : before + 1) {
                found.append(.versionGap(matter: entry.matter, after: before))
            }
            versions[entry.matter] = entry.version
        }
        return found
    }

    private var historyDifferences: [Violation] {
        let told = Dictionary(histories.map { ($0.position, $0) }) { first, _ in first }
        var found: [Violation] = []
        for entry in entries {
            guard let other = told[entry.position], other.matter == entry.matter,
                other.version == entry.version, other.person == entry.person
            else {
                found.append(.differentHistory(position: entry.position))
                continue
            }
        }
        let last = entries.last?.position ?? 0
        for position in told.keys.sorted() where position > last {
            found.append(.differentHistory(position: position))
        }
        return found
    }

    /// Numbers run from 1 for each issuer and kind, and the answers name the same ones.
    private var numberGaps: [Violation] {
        var found: [Violation] = []
        for (series, documents) in Dictionary(grouping: documents, by: { [$0.issuer, $0.kind] }) {
            let numbers = documents.compactMap { document in
                document.number.split(separator: "〕").last.flatMap { Int($0.dropLast()) }
            }
            if numbers.sorted() != Array(1...documents.count) {
                found.append(.numberGap(issuer: series[0], kind: series[1]))
            }
        }
        let known = Set(documents.map(\.number))
        for number in clients.flatMap({ $0 }).compactMap({ $0.replies.first?.answer.document })
        where !known.contains(number) {
            found.append(.unknownNumber(number))
        }
        return found
    }

    /// The watch tells each entry once, in order, and as it is.
    private var watchHoles: [Violation] {
        var found: [Violation] = []
        var position = 0
        let byPosition = Dictionary(entries.map { ($0.position, $0) }) { first, _ in first }
        for push in pushes {
            if push.position != position + 1 { found.append(.watchHole(after: position)) }
            position = push.position
            if let entry = byPosition[push.position],
                (entry.matter, entry.version) != (push.matter, push.version)
            {
                found.append(.wrongPush(position: push.position))
            }
        }
        if position != entries.last?.position ?? 0 { found.append(.watchHole(after: position)) }
        return found
    }
}
