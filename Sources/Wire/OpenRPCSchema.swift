// As much of JSON Schema as the protocol needs.

internal import JSONText
internal import Supervision

extension OpenRPC {
    /// The schema of a value.
    indirect enum Schema: Sendable {
        /// A schema that has a name and stands in `components`.
        case ref(Component)
        /// A string of a length counted in characters, or of a pattern.
        case string(length: ClosedRange<Int>, pattern: String? = nil, format: String? = nil)
        /// One of a closed list of words.
        case word([String])
        /// An integer that has a maximum only where it is below the largest one of the wire.
        case integer(ClosedRange<Int64>)
        case boolean
        case list(Schema, ClosedRange<Int>)
        /// Members of a parameter: no others are accepted.
        case closed([Member])
        /// Members of a result: others may come with a later version.
        case open([Member])
        /// A closed object with exactly one of these members.
        case oneOf([Member])
        /// An object from words to whole numbers.
        case counts

        static let text = Schema.ref(.text)
        static let count = Schema.integer(0...JSONDocument.integerMax)
        static let ordinal = Schema.integer(1...JSONDocument.integerMax)

        /// The words of a closed list of the law.
        static func word<Word: CaseIterable & RawRepresentable>(_ words: Word.Type) -> Schema
        where Word.RawValue == String {
            .word(words.allCases.map(\.rawValue))
        }

        static func list(_ element: Schema) -> Schema {
            .list(element, 0...Limits.listElementsMax)
        }

        func write(into writer: inout JSONWriter) {
            writer.beginObject()
            switch self {
            case .ref(let component):
                writer.member("$ref", "#/components/schemas/\(component.rawValue)")
            case .string(let length, let pattern, let format):
                writer.member("type", "string")
                writer.member("minLength", length.lowerBound)
                if length.upperBound < Int.max { writer.member("maxLength", length.upperBound) }
                writer.member("pattern", pattern)
                writer.member("format", format)
            case .word(let words):
                Views.member("enum", words, into: &writer)
            case .integer(let range):
                writer.member("type", "integer")
                writer.member("minimum", range.lowerBound)
                if range.upperBound < JSONDocument.integerMax {
                    writer.member("maximum", range.upperBound)
                }
            case .boolean:
                writer.member("type", "boolean")
            case .list(let element, let lengths):
                writer.member("type", "array")
                writer.key("items")
                element.write(into: &writer)
                if lengths.lowerBound > 0 { writer.member("minItems", lengths.lowerBound) }
                if lengths.upperBound < Int.max { writer.member("maxItems", lengths.upperBound) }
            case .closed(let members):
                Self.write(members, into: &writer)
                writer.member("additionalProperties", false)
            case .open(let members):
                Self.write(members, into: &writer)
            case .oneOf(let members):
                Self.write(members, into: &writer)
                writer.member("additionalProperties", false)
                writer.member("minProperties", 1)
                writer.member("maxProperties", 1)
            case .counts:
                writer.member("type", "object")
                writer.key("additionalProperties")
                Schema.count.write(into: &writer)
            }
            writer.endObject()
        }

        private static func write(_ members: [Member], into writer: inout JSONWriter) {
            writer.member("type", "object")
            writer.key("properties")
            writer.beginObject()
            for member in members {
                writer.key(text: member.name)
                member.schema.write(into: &writer)
            }
            writer.endObject()
            let required = members.filter(\.isRequired).map(\.name)
            if !required.isEmpty { Views.member("required", required, into: &writer) }
        }
    }

    /// A member of an object.
    struct Member: Sendable {
        let name: String
        let schema: Schema
        let isRequired: Bool

        /// A member that is always there.
        static func must(_ name: String, _ schema: Schema) -> Member {
            Member(name: name, schema: schema, isRequired: true)
        }

        /// A member that may be left out.
        static func may(_ name: String, _ schema: Schema) -> Member {
            Member(name: name, schema: schema, isRequired: false)
        }
    }

    /// A parameter of a method: the same as a member of an object of parameters.
    typealias Parameter = Member
}

extension OpenRPC.Parameter {
    /// Writes the content descriptor.
    func write(into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("name", name)
        writer.member("required", isRequired)
        writer.key("schema")
        schema.write(into: &writer)
        writer.endObject()
    }

    /// What every command has; `matter.register` only the last one.
    static let ofCommands: [OpenRPC.Parameter] = [
        .must("matter", .ref(.matterID)), .must("expectedVersion", .ordinal),
        .must("idempotencyKey", .ref(.idempotencyKey)),
    ]
}
