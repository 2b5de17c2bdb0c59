/// A place in the Measures: article, paragraph, item. It is a value, so that a refusal cites the
/// law the same way on the wire, in Chinese and in English.
public struct Citation: Hashable, Sendable {
    public var article: Int
    /// 1-based; nil where the whole article is meant.
    public var paragraph: Int?
    /// 1-based; nil where the article or the paragraph has no items or all of them are meant.
    public var item: Int?

    public init(_ article: Int, paragraph: Int? = nil, item: Int? = nil) {
        precondition((1...21).contains(article), "the Measures have 21 articles")
        self.article = article
        self.paragraph = paragraph
        self.item = item
    }

    /// `14.1(3)`.
    public var wire: String {
        var text = String(article)
        if let paragraph { text += ".\(paragraph)" }
        if let item { text += "(\(item))" }
        return text
    }

    /// Reads what `wire` wrote; nil for anything else.
    public init?(wire text: String) {
        var rest = Substring(text)
        var item: Int?
        if rest.hasSuffix(")") {
            guard let open = rest.firstIndex(of: "("),
                let value = Int(rest[rest.index(after: open)...].dropLast())
            else { return nil }
            item = value
            rest = rest[..<open]
        }
        let parts = rest.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
        guard (1...2).contains(parts.count), let article = parts[0], (1...21).contains(article)
        else { return nil }
        if parts.count == 2, parts[1] == nil { return nil }
        let paragraph = parts.count == 2 ? parts[1] : nil
        guard (1...20).contains(paragraph ?? 1), (1...20).contains(item ?? 1) else { return nil }
        self.init(article, paragraph: paragraph, item: item)
        guard wire == text else { return nil }
    }

    /// `第十四条第一款第（三）项`.
    public var chinese: String {
        var text = "第\(Self.numeral(article))条"
        if let paragraph { text += "第\(Self.numeral(paragraph))款" }
        if let item { text += "第（\(Self.numeral(item))）项" }
        return text
    }

    /// `Art. 14 para. 1 (3)`.
    public var english: String {
        var text = "Art. \(article)"
        if let paragraph { text += " para. \(paragraph)" }
        if let item { text += " (\(item))" }
        return text
    }

    /// The Chinese numeral of 1 to 99.
    private static func numeral(_ value: Int) -> String {
        let digits = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"]
        let (tens, ones) = (value / 10, value % 10)
        let head = tens == 0 ? "" : (tens == 1 ? "十" : digits[tens] + "十")
        return head + digits[ones]
    }
}

/// What a refusal, or a competence, rests on. A house rule is never presented as law.
public enum Basis: Hashable, Sendable {
    case law(Citation)
    /// The name of a configurable house rule, as in the policy file.
    case policy(String)
    /// The message makes no sense in this state; no rule is needed to say so.
    case procedure

    public static func law(_ article: Int, _ paragraph: Int? = nil, item: Int? = nil) -> Basis {
        .law(Citation(article, paragraph: paragraph, item: item))
    }

    public var chinese: String {
        switch self {
        case .law(let citation): "《北京市行政执法监督办法》\(citation.chinese)"
        case .policy(let rule): "本机关内部规则 \(rule)"
        case .procedure: "程序要求"
        }
    }

    public var english: String {
        switch self {
        case .law(let citation): "the Measures, \(citation.english)"
        case .policy(let rule): "the house rule \(rule)"
        case .procedure: "procedure"
        }
    }
}
