// Checking a roster before a server reads it. Nothing is asked of a server: the file is read with
// the server's own readers, so that what passes here is a roster there.

internal import ArgumentParser
internal import JSONText
internal import ReferenceData
internal import Supervision

/// `yushi roster …`
struct RosterCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "roster", abstract: RosterText.roster.local, subcommands: [Check.self])

    /// `yushi roster check FILE`
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check", abstract: RosterText.check.local,
            discussion: RosterText.checkDiscussion.local)

        @Flag(help: ArgumentHelp(stringLiteral: HelpText.json.local))
        var json = false

        @Argument(help: ArgumentHelp(stringLiteral: RosterText.file.local))
        var file: String

        func run() throws {
            let report: RosterReport
            do {
                report = try ReferenceData.rosterReport(path: file)
            } catch {
                throw GlobalOptions.report(file: error.description)
            }
            if json {
                Terminal.print(Self.json(report))
            } else {
                for line in Self.lines(report, .current) { Terminal.print(line) }
            }
            if report.mistakeCount > 0 { throw ExitCode(ExitStatus.data.rawValue) }
        }

        /// What was found, for people.
        static func lines(_ report: RosterReport, _ language: Language) -> [String] {
            let title = RosterText.title.filled(
                report.edition ?? "-", String(report.organs.count), in: language)
            var table = Table(
                [WordText.kind[language]]
                    + levels.map { RosterText.name(of: $0)[language] } + [RosterText.all[language]])
            for kind in OrganKind.allCases {
                let organs = report.organs.filter { $0.kind == kind }
                guard !organs.isEmpty else { continue }
                table.add(
                    [RosterText.name(of: kind)[language]]
                        + levels.map { level in String(organs.count { $0.level == level }) }
                        + [String(organs.count)])
            }
            let findings = report.items.map { item in
                let text = language == .chinese ? item.text.zh : item.text.en
                let severity = item.isMistake ? RosterText.mistake : RosterText.doubt
                let plain = Table.plain(text)
                return Table.plain("\(report.file):\(item.line): ")
                    + severity.filled(plain, in: language)
            }
            let total = RosterText.total.filled(
                String(report.mistakeCount), String(report.items.count - report.mistakeCount),
                in: language)
            return [Table.plain(title)] + table.lines(columns: nil) + findings + [total]
        }

        /// From the top down.
        private static let levels = OrganLevel.allCases.sorted(by: >)

        /// What was found, for programs.
        static func json(_ report: RosterReport) -> [UInt8] {
            JSONWriter.encoded { writer in
                writer.beginObject()
                writer.member("file", report.file)
                writer.member("edition", report.edition)
                writer.member("organs", report.organs.count)
                writer.key("counts")
                writer.beginArray()
                for kind in OrganKind.allCases {
                    for level in levels {
                        let count = report.organs.count { $0.kind == kind && $0.level == level }
                        guard count > 0 else { continue }
                        writer.beginObject()
                        writer.member("kind", kind.rawValue)
                        writer.member("level", level.rawValue)
                        writer.member("count", count)
                        writer.endObject()
                    }
                }
                writer.endArray()
                writer.key("findings")
                writer.beginArray()
                for item in report.items { write(item, into: &writer) }
                writer.endArray()
                writer.member("errors", report.mistakeCount)
                writer.member("warnings", report.items.count - report.mistakeCount)
                writer.endObject()
            }
        }

        private static func write(_ item: RosterReport.Item, into writer: inout JSONWriter) {
            writer.beginObject()
            writer.member("line", item.line)
            writer.member("severity", item.isMistake ? "error" : "warning")
            writer.member("kind", item.kind?.rawValue ?? "malformed")
            writer.member("organ", item.organ?.text)
            writer.key("messages")
            writer.beginObject()
            writer.member("zh", item.text.zh)
            writer.member("en", item.text.en)
            writer.endObject()
            writer.endObject()
        }
    }
}

/// The texts of `yushi roster`.
enum RosterText {
    static let roster = Text(zh: "机关名册", en: "The roster of organs")
    static let check = Text(zh: "检查一个名册文件", en: "Check a roster file")
    static let checkDiscussion = Text(
        zh: """
            错误会使服务拒绝该文件，退出状态为 65；提示不影响退出状态。无法读取文件时退出状态为 66。
            """,
        en: """
            For an error the server would refuse the file, and the status is 65; warnings do not \
            count. A file that cannot be read gives 66.
            """)
    static let file = Text(zh: "名册文件", en: "The roster file")
    static let title = Text(
        zh: "版本 {0}，共 {1} 个机关", en: "edition {0}, {1} organs")
    static let all = Text(zh: "合计", en: "ALL")
    static let mistake = Text(zh: "错误：{0}", en: "error: {0}")
    static let doubt = Text(zh: "提示：{0}", en: "warning: {0}")
    static let total = Text(
        zh: "错误 {0} 项，提示 {1} 项", en: "{0} errors, {1} warnings")
    static let municipal = Text(zh: "市级", en: "MUNICIPAL")
    static let district = Text(zh: "区级", en: "DISTRICT")
    static let township = Text(zh: "乡镇级", en: "TOWNSHIP")

    /// The heading of a level's column.
    static func name(of level: OrganLevel) -> Text {
        switch level {
        case .municipal: municipal
        case .district: district
        case .township: township
        }
    }

    /// The name of a kind: that of the Measures in Chinese, the word of the file in English.
    static func name(of kind: OrganKind) -> Text {
        let name =
            switch kind {
            case .government: "人民政府"
            case .department: "工作部门"
            case .judicialAdministration: "司法行政部门"
            case .dispatchedOrgan: "派出机关"
            case .dispatchedAgency: "派出机构"
            case .functionalZone: "功能区管理机构"
            case .authorizedOrganization: "授权组织"
            case .internalBody: "内设机构、执法机构"
            case .entrustedOrganization: "受委托组织"
            case .verticalOrgan: "垂直管理机关"
            }
        return Text(zh: name, en: kind.rawValue)
    }
}
