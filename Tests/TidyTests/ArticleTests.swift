import Foundation
import Testing

/// The table of articles in the protocol: every article that asks something of the server has
/// stories, and each story names it at its head.
@Suite struct ArticleTests {
    struct Row {
        var article: Int
        var stories: [String]
    }

    /// The rows `| 2 | … | `20-who`, … |` of the protocol's text.
    static func rows() throws -> [Row] {
        let file = TidyTests.root.appending(path: "protocol/README.md")
        let text = try String(contentsOf: file, encoding: .utf8)
        let section = try #require(text.components(separatedBy: "\n## 16. The articles\n").last)
        return section.components(separatedBy: "\n## ")[0].split(separator: "\n").compactMap {
            let cells = $0.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 3, let article = Int(cells[0]) else { return nil }
            return Row(
                article: article,
                stories: cells[2].matches(of: /`([^`]+)`/).map { String($0.1) })
        }
    }

    /// The articles that the comment before the first statement of a story cites.
    static func articles(of story: String) throws -> Set<Int> {
        let file = TidyTests.root.appending(path: "protocol/sessions/\(story).session")
        let text = try String(contentsOf: file, encoding: .utf8)
        let head = text.split(separator: "\n", omittingEmptySubsequences: false)
            .prefix { $0.hasPrefix("#") && !$0.hasPrefix("##") }
            .map { $0.dropFirst().trimmingCharacters(in: .whitespaces) }
            .joined(separator: " ")
        return articles(citedIn: head)
    }

    static func articles(citedIn text: String) -> Set<Int> {
        var articles: Set<Int> = []
        // Paragraphs and items are no articles.
        let bare = text.replacing(/\ paras?\. \d+(?: \(\d+\))?/, with: "")
        for citation in bare.matches(of: /Arts?\. (\d+(?:(?:, and |, | and | to )\d+)*)/) {
            let list = String(citation.1).replacing(", and ", with: ",")
                .replacing(", ", with: ",").replacing(" and ", with: ",")
            for part in list.split(separator: ",") {
                let ends = part.split(separator: " ").compactMap { Int($0) }
                guard let first = ends.first, let last = ends.last, first <= last else { continue }
                articles.formUnion(first...last)
            }
        }
        return articles
    }

    @Test(arguments: [
        ("as Art. 17 says", [17]), ("(Arts. 8, 11, 14 and 16)", [8, 11, 14, 16]),
        ("Arts. 3 and 14 para. 1 (3), and 7", [3, 14, 7]), ("Arts. 18 to 20", [18, 19, 20]),
        ("(Arts. 2, 5, 6, and 7)", [2, 5, 6, 7]), ("no article", []),
    ])
    func citationsAreRead(_ text: String, _ articles: [Int]) {
        #expect(Self.articles(citedIn: text) == Set(articles))
    }

    @Test func everyArticleHasItsStory() throws {
        let rows = try Self.rows()
        #expect(rows.map(\.article) == Array(2...20))
        for row in rows {
            #expect(!row.stories.isEmpty, "Art. \(row.article) has no story")
            for story in row.stories {
                let cited = try Self.articles(of: story)
                #expect(cited.contains(row.article), "\(story) does not cite Art. \(row.article)")
            }
        }
    }
}
