// Watching the docket until interrupted. The position of the last change that was printed is all
// that is needed to go on after the connection was lost, without a gap and without a repetition.

internal import ArgumentParser
internal import Client
internal import JSONText

/// `yushi docket watch`
struct WatchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "watch", abstract: HelpText.docketWatch.local)

    /// How often a lost connection is tried again before the command gives up.
    static let attemptsMax = 8
    /// The wait before that, so that a server that hangs up at once is not besieged.
    static let pauseMilliseconds: Int32 = 500

    /// A server that lives says something at least every fifteen seconds. After three times that a
    /// connection is taken for lost, although nothing has closed it.
    static let silenceMilliseconds = 45_000

    @OptionGroup var global: GlobalOptions
    @OptionGroup var filter: DocketFilter

    @Option(help: ArgumentHelp(stringLiteral: HelpText.fromPosition.local))
    var fromPosition: Int64?

    func validate() throws {
        if let fromPosition, !(0...JSONDocument.integerMax).contains(fromPosition) {
            throw ValidationError(HelpText.fromPosition.local)
        }
    }

    func run() throws {
        try global.withClient { client throws(ClientFault) in
            var position = fromPosition
            while true {
                try watch(client, from: &position)
                client.close()
                YushiClient.pause(milliseconds: Self.pauseMilliseconds)
                Terminal.say(WordText.connectionLost.filled(position.map { String($0) } ?? "-"))
            }
        }
    }

    /// Watches on one connection until it is lost.
    private func watch(
        _ client: YushiClient, from position: inout Int64?
    ) throws(ClientFault) {
        let start = position
        let params = JSONWriter.encoded { writer in
            writer.beginObject()
            filter.write(into: &writer)
            writer.member("fromPosition", start)
            writer.endObject()
        }
        let answer = try client.callRetrying(
            "docket.watch", params: params, attempts: Self.attemptsMax)
        if position == nil { position = answer.document.number("position", of: answer.result) }
        do {
            while let message = try client.nextNotification(
                timeoutMilliseconds: Self.silenceMilliseconds)
            {
                print(message, &position)
            }
        } catch .connection {
            return
        }
    }

    private func print(_ message: Notification, _ position: inout Int64?) {
        guard let params = message.params, message.document.kind(params) == .object else { return }
        switch message.method {
        case "docket.changed":
            if global.json {
                Terminal.print(message.document.json(params))
            } else {
                Terminal.print(Self.line(message.document, params, columns: Terminal.columns))
            }
        case "docket.heartbeat": break
        default: return
        }
        position = message.document.number("position", of: params) ?? position
    }

    /// A change on one line.
    static func line(_ document: JSONDocument, _ params: Int, columns: Int?) -> String {
        let names: [(StaticString, Int)] = [
            ("at", 24), ("matter", 14), ("event", 24), ("phase", 14), ("version", 0),
        ]
        var line = ""
        for (name, width) in names {
            let text = document.member(name, of: params).flatMap { document.plainText($0) } ?? "-"
            line += DisplayWidth.padded(Table.plain(text), to: width) + "  "
        }
        while line.last == " " { line.removeLast() }
        return columns.map { DisplayWidth.clipped(line, to: $0) } ?? line
    }
}
