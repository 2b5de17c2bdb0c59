import Glibc
import JSONText
import Journal
import Supervision

// What the tests of the stored coding share: encoding in one call, random texts, surgery on JSON,
// and the golden files.

func encoded(_ events: [MatterEvent]) -> [UInt8] {
    JSONWriter.encoded { EventCoding.encode(events, into: &$0) }
}

func encoded(_ matter: Matter) -> [UInt8] {
    JSONWriter.encoded { StateCoding.encode(matter, into: &$0) }
}

func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

/// SplitMix64: small, and the same on every machine for the same seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// A text of up to 40 scalars: Chinese, emoji, quotes, controls, and whatever else there is.
    mutating func text() -> String {
        let pieces: [Unicode.Scalar] = [
            "监", "督", "〔", "\"", "\\", "/", "\n", "\r", "\t", "\u{0}", "\u{1F}", "\u{7F}",
            "é", "\u{301}", "👩", "\u{200D}", "🏛", "\u{FEFF}", "\u{2028}", "\u{10FFFF}", "a",
        ]
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...40, using: &self) {
            let any = Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &self))
            let piece = Bool.random(using: &self) ? pieces.randomElement(using: &self) : any
            text.append(piece ?? "x")
        }
        return String(text)
    }
}

// MARK: Surgery

/// The document's text without one member.
func copy(_ document: JSONDocument, leavingOut key: Int) -> [UInt8] {
    JSONWriter.encoded { write(document, 0, leavingOut: key, into: &$0) }
}

private func write(
    _ document: JSONDocument, _ node: Int, leavingOut skipped: Int,
    into writer: inout JSONWriter
) {
    switch document.kind(node) {
    case .null, .bool, .integer, .string:
        document.write(node, into: &writer)
    case .array:
        writer.beginArray()
        for element in document.elements(node) {
            write(document, element, leavingOut: skipped, into: &writer)
        }
        writer.endArray()
    case .object:
        writer.beginObject()
        for (key, value) in document.members(node) where key != skipped {
            writer.key(text: document.string(key))
            write(document, value, leavingOut: skipped, into: &writer)
        }
        writer.endObject()
    }
}

/// A member of a document: where its key stands, and the way to it.
struct MemberPlace {
    var key: Int
    var name: String
    /// The path of the object that holds it, as in a `CodingFault`.
    var path: String
}

/// Every member of every object in the subtree of a node.
func members(of document: JSONDocument, _ node: Int = 0, path: String = "") -> [MemberPlace] {
    switch document.kind(node) {
    case .null, .bool, .integer, .string:
        return []
    case .array:
        return document.elements(node).enumerated().flatMap { index, element in
            members(of: document, element, path: path + "[\(index)]")
        }
    case .object:
        return document.members(node).flatMap { key, value in
            let name = document.string(key)
            let inner = path.isEmpty ? name : path + "." + name
            return [MemberPlace(key: key, name: name, path: path)]
                + members(of: document, value, path: inner)
        }
    }
}

// MARK: Golden files

/// The lines of a file in the folder `Golden` beside this one.
func goldenLines(_ name: String) -> [String] {
    guard let file = unsafe fopen(goldenPath(name), "r") else { return [] }
    defer { unsafe fclose(file) }
    var bytes: [UInt8] = []
    while case let byte = unsafe getc(file), byte != EOF {
        bytes.append(UInt8(truncatingIfNeeded: byte))
    }
    return text(bytes).split(separator: "\n").map(String.init)
}

/// Writes a golden file anew when the variable `YUSHI_WRITE_GOLDEN` is set.
func rewriteGoldenIfAsked(_ name: String, _ lines: [String]) {
    guard unsafe getenv("YUSHI_WRITE_GOLDEN") != nil,
        let file = unsafe fopen(goldenPath(name), "w")
    else { return }
    defer { unsafe fclose(file) }
    for line in lines {
        unsafe fputs(line + "\n", file)
    }
}

private func goldenPath(_ name: String, thisFile: String = #filePath) -> String {
    thisFile.split(separator: "/", omittingEmptySubsequences: false).dropLast()
        .joined(separator: "/") + "/Golden/" + name
}
