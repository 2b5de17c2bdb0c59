/// A sum of 64 bits that finds damage, not malice: each word changes it in a way that no later one
/// can undo, so that no change within one word stays unseen.
public enum Checksum {
    private static let factor: UInt64 = 0x9e37_79b9_7f4a_7c15

    /// Of everything from a place on, and of how many bytes there are in all.
    public static func of(_ bytes: [UInt8], from start: Int) -> UInt64 {
        // Four sums that do not wait for each other take the words in turn, the first one also what
        // is left over.
        var (a, b, c, d) = (UInt64(bytes.count) &* factor, UInt64(1), UInt64(2), UInt64(3))
        unsafe bytes.withUnsafeBytes { bytes in
            var place = start
            func word(_ offset: Int) -> UInt64 {
                let word = unsafe bytes.loadUnaligned(
                    fromByteOffset: place + offset, as: UInt64.self)
                return UInt64(littleEndian: word)
            }
            while bytes.count - place >= 32 {
                (a, b) = (mix(a, word(0)), mix(b, word(8)))
                (c, d) = (mix(c, word(16)), mix(d, word(24)))
                place += 32
            }
            while place < bytes.count {
                a = mix(a, UInt64(unsafe bytes[place]))
                place += 1
            }
        }
        return mix(mix(mix(a, b), c), d)
    }

    /// Different sums stay different, and different words make different ones.
    private static func mix(_ sum: UInt64, _ word: UInt64) -> UInt64 {
        let product = (sum ^ word) &* factor
        return product ^ product >> 29
    }
}
