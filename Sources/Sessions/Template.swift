// What an expected message looks like. A template is JSON; matchers are strings in it, so that
// every line of a session stays valid JSON:
//
//     "<int>" "<string>" "<time>" "<bool>" "<any>" "<re:CY-[0-9]+>"
//     "<m:string>"    matches a string and captures it as m; likewise with every other matcher
//     "${m}"          what was captured as m, also inside a longer string
//     "...": "..."    in an object: more members may be there
//     ["a", "..."]    in an array: more elements may follow
//
// Everything else must be equal, but the order of members is of no importance.

internal import JSONText

/// A JSON value with matchers in it, and where it stands in the file.
public struct Template: Sendable {
    /// The bytes of the value in the source.
    var range: Range<Int>
    var form: Form

    indirect enum Form: Sendable {
        /// null, a bool or an integer, as compact JSON.
        case exact([UInt8])
        /// A string whose captured parts are put in before it is compared.
        case text([Piece])
        case matcher(Matcher, capture: String?)
        case array([Template], isOpen: Bool)
        case object([Member], isOpen: Bool)
    }

    struct Member: Sendable {
        var key: String
        /// The range of the key with its quotes.
        var keyRange: Range<Int>
        var value: Template
    }

    enum Matcher: Equatable, Sendable {
        case int, string, time, bool, any
        /// The pattern, which is known to compile; it must match the whole string.
        case pattern(String)
    }

    /// Reads the JSON value in a range of a file.
    ///
    /// - Throws: ``TemplateFault`` when it is no JSON, or a matcher is unknown.
    init(_ source: [UInt8], _ range: Range<Int>) throws(TemplateFault) {
        var document = JSONDocument()
        do {
            try JSONParser().parse(source[range], into: &document)
        } catch {
            throw TemplateFault(message: error.message)
        }
        var reader = TemplateReader(document: document, source: source, position: range.lowerBound)
        self = try reader.template(at: 0)
    }

    init(range: Range<Int>, form: Form) {
        self.range = range
        self.form = form
    }

    /// Whether the template asks for a notification of this method.
    func isNotification(_ method: String) -> Bool {
        guard case .object(let members, _) = form,
            let member = members.first(where: { $0.key == "method" }),
            case .text(let pieces) = member.value.form
        else { return false }
        return pieces == [.literal(method)]
    }
}

/// Why a text is no template; one English sentence without a full stop.
struct TemplateFault: Error, Equatable {
    var message: String
}

/// A part of a string: text as it is, or the use of a capture.
enum Piece: Equatable, Sendable {
    case literal(String)
    case use(String)

    /// Splits a string at its `${name}`. `$${` stands for a literal `${`.
    static func split(_ text: String) throws(TemplateFault) -> [Piece] {
        var pieces: [Piece] = []
        var literal = ""
        var rest = text[...]
        while let character = rest.first {
            if rest.hasPrefix("$${") {
                literal += "${"
                rest = rest.dropFirst(3)
            } else if rest.hasPrefix("${") {
                guard let end = rest.firstIndex(of: "}") else {
                    throw TemplateFault(message: "'${' without '}'; '$${' is a literal one")
                }
                let name = String(rest[rest.index(rest.startIndex, offsetBy: 2)..<end])
                guard isName(name) else {
                    throw TemplateFault(message: "'\(name)' is no name of a capture")
                }
                if !literal.isEmpty { pieces.append(.literal(literal)) }
                literal = ""
                pieces.append(.use(name))
                rest = rest[rest.index(after: end)...]
            } else {
                literal.append(character)
                rest = rest.dropFirst()
            }
        }
        if !literal.isEmpty || pieces.isEmpty { pieces.append(.literal(literal)) }
        return pieces
    }

    /// Whether a text can name a capture: letters, digits and `_`, not beginning with a digit.
    static func isName(_ text: some StringProtocol) -> Bool {
        guard let first = text.first, !first.isNumber else { return false }
        return text.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    }
}

