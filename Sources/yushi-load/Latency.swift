internal import Glibc
internal import Histogram

/// Times that were measured, in microseconds with three digits of each.
struct Latency {
    private var histogram = Histogram<UInt32>(
        highestTrackableValue: 60_000_000, numberOfSignificantValueDigits: .three)

    mutating func record(nanoseconds: Int64) {
        histogram.record(UInt64(max(nanoseconds, 0) / 1000))
    }

    /// Percentiles in milliseconds, as values of a summary.
    ///
    /// - Parameter prefix: stands before each name, for runs that measure several things.
    func values(_ prefix: String = "") -> [(String, String)] {
        let percentiles = [("p50", 50), ("p90", 90), ("p99", 99), ("p999", 99.9)].map {
            ("\(prefix)\($0.0)_ms", decimal(milliseconds(histogram.valueAtPercentile($0.1)), 3))
        }
        return percentiles + [("\(prefix)max_ms", decimal(milliseconds(histogram.max), 3))]
    }

    private func milliseconds(_ microseconds: UInt64) -> Double { Double(microseconds) / 1000 }
}

/// One line of `name=value`, easily read by a program.
func summary(_ values: [(String, String)]) -> String {
    values.map { "\($0.0)=\($0.1)" }.joined(separator: " ")
}

/// A number that is not negative, with so many digits after the point.
func decimal(_ value: Double, _ digits: Int) -> String {
    let scale = (0..<digits).reduce(1) { product, _ in product * 10 }
    let scaled = Int((value * Double(scale)).rounded())
    let fraction = String(scaled % scale)
    let zeros = String(repeating: "0", count: digits - fraction.count)
    return "\(scaled / scale).\(zeros)\(fraction)"
}
