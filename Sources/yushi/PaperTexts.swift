// The sentences about documents and exports, in both languages.

internal import Papers

/// The texts of `yushi document` and `yushi export`.
enum PaperText {
    static let document = Text(zh: "查看和打印文书", en: "Look at documents and print them")
    static let documentShow = Text(
        zh: "按文号把文书排成公文", en: "Print a document by its number as an official document")
    static let number = Text(zh: "文号，如 朝司执监〔2026〕1号", en: "The number on the document")
    static let kind = Text(
        zh: "文书种类，同号时用：opinion、decision、coordinationOpinion",
        en: "The kind, where two documents have one number: opinion, decision or "
            + "coordinationOpinion")
    static let issuer = Text(
        zh: "制发机关编号，同号时用", en: "The issuing organ, where two documents have one number")
    static let format = Text(
        zh: "html（A4 打印）或 text（纯文本）", en: "html (for printing on A4) or text")
    static let template = Text(
        zh: "模板目录（环境变量 YUSHI_TEMPLATES）；不给出时用内置模板",
        en: "A folder of templates (environment: YUSHI_TEMPLATES); without it those that are "
            + "built in")
    static let output = Text(
        zh: "写入这一文件，不写标准输出", en: "Write to this file and not to the standard output")
    static let export = Text(
        zh: "导出监督事项的经过，供分析用", en: "Export the histories of matters for analysis")
    static let exportDiscussion = Text(
        zh: """
            导出您有权查看的事项在这段时间内的全部事件。默认不含个人信息：不写姓名、联系方式和\
            任何自由填写的文字，经办人员以固定的代号出现。代号由 --pseudonym-key 的文件算出，\
            不给出时由令牌算出；同一密钥的各次导出代号相同。
            csv 中可能被当作公式的单元格前加有撇号。
            """,
        en: """
            Exports every event in this time of the matters that you may see. Personal data is \
            left out by default: names, contacts and whatever people wrote in their own words; \
            officials appear under fixed pseudonyms. These are made with the file of \
            --pseudonym-key, or else with the token, and are the same in every export that is \
            made with the same key.
            In csv a cell that could be taken for a formula has an apostrophe in front.
            """)
    static let exportFormat = Text(
        zh: "ocel（OCEL 2.0 JSON）、xes（XES XML）或 csv",
        en: "ocel (OCEL 2.0 in JSON), xes (XES in XML) or csv")
    static let from = Text(
        zh: "从这一天或时刻起，如 2026-03-01 或 2026-03-01T00:00:00Z",
        en: "From this legal day or moment on: 2026-03-01 or 2026-03-01T00:00:00Z")
    static let to = Text(
        zh: "到这一天结束时，或这一时刻之前", en: "To the end of this legal day, or before this moment")
    static let withPersonalData = Text(
        zh: "包含个人信息和自由填写的文字（须有相应职责）",
        en: "With personal data and free texts, if your roles allow it")
    static let pseudonymKey = Text(
        zh: "密钥文件，人员代号由它算出", en: "A file whose content makes the pseudonyms of persons")
    static let pseudonymKeyLength = Text(
        zh: "--pseudonym-key 的文件应有 16 至 65536 字节",
        en: "a --pseudonym-key has 16 to 65,536 bytes")
    static let exported = Text(zh: "{0} 个事项，{1} 个事件", en: "{0} matters, {1} events")
    static let lost = Text(
        zh: "{0} 个事项在导出过程中不再可见，未导出完整",
        en: "{0} matters went out of sight during the export and are not complete")
    static let badTime = Text(
        zh: "“{0}”不是日期或时刻，例如 2026-03-01 或 2026-03-01T00:00:00Z",
        en: "'{0}' is no day or moment such as 2026-03-01 or 2026-03-01T00:00:00Z")
    static let emptyPeriod = Text(
        zh: "--from 不早于 --to", en: "--from does not come before --to")
    static let operatorSeesNothing = Text(
        zh: "运维人员只能看到队列，看不到事项的经过，没有可导出的内容",
        en: "an operator sees queues but no histories, so there is nothing to export")
    static let noPersonalData = Text(
        zh: "您的职责不允许导出个人信息；请去掉 --with-personal-data",
        en: "your roles do not allow an export with personal data; leave out --with-personal-data")
    static let written = Text(zh: "已写入 {0}", en: "wrote {0}")

    static let badTemplate = Text(
        zh: "模板有误：{0} 第 {1} 行：{2}", en: "bad template: {0}, line {1}: {2}")
    static let noTemplates = Text(
        zh: "目录 {0} 中没有模板（*.mustache）", en: "the folder {0} holds no templates (*.mustache)")
    static let missing = Text(zh: "缺少这一模板", en: "this template is missing")
    static let notUTF8 = Text(zh: "不是 UTF-8", en: "this is not UTF-8")
    static let unfinishedTag = Text(zh: "标签没有以 }} 结束", en: "a tag is not ended by }}")
    static let badTag = Text(
        zh: "不允许的标签“{0}”", en: "the tag '{0}' cannot stand in a template of documents")
    static let unknownName = Text(
        zh: "文书没有“{0}”这一内容", en: "no document has '{0}'")
    static let unknownPartial = Text(
        zh: "没有名为“{0}”的模板", en: "there is no template '{0}'")
    static let endlessPartial = Text(
        zh: "模板“{0}”包含它自己", en: "the template '{0}' contains itself")
    static let openSection = Text(zh: "“{0}”一节没有结束", en: "the section '{0}' is not ended")
    static let wrongEnd = Text(
        zh: "“{0}”不是最近开始的一节", en: "'{0}' is not the section that was begun last")
    static let invalid = Text(zh: "无法读取：{0}", en: "it cannot be read: {0}")
}

extension TemplateFault {
    /// The mistake with its place, in one sentence.
    func sentence(in language: Language = .current) -> String {
        let words =
            switch reason {
            case .missing: PaperText.missing[language]
            case .notUTF8: PaperText.notUTF8[language]
            case .unfinishedTag: PaperText.unfinishedTag[language]
            case .badTag(let tag): PaperText.badTag.filled(tag, in: language)
            case .unknownName(let name): PaperText.unknownName.filled(name, in: language)
            case .unknownPartial(let name): PaperText.unknownPartial.filled(name, in: language)
            case .endlessPartial(let name): PaperText.endlessPartial.filled(name, in: language)
            case .openSection(let name): PaperText.openSection.filled(name, in: language)
            case .wrongEnd(let name): PaperText.wrongEnd.filled(name, in: language)
            case .invalid(let reason): PaperText.invalid.filled(reason, in: language)
            }
        return PaperText.badTemplate.filled(file, String(line), words, in: language)
    }
}
