// The engine with a world around it that a test holds in its hand: a journal in memory, a clock
// that moves when told, connections by name. Commits are automatic, or held back until the test
// lets them happen, so that it sees what the engine says while something is not durable.
//
// Whatever a test is about, the world watches over the rules that hold always: positions are
// appended without gaps, no line mentions a position that is not durable, nothing is sent after a
// close, and nothing is closed twice.

import Engine
import Journal
import ReferenceData
import Supervision
import Testing

final class World {
    var core: Core
    let journal: MemoryJournal
    var now: Instant
    var monotonic: UInt64 = 1000
    /// Whether what the engine gives to the store is done at once.
    var isAutomatic = true
    /// Whether no entry of the journal can be read.
    var readsFail = false

    /// What the store was given and has not done.
    private(set) var work: [Work] = []
    private(set) var drained = 0
    /// The messages of the log.
    private(set) var logs: [String] = []
    /// The newest record of the log.
    private(set) var lastLog: LogRecord?
    /// Every entry handed out, durable or not, since the last start.
    private(set) var appended: [StoredEntry] = []

    private var sessions: [String: SessionID] = [:]
    private var links: [SessionID: Link] = [:]
    private var serials: UInt64 = 0
    private var ids = 0
    private var keys = 0
    private var inputs: [Input] = []
    private var isFeeding = false
    private let coder = EntryCoder()

    enum Work {
        case append(Entry)
        case read(ReadTicket, ReadRequest)
        case workOn
        case saveStates([MatterState], floor: Int64)
    }

    private struct Link {
        var bytes: [UInt8] = []
        var lines: [[UInt8]] = []
        var isClosed = false
        var isPaused = false
        var isCongested = false
    }

    init(
        at time: String = "2026-03-02T01:00:00Z", journal: MemoryJournal = MemoryJournal(),
        usingStates: Bool = true
    ) throws {
        self.journal = journal
        now = try #require(Instant(iso8601: time))
        core = try Sample.recovered(from: journal, usingStates: usingStates)
    }

    // MARK: Connections

    /// Opens a connection, and says hello with the sample token of a person.
    func connect(_ name: String, as person: String? = nil) throws {
        open(name)
        let token = "sample-" + (person ?? name)
        let reply = try call(name, "session.hello", Sample.hello(token: token))
        try #require(reply["result"] != nil, "\(reply)")
    }

    func open(_ name: String, isLocal: Bool = true) {
        serials += 1
        let id = SessionID(rawValue: serials)
        sessions[name] = id
        links[id] = Link()
        feed(.opened(id, isLocal: isLocal))
    }

    func disconnect(_ name: String) {
        guard let id = sessions.removeValue(forKey: name) else { return }
        links[id] = nil
        feed(.ended(id))
    }

    /// The client sends no more, and still reads.
    func finish(_ name: String) { feed(.finished(session(name))) }

    func congest(_ name: String) {
        links[session(name)]?.isCongested = true
        feed(.congested(session(name)))
    }

    func relieve(_ name: String) {
        links[session(name)]?.isCongested = false
        feed(.relieved(session(name)))
    }

    func isClosed(_ name: String) -> Bool { links[session(name)]?.isClosed ?? true }
    func isPaused(_ name: String) -> Bool { links[session(name)]?.isPaused ?? false }
    func session(_ name: String) -> SessionID { sessions[name] ?? SessionID(rawValue: 0) }

    // MARK: Messages

    func send(_ name: String, _ line: String) { send(name, bytes: Array((line + "\n").utf8)) }

    func send(_ name: String, bytes: [UInt8]) { feed(.received(session(name), bytes)) }

    /// Sends a request and returns the id it was given.
    @discardableResult
    func request(_ name: String, _ method: String, _ members: String = "") -> Int {
        ids += 1
        send(name, Self.request(id: "\(ids)", method, members))
        return ids
    }

