// The closed lists of words and the ids. Their own raw values and texts are what is stored; they
// are promised to stay as they are where they are declared.

internal import JSONText
internal import Supervision

extension AccountabilityKind: StoredWord {
    static let words = JSONNames<AccountabilityKind>()
}

extension AccountabilityPhase.Result: StoredWord {
    static let words = JSONNames<AccountabilityPhase.Result>()
}

extension Channel: StoredWord {
    static let words = JSONNames<Channel>()
}

extension DocumentKind: StoredWord {
    static let words = JSONNames<DocumentKind>()
}

extension Fault: StoredWord {
    static let words = JSONNames<Fault>()
}

extension InvestigationMeasureKind: StoredWord {
    static let words = JSONNames<InvestigationMeasureKind>()
}

extension Misconduct: StoredWord {
    static let words = JSONNames<Misconduct>()
}

extension ObstructionKind: StoredWord {
    static let words = JSONNames<ObstructionKind>()
}

extension OfficerMeasure: StoredWord {
    static let words = JSONNames<OfficerMeasure>()
}

extension PhaseName: StoredWord {
    static let words = JSONNames<PhaseName>()
}

extension ReferralTarget: StoredWord {
    static let words = JSONNames<ReferralTarget>()
}

extension SecrecyClass: StoredWord {
    static let words = JSONNames<SecrecyClass>()
}

extension SourceKind: StoredWord {
    static let words = JSONNames<SourceKind>()
}

extension OrganID: StoredText {}

extension PersonID: StoredText {}

extension MatterID: StoredValue {
    /// `"S12"`.
    func write(to writer: inout JSONWriter) {
        writer.string(description)
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        guard let id = MatterID(try reader.string()) else {
            throw reader.fault(.invalid("id of a matter"))
        }
        self = id
    }
}

extension Citation: StoredValue {
    /// `"14.1(3)"`.
    func write(to writer: inout JSONWriter) {
        writer.string(wire)
    }

    init(from reader: inout StoredReader) throws(CodingFault) {
        guard let citation = Citation(wire: try reader.string()) else {
            throw reader.fault(.invalid("citation"))
        }
        self = citation
    }
}
