// The digests are checked against the published vectors of FIPS 180-4.

import Digest
import Testing

@Suite struct DigestTests {
    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
        (
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
        ),
    ])
    func sha256OfPublishedVectors(text: String, expected: String) {
        let digest = Digest.sha256(Array(text.utf8))
        #expect(digest.count == Digest.sha256ByteCount)
        #expect(Digest.hex(digest) == expected)
    }

    @Test func sha256OfAMillionLetters() {
        let digest = Digest.sha256([UInt8](repeating: 0x61, count: 1_000_000))
        #expect(
            Digest.hex(digest)
                == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    @Test func hexWritesTwoLowerCaseDigitsPerByte() {
        #expect(Digest.hex([]) == "")
        #expect(Digest.hex([0x00, 0x0F, 0xA0, 0xFF]) == "000fa0ff")
        let all = Digest.hex(Array(0...255))
        #expect(all.utf8.count == 512)
        #expect(all.hasPrefix("00010203") && all.hasSuffix("fcfdfeff"))
    }

    @Test func randomBytesHaveTheirLengthAndDiffer() {
        #expect(Digest.random(byteCount: 0).isEmpty)
        #expect(Digest.random(byteCount: 1).count == 1)
        let first = Digest.random(byteCount: 32)
        #expect(first.count == 32)
        // Equal by chance once in 2^256 runs.
        #expect(first != Digest.random(byteCount: 32))
    }
}
