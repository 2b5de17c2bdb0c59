internal import Histogram

/// What was counted in one run.
struct Tally {
    var seconds = 0.0
    /// Processor time of the generator itself while it counted. Near `seconds` it, and not the
    /// server, was the limit.
    var processorSeconds = 0.0
    private(set) var commands = 0
    private(set) var matters = 0
    private(set) var unexpected = 0
    /// The first of the lines that were not as expected.
    private(set) var unexpectedLines: [String] = []
    /// From handing a request to the socket to having read its reply, in microseconds.
    private var latency = Histogram<UInt32>(
        highestTrackableValue: 60_000_000, numberOfSignificantValueDigits: .three)

    private static let unexpectedLinesMax = 5

    mutating func count(nanoseconds: Int64, isLast: Bool) {
        commands += 1
        if isLast { matters += 1 }
        latency.record(UInt64(nanoseconds / 1000))
    }

    mutating func note(unexpected line: Span<UInt8>, _ range: Range<Int>) {
        unexpected += 1
        guard unexpectedLines.count < Self.unexpectedLinesMax else { return }
        unexpectedLines.append(
            String(decoding: range.map { line[$0] }, as: UTF8.self))
    }

    /// One line of `name=value`, easily read by a shell.
    var summary: String {
        let time = max(seconds, 1e-9)
        let values: [(String, String)] = [
            ("seconds", decimal(seconds, 3)),
            ("commands", "\(commands)"),
            ("commands_per_second", decimal(Double(commands) / time, 1)),
            ("matters_per_second", decimal(Double(matters) / time, 1)),
            ("p50_ms", decimal(Double(latency.valueAtPercentile(50)) / 1000, 3)),
            ("p99_ms", decimal(Double(latency.valueAtPercentile(99)) / 1000, 3)),
            ("max_ms", decimal(Double(latency.max) / 1000, 3)),
            ("generator_cores", decimal(processorSeconds / time, 2)),
            ("unexpected", "\(unexpected)"),
        ]
        return values.map { "\($0.0)=\($0.1)" }.joined(separator: " ")
    }

    /// A number that is not negative, with so many digits after the point.
    private func decimal(_ value: Double, _ digits: Int) -> String {
        let scale = (0..<digits).reduce(1) { product, _ in product * 10 }
        let scaled = Int((value * Double(scale)).rounded())
        let fraction = String(scaled % scale)
        let zeros = String(repeating: "0", count: digits - fraction.count)
        return "\(scaled / scale).\(zeros)\(fraction)"
    }
}
