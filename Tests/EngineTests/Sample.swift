// The sample organs and persons, and the ordinary course of a matter among them.

import Journal
import ReferenceData
import Supervision
import Testing

@testable import Engine

enum Sample {
    private static let configuration = Result { try load() }

    /// The sample data of the repository. Read once for all tests.
    static func loaded() throws -> Core.Configuration { try configuration.get() }

    /// The ids of all sample persons.
    static func persons() throws -> [String] {
        try loaded().personsByTokenDigest.values.map(\.text).sorted()
    }

    private static func load() throws -> Core.Configuration {
        let here = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        let folder = "/\(here)/deploy/sample"
        let roster = try ReferenceData.roster(path: folder + "/roster.json")
        let directory = try ReferenceData.principals(
            path: folder + "/principals.json", roster: roster)
        return Core.Configuration(
            house: House(
                roster: roster, principals: directory.principals,
                policy: try ReferenceData.policy(path: folder + "/policy.json"),
                calendar: try ReferenceData.calendar(path: folder + "/calendar.json")),
            personsByTokenDigest: directory.byTokenDigest, version: "test")
    }

    /// A core that holds what the journal holds.
    static func recovered(
        from journal: MemoryJournal, usingStates: Bool = true
    ) throws -> Core {
        let recovered = try Recovery.run(try loaded()) { (isFirst, take) in
            RecoveryReader().read(journal, usingStates: isFirst && usingStates, take)
        }
        #expect(recovered.snapshotFault == nil)
        return recovered.core
    }

    static func hello(token: String?, min: Int = 1, max: Int = 1) -> String {
        let token = token.map { #","token":"\#($0)""# } ?? ""
        let client = #""client":{"name":"test","version":"1"}"#
        return #"\#(client),"protocol":{"min":\#(min),"max":\#(max)}\#(token)"#
    }

    /// Parameters of `matter.register` without the key.
    static func registration(
        of supervised: String = "chaoyang-market", summary: String = "一件投诉",
        content: Int = 2, more: String = ""
    ) -> String {
        #""supervised":"\#(supervised)","source":{"kind":"complaint"},"content":\#(content),"#
            + #""summary":"\#(summary)"\#(more.isEmpty ? "" : "," + more)"#
    }

    static let measure = #""kind":"retrieveFiles","on":"2026-03-02","summary":"调取案卷""#
    static let problem =
        #""outcome":"problem","facts":"逾期未办","grounds":[3],"severity":"ordinary""#
    static let opinion = #""requirements":["办结"],"deadline":{"workingDays":10}"#
}

extension World {
    /// Registers a matter and returns its id. The clerk `cy-clerk` has to be connected.
    func register(_ clerk: String = "cy-clerk", _ members: String? = nil) throws -> String {
        let key = nextKey()
        let members = members ?? Sample.registration()
        let reply = try call(
            clerk, "matter.register", members + #","idempotencyKey":"\#(key)""#)
        return try #require(reply["result"]?["matter"]?.text, "\(reply)")
    }

    /// Leads a new matter into rectification: version 5, an opinion with ten working days. Clerk,
    /// investigator `cy-inv1` and signatory `cy-sign` have to be connected.
    func rectification() throws -> String {
        let matter = try register()
        try must(command("cy-clerk", "matter.accept", matter, 1, #""investigators":["cy-inv1"]"#))
        try must(command("cy-inv1", "investigation.recordMeasure", matter, 2, Sample.measure))
        try must(command("cy-inv1", "investigation.conclude", matter, 3, Sample.problem))
        try must(command("cy-sign", "opinion.issue", matter, 4, Sample.opinion))
        return matter
    }

    @discardableResult
    func must(_ reply: JSON) throws -> JSON {
        try #require(reply["result"], "\(reply)")
    }

    /// A matter as an auditor sees it; the auditor has to be connected.
    func matter(_ id: String) throws -> JSON {
        try must(call("auditor", "matter.get", #""matter":"\#(id)""#))
    }

    func staff(_ names: String...) throws {
        for name in names { try connect(name) }
    }
}

/// A generator that gives the same numbers for the same seed.
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }

    mutating func roll(_ sides: Int) -> Int { Int.random(in: 0..<sides, using: &self) }
}
