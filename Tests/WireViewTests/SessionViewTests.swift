import Foundation
import JSONText
import Supervision
import Testing

@testable import Wire

/// Hello and status.
@Suite struct SessionViewTests {
    static let identity = ServerIdentity(
        name: "yushi", version: "1.0.0", rosterEdition: "r", calendarEdition: "c")

    @Test func hello() throws {
        var hello = HelloResult(
            protocol: 1, server: Self.identity, session: "7", principal: Person.all,
            capabilities: ["docket.watch"], serverTime: start)
        let document = try written { Views.write(hello, into: &$0) }
        #expect(OpenRPC.Schema.ref(.hello).faults(document) == [])
        #expect(
            document.json("principal")
                == #"{"id":"all","name":"甲","organ":"cy-justice","#
                + #""roles":["clerk","investigator","signatory"]}"#)
        #expect(document.json("server.rosterEdition") == #""r""#)
        #expect(document.json("limits.lineBytesMax") == "1000000")
        #expect(document.json("capabilities") == #"["docket.watch"]"#)
        hello.principal = nil
        #expect(try !written { Views.write(hello, into: &$0) }.has("principal"))
    }

    /// A limit that is added to the list of limits must not be forgotten in the announcement.
    @Test func everyLimitIsAnnouncedUnderItsName() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent()
            .appending(path: "../../Sources/Wire/Limits.swift")
        let source = try String(contentsOf: file, encoding: .utf8)
        let declared = source.split(separator: "\n").compactMap { line -> String? in
            let words = line.split { " :=".contains($0) }
            guard words.starts(with: ["public", "static", "let"]) else { return nil }
            return String(words[3])
        }
        #expect(declared.count > 20)
        #expect(Set(Views.limits().map { "\($0.name)" }) == Set(declared))
    }

    @Test func status() throws {
        let status = ServerStatus(
            server: Self.identity, startedAt: start, serverTime: start, position: 5,
            draining: true, connections: 2, subscriptions: 1, mattersOpen: 3, mattersTotal: 4)
        let document = try written { Views.write(status, into: &$0) }
        #expect(OpenRPC.Schema.ref(.serverStatus).faults(document) == [])
        #expect(document.json("matters") == #"{"open":3,"total":4}"#)
        #expect(document.json("draining") == "true")
    }
}
