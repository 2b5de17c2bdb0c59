internal import Engine
internal import Glibc
internal import Supervision

/// Where legal time comes from: the system, or, in a test, whoever holds the control socket.
enum Clock {
    case system
    case virtual(Instant)

    var now: Instant {
        switch self {
        case .virtual(let instant): return instant
        case .system:
            var time = timespec()
            let code = unsafe clock_gettime(CLOCK_REALTIME, &time)
            precondition(code == 0, "the system has a clock")
            return Instant(
                milliseconds: Int64(time.tv_sec) * 1000 + Int64(time.tv_nsec) / 1_000_000)
        }
    }
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
