// The machines themselves: walked through and drawn, without a server.

internal import ArgumentParser
internal import Machines
internal import Supervision

/// `yushi machine …`
struct MachineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "machine", abstract: HelpText.machine.local,
        subcommands: [Check.self, Draw.self])

    /// `yushi machine check`
    struct Check: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "check", abstract: HelpText.machineCheck.local)

        /// How many duties a matter may come to have in the walk over all states.
        @Option(help: ArgumentHelp(stringLiteral: HelpText.dutiesMax.local))
        var dutiesMax = 1

        func validate() throws {
            if !(0...3).contains(dutiesMax) { throw ValidationError(HelpText.dutiesMax.local) }
        }

        func run() throws {
            let clock = ContinuousClock()
            var faults: [String] = []
            var start = clock.now
            let tally = try CellWalk.supervision()
            for line in Self.lines(tally) { Terminal.print(line) }
            faults += tally.faults.map { Self.local($0.text) }
            Terminal.print(WordText.seconds.filled(Self.seconds(clock.now - start)))

            start = clock.now
            let walk = try ReachWalk.supervision(dutiesMax: dutiesMax)
            Terminal.print(
                WordText.states.filled(
                    String(walk.states), String(walk.ends), String(walk.transitions),
                    String(walk.depth)))
            for property in ReachWalk.Property.allCases {
                let text = Self.local(property.text)
                let violations = walk.violations.filter { $0.property == property.rawValue }
                if violations.isEmpty { Terminal.print(WordText.holds.filled(text)) }
                faults += violations.map { text + ": " + $0.way.joined(separator: ", ") }
            }
            Terminal.print(WordText.seconds.filled(Self.seconds(clock.now - start)))
            for fault in faults { Terminal.say(ErrorText.error.filled(fault)) }
            if !faults.isEmpty { throw ExitCode(ExitStatus.data.rawValue) }
        }

        /// The count of cells, and of each reason, as a table.
        static func lines(_ tally: CellTally) -> [String] {
            var table = Table([
                WordText.reason.local, WordText.cells.local, WordText.decisions.local,
            ])
            func add(_ reason: String, _ cells: Int, _ decisions: Int) {
                table.add([reason, String(cells), String(decisions)])
            }
            add(WordText.allCells.local, tally.cells, tally.decisions)
            add(WordText.accepted.local, tally.accepted.cells, tally.accepted.decisions)
            for (reason, count) in tally.refusals.sorted(by: { $0.key < $1.key }) {
                add(reason, count.cells, count.decisions)
            }
            return table.lines(columns: nil)
        }

        private static func local(_ text: Bilingual) -> String {
            Text(zh: text.zh, en: text.en).local
        }

        /// Seconds with one decimal.
        private static func seconds(_ duration: Duration) -> String {
            String((duration / .milliseconds(100)).rounded() / 10)
        }
    }

    /// `yushi machine diagram`
    struct Draw: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "diagram", abstract: HelpText.machineDiagram.local)

        @OptionGroup var picture: PictureOptions

        @Option(help: ArgumentHelp(stringLiteral: HelpText.machineName.local))
        var machine = MachineName.supervision

        func run() {
            Terminal.print(
                String(machine.diagram.text(picture.format, picture.language).dropLast()))
        }
    }
}

/// The machines that can be drawn.
enum MachineName: String, CaseIterable, ExpressibleByArgument {
    case supervision

    var diagram: Diagram {
        switch self {
        case .supervision: .supervision
        }
    }
}

/// How a picture is written down, and in which language.
struct PictureOptions: ParsableArguments {
    @Option(help: ArgumentHelp(stringLiteral: HelpText.pictureFormat.local))
    var format = DiagramFormat.mermaid

    @Option(help: ArgumentHelp(stringLiteral: HelpText.pictureLanguage.local))
    var lang: DiagramLanguage?

    /// The language that was asked for, else that of this run.
    var language: DiagramLanguage {
        lang ?? DiagramLanguage(rawValue: Language.current.rawValue) ?? .en
    }
}

extension DiagramFormat: ExpressibleByArgument {}
extension DiagramLanguage: ExpressibleByArgument {}
