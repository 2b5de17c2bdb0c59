internal import Client
internal import Foundation
internal import JSONText
internal import Soak

// What is there, seen from outside the process that is tested: the table of entries through the
// plain `sqlite3` tool, and the histories through the socket.

enum Table {
    /// Every entry of a journal, in the order of positions.
    static func entries(of data: String) throws -> [Entry] {
        let lines = try query(
            data,
            """
            SELECT position, matter, version, principal, idempotency_key FROM entry \
            ORDER BY position
            """)
        return try lines.map { line in
            let columns = line.split(separator: "|", omittingEmptySubsequences: false)
            guard columns.count == 5, let position = Int(columns[0]),
                let version = Int(columns[2])
            else { throw SoakFault("sqlite3 printed \(line)") }
            return Entry(
                position: position, matter: String(columns[1]), version: version,
                person: String(columns[3]), key: String(columns[4]))
        }
    }

    /// What SQLite itself says about the file: `ok`.
    static func integrity(of data: String) throws -> String {
        try query(data, "PRAGMA integrity_check").joined(separator: "; ")
    }

    private static func query(_ data: String, _ sql: String) throws -> [Substring] {
        let tool = Process()
        tool.executableURL = URL(filePath: "/usr/bin/env")
        // A server may hold its lock for a moment.
        tool.arguments = [
            "sqlite3", "-readonly", "-cmd", ".timeout 10000", "\(data)/journal.db", sql,
        ]
        let output = Pipe()
        tool.standardOutput = output
        try tool.run()
        let text = try output.fileHandleForReading.readToEnd() ?? Data()
        tool.waitUntilExit()
        guard tool.terminationStatus == 0 else { throw SoakFault("sqlite3 could not read") }
        return String(decoding: text, as: UTF8.self).split(separator: "\n")
    }
}

enum Histories {
    /// Histories of one matter are asked for while those of others are on their way.
    private static let depth = 64

    /// The whole history of each matter, by id.
    static func read(_ matters: [String], at address: ServerAddress) throws -> [String: [Told]] {
        let connection = try greeted(address, as: "auditor")
        var histories: [String: [Told]] = [:]
        var questions = matters.map { (matter: $0, cursor: String?.none) }
        while !questions.isEmpty {
            let batch = questions.prefix(depth)
            questions.removeFirst(batch.count)
            for (index, question) in batch.enumerated() {
                let cursor = question.cursor.map { ",\"cursor\":\"\($0)\"" } ?? ""
                let params = "{\"matter\":\"\(question.matter)\",\"pageSize\":200\(cursor)}"
                try connection.send(
                    line: Array(
                        """
                        {"jsonrpc":"2.0","id":\(index),"method":"matter.history",\
                        "params":\(params)}
                        """.utf8))
            }
            for _ in batch {
                guard let line = try connection.receiveLine(timeoutMilliseconds: 10_000) else {
                    throw SoakFault("the server closed a connection instead of telling a history")
                }
                let answer = try JSONDocument(line)
                guard let index = answer.number("id", of: 0),
                    let result = answer.member("result", of: 0),
                    let items = answer.member("items", of: result)
                else {
                    throw SoakFault("a history: \(String(decoding: line, as: UTF8.self))")
                }
                let matter = batch[Int(index)].matter
                histories[matter, default: []] += answer.elements(items).map { item in
                    Told(
                        position: Int(answer.number("position", of: item) ?? 0),
                        version: Int(answer.number("version", of: item) ?? 0),
                        person: answer.text("principal", of: item) ?? "")
                }
                if let cursor = answer.text("nextCursor", of: result) {
                    questions.append((matter, cursor))
                }
            }
        }
        connection.close()
        return histories
    }
}
