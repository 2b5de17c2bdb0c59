// The ways to every place of the second table, and what is tried there.

internal import Supervision

/// Disputes with something particular about their parties.
package enum DisputeFixture: String, CaseIterable, Sendable {
    /// Two departments of one district.
    case departments
    /// Two districts, whose common supervisor is the city.
    case districts
    /// Three organs, and the bureau of justice is one of them, so that the government acts itself.
    case justice

    var parties: [OrganID] {
        switch self {
        case .departments: ["bureau", "transferring"].map { OrganID($0) }
        case .districts: ["district", "neighbour"].map { OrganID($0) }
        case .justice: ["subdistrict", "vertical", "district-justice"].map { OrganID($0) }
        }
    }
}

enum DisputeRoutes {
    /// Every place in every state of its deadline and of its parties, suspended and not.
    static func everywhere() throws(Refusal) -> [DisputeSituation] {
        var found: [DisputeSituation] = []
        for fixture in DisputeFixture.allCases { found += try all(fixture) }
        for situation in found where !situation.dispute.isClosed {
            var suspended = situation
            try suspended.give(.suspend(reason: "x"), by: .signatory)
            found.append(suspended)
        }
        return found
    }

    private static func all(_ fixture: DisputeFixture) throws(Refusal) -> [DisputeSituation] {
        let filed = try DisputeSituation(fixture)
        var timeless = filed
        try timeless.give(.accept(deadline: nil), by: .clerk)
        var coordination = filed
        try coordination.give(.accept(deadline: Words.soon), by: .clerk)
        var late = coordination
        late.passDeadline()
        var heard = coordination
        try heard.give(.hear(Hearing(party: nil, position: "x")), by: .investigator)
        var heardLate = heard
        heardLate.passDeadline()
        var execution = heard
        try execution.give(
            .issueOpinion(parts: Words.parts(fixture.parties), deadline: Words.soon),
            by: .signatory)
        var overdue = execution
        overdue.passDeadline()
        let reported = try reported(execution)
        let reportedLate = try DisputeRoutes.reported(overdue)
        var rejected = reported
        try rejected.give(
            .rejectExecution(party: fixture.parties[0], reason: "x", deadline: nil),
            by: .investigator)
        var executed = reported
        try executed.give(.confirmExecution, by: .investigator)
        var escalated = overdue
        try escalated.give(.escalate(party: fixture.parties[0], reason: "x"), by: .clerk)
        return [
            filed, timeless, coordination, late, heard, heardLate, execution, overdue, reported,
            reportedLate, rejected, executed, escalated,
        ]
    }

    private static func reported(
        _ execution: DisputeSituation
    ) throws(Refusal) -> DisputeSituation {
        var reported = execution
        for party in execution.dispute.parties {
            try reported.give(
                .reportExecution(party: party, text: "x"), by: "\(party).respondent")
        }
        return reported
    }
}

/// For each command one form for each way it can go, and one for each rule about its parameters
/// that can be broken.
enum DisputeProbes {
    struct Probe: Sendable {
        var command: DisputeCommand
        /// How far the version that the client expects is off.
        var versionOff: Int64 = 0
    }

    static func all(_ name: DisputeCommandName, for situation: DisputeSituation) -> [Probe] {
        let lawful = lawful(name, for: situation)
        return (lawful + broken(name, for: situation)).map { Probe(command: $0) }
            + lawful.prefix(1).map { Probe(command: $0, versionOff: 1) }
    }

    /// The commands whose parameters make sense for the dispute as it stands, so that nothing but
    /// the person and the state can refuse them.
    static func lawful(
        _ name: DisputeCommandName, for situation: DisputeSituation
    ) -> [DisputeCommand] {
        let dispute = situation.dispute
        let parties = dispute.parties
        let later = Period.date(
            (dispute.term?.deadline.lastDay ?? situation.now.legalDay).advanced(by: 40))
        switch name {
        case .file: return []
        case .accept: return [nil, Words.soon].map { .accept(deadline: $0) }
        case .return: return [.return(reason: "x")]
        case .hear:
            return (parties.map { $0 } + [nil]).map { .hear(Hearing(party: $0, position: "x")) }
        case .settle: return [.settle(agreement: "x")]
        case .issueOpinion:
            return [.issueOpinion(parts: Words.parts(parties), deadline: Words.soon)]
        case .reportExecution: return parties.map { .reportExecution(party: $0, text: "x") }
        case .confirmExecution: return [.confirmExecution]
        case .rejectExecution:
            return parties.flatMap { party in
                [nil, Words.soon].map {
                    .rejectExecution(party: party, reason: "x", deadline: $0)
                }
            }
        case .escalate: return parties.map { .escalate(party: $0, reason: "x") }
        case .withdraw: return [.withdraw(reason: "x")]
        case .extend: return [.extend(deadline: later, reason: "x")]
        case .suspend: return [.suspend(reason: "x")]
        case .resume: return [.resume(reason: "x")]
        case .note: return [.note(text: "x")]
        }
    }

    /// The same commands with one rule broken each.
    private static func broken(
        _ name: DisputeCommandName, for situation: DisputeSituation
    ) -> [DisputeCommand] {
        let parties = situation.dispute.parties
        let strangers = [OrganID("city-bureau"), OrganID("nobody")]
        // Long over, whatever the day of rest it is moved by.
        let past = Period.date(situation.now.legalDay.advanced(by: -40))
        switch name {
        case .accept: return [.accept(deadline: past)]
        case .hear: return strangers.map { .hear(Hearing(party: $0, position: "x")) }
        case .issueOpinion:
            let choices = [
                Array(parties.prefix(1)), parties + parties, parties + [strangers[0]],
            ]
            return choices.map {
                .issueOpinion(parts: Words.parts($0), deadline: Words.soon)
            } + [.issueOpinion(parts: Words.parts(parties), deadline: past)]
        case .reportExecution: return strangers.map { .reportExecution(party: $0, text: "x") }
        case .rejectExecution:
            return strangers.map { .rejectExecution(party: $0, reason: "x", deadline: nil) }
                + [.rejectExecution(party: parties[0], reason: "x", deadline: past)]
        case .escalate: return strangers.map { .escalate(party: $0, reason: "x") }
        case .extend:
            return [past, .workingDays(1)].map { .extend(deadline: $0, reason: "x") }
        case .file, .return, .settle, .confirmExecution, .withdraw, .suspend, .resume, .note:
            return []
        }
    }

    /// The forms of `dispute.file`, which has no dispute to be tried on.
    static let filings: [FileDispute] = {
        let parties = DisputeFixture.departments.parties
        var early = Words.filing(parties)
        early.consultation.on = Stage.start.legalDay.advanced(by: 1)
        return DisputeFixture.allCases.map { Words.filing($0.parties) } + [
            Words.filing(parties + parties), Words.filing(parties + [OrganID("nobody")]),
            // Nobody stands above the city.
            Words.filing(parties + [OrganID("city")]), early,
        ]
    }()
}
