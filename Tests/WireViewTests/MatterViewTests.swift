import JSONText
import Supervision
import Testing

@testable import Wire

/// `matter.get` for every audience, in every place of the procedure.
@Suite struct MatterViewTests {
    @Test func theWalkReachesEveryPlace() throws {
        let places = try Walk.everywhere().map(\.matter.phase.place)
        #expect(Set(places) == Set(Place.each))
    }

    @Test func everyAudienceGetsWhatTheSchemaSays() throws {
        var checked = 0
        for walk in try Walk.everywhere() {
            for audience in [Audience.full, .supervised, .participant(duties: [1])] {
                let document = try JSONDocument(get(walk.matter, audience, allowed: [.note]))
                let faults = OpenRPC.Schema.ref(.matter).faults(document)
                #expect(faults == [], "\(walk.matter.phase.place) \(audience)")
                #expect(document.json("allowed") == #"["matter.note"]"#)
                #expect(document.json("matter") == #""S1""#)
                #expect(document.json("version") == String(walk.matter.version))
                #expect(document.json("phase") == "\"\(walk.matter.phase.name.rawValue)\"")
                let step = walk.matter.phase.step
                #expect(document.json("step") == (step.map { "\"\($0.rawValue)\"" } ?? "-"))
                #expect(document.json("position") == "9")
                #expect(!document.has("truncated"))
                checked += 1
            }
        }
        #expect(checked >= 3 * Place.each.count)
    }

    @Test func noLesserAudienceReadsASecret() throws {
        for walk in try Walk.everywhere() {
            let full = get(walk.matter)
            #expect(full.holds(Secret.complainant) && full.holds(Secret.contact))
            for audience in [Audience.supervised, .participant(duties: [1, 2])] {
                let bytes = get(walk.matter, audience)
                for secret in [Secret.complainant, Secret.contact, Secret.supervisor] {
                    #expect(!bytes.holds(secret), "\(walk.matter.phase.place) \(audience)")
                }
            }
            #expect(get(walk.matter, .supervised).holds(Secret.summary))
            #expect(!get(walk.matter, .participant(duties: [1])).holds(Secret.summary))
        }
    }

    @Test func theSupervisedOrganSeesNoItemAboutASupervisor() throws {
        let walk = try #require(try Walk.everywhere().last { !$0.matter.openDuties.isEmpty })
        let full = try JSONDocument(get(walk.matter))
        let lesser = try JSONDocument(get(walk.matter, .supervised))
        func numbers(_ document: JSONDocument) throws -> [Int64] {
            try document.elements(#require(document.node("duties"))).map {
                document.integer(try #require(document.member("duty", of: $0)))
            }
        }
        #expect(try numbers(full) == [1, 2, 3, 4])
        #expect(try numbers(lesser) == [1, 2, 4])
        let participant = try JSONDocument(get(walk.matter, .participant(duties: [2])))
        #expect(try numbers(participant) == [2])
        let beyondHead = participant.names.filter {
            !["matter", "kind", "version", "phase", "step", "supervising", "supervised"]
                .contains($0)
                && !["acting", "deadline", "overdue", "suspended", "registeredAt", "source"]
                    .contains($0)
                && !["category", "class", "position"].contains($0)
        }
        #expect(beyondHead == ["allowed", "duties"])
    }

    @Test func aComplaint() throws {
        let document = try JSONDocument(get(try Walk().matter, allowed: [.accept, .note]))
        #expect(document.json("kind") == #""supervision""#)
        #expect(document.json("supervising") == #""cy""#)
        #expect(document.json("acting") == #""cy-justice""#)
        #expect(document.json("source") == #""complaint""#)
        #expect(document.json("category") == "2")
        #expect(document.json("class") == #""internal""#)
        #expect(document.json("registeredAt") == "\"\(start.iso8601)\"")
        #expect(
            document.json("registration.complainant")
                == #"{"name":"\#(Secret.complainant)","contact":"\#(Secret.contact)"}"#)
        #expect(document.json("registration.occurredOn") == #""2026-02-10""#)
        #expect(document.json("competence.basis") == #"{"kind":"law","citation":"5.1"}"#)
        #expect(document.json("competence.assistFrom") == #"["cy-housing"]"#)
        let deadline =
            #""lastDay":"2026-03-09","end":"2026-03-09T16:00:00.000Z","workingDays":5"#
        #expect(document.json("deadline") == "{\(deadline)}")
        #expect(
            document.json("deadlines")
                == #"[{"phase":"complaint",\#(deadline),"#
                + #""running":true,"passed":false,"daysLeft":7}]"#)
    }

    @Test func aRectificationUnderReview() throws {
        let walk = try #require(
            try Walk.everywhere().first { $0.matter.phase.place == .underReview })
        let document = try JSONDocument(get(walk.matter))
        #expect(document.json("report") == #"[{"item":1,"text":"好"},{"item":2,"text":"好"}]"#)
        #expect(document.json("documents.0.kind") == #""opinion""#)
        #expect(document.json("documents.0.number") == #""朝司执监〔2026〕1号""#)
        #expect(document.json("documents.0.items.1") == #"{"item":2,"text":"二"}"#)
        #expect(document.json("documents.0.deadline.days") == "20")
        #expect(document.json("documents.0.issuedAt") == "\"\(start.iso8601)\"")
        #expect(document.json("deadlines.0.running") == "false")
        #expect(document.json("rejections") == "0")
        #expect(document.json("findings.0.grounds") == "[1,3]")
        #expect(document.json("measures.0.institution") == #""检测中心""#)
        #expect(document.json("measures.0.evidence.0.name") == #""报告""#)
    }

