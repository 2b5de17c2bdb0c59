internal import Supervision

extension ParameterReader {
    /// The parameters of `matter.register`.
    mutating func registration() -> RegisterMatter {
        RegisterMatter(
            supervised: required("supervised", .organ),
            supervising: optional("supervising", .organ),
            source: required(
                "source",
                .object {
                    Source(
                        kind: $0.required("kind", .choice),
                        channel: $0.optional("channel", .choice))
                }),
            content: required("content", .integer(1...9)),
            summary: required("summary", .text),
            incident: optional("incident", .text),
            occurredOn: optional("occurredOn", .date),
            complainant: optional(
                "complainant",
                .object {
                    Complainant(
                        name: $0.required("name", .text), contact: $0.optional("contact", .text))
                }),
            secrecy: optional("class", .choice) ?? .internal,
            power: optional("power", .text),
            distinctFrom: optional(
                "distinctFrom",
                .object {
                    Distinction(
                        matter: $0.required("matter", .matter),
                        reason: $0.required("reason", .text))
                }))
    }
}
