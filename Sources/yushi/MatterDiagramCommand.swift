// The way of one matter through its machine, drawn from its history.

internal import ArgumentParser
internal import Client
internal import JSONText
internal import Machines

/// `yushi matter diagram ID`
struct MatterDiagramCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diagram", abstract: HelpText.matterDiagram.local)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var picture: PictureOptions

    @Argument(help: ArgumentHelp(stringLiteral: HelpText.matterID.local))
    var id: String

    func run() throws {
        try global.withClient { client throws(ClientFault) in
            var steps: [DiagramWay.Step] = []
            var cursor: String?
            repeat {
                let answer = try client.call("matter.history", params: params(cursor))
                steps += Self.steps(answer.document, answer.result)
                cursor = answer.document.text("nextCursor", of: answer.result)
            } while cursor != nil
            let text = MachineName(ofMatter: id).diagram.text(
                picture.format, picture.language, way: DiagramWay(steps: steps))
            if global.json {
                Terminal.print(
                    JSONWriter.encoded { writer in
                        writer.beginObject()
                        writer.member("format", picture.format.rawValue)
                        writer.member("language", picture.language.rawValue)
                        writer.member("text", text)
                        writer.endObject()
                    })
            } else {
                Terminal.print(String(text.dropLast()))
            }
        }
    }

    private func params(_ cursor: String?) -> [UInt8] {
        JSONWriter.encoded { writer in
            writer.beginObject()
            writer.member("matter", id)
            writer.member("cursor", cursor)
            writer.endObject()
        }
    }

    /// What the entries of a page say about where the matter went.
    static func steps(_ document: JSONDocument, _ page: Int) -> [DiagramWay.Step] {
        guard document.kind(page) == .object, let items = document.member("items", of: page),
            document.kind(items) == .array
        else { return [] }
        return document.elements(items).compactMap { item in
            guard document.kind(item) == .object, let phase = document.text("phase", of: item)
            else { return nil }
            let step = document.text("step", of: item).map { "." + $0 } ?? ""
            return DiagramWay.Step(
                command: document.text("command", of: item), place: phase + step)
        }
    }
}