    @Test func aDecisionAndItsGround() throws {
        let walk = try #require(
            try Walk.everywhere().first { $0.matter.phase.place == .decisionDue })
        let document = try JSONDocument(get(walk.matter))
        #expect(document.json("ground.kind") == #""unrectified""#)
        #expect(document.json("ground.opinion") == #""朝司执监〔2026〕1号""#)
        #expect(document.json("deadlines") == "[]")
        let suspended = try #require(try Walk.everywhere().first { $0.matter.suspension != nil })
        let other = try JSONDocument(get(suspended.matter))
        #expect(other.json("suspension") == #"{"since":"2026-03-02","reason":"等待鉴定"}"#)
        #expect(other.json("suspended") == "true")
    }

    @Test func closings() throws {
        let closed = try Walk.everywhere().filter(\.matter.isClosed).map { walk in
            try JSONDocument(get(walk.matter)).json("closing")
        }
        let at = start.iso8601
        #expect(
            closed == [
                #"{"outcome":"withdrawn","at":"\#(at)","reason":"投诉人撤回"}"#,
                #"{"outcome":"executed","at":"\#(at)"}"#,
                #"{"outcome":"referred","at":"\#(at)","reason":"涉嫌违纪","#
                    + #""channel":"disciplineInspection"}"#,
            ])
    }

    @Test func dutiesTellHowFarTheyCame() throws {
        let walk = try #require(
            try Walk.everywhere().last { $0.matter.phase.place == .accountability })
        let document = try JSONDocument(get(walk.matter))
        #expect(
            document.json("duties.0")
                == #"{"duty":1,"id":1,"kind":"assistance","settled":true,"#
                + #""basis":{"kind":"law","citation":"5.3"},"from":"cy-housing","#
                + #""request":"请提供案卷","summary":"已提供"}"#)
        #expect(document.json("duties.1.item") == "2")
        #expect(document.json("duties.1.accountability") == #""officer""#)
        #expect(document.json("duties.1.status") == #""settled""#)
        #expect(document.json("duties.1.measure.measure") == #""offPostEducation""#)
        #expect(document.json("duties.1.settlement") == #"{"kind":"handled"}"#)
        #expect(document.json("duties.2.misconduct") == #""abuseOfPower""#)
        #expect(document.json("duties.2.referral") == #"{"to":"discipline","authority":"区监委"}"#)
        #expect(document.json("duties.2.settlement.outcome") == #""警告""#)
        #expect(document.json("duties.3.responsible.0.position") == #""局长""#)
        #expect(document.json("duties.3.settlement.reason") == #""不成立""#)
        #expect(document.json("result") == #""executed""#)
    }
}
