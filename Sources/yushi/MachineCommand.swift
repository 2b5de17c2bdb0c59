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
            var faults: [String] = []
            for machine in MachineName.allCases {
                Terminal.print(Self.local(machine.diagram.title))
                faults += try Self.check(machine, dutiesMax: dutiesMax)
            }
            for fault in faults { Terminal.say(ErrorText.error.filled(fault)) }
            if !faults.isEmpty { throw ExitCode(ExitStatus.data.rawValue) }
        }

        /// Both walks over one machine, and what they found.
        private static func check(_ machine: MachineName, dutiesMax: Int) throws -> [String] {
            let clock = ContinuousClock()
            var start = clock.now
            let tally = try machine.cells()
            for line in lines(tally) { Terminal.print(line) }
            var faults = tally.faults.map { local($0.text) }
            Terminal.print(WordText.seconds.filled(seconds(clock.now - start)))

            start = clock.now
            let walk = try machine.states(dutiesMax: dutiesMax)
            Terminal.print(
                WordText.states.filled(
                    String(walk.states), String(walk.ends), String(walk.transitions),
                    String(walk.depth)))
            for property in machine.properties {
                let text = local(property.text)
                let violations = walk.violations.filter { $0.property == property.rawValue }
                if violations.isEmpty { Terminal.print(WordText.holds.filled(text)) }
                faults += violations.map { text + ": " + $0.way.joined(separator: ", ") }
            }
            Terminal.print(WordText.seconds.filled(seconds(clock.now - start)))
            return faults
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

/// The machines that can be walked and drawn.
enum MachineName: String, CaseIterable, ExpressibleByArgument {
    case supervision, dispute

    /// The machine of the matter with that id; an id that no matter has leads to the first.
    init(ofMatter id: String) {
        self = MatterID(id)?.kind == .dispute ? .dispute : .supervision
    }

    var diagram: Diagram {
        switch self {
        case .supervision: .supervision
        case .dispute: .dispute
        }
    }

    var properties: [ReachWalk.Property] {
        switch self {
        case .supervision: ReachWalk.Property.ofMatters
        case .dispute: ReachWalk.Property.ofDisputes
        }
    }

    func cells() throws -> CellTally {
        switch self {
        case .supervision: try CellWalk.supervision()
        case .dispute: try CellWalk.dispute()
        }
    }

    func states(dutiesMax: Int) throws -> Exploration {
        switch self {
        case .supervision: try ReachWalk.supervision(dutiesMax: dutiesMax)
        case .dispute: try ReachWalk.dispute()
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
