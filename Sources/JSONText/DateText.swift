/// A moment in the one form in which the protocol and the journal write it,
/// `2026-03-01T08:00:00.000Z`, filled in number by number.
public struct DateText: Sendable {
    private var bytes: [24 of UInt8] = [
        48, 48, 48, 48, 45, 48, 48, 45, 48, 48, 84, 48, 48, 58, 48, 48, 58, 48, 48, 46, 48, 48,
        48, 90,
    ]

    /// - Parameters:
    ///   - year: 0 to 9999.
    ///   - millisecond: of the day in UTC, 0 to 86,399,999.
    public init(year: Int, month: Int, day: Int, millisecond: Int = 0) {
        set(year / 100, at: 0)
        set(year % 100, at: 2)
        set(month, at: 5)
        set(day, at: 8)
        guard millisecond != 0 else { return }
        set(millisecond / 3_600_000, at: 11)
        set(millisecond / 60_000 % 60, at: 14)
        set(millisecond / 1000 % 60, at: 17)
        bytes[20] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: millisecond % 1000 / 100)
        set(millisecond % 100, at: 21)
    }

    /// Two digits.
    private mutating func set(_ value: Int, at index: Int) {
        bytes[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value / 10)
        bytes[index + 1] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value % 10)
    }

    fileprivate func write(count: Int, to writer: inout JSONWriter) {
        writer.plain(bytes.span.extracting(0..<count))
    }
}

extension JSONWriter {
    /// Writes a moment.
    public mutating func moment(_ text: DateText) {
        text.write(count: 24, to: &self)
    }

    /// Writes the day alone, `2026-03-01`.
    public mutating func day(_ text: DateText) {
        text.write(count: 10, to: &self)
    }
}
