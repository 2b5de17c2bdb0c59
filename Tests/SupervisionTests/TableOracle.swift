import Supervision

/// The table once more, transcribed from the Measures' procedure by hand and read naively, so that
/// a slip in the program's own table does not go unseen.
struct TableOracle: Sendable {
    enum Side: Sendable {
        /// The supervising organ and its acting organ.
        case side
        /// The issuers of the two documents.
        case opinionIssuer, decisionIssuer
        /// Respondents: of the supervised organ, of the organ asked, of the officer's unit.
        case supervised, asked, unit
        /// The side, and for an item about a supervisor those above the supervisor's organ.
        case item
        /// Whoever has a part in the matter.
        case part
    }

    let from: [String]
    let to: [String]
    let role: Role?
    let side: Side
    let whileSuspended: Bool

    private init(
        _ from: [String], _ to: [String], _ role: Role?, _ side: Side, suspended: Bool = false
    ) {
        (self.from, self.to, self.role, self.side) = (from, to, role, side)
        whileSuspended = suspended
    }

    private static let main = [
        "investigation", "opinion", "rectification.awaitingReport", "rectification.underReview",
        "decision.due", "decision.inForce", "decision.executionReported",
    ]
    private static let open = ["complaint"] + main + ["accountability"]
    private static let early = ["complaint", "investigation"]
    private static let rectifying = ["rectification.awaitingReport", "rectification.underReview"]
    private static let issued = ["decision.inForce", "decision.executionReported"]
    private static let ended = ["accountability", "closed"]

    static func of(_ name: CommandName) -> TableOracle {
        switch name {
        case .register: TableOracle([], ["complaint"], .clerk, .side)
        case .accept: TableOracle(["complaint"], ["investigation"], .clerk, .side)
        case .decline: TableOracle(["complaint"], ["closed"], .clerk, .side)
        case .transfer: TableOracle(["complaint"], ["complaint"], .clerk, .side)
        case .refer, .merge: TableOracle(early, ["closed"], .clerk, .side)
        case .withdraw:
            TableOracle(early, early + ["closed"], .clerk, .side, suspended: true)
        case .assign: TableOracle(["investigation"], ["investigation"], .clerk, .side)
        case .recordMeasure, .requestAssistance:
            TableOracle(["investigation"], ["investigation"], .investigator, .side)
        case .provideAssistance: TableOracle(open, open, .respondent, .asked)
        case .extendInvestigation:
            TableOracle(["investigation"], ["investigation"], .signatory, .side)
        case .conclude:
            TableOracle(
                ["investigation"], ["opinion", "decision.due"] + ended, .investigator, .side)
        case .issueOpinion:
            TableOracle(["opinion"], [rectifying[0]], .signatory, .opinionIssuer)
        case .reportRectification:
            TableOracle([rectifying[0]], [rectifying[1]], .respondent, .supervised)
        case .extendRectification: TableOracle(rectifying, rectifying, .signatory, .side)
        case .acceptRectification: TableOracle([rectifying[1]], ended, .investigator, .side)
        case .rejectRectification:
            TableOracle([rectifying[1]], [rectifying[0]], .investigator, .side)
        case .failRectification:
            TableOracle(rectifying, ["decision.due"], .investigator, .side)
        case .issueDecision:
            TableOracle(["decision.due"], [issued[0]], .signatory, .decisionIssuer)
        case .reportExecution: TableOracle([issued[0]], [issued[1]], .respondent, .supervised)
        case .extendDecision: TableOracle(issued, issued, .signatory, .side)
        case .confirmExecution: TableOracle([issued[1]], ended, .investigator, .side)
        case .rejectExecution: TableOracle([issued[1]], [issued[0]], .investigator, .side)
        case .findRefusal: TableOracle(issued, ["accountability"], .investigator, .side)
        case .recordObstruction: TableOracle(main, main, .investigator, .side)
        case .openAccountability:
            TableOracle(
                main + ["accountability"], main + ["accountability"], .investigator, .side)
        case .notifyUnit, .recordOutcome: TableOracle(open, open, .clerk, .item)
        case .recordOfficerMeasure: TableOracle(open, open, .respondent, .unit)
        case .referAccountability, .dismissAccountability:
            TableOracle(open, open, .signatory, .item)
        case .settleAccountability: TableOracle(open, open, .investigator, .item)
        case .sendNotice, .coordinate: TableOracle(open, open, .clerk, .side)
        case .close: TableOracle(["accountability"], ["closed"], .clerk, .side)
        case .reopen: TableOracle(["closed"], ["investigation"], .signatory, .side)
        case .suspend: TableOracle(open, open, .signatory, .side)
        case .resume: TableOracle(open, open, .signatory, .side, suspended: true)
        case .classify, .commend:
            TableOracle(open + ["closed"], open + ["closed"], .signatory, .side)
        case .note: TableOracle(open + ["closed"], open + ["closed"], nil, .part, suspended: true)
        }
    }

