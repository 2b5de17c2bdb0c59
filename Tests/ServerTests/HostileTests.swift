import Foundation
import Glibc
import Testing

extension ServerTests {
    /// Clients that say nothing, hardly anything, far too much, or never listen. None of them may
    /// cost the others their service or the server its memory.
    @Suite struct HostileTests {
        /// What one bad client may cost the server.
        static let growthMax = 64 << 20

        static func start(_ folder: Folder) throws -> Daemon {
            try Daemon(data: folder.path + "/data")
        }

        /// Sends until the server takes no more, which is when it has stopped reading: another
        /// client was served many times over, and still there is no room. Returns how many bytes
        /// of `bytes` left; all of them when the server never stopped.
        static func sendUntilHeldBack(
            _ bytes: [UInt8], _ link: Link, whileServing other: Link
        ) throws -> Int {
            var sent = 0
            var roundsWithoutRoom = 0
            while sent < bytes.count, roundsWithoutRoom < 50 {
                let count = try link.offer(bytes[sent...].prefix(64 * 1024))
                sent += count
                roundsWithoutRoom = count > 0 ? 0 : roundsWithoutRoom + 1
                if count == 0 { try #require(try other.isServed()) }
            }
            return sent
        }

        @Test func silentConnectionsCostNothing() throws {
            let folder = try Folder()
            let daemon = try Self.start(folder)
            let before = try daemon.memory("VmRSS")
            let silent = try (0..<2000).map { _ in try daemon.link() }
            let link = try daemon.link(as: "operator")
            let status = try link.call("server.status")["result"]
            #expect(status["connections"] == .int(silent.count + 1))
            #expect(try daemon.memory("VmHWM") - before < Self.growthMax)
            #expect(try silent[0].isServed() && silent[1999].isServed())
        }

        @Test func byteByByteBlocksNobody() throws {
            let folder = try Folder()
            let daemon = try Self.start(folder)
            let slow = try daemon.link()
            let other = try daemon.link(as: "cy-clerk")
            let (id, line) = try slow.request("session.ping", ["echo": .null])
            for byte in Array(line.utf8) {
                try slow.send([byte])
                #expect(try other.isServed())
            }
            #expect(try slow.answer(to: id)["id"] == .int(id))
            #expect(try slow.isServed())
        }

        /// 100 MB without a line end: refused once, never stored, and the connection lives.
        @Test func endlessLineIsSkipped() throws {
            let folder = try Folder()
            let daemon = try Self.start(folder)
            let link = try daemon.link(as: "cy-clerk")
            let other = try daemon.link(as: "cy-clerk")
            let before = try daemon.memory("VmRSS")
            let part = [UInt8](repeating: UInt8(ascii: "x"), count: 1 << 20)
            for _ in 0..<100 {
                try link.send(part)
                #expect(try other.isServed())
            }
            try link.send("\n")
            let (id, line) = try link.request("session.ping")
            try link.send(line)
            let refusal = try link.receive()
            #expect(refusal["error"]["data"]["reason"] == "LINE_TOO_LONG")
            #expect(refusal["id"] == .null)
            #expect(try link.receive()["id"] == .int(id), "one refusal, then the next answer")
            #expect(try daemon.memory("VmHWM") - before < Self.growthMax)
        }

        /// Lists of many kilobytes each, asked for as fast as the server takes the requests, by a
        /// client that reads nothing.
        @Test func readerOfNothingIsHeldBack() throws {
            let folder = try Folder()
            let daemon = try Self.start(folder)
            let clerk = try daemon.link(as: "cy-clerk")
            let summary = String(repeating: "举报久拖不决。", count: 100)
            for number in 0..<250 {
                try clerk.send(
                    try clerk.request(
                        "matter.register", Sample.register("r\(number)", summary: summary)
                    ).line)
            }
            let page = try clerk.call("docket.list", ["filter": [:], "pageSize": 200])
            #expect(page["result"]["items"].elements.count > 50, "a list is long")
            let before = try daemon.memory("VmRSS")
            let reader = try daemon.link(as: "auditor")
            let other = try daemon.link(as: "cy-clerk")
            let count = 150_000
            var requests = ""
            for id in 2..<count {
                requests += """
                    {"jsonrpc":"2.0","id":\(id),"method":"docket.list",\
                    "params":{"filter":{},"pageSize":200}}\n
                    """
            }
            let bytes = Array(requests.utf8)
            let sent = try Self.sendUntilHeldBack(bytes, reader, whileServing: other)
            #expect(sent < bytes.count, "the server stops reading")
            #expect(try other.isServed())
            let growth = try daemon.memory("VmHWM") - before
            #expect(growth < Self.growthMax, "grew by \(growth >> 20) MB")
            // It is held back, not cut off: once it reads, it gets what it asked for.
            for id in 2...200 {
                #expect(try reader.receive()["id"] == .int(id))
            }
        }

        /// 200,000 requests in one stream. Replies are read only when the server has stopped
        /// taking requests because of them, and come in order.
        @Test func pipelineIsAnsweredInOrder() throws {
            let folder = try Folder()
            let daemon = try Self.start(folder)
            let link = try daemon.link(as: "cy-clerk")
            let other = try daemon.link(as: "cy-clerk")
            let before = try daemon.memory("VmRSS")
            let count = 200_000
            var requests: [UInt8] = []
            for id in 1...count {
                requests += Array(
                    "{\"jsonrpc\":\"2.0\",\"id\":\(id),\"method\":\"session.ping\"}\n".utf8)
            }
            let sent = try Self.sendUntilHeldBack(requests, link, whileServing: other)
            #expect(sent < requests.count, "the server stops reading")
            let rest = String(decoding: requests[sent...], as: UTF8.self)
            let descriptor = link.descriptor
            let writing = Worker { try writeAll(rest, to: descriptor) }
            var next = 1
            while next <= count, let line = try link.nextLine() {
                guard line.hasPrefix("{\"jsonrpc\":\"2.0\",\"id\":\(next),\"result\"") else {
                    Issue.record("the answer to \(next) is \(line)")
                    break
                }
                if next % 10_000 == 0 { #expect(try other.isServed()) }
                next += 1
            }
            #expect(next == count + 1)
            try writing.join()
            #expect(try daemon.memory("VmHWM") - before < Self.growthMax)
        }

        /// As many connections from one address as announced, and not one more.
        @Test(.enabled(if: canOpen(16_000)))
        func connectionsOfOneAddressAreLimited() throws {
            let folder = try Folder()
            let daemon = try Self.start(folder)
            let operatorLink = try daemon.link()
            let limit = try #require(
                try operatorLink.hello(as: "operator")["limits"]["connectionsPerAddressMax"].int)
            try #require(limit < 16_000)
            var links = try (1..<limit).map { _ in try daemon.link() }
            let status = try operatorLink.call("server.status")["result"]
            #expect(status["connections"] == .int(limit))
            let tooMany = try daemon.link()
            #expect(try isTurnedAway(tooMany))
            // One goes, and there is room again for one.
            let leaving = links.removeLast()
            shutdown(leaving.descriptor, Int32(SHUT_WR))
            #expect(try leaving.nextLine() == nil)
            let next = try daemon.link()
            #expect(try next.isServed())
            #expect(try isTurnedAway(daemon.link()))
            #expect(try operatorLink.isServed())
        }

        private func isTurnedAway(_ link: Link) throws -> Bool {
            do {
                return try link.nextLine() == nil
            } catch is Disconnected {
                return true
            }
        }

        /// Whether this process may have so many files open; the soft limit is raised for it.
        static func canOpen(_ count: UInt) -> Bool {
            let files = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
            var limit = rlimit()
            guard unsafe getrlimit(files, &limit) == 0, limit.rlim_max >= count else {
                return false
            }
            limit.rlim_cur = limit.rlim_max
            return unsafe setrlimit(files, &limit) == 0
        }
    }
}
