internal import DequeModule
internal import Glibc

/// What is run.
struct Plan {
    /// One connection for each.
    var roles: [Role]
    /// Requests in flight of one connection at most.
    var depth: Int
    /// Matters that are begun and not yet done at most. Above the number of requests in flight,
    /// so that every role finds work waiting.
    var begunMax: Int
    /// The command after which a matter is done with.
    var lastStep: Step
    /// How long it runs before counting begins.
    var warmUpSeconds = 0.5
    /// How long is counted.
    var seconds: Double
    /// Ends the run after so many matters, however long that takes.
    var mattersMax = Int.max
}

/// Drives one server with a closed loop: a reply makes room for the next request.
///
/// Matters flow from connection to connection, because each command needs a person of its role. A
/// matter whose command was answered waits in the queue of the next command's role, and the first
/// connection of that role with room takes it. Only clerks begin matters, and only when none waits
/// for them.
final class Generator {
    private let plan: Plan
    private let links: [Link]
    private let reader = ReplyReader()
    private let templates: [RequestTemplate]
    /// By role: commands that may be sent, and connections that have room for one.
    private var ready = Role.allCases.map { _ in Deque<Job>() }
    private var roomy = Role.allCases.map { _ in Deque<Int>() }
    private var begun = 0
    private var done = 0
    private var inFlight = 0
    private var tally = Tally()
    private var chunk = [UInt8](repeating: 0, count: 256 * 1024)
    private var countFrom: Int64 = 0
    private var countUntil: Int64 = 0
    private var lastReplyAt: Int64 = 0

    /// Without any reply for so long, the run has failed.
    private static let silenceMaxNanoseconds: Int64 = 10_000_000_000

    init(_ plan: Plan, port: UInt16) throws(LoadFault) {
        self.plan = plan
        var links: [Link] = []
        for role in plan.roles {
            links.append(try Link(role: role, port: port, depth: plan.depth))
        }
        self.links = links
        let run = String(monotonicNanoseconds(), radix: 36)
        templates = Step.allCases.map { RequestTemplate($0, run: run) }
        for (index, link) in links.enumerated() { roomy[link.role.rawValue].append(index) }
    }

    /// Runs the plan and waits for the last reply.
    func run() throws(LoadFault) -> Tally {
        var entries = links.map {
            pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0)
        }
        var now = monotonicNanoseconds()
        countFrom = now + Int64(plan.warmUpSeconds * 1e9)
        countUntil = plan.mattersMax == .max ? countFrom + Int64(plan.seconds * 1e9) : .max
        lastReplyAt = now
        var processorAtStart: Double?
        while true {
            if processorAtStart == nil, now >= countFrom { processorAtStart = processorSeconds() }
            try dispatch(now)
            let isOver = inFlight == 0
            if isOver || now >= countUntil, tally.processorSeconds == 0 {
                tally.processorSeconds = processorSeconds() - (processorAtStart ?? 0)
            }
            if isOver { break }
            for index in entries.indices {
                let output = links[index].isWaitingToSend ? POLLOUT : 0
                entries[index].events = Int16(POLLIN | output)
            }
            try Socket.wait(&entries, milliseconds: 1000)
            for (index, entry) in entries.enumerated() where entry.revents != 0 {
                try receive(index)
            }
            now = monotonicNanoseconds()
            guard now - lastReplyAt < Self.silenceMaxNanoseconds else {
                throw LoadFault("\(inFlight) requests were not answered within ten seconds")
            }
        }
        tally.seconds = Double(min(now, countUntil) - countFrom) / 1e9
        return tally
    }

    // MARK: Sending

    private func dispatch(_ now: Int64) throws(LoadFault) {
        if now < countUntil {
            for role in Role.allCases {
                while let index = roomy[role.rawValue].first, var job = nextJob(role) {
                    job.sentAt = now
                    links[index].add(job, templates[job.step.rawValue])
                    inFlight += 1
                    if !links[index].hasRoom { roomy[role.rawValue].removeFirst() }
                }
            }
        }
        for link in links { try link.flush() }
    }

    private func nextJob(_ role: Role) -> Job? {
        if let job = ready[role.rawValue].popFirst() { return job }
        guard role == .clerk, begun - done < plan.begunMax, begun < plan.mattersMax else {
            return nil
        }
        begun += 1
        return Job(step: .register, key: begun)
    }

    // MARK: Receiving

    private func receive(_ index: Int) throws(LoadFault) {
        let link = links[index]
        let count = try Socket.receive(link.descriptor, into: &chunk)
        guard count > 0 else { return }
        let now = monotonicNanoseconds()
        lastReplyAt = now
        let hadRoom = link.hasRoom
        let bytes = link.takeInbound(adding: chunk[..<count])
        let span = bytes.span
        var start = 0
        for end in span.indices where span[end] == UInt8(ascii: "\n") {
            take(span, start..<end, link, now)
            start = end + 1
        }
        if !hadRoom, link.hasRoom { roomy[link.role.rawValue].append(index) }
        link.keep(bytes, from: start)
    }

    private func take(_ line: Span<UInt8>, _ range: Range<Int>, _ link: Link, _ now: Int64) {
        guard let id = reader.id(of: line, range), var job = link.finish(id) else {
            return tally.note(unexpected: line, range)
        }
        inFlight -= 1
        let known = job.step == .register ? nil : job.serial
        guard let serial = reader.accepted(line, range, step: job.step, serial: known) else {
            done += 1
            return tally.note(unexpected: line, range)
        }
        let isLast = job.step == plan.lastStep
        if (countFrom..<countUntil).contains(now) {
            tally.count(nanoseconds: now - job.sentAt, isLast: isLast)
        }
        guard !isLast, let next = Step(rawValue: job.step.rawValue + 1) else {
            done += 1
            return
        }
        job.step = next
        job.serial = serial
        ready[next.role.rawValue].append(job)
    }
}
