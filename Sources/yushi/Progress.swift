internal import Glibc

/// A bar on the standard error of somebody who waits; nothing where nobody looks.
struct Progress {
    private static let width = 30

    private let total: Int
    private let isShown: Bool
    private var drawn = -1

    init(total: Int) {
        self.total = max(1, total)
        isShown = isatty(STDERR_FILENO) == 1
    }

    /// Draws the bar anew, as often as it looks another way.
    mutating func show(_ done: Int, _ words: @autoclosure () -> String) {
        let permille = min(1000, done * 1000 / total)
        guard isShown, permille != drawn else { return }
        drawn = permille
        Terminal.draw(Self.bar(permille) + "  " + words())
    }

    /// Leaves the line to what comes next.
    func end() {
        if isShown { Terminal.draw("") }
    }

    /// `[#########·····················]  30 %`
    static func bar(_ permille: Int) -> String {
        let full = permille * width / 1000
        let percent = String(permille / 10)
        return "[" + String(repeating: "#", count: full)
            + String(repeating: "·", count: width - full) + "] "
            + String(repeating: " ", count: 3 - percent.count) + percent + " %"
    }
}
