// Other files for a running engine: the sample's, with one thing changed.

import Engine
import Supervision
import Testing

extension Sample {
    /// The sample configuration with some of its parts replaced.
    static func changed(
        roster: Roster? = nil, principals: ((Principal) -> Principal?)? = nil,
        tokens: (([String: PersonID]) -> [String: PersonID])? = nil, policy: Policy? = nil,
        calendar: WorkingCalendar? = nil
    ) throws -> Core.Configuration {
        let sample = try loaded()
        var persons = Array(sample.house.principals.byID.values)
        if let principals { persons = persons.compactMap(principals) }
        return Core.Configuration(
            house: House(
                roster: roster ?? sample.house.roster, principals: Principals(persons),
                policy: policy ?? sample.house.policy,
                calendar: calendar ?? sample.house.calendar),
            personsByTokenDigest: tokens?(sample.personsByTokenDigest)
                ?? sample.personsByTokenDigest,
            version: sample.version)
    }

    /// The sample's organs in the opposite order, so that each has another place.
    static func turnedRoster() throws -> Roster {
        try Roster(edition: "turned", organs: try loaded().house.roster.organs.reversed())
    }

    /// The sample's organs without one of them. The others keep only the governments above them,
    /// so that none of their relations leads to it.
    static func roster(without missing: String) throws -> Roster {
        let organs = try loaded().house.roster.organs.filter { $0.id.text != missing }
        let kept = organs.map { organ in
            Organ(
                id: organ.id, name: organ.name, kind: organ.kind, level: organ.level,
                government: organ.government?.text == missing ? nil : organ.government)
        }
        return try Roster(edition: "without", organs: kept)
    }

    /// The sample calendar with a made-up edition for 2027 beside it: 1 to 5 January are off.
    static func calendar2027() throws -> WorkingCalendar {
        let off = try (1...5).map { try #require(CivilDate(year: 2027, month: 1, day: $0)) }
        let year = WorkingCalendar.Year(daysOff: Set(off), makeUpWorkingDays: [])
        let years = try loaded().house.calendar.years.merging([2027: year]) { $1 }
        return WorkingCalendar(edition: "2027-made-up", years: years)
    }
}

extension World {
    func reload(_ configuration: Core.Configuration) { feed(.reload(configuration)) }

    /// The events of a matter's history, as an auditor reads them.
    func events(_ matter: String) throws -> [JSON] {
        let history = try must(call("auditor", "matter.history", #""matter":"\#(matter)""#))
        return (history["items"]?.items ?? []).flatMap { $0["events"]?.items ?? [] }
    }

    /// The running deadline of a matter.
    func deadline(_ matter: String) throws -> JSON {
        try #require(try self.matter(matter)["deadlines"]?.items.first)
    }
}
