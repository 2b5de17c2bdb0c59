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
