/// A moment in UTC with millisecond precision. The clock is an input of every decision, so this
/// type never asks what time it is.
public struct Instant: Hashable, Comparable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00.000Z.
    public var milliseconds: Int64

    public init(milliseconds: Int64) {
        self.milliseconds = milliseconds
    }

    public static func < (a: Instant, b: Instant) -> Bool { a.milliseconds < b.milliseconds }

    /// The legal day in Beijing (UTC+8, no summer time) on which this moment falls.
    public var legalDay: CivilDate {
        CivilDate(
            daysSinceEpoch: Int((milliseconds + Self.beijingOffset).floorDivided(by: 86_400_000)))
    }

    /// The moment at which a legal day in Beijing begins.
    public init(startOf day: CivilDate) {
        milliseconds = Int64(day.daysSinceEpoch) * 86_400_000 - Self.beijingOffset
    }

    private static let beijingOffset: Int64 = 8 * 3_600_000

    /// `2026-03-01T08:00:00.000Z`.
    public var iso8601: String {
        let days = milliseconds.floorDivided(by: 86_400_000)
        let rest = Int(milliseconds - days * 86_400_000)
        let (hour, minute) = (rest / 3_600_000, rest / 60_000 % 60)
        let (second, milli) = (rest / 1000 % 60, rest % 1000)
        let day = CivilDate(daysSinceEpoch: Int(days)).description
        return day + "T" + hour.padded(2) + ":" + minute.padded(2) + ":" + second.padded(2)
            + "." + milli.padded(3) + "Z"
    }

    /// Reads `2026-03-01T08:00:00Z`, with or without a fraction of up to three digits. Only UTC,
    /// written as `Z`, is accepted; nil for anything else.
    public init?(iso8601 text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes.count <= 24, bytes.last == UInt8(ascii: "Z"),
            bytes[10] == UInt8(ascii: "T"), bytes[13] == UInt8(ascii: ":"),
            bytes[16] == UInt8(ascii: ":"),
            let day = CivilDate(String(decoding: bytes[0..<10], as: UTF8.self)),
            let hour = Int(digits: bytes[11..<13]), hour < 24,
            let minute = Int(digits: bytes[14..<16]), minute < 60,
            let second = Int(digits: bytes[17..<19]), second < 60
        else { return nil }
        var milli = 0
        let fraction = bytes[19..<(bytes.count - 1)]
        if !fraction.isEmpty {
            let digits = fraction.dropFirst()
            guard fraction.first == UInt8(ascii: "."), !digits.isEmpty,
                let value = Int(digits: digits)
            else { return nil }
            milli = value * [100, 10, 1][digits.count - 1]
        }
        let seconds = (hour * 60 + minute) * 60 + second
        milliseconds = Int64(day.daysSinceEpoch) * 86_400_000 + Int64(seconds * 1000 + milli)
    }
}

extension Int64 {
    func floorDivided(by divisor: Int64) -> Int64 {
        let quotient = self / divisor
        return self % divisor < 0 ? quotient - 1 : quotient
    }
}

extension Int {
    func padded(_ width: Int) -> String {
        let digits = String(self)
        let missing = width - digits.utf8.count
        return missing > 0 ? String(repeating: "0", count: missing) + digits : digits
    }

    /// The value of a run of ASCII digits; nil when any byte is something else.
    init?(digits: ArraySlice<UInt8>) {
        var value = 0
        for byte in digits {
            guard byte >= 48, byte <= 57 else { return nil }
            value = value * 10 + Int(byte - 48)
        }
        self = value
    }
}
