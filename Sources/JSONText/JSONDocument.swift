// A parsed JSON text as flat arrays instead of a tree of objects: a node is an index, so that
// walking a request allocates nothing and counts no references. Nodes stand in the order of the
// text; node 0 is the root, the first child of a container follows it directly, and `end(_:)`
// leads to whatever stands after a subtree. In an object keys and values alternate.

internal import CJSON

/// One parsed JSON text; a node of it is named by its index.
///
/// The document is a value and can be used again: ``JSONParser/parse(_:into:)`` replaces the
/// content and keeps the memory. Asking for a node that does not exist, or for what a node's
/// kind does not have, is a programmer's error and traps.
public struct JSONDocument: Sendable {
    /// What a node is.
    public enum Kind: UInt8, Sendable {
        // In the order of the constants of CJSON.
        case null, bool, integer, string, array, object
    }

    /// How many arrays and objects may be nested; a text without any has depth 0.
    public static let depthMax = 64
    /// The largest integer that is read or written, 2^53-1; the smallest is its negative.
    public static let integerMax: Int64 = 9_007_199_254_740_991

    private(set) var nodes: [cjson_node] = []
    /// The unescaped strings, with a few bytes of bookkeeping between them.
    private(set) var text: [UInt8] = []

    /// A document without content: it has not even a root.
    public init() {}

    /// Parses one text with a parser made for it alone. A stream of texts is read faster by one
    /// ``JSONParser`` that is kept.
    ///
    /// - Throws: ``JSONFault`` when the text breaks one of the rules of ``JSONParser``.
    public init(_ bytes: [UInt8]) throws(JSONFault) {
        try JSONParser().parse(bytes, into: &self)
    }

    mutating func replace(
        nodes newNodes: UnsafeBufferPointer<cjson_node>, text newText: UnsafeBufferPointer<UInt8>
    ) {
        nodes.removeAll(keepingCapacity: true)
        text.removeAll(keepingCapacity: true)
        unsafe nodes.append(contentsOf: newNodes)
        unsafe text.append(contentsOf: newText)
    }

    /// Whether there is no content, because nothing was parsed or the last text was refused.
    public var isEmpty: Bool { nodes.isEmpty }

    /// What the node is.
    public func kind(_ node: Int) -> Kind {
        guard let kind = Kind(rawValue: nodes[node].kind) else {
            preconditionFailure("the parser made a node of no kind")
        }
        return kind
    }

    /// The index after the node's subtree: of its next sibling, when it has one.
    public func end(_ node: Int) -> Int {
        Int(nodes[node].end)
    }

    /// The value of a bool.
    public func bool(_ node: Int) -> Bool {
        expect(.bool, node)
        return nodes[node].integer != 0
    }

    /// The value of an integer, within ±``integerMax``.
    public func integer(_ node: Int) -> Int64 {
        expect(.integer, node)
        return nodes[node].integer
    }

    /// A string, unescaped, as a new `String`.
    public func string(_ node: Int) -> String {
        // The parser has validated the whole line. A string that knows that it is ASCII is compared
        // and hashed by its bytes, without a look at how Unicode would normalise it.
        var bytes = unsafe UTF8Span(unchecked: text.span.extracting(textRange(node)))
        _ = bytes.checkForASCII()
        return String(copying: bytes)
    }

    /// A string, unescaped, as its UTF-8 bytes. The slice shares the document's memory; a
    /// slice that is kept makes the next parse into this document allocate anew.
    public func utf8(_ node: Int) -> ArraySlice<UInt8> {
        text[textRange(node)]
    }

    /// Lends a string, unescaped, as its UTF-8 bytes.
    public func withUTF8<Result>(_ node: Int, _ body: (Span<UInt8>) -> Result) -> Result {
        body(text.span.extracting(textRange(node)))
    }

    /// How many bytes of UTF-8 a string has, unescaped.
    public func byteCount(_ node: Int) -> Int { textRange(node).count }

    /// Whether a string, unescaped, is exactly this text. Allocates nothing.
    public func stringEquals(_ node: Int, _ other: StaticString) -> Bool {
        let range = textRange(node)
        return other.withUTF8Buffer { unsafe textEquals(range, $0) }
    }

    /// The number of elements of an array, or of members of an object.
    public func count(_ node: Int) -> Int {
        precondition(
            nodes[node].kind >= Kind.array.rawValue, "the JSON node is not an array or object")
        return Int(nodes[node].count)
    }

    /// The value of the member with this name, if the object has one.
    ///
    /// The search is linear. To tell all members of an object apart, walk ``members(_:)`` with
    /// ``JSONNames``.
    ///
    /// - Parameter hint: what stood after the member that was asked for last, where the search
    ///   begins; 0 for the first key. It changes nothing but the time.
    public func member(_ name: StaticString, of node: Int, after hint: Int = 0) -> Int? {
        expect(.object, node)
        let value = name.withUTF8Buffer { name in
            unsafe nodes.withUnsafeBufferPointer { nodes in
                unsafe text.withUnsafeBufferPointer { text in
                    unsafe cjson_find_member(
                        nodes.baseAddress, text.baseAddress, node, hint, name.baseAddress,
                        name.count)
                }
            }
        }
        return value == 0 ? nil : value
    }

    /// How many Unicode scalars a string has, or nil when one of them is a control character other
    /// than line feed, or turns the direction of the text (U+202A to U+202E, U+2066 to U+2069).
    public func printableScalars(_ node: Int) -> Int? {
        let range = textRange(node)
        let count = unsafe text.withUnsafeBufferPointer { text in
            let bytes = unsafe UnsafeBufferPointer(rebasing: text[range])
            return unsafe cjson_count_printable(bytes.baseAddress, bytes.count)
        }
        return count < 0 ? nil : Int(count)
    }

    /// Writes the node's subtree in compact form, members in their order. Equal subtrees give
    /// equal bytes, however they were spelt.
    public func write(_ node: Int, into writer: inout JSONWriter) {
        switch kind(node) {
        case .null:
            writer.null()
        case .bool:
            writer.bool(bool(node))
        case .integer:
            writer.integer(integer(node))
        case .string:
            writer.string(utf8: text, textRange(node))
        case .array:
            writer.beginArray()
            for element in elements(node) { write(element, into: &writer) }
            writer.endArray()
        case .object:
            writer.beginObject()
            for member in members(node) {
                writer.key(utf8: text, textRange(member.key))
                write(member.value, into: &writer)
            }
            writer.endObject()
        }
    }

    func expect(_ kind: Kind, _ node: Int) {
        precondition(nodes[node].kind == kind.rawValue, "the JSON node is of another kind")
    }

    /// Where a string's bytes stand in `text`.
    func textRange(_ node: Int) -> Range<Int> {
        expect(.string, node)
        let start = Int(nodes[node].offset)
        return start..<(start + Int(nodes[node].count))
    }

    private func textEquals(_ range: Range<Int>, _ other: UnsafeBufferPointer<UInt8>) -> Bool {
        guard range.count == other.count else { return false }
        return unsafe text.withUnsafeBufferPointer { text in
            for index in 0..<other.count
            where unsafe text[range.lowerBound + index] != other[index] {
                return false
            }
            return true
        }
    }
}