    static func request(id: String?, _ method: String, _ members: String = "") -> String {
        let id = id.map { #""id":\#($0),"# } ?? ""
        return #"{"jsonrpc":"2.0",\#(id)"method":"\#(method)","params":{\#(members)}}"#
    }

    /// Sends a request and returns the next message, which has to be its reply.
    func call(_ name: String, _ method: String, _ members: String = "") throws -> JSON {
        let id = request(name, method, members)
        let reply = try take(name)
        try #require(reply["id"]?.int == Int64(id), "\(method) got \(reply)")
        return reply
    }

    /// A command with a key of its own.
    func command(
        _ name: String, _ method: String, _ matter: String, _ version: Int64, _ members: String = ""
    ) throws -> JSON {
        try call(name, method, Self.commandMembers(matter, version, nextKey(), members))
    }

    static func commandMembers(
        _ matter: String, _ version: Int64, _ key: String, _ members: String
    ) -> String {
        let rest = members.isEmpty ? "" : "," + members
        return #""matter":"\#(matter)","expectedVersion":\#(version),"#
            + #""idempotencyKey":"\#(key)"\#(rest)"#
    }

    func nextKey() -> String {
        keys += 1
        return "key-\(keys)"
    }

    /// The next message; there has to be one.
    func take(_ name: String) throws -> JSON { try JSON(line: takeLine(name)) }

    func takeLine(_ name: String) throws -> [UInt8] {
        let id = session(name)
        try #require(links[id]?.lines.isEmpty == false, "'\(name)' has received nothing")
        return links[id]?.lines.removeFirst() ?? []
    }

    /// Every message that has come.
    func takeAll(_ name: String) throws -> [JSON] {
        let lines = links[session(name)]?.lines ?? []
        links[session(name)]?.lines = []
        return try lines.map { try JSON(line: $0) }
    }

    func isQuiet(_ name: String) -> Bool { links[session(name)]?.lines.isEmpty ?? true }

    // MARK: Time and the store

    func tick() { feed(.tick) }

    func advance(milliseconds: Int64) {
        now.milliseconds += milliseconds
        monotonic += UInt64(milliseconds)
        tick()
    }

    func advance(days: Int64) { advance(milliseconds: days * 86_400_000) }

    func drain() {
        feed(.drain(deadline: Instant(milliseconds: now.milliseconds + 10_000)))
    }

    /// Lets the store do its work, up to so many entries.
    func commit(_ entries: Int = .max) {
        var left = entries
        while left > 0, let next = work.first {
            work.removeFirst()
            if case .append = next { left -= 1 }
            perform(next)
        }
    }

    /// Lets the store do the first thing that waits, and nothing after it.
    func workOnce() { if !work.isEmpty { perform(work.removeFirst()) } }

    /// How many entries are durable.
    var entries: Int64 { journal.lastPosition }

    /// Every entry, durable or not.
    var allEntries: [StoredEntry] {
        let durable = (try? journal.entries(from: 1, limit: .max)) ?? []
        return durable + appended.filter { $0.position > journal.lastPosition }
    }

    /// The newest entry of each matter, in the order of their numbers.
    var heads: [StoredEntry] {
        var newest: [String: StoredEntry] = [:]
        for entry in allEntries { newest[entry.matter] = entry }
        return (0..<newest.count).compactMap { newest["S\($0 + 1)"] }
    }

    /// How many entries wait for the disk.
    var undurable: Int {
        work.reduce(0) { if case .append = $1 { $0 + 1 } else { $0 } }
    }

    /// Power fails: what is not durable is gone, and so is every connection.
    func crash(
        usingStates: Bool = true, restartingWith configuration: Core.Configuration? = nil
    ) throws {
        work = []
        links = [:]
        sessions = [:]
        appended = []
        if let configuration {
            let recovered = try Recovery.run(configuration, from: journal)
            core = recovered.core
        } else {
            core = try Sample.recovered(from: journal, usingStates: usingStates)
        }
    }

    func feed(_ input: Input) {
        inputs.append(input)
        guard !isFeeding else { return }
        isFeeding = true
        defer { isFeeding = false }
        while !inputs.isEmpty {
            let moment = Moment(now: now, monotonicMilliseconds: monotonic)
            for output in core.handle(inputs.removeFirst(), at: moment) { perform(output) }
        }
    }

    private func perform(_ output: Output) {
        switch output {
        case .append(let entry):
            let last = appended.last?.position ?? journal.lastPosition
            #expect(entry.position == last + 1, "entries continue the journal without gaps")
            appended.append(coder.stored(entry))
            give(.append(entry))
        case .read(let ticket, let request): give(.read(ticket, request))
        case .saveStates(let states, let floor): give(.saveStates(states, floor: floor))
        case .send(let id, let bytes): receive(bytes, id)
        case .close(let id):
            #expect(links[id]?.isClosed != true, "a connection is closed once")
            links[id]?.isClosed = true
        case .pauseReading(let id):
            #expect(links[id]?.isPaused != true, "reading stops once")
            links[id]?.isPaused = true
        case .resumeReading(let id):
            #expect(links[id]?.isPaused != false, "only what was stopped goes on")
            links[id]?.isPaused = false
        case .workLeft: give(.workOn)
        case .awaitTurn(let id): feed(.turn(id))
        case .log(let record):
            logs.append(record.message)
            lastLog = record
        case .drained:
            #expect(undurable == 0, "nothing is in flight when the engine has drained")
            drained += 1
        }
    }

    private func give(_ item: Work) {
        if isAutomatic { perform(item) } else { work.append(item) }
    }

    private func perform(_ item: Work) {
        do {
            switch item {
            case .append(let entry):
                try journal.append([coder.stored(entry)])
                feed(.committed(through: entry.position))
            case .workOn: feed(.workOn)
            case .read(let ticket, _) where readsFail:
                feed(.readFailed(ticket, reason: "damaged"))
            case .read(let ticket, .range(let from, let limit)):
                let entries = try journal.entries(from: from, limit: limit)
                feed(.read(ticket, try coder.entries(entries)))
            case .read(let ticket, .positions(let positions)):
                let entries = try journal.entries(at: positions)
                feed(.read(ticket, try coder.entries(entries)))
            case .saveStates(let states, let floor):
                try journal.saveStates(
                    states.map(coder.stored), format: Recovery.format, floor: floor)
                feed(.statesKept)
            }
        } catch {
            Issue.record("the journal in memory failed: \(error)")
        }
    }

    /// Cuts what was sent into lines and holds each one to the rule that nothing is told which a
    /// crash could make untrue.
    private func receive(_ bytes: [UInt8], _ id: SessionID) {
        guard links[id] != nil else { return }
        #expect(links[id]?.isClosed == false, "nothing is sent after a close")
        links[id]?.bytes += bytes
        while let end = links[id]?.bytes.firstIndex(of: UInt8(ascii: "\n")) {
            let line = Array(links[id]?.bytes[..<end] ?? [])
            links[id]?.bytes.removeSubrange(...end)
            links[id]?.lines.append(line)
            guard let message = try? JSON(line: line) else {
                Issue.record("the server sent a line that is no JSON")
                continue
            }
            for answer in [message] + message.items {
                let told = [answer["result"], answer["params"]].compactMap { $0?["position"]?.int }
                for position in told {
                    #expect(position <= journal.lastPosition, "position \(position) was told early")
                }
            }
        }
    }
}
