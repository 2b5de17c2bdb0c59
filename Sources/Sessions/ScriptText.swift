// The two small texts inside statements: words with quotes, and bytes with escapes.

/// Words as a shell would split them, without any of its substitutions.
enum Words {
    /// Splits at white space. Inside `'…'` everything is itself; inside `"…"` and outside of
    /// quotes a backslash takes the next character as it is.
    static func split(
        _ text: Substring, _ fault: (String) -> SessionFault
    ) throws(SessionFault) -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        var rest = text
        while let character = rest.popFirst() {
            switch (character, quote) {
            case ("\\", nil), ("\\", "\""):
                guard let next = rest.popFirst() else { throw fault("nothing follows '\\'") }
                word = (word ?? "") + String(next)
            case ("'", nil), ("\"", nil):
                quote = character
                word = word ?? ""
            case (" ", nil), ("\t", nil):
                if let done = word { words.append(done) }
                word = nil
            default:
                if character == quote {
                    quote = nil
                } else {
                    word = (word ?? "") + String(character)
                }
            }
        }
        guard quote == nil else { throw fault("a quote is not closed") }
        if let done = word { words.append(done) }
        return words
    }
}

/// Bytes written as quoted strings, each with an optional count: `"a" * 3 "\n"`.
enum RawBytes {
    /// What a session may send at most in one statement.
    static let countMax = 64 << 20

    static func parse(
        _ text: Substring, _ fault: (String) -> SessionFault
    ) throws(SessionFault) -> [UInt8] {
        var bytes: [UInt8] = []
        var rest = text.utf8.drop { $0 == 0x20 || $0 == 0x09 }
        guard !rest.isEmpty else { throw fault("after >raw stands a string in quotes") }
        while !rest.isEmpty {
            guard rest.popFirst() == UInt8(ascii: "\"") else {
                throw fault("after >raw stand strings in quotes, each with an optional '* count'")
            }
            let string = try string(&rest, fault)
            rest = rest.drop { $0 == 0x20 || $0 == 0x09 }
            var count = 1
            if rest.first == UInt8(ascii: "*") {
                let digits = rest.dropFirst().drop { $0 == 0x20 }
                    .prefix { (0x30...0x39).contains($0) }
                guard let number = Int(String(decoding: digits, as: UTF8.self)) else {
                    throw fault("after '*' stands a count")
                }
                count = number
                rest = rest[digits.endIndex...].drop { $0 == 0x20 || $0 == 0x09 }
            }
            guard count <= countMax / max(1, string.count) else {
                throw fault("that is more than \(countMax) bytes")
            }
            for _ in 0..<count { bytes += string }
        }
        return bytes
    }

    /// Reads up to and with the closing quote.
    private static func string(
        _ rest: inout Substring.UTF8View, _ fault: (String) -> SessionFault
    ) throws(SessionFault) -> [UInt8] {
        var bytes: [UInt8] = []
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "\""): return bytes
            case UInt8(ascii: "\\"): bytes += try escape(&rest, fault)
            default: bytes.append(byte)
            }
        }
        throw fault("a string is not closed")
    }

    private static func escape(
        _ rest: inout Substring.UTF8View, _ fault: (String) -> SessionFault
    ) throws(SessionFault) -> [UInt8] {
        switch rest.popFirst() {
        case UInt8(ascii: "n"): return [0x0A]
        case UInt8(ascii: "r"): return [0x0D]
        case UInt8(ascii: "t"): return [0x09]
        case UInt8(ascii: "b"): return [0x08]
        case UInt8(ascii: "f"): return [0x0C]
        case UInt8(ascii: "\""): return [0x22]
        case UInt8(ascii: "\\"): return [0x5C]
        case UInt8(ascii: "/"): return [0x2F]
        case UInt8(ascii: "x"):
            return [UInt8(truncatingIfNeeded: try hexadecimal(&rest, digits: 2, fault))]
        case UInt8(ascii: "u"):
            guard let scalar = Unicode.Scalar(try hexadecimal(&rest, digits: 4, fault)) else {
                throw fault("a surrogate is no character; its bytes are written with \\x")
            }
            return Array(String(Character(scalar)).utf8)
        default: throw fault("an escape is one of \\n \\r \\t \\b \\f \\\" \\\\ \\/ \\xHH \\uHHHH")
        }
    }

    private static func hexadecimal(
        _ rest: inout Substring.UTF8View, digits: Int, _ fault: (String) -> SessionFault
    ) throws(SessionFault) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<digits {
            guard let byte = rest.popFirst(),
                let digit = Character(Unicode.Scalar(byte)).hexDigitValue
            else { throw fault("\(digits) hexadecimal digits are needed") }
            value = value << 4 | UInt32(digit)
        }
        return value
    }
}
