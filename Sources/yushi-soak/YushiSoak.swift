internal import ArgumentParser
internal import Foundation
internal import Soak

/// Writes to a server, brings it to its end in every way, and compares what was said with what is
/// there. The exit code is 1 when anything is not as promised.
@main
struct YushiSoak: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "yushi-soak",
        abstract: "Kills and disturbs a server under load and checks what it promised.",
        discussion: "Needs the programs strace, sqlite3 and setpriv. Speaks to 127.0.0.1 only.")

    @Option(help: "The path of yushid.")
    var server: String

    @Option(help: "The folder of roster, principals, policy and calendar.")
    var sample: String

    @Option(help: "A folder of its own on a real disk.")
    var folder: String

    @Option(help: "Random episodes go on until so many seconds have passed.")
    var seconds = 60.0

    @Option(help: "Repeats the choices of a run, though not its moments.")
    var seed = UInt64.random(in: 1...999_999_999)

    @Flag(help: "Where power is lost the disk lies about syncs: the run must find what is missing.")
    var lyingDisk = false

    @Option(help: "Kills in turn go to so many places of each system call at most.")
    var callsMax = 100

    func validate() throws {
        guard (0...86_400).contains(seconds), callsMax >= 1 else {
            throw ValidationError("--seconds is 0 to 86400, --calls-max 1 or more")
        }
    }

    func run() throws {
        say("seed \(seed)")
        // What a recorded server names has no symbolic links in it.
        let folder = URL(filePath: folder).resolvingSymlinksInPath().path
        let library = URL(filePath: server).deletingLastPathComponent()
            .appending(path: "libPowerLoss.so").path
        let hasLibrary = FileManager.default.fileExists(atPath: library)
        let setup = ServerSetup(
            program: server, sample: sample, log: folder + "/log",
            recording: hasLibrary ? library : nil, lies: lyingDisk)
        do {
            let campaign = try Campaign(
                Plan(
                    seed: seed, seconds: seconds, callsMax: callsMax, folder: folder,
                    setup: setup))
            var fault: (any Error)?
            do { try campaign.run() } catch { fault = error }
            for finding in campaign.findings.prefix(20) { say("found: \(finding)") }
            if let fault { say("fault: \(fault); \(campaign.serverState)") }
            say(campaign.summary)
            guard fault == nil, campaign.findings.isEmpty else { throw ExitCode(1) }
        } catch let error as SoakFault {
            say("fault: \(error)")
            throw ExitCode(1)
        }
    }
}
