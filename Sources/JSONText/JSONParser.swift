// The reader of JSON. The C side copies the line into a padded buffer of its own, validates it
// whole, and leaves flat nodes and one buffer of unescaped text; both are copied here into a
// document in two moves. Nothing is allocated once the buffers have grown to the longest line.

internal import CJSON

/// A strict reader of JSON texts with buffers that are used again for every text.
///
/// Read: RFC 8259 in UTF-8, at most ``JSONDocument/depthMax`` nested containers, no key twice in
/// one object, no lone surrogate, no byte order mark, and only integers within ±(2^53-1) as
/// numbers: `1.0` and `1e2` are refused, `-0` is 0. ``JSONFault/Kind`` names each refusal.
///
/// A parser belongs to one thread. It keeps roughly 40 bytes for each byte of the longest text
/// it was given, most of them untouched by ordinary texts.
@safe public final class JSONParser {
    private let parser: OpaquePointer

    /// A parser without buffers; they are made by the first text.
    public init() {
        guard let parser = unsafe cjson_parser_create() else {
            preconditionFailure("no memory for a JSON parser")
        }
        unsafe self.parser = unsafe parser
    }

    deinit {
        unsafe cjson_parser_destroy(parser)
    }

    /// Replaces the content of `document` by the one JSON value that `bytes` holds.
    ///
    /// - Throws: ``JSONFault``; the document is then empty.
    public func parse(
        _ bytes: [UInt8], into document: inout JSONDocument
    ) throws(JSONFault) {
        try parse(bytes, bytes.indices, into: &document)
    }

    /// Replaces the content of `document` by the one JSON value in a slice.
    ///
    /// - Throws: ``JSONFault``; the document is then empty.
    public func parse(
        _ bytes: ArraySlice<UInt8>, into document: inout JSONDocument
    ) throws(JSONFault) {
        let status = unsafe bytes.withUnsafeBufferPointer { line in
            unsafe read(line, into: &document)
        }
        try Self.check(status)
    }

    /// Replaces the content of `document` by the one JSON value in a range of a larger buffer,
    /// such as a line inside what a socket delivered.
    ///
    /// - Parameter range: must lie within `bytes`.
    /// - Throws: ``JSONFault``; the document is then empty.
    public func parse(
        _ bytes: [UInt8], _ range: Range<Int>, into document: inout JSONDocument
    ) throws(JSONFault) {
        precondition(
            range.lowerBound >= 0 && range.upperBound <= bytes.count, "the range is outside")
        let status = unsafe bytes.withUnsafeBufferPointer { buffer in
            unsafe read(UnsafeBufferPointer(rebasing: buffer[range]), into: &document)
        }
        try Self.check(status)
    }

    private func read(
        _ line: UnsafeBufferPointer<UInt8>, into document: inout JSONDocument
    ) -> Int32 {
        var view = unsafe cjson_view()
        let status = unsafe cjson_parse(parser, line.baseAddress, line.count, &view)
        unsafe document.replace(
            nodes: UnsafeBufferPointer(start: view.nodes, count: view.node_count),
            text: UnsafeBufferPointer(start: view.text, count: view.text_length))
        return status
    }

    private static func check(_ status: Int32) throws(JSONFault) {
        switch Int(status) {
        case CJSON_OK: return
        case CJSON_ENCODING: throw JSONFault(.encoding)
        case CJSON_DEPTH: throw JSONFault(.depth)
        case CJSON_DUPLICATE_KEY: throw JSONFault(.duplicateKey)
        case CJSON_NUMBER: throw JSONFault(.number)
        case CJSON_EMPTY: throw JSONFault(.empty)
        case CJSON_CAPACITY: throw JSONFault(.capacity)
        default: throw JSONFault(.syntax)
        }
    }
}
