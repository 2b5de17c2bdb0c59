// Runs a session statement by statement against a target. The first thing that is not as the file
// says ends the run, with the phase it happened in printed in full; in accepting mode a message
// that differs only in values is written into the file instead.

internal import Client
internal import JSONText

/// Runs sessions.
public final class SessionRunner {
    private let target: any SessionTarget
    private let tokens: [String: String]
    private let accepts: Bool

    private var script = Script(file: "", source: [], phases: [], statements: [], attachments: [])
    private var captures = Captures()
    /// The statements of the present phase that were run, and what came for them.
    private var transcript: [String] = []
    private var phase = 0
    private var edits: [(range: Range<Int>, bytes: [UInt8])] = []
    private var pings = 0
    private var execution: RunningExecution?

    /// A command that was run and whose output is being compared.
    private struct RunningExecution {
        var result: ExecutionResult
        var statement: Statement
        var linesRead = 0
        var status: Int32 = 0
    }

    /// - Parameters:
    ///   - tokens: the token of each principal that a session may name.
    ///   - accepts: whether values that differ are rewritten instead of failing.
    public init(target: any SessionTarget, tokens: [String: String], accepts: Bool = false) {
        self.target = target
        self.tokens = tokens
        self.accepts = accepts
    }

    /// Runs a session from its beginning to its end or first failure.
    public func run(_ script: Script) -> SessionReport {
        self.script = script
        captures = Captures()
        transcript = []
        phase = 0
        edits = []
        execution = nil
        var executed = 0
        do throws(SessionFailure) {
            do {
                try target.begin(script)
            } catch {
                throw failure(nil, error.message)
            }
            defer { target.end() }
            for statement in script.statements {
                try run(statement)
                executed += 1
            }
            try finishExecution()
        } catch {
            return SessionReport(executed: executed, failure: error, rewritten: nil)
        }
        return SessionReport(executed: executed, failure: nil, rewritten: rewrittenSource())
    }

    // MARK: Statements

    private func run(_ statement: Statement) throws(SessionFailure) {
        if case .output = statement.action {
        } else if case .status = statement.action {
        } else {
            try finishExecution()
        }
        if statement.phase != phase {
            phase = statement.phase
            transcript = []
        }
        do {
            try target.beforeStatement(mayKill: script.phases[phase].allowsKill)
            try perform(statement)
        } catch let problem as TargetFault {
            throw failure(statement, problem.message)
        } catch let problem as UnknownCapture {
            throw failure(statement, "nothing was captured as '\(problem.name)'")
        } catch let problem as SessionFailure {
            throw problem
        } catch {
            preconditionFailure("a statement threw something else: \(error)")
        }
        transcript.append(statement.text)
    }

    private func perform(_ statement: Statement) throws {
        switch statement.action {
        case .startServer(let flags): try target.startServer(flags: flags)
        case .stopServer: try target.stopServer()
        case .killServer: try target.killServer()
        case .restartServer(let flags):
            try target.stopServer()
            try target.startServer(flags: flags)
        case .setClock(let time): try target.setClock(time)
        case .advanceClock(let milliseconds):
            try target.advanceClock(milliseconds: milliseconds)
        case .connect(let name, let principal):
            try target.connect(name, token: try token(principal, statement))
        case .send(let name, let message):
            try target.send(try message.line(captures), on: name)
        case .sendRaw(let name, let bytes): try target.sendRaw(bytes, on: name)
        case .expect(let name, let template): try expect(template, on: name, statement)
        case .quiet(let name): try expectQuiet(name, statement)
        case .closed(let name):
            switch try receive(on: name, skipsHeartbeats: true) {
            case .ended: break
            case .silence: throw failure(statement, "the connection is still open")
            case .line(let line, _):
                throw failure(statement, "a message came on '\(name)'", received: line)
            }
        case .execute(let command): try execute(command, statement)
        case .output(let expected): try compare(expected, statement)
        case .status(let status):
            guard execution != nil else {
                throw failure(statement, "no exec stands before this status")
            }
            execution?.status = status
        }
    }

    private func token(
        _ principal: String?, _ statement: Statement
    ) throws(SessionFailure) -> String? {
        guard let principal else { return nil }
        guard let token = tokens[principal] else {
            throw failure(statement, "the tokens name no principal '\(principal)'")
        }
        return token
    }

    private static let heartbeat = "docket.heartbeat"

    /// The next message. Heartbeats come when they come, so that a session sees only those it
    /// asks for.
    private func receive(
        on name: String, skipsHeartbeats: Bool
    ) throws(TargetFault) -> Reception {
        while true {
            let reception = try target.receive(on: name)
            guard skipsHeartbeats, case .line(let line, _) = reception,
                let document = try? JSONDocument(line), document.kind(0) == .object,
                document.text("method", of: 0) == Self.heartbeat
            else { return reception }
        }
    }

