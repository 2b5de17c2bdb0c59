// The closed lists of words that the Measures, and the contract built on them, know. The raw value
// is the word on the wire and in the journal; it never changes.

/// How a matter came to the supervising organ: the seven ways of Art. 10, and those of
/// Arts. 3, 5, 12 and 15.
public enum SourceKind: String, CaseIterable, Sendable {
    case complaint
    case enforcementInspection, caseFileReview, enforcementAppraisal, efficiencyAssessment
    case specialVerification, keyTaskSupervision, otherMethod
    case referral
    case transferringOrganReport
    case dataMonitoring

    /// The article that opens this way.
    public var citation: Citation {
        switch self {
        case .complaint: Citation(3)
        case .enforcementInspection: Citation(10, item: 1)
        case .caseFileReview: Citation(10, item: 2)
        case .enforcementAppraisal: Citation(10, item: 3)
        case .efficiencyAssessment: Citation(10, item: 4)
        case .specialVerification: Citation(10, item: 5)
        case .keyTaskSupervision: Citation(10, item: 6)
        case .otherMethod: Citation(10, item: 7)
        case .referral: Citation(15)
        case .transferringOrganReport: Citation(5, paragraph: 4)
        case .dataMonitoring: Citation(12, paragraph: 2)
        }
    }
}

/// The nine neighbouring forms of supervision with which this one is coordinated (Art. 15).
public enum Channel: String, CaseIterable, Sendable {
    case audit, financialAccounting, statistics, disciplineInspection, ruleOfLawInspection
    case governmentInspection, administrativeReconsideration, administrativeLitigation
    case procuratorialSupervision
}

/// What an investigation may do (Art. 11 para. 1).
public enum InvestigationMeasureKind: String, CaseIterable, Sendable {
    case retrieveFiles, consultFiles, copyFiles, questionOfficer, questionOther
    case hearing, argumentationMeeting
    case commissionedInspection, commissionedTesting, commissionedAppraisal
    case commissionedEvaluation

    /// Whether a specialised institution is commissioned, which must then be named.
    public var isCommissioned: Bool {
        switch self {
        case .retrieveFiles, .consultFiles, .copyFiles, .questionOfficer, .questionOther, .hearing,
            .argumentationMeeting:
            false
        case .commissionedInspection, .commissionedTesting, .commissionedAppraisal,
            .commissionedEvaluation:
            true
        }
    }
}

/// How severe the problems found are (Art. 14 para. 1): ordinary ones lead to an opinion, major
/// ones straight to a decision.
public enum Severity: String, CaseIterable, Sendable {
    case ordinary, major
}

/// The kind of an accountability item and the article it rests on.
public enum AccountabilityKind: String, CaseIterable, Sendable {
    /// An enforcement officer's violation (Art. 18).
    case officer
    /// Refusing or obstructing the supervision (Art. 19).
    case obstruction
    /// Refusing to carry out a decision (Art. 19).
    case nonExecution
    /// Misconduct of a supervising organ or supervisor (Art. 20).
    case supervisor

    public var citation: Citation {
        switch self {
        case .officer: Citation(18)
        case .obstruction, .nonExecution: Citation(19)
        case .supervisor: Citation(20)
        }
    }
}

/// Misconduct in the supervision itself (Art. 20).
public enum Misconduct: String, CaseIterable, Sendable {
    case abuseOfPower, neglectOfDuty, favouritism
}

/// What a unit may do about its officer (Art. 18).
public enum OfficerMeasure: String, CaseIterable, Sendable {
    case criticismAndEducation, offPostEducation, transferFromPost, suspendCertificate
    /// Only in a serious case.
    case revokeQualification
}

public enum Fault: String, CaseIterable, Sendable {
    case intentional, negligent
}

/// Where an accountability item is referred to: for a disciplinary sanction or as a suspected
/// crime (Arts. 18 to 20).
public enum ReferralTarget: String, CaseIterable, Sendable {
    case discipline, criminal
}

/// How supervision was resisted (Art. 19).
public enum ObstructionKind: String, CaseIterable, Sendable {
    case refusal, obstruction
}

/// How closely the contents are held (Art. 11 para. 2), from the widest circle to the narrowest.
public enum SecrecyClass: String, CaseIterable, Comparable, Sendable {
    case `internal`, personalPrivacy, commercialSecret, stateSecret

    public static func < (a: SecrecyClass, b: SecrecyClass) -> Bool { a.rank < b.rank }

    private var rank: Int {
        switch self {
        case .internal: 0
        case .personalPrivacy: 1
        case .commercialSecret: 2
        case .stateSecret: 3
        }
    }
}

/// The documents that carry a number. The first two are those of Art. 14, the third of Art. 13.
public enum DocumentKind: String, CaseIterable, Sendable {
    case opinion, decision, coordinationOpinion
}
