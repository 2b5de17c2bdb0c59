// One connection of a session as the session sees it: it lives on while the server under it is
// killed and started again. For that it remembers who it is (its hello), what it has asked and not
// been answered, and how far it has read its subscriptions. A request that was not answered is
// sent again with the same id and idempotency key; a subscription goes on from the last position
// that was seen on it, and keeps the number that the session knows it by.

internal import Client
internal import JSONText

/// A connection that can be revived.
final class Link {
    /// How long a message may take, in milliseconds.
    static let timeoutMilliseconds = 10_000

    private let token: String?
    private var connection: Connection?
    /// Messages that came while something else was waited for, ready for the session.
    private var ready: [Reception] = []
    private var pending: [Pending] = []
    private var watches: [Watch] = []
    /// The session's own hello, once it was answered, for links that began without a token.
    private var ownHello: [UInt8]?
    private var privateIDs = 0
    private var hasEnded = false

    /// A line that was sent and not answered.
    private struct Pending {
        /// The ids of its calls as compact JSON: one, or those of a batch.
        var ids: [[UInt8]]
        var method: String?
        /// The parameters of a single call.
        var params: [UInt8]?
        var line: [UInt8]
        var wasResent = false
    }

    /// A subscription. Numbers are compact JSON.
    private struct Watch {
        /// As the session knows it.
        var known: [UInt8]
        /// As the present server knows it.
        var actual: [UInt8]
        var params: [UInt8]
        var position: Int64?
    }

    /// Opens the link, and says hello when there is a token.
    init(to address: ServerAddress, token: String?) throws(TargetFault) {
        self.token = token
        try open(address)
    }

    /// Whether there is a connection, or was one that the server has ended.
    var isAlive: Bool { connection != nil || hasEnded }
    /// Whether an answer is still to come.
    var isWaiting: Bool { !pending.isEmpty }

    /// Drops the connection together with what was not taken from it.
    func sever() {
        connection?.close()
        connection = nil
    }

    /// Notes that the session itself ended the server: the link is not revived any more.
    func end() {
        hasEnded = true
    }

    // MARK: Reviving

    /// Connects anew and takes up everything where it was.
    func revive(at address: ServerAddress) throws(TargetFault) {
        guard !isAlive else { return }
        try open(address)
        if let ownHello { _ = try ask("session.hello", params: ownHello) }
        for index in watches.indices {
            // Only matters on this link: the numbers of others are not known to the server yet.
            watches[index].actual = []
        }
        for index in watches.indices {
            let params = Self.setting(
                "fromPosition", to: watches[index].position.map { Array(String($0).utf8) },
                in: watches[index].params)
            let answer = try ask("docket.watch", params: params)
            guard let node = answer.member("result", of: 0),
                let subscription = answer.value("subscription", of: node)
            else { throw TargetFault("a subscription could not be taken up again") }
            watches[index].actual = answer.json(subscription)
        }
        for index in pending.indices {
            pending[index].wasResent = true
            try transmit(pending[index].line)
        }
    }

    private func open(_ address: ServerAddress) throws(TargetFault) {
        do {
            connection = try Connection(to: address)
        } catch {
            throw TargetFault("\(error)")
        }
        guard let token else { return }
        let hello = Hello(name: "yushi-session", version: "1", token: token)
        let answer = try ask("session.hello", params: hello.params)
        guard answer.member("result", of: 0) != nil else {
            throw TargetFault(
                "hello was refused: \(String(decoding: answer.json(0), as: UTF8.self))")
        }
    }

    /// Calls a method with an id of the link's own and takes the reply; the rest is kept.
    private func ask(_ method: String, params: [UInt8]) throws(TargetFault) -> JSONDocument {
        privateIDs += 1
        let id = "link:\(privateIDs)"
        try transmit(
            JSONWriter.encoded { writer in
                writer.beginObject()
                writer.member("jsonrpc", "2.0")
                writer.member("id", id)
                writer.member("method", method)
                writer.key("params")
                writer.raw(params)
                writer.endObject()
            })
        while true {
            guard case .line(let line) = try take() else {
                throw TargetFault("no reply came to \(method)")
            }
            if let reply = try? JSONDocument(line), reply.kind(0) == .object,
                reply.text("id", of: 0) == id
            {
                return reply
            }
            ready.append(digest(line))
        }
    }

    // MARK: Sending

    /// Sends a line and remembers it until it is answered.
    func send(_ line: [UInt8]) throws(TargetFault) {
        guard let document = try? JSONDocument(line) else {
            try transmit(line)
            return
        }
        var line = line
        let calls = document.kind(0) == .array ? Array(document.elements(0)) : [0]
        let ids = calls.compactMap { call -> [UInt8]? in
            guard document.kind(call) == .object else { return nil }
            return document.member("id", of: call).map { document.json($0) }
        }
        if document.kind(0) == .object {
            line = translated(line, document, member: "params") {
                $0.known
            } to: {
                $0.actual
            }
        }
        if !ids.isEmpty {
            var entry = Pending(ids: ids, line: line)
            if document.kind(0) == .object {
                entry.method = document.text("method", of: 0)
                entry.params = document.member("params", of: 0).map { document.json($0) }
            }
            pending.append(entry)
        }
        try transmit(line)
    }

    /// Sends bytes as they are, without remembering them.
    func sendRaw(_ bytes: [UInt8]) throws(TargetFault) {
        do {
            try connection?.sendRaw(bytes)
        } catch ConnectionFault.broken {
            // What the server has sent before it closed the connection can still be read.
        } catch {
            throw TargetFault("\(error)")
        }
    }

