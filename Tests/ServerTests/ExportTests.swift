import Foundation
import Glibc
import Testing

extension ServerTests {
    /// Exports of a real server, made by the real command line and read by a tool of process mining
    /// that knows nothing of either.
    @Suite struct ExportTests {
        static let python = ProcessInfo.processInfo.environment["YUSHI_PM4PY"]
        static let commandLine = URL(filePath: Paths.daemon).deletingLastPathComponent()
            .appending(path: "yushi").path

        /// Prints what pm4py makes of an export as one line of JSON.
        private static let reader = """
            import json, sys, warnings
            warnings.simplefilter("ignore")
            import pm4py

            def graph(log):
                edges, first, last = pm4py.discover_dfg(log)
                return {"edges": {a + ">" + b: int(n) for (a, b), n in edges.items()},
                        "first": {a: int(n) for a, n in first.items()},
                        "last": {a: int(n) for a, n in last.items()}}

            ocel = pm4py.read_ocel2_json(sys.argv[1])
            types = ocel.objects["ocel:type"].value_counts()
            xes = pm4py.read_xes(sys.argv[2], variant="iterparse")
            print(json.dumps({
                "ocel": {"events": len(ocel.events), "relations": len(ocel.relations),
                         "objects": {k: int(v) for k, v in types.items()},
                         "map": len(pm4py.discover_ocdfg(ocel)["activities"]),
                         "graph": graph(pm4py.ocel_flattening(ocel, "matter"))},
                "xes": {"events": len(xes), "cases": int(xes["case:concept:name"].nunique()),
                        "graph": graph(xes)}}))
            """

        private func yushi(
            _ daemon: Daemon, as person: String, _ arguments: [String],
            environment: [String: String] = [:], prefix: [String] = []
        ) throws -> (code: Int32, output: [String], errors: String) {
            let server =
                switch daemon.address {
                case .tcp(let port): "tcp:127.0.0.1:\(port)"
                case .unix(let path): "unix:\(path)"
                }
            let words = prefix + [Self.commandLine] + arguments
            let child = try Child(
                words[0], Array(words.dropFirst()),
                environment: [
                    "YUSHI_SERVER": server, "YUSHI_TOKEN": "sample-\(person)", "LC_ALL": "C",
                ].merging(environment) { $1 })
            let (code, output) = try child.finish()
            return (code, output, child.errors)
        }

        /// Drives three matters: two to an opinion, of which one is rectified, and a complaint that
        /// is withdrawn.
        private func fill(_ daemon: Daemon, name: String) throws {
            for round in 1...3 {
                let matter = "S\(round)"
                var version = 0
                func give(_ person: String, _ method: String, _ params: [String: JSON]) throws {
                    var params = params
                    params["idempotencyKey"] = .string("k\(round).\(version)")
                    if version > 0 {
                        params["matter"] = .string(matter)
                        params["expectedVersion"] = .int(version)
                    }
                    let answer = try daemon.link(as: person).call(method, .object(params))
                    version += 1
                    try #require(answer["result"]["version"].int == version, "\(answer)")
                }
                try give(
                    "cy-clerk", "matter.register",
                    [
                        "supervised": "chaoyang-market", "source": ["kind": "complaint"],
                        "content": 2, "summary": .string("举报人" + name),
                        "complainant": ["name": .string(name), "contact": "13800000000"],
                    ])
                guard round < 3 else {
                    return try give("cy-clerk", "matter.withdraw", ["reason": .string(name)])
                }
                try give("cy-clerk", "matter.accept", ["investigators": ["cy-inv1"]])
                try give(
                    "cy-inv1", "investigation.recordMeasure",
                    ["kind": "retrieveFiles", "on": "2026-01-05", "summary": .string(name)])
                try give(
                    "cy-inv1", "investigation.conclude",
                    [
                        "outcome": "problem", "facts": .string(name), "grounds": [1, 3],
                        "severity": "ordinary",
                    ])
                try give(
                    "cy-sign", "opinion.issue",
                    ["requirements": [.string(name)], "deadline": ["workingDays": 10]])
                guard round == 1 else { continue }
                try give(
                    "cy-market-resp", "rectification.report",
                    ["measures": [["item": 1, "text": .string(name)]]])
                try give("cy-inv1", "rectification.accept", ["verified": [1]])
            }
        }

        private func export(
            _ daemon: Daemon, _ format: String, to file: String, _ more: [String] = []
        ) throws {
            let (code, output, errors) = try yushi(
                daemon, as: "auditor", ["export", "--format", format, "--output", file] + more)
            try #require(code == 0, "\(errors)")
            #expect(output.isEmpty)
            #expect(errors == "3 matters, 14 events\n", "no bar where nobody looks")
        }

