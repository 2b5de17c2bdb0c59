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

    @Test func aChecksumChangesWithEveryBitAndWithTheLength() {
        for count in [8, 9, 15, 16, 39, 40, 41, 47, 72, 100] {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ count) }
            let sum = Checksum.of(bytes, from: 8)
            #expect(Checksum.of(bytes, from: 8) == sum)
            for place in 8..<count {
                for bit in 0..<8 {
                    var broken = bytes
                    broken[place] ^= 1 << UInt8(bit)
                    #expect(Checksum.of(broken, from: 8) != sum, "\(count) bytes, \(place)")
                }
            }
            #expect(Checksum.of(bytes.dropLast() + [], from: 8) != sum)
            #expect(Checksum.of(bytes + [0], from: 8) != sum)
            // Before the start nothing counts: there stands the sum itself.
            #expect(
                Checksum.of([UInt8](repeating: 7, count: 8) + bytes.dropFirst(8), from: 8) == sum)
        }
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
