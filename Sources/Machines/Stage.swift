// What the walks play on: a small roster with every relation of the Measures in it once, and a
// person for each role in each organ. Nothing here is real.

package import Supervision

/// The organs, persons and house rules of the walks.
package enum Stage {
    /// Each is named by how it stands to the matters of the walks.
    private static let organs: [Organ] = [
        organ("city", .government, .municipal),
        organ("city-justice", .judicialAdministration, .municipal, of: "city"),
        organ("city-bureau", .department, .municipal, of: "city"),
        organ("district", .government, .district, of: "city"),
        organ(
            "district-justice", .judicialAdministration, .district, of: "district",
            line: "city-justice"),
        organ("bureau", .department, .district, of: "district", line: "city-bureau"),
        organ("transferring", .department, .district, of: "district"),
        Organ(
            id: OrganID("subdistrict"), name: "subdistrict", kind: .dispatchedOrgan,
            level: .township, government: OrganID("district"), manager: OrganID("district"),
            receivedPowers: [
                ReceivedPower(power: power, from: OrganID("transferring"), by: .municipalGrant)
            ]),
        Organ(
            id: OrganID("vertical"), name: "vertical", kind: .verticalOrgan, level: .district,
            government: OrganID("district"), superiorOutside: "its superior"),
        organ("neighbour", .government, .district, of: "city"),
        organ("neighbour-justice", .judicialAdministration, .district, of: "neighbour"),
    ]

    /// The power that the subdistrict received.
    static let power = "street trade"

    private static func organ(
        _ id: String, _ kind: OrganKind, _ level: OrganLevel, of government: String? = nil,
        line: String? = nil
    ) -> Organ {
        Organ(
            id: OrganID(id), name: id, kind: kind, level: level,
            government: government.map { OrganID($0) }, lineSuperior: line.map { OrganID($0) })
    }

    package static let roster: Roster = {
        do { return try Roster(edition: "stage", organs: organs) } catch {
            preconditionFailure("the roster of the walks is in order: \(error)")
        }
    }()

    /// `bureau.clerk` and so on, and a few with something particular.
    package static let persons: [Principal] = {
        func person(_ id: String, _ roles: Roles, qualified: Bool = true) -> Principal {
            Principal(
                id: PersonID(id), name: id, organ: OrganID(String(id.prefix { $0 != "." })),
                roles: roles, qualified: qualified)
        }
        let working: [Role] = [.clerk, .investigator, .signatory, .respondent]
        return organs.flatMap { organ in
            working.map { person("\(organ.id).\($0.rawValue)", Roles($0)) }
        } + [
            person("district-justice.trainee", .investigator, qualified: false),
            person("district-justice.lead", [.investigator, .signatory]),
            person("city.auditor", .auditor), person("city.operator", .operator),
        ]
    }()

    private static let principals = Principals(persons)

    package static func person(_ id: String) -> Principal {
        guard let person = principals[PersonID(id)] else {
            preconditionFailure("nobody on the stage is \(id)")
        }
        return person
    }

    static func house(_ policy: Policy) -> House {
        House(roster: roster, principals: principals, policy: policy, calendar: calendar)
    }

    /// Years without holidays; the walks ask for places and rules, not for days.
    static let calendar = WorkingCalendar(
        edition: "stage",
        years: Dictionary(
            uniqueKeysWithValues: (2025...2046).map {
                ($0, WorkingCalendar.Year(daysOff: [], makeUpWorkingDays: []))
            }))

    /// Monday, 2026-03-02, 09:00 in Beijing.
    static let start = Instant(milliseconds: 1_772_413_200_000)
}
