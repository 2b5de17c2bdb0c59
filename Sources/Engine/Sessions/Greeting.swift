internal import Digest
internal import Supervision
internal import Wire

// `session.hello`: the protocol's version, and for whom the client speaks.

extension Core {
    /// The versions of the protocol that this server speaks.
    static let protocols: ClosedRange<Int64> = 1...1

    mutating func greet(_ hello: Hello, _ address: ReplyAddress, _ session: inout Session) {
        guard !session.isGreeted else {
            return refuse(
                address, &session,
                .invalidRequest(
                    Bilingual(
                        zh: "本连接已经发送过 session.hello；以他人身份请另建连接。",
                        en: "session.hello was answered on this connection already; to speak for "
                            + "somebody else open another one.")))
        }
        guard hello.protocolMin <= Self.protocols.upperBound,
            hello.protocolMax >= Self.protocols.lowerBound
        else {
            refuse(address, &session, .protocolUnsupported(Self.protocols))
            return close(
                &session, because: "no common version of the protocol",
                ["client": Self.name(of: hello)])
        }
        if let token = hello.token {
            // Only the digest of a token is kept, and it is looked up as a whole, so that the
            // time an answer takes tells nothing about how much of a guess was right.
            let digest = Digest.hex(Digest.sha256(Array(token.utf8)))
            guard session.isLocal, let principal = principal(ofDigest: digest) else {
                return refuseToken(hello, address, &session)
            }
            session.speaker = Speaker(
                principal, roster, budget: budgets.slot(of: principal.id), tokenDigest: digest)
            // What nobody in particular may ask is short.
            session.framer.lineBytesMax = Limits.lineBytesMax
        }
        session.isGreeted = true
        let result = HelloResult(
            protocol: min(hello.protocolMax, Self.protocols.upperBound), server: identity,
            session: String(session.id.rawValue), principal: session.principal,
            requestsPerSecondMax: configuration.requestsPerSecondMax,
            connectionsMax: configuration.connectionsMax,
            capabilities: Self.capabilities, serverTime: moment.now)
        reply(address, &session) { Views.write(result, into: &$0) }
    }

    /// What a client may rely on beyond the protocol's number.
    private static let capabilities = ["batch", "idempotentReplay", "watch"]

    var identity: ServerIdentity {
        ServerIdentity(
            name: "yushi", version: configuration.version, rosterEdition: roster.edition,
            calendarEdition: house.calendar.edition)
    }

    /// The person whose token has this digest.
    func principal(ofDigest digest: String) -> Principal? {
        configuration.personsByTokenDigest[digest].flatMap { house.principals[$0] }
    }

    /// What the client calls itself, for the log.
    private static func name(of hello: Hello) -> String {
        "\(hello.clientName.prefix(64)) \(hello.clientVersion.prefix(64))"
    }

    private mutating func refuseToken(
        _ hello: Hello, _ address: ReplyAddress, _ session: inout Session
    ) {
        session.authenticationFailures += 1
        let text =
            session.isLocal
            ? ErrorCode.unauthenticated.text
            : Bilingual(
                zh: "令牌只能在本机、unix 套接字或者 TLS 连接上使用。",
                en: "A token is accepted on loopback, on a unix socket and over TLS only.")
        refuse(address, &session, WireError(.unauthenticated, text: text))
        outputs.append(
            .log(
                LogRecord(
                    .warning, "a token was refused",
                    ["session": String(session.id.rawValue), "client": Self.name(of: hello)])))
        if session.authenticationFailures >= Limits.authenticationFailuresMax {
            close(&session, because: "too many tokens were refused")
        }
    }
}