        @Test(
            .enabled(if: python != nil, "YUSHI_PM4PY is unset: run deploy/make-pm4py DIRECTORY"))
        func aProcessMapHasTheRightCounts() throws {
            let folder = try Folder()
            let daemon = try Daemon(data: folder.path + "/data")
            try fill(daemon, name: "<b>\"=1,'&👍")
            let (ocel, xes) = (folder.path + "/log.json", folder.path + "/log.xes")
            try export(daemon, "ocel", to: ocel)
            try export(daemon, "xes", to: xes)
            let child = try Child(
                try #require(Self.python), ["-c", Self.reader, ocel, xes],
                environment: ["PYTHONUTF8": "1"])
            let (code, output) = try child.finish()
            try #require(code == 0, "\(child.errors)")
            let seen = try JSON(parsing: try #require(output.last { $0.hasPrefix("{") }))
            let graph: JSON = [
                "edges": [
                    "registered>accepted": 2, "accepted>measureRecorded": 2,
                    "measureRecorded>problemsFound": 2, "problemsFound>opinionIssued": 2,
                    "opinionIssued>rectificationReported": 1,
                    "rectificationReported>rectificationAccepted": 1, "registered>withdrawn": 1,
                ],
                "first": ["registered": 3],
                "last": ["rectificationAccepted": 1, "opinionIssued": 1, "withdrawn": 1],
            ]
            #expect(seen["xes"] == ["events": 14, "cases": 3, "graph": graph])
            #expect(seen["ocel"]["events"] == 14)
            #expect(seen["ocel"]["graph"] == graph)
            #expect(seen["ocel"]["map"] == 8)
            // The government, its bureau of justice, and the organ under supervision; a clerk, an
            // investigator, a signatory and a respondent.
            #expect(
                seen["ocel"]["objects"] == ["matter": 3, "organ": 3, "person": 4, "document": 2])
            // 14 of matters; of organs 3 for each registration and 1 for each opinion; of persons
            // the author of each and 2 investigators; 2 of documents. pm4py keeps one relation of
            // an event to an object, and who signs an opinion is also its author.
            #expect(seen["ocel"]["relations"] == .int(14 + 3 * 3 + 2 + 14 + 2 + 2))
        }

        @Test func personalDataNeedsTheFlagAndTheRole() throws {
            let folder = try Folder()
            let daemon = try Daemon(data: folder.path + "/data")
            let name = "王=1+1,\"<x>'"
            try fill(daemon, name: name)
            for format in ["ocel", "xes", "csv"] {
                let file = folder.path + "/log"
                try export(daemon, format, to: file)
                let plain = try String(contentsOfFile: file, encoding: .utf8)
                #expect(!plain.contains("王") && !plain.contains("13800000000"), "\(format)")
                #expect(!plain.contains("cy-inv1"), "\(format)")
                try export(daemon, format, to: file + "2")
                #expect(try String(contentsOfFile: file + "2", encoding: .utf8) == plain)
                try export(daemon, format, to: file, ["--with-personal-data"])
                let full = try String(contentsOfFile: file, encoding: .utf8)
                #expect(full.contains("王") && full.contains("13800000000"), "\(format)")
                #expect(full.contains("cy-inv1"), "\(format)")
                #expect(!full.contains("<x>") || format != "xes")
            }
            for (person, flags) in [("cy-market-resp", ["--with-personal-data"]), ("operator", [])]
            {
                let file = folder.path + "/no"
                let (code, output, errors) = try yushi(
                    daemon, as: person, ["export", "--format", "csv", "--output", file] + flags)
                #expect(code == 77, "\(person)")
                #expect(output.isEmpty && errors.hasPrefix("error: "))
                #expect(try folder.names() == ["data", "log", "log2"])
            }
        }

        @Test func theOutputIsReplacedAsAWhole() throws {
            let folder = try Folder()
            let daemon = try Daemon(data: folder.path + "/data")
            try fill(daemon, name: "王")
            func mode(_ name: String) throws -> mode_t {
                var found = stat()
                try #require(unsafe stat(folder.path + "/" + name, &found) == 0)
                return found.st_mode & 0o7777
            }
            let personal = folder.path + "/personal"
            try export(daemon, "csv", to: personal, ["--with-personal-data"])
            #expect(try mode("personal") == 0o600)
            let file = try folder.write("log", "old")
            try #require(unsafe chmod(file, 0o640) == 0)
            try export(daemon, "csv", to: file, ["--with-personal-data"])
            #expect(try mode("log") == 0o640)
            #expect(
                try String(contentsOfFile: file, encoding: .utf8)
                    == String(contentsOfFile: personal, encoding: .utf8))

