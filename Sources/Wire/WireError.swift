// An error as a client sees it, before it is bytes. Most errors that a user meets are refusals of
// the law's tables; those keep everything that the refusal knows. The others are made here, each
// by a function of its own, so that one error has one shape wherever it is found.

public import Supervision

/// One error answer without its id and its trace.
public struct WireError: Error, Equatable, Sendable {
    public var code: ErrorCode
    /// What happened, one sentence in each language. The English one also stands in `message`.
    public var text: Bilingual
    /// What the refusal rests on; nil for errors of the protocol, which need no rule.
    public var basis: Basis?
    /// The members of `data.details`, each kind at most once.
    public var details: [ErrorDetail]

    /// An error with a sentence of its own.
    public init(
        _ code: ErrorCode, text: Bilingual, basis: Basis? = nil, details: [ErrorDetail] = []
    ) {
        self.code = code
        self.text = text
        self.basis = basis
        self.details = details
    }

    /// An error with the general sentence of its code.
    public init(_ code: ErrorCode, details: [ErrorDetail] = []) {
        self.init(code, text: code.text, details: details)
    }

    /// A refusal with all that it knows: rule, what is missing, who could do it, from when.
    public init(_ refusal: Refusal) {
        var details: [ErrorDetail] = []
        let code: ErrorCode
        switch refusal.reason {
        case .notFound(let subject, let id):
            code = .notFound
            details += [.what(subject.rawValue), .id(id)]
        case .notAuthorised:
            code = .notAuthorised
        case .notInPhase:
            code = .notInPhase
        case .versionConflict(let current):
            code = .versionConflict
            details.append(.currentVersion(current))
        case .notCompetent(let organs):
            code = .notCompetent
            details.append(.competentOrgans(organs))
        case .duplicateMatter(let matter):
            code = .duplicateMatter
            if let matter { details.append(.matter(matter)) }
        case .refused(let rule):
            code = .refused
            details.append(.rule(rule))
        }
        if !refusal.missing.isEmpty { details.append(.missing(refusal.missing)) }
        if let who = refusal.who { details.append(.who(who)) }
        if let from = refusal.from { details.append(.from(from)) }
        self.init(code, text: refusal.text, basis: refusal.basis, details: details)
    }
}

/// One member of `data.details`; its name on the wire is the name of the case.
public enum ErrorDetail: Equatable, Sendable {
    /// The path of a parameter, such as `deadline.workingDays` or `measures[0].text`. Elements
    /// are counted from 0.
    case parameter(String)
    /// What the parameter has to be, in English.
    case expected(String)
    /// Every value that the parameter can have.
    case allowed([String])
    /// The name that was probably meant.
    case didYouMean(String)
    /// Parameters, items, duties or persons that are missing.
    case missing([String])
    case method(String)
    /// The member of the request itself that is wrong.
    case member(String)
    /// The limit that was crossed, a size or a number.
    case limit(Int)
    /// The rule of JSON that was broken.
    case fault(String)
    /// The versions of the protocol that the server speaks; written as `data.supported`.
    case supported(ClosedRange<Int64>)

    case rule(Guard)
    case who(Refusal.Who)
    case from(Instant)
    case currentVersion(Int64)
    /// What kind of thing was not found, and its id.
    case what(String)
    case id(String)
    /// The organs that would be competent, the nearest first.
    case competentOrgans([OrganID])
    case matter(MatterID)
    case phase(PhaseName)
    case step(StepName)
    case suspended(Bool)
    /// The phases, or `phase.step`, in which the command is allowed.
    case allowedIn([String])
    case retryAfterMilliseconds(Int64)
}

/// The errors of the protocol.
extension WireError {
    /// -32600: JSON that is no request.
    ///
    /// - Parameter member: the member of the envelope that is wrong, where there is one.
    public static func invalidRequest(_ text: Bilingual, member: String? = nil) -> WireError {
        WireError(
            .invalidRequest, text: text, details: member.map { [.member(clipped($0))] } ?? [])
    }

    /// The server stops; what it tells its clients to wait before they reconnect.
    public static let draining = WireError(
        .draining, details: [.retryAfterMilliseconds(Limits.reconnectAfterMilliseconds)])

    /// -32601, with the name of a similar method where there is one.
    public static func methodNotFound(_ name: String, didYouMean: String? = nil) -> WireError {
        let name = clipped(name)
        var error = WireError(
            .methodNotFound,
            text: Bilingual(
                zh: "没有方法“\(name)”。", en: "There is no method \"\(name)\"."),
            details: [.method(name)])
        if let didYouMean { error.details.append(.didYouMean(didYouMean)) }
        return error
    }

    /// -32602 `UNKNOWN_PARAM`: the method has no parameter of that name.
    public static func unknownParameter(
        _ path: String, didYouMean: String? = nil
    ) -> WireError {
        let path = clipped(path)
        var error = WireError(
            .unknownParam,
            text: Bilingual(
                zh: "方法没有参数“\(path)”。", en: "There is no parameter \"\(path)\"."),
            details: [.parameter(path)])
        if let didYouMean { error.details.append(.didYouMean(didYouMean)) }
        return error
    }

    /// -32602 `INVALID_PARAMS`: parameters that have to be there are not.
    ///
    /// - Parameter paths: at least one.
    public static func missingParameters(_ paths: [String]) -> WireError {
        precondition(!paths.isEmpty, "something has to be missing")
        return WireError(
            .invalidParams,
            text: Bilingual(
                zh: "缺少参数：\(paths.joined(separator: "、"))。",
                en: "Missing: \(paths.joined(separator: ", "))."),
            details: [.parameter(paths[0]), .missing(paths)])
    }

    /// -32602 `INVALID_PARAMS`: a parameter is not what it has to be.
    ///
    /// - Parameter allowed: every allowed value, where they are few and fixed.
    public static func invalidParameter(
        _ path: String, expected: Bilingual, allowed: [String] = []
    ) -> WireError {
        var error = WireError(
            .invalidParams,
            text: Bilingual(
                zh: "参数“\(path)”应当是\(expected.zh)。",
                en: "The parameter \"\(path)\" has to be \(expected.en)."),
            details: [.parameter(path), .expected(expected.en)])
        if !allowed.isEmpty { error.details.append(.allowed(allowed)) }
        return error
    }

    /// -32602: JSON-RPC allows parameters by position, this server does not.
    public static let positionalParameters = WireError(
        .invalidParams,
        text: Bilingual(zh: "参数应当按名称给出。", en: "Parameters are by name."),
        details: [.expected("parameters are by name")])

    /// -32001: a line crossed the limit in bytes.
    public static func lineTooLong(bytesMax: Int) -> WireError {
        WireError(.lineTooLong, details: [.limit(bytesMax)])
    }

    /// 1406: no version of the protocol is common. The server closes after it.
    public static func protocolUnsupported(_ supported: ClosedRange<Int64>) -> WireError {
        WireError(.protocolUnsupported, details: [.supported(supported)])
    }

    /// 1404 for a matter that does not exist or must not be seen; the two are told alike. A text
    /// that cannot be the id of a matter is answered with it as well.
    public static func matterNotFound(_ id: String) -> WireError {
        WireError(Refusal(.notFound(.matter, id: id), .procedure))
    }

    /// What a client wrote goes back to it shortened, so that no error is as long as its cause.
    static func clipped(_ text: String) -> String {
        let scalarsMax = 80
        guard text.unicodeScalars.count > scalarsMax else { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.prefix(scalarsMax))) + "…"
    }
}
