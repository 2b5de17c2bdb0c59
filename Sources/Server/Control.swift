internal import Engine
internal import LoopIO
internal import Supervision

// The control socket of a server with a virtual clock. It exists only where a test asked for it.

/// A connection on the control socket, and the answer it waits for.
struct ControlConnection {
    var text: [UInt8] = []
    /// Answer once this position is durable and what it released was written.
    var waitsFor: Int64?
}

/// A command on the control socket, one per line.
enum ControlCommand: Equatable {
    case set(Instant)
    case advance(milliseconds: Int64)

    init?(_ line: some StringProtocol) {
        let words = line.split(separator: " ")
        guard words.count == 2 else { return nil }
        switch words[0] {
        case "set":
            guard let instant = Instant(iso8601: String(words[1])) else { return nil }
            self = .set(instant)
        case "advance":
            guard let milliseconds = Int64(words[1]), milliseconds >= 0 else { return nil }
            self = .advance(milliseconds: milliseconds)
        default: return nil
        }
    }
}

extension Service {
    /// The end of the last legal day that has a year of four digits, in milliseconds since 1970.
    private static let clockMax: Int64 = 253_402_271_999_999

    func control(_ id: ConnectionID, _ bytes: [UInt8]) {
        guard var connection = controls[id] else { return }
        connection.text += bytes
        guard connection.text.count <= 4096 else { return loop.reset(id) }
        while connection.waitsFor == nil,
            let end = connection.text.firstIndex(of: UInt8(ascii: "\n"))
        {
            let line = String(decoding: connection.text[..<end], as: UTF8.self)
            connection.text.removeSubrange(...end)
            if let fault = move(ControlCommand(line)) {
                loop.write(Array("error \(fault)\n".utf8), to: id)
            } else {
                connection.waitsFor = core.positions.tip
            }
        }
        controls[id] = connection
        answerControls()
    }

    /// Moves the clock and lets everything happen that was due. Returns what was wrong, if
    /// anything was.
    private func move(_ command: ControlCommand?) -> String? {
        guard case .virtual(let now) = clock else { return "the clock is not virtual" }
        switch command {
        case .set(let instant):
            guard instant >= now else { return "the clock does not go back" }
            clock = .virtual(instant)
        case .advance(let milliseconds):
            let (moved, isTooFar) = now.milliseconds.addingReportingOverflow(milliseconds)
            guard !isTooFar, moved <= Self.clockMax else { return "the clock does not go so far" }
            clock = .virtual(Instant(milliseconds: moved))
        case nil: return "say: set TIME, or: advance MILLISECONDS"
        }
        feed(.tick)
        return nil
    }

    /// After a commit: whoever moved the clock hears that all it caused is durable and was pushed.
    func answerControls() {
        guard !controls.isEmpty else { return }
        for id in controls.keys {
            // Asked anew: whoever was answered may go on, and its next command answer others.
            guard let position = controls[id]?.waitsFor, core.positions.durable >= position
            else { continue }
            controls[id]?.waitsFor = nil
            loop.write(Array("ok \(clock.now.iso8601)\n".utf8), to: id)
            control(id, [])
        }
    }
}
