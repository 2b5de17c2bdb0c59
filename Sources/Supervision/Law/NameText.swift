// The names of places, commands and roles for people. On the wire and in the journal they have
// names of their own, which never change; these may.

extension PhaseName {
    public var text: Bilingual {
        let (zh, en) =
            switch self {
            case .complaint: ("登记待受理", "complaint")
            case .investigation: ("调查", "investigation")
            case .opinion: ("待制发意见书", "opinion due")
            case .rectification: ("整改", "rectification")
            case .decision: ("监督决定", "decision")
            case .accountability: ("追责及善后", "accountability")
            case .closed: ("办结", "closed")
            case .filed: ("报请协调", "filed")
            case .coordination: ("协调", "coordination")
            case .execution: ("执行协调意见", "execution")
            }
        return Bilingual(zh: zh, en: en)
    }
}

extension StepName {
    public var text: Bilingual {
        let (zh, en) =
            switch self {
            case .awaitingReport: ("待报告整改情况", "awaiting the report")
            case .underReview: ("审核整改报告", "under review")
            case .due: ("待制发决定书", "decision due")
            case .inForce: ("决定书待执行", "in force")
            case .executionReported: ("核实执行情况", "execution reported")
            }
        return Bilingual(zh: zh, en: en)
    }
}

extension Role {
    public var text: Bilingual {
        let (zh, en) =
            switch self {
            case .clerk: ("承办人", "clerk")
            case .investigator: ("监督人员", "investigator")
            case .signatory: ("签发人", "signatory")
            case .respondent: ("答复人", "respondent")
            case .auditor: ("查阅人", "auditor")
            case .operator: ("运维人员", "operator")
            }
        return Bilingual(zh: zh, en: en)
    }
}

extension Authority {
    /// Who may give a command.
    public var text: Bilingual {
        let (zh, en) =
            switch self {
            case .registrar:
                ("承办人，或者划出职权机关答复人", "clerk, or respondent of a transferring organ")
            case .clerk: ("承办人", "clerk")
            case .investigator: ("监督人员", "investigator")
            case .investigatorOnMatter: ("本事项监督人员", "investigator on the matter")
            case .signatory: ("签发人", "signatory")
            case .signatoryOfOpinion: ("意见书制发机关签发人", "signatory of the opinion's issuer")
            case .signatoryOfDecision: ("监督机关签发人", "signatory of the supervising organ")
            case .respondentOfSupervised: ("被监督机关答复人", "respondent of the supervised organ")
            case .respondentOfAskedOrgan: ("被请求协助机关答复人", "respondent of the asked organ")
            case .respondentOfUnit: ("所在单位答复人", "respondent of the officer's unit")
            case .itemClerk: ("承办人（涉监督人员的，上级机关承办人）", "clerk, as item")
            case .itemInvestigator:
                ("监督人员（涉监督人员的，上级机关监督人员）", "investigator, as item")
            case .itemSignatory: ("签发人（涉监督人员的，上级机关签发人）", "signatory, as item")
            case .reader: ("参与本事项的任何人", "whoever has a part in the matter")
            }
        return Bilingual(zh: zh, en: en)
    }
}

extension CommandName {
    public var text: Bilingual {
        let (zh, en): (String, String) =
            switch self {
            case .register: ("登记", "register")
            case .accept: ("受理", "accept")
            case .decline: ("不予受理", "decline")
            case .transfer: ("移交其他监督机关", "transfer")
            case .refer: ("移送其他监督渠道", "refer to another channel")
            case .merge: ("并案", "merge")
            case .withdraw: ("撤回投诉", "withdraw")
            case .assign: ("指定监督人员", "assign investigators")
            case .recordMeasure: ("记录调查措施", "record a measure")
            case .requestAssistance: ("请求协助", "request assistance")
            case .provideAssistance: ("提供协助", "provide assistance")
            case .extendInvestigation: ("延长调查期限", "extend")
            case .conclude: ("终结调查", "conclude")
            case .issueOpinion: ("制发监督意见书", "issue the opinion")
            case .reportRectification: ("报告整改情况", "report")
            case .extendRectification: ("延长整改期限", "extend")
            case .acceptRectification: ("认可整改", "accept the rectification")
            case .rejectRectification: ("退回整改报告", "reject the report")
            case .failRectification: ("认定没有整改", "find it not rectified")
            case .issueDecision: ("制发监督决定书", "issue the decision")
            case .reportExecution: ("报告执行情况", "report the execution")
            case .extendDecision: ("延长执行期限", "extend")
            case .confirmExecution: ("确认执行", "confirm the execution")
            case .rejectExecution: ("退回执行报告", "reject the report")
            case .findRefusal: ("认定拒不执行", "find a refusal")
            case .recordObstruction: ("记录拒绝、阻碍监督", "record an obstruction")
            case .openAccountability: ("提出追责事项", "open an item")
            case .notifyUnit: ("告知所在单位", "notify the unit")
            case .recordOfficerMeasure: ("记录单位处理结果", "record the unit's measure")
            case .referAccountability: ("移送有权机关", "refer the item")
            case .recordOutcome: ("记录处理结果", "record the outcome")
            case .settleAccountability: ("了结追责事项", "settle the item")
            case .dismissAccountability: ("撤销追责事项", "dismiss the item")
            case .sendNotice: ("告知上级行政机关", "notify the superior")
            case .close: ("办结", "close")
            case .reopen: ("重新启动", "reopen")
            case .suspend: ("中止", "suspend")
            case .resume: ("恢复", "resume")
            case .classify: ("确定保密类别", "classify")
            case .coordinate: ("协调衔接", "coordinate")
            case .commend: ("表彰奖励", "commend")
            case .note: ("备注", "note")
            }
        return Bilingual(zh: zh, en: en)
    }
}

extension DisputeAuthority {
    /// Who may give a command of a dispute.
    public var text: Bilingual {
        let (zh, en) =
            switch self {
            case .filer: ("当事机关答复人", "respondent of a party")
            case .clerk: ("承办人", "clerk")
            case .investigator: ("监督人员", "investigator")
            case .signatory: ("签发人", "signatory")
            case .respondentOfParty: ("该当事机关答复人", "respondent of that party")
            case .reader: ("参与本争议的任何人", "whoever has a part in the dispute")
            }
        return Bilingual(zh: zh, en: en)
    }
}

extension DisputeCommandName {
    public var text: Bilingual {
        let (zh, en) =
            switch self {
            case .file: ("报请协调", "file")
            case .accept: ("受理", "accept")
            case .return: ("退回", "return")
            case .hear: ("听取意见", "hear a party")
            case .settle: ("达成一致", "settle")
            case .issueOpinion: ("制发协调意见", "issue the opinion")
            case .reportExecution: ("报告执行情况", "report the execution")
            case .confirmExecution: ("确认执行", "confirm the execution")
            case .rejectExecution: ("退回执行报告", "reject the report")
            case .escalate: ("转为监督事项", "escalate")
            case .withdraw: ("撤回", "withdraw")
            case .extend: ("延长期限", "extend")
            case .suspend: ("中止", "suspend")
            case .resume: ("恢复", "resume")
            case .note: ("备注", "note")
            }
        return Bilingual(zh: zh, en: en)
    }
}
