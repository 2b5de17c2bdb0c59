internal import ArgumentParser

struct History: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Gives one matter a long history and measures commands and queries at its end.")

    @OptionGroup var target: Target

    /// So long a history is let grow; the summary tells how long it became.
    static let fillSecondsMax = 60.0

    @Option(help: "Entries that the matter has before anything is measured; 3 or more.")
    var entries = 1000

    @Option(help: "How long each kind of command is measured.")
    var seconds = 2.0

    func validate() throws {
        guard entries >= 3, secondsRange.contains(seconds) else {
            throw ValidationError("--entries is 3 or more, --seconds 0.1 to 600")
        }
    }

    func run() throws {
        do throws(LoadFault) {
            let matter = try LongMatter(port: target.port)
            try matter.record(depth: 64, until: entries, seconds: Self.fillSecondsMax)
            let reached = matter.version
            let one = try matter.record(depth: 1, seconds: seconds)
            let many = try matter.record(depth: 16, seconds: seconds)
            let (get, pages) = (try matter.get(times: 200), try matter.pages())
            let values = [
                ("entries", "\(reached)"),
                ("commands_per_second", decimal(Double(one.count) / seconds, 1)),
                ("pipelined_per_second", decimal(Double(many.count) / seconds, 1)),
            ]
            say(
                summary(
                    values + one.latency.values() + get.values("get_") + pages.values("page_")))
        } catch {
            complain("yushi-load: \(error)")
            throw ExitCode(1)
        }
    }
}

/// One matter under investigation, of which one measure after another is recorded. Its version is
/// known in advance, so commands can follow each other before the first is answered.
private final class LongMatter {
    private let link: Link
    private let serial: Int
    private let run = String(monotonicNanoseconds(), radix: 36)
    private let reader = ReplyReader()
    private(set) var version = 2
    private var chunk = [UInt8](repeating: 0, count: 64 * 1024)

    typealias Outcome = (count: Int, latency: Latency)

    init(port: UInt16) throws(LoadFault) {
        let course = Course(steps: [.register, .accept])
        let clerk = try Link(role: .clerk, port: port, depth: 1)
        var serial = 0
        for version in course.steps.indices {
            var request: [UInt8] = []
            let template = RequestTemplate(course, version: version, run: run)
            template.write(id: 1, key: 1, serial: serial, into: &request)
            let line = try clerk.call(String(decoding: request.dropLast(), as: UTF8.self))
            guard
                let found = reader.accepted(
                    line.span, line.indices, step: template.step, version: version + 1,
                    serial: version == 0 ? nil : serial)
            else {
                throw LoadFault("unexpected: \(String(decoding: line, as: UTF8.self))")
            }
            serial = found
        }
        self.serial = serial
        link = try Link(role: .investigator, port: port, depth: 64)
    }

    /// Records measures with so many in flight, until the matter has so many entries or the time
    /// is over.
    @discardableResult
    func record(
        depth: Int, until entries: Int = .max, seconds: Double = 600
    ) throws(LoadFault) -> Outcome {
        let course = Course(steps: [.recordMeasure])
        let poller = try Poller()
        try poller.add(link.descriptor)
        var outcome: Outcome = (0, Latency())
        var ready: [Int32] = []
        var inFlight = 0
        var fault: String?
        let end = monotonicNanoseconds() + Int64(seconds * 1e9)
        while true {
            let now = monotonicNanoseconds()
            while now < end, inFlight < depth, version < entries {
                let job = Job(key: 1, version: version, serial: serial, sentAt: now)
                link.add(job, RequestTemplate(course.steps[0], course, version: version, run: run))
                version += 1
                inFlight += 1
            }
            if inFlight == 0 { return outcome }
            while link.isWaitingToSend { try link.flush() }
            try poller.wait(milliseconds: 10_000, into: &ready)
            guard !ready.isEmpty else { throw LoadFault("no reply within ten seconds") }
            _ = try link.receive(by: &chunk) { line, range in
                inFlight -= 1
                guard let id = reader.id(of: line, range), let job = link.finish(id),
                    reader.accepted(
                        line, range, step: .recordMeasure, version: job.version + 1,
                        serial: serial) != nil
                else {
                    fault = String(decoding: range.map { line[$0] }, as: UTF8.self)
                    return
                }
                outcome.count += 1
                outcome.latency.record(nanoseconds: monotonicNanoseconds() - job.sentAt)
            }
            if let fault { throw LoadFault("unexpected: \(fault)") }
        }
    }

    func get(times: Int) throws(LoadFault) -> Latency {
        var latency = Latency()
        for _ in 0..<times {
            _ = try query("matter.get", "", containing: "\"version\":\(version),", &latency)
        }
        return latency
    }

    /// Reads the history from its first page to its last.
    func pages() throws(LoadFault) -> Latency {
        var latency = Latency()
        var cursor = ""
        while true {
            let answer = try query(
                "matter.history", #","pageSize":200\#(cursor)"#, containing: "\"items\":[", &latency
            )
            let key = Needle("\"nextCursor\":\"")
            guard let start = key.end(in: answer.span, answer.indices) else { break }
            let text = answer[start...].prefix { $0 != UInt8(ascii: "\"") }
            cursor = #","cursor":"\#(String(decoding: text, as: UTF8.self))""#
        }
        return latency
    }

    private func query(
        _ method: String, _ parameters: String, containing text: String, _ latency: inout Latency
    ) throws(LoadFault) -> [UInt8] {
        let sentAt = monotonicNanoseconds()
        let answer = try link.call(
            #"{"jsonrpc":"2.0","id":1,"method":"\#(method)","params":"#
                + #"{"matter":"S\#(serial)"\#(parameters)}}"#)
        latency.record(nanoseconds: monotonicNanoseconds() - sentAt)
        guard Needle(text).end(in: answer.span, answer.indices) != nil else {
            throw LoadFault("unexpected: \(String(decoding: answer.prefix(300), as: UTF8.self))")
        }
        return answer
    }
}
