// What an analysis needs of a matter and of an event, taken from the answers of `docket.list` and
// `matter.history`.
//
// The members that may leave the house by default stand in closed lists here: words of the law,
// numbers, days, ids of organs, numbers of documents. Everything else of an event is a text that
// people wrote, or a name, and is personal data until somebody proves the contrary. So a member
// that a later server adds is held back, and not let out, as long as nobody thought about it.

public import JSONText

/// A matter, as its row in the docket tells it.
public struct MatterRecord: Equatable, Sendable {
    public var id: String
    /// `supervision` or `dispute`.
    public var kind: String
    public var supervising: String
    /// The supervised organ, or the parties of a dispute.
    public var supervised: [String]
    public var registeredAt: String
    /// Source, category and class, as far as the kind of matter has them.
    public var attributes: [Attribute]
    /// Free text, which may hold personal data.
    public var summary: String?

    init(
        id: String, kind: String, supervising: String, supervised: [String],
        registeredAt: String, attributes: [Attribute], summary: String?
    ) {
        self.id = id
        self.kind = kind
        self.supervising = supervising
        self.supervised = supervised
        self.registeredAt = registeredAt
        self.attributes = attributes
        self.summary = summary
    }

    /// Reads an item of `docket.list`; nil when it is none.
    public init?(_ document: JSONDocument, _ node: Int) {
        let reader = RecordReader(document)
        guard document.kind(node) == .object, let id = reader.text("matter", node),
            let kind = reader.text("kind", node), let supervising = reader.text("supervising", node)
        else { return nil }
        self.id = id
        self.kind = kind
        self.supervising = supervising
        supervised = reader.text("supervised", node).map { [$0] } ?? reader.texts("parties", node)
        registeredAt = reader.text("registeredAt", node) ?? ""
        attributes = ["source", "category", "class", "subject"].compactMap {
            reader.attribute($0, node)
        }
        summary = reader.text("summary", node)
    }
}

/// A named value of an event or of a matter.
public struct Attribute: Equatable, Sendable {
    public enum Value: Equatable, Sendable {
        case text(String)
        case integer(Int64)
        case flag(Bool)
    }

    public var name: String
    public var value: Value

    public init(_ name: String, _ value: Value) {
        self.name = name
        self.value = value
    }
}

/// Something that an event is about, and in which part.
public struct Reference: Hashable, Sendable {
    public var id: String
    public var qualifier: String

    public init(id: String, qualifier: String) {
        self.id = id
        self.qualifier = qualifier
    }
}

/// The document that an event issued.
public struct DocumentRecord: Equatable, Sendable {
    public var kind: String
    public var number: String
    public var issuer: String
}

/// One event of a history.
public struct EventRecord: Equatable, Sendable {
    /// The position of its entry, and its place among the events of the entry from 1 on: unique in
    /// one server and the same in every export.
    public var id: String
    public var position: Int64
    public var version: Int64
    /// UTC with milliseconds.
    public var time: String
    public var name: String
    /// Persons by the names that ``Pseudonyms`` gave them.
    public var persons: [Reference]
    public var organs: [Reference]
    public var document: DocumentRecord?
    public var attributes: [Attribute]
    /// What may hold personal data; empty unless it was asked for.
    public var texts: [Attribute]

    /// Who gave the command; nil for the server's clock.
    public var person: String? { persons.first { $0.qualifier == "by" }?.id }
}

extension EventRecord {
    /// Members of events that are words of the law, numbers or days.
    static let attributeNames: [String] = [
        "class", "channel", "kind", "to", "accountability", "status", "misconduct",
        "measure", "fault", "serious", "lastDay", "on", "duty", "item", "into", "subject", "opened",
    ]
    /// Members that are lists of numbers.
    static let listNames: [String] = ["grounds", "verified"]
    /// Members that name an organ, or several, by id.
    static let organNames: [String] = [
        "supervising", "supervised", "from", "unit", "organ", "issuer", "party", "parties",
    ]
    /// Members that name persons of the roster by id, and as what.
    static let personNames: [(name: String, qualifier: String)] = [
        ("investigators", "investigator"), ("signedBy", "signatory"),
    ]
    /// Members that are taken apart.
    private static let composite: Set<String> = [
        "event", "registration", "competence", "deadline", "number", "items", "issuedAt",
    ]

    /// Reads the events of one item of `matter.history`.
    ///
    /// - Parameters:
    ///   - pseudonyms: how persons are called.
    ///   - withPersonalData: takes the texts, too.
    /// - Returns: nil when the item is no entry.
    public static func events(
        of document: JSONDocument, _ item: Int, _ pseudonyms: Pseudonyms, withPersonalData: Bool
    ) -> [EventRecord]? {
        let reader = RecordReader(document)
        guard document.kind(item) == .object, let position = reader.number("position", item),
            let version = reader.number("version", item), let time = reader.text("at", item),
            let events = reader.member("events", item), document.kind(events) == .array
        else { return nil }
        let author = reader.text("principal", item)
        var records: [EventRecord] = []
        for node in document.elements(events) {
            guard document.kind(node) == .object, let name = reader.text("event", node) else {
                return nil
            }
            var record = EventRecord(
                id: "\(position).\(records.count + 1)", position: position, version: version,
                time: time, name: name, persons: [], organs: [], document: nil, attributes: [],
                texts: [])
            if let author {
                record.persons.append(Reference(id: pseudonyms.name(of: author), qualifier: "by"))
            }
            record.take(node, reader, pseudonyms, withPersonalData: withPersonalData)
            records.append(record)
        }
        return records
    }

