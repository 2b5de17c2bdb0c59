// A document as its template sees it: the answer of `document.get` in the words of an official
// document. Values are texts and lists of texts; a template has nothing to compute.

public import JSONText
public import Supervision

/// One opinion, decision or coordination opinion, ready for a template.
public struct Paper: Equatable, Sendable {
    /// What a template can name, by its name.
    public indirect enum Value: Equatable, Sendable {
        case text(String)
        case flag(Bool)
        case list([Value])
        case object([String: Value])
    }

    public let kind: DocumentKind
    public let values: [String: Value]

    /// Every name that a template may use. A name outside of it is a mistake of the template.
    public static let names: Set<String> = [
        "number", "issuer", "supervising", "addressees", "matter", "signatory", "issuedOn",
        "issuedOnChinese", "deadline", "deadlineChinese", "period", "isFromGovernment", "facts",
        "grounds", "mark", "numeral", "ordinal", "citation", "text", "party", "paragraphs", "items",
        "major", "opinion", "subject",
    ]

    /// Why an answer is no document that can be printed; one English sentence.
    public struct Fault: Error, Equatable, Sendable {
        public var reason: String
    }

    /// Reads the result of `document.get`.
    ///
    /// - Throws: ``Fault`` when something is missing without which there is no document.
    public init(_ document: JSONDocument, _ node: Int) throws(Fault) {
        let reader = PaperReader(document: document)
        guard document.kind(node) == .object,
            let kind = reader.text("kind", node).flatMap({ DocumentKind(rawValue: $0) })
        else { throw Fault(reason: "the answer is no document of a known kind") }
        self.kind = kind
        var values: [String: Value] = [:]
        values["number"] = .text(try reader.must("number", node))
        values["matter"] = .text(try reader.must("matter", node))
        let issuer = try reader.organ("issuer", of: node)
        values["issuer"] = .text(issuer.name)
        let supervising = try reader.organ("supervising", of: node)
        values["supervising"] = .text(supervising.name)
        // An acting organ issues the opinions of its government (Art. 14 para. 2).
        values["isFromGovernment"] = .flag(issuer.id != supervising.id)
        let addressees = try reader.elements("addressees", node).map { element throws(Fault) in
            try reader.organ(element).name
        }
        values["addressees"] = .text(addressees.joined(separator: "、"))
        let signatory = document.member("signedBy", of: node)
        guard let signatory, document.kind(signatory) == .object,
            let name = reader.text("name", signatory) ?? reader.text("person", signatory)
        else { throw Fault(reason: "the answer does not say who signed") }
        values["signatory"] = .text(name)
        let issuedOn = try reader.day("issuedOn", node)
        values["issuedOn"] = .text(ChineseNumerals.plainDate(issuedOn))
        values["issuedOnChinese"] = .text(ChineseNumerals.date(issuedOn))
        values.merge(try reader.deadline(node)) { $1 }
        values["items"] = .list(try reader.items(node))
        values.merge(try reader.finding(node)) { $1 }
        values.merge(try reader.dispute(node)) { $1 }
        self.values = values
    }
}

/// The parts of the answer.
private struct PaperReader {
    let document: JSONDocument

    func text(_ name: StaticString, _ node: Int) -> String? {
        guard let value = document.member(name, of: node), document.kind(value) == .string
        else { return nil }
        return document.string(value)
    }

    func must(_ name: StaticString, _ node: Int) throws(Paper.Fault) -> String {
        guard let text = text(name, node) else {
            throw Paper.Fault(reason: "the answer has no \(name)")
        }
        return text
    }

    func day(_ name: StaticString, _ node: Int) throws(Paper.Fault) -> CivilDate {
        guard let day = CivilDate(try must(name, node)) else {
            throw Paper.Fault(reason: "\(name) is no day")
        }
        return day
    }

    func elements(_ name: StaticString, _ node: Int) throws(Paper.Fault) -> [Int] {
        guard let value = document.member(name, of: node), document.kind(value) == .array else {
            throw Paper.Fault(reason: "the answer has no \(name)")
        }
        return Array(document.elements(value))
    }

