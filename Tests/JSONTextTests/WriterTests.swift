// The writer's bytes, and that it refuses calls that would not add up to JSON.

import JSONText
import Testing

@Suite struct WriterTests {
    private func written(_ body: (inout JSONWriter) -> Void) -> String {
        String(decoding: JSONWriter.encoded(body), as: UTF8.self)
    }

    @Test func placesCommas() {
        let text = written { writer in
            writer.beginObject()
            writer.key("a")
            writer.beginArray()
            writer.integer(1)
            writer.beginArray()
            writer.endArray()
            writer.beginObject()
            writer.endObject()
            writer.string("x")
            writer.null()
            writer.endArray()
            writer.key(text: "b")
            writer.bool(true)
            writer.key("c")
            writer.raw("[ 1 ]")
            writer.key("d")
            writer.raw(Array("2".utf8))
            writer.endObject()
        }
        #expect(text == #"{"a":[1,[],{},"x",null],"b":true,"c":[ 1 ],"d":2}"#)
    }

    @Test func writesMembersAndOmitsNil() {
        let nothing: String? = nil
        let text = written { writer in
            writer.beginObject()
            writer.member("none", nothing)
            writer.member("a", "x")
            writer.member("b", 1)
            writer.member("c", Int64(-2))
            writer.member("d", false)
            writer.member("e", Optional("y"))
            writer.member("f", Int?.none)
            writer.member("g", Int?.some(3))
            writer.member("h", Int64?.none)
            writer.member("i", Int64?.some(4))
            writer.member("j", Bool?.none)
            writer.member("k", Bool?.some(true))
            writer.endObject()
        }
        #expect(text == #"{"a":"x","b":1,"c":-2,"d":false,"e":"y","g":3,"i":4,"k":true}"#)
    }

    @Test func escapesOnlyWhatItMust() {
        for value in UInt32(0)..<0x3000 {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let expected: String =
                switch value {
                case 0x08: "\\b"
                case 0x09: "\\t"
                case 0x0A: "\\n"
                case 0x0C: "\\f"
                case 0x0D: "\\r"
                case 0x22: "\\\""
                case 0x5C: "\\\\"
                case 0..<0x10: "\\u000" + String(value, radix: 16)
                case 0..<0x20: "\\u00" + String(value, radix: 16)
                default: String(Character(scalar))
                }
            // Every place within the eight bytes that are tested at once, and after them.
            for place in [0, 3, 7, 8, 11] {
                let before = String(repeating: "a", count: place)
                let text = "\(before)\(Character(scalar))bcdefghi"
                let wanted = "\"\(before)\(expected)bcdefghi\""
                #expect(Array(written { $0.string(text) }.utf8) == Array(wanted.utf8))
            }
        }
    }

    @Test func everyKindOfStringIsWrittenAlike() {
        let text = "a\"b\n\u{E9}\u{2028}"
        let wanted = "\"a\\\"b\\n\u{E9}\u{2028}\""
        let bytes = Array(text.utf8)
        #expect(written { $0.string(text) } == wanted)
        #expect(written { $0.string("a\"b\n\u{E9}\u{2028}" as StaticString) } == wanted)
        #expect(written { $0.string(utf8: bytes, bytes.indices) } == wanted)
        #expect(written { $0.string(utf8: [0x78] + bytes, 1..<(bytes.count + 1)) } == wanted)
        let asKey = written { writer in
            writer.beginObject()
            writer.key(text: text)
            writer.null()
            writer.key(text: "\t")
            writer.null()
            writer.endObject()
        }
        #expect(asKey == "{\(wanted):null,\"\\t\":null}")
    }

    @Test func writesIntegers() {
        var values: [Int64] = [0, JSONDocument.integerMax]
        var power: Int64 = 1
        for _ in 0..<16 {
            values += [power, power - 1, power + 1]
            power *= 10
        }
        for value in values where value <= JSONDocument.integerMax {
            #expect(written { $0.integer(value) } == "\(value)")
            #expect(written { $0.integer(-value) } == "\(-value)")
            #expect(written { $0.integer(Int(value)) } == "\(value)")
        }
    }

    @Test func writesLinesAndStartsAnew() {
        var writer = JSONWriter(reservingCapacity: 64)
        writer.integer(1)
        writer.endLine()
        writer.beginArray()
        writer.endArray()
        writer.endLine()
        #expect(writer.bytes == Array("1\n[]\n".utf8))
        writer.beginObject()
        writer.key("unfinished")
        writer.removeAll()
        #expect(writer.bytes.isEmpty)
        writer.string("x")
        #expect(writer.bytes == Array("\"x\"".utf8))
    }

    @Test func nestsAsDeepAsTheReaderReads() throws {
        let bytes = JSONWriter.encoded { writer in
            for _ in 0..<JSONDocument.depthMax { writer.beginArray() }
            for _ in 0..<JSONDocument.depthMax { writer.endArray() }
        }
        #expect(canonical(try JSONDocument(bytes)) == bytes)
    }

    @Test func trapsOnMisuse() async {
        await #expect(processExitsWith: .failure) {
            _ = JSONWriter.encoded { writer in
                for _ in 0...JSONDocument.depthMax { writer.beginArray() }
            }
        }
        await #expect(processExitsWith: .failure) {
            _ = JSONWriter.encoded { $0.integer(JSONDocument.integerMax + 1) }
        }
        await #expect(processExitsWith: .failure) {
            _ = JSONWriter.encoded { $0.integer(Int64.min) }
        }
        await #expect(processExitsWith: .failure) {
            var writer = JSONWriter()
            writer.beginObject()
            writer.integer(1)
        }
        await #expect(processExitsWith: .failure) {
            var writer = JSONWriter()
            writer.beginArray()
            writer.key("a")
        }
        await #expect(processExitsWith: .failure) {
            var writer = JSONWriter()
            writer.beginArray()
            writer.endObject()
        }
        await #expect(processExitsWith: .failure) {
            var writer = JSONWriter()
            writer.beginObject()
            writer.key("a")
            writer.endObject()
        }
        await #expect(processExitsWith: .failure) {
            var writer = JSONWriter()
            writer.null()
            writer.null()
        }
        await #expect(processExitsWith: .failure) { _ = JSONWriter.encoded { _ in } }
    }
}
