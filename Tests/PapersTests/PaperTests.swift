import Papers
import Testing

/// What stands on paper.
@Suite struct PaperTests {
    @Test func anOpinionHasAllItsParts() throws {
        #expect(
            try printed(as: .text) == """
                北京市朝阳区司法局
                朝司执监〔2026〕1号

                行政执法监督意见书

                北京市朝阳区市场监督管理局：

                　　根据《北京市行政执法监督办法》的规定，北京市朝阳区人民政府对你单位的行政执法工作进行了监督，具体工作由本机关承担。现将监督意见通知如下：

                　　一、查明的事实
                　　甲。
                　　乙。

                　　二、存在的问题
                　　上述事实反映出以下问题：
                　　（一）法律、法规、规章没有得到全面、正确的实施（《北京市行政执法监督办法》第十四条第一款第（一）项）。
                　　（二）监管职责或者协助职责没有依法履行（《北京市行政执法监督办法》第十四条第一款第（三）项）。

                　　三、整改要求
                　　依照《北京市行政执法监督办法》第十四条第一款，现要求你单位：
                　　（一）核查举报。
                　　（二）建立制度。
                每季度报告。

                　　四、整改期限
                　　请于2026年3月30日24时前（自制发次日起20个工作日）完成整改，并逐项书面报告整改情况。逾期没有整改的，将依法制发行政执法监督决定书。

                　　　　　　　　　　　　　　　　北京市朝阳区司法局
                　　　　　　　　　　　　　　　　2026年3月2日

                签发人：尤建业　　事项编号：S7

                """)
    }

    @Test func aDecisionSaysWhatItRestsOn() throws {
        let kind = #""decision""#
        let unrectified = try printed(
            [
                "kind": kind, "opinion": #"{"number":"京〔2026〕9号","issuedOn":"2026-01-05"}"#,
                "deadline": #"{"lastDay":"2026-03-31","end":"2026-03-31T16:00:00.000Z"}"#,
            ], as: .text)
        #expect(unrectified.contains("已于2026年1月5日制发《行政执法监督意见书》（京〔2026〕9号）"))
        #expect(unrectified.contains("请于2026年3月31日24时前执行完毕"))
        #expect(!unrectified.contains("重大"))
        let major = try printed(
            [
                "kind": kind,
                "finding":
                    #"{"severity":"major","grounds":[7],"facts":"甲。","majorReason":"影响面广。","#
                    + #""concludedBy":"i"}"#,
            ], as: .html)
        #expect(major.contains("<h1>行政执法监督决定书</h1>"))
        #expect(major.contains("上述问题属于重大问题"))
        #expect(major.contains("<bdi>影响面广。</bdi>"))
        #expect(!major.contains("没有按照要求整改"))
    }

    @Test(arguments: Templates.Format.allCases)
    func aCoordinationOpinionNamesWhatEachPartyDoes(_ format: Templates.Format) throws {
        let page = try printed(
            [
                "kind": #""coordinationOpinion""#, "finding": "", "subject": #""caseJurisdiction""#,
                "summary": #""两机关都认为案件由对方管辖。""#,
                "addressees": #"[{"organ":"a","name":"甲局"},{"organ":"b","name":"乙局"}]"#,
                "items":
                    #"[{"item":1,"text":"受理案件。","party":{"organ":"a","name":"甲局"}},"#
                    + #"{"item":2,"text":"移送材料。","party":{"organ":"b"}}]"#,
            ], as: format)
        let text = page.replacing("<bdi>", with: "").replacing("</bdi>", with: "")
        #expect(text.contains("甲局、乙局："))
        #expect(text.contains("案件管辖"))
        #expect(text.contains("（一）甲局：受理案件。"))
        // An organ that left the roster is told by its id.
        #expect(text.contains("（二）b：移送材料。"))
    }

    @Test func aPageNeedsNothingFromElsewhere() throws {
        for kind in ["opinion", "decision"] {
            let page = try printed(["kind": quoted(kind)], as: .html)
            for word in ["http:", "https:", "src=", "<link", "<script", "url(", "@import"] {
                #expect(!page.contains(word), "\(kind) has \(word)")
            }
            #expect(page.contains("size: A4"))
            #expect(!page.contains("{{"))
        }
    }

    @Test(arguments: hostileNames)
    func namesComeBackUnchanged(_ name: String) throws {
        let organ = #"{"organ":"x","name":\#(quoted(name))}"#
        let changes = [
            "issuer": organ, "supervising": organ, "addressees": "[\(organ)]",
            "signedBy": #"{"person":"p","name":\#(quoted(name))}"#, "number": quoted(name),
            "items": #"[{"item":1,"text":\#(quoted(name))}]"#,
        ]
        let text = try printed(changes, as: .text)
        #expect(text.unicodeScalars.starts(with: name.unicodeScalars))
        #expect(occurrences(of: name, in: text) >= 6)

        let page = try printed(changes, as: .html)
        let parts = bdiContents(page)
        #expect(parts.contains { unescaped($0).unicodeScalars.elementsEqual(name.unicodeScalars) })
        // Scalar by scalar: a browser takes a quote for one whatever mark follows it.
        for part in parts {
            for scalar in part.unicodeScalars {
                #expect(!["<", ">", "\"", "'"].contains(scalar), "\(part)")
            }
        }
        #expect(!page.contains("<script"))
    }

    @Test(arguments: [
        ["kind": #""letter""#], ["kind": ""], ["number": ""], ["issuer": ""],
        ["issuer": #"{"name":"x"}"#], ["signedBy": "{}"], ["deadline": ""], ["items": "7"],
        ["issuedOn": #""2026-02-30""#],
        ["finding": #"{"grounds":[8],"facts":"x"}"#], ["finding": #"{"grounds":[1]}"#],
        ["subject": #""weather""#],
    ])
    func whatIsNoDocumentIsNotPrinted(_ changes: [String: String]) throws {
        let document = try answer(changes)
        #expect(throws: Paper.Fault.self) { try Paper(document, 0) }
    }

    @Test func everyNameOfAPaperIsKnownToTheTemplates() throws {
        func names(_ value: Paper.Value) -> Set<String> {
            switch value {
            case .text, .flag: []
            case .list(let values): Set(values.flatMap { names($0) })
            case .object(let members):
                Set(members.keys).union(members.values.flatMap { names($0) })
            }
        }
        let all = [
            [:], ["opinion": #"{"number":"x","issuedOn":"2026-01-05"}"#],
            ["finding": #"{"grounds":[1],"facts":"x","majorReason":"y"}"#],
            [
                "subject": #""lawApplication""#, "summary": #""x""#,
                "items": #"[{"item":1,"text":"x","party":{"organ":"a"}}]"#,
            ],
        ]
        var seen: Set<String> = []
        for changes in all {
            seen.formUnion(names(.object(try Paper(answer(changes), 0).values)))
        }
        #expect(seen == Paper.names)
    }

    private func occurrences(of part: String, in text: String) -> Int {
        let (part, text) = (Array(part.unicodeScalars), Array(text.unicodeScalars))
        return text.indices.count { text[$0...].starts(with: part) }
    }

    private func bdiContents(_ page: String) -> [String] {
        var parts: [String] = []
        var rest = page[...].unicodeScalars
        while let start = rest.firstRange(of: "<bdi>".unicodeScalars) {
            rest = rest[start.upperBound...]
            guard let end = rest.firstRange(of: "</bdi>".unicodeScalars) else { break }
            parts.append(String(rest[..<end.lowerBound]))
            rest = rest[end.upperBound...]
        }
        return parts
    }

    private func unescaped(_ text: String) -> String {
        var scalars = Array(text.unicodeScalars)
        for (entity, scalar) in [
            ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&"),
        ] as [(String, Unicode.Scalar)] {
            let entity = Array(entity.unicodeScalars)
            var index = 0
            while index < scalars.count {
                if scalars[index...].starts(with: entity) {
                    scalars.replaceSubrange(index..<(index + entity.count), with: [scalar])
                }
                index += 1
            }
        }
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }
}
