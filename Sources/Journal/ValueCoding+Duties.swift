// Duties and accountability items. Here, as in every stored union, the member `is` names the case,
// and the members of that case stand beside it.

internal import JSONText
internal import Supervision

private enum DutyName: String, StoredWord {
    case accountability, notice, assistance

    static let words = JSONNames<DutyName>()
}

extension Duty: StoredObject {
    func writeMembers(to writer: inout JSONWriter) {
        switch kind {
        case .accountability(let item):
            writer.member("number", number)
            writer.member("is", DutyName.accountability)
            writer.member("item", item)
        case .notice(let superior, let sent):
            writer.member("number", number)
            writer.member("is", DutyName.notice)
            writer.member("superior", superior)
            writer.member("sent", sent)
        case .assistance(let organ, let request, let provided):
            writer.member("number", number)
            writer.member("is", DutyName.assistance)
            writer.member("from", organ)
            writer.member("request", request)
            writer.member("provided", provided)
        }
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        let number: Int = try reader.read("number")
        let kind: Kind =
            switch try reader.read("is", as: DutyName.self) {
            case .accountability:
                .accountability(try reader.read("item"))
            case .notice:
                try .notice(superior: reader.read("superior"), sent: reader.read("sent"))
            case .assistance:
                try .assistance(
                    from: reader.read("from"), request: reader.read("request"),
                    provided: reader.read("provided"))
            }
        self.init(number: number, kind: kind)
    }
}

extension AccountabilityItem: StoredObject {
    func writeMembers(to writer: inout JSONWriter) {
        writer.member("kind", kind)
        writer.member("facts", facts)
        writer.member("misconduct", misconduct)
        writer.member("person", person)
        writer.member("responsible", responsible)
        writer.member("status", status)
        // As it is opened, in an event, it was told to nobody.
        if isUnitTold { writer.member("isUnitTold", true) }
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        try self.init(
            kind: reader.read("kind"), facts: reader.read("facts"),
            misconduct: reader.read("misconduct"), person: reader.read("person"),
            responsible: reader.read("responsible"), status: reader.read("status"),
            isUnitTold: reader.read("isUnitTold", as: Bool?.self) ?? false)
    }
}

private enum StatusName: String, StoredWord {
    case open, notified, handled, referred, settled

    static let words = JSONNames<StatusName>()
}

extension AccountabilityItem.Status: StoredObject {
    func writeMembers(to writer: inout JSONWriter) {
        switch self {
        case .open:
            writer.member("is", StatusName.open)
        case .notified(let unit):
            writer.member("is", StatusName.notified)
            writer.member("unit", unit)
        case .handled(let unit, let record):
            writer.member("is", StatusName.handled)
            writer.member("unit", unit)
            writer.member("record", record)
        case .referred(let target, let authority):
            writer.member("is", StatusName.referred)
            writer.member("to", target)
            writer.member("authority", authority)
        case .settled(let settlement):
            writer.member("is", StatusName.settled)
            writer.member("settlement", settlement)
        }
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        switch try reader.read("is", as: StatusName.self) {
        case .open:
            self = .open
        case .notified:
            self = .notified(unit: try reader.read("unit"))
        case .handled:
            self = try .handled(unit: reader.read("unit"), reader.read("record"))
        case .referred:
            self = try .referred(reader.read("to"), authority: reader.read("authority"))
        case .settled:
            self = .settled(try reader.read("settlement"))
        }
    }
}

private enum SettlementName: String, StoredWord {
    case handled, outcome, dismissed

    static let words = JSONNames<SettlementName>()
}

extension AccountabilityItem.Settlement: StoredObject {
    func writeMembers(to writer: inout JSONWriter) {
        switch self {
        case .handled(let unit, let record):
            writer.member("is", SettlementName.handled)
            writer.member("unit", unit)
            writer.member("record", record)
        case .outcome(let target, let authority, let outcome):
            writer.member("is", SettlementName.outcome)
            writer.member("to", target)
            writer.member("authority", authority)
            writer.member("outcome", outcome)
        case .dismissed(let reason):
            writer.member("is", SettlementName.dismissed)
            writer.member("reason", reason)
        }
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        switch try reader.read("is", as: SettlementName.self) {
        case .handled:
            self = try .handled(unit: reader.read("unit"), reader.read("record"))
        case .outcome:
            self = try .outcome(
                reader.read("to"), authority: reader.read("authority"),
                outcome: reader.read("outcome"))
        case .dismissed:
            self = .dismissed(reason: try reader.read("reason"))
        }
    }
}
