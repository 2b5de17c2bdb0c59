// Looking at organs and at who may supervise whom.

internal import ArgumentParser
internal import Client
internal import JSONText

/// `yushi organ …`
struct OrganCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "organ", abstract: HelpText.organ.local,
        subcommands: [CompetenceCommand.self, Show.self, List.self])

    /// `yushi organ show ID`
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: HelpText.organShow.local)

        @OptionGroup var global: GlobalOptions

        @Argument(help: ArgumentHelp(stringLiteral: HelpText.organID.local))
        var id: String

        func run() throws {
            try global.withClient { client throws(ClientFault) in
                let params = JSONWriter.encoded { writer in
                    writer.beginObject()
                    writer.member("organ", id)
                    writer.endObject()
                }
                let answer = try client.call("organ.get", params: params)
                if global.json {
                    Terminal.print(answer.json)
                } else {
                    Outline(answer.document).print(answer.result)
                }
            }
        }
    }

    /// `yushi organ list`
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: HelpText.organList.local)

        @OptionGroup var global: GlobalOptions

        @Flag(help: ArgumentHelp(stringLiteral: HelpText.all.local))
        var all = false

        func run() throws {
            try global.withClient { client throws(ClientFault) in
                let listing = Listing(
                    method: "organ.list", params: Array("{}".utf8),
                    columns: Listing.organColumns)
                try listing.run(client, all: all, json: global.json)
            }
        }
    }
}

/// `yushi organ competence OF OVER`
struct CompetenceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "competence", abstract: HelpText.organCompetence.local)

    @OptionGroup var global: GlobalOptions

    @Argument(help: ArgumentHelp(stringLiteral: HelpText.organOf.local))
    var of: String

    @Argument(help: ArgumentHelp(stringLiteral: HelpText.organOver.local))
    var over: String

    func run() throws {
        try global.withClient { client throws(ClientFault) in
            let params = JSONWriter.encoded { writer in
                writer.beginObject()
                writer.member("of", of)
                writer.member("over", over)
                writer.endObject()
            }
            let answer = try client.call("organ.competence", params: params)
            if global.json {
                Terminal.print(answer.json)
                return
            }
            for line in Self.lines(answer.document, answer.result, .current) {
                Terminal.print(line)
            }
        }
    }

    /// The answer in words.
    static func lines(_ document: JSONDocument, _ node: Int, _ language: Language) -> [String] {
        guard document.kind(node) == .object else { return [] }
        func flag(_ name: StaticString) -> Bool {
            guard let value = document.member(name, of: node) else { return false }
            return document.kind(value) == .bool && document.bool(value)
        }
        let verdict = flag("competent") ? WordText.competent : WordText.notCompetent
        var lines = [verdict[language]]
        if let basis = document.member("basis", of: node).flatMap({ StatedBasis(document, $0) }) {
            let words = Explanation(language: language).words(basis)
            lines.append(ErrorText.basis.filled(words, in: language))
        }
        if flag("byReference") { lines.append(WordText.byReference[language]) }
        let lists: [(StaticString, Text)] = [
            ("notifySuperior", WordText.notifySuperior), ("assistFrom", WordText.assistFrom),
            ("competentOrgans", WordText.competentOrgans),
        ]
        for (name, text) in lists {
            guard let value = document.member(name, of: node),
                let words = Explanation.list(document, value)
            else { continue }
            lines.append(text.filled(words, in: language))
        }
        return lines
    }
}
