import JSONText
import Supervision
import Testing

@testable import Wire

/// `matter.history`: every event under its wire name, and nothing for those who may not know it.
@Suite struct HistoryViewTests {
    static func item(
        _ entry: HistoryEntry<MatterEvent>, _ audience: Audience = .full, hidden: Set<Int> = []
    ) -> [UInt8] {
        JSONWriter.encoded {
            Views.write(entry, audience: audience, hiddenDuties: hidden, into: &$0)
        }
    }

    /// One event of each kind.
    static func everyEvent() throws -> [MatterEvent] {
        let walk = try #require(try Walk.everywhere().last)
        let deadline = Deadline(.days(3), startingOn: start.legalDay, in: .weekdaysOnly)
        let competence = walk.matter.competence
        return walk.entries.flatMap(\.events) + [
            .declined(reason: "r"),
            .transferred(supervising: organ("bj"), competence, reason: "r"),
            .referred(.audit, reason: "r"),
            .merged(into: MatterID(kind: .supervision, serial: 8), reason: "r"),
            .withdrawn(reason: "r"), .complainantDropped(reason: "r"),
            .investigatorsAssigned([PersonID("p")]), .deadlineExtended(deadline, reason: "r"),
            .noProblemFound(facts: "f"),
            .majorProblemsFound(facts: "f", grounds: [1, 2], reason: "r"),
            .noticeOwed(duty: 1, superior: "s"), .noticeSent(duty: 1, summary: "s"),
            .rectificationAccepted(verified: [1]), .executionRejected(reason: "r", deadline),
            .refusalFound(reason: "r"), .classified(.stateSecret, reason: nil),
            .commended(person: "n", organ: organ("bj"), merit: "m"),
            .noted(text: "t", byOverseer: false),
        ]
    }

    @Test func namesAreThoseOfTheTable() throws {
        let events = try Self.everyEvent()
        let names = Set(events.map(\.wireName))
        // The number of cases of MatterEvent; a new case makes `wireName` fail to compile.
        #expect(names.count == 45)
        let document = try JSONDocument(
            Self.item(
                HistoryEntry<MatterEvent>(
                    position: 1, version: 2, phase: .decision, step: .due,
                    command: CommandName.conclude.rawValue,
                    at: start, principal: PersonID("p"), events: events)))
        #expect(document.json("phase") == #""decision""# && document.json("step") == #""due""#)
        #expect(document.json("command") == #""investigation.conclude""#)
        for (index, event) in events.enumerated() {
            #expect(document.json("events.\(index).event") == "\"\(event.wireName)\"")
        }
        let items = try JSONDocument(Self.item(walkEntry(events)))
        #expect(items.json("position") == "7")
    }

    private func walkEntry(_ events: [MatterEvent]) -> HistoryEntry<MatterEvent> {
        HistoryEntry<MatterEvent>(
            position: 7, version: 3, phase: .investigation, command: nil, at: start, principal: nil,
            events: events)
    }

