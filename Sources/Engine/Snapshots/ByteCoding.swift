/// Numbers and texts as few bytes: seven bits of a number in each byte, the lowest first.
struct ByteWriter {
    var bytes: [UInt8] = []

    mutating func number(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7f) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// Eight bytes, for what is no small number.
    mutating func word(_ word: UInt64) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: word >> shift))
        }
    }

    mutating func text(_ text: String) {
        number(UInt64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }
}

/// Reads what a `ByteWriter` wrote. What is not there reads as nothing, and breaks the reader.
struct ByteReader {
    let bytes: [UInt8]
    private(set) var offset: Int
    private(set) var isBroken = false

    init(_ bytes: [UInt8], from offset: Int = 0) {
        self.bytes = bytes
        self.offset = offset
    }

    mutating func number() -> UInt64 {
        var number: UInt64 = 0
        var shift: UInt64 = 0
        while offset < bytes.count, shift < 64 {
            let byte = bytes[offset]
            offset += 1
            number |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return number }
            shift += 7
        }
        isBroken = true
        return 0
    }

    /// How many things follow, of which each takes a byte at least.
    mutating func count() -> Int {
        let count = number()
        guard count <= UInt64(bytes.count - offset) else {
            isBroken = true
            return 0
        }
        return Int(count)
    }

    mutating func word() -> UInt64 {
        guard bytes.count - offset >= 8 else {
            isBroken = true
            return 0
        }
        var word: UInt64 = 0
        for index in 0..<8 { word |= UInt64(bytes[offset + index]) << UInt64(index * 8) }
        offset += 8
        return word
    }

    mutating func text() -> String {
        let count = count()
        defer { offset += count }
        return String(decoding: bytes[offset..<offset + count], as: UTF8.self)
    }
}
