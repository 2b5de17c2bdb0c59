// Organs and the questions of competence on the wire.

public import JSONText
public import Supervision

extension Views {
    /// The result of `organ.get` and an item of `organ.list`: the organ as the roster has it. Its
    /// id stands in `id`, as in the roster, and in `organ`, as the parameters call it.
    public static func write(_ organ: Organ, into writer: inout JSONWriter) {
        writer.beginObject()
        writer.member("organ", organ.id.text)
        writer.member("id", organ.id.text)
        writer.member("name", organ.name)
        writer.member("nameEn", organ.nameEn)
        writer.member("kind", organ.kind.rawValue)
        writer.member("level", organ.level.rawValue)
        writer.member("government", organ.government?.text)
        writer.member("lineSuperior", organ.lineSuperior?.text)
        writer.member("manager", organ.manager?.text)
        writer.member("superiorOutside", organ.superiorOutside)
        writer.member("documentPrefix", organ.documentPrefix)
        if !organ.receivedPowers.isEmpty {
            writer.key("receivedPowers")
            writer.beginArray()
            for power in organ.receivedPowers {
                writer.beginObject()
                writer.member("power", power.power)
                writer.member("from", power.from.text)
                writer.member("by", power.by.rawValue)
                writer.endObject()
            }
            writer.endArray()
        }
        writer.endObject()
    }

    /// The result of `organ.competence`.
    ///
    /// - Parameters:
    ///   - competence: nil when the organ asked about is not competent.
    ///   - competentOrgans: who would be, the nearest first; told only in that case.
    public static func writeCompetence(
        _ competence: Competence?, competentOrgans: [OrganID], into writer: inout JSONWriter
    ) {
        writer.beginObject()
        writer.member("competent", competence != nil)
        if let competence {
            writeMembers(of: competence, into: &writer)
        } else {
            member("competentOrgans", competentOrgans.lazy.map(\.text), into: &writer)
        }
        writer.endObject()
    }

    /// The result of `organ.commonSupervisor` (Art. 13 para. 1).
    public static func writeCommonSupervisor(
        _ organ: OrganID, into writer: inout JSONWriter
    ) {
        writer.beginObject()
        writer.member("organ", organ.text)
        writer.key("basis")
        Basis.law(13, 1).write(into: &writer)
        writer.endObject()
    }
}
