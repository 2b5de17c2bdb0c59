// The outer object of a call: jsonrpc, id, method, params, and nothing else.

internal import JSONText
internal import Supervision

/// An envelope that keeps the rules of JSON-RPC; method and parameters are still nodes.
struct Envelope {
    /// Nil for a notification.
    var id: RequestID?
    /// A string.
    var method: Int
    /// An object or an array.
    var params: Int?
}

/// The text that a call came from, to find the spelling of its id.
struct EnvelopeSource {
    let bytes: [UInt8]
    let range: Range<Int>
    /// The index of the call in a batch; nil for a line that is one call.
    var element: Int?
    /// Where the calls of a batch stand, once that was needed.
    private var elements: [Range<Int>]?
    private var holdsBackslash: Bool?

    init(bytes: [UInt8], range: Range<Int>, element: Int?) {
        self.bytes = bytes
        self.range = range
        self.element = element
    }

    /// Whether any string of the line may be spelt other than by its own bytes.
    mutating func mayHoldEscapes() -> Bool {
        if let holdsBackslash { return holdsBackslash }
        let holds = findsBackslash()
        holdsBackslash = holds
        return holds
    }

    private func findsBackslash() -> Bool {
        let line = bytes.span.extracting(range)
        for index in line.indices where line[index] == UInt8(ascii: "\\") { return true }
        return false
    }

    /// The id as it was spelt.
    mutating func spelling() -> [UInt8] {
        var call = range
        if let element {
            let all = elements ?? rawTopLevelElements(in: bytes, range)
            elements = all
            call = all[element]
        }
        guard let id = rawTopLevelMember("id", in: bytes, call) else {
            preconditionFailure("a call that was parsed with an id has one in its text")
        }
        return Array(bytes[id])
    }
}

extension JSONDocument {
    /// Checks the envelope of a call.
    func envelope(
        _ node: Int, _ source: inout EnvelopeSource
    ) -> Result<Envelope, WireError> {
        guard kind(node) == .object else { return .failure(.notRequestObject) }
        let version = member("jsonrpc", of: node)
        let id = member("id", of: node)
        let method = member("method", of: node)
        let params = member("params", of: node)
        guard let version, kind(version) == .string, stringEquals(version, "2.0") else {
            return .failure(.wrongVersion)
        }
        guard let method, kind(method) == .string else { return .failure(.wrongMethod) }
        if let params, kind(params) != .object, kind(params) != .array {
            return .failure(.wrongParams)
        }
        let known = 2 + (id == nil ? 0 : 1) + (params == nil ? 0 : 1)
        if count(node) != known { return .failure(unknownMember(node)) }
        guard let id else {
            return .success(Envelope(id: nil, method: method, params: params))
        }
        guard let requestID = requestID(id, &source) else { return .failure(.wrongID) }
        return .success(Envelope(id: requestID, method: method, params: params))
    }

    /// The id of a call that is no request, so that whoever sent it learns which one it was.
    func readableID(_ node: Int, _ source: inout EnvelopeSource) -> RequestID? {
        guard kind(node) == .object, let id = member("id", of: node) else { return nil }
        return requestID(id, &source)
    }

    /// The id byte for byte, or nil when it is none. Without escapes a string is spelt in one way
    /// only, and so is an integer but for -0, which the parser reads as 0.
    private func requestID(_ node: Int, _ source: inout EnvelopeSource) -> RequestID? {
        switch kind(node) {
        case .string:
            if source.mayHoldEscapes() {
                let json = source.spelling()
                return json.count <= Limits.requestIDBytesMax + 2 ? RequestID(json: json) : nil
            }
            let text = utf8(node)
            guard text.count <= Limits.requestIDBytesMax else { return nil }
            var json: [UInt8] = []
            json.reserveCapacity(text.count + 2)
            json.append(UInt8(ascii: "\""))
            json.append(contentsOf: text)
            json.append(UInt8(ascii: "\""))
            return RequestID(string: json)
        case .integer:
            let value = integer(node)
            return value == 0 ? RequestID(json: source.spelling()) : RequestID(value)
        case .null, .bool, .array, .object:
            return nil
        }
    }

    private func unknownMember(_ node: Int) -> WireError {
        for (key, _) in members(node) {
            let name = string(key)
            if !["jsonrpc", "id", "method", "params"].contains(name) {
                return .unknownEnvelopeMember(name)
            }
        }
        preconditionFailure("a count that differs has an unknown member")
    }
}

/// The errors of a text or an envelope.
extension WireError {
    static func parseError(_ fault: JSONFault) -> WireError {
        WireError(
            .parseError,
            text: Bilingual(
                zh: ErrorCode.parseError.text.zh,
                en: "The line is not JSON that this server reads: \(fault.message)."),
            details: [.fault(fault.kind.rawValue)])
    }

    static let notRequestObject = invalidRequest(
        Bilingual(zh: "请求应当是一个对象。", en: "A request is an object."))

    static let batchSize = invalidRequest(
        Bilingual(
            zh: "批量请求应当有 1 至 \(Limits.batchCallsMax) 个请求。",
            en: "A batch holds 1 to \(Limits.batchCallsMax) requests."))

    static let wrongVersion = invalidRequest(
        Bilingual(zh: "jsonrpc 应当是“2.0”。", en: "jsonrpc has to be \"2.0\"."),
        member: "jsonrpc")

    static let wrongMethod = invalidRequest(
        Bilingual(zh: "method 应当是字符串。", en: "method has to be a string."), member: "method")

    static let wrongParams = invalidRequest(
        Bilingual(zh: "params 应当是对象。", en: "params has to be an object."), member: "params")

    static let wrongID = invalidRequest(
        Bilingual(
            zh: "id 应当是不超过 \(Limits.requestIDBytesMax) 字节的字符串或者整数。",
            en: "id has to be an integer or a string of \(Limits.requestIDBytesMax) bytes."),
        member: "id")

    static func unknownEnvelopeMember(_ name: String) -> WireError {
        let name = clipped(name)
        return invalidRequest(
            Bilingual(
                zh: "请求没有成员“\(name)”。", en: "A request has no member \"\(name)\"."),
            member: name)
    }
}
