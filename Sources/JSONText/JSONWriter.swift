// The writer of JSON: compact, into one byte buffer that is kept from message to message. The
// caller says what stands in which order; the writer puts the commas and the escapes, and traps
// when the calls do not add up to JSON, so that what it finished is always well formed.

/// Writes compact JSON into a growing buffer of bytes.
///
///     var writer = JSONWriter()
///     writer.beginObject()
///     writer.member("id", 7)
///     writer.key("items")
///     writer.beginArray()
///     writer.string("a")
///     writer.endArray()
///     writer.endObject()   // {"id":7,"items":["a"]}
///
/// Escaped are `"`, `\` and the controls below U+0020 only, in the short forms where there are
/// any; everything else stands as UTF-8. Whether a key is written twice is not checked. A call in
/// the wrong place, such as a value in an object without a key, is a programmer's error and
/// traps; so is a 65th nested container, because ``JSONParser`` would refuse it.
public struct JSONWriter: Sendable {
    private var buffer: ByteBuffer

    /// The open containers, the innermost in the lowest bit; 1 for an object.
    private var objects: UInt64 = 0
    private var depth = 0
    /// Whether something stands before the next key or value that a comma must divide from it.
    private var needsComma = false
    /// Whether a key was written whose value has not been yet.
    private var hasKey = false

    /// A writer that has room for so many bytes before the buffer grows.
    public init(reservingCapacity capacity: Int = 0) {
        buffer = ByteBuffer(capacity: capacity)
    }

    /// A copy of what was written so far.
    public var bytes: [UInt8] { buffer.bytes }

    /// How many bytes were written so far.
    public var count: Int { buffer.count }

    /// Adds what was written so far to an array.
    public func append(to array: inout [UInt8]) {
        buffer.append(to: &array)
    }

    /// Adds what was written so far to an array, with another integer in the place of some bytes.
    /// One text so serves many readers to whom it differs in nothing else.
    ///
    /// - Parameters:
    ///   - range: where an integer was written, told by ``count`` before it and after it.
    ///   - value: within ±``JSONDocument/integerMax``.
    public func append(to array: inout [UInt8], replacing range: Range<Int>, by value: Int64) {
        Self.expectReadable(value)
        buffer.append(to: &array, replacing: range, by: value)
    }

    /// The bytes of whatever `body` writes.
    public static func encoded(
        reservingCapacity capacity: Int = 256, _ body: (inout JSONWriter) -> Void
    ) -> [UInt8] {
        var writer = JSONWriter(reservingCapacity: capacity)
        body(&writer)
        precondition(writer.depth == 0 && writer.needsComma, "the JSON text is not complete")
        return writer.bytes
    }

    /// Forgets what was written, finished or not.
    public mutating func removeAll() {
        buffer.removeAll()
        objects = 0
        depth = 0
        needsComma = false
        hasKey = false
    }

    /// Ends a finished text with LF. Another text may follow in the same buffer.
    public mutating func endLine() {
        precondition(depth == 0 && needsComma, "the JSON text is not complete")
        buffer.append(upTo: 1) { $0.put(0x0A) }
        needsComma = false
    }

    // MARK: Containers

    /// Opens an object.
    public mutating func beginObject() {
        open(UInt8(ascii: "{"), isObject: true)
    }

    /// Closes the object that was opened last.
    public mutating func endObject() {
        precondition(depth > 0 && objects & 1 == 1 && !hasKey, "no object can end here")
        close(UInt8(ascii: "}"))
    }

    /// Opens an array.
    public mutating func beginArray() {
        open(UInt8(ascii: "["), isObject: false)
    }

    /// Closes the array that was opened last.
    public mutating func endArray() {
        precondition(depth > 0 && objects & 1 == 0, "no array can end here")
        close(UInt8(ascii: "]"))
    }

    private mutating func open(_ bracket: UInt8, isObject: Bool) {
        precondition(depth < JSONDocument.depthMax, "too many nested JSON containers")
        let comma = startValue()
        buffer.append(upTo: 2) { pen in
            if comma { pen.put(UInt8(ascii: ",")) }
            pen.put(bracket)
        }
        objects = objects << 1 | (isObject ? 1 : 0)
        depth += 1
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        buffer.append(upTo: 1) { $0.put(bracket) }
        objects >>= 1
        depth -= 1
        needsComma = true
    }

    // MARK: Keys

    /// Writes the key of the next value. The name is the program's own and has nothing to escape.
    public mutating func key(_ name: StaticString) {
        append(key: name, capacity: 0) { _ in }
    }

