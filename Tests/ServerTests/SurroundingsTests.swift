import Foundation
import Glibc
import Testing

extension ServerTests {
    /// What surrounds the programs when they are started: descriptors, limits, arguments, and a
    /// disk that takes nothing more.
    @Suite struct SurroundingsTests {
        private static let commandLine = ExportTests.commandLine

        /// Runs a line of the shell, with the programs as `$1` and `$2`.
        private func shell(
            _ line: String, environment: [String: String] = ["LC_ALL": "C"]
        ) throws -> (code: Int32, output: [String], errors: String) {
            let child = try Child(
                "/bin/bash", ["-c", line, "shell", Paths.daemon, Self.commandLine],
                environment: environment)
            let (code, output) = try child.finish()
            return (code, output, child.errors)
        }

        /// The descriptors of the standard streams would be given to the next files.
        @Test func closedStreamsReceiveNothing() throws {
            let folder = try Folder()
            let files = Paths.files.joined(separator: " ")
            let daemon = try Child(
                "/bin/bash",
                [
                    "-c",
                    """
                    exec "$1" --listen unix:\(folder.path)/socket --data \(folder.path)/data \
                    \(files) 2>&- <&-
                    """, "shell", Paths.daemon,
                ])
            while let line = try daemon.nextLine(), line != "ready" {}
            let asked = try shell("\"$2\" status --json --server unix:\(folder.path)/socket >&-")
            #expect(asked.code == 0 && asked.errors.isEmpty)
            let descriptors = try (0...2).map {
                try FileManager.default.destinationOfSymbolicLink(
                    atPath: "/proc/\(daemon.pid)/fd/\($0)")
            }
            #expect(descriptors[0] == "/dev/null" && descriptors[2] == "/dev/null")
            daemon.signal(SIGTERM)
            #expect(try daemon.waitForExit() == 0)
            #expect(try String(contentsOfFile: folder.path + "/data/lock", encoding: .utf8).isEmpty)
        }

        @Test func resultsThatCannotBeWrittenAreNoSuccess() throws {
            let full = try shell("\"$2\" token new >/dev/full")
            #expect(full.code == 74)
            #expect(full.errors.contains("No space left on device"), "\(full.errors)")
            #expect(full.errors.contains("done, but"), "what was asked for was done")
            // Where the signal is ignored, as systemd has it, a program that nobody reads ends all
            // the same.
            let unread = try shell(
                """
                python3 - "$2" <<'END'
                import os, subprocess, sys
                reading, writing = os.pipe()
                os.close(reading)
                # Python ignores the signal, and here its child does, too.
                done = subprocess.run([sys.argv[1], "token", "new"], stdout=writing,
                                      restore_signals=False)
                print(done.returncode)
                END
                """)
            #expect(unread.output == ["141"], "\(unread)")
        }

