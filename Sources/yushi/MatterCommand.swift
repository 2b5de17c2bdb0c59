// Looking at one matter.

internal import ArgumentParser
internal import Client
internal import JSONText

/// `yushi matter …`
struct MatterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "matter", abstract: HelpText.matter.local,
        subcommands: [
            Show.self, History.self, ExplainCommand.self, AsOfCommand.self,
            MatterDiagramCommand.self,
        ])

    /// `yushi matter show ID`
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: HelpText.matterShow.local)

        @OptionGroup var global: GlobalOptions

        @Argument(help: ArgumentHelp(stringLiteral: HelpText.matterID.local))
        var id: String

        func run() throws {
            try global.withClient { client throws(ClientFault) in
                let params = JSONWriter.encoded { writer in
                    writer.beginObject()
                    writer.member("matter", id)
                    writer.endObject()
                }
                let answer = try client.call("matter.get", params: params)
                if global.json {
                    Terminal.print(answer.json)
                } else {
                    Outline(answer.document).print(answer.result)
                }
            }
        }
    }

    /// `yushi matter history ID`
    struct History: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "history", abstract: HelpText.matterHistory.local)

        @OptionGroup var global: GlobalOptions

        @Argument(help: ArgumentHelp(stringLiteral: HelpText.matterID.local))
        var id: String

        @Flag(help: ArgumentHelp(stringLiteral: HelpText.all.local))
        var all = false

        func run() throws {
            try global.withClient { client throws(ClientFault) in
                let params = JSONWriter.encoded { writer in
                    writer.beginObject()
                    writer.member("matter", id)
                    writer.endObject()
                }
                let listing = Listing(
                    method: "matter.history", params: params, columns: Listing.historyColumns)
                try listing.run(client, all: all, json: global.json)
            }
        }
    }
}
