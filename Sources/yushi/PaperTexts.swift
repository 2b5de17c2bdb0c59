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