        /// Mended, they would name other files.
        @Test func textsThatAreNotUTF8AreRefused() throws {
            for line in [
                #""$1" --data $'dat\xff'"#, #"YUSHI_DATA=$'dat\xff' "$1""#,
                #""$2" roster check $'bad\xff.json'"#, #"YUSHI_TOKEN=$'\xff' "$2" status"#,
            ] {
                let (code, output, errors) = try shell(line)
                #expect(code == 64 && output.isEmpty, "\(line)")
                #expect(errors.contains("UTF-8"), "\(errors)")
            }
            // What is none of its business may be as it likes.
            let other = try shell(#"OTHER=$'\xff' "$2" --version"#)
            #expect(other.code == 0)
        }

        /// With a key that anybody can guess, pseudonyms are names again.
        @Test func aKeyOfPseudonymsHasALength() throws {
            for key in ["/dev/null", "/dev/zero", "<(echo short)"] {
                let (code, output, errors) = try shell(
                    "\"$2\" export --format csv --pseudonym-key \(key)")
                #expect(code == 64 && output.isEmpty, "\(key)")
                #expect(errors.contains("16 to 65,536 bytes"), "\(errors)")
            }
        }

        /// Parameters are read on from where the standard input stands.
        @Test func parametersComeFromTheInputAsItIs() throws {
            let folder = try Folder()
            let daemon = try Daemon(
                data: folder.path + "/data", listen: ["unix:\(folder.path)/socket"])
            let input = try folder.write("two.txt", "skipped\n{}\n")
            let call = "\"$2\" call session.ping - --json --server unix:\(folder.path)/socket"
            let rest = try shell("{ read -r; \(call); } <\(input)")
            #expect(rest.code == 0, "\(rest.errors)")
            let endless = try shell("\(call) </dev/zero")
            #expect(endless.code == 64 || endless.code == 76, "\(endless)")
            #expect(try daemon.end(SIGTERM) == 0)
        }

        /// Whoever comes too much is told so in the log, and the server keeps files for itself.
        @Test func aLowLimitOfFilesIsSaid() throws {
            let folder = try Folder()
            let daemon = try Daemon(
                data: folder.path + "/data", prefix: ["/usr/bin/prlimit", "--nofile=80:80"])
            var links: [Link] = []
            for _ in 0..<16 {
                let link = try daemon.link()
                let told = try link.hello(as: "cy-clerk")["limits"]["connectionsMax"]
                #expect(told.int == 16)
                links.append(link)
            }
            #expect(throws: Disconnected.self) { try daemon.link(as: "cy-clerk") }
            // It can still read its files again.
            daemon.child.signal(SIGHUP)
            while !daemon.child.errors.contains("reload") { #expect(try links[0].isServed()) }
            #expect(try daemon.end(SIGTERM) == 0)
            for told in [#""connectionsMax":"16""#, "too many connections", "reloaded"] {
                #expect(daemon.child.errors.contains(told), "\(daemon.child.errors)")
            }
        }

        /// Whoever watches over the machine has to know from where somebody tries tokens.
        @Test func aRefusedTokenIsLoggedWithItsAddress() throws {
            let folder = try Folder()
            let daemon = try Daemon(data: folder.path + "/data")
            let link = try daemon.link()
            #expect(throws: (any Error).self) { try link.hello(as: "nobody") }
            #expect(try daemon.end(SIGTERM) == 0)
            let said = daemon.child.errors.split(separator: "\n").first { $0.contains("a token") }
            #expect(said?.contains(#""address":"127.0.0.1""#) == true, "\(daemon.child.errors)")
        }

        /// The log of the journal goes on growing where it cannot be folded into the file. Nothing
        /// is lost by it, and an operator has to know of it.
        @Test func aLogThatCannotBeFoldedIsTold() throws {
            let folder = try Folder()
            let daemon = try Daemon(data: folder.path + "/data")
            let clerk = try daemon.link(as: "cy-clerk")
            _ = try clerk.call("matter.register", Sample.register("r"))
            var version = 1
            let text = String(repeating: "记", count: 4000)
            func note(_ count: Int) throws {
                for _ in 0..<count {
                    let answer = try clerk.call(
                        "matter.note",
                        [
                            "matter": "S1", "expectedVersion": .int(version),
                            "idempotencyKey": .string("n\(version)"), "text": .string(text),
                        ])
                    #expect(answer["result"]["version"].int == version + 1)
                    version += 1
                }
            }
            // More lies in the file than any file may hold from now on.
            try note(300)
            try #require(try folder.size("data/journal.db") > 3_200_000)
            try limitFiles(of: daemon, to: 3_200_000)
            try note(40)
            try limitFiles(of: daemon, to: nil)
            try note(20)
            #expect(try daemon.end(SIGTERM) == 0)
            // Each is said once, however many commits there were.
            let said = daemon.child.errors.split(separator: "\n").filter { $0.contains("folded") }
            #expect(said.count == 2, "\(said)")
            #expect(said.first?.contains("cannot be folded") == true)
            #expect(said.last?.contains("folded again") == true)
            #expect(
                try query(folder.path + "/data", "SELECT max(position) FROM entry")
                    == [["361"]])
        }

        private func limitFiles(of daemon: Daemon, to bytes: Int?) throws {
            let child = try Child(
                "/usr/bin/prlimit",
                [
                    "--pid", "\(daemon.child.pid)",
                    "--fsize=\(bytes.map(String.init) ?? "unlimited"):",
                ])
            try #require(try child.finish().code == 0, "\(child.errors)")
        }
    }
}
