// Replaying session files: the same runner that the tests use, with one line for each file.

internal import ArgumentParser
internal import Client
internal import Files
internal import Glibc
internal import JSONText
internal import Sessions

/// `yushi replay FILES…`
struct ReplayCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay", abstract: HelpText.replay.local)

    @Option(help: ArgumentHelp(stringLiteral: HelpText.server.local))
    var server: String?

    @Option(help: ArgumentHelp(stringLiteral: HelpText.replaySpawn.local))
    var spawn: String?
    @Option(help: ArgumentHelp(stringLiteral: HelpText.replayFile.local))
    var roster: String?
    @Option(help: ArgumentHelp(stringLiteral: HelpText.replayFile.local))
    var principals: String?
    @Option(help: ArgumentHelp(stringLiteral: HelpText.replayFile.local))
    var policy: String?
    @Option(help: ArgumentHelp(stringLiteral: HelpText.replayFile.local))
    var calendar: String?

    @Option(help: ArgumentHelp(stringLiteral: HelpText.replayTokens.local))
    var tokens: String?

    @Flag(help: ArgumentHelp(stringLiteral: HelpText.replayKill.local))
    var kill = false
    @Flag(help: ArgumentHelp(stringLiteral: HelpText.replayAccept.local))
    var accept = false

    @Argument(help: ArgumentHelp(stringLiteral: HelpText.replayFiles.local))
    var files: [String]

    private var serverFlags: [String] {
        let given = [
            ("--roster", roster), ("--principals", principals), ("--policy", policy),
            ("--calendar", calendar),
        ]
        return given.flatMap { name, path in path.map { [name, SystemFiles.absolute($0)] } ?? [] }
    }

    func validate() throws {
        if spawn != nil && server != nil {
            throw ValidationError(ErrorText.spawnOrServer.local)
        }
        if spawn == nil && (kill || !serverFlags.isEmpty) {
            throw ValidationError(ErrorText.killNeedsSpawn.local)
        }
    }

    func run() throws {
        let target: TCPTarget
        let table: [String: String]
        do {
            target = try self.target()
            table = try tokens.map { try Tokens.read($0) } ?? [:]
        } catch let fault as ClientFault {
            throw GlobalOptions.report(fault)
        } catch {
            throw GlobalOptions.report(file: "\(error)")
        }
        let runner = SessionRunner(target: target, tokens: table, accepts: accept)
        var failures = 0
        for file in files where try !replay(file, runner) { failures += 1 }
        if failures > 0 { throw ExitCode(ExitStatus.data.rawValue) }
    }

    private func target() throws(ClientFault) -> TCPTarget {
        // Commands of a session run with this very program.
        let ownPath = Self.ownPath()
        if let spawn {
            let setup = ServerSetup(
                program: SystemFiles.absolute(spawn), commandLine: ownPath, flags: serverFlags)
            return TCPTarget(starting: setup, kills: kill)
        }
        var options = GlobalOptions()
        options.server = server
        return TCPTarget(running: try options.address(), commandLine: ownPath)
    }

    private static func ownPath() -> String? {
        guard let path = unsafe realpath("/proc/self/exe", nil) else { return nil }
        defer { unsafe free(path) }
        return unsafe String(cString: path)
    }

    /// Replays one file and says how it went.
    private func replay(_ file: String, _ runner: SessionRunner) throws -> Bool {
        let source: [UInt8]
        do {
            source = try SystemFiles.read(file)
        } catch {
            throw GlobalOptions.report(file: error.description)
        }
        do {
            let script = try ScriptParser.parse(file: file, source: source)
            let report = runner.run(script)
            if let failure = report.failure { throw failure }
            if let content = report.rewritten {
                try SystemFiles.write(content, to: file)
                Terminal.print(WordText.rewritten.filled(file))
            } else {
                Terminal.print(WordText.passed.filled(file, String(report.executed)))
            }
            return true
        } catch {
            Terminal.print(WordText.failed.filled(file))
            Terminal.say(ErrorText.session.filled(String(describing: error)))
            return false
        }
    }
}

/// The tokens of principals, from a file `{"principal": "token"}`.
enum Tokens {
    /// What a file of tokens holds instead.
    struct Fault: Error, CustomStringConvertible {
        var description: String
    }

    static func read(_ path: String) throws -> [String: String] {
        let document: JSONDocument
        let content = try SystemFiles.read(path)
        do throws(JSONFault) {
            document = try JSONDocument(content)
        } catch {
            throw Fault(description: "\(path) is no JSON")
        }
        guard document.kind(0) == .object else {
            throw Fault(description: "\(path) is no JSON object")
        }
        var tokens: [String: String] = [:]
        for member in document.members(0) {
            guard document.kind(member.value) == .string else {
                throw Fault(description: "\(path): a token is a string")
            }
            tokens[document.string(member.key)] = document.string(member.value)
        }
        return tokens
    }
}
