import JSONText
import Supervision
import Testing

@testable import Engine

/// One text serves all who may know the same, and nobody else.
@Suite struct TellingTests {
    private static let matter = MatterID(kind: .supervision, serial: 3)

    /// What differs in any way from what was said before is written anew.
    @Test func whoMayKnowTheSameIsToldTheSame() {
        var telling = Telling()
        let cases: [(passage: Int, known: Telling.Knowledge, opened: MatterID?)] = [
            (0, .all, nil), (0, .some(["a", "b"]), nil), (0, .some(["a"]), nil),
            (0, .all, Self.matter), (1, .all, nil), (1, .some(["a"]), Self.matter),
        ]
        for entry in 0..<3 {
            telling.begin(opening: nil)
            for round in 0..<2 {
                for (number, one) in cases.enumerated() {
                    var wasWritten = false
                    let line = telling.line(of: one.passage, one.known, opened: one.opened) {
                        wasWritten = true
                        return Self.write("\(entry) \(number)", into: &$0)
                    }
                    #expect(wasWritten == (round == 0))
                    for subscription in [7, 1_234_567] as [Int64] {
                        var bytes = Array("before ".utf8)
                        line.append(to: &bytes, for: subscription)
                        #expect(
                            String(decoding: bytes, as: UTF8.self)
                                == #"before {"subscription":\#(subscription),"#
                                + #""said":"\#(entry) \#(number)"}"#)
                    }
                }
            }
        }
    }

    private static func write(_ said: String, into writer: inout JSONWriter) -> Range<Int> {
        writer.beginObject()
        writer.key("subscription")
        let start = writer.count
        writer.integer(0)
        let end = writer.count
        writer.member("said", said)
        writer.endObject()
        return start..<end
    }
}
