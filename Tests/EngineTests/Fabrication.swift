// Matters at random: many organs, every phase, some suspended, overdue, shared with a helper.

import Journal
import Testing

/// Makes matters in a world by giving real commands for them.
struct Fabrication {
    /// A district with its bureau of justice: who acts there, and what is supervised.
    private struct District {
        var clerk: String
        var investigators: [String]
        var signatory: String
        var supervised: [(organ: String, respondent: String)]
    }

    private static let districts = [
        District(
            clerk: "cy-clerk", investigators: ["cy-inv1", "cy-inv2"], signatory: "cy-sign",
            supervised: [
                ("chaoyang-market", "cy-market-resp"), ("chaoyang-urban", "cy-urban-resp"),
                ("chaoyang-housing", "cy-housing-resp"), ("chaoyang-jianwai", "cy-jianwai-resp"),
            ]),
        District(
            clerk: "hd-clerk", investigators: ["hd-inv"], signatory: "hd-sign",
            supervised: [
                ("haidian-market", "hd-market-resp"), ("haidian-urban", "hd-urban-resp"),
            ]),
        District(
            clerk: "tz-clerk", investigators: ["tz-inv"], signatory: "tz-sign",
            supervised: [("tongzhou-market", "tz-market-resp")]),
    ]

    static let persons =
        districts.flatMap { district in
            [district.clerk, district.signatory] + district.investigators
                + district.supervised.map(\.respondent)
        }
    static let words = ["超市", "工地", "许可", "罚款", "渣土", "逾期"]

    var dice: Dice
    /// The matters and their versions.
    private(set) var versions: [(matter: String, version: Int64)] = []

    init(seed: UInt64) { dice = Dice(seed: seed) }

    /// Registers one matter and leads it on as far as the dice say.
    mutating func make(in world: World) throws {
        let district = Self.districts[dice.roll(Self.districts.count)]
        let (organ, respondent) = district.supervised[dice.roll(district.supervised.count)]
        let summary = (0...dice.roll(3)).map { _ in Self.words[dice.roll(Self.words.count)] }
        var more = ""
        if dice.roll(3) == 0 { more = #""incident":"12345-\#(versions.count)-罚款""# }
        if dice.roll(4) == 0 { more += (more.isEmpty ? "" : ",") + #""class":"personalPrivacy""# }
        let matter = try world.register(
            district.clerk,
            Sample.registration(
                of: organ, summary: summary.joined(), content: 1 + dice.roll(9), more: more))
        var version: Int64 = 1
        func give(_ who: String, _ method: String, _ members: String) throws {
            try world.must(world.command(who, method, matter, version, members))
            version += 1
        }
        let investigator = district.investigators[dice.roll(district.investigators.count)]
        let depth = dice.roll(9)
        if depth == 1 { try give(district.clerk, "matter.decline", #""reason":"不属实""#) }
        if depth > 1 {
            let deadline = dice.roll(2) == 0 ? #","deadline":{"days":\#(1 + dice.roll(60))}"# : ""
            try give(
                district.clerk, "matter.accept",
                #""investigators":["\#(investigator)"]\#(deadline)"#)
        }
        if depth > 2, organ == "chaoyang-jianwai" {
            try give(
                investigator, "investigation.requestAssistance",
                #""from":"chaoyang-urban","request":"请提供原案卷""#)
        }
        if depth > 3 { try give(investigator, "investigation.recordMeasure", Sample.measure) }
        if depth > 4 { try give(investigator, "investigation.conclude", Sample.problem) }
        if depth > 5 {
            try give(
                district.signatory, "opinion.issue",
                #""requirements":["办结"],"deadline":{"workingDays":\#(1 + dice.roll(30))}"#)
        }
        if depth > 6 {
            try give(respondent, "rectification.report", #""measures":[{"item":1,"text":"已办"}]"#)
        }
        if depth > 7 {
            let version = version
            _ = try world.command(
                investigator, "rectification.reject", matter, version, #""reason":"不符""#)
        } else if depth != 1, dice.roll(6) == 0 {
            try give(district.signatory, "matter.suspend", #""reason":"等待鉴定""#)
        }
        versions.append((matter, version))
        if dice.roll(5) == 0 { world.advance(milliseconds: Int64(dice.roll(86_400_000))) }
    }
}

extension StoredEntry {
    /// The same entry with other members.
    func changed(
        position: Int64? = nil, matter: String? = nil, version: Int64? = nil, at: Int64? = nil,
        key: String? = nil, placeBefore: String? = nil, placeAfter: String? = nil,
        events: [UInt8]? = nil
    ) -> StoredEntry {
        StoredEntry(
            position: position ?? self.position, matter: matter ?? self.matter,
            version: version ?? self.version, at: at ?? self.at, principal: principal,
            key: key ?? self.key,
            digest: digest, placeBefore: placeBefore ?? self.placeBefore,
            placeAfter: placeAfter ?? self.placeAfter, events: events ?? self.events)
    }
}
