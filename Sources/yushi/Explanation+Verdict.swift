// The verdicts of `matter.explain` in words, and where to learn more after a refusal.

internal import Client
internal import JSONText

extension Explanation {
    /// The lines that explain why one command is not allowed.
    func lines(verdict document: JSONDocument, _ node: Int) -> [String] {
        var lines = [ErrorText.notAllowed.filled(sentence(document, node), in: language)]
        lines.append(
            ErrorText.reason.filled(
                Table.plain(document.text("reason", of: node) ?? "-"), in: language))
        if let basis = basis(document, node) {
            lines.append(ErrorText.basis.filled(basis, in: language))
        }
        if let details = document.member("details", of: node) {
            lines += self.details(document, details)
        }
        return lines
    }

    /// Basis, who could, from when, what is missing, and the sentence.
    func cells(verdict document: JSONDocument, _ node: Int) -> [String] {
        let details = document.member("details", of: node)
        func list(_ name: StaticString, of node: Int?) -> String {
            node.flatMap { document.member(name, of: $0) }
                .flatMap { Self.list(document, $0) } ?? ""
        }
        let who = details.flatMap { document.member("who", of: $0) }
        let (roles, organs) = (list("roles", of: who), list("organs", of: who))
        let places = list("allowedIn", of: details)
        let why =
            sentence(document, node)
            + (places.isEmpty ? "" : " " + ErrorText.allowedIn.filled(places, in: language))
        return [
            basis(document, node) ?? "", organs.isEmpty ? roles : "\(roles) @ \(organs)",
            list("from", of: details), list("missing", of: details), why,
        ]
    }

    private func sentence(_ document: JSONDocument, _ node: Int) -> String {
        guard let messages = document.member("messages", of: node) else { return "-" }
        let text =
            switch language {
            case .chinese: document.text("zh", of: messages)
            case .english: document.text("en", of: messages)
            }
        return Table.plain(text ?? "-")
    }

    private func basis(_ document: JSONDocument, _ node: Int) -> String? {
        document.member("basis", of: node).flatMap { StatedBasis(document, $0) }.map { words($0) }
    }

    /// After a refused command about a matter: what to run to learn who could do it and when.
    /// Nil for other calls, and for refusals of which `matter.explain` could not say more.
    func pointer(to method: String, params: [UInt8], after fault: ClientFault) -> String? {
        guard case .refused(let error) = fault,
            ["NOT_AUTHORISED", "NOT_IN_PHASE", "REFUSED", "DUPLICATE_MATTER"]
                .contains(error.reason),
            let document = try? JSONDocument(params), document.kind(0) == .object,
            // What gives a command carries a version; nothing else does.
            document.member("expectedVersion", of: 0) != nil,
            let matter = document.text("matter", of: 0)
        else { return nil }
        return ErrorText.advice.filled(
            ErrorText.adviseExplainCommand.filled(
                Table.plain(matter), Table.plain(method), in: language), in: language)
    }
}
