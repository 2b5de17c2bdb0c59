import Supervision
import Testing
import Wire

@testable import Engine

/// A cursor leads on in its own list only, so whatever makes another list makes another scope.
@Suite struct DocketCursorTests {
    private static let changes: [@Sendable (inout DocketFilter) -> Void] = [
        { $0.kind = .dispute }, { $0.phase = .opinion }, { $0.step = .underReview },
        { $0.supervising = OrganID("a") }, { $0.supervised = OrganID("a") },
        { $0.acting = OrganID("a") }, { $0.investigator = PersonID("a") },
        { $0.overdue = false }, { $0.suspended = false },
        { $0.dueBefore = CivilDate(daysSinceEpoch: 0) }, { $0.source = .complaint },
        { $0.category = 0 }, { $0.secrecy = .internal },
        { $0.registeredFrom = CivilDate(daysSinceEpoch: 0) },
        { $0.registeredTo = CivilDate(daysSinceEpoch: 0) }, { $0.text = "a" },
    ]

    @Test func everyMemberOfAFilterMakesAnotherList() {
        #expect(
            Self.changes.count == Mirror(reflecting: DocketFilter()).children.count,
            "each member of a filter once")
        var scopes: Set<UInt64> = []
        for change in [{ _ in }] + Self.changes {
            var filter = DocketFilter()
            change(&filter)
            scopes.insert(DocketCursor.scope(of: filter, .deadline, PersonID("p")))
        }
        #expect(scopes.count == Self.changes.count + 1)
    }

    @Test func everyOrderAndEveryPersonHasAListOfItsOwn() {
        var scopes: Set<UInt64> = []
        for sort in DocketSort.allCases {
            for person in ["p", "q"] {
                scopes.insert(DocketCursor.scope(of: DocketFilter(), sort, PersonID(person)))
            }
        }
        #expect(scopes.count == DocketSort.allCases.count * 2)
    }
}
