// Every error that the server can answer with. The list only grows: a number and a reason, once
// published in `protocol/errors.json`, are never given to something else.

public import Supervision

/// The stable name of an error; the raw value is the `reason` on the wire.
public enum ErrorCode: String, CaseIterable, Sendable {
    case parseError = "PARSE_ERROR"
    case invalidRequest = "INVALID_REQUEST"
    case methodNotFound = "METHOD_NOT_FOUND"
    case invalidParams = "INVALID_PARAMS"
    case unknownParam = "UNKNOWN_PARAM"
    case internalError = "INTERNAL_ERROR"
    case lineTooLong = "LINE_TOO_LONG"
    case helloRequired = "HELLO_REQUIRED"
    case unauthenticated = "UNAUTHENTICATED"
    case notAuthorised = "NOT_AUTHORISED"
    case notFound = "NOT_FOUND"
    case notCompetent = "NOT_COMPETENT"
    case protocolUnsupported = "PROTOCOL_UNSUPPORTED"
    case versionConflict = "VERSION_CONFLICT"
    case cursorExpired = "CURSOR_EXPIRED"
    case notInPhase = "NOT_IN_PHASE"
    case refused = "REFUSED"
    case duplicateMatter = "DUPLICATE_MATTER"
    case idempotencyKeyReused = "IDEMPOTENCY_KEY_REUSED"
    case rateLimited = "RATE_LIMITED"
    case draining = "DRAINING"
    case storeUnavailable = "STORE_UNAVAILABLE"

    /// How far an error reaches.
    public enum Scope: String, CaseIterable, Sendable {
        /// One line could not be understood as requests; the answer's id is null.
        case line
        /// One request; the answer carries its id.
        case request
        /// The answer is the last one of the connection.
        case session
        /// The server as a whole is affected; other connections see the same.
        case server
    }

    /// The `code` on the wire.
    public var number: Int {
        switch self {
        case .parseError: -32700
        case .invalidRequest: -32600
        case .methodNotFound: -32601
        case .invalidParams, .unknownParam: -32602
        case .internalError: -32603
        case .lineTooLong: -32001
        case .helloRequired: -32002
        case .unauthenticated: 1401
        case .notAuthorised: 1403
        case .notFound: 1404
        case .notCompetent: 1405
        case .protocolUnsupported: 1406
        case .versionConflict: 1409
        case .cursorExpired: 1410
        case .notInPhase: 1412
        case .refused: 1413
        case .duplicateMatter: 1414
        case .idempotencyKeyReused: 1422
        case .rateLimited: 1429
        case .draining: 1503
        case .storeUnavailable: 1504
        }
    }

    /// Whether the same request, unchanged, may succeed when it is sent again later. A version
    /// conflict is not of that kind: the matter has to be read first and the request changes.
    public var isRetryable: Bool {
        switch self {
        case .rateLimited, .draining, .storeUnavailable: true
        case .parseError, .invalidRequest, .methodNotFound, .invalidParams, .unknownParam,
            .internalError, .lineTooLong, .helloRequired, .unauthenticated, .notAuthorised,
            .notFound, .notCompetent, .protocolUnsupported, .versionConflict, .cursorExpired,
            .notInPhase, .refused, .duplicateMatter, .idempotencyKeyReused:
            false
        }
    }

    /// How far the error reaches.
    public var scope: Scope {
        switch self {
        case .parseError, .invalidRequest, .lineTooLong: .line
        case .methodNotFound, .invalidParams, .unknownParam, .internalError, .helloRequired,
            .unauthenticated, .notAuthorised, .notFound, .notCompetent, .versionConflict,
            .cursorExpired, .notInPhase, .refused, .duplicateMatter, .idempotencyKeyReused,
            .rateLimited:
            .request
        case .protocolUnsupported: .session
        case .draining, .storeUnavailable: .server
        }
    }

    /// What the error means in general; an answer may say more precisely what happened.
    public var text: Bilingual {
        let (zh, en) = sentences
        return Bilingual(zh: zh, en: en)
    }

    private var sentences: (zh: String, en: String) {
        switch self {
        case .parseError: ("该行不是本服务器接受的 JSON。", "The line is not JSON that this server reads.")
        case .invalidRequest: ("该消息不是有效的请求。", "The message is not a valid request.")
        case .methodNotFound: ("没有这个方法。", "There is no such method.")
        case .invalidParams: ("参数不符合要求。", "A parameter is missing or not as required.")
        case .unknownParam: ("方法没有这个参数。", "The method has no such parameter.")
        case .internalError: ("服务器内部错误。", "The server failed on this request.")
        case .lineTooLong: ("该行超过长度上限，已跳过。", "The line is too long and was skipped.")
        case .helloRequired: ("请先发送 session.hello。", "Send session.hello first.")
        case .unauthenticated: ("身份验证失败。", "The token was not accepted.")
        case .notAuthorised:
            ("您的职责或者所属机关不能办理。", "Your roles or your organ do not allow this.")
        case .notFound:
            ("没有这个对象，或者您无权查看。", "It does not exist, or you may not see it.")
        case .notCompetent:
            ("该机关对被监督机关没有监督权限。", "The organ is not competent to supervise the other one.")
        case .protocolUnsupported:
            ("没有双方都支持的协议版本。", "Client and server share no protocol version.")
        case .versionConflict:
            ("事项已经变更，请重新读取。", "The matter has changed; read it again before you go on.")
        case .cursorExpired:
            ("游标已失效，请从头读取。", "The cursor is no longer valid; start the list again.")
        case .notInPhase:
            ("事项目前所处的阶段不能办理。", "The matter is not in a phase that allows this.")
        case .refused:
            ("不符合规则的要求，见 details.rule。", "A rule does not hold; details.rule names it.")
        case .duplicateMatter:
            ("同一事件已有未办结的事项。", "An open matter about the same incident exists.")
        case .idempotencyKeyReused:
            ("该幂等键已用于其他请求。", "The idempotency key was used for another request.")
        case .rateLimited: ("请求过于频繁，请稍后再试。", "Too many requests; try again later.")
        case .draining:
            ("服务器正在停止，请重新连接后再试。", "The server is stopping; reconnect and try again.")
        case .storeUnavailable:
            ("存储暂不可用，请稍后再试。", "The store is not available; try again later.")
        }
    }
}
