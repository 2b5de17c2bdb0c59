// Where the writer puts its bytes. A message is written in many small steps, so a step has to cost
// little more than its bytes: the room is there before, and only the length moves.

/// A growing buffer of bytes that is kept from message to message.
struct ByteBuffer: Sendable {
    /// All of it is initialised; only the first `count` bytes were written.
    private var room: [UInt8]
    private(set) var count = 0

    init(capacity: Int) {
        room = [UInt8](repeating: 0, count: capacity)
    }

    var bytes: [UInt8] { Array(room[..<count]) }

    func withBytes(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        unsafe room.withUnsafeBufferPointer { room in
            unsafe body(UnsafeBufferPointer(rebasing: room[..<count]))
        }
    }

    func append(to array: inout [UInt8]) {
        array += room[..<count]
    }

    func append(to array: inout [UInt8], replacing range: Range<Int>, by value: Int64) {
        unsafe withBytes { bytes in
            unsafe array += UnsafeBufferPointer(rebasing: bytes[..<range.lowerBound])
            unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
                // What has a capacity has an address.
                let start = digits.baseAddress!
                var pen = unsafe Pen(at: start, end: start + digits.count)
                pen.put(decimal: value)
                unsafe array += UnsafeBufferPointer(start: start, count: pen.position - start)
            }
            unsafe array += UnsafeBufferPointer(rebasing: bytes[range.upperBound...])
        }
    }

    /// Forgets the bytes and keeps the room.
    mutating func removeAll() { count = 0 }

    /// Lets the body write so many bytes or fewer behind the others.
    @inline(__always)
    mutating func append(upTo more: Int, _ body: (inout Pen) -> Void) {
        if room.count - count < more { grow(by: more) }
        count = unsafe room.withUnsafeMutableBufferPointer { room in
            // There is room for at least `more` bytes, so the buffer has an address, unless
            // nothing is to be written.
            guard let base = room.baseAddress else { return count }
            var pen = unsafe Pen(at: base + count, end: base + room.count)
            body(&pen)
            return unsafe pen.position - base
        }
    }

    @inline(never)
    private mutating func grow(by more: Int) {
        let wanted = max(room.count * 2, count + more, 64)
        room += [UInt8](repeating: 0, count: wanted - room.count)
    }

    /// Writes one byte behind the other, and traps at the end of the room.
    @safe struct Pen {
        fileprivate private(set) var position: UnsafeMutablePointer<UInt8>
        private let end: UnsafeMutablePointer<UInt8>

        @inline(__always)
        fileprivate init(at position: UnsafeMutablePointer<UInt8>, end: UnsafeMutablePointer<UInt8>)
        {
            unsafe self.position = position
            unsafe self.end = end
        }

        @inline(__always)
        private func expectRoom(for count: Int) {
            precondition(
                unsafe count <= end - position, "more is written than there is room for")
        }

        @inline(__always)
        mutating func put(_ byte: UInt8) {
            expectRoom(for: 1)
            unsafe position.pointee = byte
            unsafe position += 1
        }

        @inline(__always)
        mutating func put(_ bytes: UnsafeBufferPointer<UInt8>) {
            guard let start = bytes.baseAddress else { return }
            expectRoom(for: bytes.count)
            unsafe position.update(from: start, count: bytes.count)
            unsafe position += bytes.count
        }

        mutating func put(decimal value: Int64) {
            if value < 0 { put(UInt8(ascii: "-")) }
            put(digitsOf: value.magnitude)
        }

        /// The digits of a number of at most 19 digits.
        mutating func put(digitsOf value: UInt64) {
            var length = 1
            var bound: UInt64 = 10
            while value >= bound, length < 19 {
                length += 1
                bound *= 10
            }
            expectRoom(for: length)
            var rest = value
            var index = length
            while index > 0 {
                index -= 1
                unsafe position[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            }
            unsafe position += length
        }

        /// A character that does not stand in a string as it is.
        mutating func put(escapeOf byte: UInt8) {
            put(UInt8(ascii: "\\"))
            switch byte {
            case 0x08: put(UInt8(ascii: "b"))
            case 0x09: put(UInt8(ascii: "t"))
            case 0x0A: put(UInt8(ascii: "n"))
            case 0x0C: put(UInt8(ascii: "f"))
            case 0x0D: put(UInt8(ascii: "r"))
            case UInt8(ascii: "\""), UInt8(ascii: "\\"): put(byte)
            default:
                let digit = byte & 15
                let zero = digit < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10
                put(UInt8(ascii: "u"))
                put(UInt8(ascii: "0"))
                put(UInt8(ascii: "0"))
                put(UInt8(ascii: "0") + byte >> 4)
                put(zero + digit)
            }
        }
    }
}

/// How many bytes at the start of a text can stand in a JSON string as they are. Eight bytes are
/// tested at once: subtracting from each byte borrows its top bit when it was too small.
func plainPrefix(of text: UnsafeBufferPointer<UInt8>) -> Int {
    let ones: UInt64 = 0x0101_0101_0101_0101
    let tops: UInt64 = 0x8080_8080_8080_8080
    let raw = UnsafeRawBufferPointer(text)
    var index = 0
    while index + 8 <= raw.count {
        let word = unsafe raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        let quotes = word ^ (ones &* 0x22)
        let backslashes = word ^ (ones &* 0x5C)
        let controls = (word &- ones &* 0x20) & ~word
        let found = (quotes &- ones) & ~quotes | (backslashes &- ones) & ~backslashes | controls
        if found & tops != 0 { break }
        index += 8
    }
    while index < raw.count {
        let byte = unsafe raw[index]
        if byte < 0x20 || byte == 0x22 || byte == 0x5C { return index }
        index += 1
    }
    return index
}
