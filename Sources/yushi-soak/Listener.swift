internal import Client
internal import JSONText
internal import Soak

/// A watcher that goes on from the last position it heard when its connection was lost.
final class Listener {
    private(set) var record: Watcher
    private(set) var connection: Connection?
    /// Messages that are neither a push nor a heartbeat.
    private(set) var strays: [String] = []

    /// - Parameter organ: the supervised organ whose matters it watches; nil for all.
    init(name: String, organ: String? = nil) {
        record = Watcher(name: name, organ: organ)
    }

    var lastPosition: Int { record.pushes.last?.position ?? 0 }

    func connect(to address: ServerAddress) throws {
        let connection = try greeted(address, as: "auditor")
        let filter = record.organ.map { "\"supervised\":\"\($0)\"" } ?? ""
        let answer = try ask(
            connection, "docket.watch",
            "{\"filter\":{\(filter)},\"fromPosition\":\(lastPosition)}")
        guard let result = answer.member("result", of: 0),
            answer.number("position", of: result) == Int64(lastPosition)
        else {
            throw SoakFault(
                "a watch was answered \(String(decoding: answer.json(0), as: UTF8.self))")
        }
        self.connection = connection
    }

    func disconnect() {
        receive()
        connection?.close()
        connection = nil
    }

    /// Takes what has come.
    func receive() {
        do throws(ConnectionFault) {
            while let line = try connection?.receiveLine(timeoutMilliseconds: 0) { take(line) }
        } catch {
            // Nothing more has come, or the server is gone: the clients notice that too.
        }
    }

    private func take(_ line: [UInt8]) {
        guard let message = try? JSONDocument(line), message.kind(0) == .object,
            let method = message.text("method", of: 0)
        else { return strays.append(String(decoding: line, as: UTF8.self)) }
        guard method == "docket.changed" else { return }
        guard let params = message.member("params", of: 0),
            let position = message.number("position", of: params),
            let matter = message.text("matter", of: params),
            let version = message.number("version", of: params)
        else { return strays.append(String(decoding: line, as: UTF8.self)) }
        record.pushes.append(
            Push(position: Int(position), matter: matter, version: Int(version)))
    }
}
