// Finding the source bytes of a value. Documents hold unescaped text, but the id of a JSON-RPC
// request has to come back as it was spelt, `"\u0061"` not `"a"`. That is needed rarely, so that
// the line is scanned again instead of every node carrying its source range.

/// The source range of the value of one member of the object at the top of a text.
///
/// - Parameters:
///   - name: the member's name, ASCII; a key in the text may spell it with escapes.
///   - bytes: a buffer whose `range` holds a text that ``JSONParser`` accepted. With another
///     text the answer means nothing, but the call is still safe.
/// - Returns: the range in `bytes` of the value without the white space around it; nil when the
///   top is no object or has no such member.
public func rawTopLevelMember(
    _ name: StaticString, in bytes: [UInt8], _ range: Range<Int>
) -> Range<Int>? {
    var scanner = RawScanner(bytes: bytes, position: range.lowerBound, end: range.upperBound)
    guard scanner.accept(UInt8(ascii: "{")) else { return nil }
    while scanner.peek() == UInt8(ascii: "\"") {
        let key = scanner.value()
        guard scanner.accept(UInt8(ascii: ":")) else { return nil }
        let value = scanner.value()
        if scanner.key(key, spells: name) { return value }
        guard scanner.accept(UInt8(ascii: ",")) else { return nil }
    }
    return nil
}

/// The source ranges of the elements of the array at the top of a text, such as the calls of a
/// batch.
///
/// - Parameter bytes: as for ``rawTopLevelMember(_:in:_:)``.
/// - Returns: ranges in `bytes`, without the white space around the values; nothing when the top
///   is no array.
public func rawTopLevelElements(in bytes: [UInt8], _ range: Range<Int>) -> [Range<Int>] {
    var scanner = RawScanner(bytes: bytes, position: range.lowerBound, end: range.upperBound)
    var elements: [Range<Int>] = []
    guard scanner.accept(UInt8(ascii: "[")) else { return elements }
    while let next = scanner.peek(), next != UInt8(ascii: "]") {
        elements.append(scanner.value())
        guard scanner.accept(UInt8(ascii: ",")) else { break }
    }
    return elements
}

/// Walks over a valid text without understanding more of it than strings and brackets.
private struct RawScanner {
    let bytes: [UInt8]
    var position: Int
    let end: Int

    /// The next byte that is no white space.
    mutating func peek() -> UInt8? {
        while position < end {
            switch bytes[position] {
            case 0x20, 0x09, 0x0A, 0x0D: position += 1
            default: return bytes[position]
            }
        }
        return nil
    }

    mutating func accept(_ byte: UInt8) -> Bool {
        guard peek() == byte else { return false }
        position += 1
        return true
    }

    /// Skips one value and returns its range.
    mutating func value() -> Range<Int> {
        _ = peek()
        let start = position
        var depth = 0
        while position < end {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                skipString()
                if depth == 0 { return start..<position }
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                depth += 1
                position += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                // Without a bracket of its own this ends a scalar: `1]`.
                if depth == 0 { return start..<position }
                depth -= 1
                position += 1
                if depth == 0 { return start..<position }
            case UInt8(ascii: ","), UInt8(ascii: ":"), 0x20, 0x09, 0x0A, 0x0D:
                if depth == 0 { return start..<position }
                position += 1
            default:
                position += 1
            }
        }
        return start..<position
    }

    private mutating func skipString() {
        position += 1
        while position < end {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                position += 1
                return
            case UInt8(ascii: "\\"):
                position = min(position + 2, end)
            default:
                position += 1
            }
        }
    }

    /// Whether the string in `range`, quotes included, is `name` after unescaping.
    func key(_ range: Range<Int>, spells name: StaticString) -> Bool {
        name.withUTF8Buffer { name in
            var index = range.lowerBound + 1
            for place in 0..<name.count {
                let wanted = unsafe name[place]
                guard index < range.upperBound - 1 else { return false }
                if bytes[index] == UInt8(ascii: "\\") {
                    guard let (unit, length) = escape(at: index, before: range.upperBound - 1),
                        unit == UInt16(wanted)
                    else { return false }
                    index += length
                } else {
                    guard bytes[index] == wanted else { return false }
                    index += 1
                }
            }
            return index == range.upperBound - 1
        }
    }

    /// The UTF-16 code unit that an escape stands for, and the escape's length in bytes.
    private func escape(at index: Int, before end: Int) -> (unit: UInt16, length: Int)? {
        guard index + 1 < end else { return nil }
        switch bytes[index + 1] {
        case UInt8(ascii: "b"): return (0x08, 2)
        case UInt8(ascii: "t"): return (0x09, 2)
        case UInt8(ascii: "n"): return (0x0A, 2)
        case UInt8(ascii: "f"): return (0x0C, 2)
        case UInt8(ascii: "r"): return (0x0D, 2)
        case UInt8(ascii: "u"):
            guard index + 6 <= end else { return nil }
            var unit: UInt16 = 0
            for digit in bytes[(index + 2)..<(index + 6)] {
                guard let value = Character(Unicode.Scalar(digit)).hexDigitValue else {
                    return nil
                }
                unit = unit << 4 | UInt16(value)
            }
            return (unit, 6)
        case let byte: return (UInt16(byte), 2)
        }
    }
}
