// Statistics of the docket as tables.

internal import ArgumentParser
internal import Client
internal import JSONText

/// `yushi docket statistics`
struct StatisticsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "statistics", abstract: HelpText.docketStatistics.local)

    @OptionGroup var global: GlobalOptions
    @OptionGroup var filter: DocketFilter

    @Option(help: ArgumentHelp(stringLiteral: HelpText.statisticsFrom.local))
    var from: String?

    @Option(help: ArgumentHelp(stringLiteral: HelpText.statisticsTo.local))
    var to: String?

    func run() throws {
        try global.withClient { client throws(ClientFault) in
            let params = JSONWriter.encoded { writer in
                writer.beginObject()
                filter.write(into: &writer)
                writer.member("from", from)
                writer.member("to", to)
                writer.endObject()
            }
            let answer = try client.call("docket.statistics", params: params)
            if global.json {
                Terminal.print(answer.json)
                return
            }
            let lines = StatisticsReport(answer.document, .current, columns: Terminal.columns)
                .lines(answer.result)
            for line in lines { Terminal.print(line) }
        }
    }
}

/// The tables of an answer.
struct StatisticsReport {
    private let document: JSONDocument
    private let language: Language
    private let columns: Int?

    init(_ document: JSONDocument, _ language: Language, columns: Int?) {
        self.document = document
        self.language = language
        self.columns = columns
    }

    /// Everything: rates for all and for each level, times in each phase, the groups.
    func lines(_ result: Int) -> [String] {
        var lines = rates(result) + [""] + times(result)
        let groups: [(StaticString, Text)] = [
            ("phase", WordText.phase), ("supervising", WordText.supervising),
            ("supervised", WordText.supervised), ("ground", WordText.ground),
            ("source", WordText.source), ("month", WordText.month),
        ]
        guard let all = document.member("groups", of: result), document.kind(all) == .object
        else { return lines }
        for (name, heading) in groups {
            guard let group = document.member(name, of: all), document.kind(group) == .array,
                document.count(group) > 0
            else { continue }
            var table = Table([heading[language], WordText.count[language]])
            for element in document.elements(group) {
                table.add([
                    document.text("value", of: element) ?? "-", number("count", element),
                ])
            }
            lines += [""] + table.lines(columns: columns)
            if let omitted = document.member("omitted", of: result),
                let count = document.number(name, of: omitted)
            {
                lines.append(WordText.omitted.filled(String(count), in: language))
            }
        }
        return lines
    }

    private func rates(_ result: Int) -> [String] {
        var table = Table([
            WordText.level[language], WordText.matters[language], WordText.overdueRate[language],
            WordText.rectificationRate[language], WordText.directDecisionRate[language],
        ])
        func add(_ name: String, _ figures: Int) {
            table.add([
                name, number("matters", figures), rate("overdueRate", figures),
                rate("rectificationRate", figures), rate("directDecisionRate", figures),
            ])
        }
        add(WordText.allLevels[language], result)
        for level in elements("levels", result) {
            add(document.text("level", of: level) ?? "-", level)
        }
        return table.lines(columns: columns)
    }

    private func times(_ result: Int) -> [String] {
        var table = Table([
            WordText.phase[language], WordText.ended[language], WordText.running[language],
            WordText.median[language], WordText.p90[language],
        ])
        for time in elements("timeInPhase", result) {
            table.add([
                document.text("phase", of: time) ?? "-", number("ended", time),
                number("running", time), days("medianMilliseconds", time),
                days("p90Milliseconds", time),
            ])
        }
        return table.lines(columns: columns)
    }

    private func elements(_ name: StaticString, _ node: Int) -> [Int] {
        guard let list = document.member(name, of: node), document.kind(list) == .array
        else { return [] }
        return Array(document.elements(list))
    }

    private func number(_ name: StaticString, _ node: Int) -> String {
        document.number(name, of: node).map { String($0) } ?? "-"
    }

    /// `12.5% (1/8)`, from whole numbers.
    private func rate(_ name: StaticString, _ figures: Int) -> String {
        guard let rate = document.member(name, of: figures), document.kind(rate) == .object,
            let permille = document.number("permille", of: rate)
        else { return "-" }
        return "\(permille / 10).\(permille % 10)% "
            + "(\(number("numerator", rate))/\(number("denominator", rate)))"
    }

    /// Days with one decimal, rounded half up.
    private func days(_ name: StaticString, _ node: Int) -> String {
        guard let milliseconds = document.number(name, of: node) else { return "-" }
        let tenths = (milliseconds + 4_320_000) / 8_640_000
        let count = "\(tenths / 10).\(tenths % 10)"
        return WordText.days.filled(count, in: language)
    }
}