    /// An organ that left the roster has no name any more, and its id stands in for it.
    func organ(_ node: Int) throws(Paper.Fault) -> (id: String, name: String) {
        guard document.kind(node) == .object else {
            throw Paper.Fault(reason: "an organ is no object")
        }
        let id = try must("organ", node)
        return (id, text("name", node) ?? id)
    }

    func organ(
        _ name: StaticString, of node: Int
    ) throws(Paper.Fault) -> (id: String, name: String) {
        guard let value = document.member(name, of: node) else {
            throw Paper.Fault(reason: "the answer has no \(name)")
        }
        return try organ(value)
    }

    /// A text of several lines is as many paragraphs.
    func paragraphs(_ text: String) -> Paper.Value {
        .list(
            text.unicodeScalars.split(separator: "\n").map { .text(String($0)) })
    }

    func deadline(_ node: Int) throws(Paper.Fault) -> [String: Paper.Value] {
        guard let deadline = document.member("deadline", of: node),
            document.kind(deadline) == .object
        else { throw Paper.Fault(reason: "the answer has no deadline") }
        let day = try day("lastDay", deadline)
        var values: [String: Paper.Value] = [
            "deadline": .text(ChineseNumerals.plainDate(day)),
            "deadlineChinese": .text(ChineseNumerals.date(day)),
        ]
        if let count = number("workingDays", deadline) {
            values["period"] = .text("\(count)个工作日")
        } else if let count = number("days", deadline) {
            values["period"] = .text("\(count)日")
        }
        return values
    }

    func items(_ node: Int) throws(Paper.Fault) -> [Paper.Value] {
        try elements("items", node).enumerated().map { index, element throws(Paper.Fault) in
            guard document.kind(element) == .object else {
                throw Paper.Fault(reason: "an item is no object")
            }
            let text = try must("text", element)
            var values = numbered(index)
            values["text"] = .text(text)
            values["paragraphs"] = paragraphs(text)
            if document.member("party", of: element) != nil {
                values["party"] = .text(try organ("party", of: element).name)
            }
            return .object(values)
        }
    }

    private func numbered(_ index: Int) -> [String: Paper.Value] {
        let numeral = ChineseNumerals.counting(index + 1)
        return [
            "numeral": .text(numeral), "mark": .text("（\(numeral)）"),
            "ordinal": .text(String(index + 1)),
        ]
    }

    func finding(_ node: Int) throws(Paper.Fault) -> [String: Paper.Value] {
        guard let finding = document.member("finding", of: node) else { return [:] }
        guard document.kind(finding) == .object else {
            throw Paper.Fault(reason: "the finding is no object")
        }
        var values: [String: Paper.Value] = [:]
        values["facts"] = paragraphs(try must("facts", finding))
        var grounds: [Paper.Value] = []
        for (index, element) in try elements("grounds", finding).enumerated() {
            guard document.kind(element) == .integer,
                let item = Int(exactly: document.integer(element)),
                let words = Wording.ground(item)
            else { throw Paper.Fault(reason: "a ground is no item of Art. 14 para. 1") }
            var ground = numbered(index)
            ground["citation"] = .text(Citation(14, paragraph: 1, item: item).chinese)
            ground["text"] = .text(words)
            grounds.append(.object(ground))
        }
        values["grounds"] = .list(grounds)
        if let reason = text("majorReason", finding) {
            values["major"] = .object(["paragraphs": paragraphs(reason)])
        }
        if let opinion = document.member("opinion", of: node), document.kind(opinion) == .object {
            values["opinion"] = .object([
                "number": .text(try must("number", opinion)),
                "issuedOn": .text(ChineseNumerals.plainDate(try day("issuedOn", opinion))),
            ])
        }
        return values
    }

    func dispute(_ node: Int) throws(Paper.Fault) -> [String: Paper.Value] {
        guard let word = text("subject", node) else { return [:] }
        guard let subject = Wording.subject(word) else {
            throw Paper.Fault(reason: "the subject is none of Art. 13 para. 1")
        }
        return ["subject": .text(subject), "facts": paragraphs(try must("summary", node))]
    }

    private func number(_ name: StaticString, _ node: Int) -> Int64? {
        guard let value = document.member(name, of: node), document.kind(value) == .integer
        else { return nil }
        return document.integer(value)
    }
}
