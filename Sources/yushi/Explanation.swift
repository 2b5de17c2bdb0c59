// Saying why something did not work, so that a person can act on it: the sentence, the reason and
// its basis, what is missing, who could do it and from when, and what to do next.

internal import Client
internal import JSONText
internal import Supervision

/// Turns faults into lines of text.
struct Explanation {
    let language: Language

    /// The lines that explain a call without an answer.
    func lines(_ fault: ClientFault) -> [String] {
        switch fault {
        case .refused(let error): return lines(error)
        case .protocolBroken(let reason): return [error(ErrorText.protocolBroken, reason)]
        case .badParameters(let reason):
            return [error(ErrorText.badParameters, reason), advice(ErrorText.adviseParams)]
        case .badTokenFile(let reason): return [error(ErrorText.badFile, reason)]
        case .connection(let fault): return lines(fault)
        }
    }

    private func lines(_ fault: ConnectionFault) -> [String] {
        switch fault {
        case .badAddress(let text): [error(ErrorText.badAddress, text)]
        case .unreachable(let address, let reason):
            [
                error(ErrorText.unreachable, address.description, reason),
                advice(ErrorText.adviseStart),
            ]
        case .broken(let reason):
            [error(ErrorText.broken, reason), advice(ErrorText.outcomeUnknown)]
        case .timedOut: [error(ErrorText.timedOut), advice(ErrorText.outcomeUnknown)]
        case .lineTooLong: [error(ErrorText.protocolBroken, fault.description)]
        }
    }

    private func error(_ text: Text, _ values: String...) -> String {
        let sentence = text.filled(values.map(Table.plain), in: language)
        return ErrorText.error.filled(sentence, in: language)
    }

    private func advice(_ text: Text) -> String {
        ErrorText.advice.filled(text[language], in: language)
    }

    // MARK: Refusals

    /// The lines that explain a refusal of the server.
    func lines(_ error: RPCError) -> [String] {
        let sentence =
            switch language {
            case .chinese: error.messageZH ?? error.message
            case .english: error.messageEN ?? error.message
            }
        var lines = [ErrorText.error.filled(Table.plain(sentence), in: language)]
        let reason = error.reason.isEmpty ? String(error.code) : error.reason
        lines.append(ErrorText.reason.filled(Table.plain(reason), in: language))
        if let basis = error.basis {
            lines.append(ErrorText.basis.filled(words(basis), in: language))
        }
        if let details = error.details { lines += self.details(error.document, details) }
        if let advice = Self.advice(for: error.reason) {
            lines.append(ErrorText.advice.filled(advice[language], in: language))
        }
        if let trace = error.trace {
            lines.append(ErrorText.trace.filled(Table.plain(trace), in: language))
        }
        return lines
    }

    func details(_ document: JSONDocument, _ node: Int) -> [String] {
        let known: [(StaticString, Text)] = [
            ("rule", ErrorText.rule), ("parameter", ErrorText.parameter),
            ("expected", ErrorText.expected), ("didYouMean", ErrorText.didYouMean),
            ("allowed", ErrorText.allowed), ("phase", ErrorText.phase),
            ("allowedIn", ErrorText.allowedIn), ("missing", ErrorText.missing),
            ("competentOrgans", ErrorText.organs), ("from", ErrorText.from),
            ("currentVersion", ErrorText.currentVersion),
        ]
        var lines: [String] = []
        for (name, text) in known {
            guard let value = document.member(name, of: node),
                let words = Self.list(document, value)
            else { continue }
            lines.append(text.filled(words, in: language))
        }
        guard let who = document.member("who", of: node), document.kind(who) == .object else {
            return lines
        }
        let parties: [(StaticString, Text)] = [
            ("roles", ErrorText.roles), ("organs", ErrorText.organs),
        ]
        for (name, text) in parties {
            guard let value = document.member(name, of: who),
                let words = Self.list(document, value)
            else { continue }
            lines.append(text.filled(words, in: language))
        }
        return lines
    }

    /// The elements of an array with commas between them, or a plain value; nil when empty.
    static func list(_ document: JSONDocument, _ node: Int) -> String? {
        guard document.kind(node) == .array else {
            return document.plainText(node).map(Table.plain)
        }
        let texts = document.elements(node).compactMap { document.plainText($0) }
        return texts.isEmpty ? nil : Table.plain(texts.joined(separator: ", "))
    }

    /// What a person can do about a reason; nil where the sentence says it already.
    static func advice(for reason: String) -> Text? {
        switch reason {
        case "VERSION_CONFLICT": ErrorText.adviseReload
        case "UNAUTHENTICATED": ErrorText.adviseToken
        case "NOT_AUTHORISED", "NOT_COMPETENT": ErrorText.adviseOther
        case "NOT_FOUND": ErrorText.adviseID
        case "NOT_IN_PHASE": ErrorText.adviseExplain
        case "DRAINING", "STORE_UNAVAILABLE", "RATE_LIMITED": ErrorText.adviseLater
        case "METHOD_NOT_FOUND", "INVALID_PARAMS", "UNKNOWN_PARAM": ErrorText.adviseParams
        case "IDEMPOTENCY_KEY_REUSED": ErrorText.adviseKey
        case "CURSOR_EXPIRED": ErrorText.adviseRestartList
        case "DUPLICATE_MATTER": ErrorText.adviseDuplicate
        default: nil
        }
    }

    // MARK: Bases

    /// A basis in words.
    func words(_ basis: StatedBasis) -> String {
        switch basis {
        case .law(let citation): words(citation: citation)
        case .policy(let rule): ErrorText.policy.filled(Table.plain(rule), in: language)
        case .procedure: ErrorText.procedure[language]
        }
    }

    /// `14.1(3)` in words; a text of another form stays as it is.
    private func words(citation text: String) -> String {
        guard let citation = Citation(wire: text) else { return Table.plain(text) }
        switch language {
        case .chinese: return citation.chinese
        case .english: return citation.english
        }
    }
}
