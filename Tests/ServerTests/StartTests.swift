import Foundation
import Glibc
import Testing

extension ServerTests {
    /// What a server is started with, and how it says that it cannot be.
    @Suite struct StartTests {
        struct BadFile: CustomTestStringConvertible, Sendable {
            var option: String
            var line: Int
            var text: String

            var testDescription: String { "\(option):\(line)" }
        }

        static let badFiles = [
            BadFile(
                option: "roster", line: 3,
                text: """
                    {"edition": "t", "organs": [
                    {"id": "a", "name": "甲", "kind": "government", "level": "municipal"},
                    {"id": "b", "name": "乙", "kind": "governmnt", "level": "district"}
                    ]}
                    """),
            BadFile(option: "roster", line: 2, text: "{\n\"edition\": }"),
            BadFile(
                option: "principals", line: 2,
                text: """
                    [
                    {"id": "p", "name": "张", "organ": "atlantis", "roles": ["clerk"], \
                    "tokenSHA256": "\(String(repeating: "0", count: 64))"}
                    ]
                    """),
            BadFile(option: "policy", line: 2, text: "{\n\"twoPersonRul\": true}"),
            BadFile(
                option: "calendar", line: 2,
                text: """
                    {"edition": "t",
                    "years": {"2026": {"daysOff": ["2026-02-30"], "makeUpWorkingDays": []}}}
                    """),
            BadFile(option: "config", line: 3, text: "{\n\"policy\": \"p\",\n\"dta\": \"d\"}"),
            BadFile(option: "config", line: 2, text: "{\n\"data\": 5}"),
        ]

        @Test(arguments: badFiles) func badFileIsNamedWithItsLine(_ bad: BadFile) throws {
            let folder = try Folder()
            let file = try folder.write("bad.json", bad.text)
            var flags = Paths.files
            if let place = flags.firstIndex(of: "--" + bad.option) {
                flags[place + 1] = file
            } else {
                flags += ["--" + bad.option, file]
            }
            let child = try Child(
                Paths.daemon,
                ["--data", folder.path + "/data", "--listen", "tcp:127.0.0.1:0"] + flags)
            let (code, output) = try child.finish()
            #expect(code == 78)
            #expect(output.isEmpty, "nothing was said to listen")
            let start = "yushid: \(file):\(bad.line): "
            let sentence = try #require(
                child.errors.split(separator: "\n").first { $0.hasPrefix(start) },
                "\(child.errors)")
            #expect(sentence.dropFirst(start.count).split(separator: " ").count >= 3)
            #expect(!folder.exists("data"), "nothing is half started")
        }

        @Test func missingFileIsNamed() throws {
            let folder = try Folder()
            let child = try Child(
                Paths.daemon,
                [
                    "--data", folder.path + "/data", "--roster", folder.path + "/none.json",
                    "--principals", Paths.sample("principals"),
                ])
            #expect(try child.finish().code == 78)
            #expect(child.errors.contains("\(folder.path)/none.json"))
        }

        @Test(arguments: ["data", "roster", "principals"])
        func missingOptionIsNamed(_ name: String) throws {
            let folder = try Folder()
            var flags = Paths.files + ["--data", folder.path + "/data"]
            let place = try #require(flags.firstIndex(of: "--" + name))
            flags.removeSubrange(place...place + 1)
            let child = try Child(Paths.daemon, flags)
            #expect(try child.finish().code == 78)
            #expect(child.errors.contains("--\(name) is missing"))
        }

        @Test func badSettingsAreSentences() throws {
            for (flags, part) in [
                (["--listen", "http:127.0.0.1:1"], "neither tcp:HOST:PORT nor unix:PATH"),
                (["--clock", "sundial"], "system or virtual"),
                (["--clock", "virtual"], "--test-control"),
                (["--test-control", "x"], "--clock virtual"),
            ] {
                let child = try Child(
                    Paths.daemon, flags + ["--data", "/nowhere/data"] + Paths.files)
                #expect(try child.finish().code == 78)
                #expect(child.errors.contains(part), "\(child.errors)")
            }
        }

        @Test func unknownFlagIsUsage() throws {
            let child = try Child(Paths.daemon, ["--dta", "x"])
            #expect(try child.finish().code == 64)
            #expect(child.errors.contains("--dta"))
        }

        @Test func versionIsTold() throws {
            let (code, output) = try Child(Paths.daemon, ["--version"]).finish()
            #expect(code == 0)
            #expect(output.count == 1)
            #expect(output.first?.wholeMatch(of: /\d+\.\d+\.\d+/) != nil)
        }

