import JSONText
import Journal
import Supervision
import Testing

/// The stored forms of disputes: every event and every phase comes back as it was, and the bytes
/// that are in the golden file never move.
@Suite struct DisputeCodingTests {
    private static let day = CivilDate(daysSinceEpoch: 20_514)
    private static let at = Instant(milliseconds: 1_772_412_300_000)
    private static let (a, b) = (OrganID("a"), OrganID("b"))
    private static let deadline = Deadline(
        period: .workingDays(5), startedOn: day, lastDay: day.advanced(by: 7), suspendedDays: 1,
        provisional: true)
    private static let filing = Filing(
        parties: [a, b], subject: .caseJurisdiction, summary: "争议",
        consultation: Consultation(on: day, participants: ["甲"], result: "未果"),
        by: PersonID("p"), byOrgan: a, at: at)
    private static let opinion = CoordinationOpinion(
        document: Document(
            kind: .coordinationOpinion, number: "京〔2026〕1号", issuer: OrganID("g"),
            signedBy: PersonID("s"), issuedAt: at, items: ["移交", "立案"], deadline: deadline),
        parts: [DisputePart(party: a, act: "移交"), DisputePart(party: b, act: "立案")])
    private static let registered = Registered(
        registration: Registration(
            supervised: a, source: Source(kind: .otherMethod, channel: nil), content: 2,
            summary: "逾期", incident: nil, occurredOn: nil, complainant: nil, power: nil,
            distinctFrom: nil,
            escalation: Escalation(dispute: MatterID(kind: .dispute, serial: 1), ground: 3),
            by: PersonID("c"), byOrgan: OrganID("j"), at: at),
        supervising: OrganID("g"), competence: Competence(basis: Citation(2, paragraph: 2)),
        secrecy: .internal, deadline: nil)

    static let events: [DisputeEvent] = [
        .filed(filing, supervising: OrganID("g")), .accepted(nil), .accepted(deadline),
        .returned(reason: "r"), .heard(Hearing(party: a, position: "p")),
        .heard(Hearing(party: nil, position: "m")), .settled(agreement: "x"),
        .opinionIssued(opinion), .executionReported(party: a, text: "t"),
        .executionRejected(party: a, reason: "r", nil),
        .executionRejected(party: a, reason: "r", deadline), .executionConfirmed,
        .escalated(
            party: a, reason: "r", opens: MatterID(kind: .supervision, serial: 2), registered),
        .withdrawn(reason: "r"), .deadlineExtended(deadline, reason: "r"),
        .suspended(reason: "r"), .resumed(reason: "r", nil), .resumed(reason: "r", deadline),
        .partDeadlineMoved(party: a, deadline), .noted(text: "n"), .deadlinePassed(lastDay: day),
        .deadlineRecomputed(deadline, edition: "2027"),
    ]

    static let disputes: [Dispute] = {
        let hearings = [Hearing(party: a, position: "p"), Hearing(party: nil, position: "m")]
        let parts = [
            PartState(party: a, term: Term(deadline), report: "r", rejections: 2),
            PartState(party: b, term: Term(deadline, hasPassed: true)),
        ]
        let outcomes: [DisputeClosing.Outcome] = [
            .returned, .settled, .withdrawn, .executed,
            .escalated(party: a, matter: MatterID(kind: .supervision, serial: 2)),
        ]
        let phases: [DisputePhase] =
            [
                .filed, .coordination(Coordination(term: nil)),
                .coordination(Coordination(term: Term(deadline), hearings: hearings)),
                .execution(
                    CoordinatedExecution(hearings: hearings, opinion: opinion, parts: parts)),
            ]
            + outcomes.map {
                .closed(
                    DisputeClosing(
                        outcome: $0, reason: "r", at: at, hearings: hearings, opinion: opinion,
                        parts: parts))
            } + [.closed(DisputeClosing(outcome: .returned, reason: nil, at: at))]
        return phases.flatMap { phase in
            [nil, Suspension(since: day, reason: "s")].map {
                Dispute(
                    id: MatterID(kind: .dispute, serial: 1), version: 4, filing: filing,
                    supervising: OrganID("g"), phase: phase, suspension: $0)
            }
        }
    }()

    @Test func storedFormsNeverMove() throws {
        let stored =
            Self.events.map { event in
                text(JSONWriter.encoded { EventCoding.encode([event], into: &$0) })
            }
            + Self.disputes.map { dispute in
                text(JSONWriter.encoded { StateCoding.encode(dispute, into: &$0) })
            }
        rewriteGoldenIfAsked("disputes.jsonl", stored)
        let lines = goldenLines("disputes.jsonl")
        try #require(lines.count == stored.count)
        #expect(lines == stored)
        for (line, event) in zip(lines, Self.events) {
            #expect(try EventCoding.decodeDispute(Array(line.utf8)) == [event])
        }
        for (line, dispute) in zip(lines.dropFirst(Self.events.count), Self.disputes) {
            #expect(try StateCoding.decodeDispute(Array(line.utf8)) == dispute)
        }
    }

    /// What belongs to the other machine is no event and no phase of this one.
    @Test func theMachinesAreToldApart() {
        for text in [
            #"[{"event":"registered"}]"#, #"[{"event":"filed"}]"#, #"[{"event":"noted"}]"#,
            #"[{"event":"noted","text":"x","v":2}]"#, "[7]", "{}",
        ] {
            #expect(throws: CodingFault.self) {
                try EventCoding.decodeDispute(Array(text.utf8))
            }
        }
        let matter = #"{"id":"D1","version":1,"phase":{"is":"complaint"}}"#
        #expect(throws: CodingFault.self) {
            try StateCoding.decodeDispute(Array(matter.utf8))
        }
    }
}
