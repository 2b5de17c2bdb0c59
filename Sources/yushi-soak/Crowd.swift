internal import Client
internal import JSONText
internal import Soak

/// What keeps the program from going on, in one sentence. It says nothing about the server's
/// promises, but that a run could not be led to its end is a fault too.
struct SoakFault: Error, CustomStringConvertible {
    var description: String

    init(_ description: String) {
        self.description = description
    }
}

/// A matter on its way.
struct Errand {
    let district: Int
    let way: [Step]
    var matter: String?
    var version = 0
    /// The place in the way of the step that is being taken.
    var stage = 0
    /// Commands of this step that were not answered, in their order.
    var open: [Int] = []
}

/// A request on a connection.
struct Flight {
    var command: Int
    var sending: Int
    /// A question whose first answer is known already.
    var isRetry: Bool
}

/// One connection of a person, made anew for each server.
final class Speaker {
    let district: Int
    let role: Role
    var connection: Connection?
    var flights: [Int: Flight] = [:]
    var outbound: [UInt8] = []
    private var lastID = 0

    init(district: Int, role: Role) {
        self.district = district
        self.role = role
    }

    func nextID() -> Int {
        lastID += 1
        return lastID
    }
}

/// All clients that write, with the journal of what they asked. It belongs to one thread.
///
/// A step of a matter and the notes behind it are sent together on one connection, so that later
/// ones are decided before the first is durable. A step is done when all of it is answered. After
/// the server went away the open commands of each matter are sent again, in their order.
final class Crowd {
    /// Connections of each person, and commands in flight of each at most.
    static let connectionsPerPerson = 2
    static let depth = 16
    /// Matters under way at most.
    static let errandsMax = 400

    private(set) var asked: [Asked] = []
    /// What each command was: its step and its matter.
    private var steps: [Step] = []
    private var errandOf: [Int] = []
    private var errands: [Errand] = []
    private var finished = 0
    /// Matters that wait for a connection of the role that their step needs.
    private var waiting: [[Int]]
    /// By the same places: commands that are to be asked again.
    private var retries: [[Int]]
    let speakers: [Speaker]
    private var random: SeededGenerator
    private let name: String
    private(set) var answers = 0
    private(set) var strays: [String] = []
    /// Whether a connection was lost since the last `connect`.
    private(set) var isCut = false
    /// Matters that were touched since their histories were read.
    var touched: Set<String> = []
    /// The journal's last position when the present server had started.
    private var tip = 0

    /// - Parameter name: starts every idempotency key.
    init(name: String, seed: UInt64) {
        self.name = name
        random = SeededGenerator(seed: seed)
        waiting = Array(repeating: [], count: District.all.count * Role.allCases.count)
        retries = waiting
        speakers = District.all.indices.flatMap { district in
            Role.allCases.flatMap { role in
                (0..<Self.connectionsPerPerson).map { _ in
                    Speaker(district: district, role: role)
                }
            }
        }
    }

    var inFlight: Int { speakers.reduce(0) { $0 + $1.flights.count } }
    /// Whether nothing is in flight or waits to be asked again.
    var isQuiet: Bool { inFlight == 0 && retries.allSatisfy(\.isEmpty) }
    /// Commands without an answer.
    var open: [Int] { errands.flatMap(\.open) }

    // MARK: Connections

    /// Connects everyone to a server that found its journal to end at `tip`, and puts what was
    /// not answered into the queues again.
    func connect(to address: ServerAddress, tip: Int) throws {
        self.tip = tip
        isCut = false
        for speaker in speakers {
            let person = District.all[speaker.district].person(speaker.role)
            speaker.connection = try greeted(address, as: person)
        }
        waiting = waiting.map { _ in [] }
        retries = waiting
        for index in errands.indices where errands[index].stage < errands[index].way.count {
            enqueue(index)
        }
    }

