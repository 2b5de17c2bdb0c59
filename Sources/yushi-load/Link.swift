/// What stands between a request and its reply: which matter, which command, since when.
struct Job {
    /// The matter's number within this run; part of the idempotency keys.
    var key: Int
    /// What the command expects the matter's version to be, and its place in the course.
    var version = 0
    /// The server's number of the matter; 0 as long as it is not registered.
    var serial = 0
    var sentAt: Int64 = 0
}

/// A connection that was greeted, with its requests in flight. The JSON-RPC id of a request is
/// the number of its place here.
final class Link {
    let role: Role
    let descriptor: Int32
    private var places: [Job?]
    private var freePlaces: [Int]
    private var outbound: [UInt8] = []
    private var outboundStart = 0
    /// What came in and is not yet a whole line.
    private var inbound: [UInt8] = []

    /// - Parameter depth: requests in flight at most, 1 or more.
    init(role: Role, port: UInt16, depth: Int) throws(LoadFault) {
        self.role = role
        places = Array(repeating: nil, count: depth)
        freePlaces = Array((0..<depth).reversed())
        descriptor = try Socket.connect(port: port)
        try greet()
    }

    deinit {
        Socket.close(descriptor)
    }

    var hasRoom: Bool { !freePlaces.isEmpty }
    var isWaitingToSend: Bool { outboundStart < outbound.count }

    private func greet() throws(LoadFault) {
        outbound = Array(
            """
            {"jsonrpc":"2.0","id":0,"method":"session.hello","params":{"client":\
            {"name":"yushi-load","version":"1"},"protocol":{"min":1,"max":1},\
            "token":"sample-\(role.person)"}}\n
            """.utf8)
        let answer = try answer()
        let greeted = Needle("\"principal\":{\"id\":\"\(role.person)\"")
        guard greeted.end(in: answer.span, 0..<answer.count) != nil else {
            throw LoadFault("hello was answered \(String(decoding: answer, as: UTF8.self))")
        }
    }

    /// Sends one line and waits for the line that answers it. Nothing else may be under way.
    func call(_ line: String) throws(LoadFault) -> [UInt8] {
        outbound = Array((line + "\n").utf8)
        return try answer()
    }

    private func answer() throws(LoadFault) -> [UInt8] {
        while isWaitingToSend { try flush() }
        var answer: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 * 1024)
        while answer.last != UInt8(ascii: "\n") {
            let count = try Socket.receive(descriptor, into: &chunk, isPatient: true)
            answer += chunk[..<count]
        }
        return answer
    }

    /// Adds a request to what leaves with the next `flush`. There must be room.
    func add(_ job: Job, _ template: RequestTemplate) {
        let place = freePlaces.removeLast()
        places[place] = job
        // Ids count from 1, as most clients' do.
        template.write(id: place + 1, key: job.key, serial: job.serial, into: &outbound)
    }

    /// Ends the request of that id and gives its place free; nil when there is none.
    func finish(_ id: Int) -> Job? {
        let place = id - 1
        guard places.indices.contains(place), let job = places[place] else { return nil }
        places[place] = nil
        freePlaces.append(place)
        return job
    }

    /// Sends as much as the socket takes.
    func flush() throws(LoadFault) {
        guard isWaitingToSend else { return }
        outboundStart += try Socket.send(descriptor, outbound, from: outboundStart)
        if !isWaitingToSend {
            outbound.removeAll(keepingCapacity: true)
            outboundStart = 0
        }
    }

    /// Takes what has come in and hands over each whole line of it. False when nothing came.
    func receive(
        by chunk: inout [UInt8], _ body: (Span<UInt8>, Range<Int>) -> Void
    ) throws(LoadFault) -> Bool {
        let count = try Socket.receive(descriptor, into: &chunk)
        guard count > 0 else { return false }
        // Taken out, so that the body may use the link.
        var bytes: [UInt8] = []
        swap(&bytes, &inbound)
        bytes += chunk[..<count]
        let end = Self.handOverLines(of: bytes.span, to: body)
        bytes.removeSubrange(..<end)
        inbound = bytes
        return true
    }

    /// Returns where the last whole line ends.
    private static func handOverLines(
        of bytes: Span<UInt8>, to body: (Span<UInt8>, Range<Int>) -> Void
    ) -> Int {
        var start = 0
        for end in bytes.indices where bytes[end] == UInt8(ascii: "\n") {
            body(bytes, start..<end)
            start = end + 1
        }
        return start
    }
}
