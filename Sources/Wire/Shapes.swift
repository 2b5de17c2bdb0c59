// The kinds of values that parameters have: texts, identifiers, dates, periods, choices. Each
// checks everything about its value that can be checked without the matter.

internal import JSONText
internal import Supervision

extension Shape where Value == String {
    /// A text for people: 1 to 4,000 Unicode scalars, something of which can be seen, no control
    /// characters but line feed, and nothing that turns its direction.
    static var text: Shape {
        Shape { reader, node in
            guard let node else { return "" }
            guard reader.document.kind(node) == .string,
                let scalars = reader.document.printableScalars(node),
                (1...Limits.textCharactersMax).contains(scalars),
                holdsMoreThanWhiteSpace(reader.document, node)
            else {
                reader.refuse(fault(reader.document, node))
                return ""
            }
            return reader.document.string(node)
        }
    }

    /// What a text that is refused has to be, as precisely as whoever wrote it needs to know.
    private static func fault(_ document: JSONDocument, _ node: Int) -> Expectation {
        guard document.kind(node) == .string else { return .text }
        let scalars = document.string(node).unicodeScalars
        for (index, scalar) in scalars.enumerated() where isForbidden(scalar) {
            return .textWithout(scalar, number: index + 1)
        }
        let isLong = scalars.count > Limits.textCharactersMax
        return isLong ? .textOfLength(scalars.count) : .textToSee
    }

    /// The same characters that `printableScalars` does not count.
    private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x0A: false
        case 0x202A...0x202E, 0x2066...0x2069: true
        default: scalar.properties.generalCategory == .control
        }
    }

    private static func holdsMoreThanWhiteSpace(_ document: JSONDocument, _ node: Int) -> Bool {
        // Most texts begin with an ASCII letter or with a Chinese character, which stand from
        // U+4000 to U+9FFF; nothing among these is white or without ink.
        let beginsWithInk = document.withUTF8(node) { bytes in
            !bytes.isEmpty
                && ((0x21..<0x7F).contains(bytes[0]) || (0xE4...0xE9).contains(bytes[0]))
        }
        return beginsWithInk
            || document.string(node).unicodeScalars.contains {
                !$0.properties.isWhitespace && !$0.properties.isDefaultIgnorableCodePoint
            }
    }

    /// What the server or the roster gave as an id: no white space, no control characters.
    static var identifier: Shape {
        string(.identifier) { bytes in
            guard (1...Limits.identifierBytesMax).contains(bytes.count) else { return false }
            if bytes.all({ (0x21..<0x7F).contains($0) }) { return true }
            // The parser has validated the whole line.
            let text = unsafe String(copying: UTF8Span(unchecked: bytes))
            return text.unicodeScalars.allSatisfy {
                !$0.properties.isWhitespace && $0.properties.generalCategory != .control
            }
        }
    }

    /// Printable ASCII, the space included.
    static func printable(_ lengthMax: Int) -> Shape {
        string(.printable(lengthMax)) { bytes in
            (1...lengthMax).contains(bytes.count)
                && bytes.all { (0x20..<0x7F).contains($0) }
        }
    }

    /// A SHA-256 as 64 lower-case hexadecimal digits.
    static var sha256: Shape {
        string(.sha256) { bytes in
            bytes.count == 64
                && bytes.all {
                    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
                        || (UInt8(ascii: "a")...UInt8(ascii: "f")).contains($0)
                }
        }
    }

    private static func string(
        _ expectation: @escaping @autoclosure () -> Expectation,
        _ isGood: @escaping (Span<UInt8>) -> Bool
    ) -> Shape {
        Shape { reader, node in
            guard let node else { return "" }
            guard reader.document.kind(node) == .string,
                reader.document.withUTF8(node, isGood)
            else {
                reader.refuse(expectation())
                return ""
            }
            return reader.document.string(node)
        }
    }
}

extension Shape where Value == OrganID {
    static var organ: Shape {
        Shape { OrganID(Shape<String>.identifier.read(&$0, $1)) }
    }
}

extension Shape where Value == PersonID {
    static var person: Shape {
        Shape { PersonID(Shape<String>.identifier.read(&$0, $1)) }
    }
}

