// What the tests of this folder share: reading a text into its canonical bytes or its fault, a
// seeded generator, and random documents.

import Glibc
import JSONText

/// What the reader made of a text: its canonical form, or the kind of the fault.
enum Outcome: Equatable, CustomStringConvertible {
    case accepted(String)
    case refused(JSONFault.Kind)

    var description: String {
        switch self {
        case .accepted(let text): "accepted \(text)"
        case .refused(let kind): "refused \(kind)"
        }
    }
}

func read(_ bytes: [UInt8], with parser: JSONParser = JSONParser()) -> Outcome {
    var document = JSONDocument()
    do throws(JSONFault) {
        try parser.parse(bytes, into: &document)
    } catch {
        return .refused(error.kind)
    }
    return .accepted(String(decoding: canonical(document), as: UTF8.self))
}

func read(_ text: String) -> Outcome {
    read(Array(text.utf8))
}

func canonical(_ document: JSONDocument) -> [UInt8] {
    JSONWriter.encoded { document.write(0, into: &$0) }
}

/// The value of an environment variable; nil when it is unset or empty.
func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    let text = unsafe String(cString: value)
    return text.isEmpty ? nil : text
}

/// SplitMix64: a small generator whose whole state is its seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// A generator for one test. The seed is printed; YUSHI_SEED repeats a run.
    init(test: String) {
        let seed = environment("YUSHI_SEED").flatMap { UInt64($0) } ?? UInt64.random(in: 0...(.max))
        print("\(test): YUSHI_SEED=\(seed)")
        self.init(seed: seed)
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        return mixed ^ mixed >> 31
    }
}

/// Writes a random value, at most `depth` containers deep.
func writeRandom(
    into writer: inout JSONWriter, depth: Int, using generator: inout SeededGenerator
) {
    switch Int.random(in: 0..<(depth > 0 ? 8 : 5), using: &generator) {
    case 0: writer.null()
    case 1: writer.bool(Bool.random(using: &generator))
    case 2: writer.integer(Int64.random(in: -1_000...1_000, using: &generator))
    case 3:
        let largest = JSONDocument.integerMax
        writer.integer(Int64.random(in: -largest...largest, using: &generator))
    case 4: writer.string(randomText(using: &generator))
    case 5:
        writer.beginArray()
        for _ in 0..<Int.random(in: 0...6, using: &generator) {
            writeRandom(into: &writer, depth: depth - 1, using: &generator)
        }
        writer.endArray()
    default:
        writer.beginObject()
        // More than 16 members now and then, to meet both checks for duplicate keys.
        let most = Int.random(in: 0..<20, using: &generator) == 0 ? 40 : 5
        var names: Set<String> = []
        for _ in 0..<Int.random(in: 0...most, using: &generator) {
            let name = randomText(using: &generator)
            guard names.insert(String(name.unicodeScalars.map { "\($0.value)," }.joined())).inserted
            else { continue }
            writer.key(text: name)
            writeRandom(into: &writer, depth: depth - 1, using: &generator)
        }
        writer.endObject()
    }
}

/// A random text in which characters to escape and characters of every UTF-8 length are common.
func randomText(using generator: inout SeededGenerator) -> String {
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 0...24, using: &generator) {
        let bound: UInt32 =
            switch Int.random(in: 0..<6, using: &generator) {
            case 0: 0x20
            case 1: 0x800
            case 2: 0x1_0000
            case 3: 0x11_0000
            default: 0x80
            }
        if let scalar = Unicode.Scalar(UInt32.random(in: 0..<bound, using: &generator)) {
            text.append(scalar)
        }
    }
    return String(text)
}