    /// Writes a key, and in the same step what the body adds to it.
    @inline(__always)
    private mutating func append(
        key name: StaticString, capacity: Int, _ body: (inout ByteBuffer.Pen) -> Void
    ) {
        let comma = startKey()
        name.withUTF8Buffer { name in
            buffer.append(upTo: name.count + 4 + capacity) { pen in
                if comma { pen.put(UInt8(ascii: ",")) }
                pen.put(UInt8(ascii: "\""))
                unsafe pen.put(name)
                pen.put(UInt8(ascii: "\""))
                pen.put(UInt8(ascii: ":"))
                body(&pen)
            }
        }
    }

    /// Writes a key and an integer within ±``JSONDocument/integerMax``.
    public mutating func member(_ name: StaticString, _ value: Int64) {
        Self.expectReadable(value)
        append(key: name, capacity: 17) { $0.put(decimal: value) }
        endMember()
    }

    /// Writes a key and a string.
    public mutating func member(_ name: StaticString, _ value: String) {
        let text = value.utf8.span
        unsafe text.withUnsafeBufferPointer { text in
            guard unsafe plainPrefix(of: text) == text.count else {
                key(name)
                let comma = startValue()
                return unsafe quoteEscaping(text, comma: comma, colon: false)
            }
            append(key: name, capacity: text.count + 2) { pen in
                pen.put(UInt8(ascii: "\""))
                unsafe pen.put(text)
                pen.put(UInt8(ascii: "\""))
            }
            endMember()
        }
    }

    /// Writes a key and a string that is the program's own and has nothing to escape.
    public mutating func member(_ name: StaticString, constant value: StaticString) {
        value.withUTF8Buffer { value in
            append(key: name, capacity: value.count + 2) { pen in
                pen.put(UInt8(ascii: "\""))
                unsafe pen.put(value)
                pen.put(UInt8(ascii: "\""))
            }
        }
        endMember()
    }

    /// Notes that the value was written together with its key.
    private mutating func endMember() {
        hasKey = false
        needsComma = true
    }

    /// Writes the key of the next value, escaped where it has to be. It has a label of its own: a
    /// literal would choose this form and be looked through.
    public mutating func key(text name: String) {
        let comma = startKey()
        unsafe name.utf8.span.withUnsafeBufferPointer {
            unsafe quote($0, comma: comma, colon: true)
        }
    }

    /// Writes the key of the next value from UTF-8 bytes, which are not validated.
    mutating func key(utf8 text: [UInt8], _ range: Range<Int>) {
        let comma = startKey()
        unsafe text.withUnsafeBufferPointer {
            unsafe quote(UnsafeBufferPointer(rebasing: $0[range]), comma: comma, colon: true)
        }
    }

    // MARK: Values

    /// Writes a string.
    public mutating func string(_ text: String) {
        let comma = startValue()
        unsafe text.utf8.span.withUnsafeBufferPointer {
            unsafe quote($0, comma: comma, colon: false)
        }
    }

    /// Writes a string.
    public mutating func string(_ text: StaticString) {
        text.withUTF8Buffer { unsafe quote($0, comma: startValue(), colon: false) }
    }

    /// Writes a string from a range of bytes that must be valid UTF-8; this is not checked.
    public mutating func string(utf8 text: [UInt8], _ range: Range<Int>) {
        let comma = startValue()
        unsafe text.withUnsafeBufferPointer {
            unsafe quote(UnsafeBufferPointer(rebasing: $0[range]), comma: comma, colon: false)
        }
    }

    /// Writes an integer within ±``JSONDocument/integerMax``; another traps, because no reader
    /// would accept it. Larger numbers travel as strings.
    public mutating func integer(_ value: Int64) {
        Self.expectReadable(value)
        let comma = startValue()
        buffer.append(upTo: 18) { pen in
            if comma { pen.put(UInt8(ascii: ",")) }
            pen.put(decimal: value)
        }
    }

    private static func expectReadable(_ value: Int64) {
        precondition(
            value.magnitude <= JSONDocument.integerMax, "the integer is too large for JSON")
    }

    /// Writes an integer within ±``JSONDocument/integerMax``.
    public mutating func integer(_ value: Int) {
        integer(Int64(value))
    }

    /// Writes `true` or `false`.
    public mutating func bool(_ value: Bool) {
        raw(value ? "true" : "false")
    }

    /// Writes `null`.
    public mutating func null() {
        raw("null")
    }

