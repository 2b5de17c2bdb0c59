import Machines
import Supervision
import Testing

/// The two walks over each of the machines that the server runs.
@Suite struct WalkTests {
    @Test func everyCell() throws {
        let tally = try CellWalk.supervision()
        Self.print(tally)
        #expect(tally.faults.isEmpty, "\(tally.faults)")
        let drawn = Self.drawn(Diagram.supervision)
        #expect(tally.passages.subtracting(drawn).isEmpty, "not in the picture")
        #expect(drawn.subtracting(tally.passages) == Self.empty)
        // 35 states of place, deadline and suspension, 41 commands, 6 roles; and the registration.
        #expect(tally.cells == 35 * 41 * 6 + 6)
    }

    @Test func everyCellOfADispute() throws {
        let tally = try CellWalk.dispute()
        Self.print(tally)
        #expect(tally.faults.isEmpty, "\(tally.faults)")
        #expect(tally.passages == Self.drawn(Diagram.dispute))
        // 13 states of place, deadline and suspension, 14 commands, 6 roles; and the filing.
        #expect(tally.cells == 13 * 14 * 6 + 6)
    }

    private static func print(_ tally: CellTally) {
        Swift.print("\(tally.cells) cells, \(tally.decisions) decisions")
        for (reason, count) in tally.refusals.sorted(by: { $0.key < $1.key }) {
            Swift.print("\(count.cells) cells, \(count.decisions) decisions: \(reason)")
        }
    }

    /// What the picture shows. That it is exactly what the walk met proves both: no arrow leads
    /// where no command goes, and no command goes where no arrow leads.
    private static func drawn(_ diagram: Diagram) -> Set<CellTally.Passage> {
        let arrows = diagram.arrows.compactMap { arrow in
            arrow.from.map {
                CellTally.Passage(command: arrow.command, from: $0, to: arrow.to)
            }
        }
        let standing = diagram.standing.flatMap { command in
            command.places.map {
                CellTally.Passage(command: command.command, from: $0, to: $0)
            }
        }
        return Set(arrows + standing)
    }

    /// Where the table allows what has no occasion: no duty arises before the investigation, and
    /// none of notice before its conclusion (Art. 7).
    private static let empty: Set<CellTally.Passage> = {
        let onDuties = [
            "assistance.provide", "accountability.notifyUnit", "accountability.recordMeasure",
            "accountability.refer", "accountability.recordOutcome", "accountability.settle",
            "accountability.dismiss", "notice.sendToSuperior",
        ]
        let inComplaint = onDuties.map {
            CellTally.Passage(command: $0, from: "complaint", to: "complaint")
        }
        return Set(inComplaint).union([
            CellTally.Passage(
                command: "notice.sendToSuperior", from: "investigation", to: "investigation")
        ])
    }()

    @Test func everyReachableState() throws {
        let clock = ContinuousClock()
        let start = clock.now
        let walk = try ReachWalk.supervision(dutiesMax: 1)
        Swift.print(
            "\(walk.states) states, \(walk.ends) ends, \(walk.transitions) transitions, "
                + "depth \(walk.depth), \(clock.now - start)")
        #expect(walk.violations.isEmpty, "\(walk.violations)")
        #expect(walk.states > 500 && walk.ends > 10 && walk.transitions > 5 * walk.states)
    }

    @Test func everyReachableStateOfADispute() throws {
        let walk = try ReachWalk.dispute()
        Swift.print(
            "\(walk.states) states, \(walk.ends) ends, \(walk.transitions) transitions, "
                + "depth \(walk.depth)")
        #expect(walk.violations.isEmpty, "\(walk.violations)")
        #expect(walk.states > 500 && walk.ends > 10 && walk.transitions > 4 * walk.states)
    }
}
