internal import JSONText
public import Supervision

/// Everything that a check of a roster file found.
public struct RosterReport: Equatable, Sendable {
    /// One finding and where it stands.
    public struct Item: Equatable, Sendable {
        /// Counted from 1.
        public var line: Int
        /// Nil where the text itself is not that of a roster.
        public var kind: RosterFinding.Kind?
        /// The organ, where it could be read.
        public var organ: OrganID?
        public var text: Bilingual

        /// Whether the server would refuse the file for it.
        public var isMistake: Bool { kind?.isMistake ?? true }
    }

    public var file: String
    /// Nil when it could not be read.
    public var edition: String?
    /// Those that could be read, in the order of the file.
    public var organs: [Organ]
    /// In the order of the lines.
    public var items: [Item]

    /// How many findings keep the file from being a roster.
    public var mistakeCount: Int { items.count { $0.isMistake } }
}

extension ReferenceData {
    /// Checks a roster with the readers that the server uses, and goes on after a mistake, as far
    /// as what follows still makes sense. The server refuses a file exactly when it has a mistake
    /// here.
    ///
    /// - Throws: ``FileFault`` when the file cannot be read.
    public static func rosterReport(path: String) throws(FileFault) -> RosterReport {
        rosterReport(bytes: try content(of: path), file: path)
    }

    /// The same for bytes that were read already.
    public static func rosterReport(bytes: [UInt8], file: String) -> RosterReport {
        var report = RosterReport(file: file, edition: nil, organs: [], items: [])
        do throws(FileFault) {
            try check(try SourceFile(name: file, bytes: bytes), &report)
        } catch {
            report.note(error)
        }
        report.items.sort { ($0.line, $0.text.en) < ($1.line, $1.text.en) }
        return report
    }

    private static func check(
        _ source: SourceFile, _ report: inout RosterReport
    ) throws(FileFault) {
        let fields = try Fields<RosterKey>(0, of: source, "the roster")
        do throws(FileFault) {
            report.edition = try fields.name(.edition)
        } catch {
            report.note(error)
        }
        let nodes = try source.elements(fields.required(.organs), "\"organs\"")
        for node in nodes {
            do throws(FileFault) {
                report.organs.append(try organ(node, of: source))
            } catch {
                report.note(error)
            }
        }
        // With organs missing, every relation to them would look like a mistake of its own.
        guard report.organs.count == nodes.count else { return }
        var findings = Roster.mistakes(in: report.organs)
        findings += Roster.doubledNames(in: report.organs)
        do throws(Roster.Fault) {
            let roster = try Roster(edition: report.edition ?? "", organs: report.organs)
            findings += roster.unsupervised
        } catch {
            // Told already: a list with mistakes is no roster whose competences could be asked.
        }
        let lines = findings.isEmpty ? [] : source.nodeLines()
        for finding in findings {
            report.items.append(
                RosterReport.Item(
                    line: lines[nodes[finding.organ]], kind: finding.kind,
                    organ: report.organs[finding.organ].id, text: finding.text))
        }
    }
}

extension RosterReport {
    /// Takes a mistake that the reader of single values found.
    fileprivate mutating func note(_ fault: FileFault) {
        items.append(
            Item(
                line: fault.line, kind: nil, organ: nil,
                text: Bilingual(zh: "不符合格式：\(fault.reason)", en: fault.reason)))
    }
}
