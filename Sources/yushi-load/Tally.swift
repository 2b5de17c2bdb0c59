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
    /// From handing a request to the socket to having read its reply.
    private var latency = Latency()

    private static let unexpectedLinesMax = 5

    mutating func count(nanoseconds: Int64, isLast: Bool) {
        commands += 1
        if isLast { matters += 1 }
        latency.record(nanoseconds: nanoseconds)
    }

    mutating func note(unexpected line: Span<UInt8>, _ range: Range<Int>) {
        note(unexpected: String(decoding: range.map { line[$0] }, as: UTF8.self))
    }

    mutating func note(unexpected line: String) {
        unexpected += 1
        guard unexpectedLines.count < Self.unexpectedLinesMax else { return }
        unexpectedLines.append(line)
    }

    var values: [(String, String)] {
        let time = max(seconds, 1e-9)
        return [
            ("seconds", decimal(seconds, 3)),
            ("commands", "\(commands)"),
            ("commands_per_second", decimal(Double(commands) / time, 1)),
            ("matters_per_second", decimal(Double(matters) / time, 1)),
        ] + latency.values() + [
            ("generator_cores", decimal(processorSeconds / time, 2)),
            ("unexpected", "\(unexpected)"),
        ]
    }
}
