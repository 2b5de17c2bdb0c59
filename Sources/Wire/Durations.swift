/// Very many durations, of which a few ranks are asked for. They are kept in buckets by size, so
/// that an answer puts one bucket in order and not all of them.
public struct Durations: Sendable {
    private var buckets: [Int: [Int64]] = [:]
    public private(set) var count = 0

    public init(_ milliseconds: [Int64] = []) {
        for duration in milliseconds { append(duration) }
    }

    /// - Parameter milliseconds: 0 or more.
    public mutating func append(_ milliseconds: Int64) {
        buckets[Self.bucket(of: milliseconds), default: []].append(milliseconds)
        count += 1
    }

    public mutating func append(contentsOf other: Durations) {
        buckets.merge(other.buckets, uniquingKeysWith: +)
        count += other.count
    }

    /// The smallest duration that so many of a hundred do not exceed (nearest rank); nil for none.
    ///
    /// - Parameter percent: 1 to 100.
    public func percentile(_ percent: Int) -> Int64? {
        var left = (count * percent + 99) / 100
        for (_, durations) in buckets.sorted(by: { $0.key < $1.key }) {
            if left <= durations.count { return durations.sorted()[left - 1] }
            left -= durations.count
        }
        return nil
    }

    /// There are 256 buckets for the durations between a power of two and the next one.
    private static func bucket(of duration: Int64) -> Int {
        guard duration >= 256 else { return Int(max(duration, 0)) }
        let shift = 55 - duration.leadingZeroBitCount
        return (shift + 1) << 8 | Int(duration >> Int64(shift)) & 255
    }
}
