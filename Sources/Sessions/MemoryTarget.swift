// Sessions against the engine itself: no process, no socket, no disk. The journal is one in memory
// and commits at once, so that a statement has happened when its call returns. A kill takes the
// engine away and leaves the journal, exactly as the end of a process leaves its files.

internal import Client
internal import Engine
internal import JSONText
internal import Journal
internal import ReferenceData
internal import Supervision

/// Runs sessions against an engine in this process.
public final class MemoryTarget: SessionTarget {
    /// The files by which the engine judges, as the daemon takes them. `server start` of a session
    /// may name others, for itself, among the files that it brings along.
    public struct Files: Sendable {
        public var roster: String
        public var principals: String
        /// Without it the house rules are the default ones.
        public var policy: String?
        /// Without it every Monday to Friday is a working day.
        public var calendar: String?

        public init(
            roster: String, principals: String, policy: String? = nil, calendar: String? = nil
        ) {
            self.roster = roster
            self.principals = principals
            self.policy = policy
            self.calendar = calendar
        }
    }

    private let files: Files
    private var attachments: [Script.Attachment] = []
    private var journal = MemoryJournal()
    /// The running engine; nil while there is none.
    private var core: Core?
    private var now = MemoryTarget.defaultStart
    /// Whether the session itself has started or ended the server.
    private var isManaged = false
    private var hasDrained = false

    private var links: [String: Link] = [:]
    private var names: [SessionID: String] = [:]
    private var serials: UInt64 = 0
    private var inputs: [Input] = []
    private let coder = EntryCoder()
    private var isFeeding = false

    /// Where a virtual clock starts when nothing else is said: 2026-03-02T01:00:00Z, as in the
    /// daemon.
    private static let defaultStart = Instant(milliseconds: 1_772_413_200_000)

    /// A connection. What was sent before its end can still be read.
    private struct Link {
        let id: SessionID
        /// What came without an LF yet.
        var bytes: [UInt8] = []
        var lines: [[UInt8]] = []
        var hasEnded = false
    }

    public init(files: Files) {
        self.files = files
    }

    public func begin(_ script: Script) throws(TargetFault) {
        end()
        attachments = script.attachments
    }

    public func end() {
        attachments = []
        journal = MemoryJournal()
        core = nil
        now = Self.defaultStart
        isManaged = false
        links = [:]
        names = [:]
        inputs = []
    }

    public func beforeStatement(mayKill: Bool) throws(TargetFault) {}

    // MARK: Connections

    public func connect(_ name: String, token: String?) throws(TargetFault) {
        try startIfUnmanaged()
        if let old = links[name], !old.hasEnded { feed(.ended(old.id)) }
        serials += 1
        let id = SessionID(rawValue: serials)
        links[name] = Link(id: id)
        names[id] = name
        feed(.opened(id, isLocal: true))
        guard let token else { return }
        try send(Self.hello(token), on: name)
        guard case .line(let line, _) = try receive(on: name),
            let reply = try? JSONDocument(line), reply.kind(0) == .object
        else { throw TargetFault("no reply came to session.hello") }
        guard reply.member("result", of: 0) != nil else {
            throw TargetFault("hello was refused: \(String(decoding: line, as: UTF8.self))")
        }
    }

    private static func hello(_ token: String) -> [UInt8] {
        JSONWriter.encoded { writer in
            writer.beginObject()
            writer.member("jsonrpc", "2.0")
            writer.member("id", "link:1")
            writer.member("method", "session.hello")
            writer.key("params")
            writer.raw(Client.Hello(name: "yushi-session", version: "1", token: token).params)
            writer.endObject()
        }
    }

    public func send(_ line: [UInt8], on name: String) throws(TargetFault) {
        try sendRaw(line + [UInt8(ascii: "\n")], on: name)
    }

    public func sendRaw(_ bytes: [UInt8], on name: String) throws(TargetFault) {
        let link = try link(name)
        guard !link.hasEnded else { return }
        feed(.received(link.id, bytes))
    }

    public func receive(on name: String) throws(TargetFault) -> Reception {
        let link = try link(name)
        guard let line = link.lines.first else { return link.hasEnded ? .ended : .silence }
        links[name]?.lines.removeFirst()
        return .line(line, mayBeReplay: false)
    }

    private func link(_ name: String) throws(TargetFault) -> Link {
        guard let link = links[name] else {
            throw TargetFault("there is no connection '\(name)'")
        }
        return link
    }

    // MARK: Server and clock

    public func startServer(flags: [String]) throws(TargetFault) {
        guard core == nil else { throw TargetFault("the server is running already") }
        isManaged = true
        var files = files
        var rest = flags[...]
        while let flag = rest.popFirst() {
            guard let value = rest.popFirst() else {
                throw TargetFault("the flag '\(flag)' lacks its value")
            }
            switch flag {
            case "--roster": files.roster = value
            case "--principals": files.principals = value
            case "--policy": files.policy = value
            case "--calendar": files.calendar = value
            case "--clock-start": now = try instant(value)
            default: throw TargetFault("the engine in memory knows no flag '\(flag)'")
            }
        }
        hasDrained = false
        core = try recovered(configuration(files))
        feed(.tick)
    }

    public func stopServer() throws(TargetFault) {
        try startIfUnmanaged()
        isManaged = true
        feed(.drain(deadline: now))
        guard hasDrained else { throw TargetFault("the server did not drain") }
        endServer()
    }

