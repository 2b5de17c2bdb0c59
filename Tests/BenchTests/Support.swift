import Foundation
import Testing

enum Bench {
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    static let scripts = root.appending(path: "deploy/bench.d").path

    /// Runs Python beside the scripts of the bench and returns what it printed.
    static func python(_ arguments: [String]) throws -> String {
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["python3", "-B"] + arguments
        process.environment = ["PATH": "/usr/bin:/bin", "PYTHONPATH": scripts, "PYTHONUTF8": "1"]
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0)
        return String(decoding: data, as: UTF8.self)
    }

    /// What an expression of the scripts comes to.
    static func value<Value: Decodable>(
        _ expression: String, importing modules: String, as type: Value.Type = Value.self
    ) throws -> Value {
        let text = try python(["-c", "import json, \(modules)\nprint(json.dumps(\(expression)))"])
        return try JSONDecoder().decode(Value.self, from: Data(text.utf8))
    }
}