    /// Takes what had reached this side before the server went, and closes.
    func disconnect() {
        for speaker in speakers {
            receive(speaker)
            speaker.connection?.close()
            speaker.connection = nil
            speaker.flights = [:]
            speaker.outbound = []
        }
    }

    // MARK: Asking

    private func place(_ district: Int, _ role: Role) -> Int {
        district * Role.allCases.count + role.rawValue
    }

    private func enqueue(_ index: Int) {
        let errand = errands[index]
        waiting[place(errand.district, errand.way[errand.stage].role)].append(index)
    }

    /// What may be sent.
    enum Offer {
        /// Everything that comes next, new matters too.
        case all
        /// What was asked and not answered.
        case open
        /// Repetitions of what was answered.
        case retries
    }

    /// Sends as much as the connections have room for.
    ///
    /// - Parameter inFlightMax: over all connections.
    func dispatch(_ offer: Offer, inFlightMax: Int) throws {
        var room = inFlightMax - inFlight
        for speaker in speakers.shuffled(using: &random) {
            let place = place(speaker.district, speaker.role)
            while room > 0, speaker.flights.count < Self.depth {
                let before = speaker.flights.count
                if offer == .retries {
                    guard let command = retries[place].popLast() else { break }
                    send(command, on: speaker, isRetry: true)
                } else {
                    guard let index = nextErrand(place, offer) else { break }
                    if errands[index].open.isEmpty { ask(index) }
                    for command in errands[index].open { send(command, on: speaker) }
                }
                room -= speaker.flights.count - before
            }
            try flush(speaker)
        }
    }

    private func nextErrand(_ place: Int, _ offer: Offer) -> Int? {
        if offer == .open {
            let index = waiting[place].lastIndex { !errands[$0].open.isEmpty }
            return index.map { waiting[place].remove(at: $0) }
        }
        if let index = waiting[place].popLast() { return index }
        let district = place / Role.allCases.count
        guard place == self.place(district, .clerk), errands.count - finished < Self.errandsMax
        else { return nil }
        let isMajor = random.next() % 3 == 0
        errands.append(
            Errand(district: district, way: isMajor ? Step.majorWay : Step.ordinaryWay))
        return errands.count - 1
    }

    /// Writes down the commands of the matter's next step.
    private func ask(_ index: Int) {
        let errand = errands[index]
        let step = errand.way[errand.stage]
        let notes = step == .register ? 0 : Int.random(in: 0...2, using: &random)
        let district = District.all[errand.district]
        for (offset, step) in ([step] + Array(repeating: .note, count: notes)).enumerated() {
            errands[index].open.append(asked.count)
            asked.append(
                Asked(
                    person: district.person(errand.way[errand.stage].role),
                    key: "\(name)-\(asked.count)", organ: district.supervised,
                    expectedVersion: errand.version + offset))
            steps.append(step)
            errandOf.append(index)
        }
    }

    private func send(_ command: Int, on speaker: Speaker, isRetry: Bool = false) {
        let id = speaker.nextID()
        speaker.flights[id] = Flight(
            command: command, sending: asked[command].sendings.count, isRetry: isRetry)
        asked[command].sendings.append(Sending(tip: tip))
        let errand = errands[errandOf[command]]
        let question = asked[command]
        var line = "{\"jsonrpc\":\"2.0\",\"id\":\(id),\"method\":\"\(steps[command].method)\","
        line += "\"params\":{\"idempotencyKey\":\"\(question.key)\","
        if question.expectedVersion > 0 {
            line += "\"matter\":\"\(errand.matter ?? "")\","
            line += "\"expectedVersion\":\(question.expectedVersion),"
        }
        line += steps[command].parameters(District.all[errand.district]) + "}}\n"
        speaker.outbound += Array(line.utf8)
    }

