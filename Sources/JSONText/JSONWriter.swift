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
    /// What was written so far.
    public private(set) var bytes: [UInt8] = []

    /// The open containers, the innermost in the lowest bit; 1 for an object.
    private var objects: UInt64 = 0
    private var depth = 0
    /// Whether something stands before the next key or value that a comma must divide from it.
    private var needsComma = false
    /// Whether a key was written whose value has not been yet.
    private var hasKey = false

    /// A writer that has room for so many bytes before the buffer grows.
    public init(reservingCapacity capacity: Int = 0) {
        bytes.reserveCapacity(capacity)
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
    public mutating func removeAll(keepingCapacity: Bool = true) {
        bytes.removeAll(keepingCapacity: keepingCapacity)
        objects = 0
        depth = 0
        needsComma = false
        hasKey = false
    }

    /// Ends a finished text with LF. Another text may follow in the same buffer.
    public mutating func endLine() {
        precondition(depth == 0 && needsComma, "the JSON text is not complete")
        bytes.append(0x0A)
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
        if startValue() { bytes.append(UInt8(ascii: ",")) }
        bytes.append(bracket)
        objects = objects << 1 | (isObject ? 1 : 0)
        depth += 1
        needsComma = false
    }

    private mutating func close(_ bracket: UInt8) {
        bytes.append(bracket)
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
    private mutating func append(
        key name: StaticString, capacity: Int, _ body: (inout OutputSpan<UInt8>) -> Void
    ) {
        let comma = startKey()
        name.withUTF8Buffer { name in
            bytes.append(addingCapacity: name.count + 4 + capacity) { output in
                if comma { output.append(UInt8(ascii: ",")) }
                output.append(UInt8(ascii: "\""))
                unsafe copy(name, to: &output)
                output.append(UInt8(ascii: "\""))
                output.append(UInt8(ascii: ":"))
                body(&output)
            }
        }
    }

    /// Writes a key and an integer within ±``JSONDocument/integerMax``.
    public mutating func member(_ name: StaticString, _ value: Int64) {
        Self.expectReadable(value)
        append(key: name, capacity: 17) { appendDecimal(value, to: &$0) }
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
            append(key: name, capacity: text.count + 2) { output in
                output.append(UInt8(ascii: "\""))
                unsafe copy(text, to: &output)
                output.append(UInt8(ascii: "\""))
            }
            endMember()
        }
    }

    /// Notes that the value was written together with its key.
    private mutating func endMember() {
        hasKey = false
        needsComma = true
    }

    /// Writes the key of the next value.
    public mutating func key(_ name: String) {
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

    /// Writes a string from bytes that must be valid UTF-8; this is not checked.
    public mutating func string(utf8 text: [UInt8]) {
        string(utf8: text, text.indices)
    }

    /// Writes a string from bytes that must be valid UTF-8; this is not checked.
    public mutating func string(utf8 text: ArraySlice<UInt8>) {
        let comma = startValue()
        unsafe text.withUnsafeBufferPointer { unsafe quote($0, comma: comma, colon: false) }
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
        bytes.append(addingCapacity: 18) { output in
            if comma { output.append(UInt8(ascii: ",")) }
            appendDecimal(value, to: &output)
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

    /// Writes bytes that already are one JSON value; this is not checked.
    public mutating func raw(_ json: [UInt8]) {
        raw(json[...])
    }

    /// Writes bytes that already are one JSON value; this is not checked.
    public mutating func raw(_ json: ArraySlice<UInt8>) {
        precondition(!json.isEmpty, "nothing is no JSON value")
        if startValue() { bytes.append(UInt8(ascii: ",")) }
        bytes.append(contentsOf: json)
    }

    /// Writes a string of one ASCII letter and a number, such as `"S12"`.
    ///
    /// - Parameters:
    ///   - letter: needs no escape.
    ///   - number: at most 19 digits.
    public mutating func string(letter: UInt8, number: UInt64) {
        let comma = startValue()
        bytes.append(addingCapacity: 23) { output in
            if comma { output.append(UInt8(ascii: ",")) }
            output.append(UInt8(ascii: "\""))
            output.append(letter)
            appendDigits(of: number, to: &output)
            output.append(UInt8(ascii: "\""))
        }
    }

    /// Writes a string of plain ASCII, which needs no escapes, such as a date. This is not checked.
    public mutating func plain(_ text: Span<UInt8>) {
        let comma = startValue()
        unsafe text.withUnsafeBufferPointer { unsafe quotePlain($0, comma: comma, colon: false) }
    }

    /// Writes text that already is one JSON value; this is not checked.
    public mutating func raw(_ json: StaticString) {
        if startValue() { bytes.append(UInt8(ascii: ",")) }
        json.withUTF8Buffer { unsafe bytes.append(contentsOf: $0) }
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
        bytes.append(addingCapacity: text.count + 4) { output in
            if comma { output.append(UInt8(ascii: ",")) }
            output.append(UInt8(ascii: "\""))
            unsafe copy(text, to: &output)
            output.append(UInt8(ascii: "\""))
            if colon { output.append(UInt8(ascii: ":")) }
        }
    }

    private mutating func quoteEscaping(
        _ text: UnsafeBufferPointer<UInt8>, comma: Bool, colon: Bool
    ) {
        if comma { bytes.append(UInt8(ascii: ",")) }
        bytes.append(UInt8(ascii: "\""))
        var rest = unsafe text[...]
        while unsafe !rest.isEmpty {
            let plain = unsafe plainPrefix(of: UnsafeBufferPointer(rebasing: rest))
            unsafe bytes.append(contentsOf: rest.prefix(plain))
            unsafe rest = rest.dropFirst(plain)
            if let byte = unsafe rest.popFirst() { appendEscape(of: byte) }
        }
        bytes.append(UInt8(ascii: "\""))
        if colon { bytes.append(UInt8(ascii: ":")) }
    }

    private mutating func appendEscape(of byte: UInt8) {
        bytes.append(UInt8(ascii: "\\"))
        switch byte {
        case 0x08: bytes.append(UInt8(ascii: "b"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0C: bytes.append(UInt8(ascii: "f"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
        default:
            let digit = byte & 15
            let zero = digit < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10
            bytes.append(contentsOf: [
                UInt8(ascii: "u"), UInt8(ascii: "0"), UInt8(ascii: "0"),
                UInt8(ascii: "0") + byte >> 4, zero + digit,
            ])
        }
    }
}

/// Appends bytes for which there is room.
private func copy(_ text: UnsafeBufferPointer<UInt8>, to output: inout OutputSpan<UInt8>) {
    unsafe output.withUnsafeMutableBufferPointer { buffer, count in
        let rest = unsafe UnsafeMutableBufferPointer(rebasing: buffer[count...])
        count += unsafe rest.update(fromContentsOf: text)
    }
}

private func appendDecimal(_ value: Int64, to output: inout OutputSpan<UInt8>) {
    if value < 0 { output.append(UInt8(ascii: "-")) }
    appendDigits(of: value.magnitude, to: &output)
}

/// The digits of a number of at most 19 digits.
private func appendDigits(of value: UInt64, to output: inout OutputSpan<UInt8>) {
    var length = 1
    var bound: UInt64 = 10
    while value >= bound, length < 19 {
        length += 1
        bound *= 10
    }
    unsafe output.withUnsafeMutableBufferPointer { buffer, count in
        var rest = value
        var index = count + length
        while index > count {
            index -= 1
            unsafe buffer[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        count += length
    }
}

/// How many bytes at the start of a text can stand in a JSON string as they are. Eight bytes are
/// tested at once: subtracting from each byte borrows its top bit when it was too small.
private func plainPrefix(of text: UnsafeBufferPointer<UInt8>) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let tops: UInt64 = 0x8080_8080_8080_8080
    let raw = UnsafeRawBufferPointer(text)
    var index = 0
    while index + 8 <= raw.count {
        let word = unsafe raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        let quotes = word ^ (ones &* 0x22)
        let backslashes = word ^ (ones &* 0x5C)
        let controls = (word &- ones &* 0x20) & ~word
        let found = (quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes | controls
        if found & tops != 0 { break }
        index += 8
    }
    while index < raw.count {
        let byte = unsafe raw[index]
        if byte < 0x20 || byte == 0x22 || byte == 0x5C { return index }
        index += 1
    }
    return index
}
