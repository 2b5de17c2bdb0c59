/// A sentence in the two languages of the server.
public struct Bilingual: Equatable, Sendable {
    public var zh: String
    public var en: String

    public init(zh: String, en: String) {
        self.zh = zh
        self.en = en
    }
}

extension Refusal {
    /// One sentence that a person can act on; the details stand beside it on the wire.
    public var text: Bilingual {
        switch reason {
        case .notFound(let subject, let id):
            Bilingual(
                zh: "找不到\(subject.zh)“\(id)”，或者您无权查看。",
                en: "There is no \(subject.rawValue) \"\(id)\" that you may see.")
        case .notAuthorised:
            Bilingual(
                zh: "您的职责或者所属机关不能办理这一步（\(basis.chinese)）。",
                en: "Your roles or your organ do not allow this step (\(basis.english)).")
        case .notInPhase:
            Bilingual(
                zh: "事项目前所处的阶段不能办理这一步。",
                en: "The matter is not in a phase that allows this step.")
        case .versionConflict(let current):
            Bilingual(
                zh: "事项已经是第 \(current) 版，请重新读取后再提交。",
                en: "The matter is at version \(current); read it again before you go on.")
        case .notCompetent(let competent) where competent.isEmpty:
            Bilingual(
                zh: "没有对其具有监督权限的机关。",
                en: "No organ is competent here.")
        case .notCompetent:
            Bilingual(
                zh: "该机关对被监督机关没有监督权限。",
                en: "That organ is not competent to supervise the supervised organ.")
        case .duplicateMatter:
            Bilingual(
                zh: "同一机关的同一事件已有未办结的监督事项；确属不同事项的，请说明理由。",
                en: "An open matter exists about the same incident of the same organ; "
                    + "say in distinctFrom why this is another one.")
        case .refused(let rule): rule.text
        }
    }
}

extension Refusal.Subject {
    var zh: String {
        switch self {
        case .matter: "事项"
        case .organ: "机关"
        case .person: "人员"
        case .item: "追责事项"
        case .duty: "待办义务"
        case .power: "承接职权"
        case .document: "文书"
        }
    }
}

