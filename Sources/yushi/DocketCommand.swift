// The live queues: listed, counted, and watched.

internal import ArgumentParser
internal import Client
internal import JSONText

/// `yushi docket …`
struct DocketCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "docket", abstract: HelpText.docket.local,
        subcommands: [List.self, Count.self, StatisticsCommand.self, WatchCommand.self])

    /// `yushi docket list`
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list", abstract: HelpText.docketList.local)

        @OptionGroup var global: GlobalOptions
        @OptionGroup var filter: DocketFilter

        @Option(help: ArgumentHelp(stringLiteral: HelpText.sort.local))
        var sort: String?

        @Option(help: ArgumentHelp(stringLiteral: HelpText.pageSize.local))
        var pageSize: Int32?

        @Flag(help: ArgumentHelp(stringLiteral: HelpText.all.local))
        var all = false

        func run() throws {
            try global.withClient { client throws(ClientFault) in
                let params = JSONWriter.encoded { writer in
                    writer.beginObject()
                    filter.write(into: &writer)
                    writer.member("sort", sort)
                    writer.member("pageSize", pageSize.map { Int($0) })
                    writer.endObject()
                }
                let listing = Listing(
                    method: "docket.list", params: params, columns: Listing.docketColumns)
                try listing.run(client, all: all, json: global.json)
            }
        }
    }

    /// `yushi docket count`
    struct Count: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "count", abstract: HelpText.docketCount.local)

        @OptionGroup var global: GlobalOptions
        @OptionGroup var filter: DocketFilter

        @Option(help: ArgumentHelp(stringLiteral: HelpText.groupBy.local))
        var groupBy: String?

        func run() throws {
            try global.withClient { client throws(ClientFault) in
                let params = JSONWriter.encoded { writer in
                    writer.beginObject()
                    filter.write(into: &writer)
                    writer.member("groupBy", groupBy)
                    writer.endObject()
                }
                let answer = try client.call("docket.count", params: params)
                if global.json {
                    Terminal.print(answer.json)
                    return
                }
                for line in Self.lines(answer, columns: Terminal.columns) {
                    Terminal.print(line)
                }
            }
        }

        /// The groups as a table when there are any, and the count.
        static func lines(_ answer: Answer, columns: Int?) -> [String] {
            let document = answer.document
            let count = document.number("count", of: answer.result).map { String($0) } ?? "-"
            guard let groups = document.member("groups", of: answer.result),
                document.kind(groups) == .array
            else { return [count] }
            var table = Table([WordText.count.local, WordText.value.local])
            for group in document.elements(groups) {
                table.add([
                    document.number("count", of: group).map { String($0) } ?? "-",
                    document.text("value", of: group) ?? "-",
                ])
            }
            table.add([count, ""])
            return table.lines(columns: columns)
        }
    }
}