    public func killServer() throws(TargetFault) {
        try startIfUnmanaged()
        isManaged = true
        endServer()
    }

    /// Every connection ends with the server.
    private func endServer() {
        core = nil
        names = [:]
        for name in links.keys { links[name]?.hasEnded = true }
    }

    public func setClock(_ time: String) throws(TargetFault) {
        let instant = try instant(time)
        guard instant >= now else { throw TargetFault("the clock does not go back") }
        try move(to: instant)
    }

    public func advanceClock(milliseconds: Int64) throws(TargetFault) {
        try move(to: Instant(milliseconds: now.milliseconds + milliseconds))
    }

    private func move(to instant: Instant) throws(TargetFault) {
        try startIfUnmanaged()
        now = instant
        feed(.tick)
    }

    private func instant(_ text: String) throws(TargetFault) -> Instant {
        guard let instant = Instant(iso8601: text) else {
            throw TargetFault("'\(text)' is no time in UTC")
        }
        return instant
    }

    public func execute(
        _ arguments: [String], token: String?, environment: [String]
    ) throws(TargetFault) -> ExecutionResult {
        throw TargetFault("the engine in memory has no address that a command could be run against")
    }

    // MARK: The engine

    /// A session that never says `server start` has a server from its first need on.
    private func startIfUnmanaged() throws(TargetFault) {
        guard core == nil else { return }
        guard !isManaged else { throw TargetFault("the server is not running") }
        try startServer(flags: [])
        isManaged = false
    }

    private func configuration(_ files: Files) throws(TargetFault) -> Core.Configuration {
        do {
            let roster =
                if let bytes = attached(files.roster) {
                    try ReferenceData.roster(bytes: bytes, file: files.roster)
                } else {
                    try ReferenceData.roster(path: files.roster)
                }
            let directory =
                if let bytes = attached(files.principals) {
                    try ReferenceData.principals(
                        bytes: bytes, file: files.principals, roster: roster)
                } else {
                    try ReferenceData.principals(path: files.principals, roster: roster)
                }
            return Core.Configuration(
                house: House(
                    roster: roster, principals: directory.principals,
                    policy: try policy(files.policy), calendar: try calendar(files.calendar)),
                personsByTokenDigest: directory.byTokenDigest, version: "memory")
        } catch {
            throw TargetFault("the server did not start: \(error)")
        }
    }

    private func policy(_ path: String?) throws -> Policy {
        guard let path else { return Policy() }
        guard let bytes = attached(path) else { return try ReferenceData.policy(path: path) }
        return try ReferenceData.policy(bytes: bytes, file: path)
    }

    private func calendar(_ path: String?) throws -> WorkingCalendar {
        guard let path else { return .weekdaysOnly }
        guard let bytes = attached(path) else { return try ReferenceData.calendar(path: path) }
        return try ReferenceData.calendar(bytes: bytes, file: path)
    }

    private func attached(_ path: String) -> [UInt8]? {
        attachments.first { $0.path == path }?.content
    }

    private func recovered(_ configuration: Core.Configuration) throws(TargetFault) -> Core {
        do throws(RecoveryFailure) {
            let recovered = try Recovery.run(configuration, from: journal)
            return recovered.core
        } catch {
            throw TargetFault("the server did not start: \(error)")
        }
    }

    /// Feeds the engine and does what it asks for, in its order. What that brings up is fed after.
    private func feed(_ input: Input) {
        inputs.append(input)
        guard !isFeeding else { return }
        isFeeding = true
        defer { isFeeding = false }
        // Nobody waits here, so that the clock of the time-outs may stand still.
        while !inputs.isEmpty {
            let moment = Moment(now: now, monotonicMilliseconds: 0)
            let outputs = core?.handle(inputs.removeFirst(), at: moment) ?? []
            for output in outputs { perform(output) }
        }
    }

    private func perform(_ output: Output) {
        do throws(JournalFault) {
            switch output {
            case .append(let entry):
                try journal.append([coder.stored(entry)])
                inputs.append(.committed(through: entry.position))
            case .read(let ticket, .range(let position, let limit)):
                let entries = try journal.entries(from: position, limit: limit)
                inputs.append(.read(ticket, try coder.entries(entries)))
            case .read(let ticket, .positions(let positions)):
                let entries = try journal.entries(at: positions)
                inputs.append(.read(ticket, try coder.entries(entries)))
            case .saveStates(let states, let floor):
                try journal.saveStates(
                    states.map(coder.stored), format: Recovery.format, floor: floor)
                inputs.append(.statesKept)
            case .send(let session, let bytes): deliver(bytes, to: session)
            case .close(let session):
                guard let name = names.removeValue(forKey: session) else { return }
                links[name]?.hasEnded = true
                inputs.append(.ended(session))
            case .drained: hasDrained = true
            // There is no socket that could be full.
            case .workLeft: inputs.append(.workOn)
            case .awaitTurn(let session): inputs.append(.relieved(session))
            case .pauseReading, .resumeReading, .log: break
            }
        } catch {
            preconditionFailure("the journal in memory failed: \(error)")
        }
    }

    /// Cuts what was sent into lines, as a client reads them.
    private func deliver(_ bytes: [UInt8], to session: SessionID) {
        guard let name = names[session], links[name]?.id == session else { return }
        let parts = ((links[name]?.bytes ?? []) + bytes)
            .split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        links[name]?.lines += parts.dropLast().map(Array.init)
        links[name]?.bytes = Array(parts.last ?? [])
    }
}
