import Supervision
import Testing

/// The pure functions of the roster over the real Beijing: every pair of its organs against the
/// naive reading of the Measures. The pairs are few enough to take them all, and each part is a
/// test of its own, so that they run beside each other.
@Suite struct BeijingTests {
    /// Read once, and read naively once: the matrix holds an answer for each pair.
    private static let loaded = Result {
        let roster = try Sample.beijing()
        return (roster, NaiveCompetence(roster.organs))
    }

    private func beijing() throws -> (Roster, NaiveCompetence) { try Self.loaded.get() }

    /// The organs competent over each one, by place: the nearest first.
    private func competentPlaces(_ naive: NaiveCompetence) -> [[Int]] {
        let places = Dictionary(
            uniqueKeysWithValues: naive.organs.enumerated().map { ($1.id, $0) })
        return naive.organs.indices.map { place in
            naive.competentOrgans(overAll: [place]).compactMap { places[$0] }
        }
    }

    @Test func divisionsAreAllThere() throws {
        let roster = try Sample.beijing()
        let organs = roster.organs
        #expect(organs.count { $0.kind == .government && $0.level == .district } == 16)
        #expect(organs.count { $0.kind == .judicialAdministration && $0.level == .district } == 16)
        // Below the districts: town governments, offices of subdistricts and areas, and zones.
        let townships = organs.filter { $0.level == .township }
        let counts = [.government, .dispatchedOrgan, .functionalZone].map { kind in
            townships.count { $0.kind == kind }
        }
        #expect(counts == [122, 221, 5])
        // One division is run by a zone of the municipality, so that 348 and one are 349.
        let municipalZones = organs.count { $0.kind == .functionalZone && $0.level == .municipal }
        #expect(counts.reduce(municipalZones, +) == 349)
        #expect(roster.unsupervised.isEmpty)
    }

    @Test func competenceOfEveryPair() throws {
        let (roster, naive) = try beijing()
        var counts: [String: Int] = [:]
        var wrong: [String] = []
        var pairs = 0
        for (atB, b) in roster.organs.enumerated() {
            for (atA, a) in roster.organs.enumerated() {
                let found = roster.competence(of: a.id, over: b.id)
                if found != naive.matrix[atB][atA] { wrong.append("\(a.id) over \(b.id)") }
                if let found { counts[found.basis.wire, default: 0] += 1 }
                pairs += 1
            }
        }
        let lines = counts.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        print("Beijing: \(pairs) ordered pairs; \(lines.joined(separator: ", "))")
        #expect(wrong.isEmpty, "\(wrong.prefix(5))")
        #expect(pairs == 949 * 949)
        for basis in ["2.2", "5.2", "6", "7"] { #expect(counts[basis, default: 0] > 0) }
    }

    /// In respect of each received power, where the paragraphs of Art. 5 go before Art. 2.
    @Test func competenceInRespectOfEveryPower() throws {
        let (roster, naive) = try beijing()
        let byID = Dictionary(uniqueKeysWithValues: roster.organs.map { ($0.id, $0) })
        var counts: [String: Int] = [:]
        var wrong: [String] = []
        for (atB, b) in roster.organs.enumerated() {
            for (atA, a) in roster.organs.enumerated() where naive.matrix[atB][atA] != nil {
                for received in b.receivedPowers {
                    let found = roster.competence(
                        of: a.id, over: b.id, inRespectOf: received.power)
                    let expected = NaiveCompetence.competence(
                        byID, of: a, over: b, inRespectOf: received.power)
                    if found != expected { wrong.append("\(a.id), \(b.id), \(received.power)") }
                    if let found { counts[found.basis.wire, default: 0] += 1 }
                }
            }
        }
        let lines = counts.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        print("Beijing, by received power: \(lines.joined(separator: ", "))")
        #expect(wrong.isEmpty, "\(wrong.prefix(5))")
        for basis in ["5.1", "5.2"] { #expect(counts[basis, default: 0] > 0) }
    }

    @Test func commonSupervisorOfEveryPair() throws {
        let (roster, naive) = try beijing()
        let competent = competentPlaces(naive)
        var byLevel: [String: Int] = [:]
        var wrong: [String] = []
        for (atA, a) in roster.organs.enumerated() {
            #expect(
                roster.competentOrgans(over: a.id) == competent[atA].map { naive.organs[$0].id })
            for (atB, b) in roster.organs.enumerated() {
                // The nearest of those over the first that is over the second as well.
                let expected = competent[atA].first { naive.matrix[atB][$0] != nil }
                let found = roster.commonSupervisor(of: [a.id, b.id])
                if found != expected.map({ naive.organs[$0].id }) {
                    wrong.append("\(a.id) and \(b.id)")
                }
                let level = expected.map { naive.organs[$0].level.rawValue } ?? "none"
                byLevel[level, default: 0] += 1
            }
        }
        let lines = byLevel.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        print("Beijing, common supervisors by level: \(lines.joined(separator: ", "))")
        #expect(wrong.isEmpty, "\(wrong.prefix(5))")
    }

    /// Who issues (Art. 14), for every pair: also where the first could not supervise the second.
    @Test func issuersOfEveryPair() throws {
        let (roster, naive) = try beijing()
        // Each government's bureau of justice, by a walk over all organs.
        var bureaus: [OrganID: OrganID] = [:]
        for organ in naive.organs where organ.kind == .judicialAdministration {
            guard let government = organ.government else { continue }
            bureaus[government] = organ.id
        }
        var byJustice = 0
        var exceptions = 0
        var wrong: [String] = []
        for a in roster.organs {
            for b in roster.organs {
                var expected = a.id
                if let bureau = bureaus[a.id] {
                    if bureau == b.id { exceptions += 1 } else { expected = bureau }
                }
                byJustice += expected == a.id ? 0 : 1
                if roster.issuerOfOpinion(supervising: a.id, supervised: b.id) != expected
                    || roster.issuerOfDecision(supervising: a.id) != a.id
                {
                    wrong.append("\(a.id) over \(b.id)")
                }
            }
        }
        print("Beijing, opinions: \(byJustice) pairs by justice, \(exceptions) exceptions of 14.2")
        #expect(wrong.isEmpty, "\(wrong.prefix(5))")
        #expect(bureaus.count == 17 && exceptions == 17)
    }

    /// Art. 4: whose matter it is when a clerk of the first organ registers one about the second.
    @Test func defaultSupervisingOrganOfEveryPair() throws {
        let (roster, naive) = try beijing()
        let competent = competentPlaces(naive)
        var counts = ["own": 0, "for the government": 0, "nearest": 0, "none": 0]
        var wrong: [String] = []
        for (atB, b) in roster.organs.enumerated() {
            let nearest = competent[atB].first { naive.organs[$0].kind == .government }
            for (atA, a) in roster.organs.enumerated() {
                var expected = nearest.map { naive.organs[$0].id }
                var how = nearest == nil ? "none" : "nearest"
                if naive.matrix[atB][atA] != nil {
                    (expected, how) = (a.id, "own")
                } else if a.kind == .judicialAdministration,
                    let government = competent[atB].first(where: {
                        naive.organs[$0].id == a.government
                    })
                {
                    (expected, how) = (naive.organs[government].id, "for the government")
                }
                counts[how, default: 0] += 1
                let found = roster.defaultSupervisingOrgan(over: b.id, clerkOf: a.id)
                if found != expected { wrong.append("\(b.id), clerk of \(a.id)") }
            }
        }
        let lines = counts.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        print("Beijing, default supervising organ: \(lines.joined(separator: ", "))")
        #expect(wrong.isEmpty, "\(wrong.prefix(5))")
    }
}