    /// Writes the value that another writer has finished.
    public mutating func raw(_ other: JSONWriter) {
        precondition(other.depth == 0 && other.needsComma, "the JSON text is not complete")
        let comma = startValue()
        unsafe other.buffer.withBytes { unsafe put($0, comma: comma) }
    }

    /// Writes bytes that already are one JSON value; this is not checked.
    public mutating func raw(_ json: [UInt8]) {
        raw(json[...])
    }

    /// Writes bytes that already are one JSON value; this is not checked.
    public mutating func raw(_ json: ArraySlice<UInt8>) {
        precondition(!json.isEmpty, "nothing is no JSON value")
        let comma = startValue()
        unsafe json.withUnsafeBufferPointer { unsafe put($0, comma: comma) }
    }

    private mutating func put(_ json: UnsafeBufferPointer<UInt8>, comma: Bool) {
        buffer.append(upTo: json.count + 1) { pen in
            if comma { pen.put(UInt8(ascii: ",")) }
            unsafe pen.put(json)
        }
    }

    /// Writes a string of one ASCII letter and a number, such as `"S12"`.
    ///
    /// - Parameters:
    ///   - letter: needs no escape.
    ///   - number: at most 19 digits.
    public mutating func string(letter: UInt8, number: UInt64) {
        let comma = startValue()
        buffer.append(upTo: 23) { pen in
            if comma { pen.put(UInt8(ascii: ",")) }
            pen.put(UInt8(ascii: "\""))
            pen.put(letter)
            pen.put(digitsOf: number)
            pen.put(UInt8(ascii: "\""))
        }
    }

    /// Writes a string of plain ASCII, which needs no escapes, such as a date. This is not checked.
    mutating func plain(_ text: Span<UInt8>) {
        let comma = startValue()
        unsafe text.withUnsafeBufferPointer { unsafe quotePlain($0, comma: comma, colon: false) }
    }

    /// Writes text that already is one JSON value; this is not checked.
    public mutating func raw(_ json: StaticString) {
        let comma = startValue()
        json.withUTF8Buffer { unsafe put($0, comma: comma) }
    }

    // MARK: Order

    /// Notes that a key follows; returns whether a comma comes before it.
    private mutating func startKey() -> Bool {
        precondition(depth > 0 && objects & 1 == 1 && !hasKey, "no JSON key can stand here")
        hasKey = true
        return needsComma
    }

    /// Notes that a value follows; returns whether a comma comes before it.
    private mutating func startValue() -> Bool {
        if depth > 0 && objects & 1 == 1 {
            precondition(hasKey, "a JSON value in an object needs a key")
            hasKey = false
            needsComma = true
            return false
        }
        precondition(depth > 0 || !needsComma, "the JSON text is complete already")
        defer { needsComma = true }
        return needsComma
    }

    // MARK: Strings

    private mutating func quote(
        _ text: UnsafeBufferPointer<UInt8>, comma: Bool, colon: Bool
    ) {
        guard unsafe plainPrefix(of: text) == text.count else {
            unsafe quoteEscaping(text, comma: comma, colon: colon)
            return
        }
        unsafe quotePlain(text, comma: comma, colon: colon)
    }

    /// Quotes a text that holds nothing to escape.
    private mutating func quotePlain(
        _ text: UnsafeBufferPointer<UInt8>, comma: Bool, colon: Bool
    ) {
        buffer.append(upTo: text.count + 4) { pen in
            if comma { pen.put(UInt8(ascii: ",")) }
            pen.put(UInt8(ascii: "\""))
            unsafe pen.put(text)
            pen.put(UInt8(ascii: "\""))
            if colon { pen.put(UInt8(ascii: ":")) }
        }
    }

    private mutating func quoteEscaping(
        _ text: UnsafeBufferPointer<UInt8>, comma: Bool, colon: Bool
    ) {
        // An escape is at most six bytes for one.
        buffer.append(upTo: text.count * 6 + 4) { pen in
            if comma { pen.put(UInt8(ascii: ",")) }
            pen.put(UInt8(ascii: "\""))
            var rest = unsafe text[...]
            while unsafe !rest.isEmpty {
                let plain = unsafe plainPrefix(of: UnsafeBufferPointer(rebasing: rest))
                unsafe pen.put(UnsafeBufferPointer(rebasing: rest.prefix(plain)))
                unsafe rest = rest.dropFirst(plain)
                if let byte = unsafe rest.popFirst() { pen.put(escapeOf: byte) }
            }
            pen.put(UInt8(ascii: "\""))
            if colon { pen.put(UInt8(ascii: ":")) }
        }
    }
}
