// Comparing a message with a template. All differences are collected: the first is told to the
// reader, and `--accept` needs to know of each whether it may rewrite it.

internal import Client
internal import JSONText

/// One place where a message is not as expected.
public struct Difference: Equatable, Sendable, CustomStringConvertible {
    /// The place, such as `$.result.items[0].phase`.
    public var path: String
    /// What was expected there, in the words of the template.
    public var expected: String
    /// What came, as compact JSON; `nothing` when a member or element is missing.
    public var received: String
    /// Whether `--accept` may put the received value there. A matcher that does not hold says
    /// that the shape has changed, which a person has to look at.
    public var isRewritable: Bool

    public var description: String { "at \(path): expected \(expected), received \(received)" }
}

/// A comparison that is under way.
struct Matching {
    /// What may be in a message although the template does not have it.
    struct Tolerance {
        /// The member `jsonrpc` of the message, which must then be `"2.0"`.
        var envelope = false
        /// `"replayed": true` in the result, because the request was sent twice.
        var replayed = false
    }

    let source: [UInt8]
    let document: JSONDocument
    let tolerance: Tolerance
    private(set) var captures: Captures
    private(set) var differences: [Difference] = []

    init(
        _ template: Template, source: [UInt8], _ document: JSONDocument, _ captures: Captures,
        _ tolerance: Tolerance = Tolerance()
    ) {
        self.source = source
        self.document = document
        self.captures = captures
        self.tolerance = tolerance
        compare(template, 0, "$")
        if tolerance.envelope { checkEnvelope() }
    }

    /// Whether a member that the template does not have is of no importance.
    static func ignores(
        _ key: String, _ value: Int, at path: String, _ document: JSONDocument,
        _ tolerance: Tolerance
    ) -> Bool {
        if tolerance.envelope, key == "jsonrpc", path == "$" || isElement(path) {
            return true
        }
        return tolerance.replayed && key == "replayed" && path.hasSuffix(".result")
            && document.kind(value) == .bool && document.bool(value)
    }

    /// Whether a path is that of an element of the array at the top.
    private static func isElement(_ path: String) -> Bool {
        path.hasPrefix("$[") && path.hasSuffix("]") && !path.contains(".")
            && path.dropFirst(2).firstIndex(of: "[") == nil
    }

    private mutating func checkEnvelope() {
        switch document.kind(0) {
        case .object: checkVersion(0, "$")
        case .array:
            for (index, element) in document.elements(0).enumerated() {
                checkVersion(element, "$[\(index)]")
            }
        case .null, .bool, .integer, .string: checkVersion(0, "$")
        }
    }

    private mutating func checkVersion(_ node: Int, _ path: String) {
        if document.kind(node) == .object, let version = document.member("jsonrpc", of: node),
            document.kind(version) == .string, document.stringEquals(version, "2.0")
        {
            return
        }
        differences.append(
            Difference(
                path: path + ".jsonrpc", expected: "\"2.0\"", received: "another or nothing",
                isRewritable: false))
    }

    // MARK: Values

    private mutating func compare(_ template: Template, _ node: Int, _ path: String) {
        switch template.form {
        case .exact(let json):
            if document.json(node) != json { differ(template, node, path) }
        case .text(let pieces):
            compare(template, pieces, node, path)
        case .matcher(let matcher, let capture):
            guard matcher.holds(document, node) else {
                differ(template, node, path, isRewritable: false)
                return
            }
            if let capture { captures[capture] = document.json(node) }
        case .array(let elements, let isOpen):
            guard document.kind(node) == .array else {
                differ(template, node, path)
                return
            }
            compare(elements, isOpen: isOpen, node, path)
        case .object(let members, let isOpen):
            guard document.kind(node) == .object else {
                differ(template, node, path)
                return
            }
            compare(members, isOpen: isOpen, node, path)
        }
    }

