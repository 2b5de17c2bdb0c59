// Duties on the wire, open and settled ones alike. An item of accountability is a duty too; its
// number stands in `duty` and `item`, because the commands about it call it `item`.

internal import JSONText
internal import Supervision

extension Views {
    /// One duty.
    ///
    /// - Parameter brief: leaves out the texts and lists, for a matter that is too long for one
    ///   line.
    static func write(_ duty: Duty, brief: Bool, into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("duty", duty.number)
        writer.member("id", duty.number)
        switch duty.kind {
        case .accountability: writer.member("kind", "accountability")
        case .notice: writer.member("kind", "notice")
        case .assistance: writer.member("kind", "assistance")
        }
        writer.member("settled", duty.isSettled)
        writer.key("basis")
        Basis.law(duty.citation).write(into: &writer)
        if brief { writer.member("truncated", true) }
        switch duty.kind {
        case .accountability(let item):
            writer.member("item", duty.number)
            writeMembers(of: item, brief: brief, into: &writer)
        case .notice(let superior, let sent):
            if !brief {
                writer.member("superior", superior)
                writer.member("summary", sent)
            }
        case .assistance(let from, let request, let provided):
            writer.member("from", from.text)
            if !brief {
                writer.member("request", request)
                writer.member("summary", provided)
            }
        }
        writer.endObject()
    }

    /// What an item of accountability is about and how far it has come.
    static func writeMembers(
        of item: AccountabilityItem, brief: Bool, into writer: inout JSONWriter
    ) {
        writer.member("accountability", item.kind.rawValue)
        writer.member("status", item.status.name.rawValue)
        writer.member("misconduct", item.misconduct?.rawValue)
        guard !brief else { return }
        if let person = item.person {
            writer.key("person")
            writer.beginObject()
            writer.member("name", person.name)
            writer.member("organ", person.organ.text)
            writer.member("position", person.position)
            writer.endObject()
        }
        if !item.responsible.isEmpty {
            writer.key("responsible")
            writer.beginArray()
            for person in item.responsible {
                writer.beginObject()
                writer.member("name", person.name)
                writer.member("position", person.position)
                writer.endObject()
            }
            writer.endArray()
        }
        writer.member("facts", item.facts)
        writeProgress(of: item.status, into: &writer)
    }

    private static func writeProgress(
        of status: AccountabilityItem.Status, into writer: inout JSONWriter
    ) {
        switch status {
        case .open: break
        case .notified(let unit): writer.member("unit", unit.text)
        case .handled(let unit, let record): writeHandled(unit, record, into: &writer)
        case .referred(let target, let authority):
            writeReferral(target, authority, into: &writer)
        case .settled(.handled(let unit, let record)):
            writeHandled(unit, record, into: &writer)
            writer.key("settlement")
            writer.beginObject()
            writer.member("kind", "handled")
            writer.endObject()
        case .settled(.outcome(let target, let authority, let outcome)):
            writeReferral(target, authority, into: &writer)
            writer.key("settlement")
            writer.beginObject()
            writer.member("kind", "outcome")
            writer.member("outcome", outcome)
            writer.endObject()
        case .settled(.dismissed(let reason)):
            writer.key("settlement")
            writer.beginObject()
            writer.member("kind", "dismissed")
            writer.member("reason", reason)
            writer.endObject()
        }
    }

    private static func writeHandled(
        _ unit: OrganID, _ record: OfficerMeasureRecord, into writer: inout JSONWriter
    ) {
        writer.member("unit", unit.text)
        writer.key("measure")
        writer.beginObject()
        writeMembers(of: record, into: &writer)
        writer.endObject()
    }

    static func writeMembers(
        of record: OfficerMeasureRecord, into writer: inout JSONWriter
    ) {
        writer.member("measure", record.measure.rawValue)
        writer.member("fault", record.fault.rawValue)
        writer.member("harm", record.harm)
        writer.member("circumstances", record.circumstances)
        writer.member("serious", record.serious)
    }

    private static func writeReferral(
        _ target: ReferralTarget, _ authority: String, into writer: inout JSONWriter
    ) {
        writer.key("referral")
        writer.beginObject()
        writer.member("to", target.rawValue)
        writer.member("authority", authority)
        writer.endObject()
    }
}
