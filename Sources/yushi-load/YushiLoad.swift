internal import ArgumentParser
internal import Glibc

/// Drives a server on 127.0.0.1 that was started with the sample data, and tells how fast it
/// answered. Every reply is checked; the exit code is 1 when one was not as expected.
@main
struct YushiLoad: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "yushi-load", abstract: "Measures a server that runs on the sample data.",
        subcommands: [
            Matters.self, Register.self, Fill.self, Idle.self, List.self, History.self, Sync.self,
        ])
}

/// How long a measurement may count, in seconds.
let secondsRange = 0.1...600.0

func validate(seconds: Double) throws {
    guard secondsRange.contains(seconds) else {
        throw ValidationError("--seconds is 0.1 to 600")
    }
}

struct Target: ParsableArguments {
    @Option(help: "The port of 127.0.0.1 on which the server listens.")
    var port: UInt16 = 7314
}

struct Load: ParsableArguments {
    @Option(help: "Connections; 1 stands for one request in flight in total.")
    var clients = 50

    @Option(help: "Requests in flight of each connection.")
    var pipeline = 1

    @Option(help: "How long is counted, after half a second of running in.")
    var seconds = 5.0

    func validate() throws {
        guard clients >= 1, (1...128).contains(pipeline), secondsRange.contains(seconds) else {
            throw ValidationError(
                "--clients is 1 or more, --pipeline 1 to 128, --seconds 0.1 to 600")
        }
    }
}

/// Runs a plan and prints what came out.
private func measure(_ plan: Plan, _ target: Target) throws {
    do throws(LoadFault) {
        let generator = try Generator(plan, port: target.port)
        let tally = try generator.run()
        say(summary(tally.values + generator.pushValues))
        for line in tally.unexpectedLines { complain("unexpected: \(line)") }
        if tally.unexpected > 0 { throw LoadFault("\(tally.unexpected) unexpected replies") }
    } catch {
        complain("yushi-load: \(error)")
        throw ExitCode(1)
    }
}

func complain(_ text: String) {
    say(text, to: STDERR_FILENO)
}

/// Writes a line at once, so that a program that waits for it sees it.
func say(_ text: String, to descriptor: Int32 = STDOUT_FILENO) {
    let bytes = Array((text + "\n").utf8)
    _ = unsafe bytes.withUnsafeBytes { unsafe write(descriptor, $0.baseAddress, $0.count) }
}

struct Matters: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Leads matters through all seven commands, from registration to closing.")

    @OptionGroup var target: Target
    @OptionGroup var load: Load

    @Flag(help: "Watches the load beside it and tells how long the pushes take.")
    var watch = false

    func validate() throws {
        guard load.clients >= 4 || (load.clients == 1 && load.pipeline == 1) else {
            throw ValidationError("four roles need 1 client without pipeline, or 4 and more")
        }
    }

    func run() throws {
        // With one matter at a time, one request is in flight, whatever the connections.
        let begunMax = load.clients == 1 ? 1 : 4 * load.clients * load.pipeline
        try measure(
            Plan(
                roles: Self.roles(load.clients), depth: load.pipeline, begunMax: begunMax,
                courses: [.whole], seconds: load.seconds, isWatched: watch),
            target)
    }

    /// Connections in proportion to the commands of each role, at least one for each.
    static func roles(_ clients: Int) -> [Role] {
        let total = max(clients, Role.allCases.count)
        var counts = Role.allCases.map { max(1, total * $0.share / Step.allCases.count) }
        // What rounding left over goes to the role with the most commands for each connection.
        while counts.reduce(0, +) < total {
            let neediest = Role.allCases.max {
                $0.share * counts[$1.rawValue] < $1.share * counts[$0.rawValue]
            }
            counts[(neediest ?? .clerk).rawValue] += 1
        }
        return zip(Role.allCases, counts).flatMap { Array(repeating: $0, count: $1) }
    }
}

struct Register: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Registers matters and does nothing else with them.")

    @OptionGroup var target: Target
    @OptionGroup var load: Load

    func run() throws {
        try measure(
            Plan(
                roles: Array(repeating: .clerk, count: load.clients), depth: load.pipeline,
                begunMax: load.clients * load.pipeline, courses: [Course(steps: [.register])],
                seconds: load.seconds),
            target)
    }
}

struct Fill: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Begins a number of matters and leaves them open.")

    @OptionGroup var target: Target

    @Option(help: "How many.")
    var matters = 20_000

    @Option(help: "Commands of each: 1 registers it, 7 is the most.")
    var commands = 1

    func validate() throws {
        guard matters >= 1, (1...7).contains(commands) else {
            throw ValidationError("--matters is 1 or more, --commands 1 to 7")
        }
    }

    func run() throws {
        // With one command each, every connection is a clerk's.
        let roles = commands == 1 ? Array(repeating: .clerk, count: 50) : Matters.roles(50)
        try measure(
            Plan(
                roles: roles, depth: 16, begunMax: 50 * 16,
                courses: Course.open(commands: commands), warmUpSeconds: 0, seconds: 0,
                mattersMax: matters),
            target)
    }
}
