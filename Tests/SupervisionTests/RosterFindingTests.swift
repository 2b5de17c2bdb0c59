import Supervision
import Testing

/// Every kind of finding, each from a list of organs that has nothing else wrong.
@Suite struct RosterFindingTests {
    private struct Expected: Equatable {
        var kind: RosterFinding.Kind
        var organ: Int
    }

    private func mistakes(_ organs: [Organ]) -> [Expected] {
        Roster.mistakes(in: organs).map { Expected(kind: $0.kind, organ: $0.organ) }
    }

    private func named(_ id: String, prefix: String? = nil, manager: String? = nil) -> Organ {
        Organ(
            id: OrganID(id), name: "同名", kind: .department, level: .district,
            government: OrganID("east"), manager: manager.map { OrganID($0) },
            documentPrefix: prefix)
    }

    @Test func eachMistakeIsFoundAlone() throws {
        let last = frame.count
        #expect(mistakes(frame).isEmpty)
        let rows: [(RosterFinding.Kind, [Organ], places: [Int])] = [
            (.doubledID, [organ("east", .department, .district)], [last]),
            (
                .unknownOrgan,
                [organ("x", .department, .district, government: "gone", line: "gone too")],
                [last, last]
            ),
            (
                .notAGovernment, [organ("x", .department, .district, government: "city-water")],
                [last]
            ),
            (
                .twoActingOrgans,
                [organ("x", .judicialAdministration, .district, government: "east")], [last]
            ),
            (
                .circleOfGovernments,
                [
                    organ("x", .department, .district, government: "a"),
                    organ("a", .government, .district, government: "b"),
                    organ("b", .government, .district, government: "a"),
                ], [last + 1]
            ),
            (
                .circleOfLines,
                [
                    organ("a", .department, .district, line: "b"),
                    organ("b", .department, .district, line: "a"),
                ], [last]
            ),
            (.circleOfManagers, [organ("a", .department, .district, manager: "a")], [last]),
            (.doubledPrefix, [named("a", prefix: "P"), named("b", prefix: "P")], [last + 1]),
            (
                .powerFromItself,
                [
                    organ(
                        "a", .department, .district, powers: [("p", from: "a", .municipalGrant)])
                ], [last]
            ),
        ]
        for (kind, organs, places) in rows {
            let found = mistakes(frame + organs)
            #expect(found == places.map { Expected(kind: kind, organ: $0) }, "\(kind)")
            #expect(kind.isMistake)
            // The first mistake is the fault for which a list is no roster.
            let first = try #require(Roster.mistakes(in: frame + organs).first)
            let fault = #expect(throws: Roster.Fault.self) {
                try Roster(edition: "e", organs: frame + organs)
            }
            #expect(fault?.organ == first.organ && fault?.reason == first.text.en)
        }
        let mistaken = RosterFinding.Kind.allCases.filter(\.isMistake)
        #expect(Set(rows.map(\.0)) == Set(mistaken), "every kind has a row")
    }

    /// The name stands in the place of a prefix, so that it can be one, too.
    @Test func aPrefixThatIsAnotherOrgansName() {
        func found(_ organs: Organ...) -> [Expected] { mistakes(frame + organs) }
        let clash = Expected(kind: .doubledPrefix, organ: frame.count)
        #expect(found(named("b", prefix: frame[0].name)) == [clash])
        // Who has a prefix does not number by its name.
        #expect(found(named("a", prefix: "P"), named("b", prefix: named("a").name)).isEmpty)
    }

    /// Two circles that share a way in, each told once, from its first organ on.
    @Test func circlesAreToldOnce() {
        func managed(_ id: String, _ manager: String) -> Organ {
            organ(id, .department, .district, manager: manager)
        }
        let found = Roster.mistakes(in: [
            managed("x", "c"), managed("c", "a"), managed("b", "c"), managed("a", "b"),
            managed("y", "x"), managed("d", "e"), managed("e", "d"), managed("f", "f"),
        ])
        #expect(
            found.map(\.text.en) == [
                "the managing organs form a circle: c → a → b → c",
                "the managing organs form a circle: d → e → d",
                "the managing organs form a circle: f → f",
            ])
        #expect(found.map(\.organ) == [1, 5, 7])
    }

    @Test func allMistakesAreTold() {
        let found = mistakes([
            organ("a", .government, .municipal), organ("a", .department, .municipal),
            organ("b", .department, .district, government: "nowhere"),
            organ("c", .government, .district, government: "c"),
        ])
        #expect(found.map(\.kind) == [.doubledID, .unknownOrgan, .circleOfGovernments])
    }

    @Test func doubts() throws {
        #expect(try roster().unsupervised.isEmpty)
        let names = Roster.doubledNames(in: [named("a"), named("b"), named("c")])
        #expect(names.map(\.organ) == [1, 2] && names.allSatisfy { $0.kind == .doubledName })
        let lonely = try roster(
            organ("team", .internalBody, .district), organ("second", .government, .municipal),
            organ("north", .government, .district))
        #expect(
            lonely.unsupervised.map { lonely.organs[$0.organ].id.text } == ["team", "north"])
        #expect(!RosterFinding.Kind.doubledName.isMistake)
        #expect(!RosterFinding.Kind.unsupervised.isMistake)
    }
}
