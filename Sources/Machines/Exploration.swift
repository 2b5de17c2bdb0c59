// All reachable states of a machine, breadth first. It knows no law: a machine gives it states,
// what makes two of them the same, where each leads, and what must not be.

/// What can be reached from where a machine begins, and what was found on the way.
package struct Exploration: Sendable {
    /// Something that must not be, with the shortest way that leads to it.
    package struct Violation: Equatable, Sendable {
        package var property: String
        package var way: [String]
    }

    /// One way from a state to another, or to itself.
    struct Move<State> {
        var label: String
        var state: State
        /// The properties that taking it violates.
        var violated: [String] = []
    }

    package private(set) var states = 0
    package private(set) var ends = 0
    package private(set) var transitions = 0
    /// The longest of the shortest ways to a state.
    package private(set) var depth = 0
    /// The first violation of each property.
    package private(set) var violations: [Violation] = []

    /// What a violation is called where no way leads from a state to an end.
    package static let deadEnd = "deadEnd"

    /// - Parameters:
    ///   - stopsAtViolation: whether the first violation ends it; what was not walked yet is then
    ///     no dead end.
    ///   - key: what two states have in common that are one state for the walk.
    ///   - isEnd: whether a state is an end; from every other one an end has to be reachable.
    init<State, Key: Hashable>(
        from starts: [State], stopsAtViolation: Bool = false, key: (State) -> Key,
        isEnd: (State) -> Bool,
        moves: (State) -> [Move<State>]
    ) {
        var graph = Graph()
        var known: [Key: Int] = [:]
        var queue: [State] = []
        var violated: Set<String> = []
        func visit(_ state: State, from parent: Int?, by label: String) -> Int {
            let key = key(state)
            if let index = known[key] { return index }
            known[key] = queue.count
            queue.append(state)
            graph.add(parent: parent, label: label, isEnd: isEnd(state))
            return queue.count - 1
        }
        for start in starts { _ = visit(start, from: nil, by: "") }
        var index = 0
        while index < queue.count, !stopsAtViolation || violations.isEmpty {
            for move in moves(queue[index]) {
                transitions += 1
                let target = visit(move.state, from: index, by: move.label)
                graph.connect(index, to: target)
                for property in move.violated where violated.insert(property).inserted {
                    violations.append(
                        Violation(property: property, way: graph.way(to: index) + [move.label]))
                }
            }
            index += 1
        }
        states = queue.count
        ends = graph.ends.count
        depth = graph.depths.max() ?? 0
        if index == queue.count, let dead = graph.deadEnd() {
            violations.append(Violation(property: Self.deadEnd, way: graph.way(to: dead)))
        }
    }

    /// States by number: who leads to whom, and by whom each was found first.
    private struct Graph {
        var parents: [Int?] = []
        var labels: [String] = []
        var depths: [Int] = []
        var ends: [Int] = []
        private var sources: [[Int]] = []

        mutating func add(parent: Int?, label: String, isEnd: Bool) {
            if isEnd { ends.append(parents.count) }
            depths.append(parent.map { depths[$0] + 1 } ?? 0)
            parents.append(parent)
            labels.append(label)
            sources.append([])
        }

        mutating func connect(_ source: Int, to target: Int) {
            if source != target { sources[target].append(source) }
        }

        /// The labels on the shortest way to a state.
        func way(to state: Int) -> [String] {
            var way: [String] = []
            var at = state
            while let parent = parents[at] {
                way.append(labels[at])
                at = parent
            }
            return way.reversed()
        }

        /// The nearest state from which no end can be reached.
        func deadEnd() -> Int? {
            var leads = [Bool](repeating: false, count: parents.count)
            var open = ends
            for end in ends { leads[end] = true }
            while let state = open.popLast() {
                for source in sources[state] where !leads[source] {
                    leads[source] = true
                    open.append(source)
                }
            }
            return leads.firstIndex(of: false)
        }
    }
}
