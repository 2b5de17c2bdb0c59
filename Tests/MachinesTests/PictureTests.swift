import Foundation
import Supervision
import Testing

@testable import Machines

/// The pictures in `protocol/machines`, and the way of a matter through them.
@Suite struct PictureTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "protocol/machines")

    struct Picture: Sendable, CustomStringConvertible {
        var machine: String
        var diagram: Diagram
        var format: DiagramFormat
        var language: DiagramLanguage

        var description: String { "\(machine).\(language.rawValue).\(format.fileEnding)" }
    }

    static let pictures: [Picture] = [
        ("supervision", Diagram.supervision), ("dispute", Diagram.dispute),
    ].flatMap { machine, diagram in
        DiagramFormat.allCases.flatMap { format in
            DiagramLanguage.allCases.map { language in
                Picture(machine: machine, diagram: diagram, format: format, language: language)
            }
        }
    }

    /// The files are what the code draws. `YUSHI_ACCEPT=1` writes them anew.
    @Test(arguments: pictures)
    func isNotStale(_ picture: Picture) throws {
        let file = Self.folder.appending(path: picture.description)
        let text = picture.diagram.text(picture.format, picture.language)
        if ProcessInfo.processInfo.environment["YUSHI_ACCEPT"] == "1" {
            try FileManager.default.createDirectory(
                at: Self.folder, withIntermediateDirectories: true)
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        let kept = try String(contentsOf: file, encoding: .utf8)
        #expect(kept == text, "draw it anew with YUSHI_ACCEPT=1")
    }

    /// Every command of the table is in the picture, every arrow with its article.
    @Test(arguments: DiagramFormat.allCases, DiagramLanguage.allCases)
    func showsEveryCommand(_ format: DiagramFormat, _ language: DiagramLanguage) {
        for (diagram, table, places) in [
            (Diagram.supervision, TableRow.supervision, Place.each),
            (Diagram.dispute, TableRow.dispute, Place.ofDisputes),
        ] {
            let text = diagram.text(format, language)
            for row in table {
                #expect(text.contains(language.text(row.name, row.cites)), "\(row.command)")
            }
            for place in places {
                let name = place.stepName?.text ?? place.phaseName.text
                #expect(text.contains(language.text(name)))
            }
        }
    }

    /// The steps are numbered on the arrows that they took, and the last place stands out.
    @Test func marksTheWay() {
        let way = DiagramWay(steps: [
            DiagramWay.Step(command: "matter.register", place: "complaint"),
            DiagramWay.Step(command: "matter.accept", place: "investigation"),
            DiagramWay.Step(command: nil, place: "investigation"),
            DiagramWay.Step(command: "investigation.recordMeasure", place: "investigation"),
            DiagramWay.Step(command: "matter.suspend", place: "investigation"),
            DiagramWay.Step(command: "matter.resume", place: "investigation"),
            DiagramWay.Step(command: "investigation.conclude", place: "opinion"),
            DiagramWay.Step(command: "opinion.issue", place: "rectification.awaitingReport"),
        ])
        let plain = Diagram.supervision.text(.mermaid, .en)
        #expect(!plain.contains("[1]") && !plain.contains("classDef"))
        let mermaid = Diagram.supervision.text(.mermaid, .en, way: way)
        for line in [
            "[*] --> complaint : [1] register (Art. 10)",
            "complaint --> investigation : [2] accept (Art. 16)",
            "investigation --> opinion : [7] conclude (Art. 14 para. 1)",
            "investigation --> decision_due : conclude (Art. 14 para. 1)",
            "· [5] suspend (Art. 3)", "[4] record a measure", "class complaint taken",
            "class rectification_awaitingReport here",
        ] {
            #expect(mermaid.contains(line), "\(line)")
        }
        #expect(!mermaid.contains("class decision_due"))
        let dot = Diagram.supervision.text(.dot, .zh, way: way)
        #expect(dot.contains("[8] 制发监督意见书（第十四条第二款）\\l\", color=\"#1f5fa8\""))
    }

    @Test func marksTheWayOfADispute() {
        let way = DiagramWay(steps: [
            DiagramWay.Step(command: "dispute.file", place: "filed"),
            DiagramWay.Step(command: "dispute.accept", place: "coordination"),
            DiagramWay.Step(command: "dispute.hear", place: "coordination"),
            DiagramWay.Step(command: "dispute.issueOpinion", place: "execution"),
            DiagramWay.Step(command: "dispute.note", place: "execution"),
            DiagramWay.Step(command: nil, place: "execution"),
            DiagramWay.Step(command: "dispute.escalate", place: "closed"),
        ])
        let mermaid = Diagram.dispute.text(.mermaid, .en, way: way)
        for line in [
            "[*] --> filed : [1] file (Art. 13 para. 1)",
            "filed --> coordination : [2] accept (Art. 13 para. 1)",
            "[3] hear a party (Art. 13 para. 1)",
            "coordination --> execution : [4] issue the opinion (Art. 13 para. 2)",
            "· [5] note (Art. 3)", "<br/>[7] escalate (Art. 13 para. 2)",
            "class execution taken", "class closed here",
        ] {
            #expect(mermaid.contains(line), "\(line)")
        }
    }

    /// Whatever a name holds, it stays inside its quotation marks.
    @Test func namesCannotBreakOut() {
        var diagram = Diagram.supervision
        diagram.title = Bilingual(zh: "\"]\\", en: "\"]\\")
        #expect(diagram.text(.dot, .en).contains(#"label="\"]\\""#))
    }
}

/// The names for people, in both languages.
@Suite struct NameTextTests {
    static let texts: [Bilingual] =
        PhaseName.allCases.map(\.text) + StepName.allCases.map(\.text) + Role.allCases.map(\.text)
        + CommandName.allCases.map(\.text) + Rule.table.map(\.by.text)
        + DisputeCommandName.allCases.map(\.text) + DisputeRule.table.map(\.by.text)
        + ReachWalk.Property.allCases.map(\.text)

    private static func isHan(_ scalar: Unicode.Scalar) -> Bool {
        (0x4E00...0x9FFF).contains(scalar.value)
    }

    @Test(arguments: texts)
    func bothLanguages(_ text: Bilingual) {
        #expect(text.zh.unicodeScalars.contains(where: Self.isHan), "\(text)")
        #expect(!text.en.isEmpty && text.en.unicodeScalars.allSatisfy(\.isASCII), "\(text)")
    }

    @Test func namesAreDistinct() {
        #expect(Set(CommandName.allCases.map(\.text.zh)).count == CommandName.allCases.count)
        let commands = DisputeCommandName.allCases
        #expect(Set(commands.map(\.text.zh)).count == commands.count)
        for places in [Place.each, Place.ofDisputes] {
            let names = places.map { ($0.stepName?.text ?? $0.phaseName.text).zh }
            #expect(Set(names).count == names.count)
        }
    }
}
