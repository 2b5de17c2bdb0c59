import Supervision
import Testing

/// Which finding a document rests on, told from the two lists that a matter keeps.
@Suite struct DocumentFindingTests {
    private static let issuer = OrganID("o")
    private static let day = CivilDate(daysSinceEpoch: 20_000)

    /// A matter whose findings are `o` (ordinary) or `m` (major) and whose documents are `O` or
    /// `D`, and which waits for the documents of its last finding if `due` says so.
    private static func matter(_ findings: String, _ documents: String, due: Bool) -> Matter {
        let findings = findings.enumerated().map { index, letter in
            Finding(
                facts: String(index), grounds: [1], majorReason: letter == "m" ? "!" : nil,
                concludedBy: PersonID("i"))
        }
        let documents = documents.enumerated().map { index, letter in
            Document(
                kind: letter == "O" ? .opinion : .decision, number: "\(letter)\(index)",
                issuer: issuer, signedBy: PersonID("s"), issuedAt: Instant(startOf: day),
                items: ["x"],
                deadline: Deadline(.days(9), startingOn: day, in: .weekdaysOnly))
        }
        let inquiry = Inquiry(investigators: [], term: nil)
        var phase = Phase.investigation(inquiry)
        if due, let last = findings.last {
            phase =
                last.majorReason.map { reason in
                    .decision(
                        DecisionPhase(
                            inquiry: inquiry,
                            ground: .major(MajorFinding(finding: last, reason: reason))))
                } ?? .opinion(OpinionDue(inquiry: inquiry, finding: last))
        }
        let registration = Registration(
            supervised: OrganID("s"), source: Source(kind: .complaint), content: 1, summary: "x",
            incident: nil, occurredOn: nil, complainant: nil, power: nil, distinctFrom: nil,
            by: PersonID("c"), byOrgan: issuer, at: Instant(startOf: day))
        return Matter(
            id: MatterID(kind: .supervision, serial: 1), version: 9, registration: registration,
            supervising: issuer, competence: Competence(basis: Citation(2, paragraph: 2)),
            secrecy: .internal, phase: phase, findings: findings, documents: documents)
    }

    /// For each document the place of its finding, and whether it rests on an opinion.
    @Test(
        arguments: [
            ("o", "O", false, [0], [false]), ("o", "OD", false, [0, 0], [false, true]),
            ("m", "D", false, [0], [false]),
            // Reopened after an opinion that was followed: the second finding was major.
            ("om", "OD", false, [0, 1], [false, false]),
            // Reopened after a decision on an opinion: the second finding waits for its own.
            ("om", "OD", true, [0, 0], [false, true]),
            ("om", "ODD", false, [0, 0, 1], [false, true, false]),
            ("mo", "DO", false, [0, 1], [false, false]),
            ("omo", "ODO", false, [0, 1, 2], [false, false, false]),
            ("omo", "ODDO", false, [0, 0, 1, 2], [false, true, false, false]),
            ("oo", "OOD", false, [0, 1, 1], [false, false, true]),
            ("oo", "OD", true, [0, 0], [false, true]),
            ("ommm", "ODDDD", false, [0, 0, 1, 2, 3], [false, true, false, false, false]),
        ] as [(String, String, Bool, [Int], [Bool])])
    func followsFromTheOrder(
        _ findings: String, _ documents: String, _ due: Bool, _ expected: [Int],
        _ rests: [Bool]
    ) {
        let matter = Self.matter(findings, documents, due: due)
        let places = matter.documents.indices.map { matter.finding(ofDocument: $0)?.facts }
        #expect(places == expected.map { String($0) })
        let opinions = matter.documents.indices.map { matter.unrectifiedOpinion(ofDocument: $0) }
        #expect(opinions.map { $0 != nil } == rests)
        for (index, opinion) in opinions.enumerated() {
            #expect(opinion == nil || opinion == matter.documents[index - 1])
        }
    }
}