    private mutating func take(
        _ node: Int, _ reader: RecordReader, _ pseudonyms: Pseudonyms, withPersonalData: Bool
    ) {
        attributes = Self.attributeNames.compactMap { reader.attribute($0, node) }
        attributes += Self.listNames.compactMap { reader.list($0, node) }
        for name in Self.organNames {
            let ids = reader.text(name, node).map { [$0] } ?? reader.texts(name, node)
            organs += ids.map { Reference(id: $0, qualifier: name) }
        }
        for (name, qualifier) in Self.personNames {
            let ids = reader.text(name, node).map { [$0] } ?? reader.texts(name, node)
            persons += ids.map {
                Reference(id: pseudonyms.name(of: $0), qualifier: qualifier)
            }
        }
        takeComposite(node, reader)
        if withPersonalData { takeTexts(node, reader) }
    }

    private mutating func takeComposite(_ node: Int, _ reader: RecordReader) {
        if let deadline = reader.object("deadline", node) {
            attributes +=
                reader.text("lastDay", deadline)
                .map { [Attribute("deadline", .text($0))] } ?? []
        }
        if let competence = reader.object("competence", node),
            let basis = reader.object("basis", competence)
        {
            attributes +=
                reader.text("citation", basis)
                .map { [Attribute("competence", .text($0))] } ?? []
        }
        if let registration = reader.object("registration", node) {
            if let source = reader.object("source", registration) {
                attributes +=
                    reader.text("kind", source)
                    .map { [Attribute("source", .text($0))] } ?? []
                attributes += [reader.attribute("channel", source)].compactMap { $0 }
            }
            attributes +=
                reader.number("content", registration)
                .map { [Attribute("category", .integer($0))] } ?? []
            organs +=
                reader.text("byOrgan", registration)
                .map { [Reference(id: $0, qualifier: "byOrgan")] } ?? []
        }
        if let number = reader.text("number", node), let issuer = reader.text("issuer", node) {
            document = DocumentRecord(
                kind: reader.text("kind", node) ?? "", number: number, issuer: issuer)
        }
        if let items = reader.member("items", node), reader.document.kind(items) == .array {
            attributes.append(
                Attribute("items", .integer(Int64(reader.document.count(items)))))
        }
    }

    private mutating func takeTexts(_ node: Int, _ reader: RecordReader) {
        var known = Set(
            Self.attributeNames + Self.listNames + Self.organNames
                + Self.personNames.map(\.name))
        known.formUnion(Self.composite.subtracting(["registration", "items"]))
        for member in reader.document.members(node) {
            let name = reader.document.string(member.key)
            guard !known.contains(name) else { continue }
            texts.append(Attribute(name, .text(reader.plainText(member.value))))
        }
    }
}

/// Members of objects of which nothing is promised.
struct RecordReader {
    let document: JSONDocument

    init(_ document: JSONDocument) { self.document = document }

    func member(_ name: String, _ node: Int) -> Int? {
        for member in document.members(node)
        where document.utf8(member.key).elementsEqual(name.utf8) {
            return member.value
        }
        return nil
    }

    func text(_ name: String, _ node: Int) -> String? {
        guard let value = member(name, node), document.kind(value) == .string else { return nil }
        return document.string(value)
    }

    func number(_ name: String, _ node: Int) -> Int64? {
        guard let value = member(name, node), document.kind(value) == .integer else { return nil }
        return document.integer(value)
    }

    func object(_ name: String, _ node: Int) -> Int? {
        guard let value = member(name, node), document.kind(value) == .object else { return nil }
        return value
    }

    func texts(_ name: String, _ node: Int) -> [String] {
        guard let value = member(name, node), document.kind(value) == .array else { return [] }
        return document.elements(value).compactMap {
            document.kind($0) == .string ? document.string($0) : nil
        }
    }

    func attribute(_ name: String, _ node: Int) -> Attribute? {
        guard let value = member(name, node) else { return nil }
        switch document.kind(value) {
        case .string: return Attribute(name, .text(document.string(value)))
        case .integer: return Attribute(name, .integer(document.integer(value)))
        case .bool: return Attribute(name, .flag(document.bool(value)))
        case .null, .array, .object: return nil
        }
    }

    /// A list of numbers as one text: `1 3`.
    func list(_ name: String, _ node: Int) -> Attribute? {
        guard let value = member(name, node), document.kind(value) == .array else { return nil }
        let numbers = document.elements(value).compactMap {
            document.kind($0) == .integer ? String(document.integer($0)) : nil
        }
        return Attribute(name, .text(numbers.joined(separator: " ")))
    }

    func plainText(_ node: Int) -> String {
        document.kind(node) == .string
            ? document.string(node)
            : String(
                decoding: JSONWriter.encoded { document.write(node, into: &$0) }, as: UTF8.self)
    }
}