extension Shape where Value == MatterID {
    /// The id of a matter. What cannot be one is answered like a matter that does not exist.
    static var matter: Shape {
        Shape { reader, node in
            if let node, reader.document.kind(node) == .string,
                let id = reader.document.withUTF8(node, { MatterID(utf8: $0) })
            {
                return id
            }
            let text = Shape<String>.identifier.read(&reader, node)
            if !text.isEmpty { reader.noteAbsentMatter(text) }
            return MatterID(kind: .supervision, serial: 1)
        }
    }
}

extension Shape where Value == Int64 {
    static func integer64(_ range: ClosedRange<Int64>) -> Shape {
        Shape { reader, node in
            guard let node else { return range.lowerBound }
            guard reader.document.kind(node) == .integer,
                range.contains(reader.document.integer(node))
            else {
                reader.refuse(.integer(range))
                return range.lowerBound
            }
            return reader.document.integer(node)
        }
    }
}

extension Shape where Value == Int {
    static func integer(_ range: ClosedRange<Int>) -> Shape {
        let wide = Shape<Int64>.integer64(Int64(range.lowerBound)...Int64(range.upperBound))
        return Shape { Int(wide.read(&$0, $1)) }
    }

    /// The number of an item or of a duty, counted from 1.
    static var ordinal: Shape { integer(1...Int.max) }
}

extension Shape where Value == Bool {
    static var bool: Shape {
        Shape { reader, node in
            guard let node else { return false }
            guard reader.document.kind(node) == .bool else {
                reader.refuse(.bool)
                return false
            }
            return reader.document.bool(node)
        }
    }
}

extension Shape where Value: CaseIterable & RawRepresentable, Value.RawValue == String {
    /// One word of a closed list.
    static var choice: Shape {
        Shape { reader, node in
            if let node {
                if reader.document.kind(node) == .string,
                    let value = Value(rawValue: reader.document.string(node))
                {
                    return value
                }
                reader.refuse(.oneOf(Value.allCases.map(\.rawValue)))
            }
            guard let standIn = Value.allCases.first else {
                preconditionFailure("a list of words has at least one")
            }
            return standIn
        }
    }
}

extension Shape where Value == CivilDate {
    static var date: Shape {
        Shape { reader, node in
            let standIn = CivilDate(daysSinceEpoch: 0)
            guard let node else { return standIn }
            guard reader.document.kind(node) == .string,
                reader.document.byteCount(node) == 10,
                let date = CivilDate(reader.document.string(node))
            else {
                reader.refuse(.date)
                return standIn
            }
            return date
        }
    }

    /// The last day of a deadline. Suspensions move it on, and its year keeps four digits.
    static var lastDay: Shape {
        Shape { reader, node in
            let day = Shape<CivilDate>.date.read(&reader, node)
            if day.year > Limits.deadlineYearMax { reader.refuse(.year(Limits.deadlineYearMax)) }
            return day
        }
    }
}

extension Shape where Value == Period {
    /// Exactly one of the three forms of a deadline.
    static var period: Shape {
        object { reader in
            let workingDays = reader.optional("workingDays", .integer(1...Period.daysMax))
            let days = reader.optional("days", .integer(1...Period.daysMax))
            let date = reader.optional("date", .lastDay)
            switch (workingDays, days, date) {
            case (let count?, nil, nil): return .workingDays(count)
            case (nil, let count?, nil): return .days(count)
            case (nil, nil, let date?): return .date(date)
            default:
                reader.refuse(.period)
                return .days(1)
            }
        }
    }
}

extension Shape {
    /// An object whose members are read by `read`.
    static func object(_ read: @escaping (inout ParameterReader) -> Value) -> Shape {
        Shape { reader, node in reader.nested(node, read) }
    }

    /// A list of values of one shape.
    static func list<Element>(
        _ element: Shape<Element>, _ lengths: ClosedRange<Int> = 0...Limits.listElementsMax
    ) -> Shape where Value == [Element] {
        Shape { reader, node in reader.list(node, lengths, element) }
    }
}

extension Span where Element == UInt8 {
    fileprivate func all(_ isGood: (UInt8) -> Bool) -> Bool {
        for index in indices where !isGood(self[index]) { return false }
        return true
    }
}