    private func transmit(_ line: [UInt8]) throws(TargetFault) {
        try sendRaw(line + [0x0A])
    }

    // MARK: Receiving

    /// What came from the socket.
    private enum Taken {
        case line([UInt8])
        case ended
        case silence
    }

    /// The next message as the session sees it.
    func receive() throws(TargetFault) -> Reception {
        if !ready.isEmpty { return ready.removeFirst() }
        switch try take() {
        case .line(let line): return digest(line)
        case .ended: return .ended
        case .silence: return .silence
        }
    }

    private func take() throws(TargetFault) -> Taken {
        guard let connection else { return .ended }
        do {
            let line = try connection.receiveLine(timeoutMilliseconds: Self.timeoutMilliseconds)
            if let line { return .line(line) }
            hasEnded = true
            return .ended
        } catch .timedOut {
            return .silence
        } catch .broken {
            hasEnded = true
            return .ended
        } catch {
            throw TargetFault("\(error)")
        }
    }

    /// Learns from a message what reviving needs, and translates its subscription.
    private func digest(_ line: [UInt8]) -> Reception {
        guard let document = try? JSONDocument(line) else {
            return .line(line, mayBeReplay: false)
        }
        guard document.kind(0) == .object else {
            let first = document.kind(0) == .array ? document.elements(0).first { _ in true } : nil
            return .line(line, mayBeReplay: settle(document, first)?.wasResent ?? false)
        }
        if document.member("method", of: 0) != nil {
            return .line(digestNotification(line, document), mayBeReplay: false)
        }
        guard let request = settle(document, 0) else { return .line(line, mayBeReplay: false) }
        guard let result = document.member("result", of: 0), document.kind(result) == .object,
            let params = request.params
        else { return .line(line, mayBeReplay: request.wasResent) }
        var seen = line
        switch request.method {
        case "session.hello" where token == nil: ownHello = params
        case "docket.unwatch":
            let known = (try? JSONDocument(params)).flatMap { document -> [UInt8]? in
                document.value("subscription", of: 0).map { document.json($0) }
            }
            watches.removeAll { $0.known == known }
        case "docket.watch":
            if let subscription = document.value("subscription", of: result) {
                let actual = document.json(subscription)
                watches.append(
                    Watch(
                        known: unusedName(actual), actual: actual, params: params,
                        position: document.number("position", of: result)))
                seen = translated(line, document, member: "result") {
                    $0.actual
                } to: {
                    $0.known
                }
            }
        default: break
        }
        return .line(seen, mayBeReplay: request.wasResent)
    }

    private func digestNotification(_ line: [UInt8], _ document: JSONDocument) -> [UInt8] {
        guard let params = document.member("params", of: 0), document.kind(params) == .object,
            let subscription = document.value("subscription", of: params)
        else { return line }
        let name = document.json(subscription)
        if let index = watches.firstIndex(where: { $0.actual == name }),
            let position = document.number("position", of: params)
        {
            watches[index].position = position
        }
        return translated(line, document, member: "params") {
            $0.actual
        } to: {
            $0.known
        }
    }

    /// Takes out the request that a reply, or the first reply of a batch, belongs to.
    private func settle(_ document: JSONDocument, _ node: Int?) -> Pending? {
        guard let node, document.kind(node) == .object, let id = document.member("id", of: node)
        else { return nil }
        let name = document.json(id)
        guard let index = pending.firstIndex(where: { $0.ids.contains(name) }) else { return nil }
        return pending.remove(at: index)
    }

    /// A number for a new subscription that the session does not know another one by.
    private func unusedName(_ actual: [UInt8]) -> [UInt8] {
        var name = actual
        while watches.contains(where: { $0.known == name }) {
            guard let number = Int64(String(decoding: name, as: UTF8.self)) else { return name }
            name = Array(String(number + 1).utf8)
        }
        return name
    }

    // MARK: Translating

    /// The line with the subscription in one of its members named otherwise, or the same bytes
    /// when it is named alike.
    private func translated(
        _ line: [UInt8], _ document: JSONDocument, member: String,
        from: (Watch) -> [UInt8], to: (Watch) -> [UInt8]
    ) -> [UInt8] {
        guard let outer = document.value(member, of: 0), document.kind(outer) == .object,
            let subscription = document.value("subscription", of: outer)
        else { return line }
        let name = document.json(subscription)
        guard let watch = watches.first(where: { from($0) == name }), to(watch) != name else {
            return line
        }
        let changed = Self.setting("subscription", to: to(watch), in: document.json(outer))
        return Self.setting(member, to: changed, in: line)
    }

    /// A JSON object with one member set to another value, or added.
    private static func setting(_ name: String, to value: [UInt8]?, in json: [UInt8]) -> [UInt8] {
        guard let value, let document = try? JSONDocument(json), document.kind(0) == .object else {
            return json
        }
        var found = false
        return JSONWriter.encoded { writer in
            writer.beginObject()
            for member in document.members(0) {
                let key = document.string(member.key)
                writer.key(text: key)
                if key == name {
                    writer.raw(value)
                    found = true
                } else {
                    document.write(member.value, into: &writer)
                }
            }
            if !found {
                writer.key(text: name)
                writer.raw(value)
            }
            writer.endObject()
        }
    }
}
