// One dispute and what surrounds it.

import Supervision

extension Cast {
    static let disputeParties = [OrganID("cy-market"), OrganID("cy-urban")]
    static let opinionParts = disputeParties.map { DisputePart(party: $0, act: "办理") }

    static func filing(_ parties: [OrganID] = disputeParties) -> FileDispute {
        FileDispute(
            parties: parties, subject: .caseJurisdiction, summary: "由谁查处",
            consultation: Consultation(
                on: startDay, participants: ["两局法制科"], result: "未能达成一致"))
    }
}

struct DisputeWorld: Sendable {
    static let id = MatterID(kind: .dispute, serial: 1)

    var now = Cast.start
    var numbers = DocumentNumbers()
    private(set) var dispute: Dispute
    private(set) var events: [DisputeEvent]

    /// A dispute that was just filed by the first party.
    init() throws(Refusal) {
        events = try Dispute.file(
            Cast.filing(), in: World.context(Cast.person("cy-market.respondent")))
        guard case .filed(let filing, let supervising)? = events.first else {
            preconditionFailure("a filing is one event")
        }
        dispute = Dispute(id: Self.id, filing, supervising: supervising)
    }

    func context(_ person: Principal) -> Context {
        var context = World.context(person, now: now, numbers: numbers)
        context.nextMatter = MatterID(kind: .supervision, serial: 2)
        return context
    }

    func decide(
        _ command: DisputeCommand, by person: Principal, expecting version: Int64? = nil
    ) -> Result<[DisputeEvent], Refusal> {
        do throws(Refusal) {
            return .success(
                try dispute.decide(
                    command, expecting: version ?? dispute.version, in: context(person)))
        } catch {
            return .failure(error)
        }
    }

    /// Gives a command that is accepted.
    mutating func give(_ command: DisputeCommand, by person: String) throws(Refusal) {
        let events = try dispute.decide(
            command, expecting: dispute.version, in: context(Cast.person(person)))
        apply(events, version: dispute.version + 1, by: PersonID(person))
    }

    mutating func apply(_ events: [DisputeEvent], version: Int64, by person: PersonID) {
        for event in events {
            if case .opinionIssued(let opinion) = event { numbers.record(opinion.document) }
        }
        dispute.evolve(events, version: version, Stamp(at: now, by: person))
        self.events += events
    }

    /// Lets time go on; the clock records a deadline that passed.
    mutating func wait(days: Int) {
        now.milliseconds += Int64(days) * 86_400_000
        guard let end = dispute.deadlineToWatch, end <= now else { return }
        let lastDay = end.legalDay.advanced(by: -1)
        apply([.deadlinePassed(lastDay: lastDay)], version: dispute.version, by: Stamp.server)
    }

    /// A dispute in each place and, where it matters, each state within it.
    static func each() throws(Refusal) -> [(name: String, world: DisputeWorld)] {
        let filed = try DisputeWorld()
        var coordination = filed
        try coordination.give(.accept(deadline: .workingDays(5)), by: "cy-justice.clerk")
        var heard = coordination
        try heard.give(.hear(Hearing(party: nil, position: "会议")), by: "cy-justice.lead")
        var late = heard
        late.wait(days: 10)
        var execution = heard
        try execution.give(
            .issueOpinion(parts: Cast.opinionParts, deadline: .workingDays(5)),
            by: "cy-justice.signatory")
        var overdue = execution
        overdue.wait(days: 10)
        var reported = execution
        for party in Cast.disputeParties {
            try reported.give(
                .reportExecution(party: party, text: "已办"), by: "\(party.text).respondent")
        }
        var rejected = reported
        try rejected.give(
            .rejectExecution(party: Cast.disputeParties[0], reason: "不实", deadline: nil),
            by: "cy-justice.lead")
        var closed = reported
        try closed.give(.confirmExecution, by: "cy-justice.lead")
        var escalated = overdue
        try escalated.give(
            .escalate(party: Cast.disputeParties[1], reason: "逾期"), by: "cy-justice.clerk")
        var all: [(name: String, world: DisputeWorld)] = [
            ("filed", filed), ("coordination", coordination), ("heard", heard), ("late", late),
            ("execution", execution), ("overdue", overdue), ("reported", reported),
            ("rejected", rejected), ("closed", closed), ("escalated", escalated),
        ]
        for (name, world) in all where !world.dispute.isClosed {
            var suspended = world
            try suspended.give(.suspend(reason: "等待"), by: "cy-justice.signatory")
            all.append((name + " suspended", suspended))
        }
        return all
    }
}
