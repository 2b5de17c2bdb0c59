internal import Supervision

extension ParameterReader {
    /// The measure of `investigation.recordMeasure` (Art. 11 para. 1).
    mutating func investigationMeasure() -> InvestigationMeasure {
        InvestigationMeasure(
            kind: required("kind", .choice),
            on: required("on", .date),
            summary: required("summary", .text),
            institution: optional("institution", .text),
            specialty: optional("specialty", .text),
            evidence: optional("evidence", .list(.evidence)) ?? [])
    }

    /// What `investigation.conclude` says; the grounds are items of Art. 14 para. 1.
    mutating func conclusion() -> Conclusion {
        Conclusion(
            outcome: required("outcome", .choice),
            facts: required("facts", .text),
            grounds: optional("grounds", .list(.integer(1...7))) ?? [],
            severity: optional("severity", .choice),
            majorReason: optional("majorReason", .text))
    }
}

extension Shape where Value == Evidence {
    static var evidence: Shape {
        object {
            Evidence(name: $0.required("name", .text), sha256: $0.required("sha256", .sha256))
        }
    }
}
