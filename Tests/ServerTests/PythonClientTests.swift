import Foundation
import Glibc
import Testing

extension ServerTests {
    /// The client in another language, as a stranger would use it.
    @Suite struct PythonClientTests {
        static let folder = Paths.root.appending(path: "protocol/clients/python").path

        @Test(arguments: [0, 1]) func exampleAdvancesOneMatter(_ address: Int) throws {
            let folder = try Folder()
            let daemon = try Daemon(
                data: folder.path + "/data",
                listen: ["tcp:127.0.0.1:0", "unix:\(folder.path)/s"])
            let name =
                switch daemon.addresses[address] {
                case .tcp(let port): "tcp:127.0.0.1:\(port)"
                case .unix(let path): "unix:\(path)"
                }
            let child = try Child(
                "/usr/bin/env", ["python3", "-B", Self.folder + "/example.py", name],
                environment: ["PYTHONUTF8": "1", "PYTHONWARNINGS": "error"])
            let (code, output) = try child.finish()
            #expect(code == 0, "\(child.errors)")
            #expect(child.errors.isEmpty)
            #expect(output.contains { $0.hasPrefix("refused: NOT_IN_PHASE - ") })
            #expect(output.contains { $0.contains("opinion.issue -> rectification 朝司执监〔") })
            #expect(output.contains("S1 7 rectification.accept -> closed "))
            #expect(output.count == 16)
            let auditor = try daemon.link(as: "auditor")
            let matter = try auditor.call("matter.get", ["matter": "S1"])["result"]
            #expect(matter["phase"] == "closed")
            #expect(try daemon.end(SIGTERM) == 0)
        }
    }
}
