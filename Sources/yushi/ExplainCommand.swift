// What one may do with a matter, and why not the rest; and what a matter was.

internal import ArgumentParser
internal import Client
internal import JSONText

/// `yushi matter explain ID [COMMAND]`
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain", abstract: HelpText.matterExplain.local)

    @OptionGroup var global: GlobalOptions

    @Argument(help: ArgumentHelp(stringLiteral: HelpText.matterID.local))
    var id: String

    @Argument(help: ArgumentHelp(stringLiteral: HelpText.explainedCommand.local))
    var command: String?

    @Option(help: ArgumentHelp(stringLiteral: HelpText.explainedParams.local))
    var params: String?

    func run() throws {
        try global.withClient { client throws(ClientFault) in
            let answer = try client.call("matter.explain", params: try Self.params(self))
            if global.json {
                Terminal.print(answer.json)
                return
            }
            let lines = Self.lines(answer, .current, columns: Terminal.columns)
            for line in lines { Terminal.print(line) }
        }
    }

    private static func params(_ command: ExplainCommand) throws(ClientFault) -> [UInt8] {
        var given: JSONDocument?
        if let text = command.params {
            do {
                given = try JSONDocument(Array(text.utf8))
            } catch {
                throw .badParameters(error.message)
            }
        }
        return JSONWriter.encoded { writer in
            writer.beginObject()
            writer.member("matter", command.id)
            writer.member("command", command.command)
            if let given {
                writer.key("params")
                given.write(0, into: &writer)
            }
            writer.endObject()
        }
    }

    /// One command with all that is known of its refusal, or a table of several.
    static func lines(_ answer: Answer, _ language: Language, columns: Int?) -> [String] {
        let document = answer.document
        guard let commands = document.member("commands", of: answer.result),
            document.kind(commands) == .array
        else { return [] }
        let verdicts = Array(document.elements(commands))
        let explanation = Explanation(language: language)
        if verdicts.count == 1 {
            if isAllowed(document, verdicts[0]) { return [WordText.allowedNow[language]] }
            return explanation.lines(verdict: document, verdicts[0])
        }
        var table = Table([
            WordText.command[language], WordText.allowed[language], WordText.basis[language],
            WordText.who[language], WordText.from[language], WordText.missing[language],
            WordText.why[language],
        ])
        for verdict in verdicts {
            let isAllowed = isAllowed(document, verdict)
            let cells = isAllowed ? [] : explanation.cells(verdict: document, verdict)
            table.add(
                [
                    document.text("command", of: verdict) ?? "-",
                    isAllowed ? WordText.yes[language] : WordText.no[language],
                ] + (cells.isEmpty ? ["", "", "", "", ""] : cells))
        }
        return table.lines(columns: columns)
    }

    private static func isAllowed(_ document: JSONDocument, _ verdict: Int) -> Bool {
        guard let allowed = document.member("allowed", of: verdict) else { return false }
        return document.kind(allowed) == .bool && document.bool(allowed)
    }
}

/// `yushi matter as-of ID --version N | --at TIME`
struct AsOfCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "as-of", abstract: HelpText.matterAsOf.local)

    @OptionGroup var global: GlobalOptions

    @Argument(help: ArgumentHelp(stringLiteral: HelpText.matterID.local))
    var id: String

    @Option(
        name: .customLong("version"),
        help: ArgumentHelp(stringLiteral: HelpText.asOfVersion.local))
    var version: Int32?

    @Option(help: ArgumentHelp(stringLiteral: HelpText.asOfMoment.local))
    var at: String?

    func validate() throws {
        guard (version == nil) != (at == nil) else {
            throw ValidationError(ErrorText.versionOrMoment.local)
        }
    }

    func run() throws {
        try global.withClient { client throws(ClientFault) in
            let params = JSONWriter.encoded { writer in
                writer.beginObject()
                writer.member("matter", id)
                writer.member("version", version.map { Int($0) })
                writer.member("at", at)
                writer.endObject()
            }
            let answer = try client.call("matter.asOf", params: params)
            if global.json {
                Terminal.print(answer.json)
            } else {
                Outline(answer.document).print(answer.result)
            }
        }
    }
}