    private func flush(_ speaker: Speaker) throws {
        guard !speaker.outbound.isEmpty else { return }
        defer { speaker.outbound.removeAll(keepingCapacity: true) }
        do throws(ConnectionFault) {
            try speaker.connection?.sendRaw(speaker.outbound)
        } catch .broken {
            isCut = true
        } catch {
            throw SoakFault("a server that should live takes no bytes: \(error)")
        }
    }

    /// Puts commands that were answered into the queues, to be asked again with `.retries`.
    func repeatAnswered(_ commands: [Int]) {
        for command in commands {
            let errand = errands[errandOf[command]]
            let person = asked[command].person
            let role = Role.allCases.first {
                District.all[errand.district].person($0) == person
            }
            if let role { retries[place(errand.district, role)].append(command) }
        }
    }

    // MARK: Being answered

    /// Takes what has come on a connection.
    func receive(_ speaker: Speaker) {
        do throws(ConnectionFault) {
            while let line = try speaker.connection?.receiveLine(timeoutMilliseconds: 0) {
                take(line, speaker)
            }
            isCut = true
        } catch .timedOut {
            return
        } catch {
            isCut = true
        }
    }

    private func take(_ line: [UInt8], _ speaker: Speaker) {
        guard let message = try? JSONDocument(line), message.kind(0) == .object else {
            return strays.append(String(decoding: line, as: UTF8.self))
        }
        // A server that drains says so; what it does not answer is asked again.
        if message.member("method", of: 0) != nil { return }
        guard let id = message.member("id", of: 0), message.kind(id) == .integer,
            let flight = speaker.flights.removeValue(forKey: Int(message.integer(id)))
        else { return strays.append(String(decoding: line, as: UTF8.self)) }
        guard let reply = Reply(message) else {
            if !message.isRetryable {
                asked[flight.command].refusal = String(decoding: line, as: UTF8.self)
                if !flight.isRetry { giveUp(errandOf[flight.command]) }
            }
            return
        }
        answers += 1
        asked[flight.command].sendings[flight.sending].reply = reply
        touched.insert(reply.answer.matter)
        if !flight.isRetry { settle(flight.command, reply.answer) }
    }

    /// Asks no more about a matter of which a command was refused. That is a finding, and to wait
    /// for an answer that never comes would keep it from being told.
    private func giveUp(_ index: Int) {
        errands[index].open.removeAll()
        guard errands[index].stage < errands[index].way.count else { return }
        errands[index].stage = errands[index].way.count
        finished += 1
    }

    /// Takes an answered command off its matter, which goes on when it was the last one open.
    private func settle(_ command: Int, _ answer: Accepted) {
        let index = errandOf[command]
        errands[index].matter = answer.matter
        errands[index].version = max(errands[index].version, answer.version)
        errands[index].open.removeAll { $0 == command }
        guard errands[index].open.isEmpty, errands[index].stage < errands[index].way.count
        else { return }
        errands[index].stage += 1
        if errands[index].stage == errands[index].way.count {
            finished += 1
        } else {
            enqueue(index)
        }
    }
}

/// Opens a connection for a person of the sample data.
func greeted(_ address: ServerAddress, as person: String) throws -> Connection {
    let connection = try Connection(to: address)
    let hello = Hello(name: "yushi-soak", version: "1", token: "sample-\(person)")
    let answer = try ask(connection, "session.hello", String(decoding: hello.params, as: UTF8.self))
    guard answer.member("result", of: 0) != nil else {
        throw SoakFault("hello was refused: \(String(decoding: answer.json(0), as: UTF8.self))")
    }
    return connection
}

/// Asks one question on a connection on which nothing else is under way.
func ask(_ connection: Connection, _ method: String, _ params: String) throws -> JSONDocument {
    let line = "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"\(method)\",\"params\":\(params)}"
    try connection.send(line: Array(line.utf8))
    guard let answer = try connection.receiveLine(timeoutMilliseconds: 10_000) else {
        throw SoakFault("the server closed a connection instead of answering \(method)")
    }
    return try JSONDocument(answer)
}
