// What events and snapshots carry: registrations, findings, documents, measures, persons.

internal import JSONText
internal import Supervision

extension Registration: StoredObject {
    func writeMembers(to writer: inout JSONWriter) {
        writer.member("supervised", supervised)
        writer.member("source", source)
        writer.member("content", content)
        writer.member("summary", summary)
        writer.member("incident", incident)
        writer.member("occurredOn", occurredOn)
        writer.member("complainant", complainant)
        writer.member("exOfficio", exOfficio)
        writer.member("power", power)
        writer.member("distinctFrom", distinctFrom)
        writer.member("escalation", escalation)
        writer.member("by", by)
        writer.member("byOrgan", byOrgan)
        writer.member("at", at)
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        try self.init(
            supervised: reader.read("supervised"), source: reader.read("source"),
            content: reader.read("content"), summary: reader.read("summary"),
            incident: reader.read("incident"), occurredOn: reader.read("occurredOn"),
            complainant: reader.read("complainant"), exOfficio: reader.read("exOfficio"),
            power: reader.read("power"), distinctFrom: reader.read("distinctFrom"),
            escalation: reader.read("escalation"),
            by: reader.read("by"), byOrgan: reader.read("byOrgan"), at: reader.read("at"))
    }
}

extension Escalation: StoredObject {
    func writeMembers(to writer: inout JSONWriter) {
        writer.member("dispute", dispute)
        writer.member("ground", ground)
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        try self.init(dispute: reader.read("dispute"), ground: reader.read("ground"))
    }
}

extension Source: StoredObject {
    func writeMembers(to writer: inout JSONWriter) {
        writer.member("kind", kind)
        writer.member("channel", channel)
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        try self.init(kind: reader.read("kind"), channel: reader.read("channel"))
    }
}

extension Complainant: StoredObject {
    func writeMembers(to writer: inout JSONWriter) {
        writer.member("name", name)
        writer.member("contact", contact)
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        try self.init(name: reader.read("name"), contact: reader.read("contact"))
    }
}

extension Distinction: StoredObject {
    func writeMembers(to writer: inout JSONWriter) {
        writer.member("matter", matter)
        writer.member("reason", reason)
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        try self.init(matter: reader.read("matter"), reason: reader.read("reason"))
    }
}

extension Competence: StoredObject {
    func writeMembers(to writer: inout JSONWriter) {
        writer.member("basis", basis)
        writer.member("byReference", byReference)
        writer.member("notifySuperior", notifySuperior)
        writer.member("assistFrom", assistFrom)
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        try self.init(
            basis: reader.read("basis"), byReference: reader.read("byReference"),
            notifySuperior: reader.read("notifySuperior"),
            assistFrom: reader.read("assistFrom"))
    }
}

extension InvestigationMeasure: StoredObject {
    func writeMembers(to writer: inout JSONWriter) {
        writer.member("kind", kind)
        writer.member("on", on)
        writer.member("summary", summary)
        writer.member("institution", institution)
        writer.member("specialty", specialty)
        writer.member("evidence", evidence)
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        try self.init(
            kind: reader.read("kind"), on: reader.read("on"), summary: reader.read("summary"),
            institution: reader.read("institution"), specialty: reader.read("specialty"),
            evidence: reader.read("evidence"))
    }
}

extension Evidence: StoredObject {
    func writeMembers(to writer: inout JSONWriter) {
        writer.member("name", name)
        writer.member("sha256", sha256)
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        try self.init(name: reader.read("name"), sha256: reader.read("sha256"))
    }
}

extension ItemReport: StoredObject {
    func writeMembers(to writer: inout JSONWriter) {
        writer.member("item", item)
        writer.member("text", text)
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        try self.init(item: reader.read("item"), text: reader.read("text"))
    }
}

extension Finding: StoredObject {
    func writeMembers(to writer: inout JSONWriter) {
        writer.member("facts", facts)
        writer.member("grounds", grounds)
        writer.member("majorReason", majorReason)
        writer.member("concludedBy", concludedBy)
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        try self.init(
            facts: reader.read("facts"), grounds: reader.read("grounds"),
            majorReason: reader.read("majorReason"), concludedBy: reader.read("concludedBy"))
    }
}

extension Document: StoredObject {
    func writeMembers(to writer: inout JSONWriter) {
        writer.member("kind", kind)
        writer.member("number", number)
        writer.member("issuer", issuer)
        writer.member("signedBy", signedBy)
        writer.member("issuedAt", issuedAt)
        writer.member("items", items)
        writer.member("deadline", deadline)
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        try self.init(
            kind: reader.read("kind"), number: reader.read("number"),
            issuer: reader.read("issuer"), signedBy: reader.read("signedBy"),
            issuedAt: reader.read("issuedAt"), items: reader.read("items"),
            deadline: reader.read("deadline"))
    }
}

extension ResponsiblePerson: StoredObject {
    func writeMembers(to writer: inout JSONWriter) {
        writer.member("name", name)
        writer.member("position", position)
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        try self.init(name: reader.read("name"), position: reader.read("position"))
    }
}

extension AccusedPerson: StoredObject {
    func writeMembers(to writer: inout JSONWriter) {
        writer.member("name", name)
        writer.member("organ", organ)
        writer.member("position", position)
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        try self.init(
            name: reader.read("name"), organ: reader.read("organ"),
            position: reader.read("position"))
    }
}

extension OfficerMeasureRecord: StoredObject {
    func writeMembers(to writer: inout JSONWriter) {
        writer.member("measure", measure)
        writer.member("fault", fault)
        writer.member("harm", harm)
        writer.member("circumstances", circumstances)
        writer.member("serious", serious)
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        try self.init(
            measure: reader.read("measure"), fault: reader.read("fault"),
            harm: reader.read("harm"), circumstances: reader.read("circumstances"),
            serious: reader.read("serious"))
    }
}
