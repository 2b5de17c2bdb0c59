internal import JSONText
internal import Supervision
internal import Wire

// What statistics over the docket sum up (Art. 12).

/// The sums of a pass.
struct StatisticsTally {
    private var byLevel: [OrganLevel?: Sums] = [:]
    private var phases: [PhaseName: Int] = [:]
    private var sources: [SourceKind: Int] = [:]
    private var grounds: [Int: Int] = [:]
    /// By the first day of the month.
    private var months: [CivilDate: Int] = [:]
    private var supervising = Organs()
    private var supervised = Organs()

    /// By the rank in the roster, which is quicker than by name, or by name where an organ has left
    /// the roster.
    private struct Organs {
        var byRank: [Int32: Int] = [:]
        var byName: [OrganID: Int] = [:]

        mutating func add(_ rank: Int32, _ name: @autoclosure () -> OrganID) {
            if rank >= 0 {
                byRank[rank, default: 0] += 1
            } else {
                byName[name(), default: 0] += 1
            }
        }

        /// The largest first; equal ones by name.
        func groups(_ roster: Roster) -> [DocketStatistics.Group] {
            let known = byRank.map { (roster.organs[Int($0.key)].id.text, $0.value) }
            let gone = byName.map { ($0.key.text, $0.value) }
            return StatisticsTally.largestFirst(known + gone)
        }
    }

    /// What is summed up for each level of the supervised organ.
    private struct Sums {
        var figures = DocketStatistics.Figures()
        var ended: [PhaseName: Durations] = [:]
        var running: [PhaseName: Int] = [:]

        mutating func add(_ matter: Matter, _ history: PhaseHistory, _ place: Place) {
            figures.matters += 1
            figures.overdue.denominator += 1
            if history.wasOverdue { figures.overdue.numerator += 1 }
            history.forEachStay(registeredAt: matter.registeredAt) { stay in
                if let end = stay.end {
                    ended[stay.phase, default: Durations()].append(end.at - stay.start)
                } else {
                    running[stay.phase, default: 0] += 1
                }
                switch stay.phase {
                case .rectification:
                    guard let end = stay.end else { return }
                    figures.rectification.denominator += 1
                    if end.to != .decision { figures.rectification.numerator += 1 }
                case .decision:
                    // A decision that is due is left only by issuing it.
                    guard stay.end != nil || place != .decisionDue else { return }
                    figures.directDecision.denominator += 1
                    if stay.previous != .rectification { figures.directDecision.numerator += 1 }
                case .complaint, .investigation, .opinion, .accountability, .closed, .filed,
                    .coordination, .execution:
                    break
                }
            }
        }

        mutating func add(_ other: Sums) {
            figures.matters += other.figures.matters
            for rate in [
                \DocketStatistics.Figures.overdue, \.rectification, \.directDecision,
            ] {
                figures[keyPath: rate].numerator += other.figures[keyPath: rate].numerator
                figures[keyPath: rate].denominator += other.figures[keyPath: rate].denominator
            }
            for (phase, durations) in other.ended {
                ended[phase, default: Durations()].append(contentsOf: durations)
            }
            running.merge(other.running) { $0 + $1 }
        }

        /// Closed matters stand still for good, so no time is told for that phase.
        func finished() -> DocketStatistics.Figures {
            var figures = figures
            let phases = Place.each.map(\.phaseName).filter { $0 != .closed }
            figures.times = phases.enumerated().filter { index, phase in
                phases.firstIndex(of: phase) == index
            }.map { _, phase in
                DocketStatistics.PhaseTime(
                    phase, ended: ended[phase] ?? Durations(), running: running[phase] ?? 0)
            }
            return figures
        }
    }

    mutating func add(
        _ matter: Matter, _ history: PhaseHistory, _ row: DocketIndexRow, _ roster: Roster
    ) {
        let level = row.supervised < 0 ? nil : roster.organs[Int(row.supervised)].level
        byLevel[level, default: Sums()].add(matter, history, row.place)
        phases[row.place.phaseName, default: 0] += 1
        sources[matter.sourceKind, default: 0] += 1
        let day = matter.registeredAt.legalDay
        months[day.advanced(by: 1 - day.components.day), default: 0] += 1
        supervising.add(row.supervising, matter.supervising)
        supervised.add(row.supervised, matter.supervised)
    }

    mutating func add(_ findings: [Finding]) {
        for ground in Set(findings.flatMap(\.grounds)) { grounds[ground, default: 0] += 1 }
    }

    func finish(_ roster: Roster) -> DocketStatistics {
        var statistics = DocketStatistics()
        var whole = Sums()
        for (level, sums) in byLevel {
            whole.add(sums)
            if let level { statistics.levels[level] = sums.finished() }
        }
        statistics.whole = whole.finished()
        statistics.phases = PhaseName.allCases.compactMap { phase in
            phases[phase].map { DocketStatistics.Group(phase.rawValue, $0) }
        }
        statistics.grounds = grounds.sorted { $0.key < $1.key }.map {
            DocketStatistics.Group(String($0.key), $0.value)
        }
        statistics.sources = Self.largestFirst(sources.map { ($0.key.rawValue, $0.value) })
        statistics.months = months.sorted { $0.key > $1.key }.map {
            DocketStatistics.Group(String($0.key.description.prefix(7)), $0.value)
        }
        statistics.supervising = supervising.groups(roster)
        statistics.supervised = supervised.groups(roster)
        return statistics
    }

    private static func largestFirst(_ counts: [(String, Int)]) -> [DocketStatistics.Group] {
        counts.sorted { ($1.1, $0.0) < ($0.1, $1.0) }.map { DocketStatistics.Group($0.0, $0.1) }
    }
}
