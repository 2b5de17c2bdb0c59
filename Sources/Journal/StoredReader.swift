// Reading stored values. The reader stands at one node of a parsed document; a value reads itself
// there and steps into its members by name. Members are looked for where the last one ended,
// because that is where the writer put them, and everywhere only when they are not there. A
// fault finds its path from the node afterwards, so that a successful read never keeps one.

internal import JSONText

/// The parser and the document that decoding needs. One buffer that is kept decodes many entries
/// without allocating anew; it belongs to one thread.
public final class DecodingBuffer {
    private let parser = JSONParser()
    private var document = JSONDocument()

    /// An empty buffer; it grows to the longest text that is decoded.
    public init() {}

    func decode<Value: StoredValue>(
        _ bytes: [UInt8], as type: Value.Type = Value.self
    ) throws(CodingFault) -> Value {
        do {
            try parser.parse(bytes, into: &document)
        } catch {
            throw CodingFault(path: "", reason: .notJSON(error))
        }
        var reader = StoredReader(document)
        return try Value(from: &reader)
    }
}

/// A place in a document from which values are read.
struct StoredReader: ~Copyable {
    private let document: JSONDocument
    private var place: Place

    /// A value, and how far its members have been read.
    private struct Place {
        var node: Int
        var kind: JSONDocument.Kind
        /// The index after the value.
        var end: Int
        /// The key that should come next, if the value is an object.
        var key: Int

        init(_ node: Int, in document: JSONDocument) {
            self.node = node
            kind = document.kind(node)
            end = document.end(node)
            key = node + 1
        }
    }

    /// Stands at the top of a document, which must not be empty.
    init(_ document: JSONDocument) {
        self.document = document
        place = Place(0, in: document)
    }

    /// The member of the object at which the reader stands. Throws when that is no object, or
    /// when the member cannot be what is asked for.
    mutating func read<Member: StoredMember>(
        _ name: StaticString, as type: Member.Type = Member.self
    ) throws(CodingFault) -> Member {
        try Member.read(name, from: &self)
    }

    /// The node of a member, or nil when the object does not have it.
    mutating func member(_ name: StaticString) throws(CodingFault) -> Int? {
        try expect(.object, "object")
        if place.key < place.end, document.stringEquals(place.key, name) {
            let value = place.key + 1
            place.key = document.end(value)
            return value
        }
        guard let value = document.member(name, of: place.node) else { return nil }
        place.key = document.end(value)
        return value
    }

    /// Reads one value from a node and comes back to where the reader stood.
    mutating func value<Value: StoredValue>(_ node: Int) throws(CodingFault) -> Value {
        let outer = place
        place = Place(node, in: document)
        let value = try Value(from: &self)
        place = outer
        return value
    }

    /// The elements of the array at which the reader stands.
    mutating func elements<Element: StoredValue>() throws(CodingFault) -> [Element] {
        try expect(.array, "array")
        var elements: [Element] = []
        elements.reserveCapacity(document.count(place.node))
        var element = place.node + 1
        while element < place.end {
            elements.append(try value(element))
            element = document.end(element)
        }
        return elements
    }

    // MARK: Scalars

    /// Whether the reader stands at a number.
    var isInteger: Bool { place.kind == .integer }

    func string() throws(CodingFault) -> String {
        try expect(.string, "text")
        return document.string(place.node)
    }

    func integer() throws(CodingFault) -> Int64 {
        try expect(.integer, "number")
        return document.integer(place.node)
    }

    func bool() throws(CodingFault) -> Bool {
        try expect(.bool, "truth value")
        return document.bool(place.node)
    }

    func word<Word: StoredWord>(of words: JSONNames<Word>) throws(CodingFault) -> Word {
        try expect(.string, "text")
        guard let word = words.find(place.node, in: document) else {
            throw fault(.unknownWord(document.string(place.node)))
        }
        return word
    }

    // MARK: Faults

    private func expect(_ kind: JSONDocument.Kind, _ name: String) throws(CodingFault) {
        guard place.kind == kind else { throw fault(.notA(name)) }
    }

    /// A fault of the value at which the reader stands.
    func fault(_ reason: CodingFault.Reason) -> CodingFault {
        var path = ""
        var container = 0
        let node = place.node
        // The nodes of a subtree are one range, so at every step exactly one child holds the node.
        while container != node {
            switch document.kind(container) {
            case .object:
                for member in document.members(container) where node < document.end(member.value) {
                    path += (path.isEmpty ? "" : ".") + document.string(member.key)
                    container = member.value
                    break
                }
            case .array:
                for (index, element) in document.elements(container).enumerated()
                where node < document.end(element) {
                    path += "[\(index)]"
                    container = element
                    break
                }
            case .null, .bool, .integer, .string:
                preconditionFailure("a scalar has no members")
            }
        }
        return CodingFault(path: path, reason: reason)
    }
}
