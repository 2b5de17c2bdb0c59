// Histories for analysis (Art. 12): what the person may see, in the formats that tools of process
// mining and spreadsheets read.

internal import Analysis
internal import ArgumentParser
internal import Client
internal import Files
internal import JSONText

/// `yushi export`
struct ExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: PaperText.export.local,
        discussion: PaperText.exportDiscussion.local)

    enum Format: String, CaseIterable, ExpressibleByArgument {
        case ocel, xes, csv
    }

    static let pseudonymKeyBytes = 16...65_536

    @OptionGroup var global: GlobalOptions

    @Option(help: ArgumentHelp(stringLiteral: PaperText.exportFormat.local))
    var format: Format

    @Option(help: ArgumentHelp(stringLiteral: PaperText.from.local))
    var from: String?

    @Option(help: ArgumentHelp(stringLiteral: PaperText.to.local))
    var to: String?

    @Flag(help: ArgumentHelp(stringLiteral: PaperText.withPersonalData.local))
    var withPersonalData = false

    @Option(help: ArgumentHelp(stringLiteral: PaperText.pseudonymKey.local))
    var pseudonymKey: String?

    @Option(help: ArgumentHelp(stringLiteral: PaperText.output.local))
    var output: String?

    func run() throws {
        let period = try period()
        let key = try pseudonymKey.map { path in
            do throws(FileSystemFault) {
                return try SystemFiles.read(path, bytesMax: Self.pseudonymKeyBytes.upperBound + 1)
            } catch {
                throw GlobalOptions.report(file: error.description)
            }
        }
        // With a key that anybody can guess pseudonyms are names again, and a part of a long one
        // would be another key.
        if let key, !Self.pseudonymKeyBytes.contains(key.count) {
            Terminal.say(ErrorText.error.filled(PaperText.pseudonymKeyLength.local))
            throw ExitCode(ExitStatus.usage.rawValue)
        }
        var failure: ExitCode?
        try global.withClient { client throws(ClientFault) in
            let hello = try client.connect()
            if let text = refusal(Self.roles(of: hello)) {
                Terminal.say(ErrorText.error.filled(text.local))
                failure = ExitCode(ExitStatus.noPermission.rawValue)
                return
            }
            let secret = try global.secret()
            let pseudonyms = withPersonalData ? Pseudonyms.none : Pseudonyms(key: key ?? secret)
            do throws(ExportFault) {
                try export(client, period, pseudonyms)
            } catch {
                switch error {
                case .client(let fault): throw fault
                case .file(let fault) where fault.isReaderGone: Terminal.end(after: fault)
                case .file(let fault): failure = GlobalOptions.report(file: fault.description)
                }
            }
        }
        if let failure { throw failure }
    }

    private func period() throws -> ExportPeriod {
        do throws(ExportPeriod.Fault) {
            return try ExportPeriod(from: from, to: to)
        } catch {
            let sentence =
                switch error {
                case .neither(let text): PaperText.badTime.filled(Table.plain(text))
                case .empty: PaperText.emptyPeriod.local
                }
            Terminal.say(ErrorText.error.filled(sentence))
            throw ExitCode(ExitStatus.usage.rawValue)
        }
    }

    /// Why these roles get no such export; nil when they do. The server sees to it that nobody gets
    /// what is not meant for them; this is for whom it would be of no use, or of a wrong one.
    func refusal(_ roles: Set<String>) -> Text? {
        if roles == ["operator"] { return PaperText.operatorSeesNothing }
        let mayHavePersonalData: Set = ["auditor", "clerk", "investigator", "signatory"]
        if withPersonalData, roles.isDisjoint(with: mayHavePersonalData) {
            return PaperText.noPersonalData
        }
        return nil
    }

    private static func roles(of hello: Answer) -> Set<String> {
        let document = hello.document
        guard document.kind(hello.result) == .object,
            let principal = document.member("principal", of: hello.result),
            document.kind(principal) == .object,
            let roles = document.member("roles", of: principal), document.kind(roles) == .array
        else { return [] }
        return Set(document.elements(roles).compactMap { document.plainText($0) })
    }

    private func export(
        _ client: YushiClient, _ period: ExportPeriod, _ pseudonyms: Pseudonyms
    ) throws(ExportFault) {
        let file: OutputFile
        do throws(FileSystemFault) { file = try outputFile() } catch { throw .file(error) }
        func run<Writer: HistoryWriter>(_ writer: Writer) throws(ExportFault) {
            var run = ExportRun(
                client: client, period: period, pseudonyms: pseudonyms,
                withPersonalData: withPersonalData, output: file, writer: writer)
            try run.run()
            Terminal.say(run.counts.words)
            if run.counts.lost > 0 {
                Terminal.say(PaperText.lost.filled(String(run.counts.lost)))
            }
        }
        switch format {
        case .ocel: try run(OCELWriter())
        case .xes: try run(XESWriter())
        case .csv: try run(CSVWriter())
        }
    }

    private func outputFile() throws(FileSystemFault) -> OutputFile {
        guard let output else { return try .standardOutput() }
        return try OutputFile(output, isPrivate: withPersonalData)
    }
}
