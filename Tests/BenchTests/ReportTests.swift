import Foundation
import Testing

/// The page of a run that is given.
@Suite struct ReportTests {
    static let run = """
        {"machine": {"cores": 2, "cpu": "A <CPU>", "memoryGiB": 8.0, "kernel": "6.1", "system":
        "Debian", "fileSystem": "ext4", "disk": "/dev/vda", "loadAtStart": 0.1, "taken":
        "2026-01-01T00:00:00Z", "seconds": 5, "rounds": 3, "quick": false, "commands":
        ["yushid --data DIR & more"], "versions": {"yushi": "abc", "redis": ""}},
        "ratios": [
        {"name": "seven commands", "against": "SET", "unit": "commands/s", "ours": 150,
        "theirs": 100, "ratio": 1.5, "aim": 1, "better": "higher", "met": true, "fsync": "each"},
        {"name": "docket.list", "against": "5 ms", "unit": "ms", "ours": 20, "theirs": 5,
        "ratio": 4, "aim": 1, "better": "lower", "met": false, "fsync": "each"}],
        "figures": [
        {"name": "by connections", "unit": "commands/s", "x": "connections", "points": [[1, 10],
        [10000, 30]], "fsync": "rule A"},
        {"name": "a command", "unit": "ms", "percentiles": {"p50": 0.2, "p99": 3, "max": 0.0},
        "fsync": "rule B"},
        {"name": "size", "unit": "bytes", "value": 104857600, "fsync": "rule A"}]}
        """

    private func page(_ run: String) throws -> String {
        let file = FileManager.default.temporaryDirectory
            .appending(path: "yushi-bench-\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }
        try run.write(to: file, atomically: true, encoding: .utf8)
        return try Bench.python(
            [Bench.scripts + "/compare.py", "--from", file.path, "--report", "-"])
    }

    @Test func pageTellsEverythingOfTheRun() throws {
        let page = try page(Self.run)
        for text in [
            "1 of 2 aims met", "seven commands", "against SET", "≥ 1", "≤ 1", "not met",
            "by connections [1]", "× 3.00 from 1 to 10,000", "a command [2]", "p99 3",
            "100 MiB", "A &lt;CPU&gt;, 2 cores", "DIR &amp; more", "<li>rule A</li><li>rule B</li>",
            "<dt>redis</dt><dd>not there</dd>", "ext4 on /dev/vda",
        ] { #expect(page.contains(text), "the page lacks \(text)") }
        #expect(!page.contains("A <CPU>"))
    }

    /// It can be sent as one file, and every picture in it is well-formed.
    @Test func pageStandsAlone() throws {
        let page = try page(Self.run)
        for text in ["src=", "href=", "url(", "@import", "<script"] {
            #expect(!page.contains(text), "the page has \(text)")
        }
        let pictures = page.matches(of: /(?s)<svg.*?<\/svg>/)
        // The seal, two bars, one curve and one picture of latencies.
        #expect(pictures.count == 5)
        for picture in pictures {
            let element = try XMLElementCount(String(picture.0))
            #expect(element.count > 1)
        }
    }

    @Test func partsThatWereNotRunLeaveNothingBehind() throws {
        let bare = Self.run.replacing(
            /(?s)"ratios": \[.*\}/, with: #""ratios": [], "figures": []}"#)
        let page = try page(bare)
        #expect(page.contains("0 of 0 aims met"))
        for title in ["How cost grows", "Latency", "Other figures", "Against the anchors"] {
            #expect(!page.contains(title))
        }
        #expect(page.contains("Machine and versions"))
    }
}

/// Counts elements by the stack of its tags; throws when they do not nest.
private struct XMLElementCount {
    struct NotNested: Error {}

    var count = 0

    init(_ text: String) throws {
        var open: [Substring] = []
        for tag in text.matches(of: /<(\/?)([a-z]+)(?:\s[^<>]*?)?(\/?)>/) {
            if tag.1.isEmpty {
                count += 1
                if tag.3.isEmpty { open.append(tag.2) }
            } else if open.popLast() != tag.2 {
                throw NotNested()
            }
        }
        guard open.isEmpty else { throw NotNested() }
    }
}
