// `document.get`: one document as whoever prints it needs it, with the names of organs and persons
// beside their ids, and with the finding that it rests on.
//
// It is told whole, because a document with holes is none. The line is about as long as that of the
// command that issued the document.

public import JSONText
public import Supervision

/// A document and what stands around it.
public struct PublishedDocument: Equatable, Sendable {
    /// A requirement, an order, or what one party of a dispute has to do.
    public struct Item: Equatable, Sendable {
        public var text: String
        /// Only in a coordination opinion (Art. 13 para. 2).
        public var party: OrganID?

        public init(text: String, party: OrganID? = nil) {
            self.text = text
            self.party = party
        }
    }

    public var matter: MatterID
    public var kind: DocumentKind
    public var number: String
    public var issuer: OrganID
    /// 行政执法监督机关.
    public var supervising: OrganID
    /// The supervised organ, or the parties of a dispute.
    public var addressees: [OrganID]
    public var signedBy: PersonID
    public var issuedAt: Instant
    public var deadline: Deadline
    public var items: [Item]
    /// The problems found (Art. 14 para. 1); nil for a coordination opinion.
    public var finding: Finding?
    /// For a decision on what was not rectified, the opinion.
    public var opinion: Document?
    /// What a dispute is about, one of the four subjects of Art. 13 para. 1.
    public var subject: String?
    /// The facts of a dispute.
    public var summary: String?

    public init(
        matter: MatterID, kind: DocumentKind, number: String, issuer: OrganID,
        supervising: OrganID, addressees: [OrganID], signedBy: PersonID, issuedAt: Instant,
        deadline: Deadline, items: [Item], finding: Finding? = nil, opinion: Document? = nil,
        subject: String? = nil, summary: String? = nil
    ) {
        self.matter = matter
        self.kind = kind
        self.number = number
        self.issuer = issuer
        self.supervising = supervising
        self.addressees = addressees
        self.signedBy = signedBy
        self.issuedAt = issuedAt
        self.deadline = deadline
        self.items = items
        self.finding = finding
        self.opinion = opinion
        self.subject = subject
        self.summary = summary
    }

    /// A document of a supervision matter.
    ///
    /// - Parameter index: its place in the matter's documents.
    public init(_ index: Int, of matter: Matter) {
        let document = matter.documents[index]
        self.init(
            matter: matter.id, kind: document.kind, number: document.number,
            issuer: document.issuer, supervising: matter.supervising,
            addressees: [matter.supervised], signedBy: document.signedBy,
            issuedAt: document.issuedAt, deadline: document.deadline,
            items: document.items.map { Item(text: $0) },
            finding: matter.finding(ofDocument: index),
            opinion: matter.unrectifiedOpinion(ofDocument: index))
    }

    /// The coordination opinion of a dispute (Art. 13 para. 2); nil when there is none.
    public init?(of dispute: Dispute) {
        guard let opinion = dispute.opinion else { return nil }
        let document = opinion.document
        self.init(
            matter: dispute.id, kind: document.kind, number: document.number,
            issuer: document.issuer, supervising: dispute.supervising,
            addressees: dispute.parties, signedBy: document.signedBy,
            issuedAt: document.issuedAt, deadline: document.deadline,
            items: opinion.parts.map { Item(text: $0.act, party: $0.party) },
            subject: dispute.filing.subject.rawValue, summary: dispute.filing.summary)
    }
}

extension Views {
    /// The result of `document.get`.
    ///
    /// - Parameters:
    ///   - roster: for the names of organs. One that left the roster is told by its id alone.
    ///   - principals: for the name of who signed.
    public static func write(
        _ document: PublishedDocument, roster: Roster, principals: Principals,
        into writer: inout JSONWriter
    ) {
        writer.beginObject()
        writer.member("matter", document.matter.description)
        writer.member("kind", document.kind.rawValue)
        writer.member("number", document.number)
        write(document.issuer, as: "issuer", roster, into: &writer)
        write(document.supervising, as: "supervising", roster, into: &writer)
        writer.key("addressees")
        writer.beginArray()
        for organ in document.addressees { write(organ, roster, into: &writer) }
        writer.endArray()
        writer.key("signedBy")
        writer.beginObject()
        writer.member("person", document.signedBy.text)
        writer.member("name", principals[document.signedBy]?.name)
        writer.endObject()
        member("issuedAt", document.issuedAt, into: &writer)
        member("issuedOn", document.issuedAt.legalDay, into: &writer)
        member("deadline", document.deadline, into: &writer)
        writer.key("items")
        writer.beginArray()
        for (index, item) in document.items.enumerated() {
            writer.beginObject()
            writer.member("item", index + 1)
            writer.member("text", item.text)
            if let party = item.party { write(party, as: "party", roster, into: &writer) }
            writer.endObject()
        }
        writer.endArray()
        if let finding = document.finding {
            writer.key("finding")
            write(finding, into: &writer)
        }
        if let opinion = document.opinion {
            writer.key("opinion")
            writer.beginObject()
            writer.member("number", opinion.number)
            member("issuedOn", opinion.issuedAt.legalDay, into: &writer)
            writer.endObject()
        }
        writer.member("subject", document.subject)
        writer.member("summary", document.summary)
        writer.endObject()
    }

    private static func write(
        _ organ: OrganID, as name: StaticString, _ roster: Roster, into writer: inout JSONWriter
    ) {
        writer.key(name)
        write(organ, roster, into: &writer)
    }

    private static func write(
        _ organ: OrganID, _ roster: Roster, into writer: inout JSONWriter
    ) {
        writer.beginObject()
        writer.member("organ", organ.text)
        writer.member("name", roster[organ]?.name)
        writer.endObject()
    }
}

extension WireError {
    /// 1404 for a number under which there is no document that one may see.
    public static func documentNotFound(_ number: String) -> WireError {
        WireError(Refusal(.notFound(.document, id: clipped(number)), .procedure))
    }

    /// -32602: the number belongs to more than one document, and a further parameter says which
    /// is meant.
    ///
    /// - Parameters:
    ///   - parameter: `kind`, or `issuer` where the kinds are the same.
    ///   - values: what it can be.
    public static func ambiguousDocument(
        _ number: String, by parameter: String, _ values: [String]
    ) -> WireError {
        let number = clipped(number)
        return WireError(
            .invalidParams,
            text: Bilingual(
                zh: "有\(values.count)份文书的编号都是“\(number)”，请用参数“\(parameter)”指明是哪一份。",
                en: "\(values.count) documents have the number \"\(number)\"; "
                    + "say with \"\(parameter)\" which is meant."),
            details: [.parameter(parameter), .allowed(values)])
    }
}
