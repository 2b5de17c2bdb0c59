// The protocol from the other side. A client is one connection after `session.hello`; a call
// waits for its own reply and keeps what else arrives meanwhile, so that a program that watches
// the docket loses nothing while it asks something. What the client never does by itself is to
// send a command twice: only the caller knows whether it still wants it. `callRetrying` does, and
// is safe because the idempotency key stays the same.

public import JSONText

/// A successful answer: a reply's document and the node of its `result` in it.
public struct Answer: Sendable {
    public var document: JSONDocument
    public var result: Int

    /// An answer whose result stands at a node of a document.
    public init(document: JSONDocument, result: Int) {
        self.document = document
        self.result = result
    }

    /// The result as compact JSON.
    public var json: [UInt8] { document.json(result) }
}

/// A message that the server sent unasked.
public struct Notification: Sendable {
    public var method: String
    public var document: JSONDocument
    /// The node of `params`; nil when the message has none.
    public var params: Int?
}

/// Why a call has no answer.
public enum ClientFault: Error, Sendable {
    /// The server could not be reached, went away, or said nothing in time. Whether a command
    /// was carried out is then unknown; the same call with the same key tells.
    case connection(ConnectionFault)
    /// The server refused.
    case refused(RPCError)
    /// The server sent something that is not this protocol; one English sentence.
    case protocolBroken(String)
    /// The parameters are not one JSON object; one English sentence.
    case badParameters(String)
    /// The file that holds the token cannot be read; one English sentence.
    case badTokenFile(String)
}

/// A session with a server. It belongs to one thread.
public final class YushiClient {
    /// The number of the protocol that this client speaks.
    public static let protocolNumber: Int64 = 1

    /// How long a reply may take, in milliseconds, from 1.
    public var timeoutMilliseconds = 30_000

    private let address: ServerAddress
    private let token: String?
    private let locale: String?
    private let name: String
    private let version: String
    private var connection: Connection?
    private var lastID: Int64 = 0
    private var notifications: [Notification] = []

    /// A client that is not connected yet; the first call connects it.
    ///
    /// - Parameters:
    ///   - token: the bearer token; without one the server allows little.
    ///   - locale: `zh` or `en`, the language of sentences meant for people.
    ///   - name: of the program, for the server's log.
    public init(
        _ address: ServerAddress, token: String? = nil, locale: String? = nil,
        name: String = "yushi-client", version: String = "1"
    ) {
        self.address = address
        self.token = token
        self.locale = locale
        self.name = name
        self.version = version
    }

    /// Connects and says hello; a connection that exists is closed first.
    ///
    /// - Returns: the result of `session.hello`.
    /// - Throws: ``ClientFault``; there is then no connection.
    @discardableResult
    public func connect() throws(ClientFault) -> Answer {
        close()
        do {
            connection = try Connection(to: address, timeoutMilliseconds: timeoutMilliseconds)
        } catch {
            throw .connection(error)
        }
        do {
            return try exchange("session.hello", params: helloParameters())
        } catch {
            close()
            throw error
        }
    }

    /// Ends the session. Notifications that have come already can still be taken.
    public func close() {
        connection?.close()
        connection = nil
    }

    /// Calls a method once and waits for its reply.
    ///
    /// - Parameter params: one JSON object. A command that has no `idempotencyKey` gets a random
    ///   one of 128 bits.
    /// - Throws: ``ClientFault``.
    public func call(
        _ method: String, params: [UInt8] = Array("{}".utf8)
    ) throws(ClientFault) -> Answer {
        let params = try Self.withKey(method, params)
        if connection == nil { try connect() }
        return try exchange(method, params: params)
    }

