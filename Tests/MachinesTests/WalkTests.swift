import Machines
import Supervision
import Testing

/// The two walks over the machine that the server runs.
@Suite struct WalkTests {
    @Test func everyCell() throws {
        let tally = try CellWalk.supervision()
        for line in tally.lines { print(line) }
        #expect(tally.faults.isEmpty, "\(tally.faults)")
        // 35 states of place, deadline and suspension, 41 commands, 6 roles; and the registration.
        #expect(tally.cells == 35 * 41 * 6 + 6)
    }

    @Test func everyReachableState() throws {
        let walk = try ReachWalk.supervision(dutiesMax: 1)
        print(walk.summary)
        #expect(walk.violations.isEmpty, "\(walk.violations)")
        #expect(walk.states > 500 && walk.ends > 10 && walk.transitions > 5 * walk.states)
    }
}
