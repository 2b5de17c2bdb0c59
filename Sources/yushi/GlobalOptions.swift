// The options that every command takes, and the one place where a fault becomes words and a
// status.

internal import ArgumentParser
internal import Client
internal import Files
internal import JSONText

/// Where the server is, who asks, and how results are printed.
struct GlobalOptions: ParsableArguments {
    private static let tokenFileBytesMax = 4096
    /// Where a server listens when nothing else is said.
    static let serverDefault = "tcp:127.0.0.1:7314"

    @Option(help: ArgumentHelp(stringLiteral: HelpText.server.local))
    var server: String?

    @Option(help: ArgumentHelp(stringLiteral: HelpText.token.local))
    var token: String?

    @Option(help: ArgumentHelp(stringLiteral: HelpText.tokenFile.local))
    var tokenFile: String?

    @Flag(help: ArgumentHelp(stringLiteral: HelpText.json.local))
    var json = false

    /// Runs what needs a client; a fault is explained and ends the program with its status.
    func withClient(_ body: (YushiClient) throws(ClientFault) -> Void) throws {
        do {
            try body(try client())
        } catch {
            throw GlobalOptions.report(error)
        }
    }

    /// Says what went wrong.
    ///
    /// - Returns: the status to end with.
    static func report(_ fault: ClientFault) -> ExitCode {
        for line in Explanation(language: .current).lines(fault) { Terminal.say(line) }
        return ExitCode(ExitStatus(fault).rawValue)
    }

    /// Says that a file is of no use.
    static func report(file message: String) -> ExitCode {
        Terminal.say(
            ErrorText.error.filled(ErrorText.badFile.filled(Table.plain(message))))
        return ExitCode(ExitStatus.notFound.rawValue)
    }

    /// The address that the options or the environment name.
    func address() throws(ClientFault) -> ServerAddress {
        let text = server ?? SystemFiles.environment("YUSHI_SERVER") ?? Self.serverDefault
        do {
            return try ServerAddress(text)
        } catch {
            throw .connection(error)
        }
    }

    /// The token as the secret that only this person has; nothing where there is none.
    func secret() throws(ClientFault) -> [UInt8] {
        Array((try chosenToken() ?? "").utf8)
    }

    private func client() throws(ClientFault) -> YushiClient {
        YushiClient(
            try address(), token: try chosenToken(), locale: Language.current.rawValue,
            name: "yushi", version: YushiCommand.version)
    }

    private func chosenToken() throws(ClientFault) -> String? {
        if let token { return token }
        guard let tokenFile else { return SystemFiles.environment("YUSHI_TOKEN") }
        do {
            let content = try SystemFiles.read(tokenFile, bytesMax: Self.tokenFileBytesMax)
            let line = content.prefix { $0 != 0x0A && $0 != 0x0D }
            return String(decoding: line, as: UTF8.self)
        } catch {
            throw .badTokenFile(error.description)
        }
    }
}