    /// Who is over whom in the cast, as far as supervisors are accused in these tests; their own
    /// organ is left out.
    private static func overseers(of organ: String) -> [String] {
        switch organ {
        // The district's government, and the municipal bureau of the same line.
        case "cy-justice": ["cy", "bj-justice"]
        // The municipal government and the bureau that acts for it.
        case "cy", "bj-market": ["bj", "bj-justice"]
        default: []
        }
    }

    /// The organs whose clerks, investigators and signatories work on the matter.
    private static func side(of matter: Matter) -> [String] {
        matter.supervising.text == "cy" && matter.supervised.text != "cy-justice"
            ? ["cy", "cy-justice"] : [matter.supervising.text]
    }

    /// Somebody who works on the matter or is over an accused supervisor, or who answers for the
    /// supervised organ, for an organ asked, or for the unit of an officer.
    private static func hasPart(_ person: Principal, in matter: Matter) -> Bool {
        let own = person.organ.text
        var working = side(of: matter)
        var answering = [matter.supervised.text]
        for duty in matter.duties {
            switch duty.kind {
            case .assistance(let asked, _, _): answering.append(asked.text)
            case .accountability(let item):
                guard let organ = item.person?.organ.text else { continue }
                if item.kind == .officer { answering.append(organ) }
                if item.kind == .supervisor { working += overseers(of: organ) }
            case .notice: break
            }
        }
        return !person.roles.isDisjoint(with: [.clerk, .investigator, .signatory])
            && working.contains(own)
            || person.roles.contains(.respondent) && answering.contains(own)
    }

    /// Whether the person may give the command as far as role and organ say; nil where it is about
    /// a duty that does not exist.
    static func mayGive(
        _ command: MatterCommand, _ person: Principal, in matter: Matter
    ) -> Bool? {
        let row = of(command.name)
        guard let role = row.role else { return hasPart(person, in: matter) }
        let supervised = matter.supervised.text
        let side = side(of: matter)
        var organs: [String]
        switch row.side {
        case .side: organs = side
        case .opinionIssuer: organs = [side.last ?? ""]
        case .decisionIssuer: organs = [matter.supervising.text]
        case .supervised: organs = [supervised]
        case .asked, .unit, .item:
            guard let number = command.duty, (1...matter.duties.count + 1).contains(number),
                number <= matter.duties.count
            else { return nil }
            let kind = matter.duties[number - 1].kind
            switch (kind, row.side) {
            case (.assistance(let asked, _, _), .asked): organs = [asked.text]
            case (_, .asked): organs = []
            case (.accountability(let item), .unit):
                organs = item.kind == .officer ? [item.person?.organ.text ?? ""] : []
            case (.accountability(let item), _):
                organs = side
                if item.kind == .supervisor, let own = item.person?.organ.text {
                    organs += overseers(of: own)
                }
            case (.assistance, _), (.notice, _): return nil
            }
        case .part: organs = []
        }
        guard person.roles.contains(Roles(role)), organs.contains(person.organ.text) else {
            return false
        }
        // Art. 16, for whatever an investigator does.
        if role == .investigator, !person.qualified { return false }
        if command.name == .recordMeasure, matter.phase.place == .investigation {
            return matter.investigators.contains(person.id)
        }
        return true
    }
}

extension MatterCommand {
    /// The number of the duty or item that the command names.
    var duty: Int? {
        switch self {
        case .provideAssistance(let number, _), .sendNotice(let number, _),
            .notifyUnit(let number, _), .recordOfficerMeasure(let number, _),
            .referAccountability(let number, _, _), .recordOutcome(let number, _),
            .settleAccountability(let number), .dismissAccountability(let number, _):
            number
        default: nil
        }
    }
}