    private mutating func compare(
        _ template: Template, _ pieces: [Piece], _ node: Int, _ path: String
    ) {
        let isLiteral = pieces.allSatisfy { if case .literal = $0 { true } else { false } }
        do {
            let wanted = try captures.json(pieces)
            guard wanted != document.json(node) else { return }
            let value = isLiteral ? nil : String(decoding: wanted, as: UTF8.self)
            differ(template, node, path, isRewritable: isLiteral, value: value)
        } catch {
            differ(
                template, node, path, isRewritable: false,
                value: "nothing was captured as \(error.name)")
        }
    }

    private mutating func compare(
        _ elements: [Template], isOpen: Bool, _ node: Int, _ path: String
    ) {
        var index = 0
        for element in document.elements(node) {
            if index < elements.count {
                compare(elements[index], element, "\(path)[\(index)]")
            } else if !isOpen {
                add("\(path)[\(index)]", "nothing", document.json(element))
            }
            index += 1
        }
        for missing in elements.indices.dropFirst(index) {
            add("\(path)[\(missing)]", words(elements[missing]), nil)
        }
    }

    private mutating func compare(
        _ members: [Template.Member], isOpen: Bool, _ node: Int, _ path: String
    ) {
        // In the order of the template, so that a value captured by one member can be used by
        // one that stands after it.
        for member in members {
            let memberPath = Self.path(path, member.key)
            if let value = document.value(member.key, of: node) {
                compare(member.value, value, memberPath)
            } else {
                add(memberPath, words(member.value), nil)
            }
        }
        guard !isOpen else { return }
        for (keyNode, value) in document.members(node) {
            let key = document.string(keyNode)
            if members.contains(where: { $0.key == key }) { continue }
            if Self.ignores(key, value, at: path, document, tolerance) { continue }
            add(Self.path(path, key), "nothing", document.json(value))
        }
    }

    // MARK: Telling

    static func path(_ parent: String, _ key: String) -> String {
        Piece.isName(key) ? "\(parent).\(key)" : "\(parent)[\"\(key)\"]"
    }

    private func words(_ template: Template) -> String {
        String(decoding: source[template.range], as: UTF8.self)
    }

    private mutating func differ(
        _ template: Template, _ node: Int, _ path: String, isRewritable: Bool = true,
        value: String? = nil
    ) {
        var expected = words(template)
        if let value { expected += " (\(value))" }
        let received = String(decoding: document.json(node), as: UTF8.self)
        differences.append(
            Difference(
                path: path, expected: expected, received: received, isRewritable: isRewritable))
    }

    private mutating func add(_ path: String, _ expected: String, _ received: [UInt8]?) {
        let received = received.map { String(decoding: $0, as: UTF8.self) } ?? "nothing"
        differences.append(
            Difference(path: path, expected: expected, received: received, isRewritable: true))
    }
}

extension JSONDocument {
    /// The value of the member whose name is known only at run time.
    func value(_ name: String, of node: Int) -> Int? {
        let utf8 = Array(name.utf8)
        return members(node).first { self.utf8($0.key).elementsEqual(utf8) }?.value
    }
}

extension Template.Matcher {
    /// Whether a value is as the matcher wants it.
    func holds(_ document: JSONDocument, _ node: Int) -> Bool {
        switch self {
        case .any: true
        case .int: document.kind(node) == .integer
        case .bool: document.kind(node) == .bool
        case .string: document.kind(node) == .string
        case .time: document.kind(node) == .string && Self.isTime(document.string(node))
        case .pattern(let pattern):
            document.kind(node) == .string && Self.matches(pattern, document.string(node))
        }
    }

    /// Whether a text is an instant such as `2026-03-02T01:00:00.000Z`, in UTC or with an offset.
    static func isTime(_ text: String) -> Bool {
        matches(
            "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,9})?"
                + "(Z|[+-][0-9]{2}:[0-9]{2})", text)
    }

    private static func matches(_ pattern: String, _ text: String) -> Bool {
        // A pattern that does not compile was refused with its file and line.
        guard let regex = try? Regex(pattern) else { return false }
        return (try? regex.wholeMatch(in: text)) != nil
    }
}
