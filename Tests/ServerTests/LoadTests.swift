import Foundation
import Glibc
import Testing

extension ServerTests {
    /// The load generator against a real server: what it sends is accepted, what it counts is
    /// there, and what is not as expected ends it with 1.
    @Suite struct LoadTests {
        static let generator = URL(filePath: Paths.daemon).deletingLastPathComponent()
            .appending(path: "yushi-load").path

        /// Runs a mode of the generator and returns what it printed, name by name.
        private func load(_ daemon: Daemon, _ mode: String, _ arguments: String...) throws
            -> (code: Int32, values: [String: String], errors: String)
        {
            guard case .tcp(let port) = daemon.address else { throw TimedOut(description: "TCP") }
            let child = try Child(Self.generator, [mode, "--port", "\(port)"] + arguments)
            let (code, output) = try child.finish()
            var values: [String: String] = [:]
            for pair in output.flatMap({ $0.split(separator: " ") }) {
                let sides = pair.split(separator: "=").map(String.init)
                if sides.count == 2 { values[sides[0]] = sides[1] }
            }
            return (code, values, child.errors)
        }

        @Test func fillsTheDocketWithMattersThatStayOpen() throws {
            let folder = try Folder()
            let daemon = try Daemon(data: folder.path + "/data")
            let filled = try load(daemon, "fill", "--matters", "540", "--commands", "7")
            #expect(filled.code == 0, "\(filled.errors)")
            #expect(filled.values["commands"] == "3780")
            let clerk = try daemon.link(as: "cy-clerk")
            let count = try clerk.call("docket.count", ["groupBy": "phase"])["result"]
            #expect(count["count"] == 540)
            #expect(count["position"] == 3780)
            #expect(count["groups"].elements.map { $0["count"] } == [180, 180, 180])
            // Twenty of each category and phase are too few for a page of fifty.
            let asked = try load(daemon, "list", "--seconds", "0.1")
            #expect(asked.code == 1)
            #expect(asked.errors.contains("20 matters instead of 50"), "\(asked.errors)")
            #expect(try daemon.end(SIGTERM) == 0)
        }

        @Test func pagesOfTheDocketAreFull() throws {
            let folder = try Folder()
            let daemon = try Daemon(data: folder.path + "/data")
            let filled = try load(daemon, "fill", "--matters", "2970", "--commands", "7")
            #expect(filled.code == 0, "\(filled.errors)")
            let asked = try load(daemon, "list", "--seconds", "0.3", "--per-second", "1000")
            #expect(asked.code == 0, "\(asked.errors)")
            #expect(asked.values["lists"] != nil)
            // More than 14 MB of entries went through it.
            #expect(try folder.size("data/journal.db-wal") < 2 << 20)
            #expect(try daemon.end(SIGTERM) == 0)
        }

        @Test func theLogOfALoneClientStaysBounded() throws {
            let folder = try Folder()
            let daemon = try Daemon(data: folder.path + "/data")
            let clerk = try daemon.link(as: "cy-clerk")
            let registered = try clerk.call("matter.register", Sample.register("r"))
            let matter = try #require(registered["result"]["matter"].string)
            for version in 1...600 {
                let note = Sample.note(matter, version, "n\(version)")
                #expect(try clerk.call("matter.note", note)["result"] != .null)
            }
            // Each of them was a commit of its own, of at least one page of 8 KiB.
            #expect(try folder.size("data/journal.db-wal") < 2 << 20)
            #expect(try daemon.end(SIGTERM) == 0)
        }

        @Test func everyCommandIsPushedToItsWatcher() throws {
            let folder = try Folder()
            let daemon = try Daemon(data: folder.path + "/data")
            let run = try load(
                daemon, "matters", "--clients", "8", "--pipeline", "4", "--seconds", "0.3",
                "--watch")
            #expect(run.code == 0, "\(run.errors)")
            #expect(run.values["unexpected"] == "0")
            let auditor = try daemon.link(as: "auditor")
            let count = try auditor.call("docket.count", ["filter": ["phase": "closed"]])["result"]
            #expect(count["position"].int.map(String.init) == run.values["pushed"])
            #expect(try daemon.end(SIGTERM) == 0)
        }

        @Test func oneMatterGetsALongHistory() throws {
            let folder = try Folder()
            let daemon = try Daemon(data: folder.path + "/data")
            let run = try load(daemon, "history", "--entries", "500", "--seconds", "0.1")
            #expect(run.code == 0, "\(run.errors)")
            #expect(run.values["entries"] == "500")
            let idle = try load(
                daemon, "idle", "--connections", "3", "--watchers", "2", "--filter", "{}")
            #expect(idle.code == 0, "\(idle.errors)")
            #expect(idle.values == ["held": "5", "pushes": "0"])
            #expect(try daemon.end(SIGTERM) == 0)
        }

        @Test func theDiskIsMeasuredAndLeftAsItWas() throws {
            let folder = try Folder()
            let child = try Child(
                Self.generator, ["sync", "--directory", folder.path, "--seconds", "0.1"])
            let (code, output) = try child.finish()
            #expect(code == 0, "\(child.errors)")
            #expect(output.count == 1 && output[0].hasPrefix("syncs="))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        }
    }
}