            // A draft that may not grow to its size, by a limit of one block of 512 bytes. Who runs
            // the tests may ignore the signal, and children inherit that.
            _ = try folder.write("log", "old")
            let arguments = ["export", "--format", "csv", "--output"]
            let failed = try yushi(
                daemon, as: "auditor", arguments + [file],
                prefix: [
                    "/usr/bin/env", "--default-signal=XFSZ", "/bin/sh", "-c",
                    "ulimit -f 1; exec \"$0\" \"$@\"",
                ])
            #expect(failed.code == 66)
            #expect(failed.errors.contains("cannot write \(file): File too large"))
            #expect(try String(contentsOfFile: file, encoding: .utf8) == "old")
            #expect(try folder.names() == ["data", "log", "personal"])

            let through = try yushi(daemon, as: "auditor", arguments + ["/dev/fd/1"])
            #expect(through.code == 0 && through.output.count == 15)
        }

        @Test func thePeriodIsLegalDaysOrMoments() throws {
            let folder = try Folder()
            let daemon = try Daemon(data: folder.path + "/data")
            try fill(daemon, name: "x")
            func lines(_ arguments: [String]) throws -> Int {
                let answer = try yushi(
                    daemon, as: "auditor", ["export", "--format", "csv"] + arguments)
                #expect(answer.code == 0, "\(answer.errors)")
                return answer.output.count
            }
            #expect(try lines(["--from", "2020-01-01"]) == 15)
            #expect(try lines(["--to", "2020-01-01"]) == 1)
            #expect(try lines(["--from", "2999-01-01T00:00:00Z"]) == 1)
            for bad in [["--from", "yesterday"], ["--from", "2026-03-02", "--to", "2026-03-01"]] {
                let answer = try yushi(
                    daemon, as: "auditor", ["export", "--format", "csv"] + bad)
                #expect(answer.code == 64)
                #expect(answer.output.isEmpty)
            }
        }

        @Test func aPaperIsPrintedAndABadTemplateWritesNothing() throws {
            let folder = try Folder()
            let daemon = try Daemon(data: folder.path + "/data")
            try fill(daemon, name: "<b>事实")
            let matter = try daemon.link(as: "auditor").call("matter.get", ["matter": "S1"])
            let document = try #require(matter["result"]["documents"].elements.first)
            let number = try #require(document["number"].string)
            let show = ["document", "show", number]
            let text = try yushi(daemon, as: "cy-market-resp", show)
            #expect(text.code == 0, "\(text.errors)")
            #expect(text.output.first == "北京市朝阳区司法局")
            #expect(text.output.contains("　　（一）<b>事实"))
            let file = folder.path + "/page.html"
            let link = folder.path + "/link.html"
            try FileManager.default.createSymbolicLink(
                atPath: link, withDestinationPath: "page.html")
            let html = try yushi(
                daemon, as: "auditor", show + ["--format", "html", "--output", link])
            #expect(html.code == 0 && html.output.isEmpty)
            #expect(
                try FileManager.default.destinationOfSymbolicLink(atPath: link) == "page.html")
            #expect(try String(contentsOfFile: file, encoding: .utf8).contains("&lt;b&gt;事实"))
            #expect(try yushi(daemon, as: "hd-clerk", show).code == 66)

            try FileManager.default.createDirectory(
                atPath: folder.path + "/t", withIntermediateDirectories: true)
            _ = try folder.write("t/opinion.text.mustache", "{{number}} {{>foot}}\n")
            let foot = try folder.write("t/foot.mustache", "\n{{isuer}}")
            for way in [0, 1] {
                let bad = try yushi(
                    daemon, as: "auditor",
                    show + ["--output", folder.path + "/never"]
                        + (way == 0 ? ["--template", folder.path + "/t"] : []),
                    environment: way == 0 ? [:] : ["YUSHI_TEMPLATES": folder.path + "/t"])
                #expect(bad.code == 65)
                #expect(
                    bad.errors
                        == "error: bad template: foot.mustache, line 2: no document has 'isuer'\n")
                #expect(try folder.names() == ["data", "link.html", "page.html", "t"])
            }
            try "制发：{{issuer}}".write(toFile: foot, atomically: true, encoding: .utf8)
            let own = try yushi(
                daemon, as: "auditor", show + ["--template", folder.path + "/t"])
            #expect(own.output == ["\(number) 制发：北京市朝阳区司法局"])
        }
    }
}