extension Guard {
    /// What the rule asks for.
    public var text: Bilingual {
        let (zh, en): (String, String) =
            switch self {
            case .channelOfReferral:
                (
                    "移送来源应当写明移送的监督渠道，其他来源不得填写。",
                    "A referral names the channel that referred it; no other source has one."
                )
            case .transferringOrganOnly:
                (
                    "只有划出职权机关可以就其划出的职权报告，且来源应当为划出职权机关报告。",
                    "Only an organ that transferred powers to the supervised organ may report it, "
                        + "with the source transferringOrganReport."
                )
            case .distinctionOfAnother:
                (
                    "说明理由时应当指明那件未办结的同一事件监督事项。",
                    "distinctFrom names an open matter about the same incident."
                )
            case .dateInFuture:
                ("日期不得晚于今日。", "The date must not lie in the future.")
            case .investigatorsNamed:
                ("应当至少指定一名监督人员。", "At least one investigator has to be named.")
            case .investigatorsQualified:
                ("监督人员应当具备相应资格。", "Every investigator has to be qualified.")
            case .investigatorsIndependent:
                (
                    "被监督机关的人员不得担任本事项的监督人员。",
                    "Nobody from the supervised organ may investigate the matter."
                )
            case .investigatorsOfSupervisingOrgan:
                (
                    "监督人员应当属于监督机关或者承担具体工作的机关。",
                    "Investigators belong to the supervising organ or to its acting organ."
                )
            case .sameSupervisingOrgan:
                ("事项已由该机关监督。", "That organ supervises the matter already.")
            case .mergeIntoItself:
                ("事项不能并入自身。", "A matter cannot be merged into itself.")
            case .mergeTargetOpen:
                (
                    "只能并入未办结且未被合并的事项。",
                    "A matter can only be merged into an open one."
                )
            case .mergeSameSupervised:
                (
                    "只有同一被监督机关的事项可以合并。",
                    "Only matters about the same supervised organ can be merged."
                )
            case .complaintsOnly:
                (
                    "只有来源为投诉举报且投诉人尚未撤回的事项可以撤回。",
                    "Only a matter that rests on a complaint can be withdrawn."
                )
            case .dutiesSettled:
                (
                    "尚有未完成的义务，不能办结。",
                    "Duties are open; they have to be settled before the matter closes."
                )
            case .institutionNamed:
                (
                    "委托专业机构的，应当写明机构名称及其专业性。",
                    "A commissioned measure names the institution and why it is specialised."
                )
            case .assistanceOfTransferringOrgan:
                (
                    "只能请求向被监督机关划出职权的机关协助。",
                    "Assistance can be asked only of an organ that transferred powers to the "
                        + "supervised organ."
                )
            case .dutyAlreadySettled:
                (
                    "该义务已经完成，或者不属于这一类。",
                    "That duty is settled already, or is of another kind."
                )
            case .deadlineLater:
                (
                    "延长后的期限应当晚于现有期限。",
                    "The new deadline has to be later than the present one."
                )
            case .deadlineInFuture:
                ("期限应当在将来。", "The deadline has to lie in the future.")
            case .measureTaken:
                (
                    "至少采取一项调查措施后方可终结调查。",
                    "At least one measure has to be recorded before the investigation is concluded."
                )
            case .groundsNamed:
                (
                    "认定存在问题的，应当写明第十四条第一款的具体情形。",
                    "A finding of problems names its grounds in Art. 14 para. 1."
                )
            case .severityNamed:
                (
                    "认定存在问题的，应当写明一般或者重大。",
                    "A finding of problems says whether they are ordinary or major."
                )
            case .majorReasonGiven:
                (
                    "认定重大问题的，应当说明理由；一般问题不填写。",
                    "Major problems need their reason, and only they have one."
                )
            case .findingOfNoProblem:
                (
                    "未发现问题的，不得写明情形、程度或者重大理由。",
                    "Where no problem was found there are no grounds, severity or major reason."
                )
            case .twoPersonRule:
                (
                    "作出认定的人员不得签发据此制发的文书。",
                    "Who made the finding does not sign the document that follows from it."
                )
            case .oneMeasurePerItem:
                (
                    "每一项要求应当且只应当对应一项措施。",
                    "Each requirement or order is answered exactly once."
                )
            case .everyItemVerified:
                ("每一项要求都应当核实。", "Each requirement or order has to be verified.")
            case .rectificationNotFailed:
                (
                    "只有逾期、报告被退回或者记录了拒绝情形后，才能认定没有整改。",
                    "Rectification has failed only once it is overdue, a report was rejected, or a "
                        + "refusal was recorded."
                )
            case .executionNotRefused:
                (
                    "只有逾期、执行报告被退回或者记录了拒绝情形后，才能认定拒不执行。",
                    "A refusal is found only once execution is overdue, a report was rejected, or "
                        + "a refusal was recorded."
                )
            case .misconductNamed:
                (
                    "应当写明滥用职权、玩忽职守或者徇私舞弊。",
                    "The misconduct has to be named: abuse of power, neglect of duty, favouritism."
                )
            case .misconductOfSupervisorOnly:
                (
                    "只有监督人员的追责事项填写该情形。",
                    "Only an item about a supervisor names misconduct of that kind."
                )
            case .supervisorOfThisMatter:
                (
                    "该人员不属于本事项的监督机关或者承担具体工作的机关。",
                    "The person does not belong to the supervising side of this matter."
                )
            case .supervisorAsSupervisor:
                (
                    "该人员属于监督一方，应当作为监督人员（supervisor）追责。",
                    "A person of the supervising side is accused as a supervisor."
                )
            case .personOfSupervisedOrgan:
                (
                    "拒绝、阻碍监督或者拒不执行决定的，应当是被监督机关的人员。",
                    "Refusal and obstruction are those of the supervised organ's own persons."
                )
            case .decisionToExecute:
                (
                    "尚未制发行政执法监督决定书，不存在拒不执行的情形。",
                    "No decision was issued that anybody could refuse to execute."
                )
            case .notByOwnOrgan:
                (
                    "监督人员所在机关不得自行了结对其的追责事项。",
                    "The supervisor's own organ may not settle the item."
                )
            case .officersOnly:
                (
                    "只有行政执法人员的追责事项告知其所在单位。",
                    "Only an item about an enforcement officer goes to the unit."
                )
            case .unitOfOfficer:
                (
                    "应当告知该执法人员的所在单位。",
                    "The unit is the organ to which the officer belongs."
                )
            case .seriousCaseOnly:
                (
                    "情节严重的，方可撤销行政执法资格。",
                    "The qualification is revoked only in a serious case."
                )
            case .reopenAfterTransfer:
                (
                    "已移送或者已合并的事项不能重新启动。",
                    "A matter that was referred or merged cannot be reopened."
                )
            case .loweringNeedsReason:
                ("降低密级应当说明理由。", "Lowering the class needs a reason.")
            case .someoneToCommend:
                (
                    "应当写明受表彰的个人或者集体。",
                    "A commendation names a person or an organ."
                )
            case .partiesDistinct:
                ("争议应当在两个以上不同的机关之间。", "A dispute is between two or more different organs.")
            case .partyOfTheDispute:
                ("该机关不是本争议的当事机关。", "That organ is no party of the dispute.")
            case .everyPartyHeard:
                (
                    "制发协调意见前，应当听取每一个当事机关的意见。",
                    "Every party has to be heard before an opinion is issued."
                )
            case .partForEveryParty:
                (
                    "协调意见应当逐一写明每个当事机关的执行事项，每个机关一项。",
                    "The opinion says once for each party what it has to do."
                )
            case .everyPartReported:
                (
                    "每一个当事机关都报告执行情况后，方可确认执行完毕。",
                    "Every party has to report before the execution is confirmed."
                )
            case .reportToReject:
                ("该机关没有待审核的执行报告。", "That party has no report to reject.")
            case .coordinationNotFailed:
                (
                    "只有逾期未报告或者执行报告被退回的当事机关，才能转为监督事项。",
                    "A party is escalated only once it is overdue or its report was rejected."
                )
            }
        return Bilingual(zh: zh, en: en)
    }
}
