import JSONText
import Supervision

@testable import Wire

// Values made from schemas, to hold the decoder against the document.

extension OpenRPC.Schema {
    /// A value that fits, with every optional member that can stand beside the others.
    var sample: [UInt8] {
        JSONWriter.encoded { writeSample(into: &$0) }
    }

    private func writeSample(into writer: inout JSONWriter) {
        switch self {
        case .ref(let component):
            switch component {
            case .matterID: writer.string("S1")
            case .date: writer.string("2026-03-02")
            case .instant: writer.string("2026-03-02T01:00:00.000Z")
            default: component.schema.writeSample(into: &writer)
            }
        case .string(let length, let pattern, _):
            let character = pattern == nil ? "字" : "a"
            let count = pattern == nil ? 1 : min(length.upperBound, 64)
            writer.string(String(repeating: character, count: max(count, length.lowerBound)))
        case .word(let words): writer.string(words[0])
        case .integer(let range): writer.integer(range.lowerBound)
        case .boolean: writer.bool(true)
        case .list(let element, let lengths):
            writer.beginArray()
            for _ in 0..<max(1, lengths.lowerBound) { element.writeSample(into: &writer) }
            writer.endArray()
        case .closed(let members), .open(let members):
            writer.beginObject()
            for member in members {
                writer.key(text: member.name)
                member.schema.writeSample(into: &writer)
            }
            writer.endObject()
        case .oneOf(let members):
            writer.beginObject()
            writer.key(text: members[0].name)
            members[0].schema.writeSample(into: &writer)
            writer.endObject()
        case .counts: preconditionFailure("no parameter is of that kind")
        }
    }

    private static func list(_ element: [UInt8], _ count: Int) -> [UInt8] {
        JSONWriter.encoded { writer in
            writer.beginArray()
            for _ in 0..<count { writer.raw(element) }
            writer.endArray()
        }
    }

    private static func text(_ text: String) -> [UInt8] {
        JSONWriter.encoded { $0.string(text) }
    }

    private static func number(_ value: Int64) -> [UInt8] {
        JSONWriter.encoded { $0.integer(value) }
    }

    /// An object with one member, besides those of the sample that are required.
    private static func object(
        _ members: [OpenRPC.Member], with name: String?, _ value: [UInt8]
    ) -> [UInt8] {
        JSONWriter.encoded { writer in
            writer.beginObject()
            for member in members where member.isRequired && member.name != name {
                writer.key(text: member.name)
                writer.raw(member.schema.sample)
            }
            if let name {
                writer.key(text: name)
                writer.raw(value)
            }
            writer.endObject()
        }
    }

    /// Values at the limits, all of which fit.
    var goodSamples: [[UInt8]] {
        switch self {
        case .ref(.organID), .ref(.personID):
            [Self.text(String(repeating: "a", count: Limits.identifierBytesMax))]
        case .ref(.matterID), .ref(.date), .ref(.instant): []
        case .ref(let component): component.schema.goodSamples
        case .string(let length, let pattern, _):
            pattern != nil || length.upperBound < Limits.textCharactersMax
                ? [Self.text(String(repeating: "a", count: length.upperBound))]
                : [Self.text(String(repeating: "字", count: length.upperBound))]
        case .word(let words): words.map(Self.text)
        case .integer(let range): [range.lowerBound, range.upperBound].map(Self.number)
        case .boolean: [Array("false".utf8)]
        case .list(let element, let lengths):
            [lengths.lowerBound, lengths.upperBound].map { Self.list(element.sample, $0) }
                + element.goodSamples.map { Self.list($0, max(1, lengths.lowerBound)) }
        case .closed(let members):
            [Self.object(members, with: nil, [])]
                + members.filter { !["min", "max"].contains($0.name) }.flatMap { member in
                    member.schema.goodSamples.map {
                        Self.object(members, with: member.name, $0)
                    }
                }
        case .oneOf(let members):
            members.map { Self.object([], with: $0.name, $0.schema.sample) }
        case .open, .counts: []
        }
    }

    /// Values just beyond the limits, none of which fits.
    var badSamples: [[UInt8]] {
        let null = Array("null".utf8)
        return switch self {
        case .ref(let component): component.schema.badSamples
        case .string(let length, _, _):
            [null, Self.number(1), Self.text("")]
                + [Self.text(String(repeating: "a", count: length.upperBound + 1))]
        case .word: [null, Self.text(""), Self.text("nonesuch"), Self.number(0)]
        case .integer(let range):
            [null, Self.number(range.lowerBound - 1), Self.text("1")]
                + (range.upperBound < JSONDocument.integerMax
                    ? [Self.number(range.upperBound + 1)] : [])
        case .boolean: [null, Self.number(1), Self.text("true")]
        case .list(let element, let lengths):
            [null, Self.list(element.sample, lengths.upperBound + 1)]
                + (lengths.lowerBound > 0
                    ? [Self.list(element.sample, lengths.lowerBound - 1)] : [])
                + element.badSamples.map { Self.list($0, max(1, lengths.lowerBound)) }
        case .closed(let members):
            [null, Self.object(members, with: "surplus", Self.number(1))]
                + members.flatMap { member in
                    member.schema.badSamples.map { Self.object(members, with: member.name, $0) }
                }
                + members.filter(\.isRequired).map { member in
                    Self.object(members.filter { $0.name != member.name }, with: nil, [])
                }
        case .oneOf(let members):
            [null, Array("{}".utf8), Self.object([], with: "surplus", Self.number(1))]
                + [OpenRPC.Schema.closed(members).sample]
        case .open, .counts: []
        }
    }
}

extension JSONDocument {
    /// The compact JSON of a member of an object; `-` where there is none.
    func json(_ name: String, of node: Int) -> String {
        guard let found = self.node(name, from: node) else { return "-" }
        return String(
            decoding: JSONWriter.encoded { write(found, into: &$0) }, as: UTF8.self)
    }
}

/// Prints JSON for people: an object or an array stands on one line when it is short.
enum PrettyPrinter {
    private static let lineMax = 100

    static func text(of document: JSONDocument) -> String {
        var lines = ""
        write(0, of: document, indentation: 0, lead: 0, into: &lines)
        return lines + "\n"
    }

    private static func write(
        _ node: Int, of document: JSONDocument, indentation: Int, lead: Int,
        into text: inout String
    ) {
        let compact = String(
            decoding: JSONWriter.encoded { document.write(node, into: &$0) }, as: UTF8.self)
        let isContainer = document.kind(node) == .object || document.kind(node) == .array
        if !isContainer || indentation + lead + compact.count <= lineMax {
            text += compact
            return
        }
        let inner = String(repeating: " ", count: indentation + 2)
        var isFirst = true
        func next() {
            text += isFirst ? "\n" : ",\n"
            text += inner
            isFirst = false
        }
        if document.kind(node) == .object {
            text += "{"
            for (key, value) in document.members(node) {
                next()
                let name = "\"\(document.string(key))\": "
                text += name
                write(
                    value, of: document, indentation: indentation + 2, lead: name.count,
                    into: &text)
            }
            text += "\n" + String(repeating: " ", count: indentation) + "}"
        } else {
            text += "["
            for element in document.elements(node) {
                next()
                write(element, of: document, indentation: indentation + 2, lead: 0, into: &text)
            }
            text += "\n" + String(repeating: " ", count: indentation) + "]"
        }
    }
}
