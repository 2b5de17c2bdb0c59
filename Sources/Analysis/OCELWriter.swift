// OCEL 2.0 in JSON: an object with the events, the objects, and the types of both. The events are
// written as they come. The objects stand in a section of their own and are spooled. The types come
// last, when it is known which there were; the standard lets the members come in any order.

internal import JSONText

/// Writes an object-centric event log.
public struct OCELWriter: HistoryWriter {
    public let wantsOrgans = true
    private var hasEvents = false
    private var hasObjects = false
    /// Persons are as many as the roster of principals has, not as there are events.
    private var persons: Set<String> = []
    private var eventTypes = AttributeTypes()
    private var objectTypes = AttributeTypes()

    public init() {}

    public mutating func begin(into output: inout [UInt8]) {
        output += Array("{\"events\":[".utf8)
    }

    public mutating func write(
        _ event: EventRecord, of matter: MatterRecord, into output: inout [UInt8],
        spool: inout [UInt8]
    ) {
        for person in event.persons where persons.insert(person.id).inserted {
            object("person:" + person.id, "person", [], [], spool: &spool)
        }
        let attributes =
            ([Attribute("version", .integer(event.version))] + event.attributes + event.texts)
            .withDistinctNames
        eventTypes.note(event.name, attributes)
        var references = [Reference(id: matter.id, qualifier: "matter")]
        references += event.organs.map { Reference(id: "organ:" + $0.id, qualifier: $0.qualifier) }
        references += event.persons.map {
            Reference(id: "person:" + $0.id, qualifier: $0.qualifier)
        }
        if let document = event.document {
            let id = "document:\(document.kind):\(document.issuer):\(document.number)"
            references.append(Reference(id: id, qualifier: "issued"))
            object(
                id, "document",
                [
                    Attribute("kind", .text(document.kind)),
                    Attribute("number", .text(document.number)),
                ],
                [
                    Reference(id: matter.id, qualifier: "of"),
                    Reference(id: "organ:" + document.issuer, qualifier: "issuer"),
                ], at: event.time, spool: &spool)
        }
        if hasEvents { output.append(UInt8(ascii: ",")) }
        hasEvents = true
        output.append(0x0A)
        output += JSONWriter.encoded { writer in
            writer.beginObject()
            writer.member("id", event.id)
            writer.member("type", event.name)
            writer.member("time", event.time)
            Self.write(attributes, at: nil, into: &writer)
            Self.write(references, into: &writer)
            writer.endObject()
        }
    }

    public mutating func end(
        _ matter: MatterRecord, into output: inout [UInt8], spool: inout [UInt8]
    ) {
        var attributes = [Attribute("kind", .text(matter.kind))] + matter.attributes
        if let summary = matter.summary { attributes.append(Attribute("summary", .text(summary))) }
        let references =
            [Reference(id: "organ:" + matter.supervising, qualifier: "supervising")]
            + matter.supervised.map { Reference(id: "organ:" + $0, qualifier: "supervised") }
        object(
            matter.id, "matter", attributes, references, at: matter.registeredAt, spool: &spool)
    }

    public mutating func write(_ organ: OrganRecord, spool: inout [UInt8]) {
        let attributes = [("name", organ.name), ("kind", organ.kind), ("level", organ.level)]
            .compactMap { name, value in value.map { Attribute(name, .text($0)) } }
        object("organ:" + organ.id, "organ", attributes, [], spool: &spool)
    }

    public mutating func beginSpooled(into output: inout [UInt8]) {
        output += Array("\n],\"objects\":[".utf8)
    }

    public mutating func end(into output: inout [UInt8]) {
        output += Array("\n],\"eventTypes\":".utf8)
        output += eventTypes.json
        output += Array(",\"objectTypes\":".utf8)
        output += objectTypes.json
        output += Array("}\n".utf8)
    }

    private mutating func object(
        _ id: String, _ type: String, _ attributes: [Attribute], _ references: [Reference],
        at time: String = "1970-01-01T00:00:00.000Z", spool: inout [UInt8]
    ) {
        objectTypes.note(type, attributes)
        if hasObjects { spool.append(UInt8(ascii: ",")) }
        hasObjects = true
        spool.append(0x0A)
        spool += JSONWriter.encoded { writer in
            writer.beginObject()
            writer.member("id", id)
            writer.member("type", type)
            Self.write(attributes, at: time, into: &writer)
            Self.write(references, into: &writer)
            writer.endObject()
        }
    }

    private static func write(
        _ attributes: [Attribute], at time: String?, into writer: inout JSONWriter
    ) {
        writer.key("attributes")
        writer.beginArray()
        for attribute in attributes {
            writer.beginObject()
            writer.member("name", attribute.name)
            writer.member("time", time)
            writer.key("value")
            attribute.value.write(into: &writer)
            writer.endObject()
        }
        writer.endArray()
    }

    private static func write(_ references: [Reference], into writer: inout JSONWriter) {
        writer.key("relationships")
        writer.beginArray()
        for reference in references {
            writer.beginObject()
            writer.member("objectId", reference.id)
            writer.member("qualifier", reference.qualifier)
            writer.endObject()
        }
        writer.endArray()
    }
}

extension Attribute.Value {
    func write(into writer: inout JSONWriter) {
        switch self {
        case .text(let text): writer.string(text)
        case .integer(let number): writer.integer(number)
        case .flag(let flag): writer.bool(flag)
        }
    }

    /// The type of OCEL.
    var typeName: String {
        switch self {
        case .text: "string"
        case .integer: "integer"
        case .flag: "boolean"
        }
    }
}

/// Which attributes the things of each type have, in the order of their first sight.
private struct AttributeTypes: Sendable {
    private var types: [(name: String, attributes: [(name: String, type: String)])] = []
    private var places: [String: Int] = [:]

    mutating func note(_ type: String, _ attributes: [Attribute]) {
        let place: Int
        if let known = places[type] {
            place = known
        } else {
            place = types.count
            places[type] = place
            types.append((type, []))
        }
        for attribute in attributes
        where !types[place].attributes.contains(where: { $0.name == attribute.name }) {
            types[place].attributes.append((attribute.name, attribute.value.typeName))
        }
    }

    var json: [UInt8] {
        JSONWriter.encoded { writer in
            writer.beginArray()
            for type in types {
                writer.beginObject()
                writer.member("name", type.name)
                writer.key("attributes")
                writer.beginArray()
                for attribute in type.attributes {
                    writer.beginObject()
                    writer.member("name", attribute.name)
                    writer.member("type", attribute.type)
                    writer.endObject()
                }
                writer.endArray()
                writer.endObject()
            }
            writer.endArray()
        }
    }
}
