/// The table of the first machine: one row for each command. It says from where to where the
/// command leads, who may give it, and on which article it rests. What a row asks beyond that, its
/// guards, stands in the `Decide` files under the same names.
public struct Rule: Equatable, Sendable {
    public let command: CommandName
    /// Where the matter must stand. `matter.register` has no matter yet.
    public let from: Place
    /// Where it may stand afterwards.
    public let to: Place
    public let by: Authority
    public let cites: Citation
    /// Where the item of accountability must stand that it is about; empty where it is about none.
    public let item: [AccountabilityItem.StatusName]
    /// Whether it is allowed while the matter is suspended.
    public let whileSuspended: Bool

    private init(
        _ command: CommandName, from: Place, to: Place, by: Authority, _ article: Int,
        _ paragraph: Int? = nil, item: [AccountabilityItem.StatusName] = [],
        whileSuspended: Bool = false
    ) {
        self.command = command
        self.from = from
        self.to = to
        self.by = by
        self.cites = Citation(article, paragraph: paragraph)
        self.item = item
        self.whileSuspended = whileSuspended
    }

    private static let closing: Place = [.closed, .accountability]

    public static let table: [Rule] = [
        Rule(.register, from: [], to: .complaint, by: .registrar, 10),
        Rule(.accept, from: .complaint, to: .investigation, by: .clerk, 16),
        Rule(.decline, from: .complaint, to: .closed, by: .clerk, 4),
        Rule(.transfer, from: .complaint, to: .complaint, by: .clerk, 2, 2),
        Rule(.refer, from: [.complaint, .investigation], to: .closed, by: .clerk, 15),
        Rule(.merge, from: [.complaint, .investigation], to: .closed, by: .clerk, 15),
        Rule(
            .withdraw, from: [.complaint, .investigation],
            to: [.complaint, .investigation, .closed], by: .clerk, 3, whileSuspended: true),

        Rule(.assign, from: .investigation, to: .investigation, by: .clerk, 16),
        Rule(
            .recordMeasure, from: .investigation, to: .investigation, by: .investigatorOnMatter,
            11, 1),
        Rule(
            .requestAssistance, from: .investigation, to: .investigation, by: .investigator, 5, 3),
        Rule(.provideAssistance, from: .open, to: .open, by: .respondentOfAskedOrgan, 5, 3),
        Rule(.extendInvestigation, from: .investigation, to: .investigation, by: .signatory, 3),
        Rule(
            .conclude, from: .investigation,
            to: [.opinion, .decisionDue, .accountability, .closed], by: .investigator, 14, 1),

        Rule(.issueOpinion, from: .opinion, to: .awaitingReport, by: .signatoryOfOpinion, 14, 2),
        Rule(
            .reportRectification, from: .awaitingReport, to: .underReview,
            by: .respondentOfSupervised, 14, 1),
        Rule(.extendRectification, from: .rectification, to: .rectification, by: .signatory, 3),
        Rule(.acceptRectification, from: .underReview, to: closing, by: .investigator, 14, 1),
        Rule(
            .rejectRectification, from: .underReview, to: .awaitingReport, by: .investigator,
            14, 1),
        Rule(.failRectification, from: .rectification, to: .decisionDue, by: .investigator, 14, 1),

        Rule(.issueDecision, from: .decisionDue, to: .inForce, by: .signatoryOfDecision, 14, 1),
        Rule(
            .reportExecution, from: .inForce, to: .executionReported, by: .respondentOfSupervised,
            14, 1),
        Rule(
            .extendDecision, from: [.inForce, .executionReported],
            to: [.inForce, .executionReported], by: .signatory, 3),
        Rule(.confirmExecution, from: .executionReported, to: closing, by: .investigator, 14, 1),
        Rule(.rejectExecution, from: .executionReported, to: .inForce, by: .investigator, 14, 1),
        Rule(
            .findRefusal, from: [.inForce, .executionReported], to: .accountability,
            by: .investigator, 19),

        Rule(
            .recordObstruction, from: .inquiryToDecision, to: .inquiryToDecision,
            by: .investigator, 19),
        Rule(
            .openAccountability, from: [.inquiryToDecision, .accountability],
            to: [.inquiryToDecision, .accountability], by: .investigator, 18),
        Rule(.notifyUnit, from: .open, to: .open, by: .itemClerk, 18, item: [.open]),
        Rule(
            .recordOfficerMeasure, from: .open, to: .open, by: .respondentOfUnit, 18,
            item: [.notified]),
        Rule(
            .referAccountability, from: .open, to: .open, by: .itemSignatory, 19,
            item: [.open, .notified, .handled]),
        Rule(.recordOutcome, from: .open, to: .open, by: .itemClerk, 19, item: [.referred]),
        Rule(
            .settleAccountability, from: .open, to: .open, by: .itemInvestigator, 18,
            item: [.handled]),
        Rule(
            .dismissAccountability, from: .open, to: .open, by: .itemSignatory, 18,
            item: [.open, .notified]),
        Rule(.sendNotice, from: .open, to: .open, by: .clerk, 7),

        Rule(.close, from: .accountability, to: .closed, by: .clerk, 3),
        Rule(.reopen, from: .closed, to: .investigation, by: .signatory, 3),
        Rule(.suspend, from: .open, to: .open, by: .signatory, 3),
        Rule(.resume, from: .open, to: .open, by: .signatory, 3, whileSuspended: true),
        Rule(.classify, from: .any, to: .any, by: .signatory, 11, 2),
        Rule(.coordinate, from: .open, to: .open, by: .clerk, 15),
        Rule(.commend, from: .any, to: .any, by: .signatory, 17),
        Rule(.note, from: .any, to: .any, by: .reader, 3, whileSuspended: true),
    ]

    /// The row of a command. To pass over the rows is faster than to hash a name.
    public static func of(_ name: CommandName) -> Rule {
        for rule in table where rule.command == name { return rule }
        preconditionFailure("the table has no row for \(name.rawValue)")
    }
}

/// Who may give a command: a role, and the organ for which it must be held.
public enum Authority: Equatable, Sendable {
    /// A clerk of the supervising side, or a transferring organ's respondent (Art. 5 para. 4).
    case registrar
    case clerk, investigator, signatory
    /// An investigator who was assigned to the matter.
    case investigatorOnMatter
    case signatoryOfOpinion, signatoryOfDecision
    case respondentOfSupervised, respondentOfAskedOrgan, respondentOfUnit
    /// As clerk, investigator and signatory, and, for an item about a supervisor, also those who
    /// act for an organ that is competent over the supervisor's own (Art. 20).
    case itemClerk, itemInvestigator, itemSignatory
    /// Whoever may see the matter and has a part in it; an auditor only reads.
    case reader
}
