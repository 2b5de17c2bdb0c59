// From one line to typed requests. Everything that can be wrong with the text, the envelope and
// the parameters is settled here, so that nothing behind the wire ever looks at JSON. A line gives
// exactly one `DecodedLine`, whatever its bytes are.

internal import JSONText

/// What one line held.
public enum DecodedLine: Equatable, Sendable {
    case single(Decoded)
    /// 1 to `Limits.batchCallsMax` calls, answered by one array.
    case batch([Decoded])
    /// Not the JSON that this server reads: -32700 with a null id.
    case unparsable(WireError)
    /// JSON that is neither one request nor a batch within its limit: -32600 with a null id.
    case invalid(WireError)
}

/// One call of a line.
public enum Decoded: Equatable, Sendable {
    /// A good request, or a good notification when its id is nil.
    case request(Request)
    /// A call that is answered with an error.
    case refused(id: RequestID?, stage: Stage, WireError)
    /// A notification that is wrong behind its envelope. Nothing is answered to it.
    case refusedNotification(WireError)
}

/// How far the decoding of a refused call came. Before hello a call that fails at its parameters
/// is answered with HELLO_REQUIRED, because that reason comes first; the methods that are answered
/// before hello have reasons of their own.
public enum Stage: Equatable, Sendable {
    /// The call is no request at all. Its id is told where one can be read.
    case envelope
    /// The parameters of a method that is answered before hello.
    case session
    /// The envelope is good; the method, a parameter, or the form of a matter's id is not.
    case parameters
}

/// Turns lines into requests. It keeps its buffers from line to line and belongs to one thread.
public final class RequestDecoder {
    /// After a longer line the buffers are dropped, which are a multiple of the line.
    private static let keptLineBytesMax = 64 * 1024

    private var parser = JSONParser()
    private var reader = ParameterReader()

    /// A decoder without buffers; they grow with the first lines.
    public init() {}

    /// Decodes the line that stands in a range of a buffer.
    ///
    /// - Parameter range: must lie within `bytes`.
    public func decode(_ bytes: [UInt8], _ range: Range<Int>) -> DecodedLine {
        defer {
            if range.count > Self.keptLineBytesMax {
                parser = JSONParser()
                reader = ParameterReader()
            }
        }
        do {
            try parser.parse(bytes, range, into: &reader.document)
        } catch {
            return .unparsable(.parseError(error))
        }
        switch reader.document.kind(0) {
        case .object:
            var source = EnvelopeSource(bytes: bytes, range: range, element: nil)
            return .single(reader.decodeCall(0, &source))
        case .array:
            return reader.decodeBatch(bytes, range)
        case .null, .bool, .integer, .string:
            return .invalid(.notRequestObject)
        }
    }
}

extension ParameterReader {
    fileprivate mutating func decodeBatch(
        _ bytes: [UInt8], _ range: Range<Int>
    ) -> DecodedLine {
        let count = document.count(0)
        guard (1...Limits.batchCallsMax).contains(count) else { return .invalid(.batchSize) }
        var source = EnvelopeSource(bytes: bytes, range: range, element: 0)
        var calls: [Decoded] = []
        calls.reserveCapacity(count)
        var node = 1
        while node < document.end(0) {
            source.element = calls.count
            calls.append(decodeCall(node, &source))
            node = document.end(node)
        }
        return .batch(calls)
    }

    /// Decodes one call. A broken envelope is told before anything behind it is looked at.
    fileprivate mutating func decodeCall(
        _ node: Int, _ source: inout EnvelopeSource
    ) -> Decoded {
        let envelope: Envelope
        switch document.envelope(node, &source) {
        case .failure(let error):
            let id = document.readableID(node, &source)
            return .refused(id: id, stage: .envelope, error)
        case .success(let good): envelope = good
        }
        switch decodeCall(of: envelope) {
        case .success(let request): return .request(request)
        case .failure(let error):
            guard let id = envelope.id else { return .refusedNotification(error) }
            let stage: Stage =
                switch MethodName.table.find(envelope.method, in: document)?.method {
                case .sessionHello, .sessionPing, .rpcDiscover: .session
                default: .parameters
                }
            return .refused(id: id, stage: stage, error)
        }
    }

    private mutating func decodeCall(of envelope: Envelope) -> Result<Request, WireError> {
        guard let known = MethodName.table.find(envelope.method, in: document) else {
            let name = document.string(envelope.method)
            // Nothing is said to a notification, so that nothing has to be found for it.
            let nearest =
                envelope.id == nil ? nil : nearestName(to: name, among: Method.all.map(\.name))
            return .failure(.methodNotFound(name, didYouMean: nearest))
        }
        if let params = envelope.params, document.kind(params) == .array {
            return .failure(.positionalParameters)
        }
        return read(envelope.params) { reader in
            let call = reader.call(known, params: envelope.params)
            return Request(id: envelope.id, method: known.method, call: call)
        }
    }
}
