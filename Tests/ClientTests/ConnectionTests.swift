// Lines and addresses.

import Client
import Testing

@Suite struct ConnectionTests {
    @Test(arguments: [
        ("tcp:127.0.0.1:7314", ServerAddress.tcp(host: "127.0.0.1", port: 7314)),
        ("tcp:localhost:1", .tcp(host: "localhost", port: 1)),
        ("tcp:[::1]:65535", .tcp(host: "::1", port: 65535)),
        ("unix:/run/yushi.sock", .unix(path: "/run/yushi.sock")),
    ])
    func readsAddresses(_ text: String, _ expected: ServerAddress) throws {
        let address = try ServerAddress(text)
        #expect(address == expected)
        #expect(address.description == text)
    }

    @Test(arguments: [
        "", "tcp:", "tcp:host", "tcp::1", "tcp:host:0", "tcp:host:65536", "unix:", "http://x:1",
        "unix:" + String(repeating: "a", count: 108), "127.0.0.1:7314",
    ])
    func refusesOtherAddresses(_ text: String) {
        #expect(throws: ConnectionFault.badAddress(text)) { try ServerAddress(text) }
    }

    @Test func carriesLinesBothWays() throws {
        let server = ScriptedServer { _, line in .raw(Array("\(line)\r\n\n二\npart".utf8)) }
        let connection = try Connection(to: .tcp(host: "127.0.0.1", port: server.port))
        try connection.send(line: Array("一".utf8))
        // CR and empty lines are not seen; the part without LF is no line yet.
        #expect(try connection.receiveLine(timeoutMilliseconds: 5000) == Array("一".utf8))
        #expect(try connection.receiveLine(timeoutMilliseconds: 5000) == Array("二".utf8))
        #expect(throws: ConnectionFault.timedOut) {
            try connection.receiveLine(timeoutMilliseconds: 0)
        }
        #expect(server.lines == ["1 一"])
    }

    @Test func tellsTheEndOfTheStream() throws {
        let server = ScriptedServer { _, _ in .close }
        let connection = try Connection(to: .tcp(host: "127.0.0.1", port: server.port))
        try connection.send(line: [0x61])
        #expect(try connection.receiveLine(timeoutMilliseconds: 5000) == nil)
    }

    @Test func waitsForTheFirstOfSeveral() throws {
        let server = ScriptedServer { _, line in .lines([line]) }
        let connections = try (0..<3).map { _ in
            try Connection(to: .tcp(host: "127.0.0.1", port: server.port))
        }
        #expect(Connection.wait(for: connections, timeoutMilliseconds: 0).isEmpty)
        try connections[1].send(line: [0x61])
        #expect(Connection.wait(for: connections, timeoutMilliseconds: 5000) == [1])
        #expect(try connections[1].receiveLine(timeoutMilliseconds: 0) == [0x61])
        #expect(Connection.wait(for: connections, timeoutMilliseconds: 0).isEmpty)
    }

    @Test func carriesLinesLargerThanAllBuffers() throws {
        // An echo stops reading when nobody reads from it: this passes only when sending also
        // takes in what comes.
        let server = ScriptedServer { _, line in .lines([line]) }
        let connection = try Connection(to: .tcp(host: "127.0.0.1", port: server.port))
        let line = [UInt8](repeating: 0x78, count: 900_000)
        for _ in 0..<3 { try connection.send(line: line) }
        for _ in 0..<3 {
            #expect(try connection.receiveLine(timeoutMilliseconds: 20_000)?.count == line.count)
        }
    }

    @Test func saysWhereNobodyListens() {
        let address = ServerAddress.unix(path: "/nowhere/at/all.sock")
        #expect(throws: ConnectionFault.unreachable(address, "No such file or directory")) {
            try Connection(to: address)
        }
    }
}
