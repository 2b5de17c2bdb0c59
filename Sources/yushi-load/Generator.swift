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
    /// The ways of the matters, in turn. A matter is done with after the last command of its own.
    var courses: [Course]
    /// How long it runs before counting begins.
    var warmUpSeconds = 0.5
    /// How long is counted.
    var seconds: Double
    /// Ends the run after so many matters, however long that takes.
    var mattersMax = Int.max
    /// Whether one more connection watches it all.
    var isWatched = false
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
    /// By course and version.
    private let templates: [[RequestTemplate]]
    private let poller: Poller
    /// Place of a link by its descriptor.
    private var indices: [Int32: Int] = [:]
    /// Links that got requests since they were last flushed.
    private var touched: [Int] = []
    private let pushTimes: PushTimes?
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
        poller = try Poller()
        var links: [Link] = []
        for (index, role) in plan.roles.enumerated() {
            let link = try Link(role: role, port: port, depth: plan.depth)
            links.append(link)
            indices[link.descriptor] = index
            roomy[role.rawValue].append(index)
            try poller.add(link.descriptor)
        }
        self.links = links
        let run = String(monotonicNanoseconds(), radix: 36)
        templates = plan.courses.map { course in
            course.steps.indices.map { RequestTemplate(course, version: $0, run: run) }
        }
        pushTimes = plan.isWatched ? try PushTimes(port: port) : nil
        if let pushTimes { try poller.add(pushTimes.link.descriptor) }
    }

    /// What a watched run tells of its pushes.
    var pushValues: [(String, String)] { pushTimes?.values ?? [] }

    /// Runs the plan and waits for the last reply, and for the last push.
    func run() throws(LoadFault) -> Tally {
        var now = monotonicNanoseconds()
        countFrom = now + Int64(plan.warmUpSeconds * 1e9)
        countUntil = plan.mattersMax == .max ? countFrom + Int64(plan.seconds * 1e9) : .max
        lastReplyAt = now
        var processorAtStart: Double?
        var readable: [Int32] = []
        while true {
            if processorAtStart == nil, now >= countFrom { processorAtStart = processorSeconds() }
            try dispatch(now)
            if tally.processorSeconds == 0, inFlight == 0 || now >= countUntil {
                tally.processorSeconds = processorSeconds() - (processorAtStart ?? 0)
                tally.seconds = Double(min(now, countUntil) - countFrom) / 1e9
            }
            if inFlight == 0, pushTimes?.isComplete ?? true { break }
            try poller.wait(milliseconds: 1000, into: &readable)
            for descriptor in readable { try receive(descriptor) }
            now = monotonicNanoseconds()
            guard now - lastReplyAt < Self.silenceMaxNanoseconds else {
                throw LoadFault(
                    inFlight > 0
                        ? "\(inFlight) requests were not answered within ten seconds"
                        : "no push came within ten seconds, and some are missing")
            }
        }
        return tally
    }

    // MARK: Sending

    private func dispatch(_ now: Int64) throws(LoadFault) {
        if now < countUntil {
            for role in Role.allCases {
                while let index = roomy[role.rawValue].first, var job = nextJob(role) {
                    job.sentAt = now
                    let link = links[index]
                    if !link.isWaitingToSend { touched.append(index) }
                    link.add(job, templates[job.key % templates.count][job.version])
                    inFlight += 1
                    if !link.hasRoom { roomy[role.rawValue].removeFirst() }
                }
            }
        }
        for index in touched {
            let link = links[index]
            try link.flush()
            if link.isWaitingToSend { try poller.wait(forOutput: true, of: link.descriptor) }
        }
        touched.removeAll(keepingCapacity: true)
    }

    private func nextJob(_ role: Role) -> Job? {
        if let job = ready[role.rawValue].popFirst() { return job }
        guard role == .clerk, begun - done < plan.begunMax, begun < plan.mattersMax else {
            return nil
        }
        begun += 1
        return Job(key: begun)
    }

    // MARK: Receiving

    private func receive(_ descriptor: Int32) throws(LoadFault) {
        guard let index = indices[descriptor] else { return try receivePushes() }
        let link = links[index]
        if link.isWaitingToSend {
            try link.flush()
            if !link.isWaitingToSend { try poller.wait(forOutput: false, of: descriptor) }
        }
        let hadRoom = link.hasRoom
        let now = monotonicNanoseconds()
        let hasCome = try link.receive(by: &chunk) { take($0, $1, link, now) }
        if hasCome { lastReplyAt = now }
        if !hadRoom, link.hasRoom { roomy[link.role.rawValue].append(index) }
    }

    private func receivePushes() throws(LoadFault) {
        guard let pushTimes else { return }
        let now = monotonicNanoseconds()
        let isCounted = (countFrom..<countUntil).contains(now)
        _ = try pushTimes.link.receive(by: &chunk) { line, range in
            if !pushTimes.take(line, range, at: now, isCounted: isCounted) {
                tally.note(unexpected: line, range)
            }
        }
    }

    private func take(_ line: Span<UInt8>, _ range: Range<Int>, _ link: Link, _ now: Int64) {
        guard let id = reader.id(of: line, range), var job = link.finish(id) else {
            return tally.note(unexpected: line, range)
        }
        inFlight -= 1
        let steps = templates[job.key % templates.count]
        let version = job.version + 1
        guard
            let serial = reader.accepted(
                line, range, step: steps[job.version].step, version: version,
                serial: job.version == 0 ? nil : job.serial)
        else {
            done += 1
            return tally.note(unexpected: line, range)
        }
        let isLast = version == steps.count
        let isCounted = (countFrom..<countUntil).contains(now)
        if isCounted { tally.count(nanoseconds: now - job.sentAt, isLast: isLast) }
        if let pushTimes, let position = reader.position(of: line, range) {
            pushTimes.replied(position, sentAt: job.sentAt, at: now, isCounted: isCounted)
        }
        guard !isLast else {
            done += 1
            return
        }
        job.version = version
        job.serial = serial
        ready[steps[version].step.role.rawValue].append(job)
    }
}
