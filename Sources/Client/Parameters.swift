// What the client adds to the parameters of a call: the greeting, and a key that makes a command
// recognisable when it is sent again.

internal import JSONText

/// The parameters of `session.hello`.
public struct Hello: Equatable, Sendable {
    public var name: String
    public var version: String
    public var token: String?
    /// `zh` or `en`.
    public var locale: String?

    public init(name: String, version: String, token: String? = nil, locale: String? = nil) {
        self.name = name
        self.version = version
        self.token = token
        self.locale = locale
    }

    /// The parameters as one JSON object.
    public var params: [UInt8] {
        JSONWriter.encoded { writer in
            writer.beginObject()
            writer.key("client")
            writer.beginObject()
            writer.member("name", name)
            writer.member("version", version)
            writer.endObject()
            writer.key("protocol")
            writer.beginObject()
            writer.member("min", YushiClient.protocolNumber)
            writer.member("max", YushiClient.protocolNumber)
            writer.endObject()
            writer.member("token", token)
            writer.member("locale", locale)
            writer.endObject()
        }
    }
}

extension YushiClient {
    /// Whether a method changes state and so takes an `idempotencyKey`. Everything that is not
    /// known to be a reading method is taken for a command.
    public static func isCommand(_ method: String) -> Bool {
        switch method {
        case "matter.get", "matter.history", "matter.explain", "matter.asOf": false
        default:
            !["session.", "rpc.", "docket.", "organ.", "document.", "server."]
                .contains { method.hasPrefix($0) }
        }
    }

    /// A random idempotency key: 128 bits in 32 hexadecimal digits.
    public static func randomKey() -> String {
        var generator = SystemRandomNumberGenerator()
        let digits = Array("0123456789abcdef")
        var key = ""
        for _ in 0..<2 {
            var bits = generator.next()
            for _ in 0..<16 {
                key.append(digits[Int(bits & 15)])
                bits >>= 4
            }
        }
        return key
    }

    /// The parameters of a call as one line, with an idempotency key where a command has none.
    ///
    /// - Throws: ``ClientFault/badParameters(_:)`` when they are not one JSON object.
    static func withKey(_ method: String, _ params: [UInt8]) throws(ClientFault) -> [UInt8] {
        let document: JSONDocument
        do {
            document = try JSONDocument(params)
        } catch {
            throw .badParameters(error.message)
        }
        guard document.kind(0) == .object else {
            throw .badParameters("parameters are given by name, in one JSON object")
        }
        let needsKey = isCommand(method) && document.member("idempotencyKey", of: 0) == nil
        // Written anew in any case: what somebody has typed may have line feeds in it.
        return JSONWriter.encoded { writer in
            writer.beginObject()
            for member in document.members(0) {
                writer.key(text: document.string(member.key))
                document.write(member.value, into: &writer)
            }
            if needsKey { writer.member("idempotencyKey", randomKey()) }
            writer.endObject()
        }
    }
}