    private func expect(_ template: Template, on name: String, _ statement: Statement) throws {
        switch try receive(on: name, skipsHeartbeats: !template.isNotification(Self.heartbeat)) {
        case .ended: throw failure(statement, "the connection was closed", template)
        case .silence: throw failure(statement, "no message came", template)
        case .line(let line, let mayBeReplay):
            let tolerance = Matching.Tolerance(envelope: true, replayed: mayBeReplay)
            try compare(template, line, tolerance, statement)
        }
    }

    /// Compares, keeps what was captured, and fails or notes a rewriting.
    private func compare(
        _ template: Template, _ bytes: [UInt8], _ tolerance: Matching.Tolerance,
        _ statement: Statement
    ) throws(SessionFailure) {
        guard let document = try? JSONDocument(bytes) else {
            throw failure(statement, "what came is no JSON", template, received: bytes)
        }
        let matching = Matching(
            template, source: script.source, document, captures, tolerance)
        if let first = matching.differences.first {
            let blocking = matching.differences.first { !$0.isRewritable }
            guard accepts, blocking == nil else {
                throw failure(
                    statement, "what came is not what was expected", template, received: bytes,
                    difference: accepts ? blocking ?? first : first)
            }
            let accepting = Accepting(
                source: script.source, document: document, captures: matching.captures,
                tolerance: tolerance)
            edits.append((template.range, accepting.rewritten(template)))
        }
        captures = matching.captures
    }

    private func expectQuiet(_ name: String, _ statement: Statement) throws {
        pings += 1
        let id = "quiet:\(pings)"
        let ping = JSONWriter.encoded { writer in
            writer.beginObject()
            writer.member("jsonrpc", "2.0")
            writer.member("id", id)
            writer.member("method", "session.ping")
            writer.endObject()
        }
        try target.send(ping, on: name)
        switch try receive(on: name, skipsHeartbeats: true) {
        case .ended: throw failure(statement, "the connection was closed")
        case .silence: throw failure(statement, "the ping was not answered")
        case .line(let line, _):
            guard let reply = try? JSONDocument(line), reply.kind(0) == .object,
                reply.text("id", of: 0) == id
            else { throw failure(statement, "'\(name)' is not quiet", received: line) }
        }
    }

    // MARK: Commands

    private func execute(_ command: Statement.Execution, _ statement: Statement) throws {
        var arguments: [String] = []
        for argument in command.arguments {
            let pieces = (try? Piece.split(argument)) ?? [.literal(argument)]
            arguments.append(try captures.text(pieces))
        }
        let result = try target.execute(
            arguments, token: try token(command.principal, statement),
            environment: command.environment)
        execution = RunningExecution(result: result, statement: statement)
    }

    private func compare(
        _ expected: Statement.ExpectedOutput, _ statement: Statement
    ) throws {
        guard let running = execution else {
            throw failure(statement, "no exec stands before this output")
        }
        guard running.linesRead < running.result.lines.count else {
            throw failure(statement, "the command printed no further line\(errors(running))")
        }
        let line = running.result.lines[running.linesRead]
        execution?.linesRead += 1
        switch expected {
        case .json(let template):
            try compare(template, Array(line.utf8), Matching.Tolerance(), statement)
        case .text(let text):
            let pieces = (try? Piece.split(text)) ?? [.literal(text)]
            let wanted = try captures.text(pieces)
            let trimmed = line.reversed().drop { $0 == " " }.reversed()
            guard wanted == String(trimmed) else {
                throw failure(
                    statement, "the command printed another line", received: Array(line.utf8))
            }
        }
    }

    /// Holds a command to its status, and to its output when the session looks at that at all.
    private func finishExecution() throws(SessionFailure) {
        guard let running = execution else { return }
        execution = nil
        guard running.result.status == running.status else {
            throw failure(
                running.statement,
                "the status is \(running.result.status), not \(running.status)\(errors(running))")
        }
        if running.linesRead > 0, running.linesRead < running.result.lines.count {
            let line = running.result.lines[running.linesRead]
            throw failure(
                running.statement, "the command printed a further line",
                received: Array(line.utf8))
        }
    }

    private func errors(_ running: RunningExecution) -> String {
        running.result.errors.isEmpty ? "" : "; it said: \(running.result.errors)"
    }

    // MARK: Reports

    private func failure(
        _ statement: Statement?, _ message: String, _ template: Template? = nil,
        received: [UInt8]? = nil, difference: Difference? = nil
    ) -> SessionFailure {
        SessionFailure(
            fault: SessionFault(
                file: script.file, line: statement?.line ?? 1, message: message),
            phase: script.phases.isEmpty ? "" : script.phases[phase].name,
            transcript: transcript, statement: statement?.text,
            expected: template.map { String(decoding: script.source[$0.range], as: UTF8.self) },
            received: received.map { String(decoding: $0, as: UTF8.self) },
            difference: difference)
    }

    /// The file with all edits, from the last to the first so that ranges stay true.
    private func rewrittenSource() -> [UInt8]? {
        guard !edits.isEmpty else { return nil }
        var source = script.source
        for edit in edits.sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) {
            source.replaceSubrange(edit.range, with: edit.bytes)
        }
        return source == script.source ? nil : source
    }
}