    /// Calls a method, and again with the same idempotency key on a new connection when the
    /// connection broke or the server is draining.
    ///
    /// - Parameters:
    ///   - attempts: how often at most, from 1.
    ///   - pauseMilliseconds: the wait before the second attempt; it doubles with each further.
    /// - Throws: ``ClientFault``, that of the last attempt.
    public func callRetrying(
        _ method: String, params: [UInt8] = Array("{}".utf8), attempts: Int = 4,
        pauseMilliseconds: Int32 = 200
    ) throws(ClientFault) -> Answer {
        let params = try Self.withKey(method, params)
        var pause = pauseMilliseconds
        for _ in 1..<max(1, attempts) {
            do {
                if connection == nil { try connect() }
                return try exchange(method, params: params)
            } catch .connection {
                close()
            } catch .refused(let error) where error.reason == "DRAINING" {
                close()
            }
            Socket.pause(milliseconds: pause)
            pause = pause.multipliedReportingOverflow(by: 2).overflow ? pause : pause * 2
        }
        if connection == nil { try connect() }
        return try exchange(method, params: params)
    }

    /// The next notification, in the order of arrival.
    ///
    /// - Parameter timeoutMilliseconds: how long to wait when there is none; nil waits for ever.
    /// - Returns: nil when the time is over.
    /// - Throws: ``ClientFault``; a connection that ended is ``ConnectionFault/broken(_:)``.
    public func nextNotification(
        timeoutMilliseconds: Int? = nil
    ) throws(ClientFault) -> Notification? {
        while true {
            if !notifications.isEmpty { return notifications.removeFirst() }
            do {
                // A reply that is here belongs to a call whose time was over: it is dropped.
                let limit = timeoutMilliseconds ?? Int(Int32.max)
                _ = try receive(TimeLimit(milliseconds: limit))
            } catch .connection(.timedOut) {
                if timeoutMilliseconds != nil { return nil }
            }
        }
    }

    /// Waits, as a program should before it connects again.
    public static func pause(milliseconds: Int32) {
        Socket.pause(milliseconds: milliseconds)
    }

    // MARK: The exchange

    private func exchange(_ method: String, params: [UInt8]) throws(ClientFault) -> Answer {
        lastID += 1
        let id = lastID
        let line = JSONWriter.encoded { writer in
            writer.beginObject()
            writer.member("jsonrpc", "2.0")
            writer.member("id", id)
            writer.member("method", method)
            writer.key("params")
            writer.raw(params)
            writer.endObject()
        }
        do {
            try connection?.send(line: line, timeoutMilliseconds: timeoutMilliseconds)
        } catch {
            throw .connection(error)
        }
        let limit = TimeLimit(milliseconds: timeoutMilliseconds)
        while true {
            guard let reply = try receive(limit) else { continue }
            guard let node = reply.member("id", of: 0) else { continue }
            switch reply.kind(node) {
            case .integer where reply.integer(node) == id: return try Self.answer(reply)
            // An error without an id is about something that the server could not read; with one
            // request under way that was this one.
            case .null: return try Self.answer(reply)
            case .bool, .integer, .string, .array, .object: continue
            }
        }
    }

    /// Takes in one message: a notification is kept and nil returned, a reply returned.
    private func receive(_ limit: TimeLimit) throws(ClientFault) -> JSONDocument? {
        guard let connection else { throw .connection(.broken("there is none")) }
        let document: JSONDocument
        do {
            let line = try connection.receiveLine(timeoutMilliseconds: Int(limit.remaining))
            guard let line else { throw ConnectionFault.broken("the server closed it") }
            document = try JSONDocument(line)
        } catch let fault as ConnectionFault {
            throw .connection(fault)
        } catch {
            throw .protocolBroken("the server sent a line that is no JSON")
        }
        guard document.kind(0) == .object, document.text("jsonrpc", of: 0) == "2.0" else {
            throw .protocolBroken("the server sent a line that is no JSON-RPC 2.0 message")
        }
        guard let method = document.text("method", of: 0) else { return document }
        notifications.append(
            Notification(
                method: method, document: document, params: document.member("params", of: 0)))
        return nil
    }

    private static func answer(_ reply: JSONDocument) throws(ClientFault) -> Answer {
        if let result = reply.member("result", of: 0) {
            return Answer(document: reply, result: result)
        }
        guard let node = reply.member("error", of: 0), let error = RPCError(reply, node) else {
            throw .protocolBroken("the server sent a reply without a result or an error")
        }
        throw .refused(error)
    }

    private func helloParameters() -> [UInt8] {
        Hello(name: name, version: version, token: token, locale: locale).params
    }
}
