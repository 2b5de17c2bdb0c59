// The words of the law in which documents name problems and subjects. They paraphrase the Measures;
// the article is cited beside them.

enum Wording {
    /// What an item of Art. 14 para. 1 is about.
    ///
    /// - Parameter item: 1 to 7; nil for another.
    static func ground(_ item: Int) -> String? {
        let grounds = [
            "法律、法规、规章没有得到全面、正确的实施",
            "重要的行政执法制度或者改革举措没有落到实处",
            "监管职责或者协助职责没有依法履行",
            "未经依法允许，将行政执法职权委托他人行使或者交由乡镇、街道、功能区行使",
            "行政执法的质量和效能问题突出",
            "行政执法队伍或者执法证件的管理不合规范",
            "有其他违反法律、法规、规章的行为",
        ]
        return grounds.indices.contains(item - 1) ? grounds[item - 1] : nil
    }

    /// What a dispute of Art. 13 para. 1 is about; nil for a word that is not one of its subjects.
    static func subject(_ word: String) -> String? {
        switch word {
        case "lawApplication": "法律、法规、规章的适用"
        case "enforcementItem": "行政执法事项"
        case "caseJurisdiction": "案件管辖"
        case "coordinationOrAssistance": "行政执法的协同与协助"
        default: nil
        }
    }
}
