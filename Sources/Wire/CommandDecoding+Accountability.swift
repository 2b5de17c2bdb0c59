internal import Supervision

extension ParameterReader {
    /// What `accountability.open` says (Arts. 18 to 20).
    mutating func accusation() -> Accusation {
        Accusation(
            kind: required("kind", .choice),
            person: required("person", .accused),
            facts: required("facts", .text),
            misconduct: optional("misconduct", .choice))
    }

    /// What `accountability.recordMeasure` says beside the item (Art. 18).
    mutating func officerMeasure() -> OfficerMeasureRecord {
        OfficerMeasureRecord(
            measure: required("measure", .choice),
            fault: required("fault", .choice),
            harm: required("harm", .text),
            circumstances: required("circumstances", .text),
            serious: optional("serious", .bool) ?? false)
    }

    /// The leaders and the persons directly responsible (Art. 19).
    mutating func responsiblePersons() -> [ResponsiblePerson] {
        required("responsible", .list(.responsible))
    }
}

extension Shape where Value == AccusedPerson {
    static var accused: Shape {
        object {
            AccusedPerson(
                name: $0.required("name", .text), organ: $0.required("organ", .organ),
                position: $0.optional("position", .text))
        }
    }
}

extension Shape where Value == ResponsiblePerson {
    static var responsible: Shape {
        object {
            ResponsiblePerson(
                name: $0.required("name", .text), position: $0.required("position", .text))
        }
    }
}
