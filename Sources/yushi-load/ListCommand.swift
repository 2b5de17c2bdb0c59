internal import ArgumentParser
internal import Glibc

struct List: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Asks for pages of fifty matters, with a filter and an order, one after another.",
        discussion: """
            Expects open matters as `fill --commands 7` leaves them. Five questions take turns; \
            every other time the second page of a question is asked for.
            """)

    @OptionGroup var target: Target

    @Option(help: "How long is counted.")
    var seconds = 5.0

    @Option(help: "How many are asked for each second at most.")
    var perSecond = 100

    /// What officials look at: a queue, what comes due, what changed last.
    static let questions = [
        #""filter":{"phase":"investigation","category":3},"sort":"deadline""#,
        #""filter":{"supervised":"chaoyang-market","phase":"rectification"},"sort":"deadline""#,
        #""filter":{"investigator":"cy-inv1","overdue":false},"sort":"-registeredAt""#,
        #""filter":{"acting":"chaoyang-justice","category":7},"sort":"-position""#,
        #""filter":{"phase":"opinion"},"sort":"registeredAt""#,
    ]

    func validate() throws { try yushi_load.validate(seconds: seconds) }

    func run() throws {
        do throws(LoadFault) {
            let values = try measure()
            say(summary(values))
        } catch {
            complain("yushi-load: \(error)")
            throw ExitCode(1)
        }
    }

    private func measure() throws(LoadFault) -> [(String, String)] {
        let link = try Link(role: .clerk, port: target.port, depth: 1)
        var all = Latency()
        var each = Self.questions.map { _ in Latency() }
        var cursors = [String?](repeating: nil, count: Self.questions.count)
        var count = 0
        let pause = 1_000_000_000 / Int64(max(perSecond, 1))
        let start = monotonicNanoseconds()
        let end = start + Int64(seconds * 1e9)
        var next = start
        while next < end {
            while monotonicNanoseconds() < next { usleep(200) }
            let question = count % Self.questions.count
            let cursor = cursors[question].map { #","cursor":"\#($0)""# } ?? ""
            let sentAt = monotonicNanoseconds()
            let answer = try link.call(
                #"{"jsonrpc":"2.0","id":1,"method":"docket.list","params":{"pageSize":50,"#
                    + Self.questions[question] + cursor + "}}")
            let took = monotonicNanoseconds() - sentAt
            let page = try Page(answer)
            cursors[question] = cursors[question] == nil ? page.cursor : nil
            all.record(nanoseconds: took)
            each[question].record(nanoseconds: took)
            count += 1
            next = max(next + pause, monotonicNanoseconds())
        }
        let names = each.enumerated().flatMap { place, latency in
            latency.values("question\(place + 1)_").filter { $0.0.hasSuffix("_p99_ms") }
        }
        return [("lists", "\(count)")] + all.values() + names
    }
}

/// What is checked of a page of the docket.
private struct Page {
    var cursor: String?

    /// - Throws: when it has fewer than fifty matters, or is none.
    init(_ line: [UInt8]) throws(LoadFault) {
        let text = String(decoding: line, as: UTF8.self)
        let items = text.split(separator: "\"registeredAt\":", omittingEmptySubsequences: false)
        guard items.count == 51 else {
            throw LoadFault("\(items.count - 1) matters instead of 50: \(text.prefix(300))")
        }
        guard let start = Needle("\"nextCursor\":\"").end(in: line.span, line.indices) else {
            return
        }
        cursor = String(decoding: line[start...].prefix { $0 != UInt8(ascii: "\"") }, as: UTF8.self)
    }
}
