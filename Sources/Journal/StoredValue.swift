// The frame of the stored coding. Every value type has one pair of functions, `write(to:)` and
// `init(from:)`, that name its members in one order; events and snapshots are made of the same
// pairs. The words of these codings belong to the journal and never change, whatever happens
// to the wire. Everything is generic over concrete types, so that the optimiser leaves straight
// code: there is no reflection, no tree of values, and no box.

internal import JSONText

/// What can stand behind a name in a stored object: a value, or an optional, which stands there
/// only when it is not nil.
protocol StoredMember {
    func write(as name: StaticString, to writer: inout JSONWriter)

    /// Throws when the member is missing and has to be there, or is not what it should be.
    static func read(
        _ name: StaticString, from reader: inout StoredReader
    ) throws(CodingFault) -> Self
}

/// A type with a stored form. What `write` wrote, `init` reads back as an equal value.
protocol StoredValue: StoredMember {
    func write(to writer: inout JSONWriter)

    /// Reads the value at which the reader stands.
    init(from reader: inout StoredReader) throws(CodingFault)
}

extension StoredValue {
    func write(as name: StaticString, to writer: inout JSONWriter) {
        writer.key(name)
        write(to: &writer)
    }

    static func read(
        _ name: StaticString, from reader: inout StoredReader
    ) throws(CodingFault) -> Self {
        guard let node = try reader.member(name) else {
            throw reader.fault(.missingMember("\(name)"))
        }
        return try reader.value(node)
    }
}

extension Optional: StoredMember where Wrapped: StoredValue {
    func write(as name: StaticString, to writer: inout JSONWriter) {
        if let self { self.write(as: name, to: &writer) }
    }

    static func read(
        _ name: StaticString, from reader: inout StoredReader
    ) throws(CodingFault) -> Self {
        guard let node = try reader.member(name) else { return nil }
        return try reader.value(node) as Wrapped
    }
}

extension Array: StoredMember, StoredValue where Element: StoredValue {
    func write(to writer: inout JSONWriter) {
        writer.beginArray()
        for element in self { element.write(to: &writer) }
        writer.endArray()
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        self = try reader.elements()
    }
}

extension JSONWriter {
    /// Writes a member, or nothing for nil.
    mutating func member<Member: StoredMember>(_ name: StaticString, _ value: Member) {
        value.write(as: name, to: &self)
    }
}

/// A value that is stored as an object of named members.
protocol StoredObject: StoredValue {
    func writeMembers(to writer: inout JSONWriter)
}

extension StoredObject {
    func write(to writer: inout JSONWriter) {
        writer.beginObject()
        writeMembers(to: &writer)
        writer.endObject()
    }
}

// MARK: Words and texts

/// A closed list of words. The raw value is the stored word.
protocol StoredWord: StoredValue, CaseIterable, RawRepresentable, Sendable
where RawValue == String {
    static var words: JSONNames<Self> { get }
}

extension StoredWord {
    func write(as name: StaticString, to writer: inout JSONWriter) {
        writer.member(name, rawValue)
    }

    func write(to writer: inout JSONWriter) {
        writer.string(rawValue)
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        self = try reader.word(of: Self.words)
    }
}

/// A type that is a text with a meaning, such as an id.
protocol StoredText: StoredValue {
    var text: String { get }
    init(_ text: String)
}

extension StoredText {
    func write(as name: StaticString, to writer: inout JSONWriter) {
        writer.member(name, text)
    }

    func write(to writer: inout JSONWriter) {
        writer.string(text)
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        self.init(try reader.string())
    }
}

extension String: StoredValue {
    func write(as name: StaticString, to writer: inout JSONWriter) {
        writer.member(name, self)
    }

    func write(to writer: inout JSONWriter) {
        writer.string(self)
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        self = try reader.string()
    }
}

// MARK: Numbers

extension Int: StoredValue {
    func write(as name: StaticString, to writer: inout JSONWriter) {
        writer.member(name, self)
    }

    func write(to writer: inout JSONWriter) {
        writer.integer(self)
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        self.init(try reader.integer())
    }
}

extension Int64: StoredValue {
    func write(to writer: inout JSONWriter) {
        writer.integer(self)
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        self = try reader.integer()
    }
}

extension Bool: StoredValue {
    func write(to writer: inout JSONWriter) {
        writer.bool(self)
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        self = try reader.bool()
    }
}
