internal import ArgumentParser
internal import Files
internal import Foundation
internal import LoopIO
internal import Server
internal import Supervision

/// The daemon. Flags go before environment, environment before the configuration file.
@main
struct Yushid: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "yushid",
        abstract: "Serves supervision matters over line-delimited JSON-RPC.",
        discussion: """
            Every option can also be given in the environment, as YUSHI_ and its name in capitals \
            (YUSHI_DATA, YUSHI_LISTEN with commas between several), or in a JSON file of the same \
            names: {"data": "/var/lib/yushi", "listen": ["tcp:127.0.0.1:7314"]}.

            On SIGHUP roster, principals, policy and calendar are read again. They take effect \
            together; with a mistake in any of them the server keeps the old ones and logs the \
            file, the line and the reason.

            Exit codes: 0 after SIGTERM, 64 for a flag that there is not, 69 when the address or \
            the data directory is taken or cannot be used, 74 when the journal cannot be read or \
            written, 78 for a bad file or setting, and for a database that is gone.
            """,
        version: serverVersion)

    @Option(help: "Where to listen: tcp:HOST:PORT or unix:PATH. May be repeated.")
    var listen: [String] = []

    @Option(help: "The data directory. It is created when it is missing.")
    var data: String?

    @Option(help: "The roster of organs.")
    var roster: String?

    @Option(help: "The persons and the digests of their tokens.")
    var principals: String?

    @Option(help: "The house rules.")
    var policy: String?

    @Option(help: "Holidays and make-up working days.")
    var calendar: String?

    @Option(help: "system, or virtual for tests.")
    var clock: String?

    @Option(help: "The control socket of a virtual clock.")
    var testControl: String?

    @Option(help: "When a virtual clock starts, as 2026-03-02T01:00:00Z.")
    var clockStart: String?

    @Option(help: "How many requests a person may make in a second, on all connections together.")
    var requestsPerSecond: String?

    @Option(help: "A configuration file.")
    var config: String?

    @Flag(help: "Reads the whole journal of a stopped server, says whether it is sound, and ends.")
    var check = false

    static func main() {
        StandardStreams.hold()
        if let text = StandardStreams.firstMendedText(variables: "YUSHI_") {
            say("an argument or a variable of the environment is not UTF-8: \(text)")
            exit(withError: ArgumentParser.ExitCode(64))
        }
        main(nil)
    }

    mutating func run() throws {
        do throws(StartFault) {
            Self.unblockSignals()
            Self.raiseFileLimit()
            signal(SIGPIPE, SIG_IGN)
            // Until the server watches it, it reads the files for the first time anyway.
            signal(SIGHUP, SIG_IGN)
            // A file that may not grow is an error of the write, not a death by signal.
            signal(SIGXFSZ, SIG_IGN)
            if check {
                let count = try Service.check(try settings())
                try Self.print("the journal is sound up to its last position, \(count)\n")
                return
            }
            let service = try Service(try settings())
            try service.run()
            // The system takes the memory of a million matters back at once; freeing them one by
            // one would take seconds.
            Self.exit()
        } catch {
            Self.say("\(error)")
            throw ArgumentParser.ExitCode(error.code.rawValue)
        }
    }

    private static func say(_ sentence: String) {
        try? StandardStreams.write(Array("yushid: \(sentence)\n".utf8), to: .error)
    }

    private static func print(_ line: String) throws(StartFault) {
        do throws(FileSystemFault) {
            try StandardStreams.write(Array(line.utf8), to: .output)
        } catch {
            // The journal is not to blame, of which another code would speak.
            throw StartFault(.unavailable, line.dropLast() + ", but " + error.description)
        }
    }

    /// A mask of blocked signals is inherited. With it from whoever started the server, SIGTERM
    /// would never arrive.
    private static func unblockSignals() {
        var none = sigset_t()
        unsafe sigemptyset(&none)
        unsafe pthread_sigmask(SIG_SETMASK, &none, nil)
    }

    /// The usual soft limit of open files is far below the connections that are announced. The
    /// hard limit is the operator's decision and stays.
    private static func raiseFileLimit() {
        let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        var limit = rlimit()
        guard unsafe getrlimit(files, &limit) == 0, limit.rlim_cur < limit.rlim_max
        else { return }
        limit.rlim_cur = limit.rlim_max
        _ = unsafe setrlimit(files, &limit)
    }
}