    @Test(arguments: [
        (MatterEvent.declined(reason: "r"), #"{"event":"declined","reason":"r"}"#),
        (
            .merged(into: MatterID(kind: .supervision, serial: 8), reason: "r"),
            #"{"event":"merged","into":"S8","reason":"r"}"#
        ),
        (
            .majorProblemsFound(facts: "f", grounds: [1, 2], reason: "r"),
            #"{"event":"majorProblemsFound","grounds":[1,2],"facts":"f","majorReason":"r"}"#
        ),
        (
            .executionReported([ItemReport(item: 1, text: "t")]),
            #"{"event":"executionReported","measures":[{"item":1,"text":"t"}]}"#
        ),
        (
            .accountabilityReferred(item: 2, to: .criminal, authority: "a"),
            #"{"event":"accountabilityReferred","item":2,"to":"criminal","authority":"a"}"#
        ),
        (
            .deadlinePassed(lastDay: CivilDate(daysSinceEpoch: 0)),
            #"{"event":"deadlinePassed","lastDay":"1970-01-01"}"#
        ),
        (
            .deadlineRecomputed(
                Deadline(
                    .days(1), startingOn: CivilDate(daysSinceEpoch: 0), in: .weekdaysOnly),
                edition: "e"),
            #"{"event":"deadlineRecomputed","deadline":{"lastDay":"1970-01-02","#
                + #""end":"1970-01-02T16:00:00.000Z","days":1,"provisional":true},"#
                + #""calendarEdition":"e"}"#
        ),
        (.accountabilitySettled(item: 4), #"{"event":"accountabilitySettled","item":4}"#),
        (.closed, #"{"event":"closed"}"#),
        (
            .classified(.stateSecret, reason: nil),
            #"{"event":"classified","class":"stateSecret"}"#
        ),
    ])
    func data(of event: MatterEvent, is json: String) throws {
        let document = try JSONDocument(Self.item(walkEntry([event])))
        #expect(document.json("events.0") == json)
    }

    @Test func theClockHasNoPrincipal() throws {
        let walk = try #require(try Walk.everywhere().last)
        let passed = try #require(walk.entries.first { $0.events[0].wireName == "deadlinePassed" })
        let document = try JSONDocument(Self.item(passed))
        #expect(!document.has("principal"))
        let first = try JSONDocument(Self.item(walk.entries[0]))
        #expect(first.json("principal") == #""all""#)
        #expect(first.json("at") == "\"\(start.iso8601)\"")
        #expect(first.json("version") == "1")
    }

    @Test func noLesserAudienceReadsASecret() throws {
        let walk = try #require(try Walk.everywhere().last)
        let hidden = walk.matter.hiddenDuties(from: .supervised)
        #expect(hidden == [3])
        #expect(walk.matter.hiddenDuties(from: .full) == [])
        let supervised = walk.entries.flatMap { Self.item($0, .supervised, hidden: hidden) }
        let participant = walk.entries.flatMap { Self.item($0, .participant(duties: [1])) }
        let full = walk.entries.flatMap { Self.item($0) }
        for secret in [
            Secret.complainant, Secret.contact, Secret.coordination, Secret.supervisor,
        ] {
            #expect(full.holds(secret))
            #expect(!supervised.holds(secret))
            #expect(!participant.holds(secret))
        }
        #expect(supervised.holds(Secret.summary) && !participant.holds(Secret.summary))
        #expect(!supervised.holds(#""item":3"#), "nothing later about the hidden item either")
        #expect(full.holds(#""item":3"#))
        #expect(!participant.holds("赵某"), "the item of another organ")
        #expect(participant.holds("已提供"))
    }

    @Test func aParticipantSeesItsDutiesAndTheHead() throws {
        let walk = try #require(try Walk.everywhere().last)
        let visible = walk.entries.flatMap(\.events)
            .filter { $0.isVisible(to: .participant(duties: [1]), hiddenDuties: []) }
            .map(\.wireName)
        #expect(visible == ["registered", "assistanceRequested", "assistanceProvided"])
        let head = try JSONDocument(Self.item(walk.entries[0], .participant(duties: [])))
        #expect(
            head.json("events")
                == #"[{"event":"registered","supervised":"cy-urban","#
                + #""supervising":"cy","class":"internal"}]"#)
    }

    /// What an entry was about is hidden with its first event.
    @Test func theCommandIsHiddenWithTheEvent() throws {
        let item = AccountabilityItem(kind: .supervisor, facts: "f")
        let entry = HistoryEntry<MatterEvent>(
            position: 7, version: 3, phase: .investigation,
            command: CommandName.openAccountability.rawValue,
            at: start, principal: nil,
            events: [.accountabilityOpened(duty: 1, item), .noted(text: "t", byOverseer: false)])
        #expect(try JSONDocument(Self.item(entry)).has("command"))
        let supervised = try JSONDocument(Self.item(entry, .supervised, hidden: [1]))
        #expect(!supervised.has("command") && supervised.has("phase"))
    }

    /// A note of somebody whose only part is a hidden item would tell of it.
    @Test func aNoteOfAnOverseerIsHiddenWithTheItem() {
        let (own, overseers) = (
            MatterEvent.noted(text: "t", byOverseer: false),
            MatterEvent.noted(text: "t", byOverseer: true)
        )
        #expect(own.isVisible(to: .supervised, hiddenDuties: []))
        #expect(!overseers.isVisible(to: .supervised, hiddenDuties: []))
        #expect(overseers.isVisible(to: .full, hiddenDuties: []))
    }

    @Test func everyEntryIsWhatTheSchemaSays() throws {
        let walk = try #require(try Walk.everywhere().last)
        var page = ItemPage()
        for entry in walk.entries {
            #expect(
                page.append { Views.write(entry, audience: .full, hiddenDuties: [], into: &$0) })
        }
        let document = try written { page.finish(nextCursor: nil, position: 40, into: &$0) }
        #expect(OpenRPC.Schema.ref(.historyPage).faults(document) == [])
        #expect(document.count(try #require(document.node("items"))) == walk.entries.count)
    }
}
