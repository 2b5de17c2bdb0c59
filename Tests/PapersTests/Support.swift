import JSONText
import Papers

/// Names that break something where somebody forgot to escape.
let hostileNames = [
    "\"'`", "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "+1+1", "-2", "@SUM(A1)", "＝1",
    "a\nb", "&amp;&lt;", "]]>", "{{number}}", "{{{issuer}}}", "👩‍👩‍👧‍👦🇨🇳",
    "\u{202E}gnp.exe", "שלום",
    "𠮷野家", "\"\u{301}onclick=\u{301}", "<\u{301}b>", "e\u{301}é", "\u{FEFF}x", "，、“”",
]

/// The answer of `document.get`, with members replaced.
func answer(_ changes: [String: String] = [:]) throws -> JSONDocument {
    var members = [
        "matter": #""S7""#, "kind": #""opinion""#, "number": #""朝司执监〔2026〕1号""#,
        "issuer": #"{"organ":"cy-j","name":"北京市朝阳区司法局"}"#,
        "supervising": #"{"organ":"cy","name":"北京市朝阳区人民政府"}"#,
        "addressees": #"[{"organ":"cy-m","name":"北京市朝阳区市场监督管理局"}]"#,
        "signedBy": #"{"person":"p","name":"尤建业"}"#,
        "issuedAt": #""2026-03-02T01:00:00.000Z""#, "issuedOn": #""2026-03-02""#,
        "deadline":
            #"{"lastDay":"2026-03-30","end":"2026-03-30T16:00:00.000Z","workingDays":20}"#,
        "items": #"[{"item":1,"text":"核查举报。"},{"item":2,"text":"建立制度。\n每季度报告。"}]"#,
        "finding":
            #"{"severity":"ordinary","grounds":[1,3],"facts":"甲。\n乙。","concludedBy":"i"}"#,
    ]
    members.merge(changes) { $1 }
    let text = members.filter { !$0.value.isEmpty }.map { "\"\($0.key)\":\($0.value)" }
    return try JSONDocument(Array("{\(text.joined(separator: ","))}".utf8))
}

func quoted(_ text: String) -> String {
    String(decoding: JSONWriter.encoded { $0.string(text) }, as: UTF8.self)
}

/// The document as it is printed.
func printed(
    _ changes: [String: String] = [:], as format: Templates.Format
) throws -> String {
    try Templates.builtIn().render(Paper(answer(changes), 0), as: format)
}