extension Template.Form {
    /// Reads what a string means in a template.
    static func string(_ text: String) throws(TemplateFault) -> Template.Form {
        guard text.hasPrefix("<"), text.hasSuffix(">"), text.count > 2 else {
            return .text(try Piece.split(text))
        }
        let body = text.dropFirst().dropLast()
        if let matcher = try matcher(body) { return .matcher(matcher, capture: nil) }
        guard let colon = body.firstIndex(of: ":"), Piece.isName(body[..<colon]),
            let matcher = try matcher(body[body.index(after: colon)...])
        else {
            throw TemplateFault(message: "'\(text)' is no matcher; as a text write it as <re:…>")
        }
        return .matcher(matcher, capture: String(body[..<colon]))
    }

    private static func matcher(_ text: Substring) throws(TemplateFault) -> Template.Matcher? {
        switch text {
        case "int": return .int
        case "string": return .string
        case "time": return .time
        case "bool": return .bool
        case "any": return .any
        default:
            guard text.hasPrefix("re:") else { return nil }
            let pattern = String(text.dropFirst(3))
            guard (try? Regex(pattern)) != nil else {
                throw TemplateFault(message: "'\(pattern)' is no regular expression")
            }
            return .pattern(pattern)
        }
    }
}

/// Walks over the source of a valid JSON text in step with its document, whose nodes stand in the
/// same order, and so learns where each value begins and ends.
private struct TemplateReader {
    let document: JSONDocument
    let source: [UInt8]
    var position: Int

    mutating func template(at node: Int) throws(TemplateFault) -> Template {
        skipSpace()
        let start = position
        let form: Template.Form
        switch document.kind(node) {
        case .null, .bool, .integer:
            skipScalar()
            form = .exact(JSONWriter.encoded { document.write(node, into: &$0) })
        case .string:
            skipString()
            form = try .string(document.string(node))
        case .array:
            form = try array(at: node)
        case .object:
            form = try object(at: node)
        }
        return Template(range: start..<position, form: form)
    }

    private mutating func array(at node: Int) throws(TemplateFault) -> Template.Form {
        position += 1
        var elements: [Template] = []
        var isOpen = false
        for element in document.elements(node) {
            if !elements.isEmpty || isOpen { skip(UInt8(ascii: ",")) }
            let isLast = document.end(element) == document.end(node)
            if isLast, document.kind(element) == .string, document.string(element) == "..." {
                isOpen = true
                skipSpace()
                skipString()
            } else {
                elements.append(try template(at: element))
            }
        }
        skip(UInt8(ascii: "]"))
        return .array(elements, isOpen: isOpen)
    }

    private mutating func object(at node: Int) throws(TemplateFault) -> Template.Form {
        position += 1
        var members: [Template.Member] = []
        var isOpen = false
        for member in document.members(node) {
            guard !isOpen else {
                throw TemplateFault(message: "the member \"...\" stands last")
            }
            if !members.isEmpty { skip(UInt8(ascii: ",")) }
            skipSpace()
            let start = position
            skipString()
            let keyRange = start..<position
            skip(UInt8(ascii: ":"))
            let key = document.string(member.key)
            let value = try template(at: member.value)
            if key == "..." {
                isOpen = true
            } else {
                members.append(Template.Member(key: key, keyRange: keyRange, value: value))
            }
        }
        skip(UInt8(ascii: "}"))
        return .object(members, isOpen: isOpen)
    }

    private mutating func skipSpace() {
        while [0x20, 0x09, 0x0A, 0x0D].contains(source[position]) { position += 1 }
    }

    private mutating func skip(_ byte: UInt8) {
        skipSpace()
        precondition(source[position] == byte, "the document is of another text")
        position += 1
    }

    private mutating func skipScalar() {
        while position < source.count, !",]} \t\r\n".utf8.contains(source[position]) {
            position += 1
        }
    }

    private mutating func skipString() {
        position += 1
        while source[position] != UInt8(ascii: "\"") {
            position += source[position] == UInt8(ascii: "\\") ? 2 : 1
        }
        position += 1
    }
}