        @Test func saysWhereItListensAndThatItIsReady() throws {
            let folder = try Folder()
            let path = folder.path + "/s"
            let child = try Child(
                Paths.daemon,
                [
                    "--listen", "tcp:127.0.0.1:0", "--listen", "unix:\(path)", "--data",
                    folder.path + "/data",
                ] + Paths.files)
            let tcp = try #require(try child.nextLine())
            let port = try #require(
                tcp.wholeMatch(of: /listening on tcp:127\.0\.0\.1:(\d+)/)?.1
            ).description
            #expect(port != "0")
            #expect(try child.nextLine() == "listening on unix:\(path)")
            #expect(try child.nextLine() == "ready")
            for address in [try #require(Address(tcp)), .unix(path: path)] {
                #expect(try Link(address).isServed())
            }
            child.signal(SIGTERM)
            #expect(try child.waitForExit() == 0)
            #expect(!folder.exists("s"), "the socket's file went with the server")
        }

        @Test func dataDirectoryIsPrivate() throws {
            let folder = try Folder()
            let daemon = try Daemon(data: folder.path + "/data")
            var status = stat()
            #expect(unsafe stat(folder.path + "/data", &status) == 0)
            #expect(status.st_mode & 0o777 == 0o700)
            #expect(unsafe stat(folder.path + "/data/journal.db", &status) == 0)
            #expect(status.st_mode & 0o777 == 0o600)
            #expect(try daemon.end(SIGTERM) == 0)
        }

        @Test func flagsGoBeforeEnvironmentBeforeFile() throws {
            let folder = try Folder()
            let file = try folder.write(
                "config.json",
                """
                {"listen": ["unix:\(folder.path)/file"], "data": "\(folder.path)/data,1",
                "roster": "\(Paths.sample("roster"))",
                "principals": "\(Paths.sample("principals"))"}
                """)
            let environment = [
                "YUSHI_LISTEN": "unix:\(folder.path)/env1,unix:\(folder.path)/env2"
            ]
            func listens(_ flags: [String], _ environment: [String: String]) throws -> [String] {
                let child = try Child(Paths.daemon, flags, environment: environment)
                var names: [String] = []
                while let line = try child.nextLine(), line != "ready" {
                    names.append(String(line.split(separator: "/").last ?? ""))
                }
                child.signal(SIGTERM)
                #expect(try child.waitForExit() == 0, "\(child.errors)")
                return names
            }
            #expect(try listens(["--config", file], [:]) == ["file"])
            #expect(try listens([], ["YUSHI_CONFIG": file]) == ["file"])
            #expect(try listens(["--config", file], environment) == ["env1", "env2"])
            let flags = ["--config", file, "--listen", "unix:\(folder.path)/flag"]
            #expect(try listens(flags, environment) == ["flag"])
            #expect(folder.exists("data,1/journal.db"), "a path may hold a comma")
            #expect(
                try listens(flags, ["YUSHI_DATA": "\(folder.path)/data,2"]) == ["flag"])
            #expect(folder.exists("data,2/journal.db"), "in the environment too")
        }

        @Test func anOperatorLimitsTheRequestsOfAPerson() throws {
            for bad in ["0", "x", "500001"] {
                let child = try Child(
                    Paths.daemon,
                    ["--data", "/nowhere", "--requests-per-second", bad] + Paths.files)
                #expect(try child.finish().code == 78)
                #expect(child.errors.contains("--requests-per-second is a number from 1 to"))
            }
            let folder = try Folder()
            let daemon = try Daemon(
                data: folder.path + "/data", files: Paths.files + ["--requests-per-second", "7"])
            let hello = try daemon.link().hello(as: "auditor")
            #expect(hello["limits"]["requestsPerSecondMax"].int == 7)
            #expect(try daemon.end(SIGTERM) == 0)
        }

        @Test func aFolderThatIsMissingIsNamed() throws {
            let folder = try Folder()
            let child = try Child(
                Paths.daemon,
                ["--listen", "unix:\(folder.path)/no/s", "--data", folder.path + "/d"]
                    + Paths.files)
            #expect(try child.finish().code == 69)
            #expect(child.errors.contains("there is no folder \(folder.path)/no"))
        }

        @Test func takenAddressIsUnavailable() throws {
            let folder = try Folder()
            let first = try Daemon(
                data: folder.path + "/1",
                listen: ["tcp:127.0.0.1:0", "unix:\(folder.path)/s"])
            guard case .tcp(let port) = first.address else { return }
            for taken in ["tcp:127.0.0.1:\(port)", "unix:\(folder.path)/s"] {
                let second = try Child(
                    Paths.daemon,
                    ["--listen", taken, "--data", folder.path + "/2"] + Paths.files)
                let (code, output) = try second.finish()
                #expect(code == 69)
                #expect(!output.contains("ready"))
                #expect(second.errors.contains("yushid: cannot listen"), "\(second.errors)")
            }
            for address in first.addresses {
                #expect(try first.link(on: address).isServed())
            }
        }

        @Test func takenDataDirectoryIsUnavailable() throws {
            let folder = try Folder()
            let first = try Daemon(data: folder.path + "/data")
            let second = try Child(
                Paths.daemon,
                ["--listen", "tcp:127.0.0.1:0", "--data", folder.path + "/data"] + Paths.files)
            #expect(try second.finish().code == 69)
            #expect(second.errors.contains("in use by process \(first.child.pid)"))
            #expect(try first.link().isServed())
            // The lock ends with the process, however that ends.
            try first.end(SIGKILL)
            #expect(try Daemon(data: folder.path + "/data").end(SIGTERM) == 0)
        }

        /// The fold finds the fault while the thread that reads is ahead of it.
        @Test func snapshotsThatDoNotFitAreLeftAside() throws {
            let folder = try Folder()
            let data = folder.path + "/data"
            let first = try Daemon(data: data)
            let clerk = try first.link(as: "cy-clerk")
            for number in 1...20 {
                _ = try clerk.call("matter.register", Sample.register("k\(number)"))
            }
            #expect(try first.end(SIGTERM) == 0)
            #expect(try query(data, "SELECT count(*) FROM numbered_state") == [["20"]])
            try alter(data, "UPDATE meta SET value = value - 1 WHERE name = 'snapshot_floor'")
            let second = try Daemon(data: data)
            let count = try second.link(as: "auditor").call("docket.count")["result"]["count"]
            #expect(count.int == 20)
            // Only after its end all that it has logged is there.
            #expect(try second.end(SIGTERM) == 0)
            #expect(second.child.errors.contains("the snapshots were not used"))
            #expect(second.child.errors.contains(#""entriesFolded":"20""#))
            // What was folded is in snapshots again.
            let third = try Daemon(data: data)
            #expect(try third.end(SIGTERM) == 0)
            #expect(third.child.errors.contains(#""entriesFolded":"0""#))
        }

        /// From a snapshot a server starts without a look at the entry. Who asks for it is told;
        /// everybody else is served, and a check finds it.
        @Test func aDamagedEntryIsFoundAndStopsNobody() throws {
            let folder = try Folder()
            let data = folder.path + "/data"
            let first = try Daemon(data: data)
            let clerk = try first.link(as: "cy-clerk")
            for number in 1...3 {
                _ = try clerk.call("matter.register", Sample.register("k\(number)"))
            }
            #expect(try first.end(SIGTERM) == 0)
            func check() throws -> (code: Int32, said: String) {
                let child = try Child(Paths.daemon, ["--check", "--data", data] + Paths.files)
                let (code, output) = try child.finish()
                return (code, output.joined() + child.errors)
            }
            #expect(try check().code == 0)
            #expect(try check().said.contains("the journal is sound up to its last position, 3"))
            let nothing = try Child(
                Paths.daemon, ["--check", "--data", folder.path + "/none"] + Paths.files)
            #expect(try nothing.finish().code == 78)
            #expect(!folder.exists("none"))
            try alter(
                data,
                "UPDATE entry SET events = replace(events, 'registered', 'regisiered') "
                    + "WHERE position = 2")
            let found = try check()
            #expect(found.code == 74)
            #expect(found.said.contains("position 2"))
            let second = try Daemon(data: data)
            let auditor = try second.link(as: "auditor")
            let reason = try auditor.call("matter.history", ["matter": "S2"])["error"]["data"]
            #expect(reason["reason"].string == "INTERNAL_ERROR")
            let whole = try auditor.call("matter.history", ["matter": "S1"])["result"]["items"]
            #expect(whole.elements.count == 1)
            #expect(try second.end(SIGTERM) == 0)
            #expect(second.child.errors.contains("position 2"))
        }

        @Test func journalThatIsGoneIsNotReplaced() throws {
            let folder = try Folder()
            try Daemon(data: folder.path + "/data").end(SIGTERM)
            for name in ["journal.db", "journal.db-wal", "journal.db-shm"] {
                try? FileManager.default.removeItem(atPath: folder.path + "/data/" + name)
            }
            let child = try Child(
                Paths.daemon,
                ["--listen", "tcp:127.0.0.1:0", "--data", folder.path + "/data"] + Paths.files)
            #expect(try child.finish().code == 78)
            #expect(child.errors.contains("journal.db is missing"))
            #expect(!folder.exists("data/journal.db"), "no empty journal in its place")
        }
    }
}
