import Foundation
import JSONText
import Testing

/// House rules that a machine can check: who may import whom, how long files and functions are,
/// and that every method of the protocol is described and told in a story.
@Suite struct TidyTests {
    static let root = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    struct SourceFile {
        var path: String
        var module: String
        var lines: [Substring]
    }

    static func files(under folder: String, ending suffix: String = ".swift") -> [SourceFile] {
        let base = root.appending(path: folder)
        let paths = FileManager.default.enumerator(atPath: base.path)
        var files: [SourceFile] = []
        while let name = paths?.nextObject() as? String {
            guard name.hasSuffix(suffix),
                let text = try? String(contentsOf: base.appending(path: name), encoding: .utf8)
            else { continue }
            files.append(
                SourceFile(
                    path: folder + "/" + name, module: String(name.prefix { $0 != "/" }),
                    lines: text.split(separator: "\n", omittingEmptySubsequences: false)))
        }
        return files.sorted { $0.path < $1.path }
    }

    /// What each module may import. The standard library's own modules are told apart: the pure
    /// modules have none of them.
    static let imports: [String: Set<String>] = [
        "JSONText": ["CJSON"],
        "Digest": ["COpenSSL"],
        "Packing": ["CLZ4"],
        "Files": ["Glibc"],
        "Supervision": [],
        "Machines": ["Supervision"],
        "Wire": ["Supervision", "JSONText"],
        "Journal": ["Supervision", "JSONText"],
        "ReferenceData": ["Supervision", "JSONText", "Files"],
        "SQLiteStorage": ["Journal", "CSQLite", "Glibc"],
        "Engine": [
            "Supervision", "Wire", "Journal", "JSONText", "Digest", "Packing", "DequeModule",
            "HeapModule",
        ],
        "LoopIO": ["CUV", "Synchronization"],
        "Server": [
            "Engine", "DequeModule", "Supervision", "Wire", "LoopIO", "Journal", "SQLiteStorage",
            "ReferenceData", "JSONText", "Files", "Logging", "Foundation", "Glibc",
            "Synchronization",
        ],
        "Client": ["JSONText", "Digest", "Glibc"],
        "Papers": ["Supervision", "JSONText", "Mustache"],
        "Analysis": ["JSONText", "Digest"],
        "Sessions": [
            "Client", "Engine", "Journal", "Supervision", "ReferenceData", "JSONText", "Files",
            "Glibc", "_StringProcessing", "Synchronization",
        ],
        "yushid": [
            "ArgumentParser", "Files", "Foundation", "LoopIO", "ReferenceData", "Server",
            "Supervision",
        ],
        "yushi-load": ["ArgumentParser", "CEpoll", "DequeModule", "Glibc", "Histogram"],
        "Soak": [],
        "yushi-soak": ["ArgumentParser", "Foundation", "Glibc", "Client", "JSONText", "Soak"],
        "yushi": [
            "ArgumentParser", "Foundation", "Client", "Sessions", "JSONText", "Digest", "Glibc",
            "Machines", "Papers", "Analysis", "ReferenceData", "Supervision", "Files",
        ],
    ]

    @Test func everyImportIsAllowed() {
        let files = Self.files(under: "Sources")
        #expect(files.count > 100, "the sources were found")
        for file in files {
            guard let allowed = Self.imports[file.module] else {
                Issue.record("\(file.path): the module \(file.module) has no row in the table")
                continue
            }
            for line in file.lines {
                let pattern = /^(?:public |internal |package )?import (\w+)/
                guard let name = line.firstMatch(of: pattern).map({ String($0.1) })
                else { continue }
                #expect(allowed.contains(name), "\(file.path) imports \(name)")
            }
        }
    }

    @Test func filesAndLinesAreShort() {
        for file in Self.files(under: "Sources") + Self.files(under: "Tests") {
            #expect(file.lines.count <= 401, "\(file.path) has \(file.lines.count) lines")
            for (number, line) in file.lines.enumerated() where line.count > 100 {
                Issue.record("\(file.path):\(number + 1) has \(line.count) columns")
            }
        }
    }

    /// A function longer than this is a table: one switch with a case for each row of the law.
    static let tables: Set<String> = [
        "Sources/Supervision/Decide/Decide.swift", "Sources/Supervision/Decide/Evolve.swift",
        "Sources/Supervision/Law/RefusalText.swift", "Sources/Machines/Probes.swift",
        "Sources/Journal/EventCoding+Matter.swift",
    ]

    @Test func functionsFitOnAPage() {
        for file in Self.files(under: "Sources") where !Self.tables.contains(file.path) {
            var start: (line: Int, indent: Int)?
            for (number, line) in file.lines.enumerated() {
                let indent = line.prefix { $0 == " " }.count
                if start == nil,
                    line.contains(/^\s*(?:[a-z@()]+ )*(?:func |init[?(<])/), !line.contains("}")
                {
                    start = (number, indent)
                } else if let began = start, indent == began.indent, line.hasSuffix("}") {
                    let length = number - began.line + 1
                    #expect(length <= 70, "\(file.path):\(began.line + 1) has \(length) lines")
                    start = nil
                }
            }
        }
    }

    @Test func nothingIsLeftForLater() {
        // Spelt in halves, so that this file does not find itself.
        let words = [
            "TO" + "DO", "FIX" + "ME", "@unchecked" + " Sendable", "nonisolated" + "(unsafe)",
            "try" + "!",
        ]
        for file in Self.files(under: "Sources") + Self.files(under: "Tests") {
            for (number, line) in file.lines.enumerated() {
                for word in words where line.contains(word) {
                    Issue.record("\(file.path):\(number + 1) says \(word)")
                }
            }
        }
    }

    @Test func everyMethodIsToldInAStory() throws {
        let text = try Data(contentsOf: Self.root.appending(path: "protocol/openrpc.json"))
        let document = try JSONDocument(Array(text))
        let methods = try #require(document.member("methods", of: 0))
        let stories = Self.files(under: "protocol/sessions", ending: ".session")
            .flatMap(\.lines).joined(separator: "\n")
        var count = 0
        for method in document.elements(methods) {
            let name = document.string(try #require(document.member("name", of: method)))
            let isTold = stories.contains("\"\(name)\"")
            #expect(isTold, "no story uses \(name)")
            count += 1
        }
        #expect(count > 50, "the methods were found")
    }
}
