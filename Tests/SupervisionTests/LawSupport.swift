import ReferenceData
import Supervision

/// The repository's sample data.
enum Sample {
    static let folder: String = {
        let parts = #filePath.split(separator: "/", omittingEmptySubsequences: false)
        return parts.dropLast(3).joined(separator: "/") + "/deploy/sample/"
    }()

    static func roster() throws -> Roster {
        try ReferenceData.roster(path: folder + "roster.json")
    }

    /// The whole city.
    static func beijing() throws -> Roster {
        try ReferenceData.roster(path: folder + "../roster/beijing.json")
    }

    static func calendar() throws -> WorkingCalendar {
        try ReferenceData.calendar(path: folder + "calendar.json")
    }
}

/// A small generator of random numbers (SplitMix64) whose whole state is the printed seed.
struct SplitMix64: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// Organs for rosters made by hand, with the relations given as texts.
func organ(
    _ id: String, _ kind: OrganKind, _ level: OrganLevel, government: String? = nil,
    line: String? = nil, manager: String? = nil, outside: String? = nil, prefix: String? = nil,
    powers: [(String, from: String, ReceivedPower.Instrument)] = []
) -> Organ {
    Organ(
        id: OrganID(id), name: id, kind: kind, level: level,
        government: government.map { OrganID($0) }, lineSuperior: line.map { OrganID($0) },
        manager: manager.map { OrganID($0) }, superiorOutside: outside,
        documentPrefix: prefix,
        receivedPowers: powers.map { ReceivedPower(power: $0.0, from: OrganID($0.from), by: $0.2) })
}

/// Two districts of a municipality with their bureaus of justice and two lines of departments.
let frame: [Organ] = [
    organ("city", .government, .municipal),
    organ("city-justice", .judicialAdministration, .municipal, government: "city"),
    organ("city-market", .department, .municipal, government: "city"),
    organ("city-water", .department, .municipal, government: "city"),
    organ("east", .government, .district, government: "city"),
    organ(
        "east-justice", .judicialAdministration, .district, government: "east",
        line: "city-justice"),
    organ("east-market", .department, .district, government: "east", line: "city-market"),
    organ("east-water", .department, .district, government: "east", line: "city-water"),
    organ("west", .government, .district, government: "city"),
    organ(
        "west-justice", .judicialAdministration, .district, government: "west",
        line: "city-justice"),
    organ("west-market", .department, .district, government: "west", line: "city-market"),
    organ("east-town", .government, .township, government: "east"),
    organ("east-street", .dispatchedOrgan, .township, government: "east"),
]

func roster(_ more: Organ...) throws -> Roster {
    try Roster(edition: "test", organs: frame + more)
}
