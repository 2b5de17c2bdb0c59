// Documents as they go to the printer. The server says what a document holds, the template how it
// looks; nothing is decided here.

internal import ArgumentParser
internal import Client
internal import Files
internal import JSONText
internal import Papers

/// `yushi document …`
struct DocumentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "document", abstract: PaperText.document.local, subcommands: [Show.self])

    /// `yushi document show NUMBER`
    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show", abstract: PaperText.documentShow.local)

        @OptionGroup var global: GlobalOptions

        @Argument(help: ArgumentHelp(stringLiteral: PaperText.number.local))
        var number: String

        @Option(help: ArgumentHelp(stringLiteral: PaperText.kind.local))
        var kind: String?

        @Option(help: ArgumentHelp(stringLiteral: PaperText.issuer.local))
        var issuer: String?

        @Option(help: ArgumentHelp(stringLiteral: PaperText.format.local))
        var format = Format.text

        /// What the option can be, as ``Templates`` knows it.
        enum Format: String, CaseIterable, ExpressibleByArgument {
            case html, text

            var ofTemplates: Templates.Format {
                switch self {
                case .html: .html
                case .text: .text
                }
            }
        }

        @Option(help: ArgumentHelp(stringLiteral: PaperText.template.local))
        var template: String?

        @Option(help: ArgumentHelp(stringLiteral: PaperText.output.local))
        var output: String?

        func run() throws {
            // The templates come first: with a mistake in them there is nothing to ask for.
            let templates = try TemplateFolder.chosen(template)
            var answer: Answer?
            try global.withClient { client throws(ClientFault) in
                let params = JSONWriter.encoded { writer in
                    writer.beginObject()
                    writer.member("number", number)
                    writer.member("kind", kind)
                    writer.member("issuer", issuer)
                    writer.endObject()
                }
                answer = try client.call("document.get", params: params)
            }
            guard let answer else { return }
            try write(global.json ? answer.json + [0x0A] : page(answer, templates))
        }

        private func page(_ answer: Answer, _ templates: Templates) throws -> [UInt8] {
            do {
                let paper = try Paper(answer.document, answer.result)
                return Array(try templates.render(paper, as: format.ofTemplates).utf8)
            } catch let fault as TemplateFault {
                throw TemplateFolder.report(fault.sentence())
            } catch let fault as Paper.Fault {
                throw GlobalOptions.report(.protocolBroken(fault.reason))
            }
        }

        private func write(_ bytes: [UInt8]) throws {
            guard let output else { return Terminal.write(bytes) }
            do {
                try SystemFiles.write(bytes, to: output)
            } catch {
                throw GlobalOptions.report(file: error.description)
            }
            Terminal.say(PaperText.written.filled(output))
        }
    }
}

/// Where templates come from: the option, else the environment, else the program itself.
enum TemplateFolder {
    /// - Throws: an exit status, after the mistake was told.
    static func chosen(_ option: String?) throws -> Templates {
        do {
            guard let folder = option ?? SystemFiles.environment("YUSHI_TEMPLATES") else {
                return try Templates.builtIn()
            }
            return try Templates(files: try files(in: folder))
        } catch let fault as TemplateFault {
            throw report(fault.sentence())
        } catch let fault as FileSystemFault {
            throw GlobalOptions.report(file: fault.description)
        }
    }

    private static func files(in folder: String) throws -> [(name: String, content: [UInt8])] {
        let templates = try SystemFiles.names(in: folder).filter { $0.hasSuffix(Templates.suffix) }
        guard !templates.isEmpty else { throw report(PaperText.noTemplates.filled(folder)) }
        return try templates.map { ($0, try SystemFiles.read("\(folder)/\($0)")) }
    }

    /// Says what is wrong; nothing was written.
    static func report(_ sentence: String) -> ExitCode {
        Terminal.say(ErrorText.error.filled(Table.plain(sentence)))
        return ExitCode(ExitStatus.data.rawValue)
    }
}
