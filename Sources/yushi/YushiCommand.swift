// The command line of Yushi. Each command asks the server one thing and prints the answer, as
// tables for people or as JSON for programs; nothing is decided here.

internal import ArgumentParser
internal import Client
internal import Digest
internal import Files
internal import Glibc
internal import JSONText

/// The root of all commands.
@main
struct YushiCommand: ParsableCommand {
    static let version = "0.1.0"

    static let configuration = CommandConfiguration(
        commandName: "yushi",
        abstract: HelpText.yushi.local,
        discussion: HelpText.exitTable.local,
        version: version,
        subcommands: [
            CallCommand.self, MatterCommand.self, DocketCommand.self, OrganCommand.self,
            DocumentCommand.self, ExportCommand.self, StatusCommand.self, MachineCommand.self,
            ReplayCommand.self, TokenCommand.self, RosterCommand.self, CalendarCommand.self,
        ])

    static func main() {
        StandardStreams.hold()
        if let text = StandardStreams.firstMendedText(variables: "YUSHI_") {
            Terminal.say(ErrorText.error.filled(ErrorText.notUTF8.filled(Table.plain(text))))
            Glibc.exit(ExitStatus.usage.rawValue)
        }
        // A file that may not grow further is then a fault of the write, which is told and leaves
        // no draft behind, instead of the end of the program.
        signal(SIGXFSZ, SIG_IGN)
        main(nil)
    }
}

/// `yushi call METHOD [JSON]`
struct CallCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "call", abstract: HelpText.call.local)

    @OptionGroup var global: GlobalOptions

    @Argument(help: ArgumentHelp(stringLiteral: HelpText.method.local))
    var method: String

    @Argument(help: ArgumentHelp(stringLiteral: HelpText.params.local))
    var params = "{}"

    func run() throws {
        let bytes: [UInt8]
        do {
            // One byte more than a request may have is enough to be refused as too long.
            bytes =
                params == "-"
                ? try StandardStreams.readInput(bytesMax: (1 << 20) + 1) : Array(params.utf8)
        } catch {
            throw GlobalOptions.report(file: error.description)
        }
        var pointer: String?
        do {
            try global.withClient { client throws(ClientFault) in
                do throws(ClientFault) {
                    let answer = try client.call(method, params: bytes)
                    if global.json {
                        Terminal.print(answer.json)
                    } else {
                        Outline(answer.document).print(answer.result)
                    }
                } catch {
                    pointer = Explanation(language: .current)
                        .pointer(to: method, params: bytes, after: error)
                    throw error
                }
            }
        } catch {
            // After what was refused and why.
            if let pointer { Terminal.say(pointer) }
            throw error
        }
    }
}

/// `yushi status`
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: HelpText.status.local)

    @OptionGroup var global: GlobalOptions

    func run() throws {
        try global.withClient { client throws(ClientFault) in
            let answer = try client.call("server.status")
            if global.json {
                Terminal.print(answer.json)
            } else {
                Outline(answer.document).print(answer.result)
            }
        }
    }
}

/// `yushi token …`
struct TokenCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "token", abstract: HelpText.tokens.local, subcommands: [New.self])

    /// `yushi token new`: works without a server.
    struct New: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "new", abstract: HelpText.tokenNew.local)

        @Flag(help: ArgumentHelp(stringLiteral: HelpText.json.local))
        var json = false

        func run() {
            let token = Digest.hex(Digest.random(byteCount: 32))
            let hash = Digest.hex(Digest.sha256(Array(token.utf8)))
            if json {
                Terminal.print(
                    JSONWriter.encoded { writer in
                        writer.beginObject()
                        writer.member("token", token)
                        writer.member("tokenSHA256", hash)
                        writer.endObject()
                    })
            } else {
                let word = DisplayWidth.padded(WordText.token.local, to: 13)
                Terminal.print(word + token)
                Terminal.print(DisplayWidth.padded("SHA-256", to: 13) + hash)
            }
        }
    }
}
