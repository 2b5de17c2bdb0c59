import Foundation
import Testing

/// What the bench compares with what, and how it judges.
@Suite struct AimTests {
    struct Row: Decodable, Equatable {
        var name: String
        var against: String
        var unit: String
        var aim: Double
        var better: String
    }

    private static let function = "a PL/pgSQL function in PostgreSQL, 50 clients"

    /// The aims as they were set.
    static let rows: [Row] =
        [
            higher("seven commands, 50 clients", "Redis SET, 50 clients", 1),
            higher(
                "seven commands, 50 clients, pipeline 16", "Redis SET, 50 clients, pipeline 16", 1),
            higher(
                "seven commands, 50 clients, pipeline 16", "Redis XADD, 50 clients, pipeline 16",
                1.5),
            lower("one client: p50 of a command", "p50 of one fdatasync of a small append", 2),
            higher("seven commands, 50 clients", function, 10),
            higher("seven commands, 50 clients, pipeline 16", function, 10),
        ] + lists("50 clients") + lists("50 clients, pipeline 16") + [
            lower(
                "start with 1,000,000 open matters from the journal alone, to the first answer",
                "reading the same file once with cat", 3, "s"),
            lower(
                "start with 1,000,000 open matters from a snapshot, to the first answer", "3 s", 1,
                "s"),
            lower("memory for each open matter", "1 KiB", 1, "bytes"),
            lower("memory for each idle connection", "8 KiB", 1, "bytes"),
            higher(beside("50 clients"), "the same without them", 0.9),
            higher(beside("50 clients, pipeline 16"), "the same without them", 0.9),
            lower(watch("50 clients"), "10 ms", 1),
            lower(watch("50 clients, pipeline 16"), "10 ms", 1),
        ]

    private static func higher(_ name: String, _ against: String, _ aim: Double) -> Row {
        Row(name: name, against: against, unit: "commands/s", aim: aim, better: "higher")
    }

    private static func lower(
        _ name: String, _ against: String, _ aim: Double, _ unit: String = "ms"
    ) -> Row {
        Row(name: name, against: against, unit: unit, aim: aim, better: "lower")
    }

    private static func lists(_ load: String) -> [Row] {
        let name = { (size: String) in "docket.list at \(size) open matters, p99 beside \(load)" }
        return [
            lower(name("100,000"), "5 ms", 1), lower(name("1,000,000"), "5 ms", 1),
            lower(name("1,000,000"), "the same at 100,000", 2),
        ]
    }

    private static func beside(_ load: String) -> String {
        "seven commands, \(load), beside 10,000 idle connections and 100 watchers"
    }

    private static func watch(_ load: String) -> String {
        "docket.watch, from the decision to the watcher, p99 beside \(load)"
    }

    @Test func rowsAreThoseThatWereSet() throws {
        let text = try Bench.python([Bench.scripts + "/compare.py", "--aims"])
        let rows = try JSONDecoder().decode([Row].self, from: Data(text.utf8))
        #expect(rows == Self.rows)
    }

    struct Judged: Decodable {
        var ours: Double
        var theirs: Double
        var ratio: Double
        var met: Bool
        var aim: Double
        var better: String
    }

    /// The medians of both sides, in whatever order their rounds came.
    private func judge(_ key: String, ours: [Double], theirs: [Double]) throws -> Judged {
        try Bench.value(
            "compare.ratio(compare.rows((100000, 1000000), 10000)['\(key)'], "
                + "{'ours': \(ours), 'theirs': \(theirs)})", importing: "compare")
    }

    @Test func mediansAreCompared() throws {
        let throughput = try judge("redis.50x1", ours: [9, 300, 200], theirs: [100, 900, 100])
        #expect(throughput.ours == 200 && throughput.theirs == 100)
        #expect(throughput.ratio == 2 && throughput.met)
        let even = try judge("redis.50x1", ours: [1, 3], theirs: [4])
        #expect(even.ratio == 0.5 && !even.met)
    }

    @Test(arguments: [("sync", 2.0), ("redis.50x1", 1.0)])
    func anAimThatIsJustReachedIsMet(_ key: String, _ aim: Double) throws {
        #expect(try judge(key, ours: [aim], theirs: [1]).met)
        let above = try judge(key, ours: [aim * 1.01], theirs: [1])
        let below = try judge(key, ours: [aim * 0.99], theirs: [1])
        #expect(above.met == (above.better == "higher"))
        #expect(below.met == (below.better == "lower"))
    }

    @Test func valuesOfTheGeneratorAreRead() throws {
        let values: [String: Double] = try Bench.value(
            "servers.values('commands=12 p50_ms=0.254')", importing: "servers")
        #expect(values == ["commands": 12, "p50_ms": 0.254])
    }

    @Test func barsShowHowFarTheAimIs() throws {
        let factors: [Double] = try Bench.value(
            "[charts.distance(*each) for each in "
                + "[(3, 1.5, 'higher'), (0.75, 1.5, 'higher'), (1, 2, 'lower'), (8, 2, 'lower')]]",
            importing: "charts")
        #expect(factors == [2, 0.5, 2, 0.25])
        let tops: [Double] = try Bench.value(
            "[charts.nice_top(each) for each in (0.7, 1, 14, 238000)]", importing: "charts")
        #expect(tops == [0.8, 1, 15, 300_000])
    }
}
