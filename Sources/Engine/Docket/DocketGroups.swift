internal import Supervision
internal import Wire

// Counts by groups: how many matters of an answer stand in each set of an attribute.

extension Docket {
    /// How many matters of a mask have each value. The empty value is that of disputes where they
    /// have nothing of the kind, and of places without steps.
    func groups(
        of mask: SerialMask, by grouping: DocketGrouping, _ roster: Roster
    ) -> [String: Int] {
        switch grouping {
        case .kind:
            let disputes = mask.count(in: queues.disputes)
            return Self.named([
                (MatterID.Kind.dispute.rawValue, disputes),
                (MatterID.Kind.supervision.rawValue, mask.count - disputes),
            ])
        case .phase: return count(mask) { $0.phaseName.rawValue }
        case .step: return count(mask) { $0.stepName?.rawValue ?? "" }
        case .supervising: return count(mask, queues.supervising, roster) { $0.supervising }
        case .supervised:
            let disputes = [("", mask.count(in: queues.disputes))]
            let organs = count(mask, queues.supervised, roster) { $0.supervised }
            return organs.merging(Self.named(disputes)) { $0 + $1 }
        case .acting:
            return count(mask, queues.acting, roster) { sides in
                roster.actingOrgan(for: sides.supervising, over: sides.supervised)
            }
        case .source:
            let disputes = [("", mask.count(in: queues.disputes))]
            return Self.named(
                disputes
                    + zip(SourceKind.allCases, queues.sources).map {
                        ($0.rawValue, mask.count(in: $1))
                    })
        case .category:
            return Self.named(
                queues.contents.enumerated().map { content, set in
                    (content == 0 ? "" : String(content), mask.count(in: set))
                })
        case .overdue: return count(mask, in: queues.overdue)
        case .suspended: return count(mask, in: queues.suspended)
        case .secrecy:
            return Self.named(
                SecrecyClass.allCases.map {
                    ($0.rawValue, mask.count(in: queues.secrecies[Int($0.code)]))
                })
        }
    }

    private func count(_ mask: SerialMask, in set: SerialSet) -> [String: Int] {
        let members = mask.count(in: set)
        return Self.named([("true", members), ("false", mask.count - members)])
    }

    private func count(_ mask: SerialMask, _ name: (Place) -> String) -> [String: Int] {
        Self.named(Place.all.map { (name($0), mask.count(in: queues.places[$0.index])) })
    }

    /// By organ. Those that have left the roster are known by their matters only.
    private func count(
        _ mask: SerialMask, _ sets: OrganSets, _ roster: Roster,
        _ name: (DocketRecords.Sides) -> OrganID
    ) -> [String: Int] {
        var groups = Self.named(
            sets.ranks.map { (roster.organs[Int($0)].id.text, mask.count(in: sets[$0])) })
        _ = mask.forEach(in: sets[OrganRank.gone], from: 0) { index in
            groups[name(records.sides(index)).text, default: 0] += 1
            return true
        }
        return groups
    }

    /// Only groups that have a member; equal names are one group.
    private static func named(_ groups: [(String, Int)]) -> [String: Int] {
        Dictionary(groups.filter { $0.1 > 0 }, uniquingKeysWith: +)
    }
}
