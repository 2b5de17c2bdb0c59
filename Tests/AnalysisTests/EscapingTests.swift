import JSONText
import Testing

@testable import Analysis

/// Names that break something where somebody forgot to escape.
private let hostileNames = [
    "\"'`", "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "+1+1", "-2", "@SUM(A1)", "＝1",
    "a\nb", "a\r\nb", "\ttab", "&amp;&lt;", "]]>", "a,b", "\"\"", "👩‍👩‍👧‍👦🇨🇳",
    "\u{202E}gnp.exe", "שלום",
    "𠮷野家", "\"\u{301}x=\u{301}", "<\u{301}b>", ",\u{301}", "\u{FEFF}x", "，、“”", " x ", "",
]

private func matter() -> MatterRecord {
    MatterRecord(
        id: "S1", kind: "supervision", supervising: "cy", supervised: ["cy-m"],
        registeredAt: "2026-03-02T01:00:00.000Z", attributes: [Attribute("category", .integer(2))],
        summary: nil)
}

private func event(_ text: String) -> EventRecord {
    EventRecord(
        id: "1.1", position: 1, version: 1, time: "2026-03-02T01:00:00.000Z", name: "noted",
        persons: [Reference(id: text, qualifier: "by")],
        organs: [Reference(id: text, qualifier: "organ")],
        document: DocumentRecord(kind: "opinion", number: text, issuer: "cy"),
        attributes: [Attribute("serious", .flag(true))], texts: [Attribute("text", .text(text))])
}

/// What a writer makes of one event.
private func written<Writer: HistoryWriter>(_ writer: Writer, _ event: EventRecord) -> [UInt8] {
    var (writer, output, spool) = (writer, [UInt8](), [UInt8]())
    writer.begin(into: &output)
    writer.write(event, of: matter(), into: &output, spool: &spool)
    writer.end(matter(), into: &output, spool: &spool)
    writer.write(OrganRecord(id: "cy", name: event.document?.number), spool: &spool)
    writer.beginSpooled(into: &output)
    output += spool
    writer.end(into: &output)
    return output
}

private func same(_ a: String?, _ b: String) -> Bool {
    a.map { Array($0.unicodeScalars) == Array(b.unicodeScalars) } ?? false
}

@Suite struct EscapingTests {
    @Test(arguments: hostileNames)
    func namesComeBackUnchangedFromJSON(_ name: String) throws {
        let bytes = written(OCELWriter(), event(name))
        let log = try JSONDocument(bytes)
        let objects = try #require(log.member("objects", of: 0))
        let organ = try #require(
            log.elements(objects).first {
                log.member("id", of: $0).map { log.string($0) } == "organ:cy"
            })
        let attributes = try #require(log.member("attributes", of: organ))
        let value = try #require(
            log.elements(attributes).first { _ in true }.flatMap { log.member("value", of: $0) })
        #expect(same(log.string(value), name))
    }

    @Test(arguments: hostileNames)
    func namesComeBackUnchangedFromXML(_ name: String) throws {
        let text = String(decoding: written(XESWriter(), event(name)), as: UTF8.self)
        #expect(!text.contains("<script"))
        // A reader of its own: line by line, an attribute in quotes, entities undone.
        let line = try #require(
            text.split(separator: "\n").first { $0.contains("key=\"document\"") })
        let value = line.unicodeScalars.split(separator: "\"", omittingEmptySubsequences: false)
        #expect(value.count == 5, "\(line)")
        #expect(same(undone(String(value[3])), name))
    }

    @Test func whatXMLCannotHoldIsReplaced() {
        let text = String(
            decoding: written(XESWriter(), event("a\u{0}\u{1B}\u{FFFE}\u{FFFF}b")), as: UTF8.self)
        #expect(text.contains("value=\"a\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}b\""))
        for scalar in text.unicodeScalars where scalar != "\n" {
            #expect(scalar >= " " && scalar != "\u{FFFE}" && scalar != "\u{FFFF}")
        }
    }

    @Test(arguments: hostileNames)
    func namesComeBackFromCSVAndAreNoFormulas(_ name: String) throws {
        let rows = try parsed(written(CSVWriter(), event(name)))
        #expect(rows.count == 2)
        #expect(rows[0] == CSVWriter.columns)
        #expect(rows[1].count == CSVWriter.columns.count)
        let place = try #require(CSVWriter.columns.firstIndex(of: "document"))
        let cell = rows[1][place]
        let isDefused = cell.unicodeScalars.first == "'" && !same(cell, name)
        #expect(same(isDefused ? String(cell.unicodeScalars.dropFirst()) : cell, name))
        for cell in rows[1] {
            guard let first = cell.unicodeScalars.first else { continue }
            #expect(!"=+-@\t\r＝＋－＠".unicodeScalars.contains(first), "\(cell)")
        }
        let isFormula = name.unicodeScalars.first.map {
            "=+-@\t\r＝＋－＠".unicodeScalars.contains($0)
        }
        #expect(isDefused == (isFormula ?? false))
    }

    /// RFC 4180, read strictly.
    private func parsed(_ bytes: [UInt8]) throws -> [[String]] {
        var rows: [[String]] = [[]]
        var cell = String.UnicodeScalarView()
        var rest = String(decoding: bytes, as: UTF8.self).unicodeScalars[...]
        func take() -> Unicode.Scalar? { rest.popFirst() }
        while let scalar = take() {
            switch scalar {
            case "\"":
                #expect(cell.isEmpty, "a quote within a cell without quotes")
                while let inner = take() {
                    if inner == "\"" {
                        guard rest.first == "\"" else { break }
                        rest.removeFirst()
                    }
                    cell.append(inner)
                }
                #expect(rest.first == "," || rest.first == "\r", "text after a quoted cell")
            case ",":
                rows[rows.count - 1].append(String(cell))
                cell = .init()
            case "\r":
                #expect(take() == "\n")
                rows[rows.count - 1].append(String(cell))
                cell = .init()
                rows.append([])
            default:
                #expect(scalar != "\n", "a line feed without quotes")
                cell.append(scalar)
            }
        }
        #expect(rows.removeLast().isEmpty)
        return rows
    }

    private func undone(_ text: String) -> String {
        var text = text[...].unicodeScalars
        var result = String.UnicodeScalarView()
        let entities: [(String, Unicode.Scalar)] = [
            ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#9;", "\t"), ("&#10;", "\n"),
            ("&#13;", "\r"), ("&amp;", "&"),
        ]
        while let first = text.first {
            if let (entity, scalar) = entities.first(where: {
                text.starts(with: $0.0.unicodeScalars)
            }) {
                text = text.dropFirst(entity.unicodeScalars.count)
                result.append(scalar)
            } else {
                #expect(first != "&" && first != "<")
                result.append(first)
                text = text.dropFirst()
            }
        }
        return String(result)
    }
}
