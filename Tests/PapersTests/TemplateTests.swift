import Foundation
import Testing

@testable import Papers

/// Sets of templates, good and bad.
@Suite struct TemplateTests {
    private func fault(_ files: [(String, String)]) -> TemplateFault? {
        do throws(TemplateFault) {
            _ = try Templates(files: files.map { ($0.0 + ".mustache", Array($0.1.utf8)) })
            return nil
        } catch {
            return error
        }
    }

    @Test(
        arguments: [
            ("x\n\n{{nubmer}}", 3, .unknownName("nubmer")),
            ("{{number}}\n{{issuer", 2, .unfinishedTag), ("{{{number}}", 1, .unfinishedTag),
            ("a\nb\n{{#items}}\n{{text}}\n", 3, .openSection("items")),
            ("{{#items}}\n{{/grounds}}", 2, .wrongEnd("grounds")),
            ("{{/items}}", 1, .wrongEnd("items")),
            ("{{#items}}{{#facts}}\n{{/items}}", 2, .wrongEnd("items")),
            ("{{^itmes}}{{/itmes}}", 1, .unknownName("itmes")),
            ("{{items.txt}}", 1, .unknownName("items.txt")),
            ("{{items.}}", 1, .unknownName("items.")),
            ("\n{{>nothing}}", 2, .unknownPartial("nothing")), ("{{}}", 1, .badTag("")),
            ("{{=<% %>=}}", 1, .badTag("=<% %>=")),
            ("{{% CONTENT_TYPE:HTML}}", 1, .badTag("% CONTENT_TYPE:HTML")),
            ("{{<page}}{{/page}}", 1, .badTag("<page")), ("{{> *issuer}}", 1, .badTag("> *issuer")),
            ("{{uppercased(number)}}", 1, .badTag("uppercased(number)")),
            ("{{! two\nlines }}\n{{x}}", 3, .unknownName("x")), ("{{>t}}", 1, .endlessPartial("t")),
            ("{{编号}}", 1, .badTag("编号")),
        ] as [(String, Int, TemplateFault.Reason)])
    func aMistakeIsToldWithItsPlace(_ text: String, _ line: Int, _ reason: TemplateFault.Reason) {
        #expect(
            fault([("t", text)]) == TemplateFault(file: "t.mustache", line: line, reason: reason))
    }

    @Test func aSetIsRefusedForAnyOfItsFiles() {
        let good = ("opinion.text", "{{number}}")
        #expect(fault([good]) == nil)
        #expect(fault([good, ("notes", "{{oops}}")])?.file == "notes.mustache")
        #expect(fault([("a", "{{>b}}"), ("b", "{{>c}}"), ("c", "\n{{>b}}")]) != nil)
        #expect(fault([("a", "{{>b}}{{>b}}"), ("b", "x")]) == nil)
    }

    @Test func bytesThatAreNoTextAreRefused() {
        let content = Array("a\nb".utf8) + [0xFF]
        #expect(throws: TemplateFault(file: "t.mustache", line: 2, reason: .notUTF8)) {
            try Templates(files: [("t.mustache", content)])
        }
    }

    @Test func aSetWithoutTheTemplateSaysWhichIsMissing() throws {
        let templates = try Templates(files: [("opinion.text.mustache", Array("{{number}}".utf8))])
        let paper = try Paper(answer(), 0)
        #expect(try templates.render(paper, as: .text) == "朝司执监〔2026〕1号")
        let missing = TemplateFault(file: "opinion.html.mustache", line: 1, reason: .missing)
        #expect(throws: missing) { try templates.render(paper, as: .html) }
    }

    /// No way of writing a tag lets a name through unescaped.
    @Test(arguments: [
        "{{issuer}}", "{{{issuer}}}", "{{&issuer}}", "{{>part}}", "{{#items}}{{issuer}}{{/items}}",
    ])
    func everyTagEscapes(_ tag: String) throws {
        let templates = try Templates(files: [
            ("opinion.html.mustache", Array(tag.utf8)),
            ("part.mustache", Array("{{{issuer}}}".utf8)),
        ])
        let paper = try Paper(
            answer([
                "issuer": #"{"organ":"x","name":"<b\"'&>"}"#, "items": #"[{"item":1,"text":"x"}]"#,
            ]), 0)
        #expect(try templates.render(paper, as: .html) == "&lt;b&quot;&#39;&amp;&gt;")
    }

    @Test func theBuiltInSetIsTheOneInTheRepository() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "deploy/templates")
        let names = try FileManager.default.contentsOfDirectory(
            atPath: folder.resolvingSymlinksInPath().path)
        #expect(Templates.builtInFiles.map(\.name).sorted() == names.sorted())
        for (name, content) in Templates.builtInFiles {
            #expect(try Data(contentsOf: folder.appending(path: name)) == Data(content), "\(name)")
        }
        _ = try Templates.builtIn()
    }
}
