// The contents of commands, as short as they can be: the machine never looks into a text.

internal import Supervision

enum Words {
    static let items = ["x", "y"]
    static let reports = [ItemReport(item: 1, text: "x"), ItemReport(item: 2, text: "y")]
    static let soon = Period.workingDays(10)
    static let ordinary = Conclusion(
        outcome: .problem, facts: "x", grounds: [3], severity: .ordinary)
    static let major = Conclusion(
        outcome: .problem, facts: "x", grounds: [3], severity: .major, majorReason: "x")
    static let noProblem = Conclusion(outcome: .noProblem, facts: "x")
    static let measure = InvestigationMeasure(
        kind: .consultFiles, on: Stage.start.legalDay, summary: "x")
    static let responsible = [ResponsiblePerson(name: "x", position: "y")]

    static func handling(
        _ measure: OfficerMeasure = .criticismAndEducation
    ) -> OfficerMeasureRecord {
        OfficerMeasureRecord(
            measure: measure, fault: .negligent, harm: "x", circumstances: "y", serious: false)
    }

    static func request(
        about organ: String, _ kind: SourceKind = .complaint, channel: Channel? = nil
    ) -> RegisterMatter {
        RegisterMatter(
            supervised: OrganID(organ), source: Source(kind: kind, channel: channel), content: 2,
            summary: "x")
    }

    static func accusation(
        _ kind: AccountabilityKind, of organ: OrganID, misconduct: Misconduct? = nil
    ) -> Accusation {
        Accusation(
            kind: kind, person: AccusedPerson(name: "x", organ: organ, position: nil), facts: "y",
            misconduct: misconduct)
    }

    static func filing(_ parties: [OrganID]) -> FileDispute {
        FileDispute(
            parties: parties, subject: .caseJurisdiction, summary: "x",
            consultation: Consultation(
                on: Stage.start.legalDay, participants: ["x"], result: "y"))
    }

    static func parts(_ parties: [OrganID]) -> [DisputePart] {
        parties.map { DisputePart(party: $0, act: "x") }
    }
}
