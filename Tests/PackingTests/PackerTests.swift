// What is packed comes back as it was; what is not a packed text is told from one.

import Packing
import Testing

@Suite struct PackerTests {
    private let dictionary = Array(#"{"matter":{"id":"S1","version":1,"summary":""#.utf8)

    @Test func whatWasPackedComesBack() {
        let packer = Packer(dictionary: dictionary)
        let texts = [
            "", "x", String(repeating: "一件投诉 ", count: 4000),
            #"{"matter":{"id":"S7","version":3,"summary":"逾期未办"}"#,
        ].map { Array($0.utf8) }
        // In any order, because nothing of a text stays behind for the next one.
        for text in texts + texts.reversed() {
            let packed = packer.pack(text)
            #expect(Packer(dictionary: dictionary).unpack(packed[...], count: text.count) == text)
        }
        let long = packer.pack(texts[3])
        #expect(long.count < texts[3].count, "the dictionary helps with short texts")
    }

    @Test func whatIsNoPackedTextIsTold() {
        let packer = Packer(dictionary: dictionary)
        let text = Array(#"{"matter":{"id":"S7","version":3,"summary":"逾期未办"}"#.utf8)
        let packed = packer.pack(text)
        #expect(packer.unpack(packed[...], count: text.count + 1) == nil)
        #expect(packer.unpack(packed[...], count: text.count - 1) == nil)
        #expect(packer.unpack(packed.dropLast(), count: text.count) == nil)
        #expect(packer.unpack([], count: text.count) == nil)
    }
}
