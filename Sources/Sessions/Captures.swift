// What a session remembers from one message for the next.

internal import JSONText

/// The captured values, by name.
struct Captures: Equatable, Sendable {
    /// Compact JSON of each value.
    private var values: [String: [UInt8]] = [:]

    subscript(name: String) -> [UInt8]? {
        get { values[name] }
        set { values[name] = newValue }
    }

    /// The value as it stands inside a longer string: a string without quotes, else its JSON.
    func text(_ name: String) -> String? {
        guard let value = values[name] else { return nil }
        guard let document = try? JSONDocument(value), document.kind(0) == .string else {
            return String(decoding: value, as: UTF8.self)
        }
        return document.string(0)
    }

    /// The JSON value that a string stands for: a use alone is the captured value itself, of
    /// whatever type; everything else is a string.
    ///
    /// - Throws: ``UnknownCapture``.
    func json(_ pieces: [Piece]) throws(UnknownCapture) -> [UInt8] {
        if case .use(let name)? = pieces.first, pieces.count == 1 {
            guard let value = values[name] else { throw UnknownCapture(name: name) }
            return value
        }
        let text = try text(pieces)
        return JSONWriter.encoded { $0.string(text) }
    }

    /// The text that the pieces make together.
    func text(_ pieces: [Piece]) throws(UnknownCapture) -> String {
        var result = ""
        for piece in pieces {
            switch piece {
            case .literal(let text): result += text
            case .use(let name):
                guard let value = text(name) else { throw UnknownCapture(name: name) }
                result += value
            }
        }
        return result
    }
}

/// A name that nothing was captured as.
struct UnknownCapture: Error, Equatable {
    var name: String
}

/// A message to be sent, in which captures stand for what they captured.
public struct Outgoing: Sendable {
    private let document: JSONDocument

    /// Reads the JSON value in a range of a file.
    init(_ source: [UInt8], _ range: Range<Int>) throws(TemplateFault) {
        var document = JSONDocument()
        do {
            try JSONParser().parse(source[range], into: &document)
        } catch {
            throw TemplateFault(message: "\(error.message); such bytes are sent with >raw")
        }
        self.document = document
        try checkStrings(0)
    }

    private func checkStrings(_ node: Int) throws(TemplateFault) {
        switch document.kind(node) {
        case .null, .bool, .integer: break
        case .string: _ = try Piece.split(document.string(node))
        case .array: for element in document.elements(node) { try checkStrings(element) }
        case .object: for member in document.members(node) { try checkStrings(member.value) }
        }
    }

    /// The message as compact JSON, with `"jsonrpc":"2.0"` put first into each call that does
    /// not bring its own.
    ///
    /// - Throws: ``UnknownCapture``.
    func line(_ captures: Captures) throws(UnknownCapture) -> [UInt8] {
        var writer = JSONWriter()
        try write(0, captures, into: &writer, isCall: true)
        return writer.bytes
    }

    private func write(
        _ node: Int, _ captures: Captures, into writer: inout JSONWriter, isCall: Bool = false
    ) throws(UnknownCapture) {
        switch document.kind(node) {
        case .null, .bool, .integer:
            document.write(node, into: &writer)
        case .string:
            // The strings were split once when the file was read.
            let pieces = (try? Piece.split(document.string(node))) ?? []
            writer.raw(try captures.json(pieces))
        case .array:
            writer.beginArray()
            for element in document.elements(node) {
                try write(element, captures, into: &writer, isCall: isCall)
            }
            writer.endArray()
        case .object:
            writer.beginObject()
            if isCall, document.member("jsonrpc", of: node) == nil {
                writer.member("jsonrpc", "2.0")
            }
            for member in document.members(node) {
                writer.key(text: document.string(member.key))
                try write(member.value, captures, into: &writer)
            }
            writer.endObject()
        }
    }
}
