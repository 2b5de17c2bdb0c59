internal import Glibc

/// Watches everything beside a load, and tells how soon after a command its watcher hears of it.
///
/// The moment of the commit is not to be seen from outside. It lies between two that are: the
/// server's clock in the entry, read when it decided, and the reply, which leaves after the commit.
/// So the time from the former is never too small, and that from the latter never too large.
final class PushTimes {
    let link: Link
    private let reader = ReplyReader()
    private let instant = Needle("\"at\":\"")
    private let changed = Needle("\"method\":\"docket.changed\"")
    private var lastPosition: Int
    /// Replies and pushes of which the other one has not come yet, by position.
    private var replies: [Int: (sentAt: Int64, at: Int64)] = [:]
    private var pushes: [Int: Int64] = [:]
    private var pushed = 0
    private var fromDecision = Latency()
    private var fromReply = Latency()
    private var fromRequest = Latency()

    /// Subscribes to every matter that the clerk may see, from now on.
    init(port: UInt16) throws(LoadFault) {
        link = try Link(role: .clerk, port: port, depth: 1)
        let answer = try link.call(
            #"{"jsonrpc":"2.0","id":1,"method":"docket.watch","params":{}}"#)
        guard let position = reader.position(of: answer.span, 0..<answer.count) else {
            throw LoadFault("docket.watch was answered \(String(decoding: answer, as: UTF8.self))")
        }
        lastPosition = position
    }

    /// Whether everything that was answered was pushed too.
    var isComplete: Bool { replies.isEmpty }

    /// Takes a line of the watcher.
    ///
    /// - Returns: false when it is no push, or not that of the next entry.
    func take(
        _ line: Span<UInt8>, _ range: Range<Int>, at now: Int64, isCounted: Bool
    ) -> Bool {
        guard let position = reader.position(of: line, range) else { return false }
        guard changed.end(in: line, range) != nil else { return position == lastPosition }
        guard position == lastPosition + 1, let start = instant.end(in: line, range) else {
            return false
        }
        lastPosition = position
        pushed += 1
        if isCounted, let age = age(of: line, start) { fromDecision.record(nanoseconds: age) }
        if let reply = replies.removeValue(forKey: position) {
            if isCounted { record(reply, pushedAt: now) }
        } else {
            pushes[position] = now
        }
        return true
    }

    /// Takes the position that a reply told.
    func replied(_ position: Int, sentAt: Int64, at now: Int64, isCounted: Bool) {
        guard let pushedAt = pushes.removeValue(forKey: position) else {
            replies[position] = (sentAt, now)
            return
        }
        if isCounted { record((sentAt, now), pushedAt: pushedAt) }
    }

    private func record(_ reply: (sentAt: Int64, at: Int64), pushedAt: Int64) {
        fromReply.record(nanoseconds: pushedAt - reply.at)
        fromRequest.record(nanoseconds: pushedAt - reply.sentAt)
    }

    /// How long ago the time of day was that stands in the line, `2026-03-02T00:45:00.000Z`.
    private func age(of line: Span<UInt8>, _ start: Int) -> Int64? {
        func number(_ offset: Int, _ digits: Int) -> Int64 {
            (0..<digits).reduce(0) { $0 * 10 + Int64(line[start + offset + $1] - 0x30) }
        }
        guard line.count >= start + 24, line[start + 19] == UInt8(ascii: ".") else { return nil }
        let seconds = number(11, 2) * 3600 + number(14, 2) * 60 + number(17, 2)
        let day: Int64 = 86_400_000_000_000
        let then = (seconds * 1000 + number(20, 3)) * 1_000_000
        return ((wallNanoseconds() - then) % day + day) % day
    }

    var values: [(String, String)] {
        [("pushed", "\(pushed)")] + fromDecision.values("decision_to_push_")
            + fromReply.values("reply_to_push_") + fromRequest.values("request_to_push_")
    }
}
