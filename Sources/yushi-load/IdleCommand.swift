internal import ArgumentParser
internal import Glibc

struct Idle: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Opens greeted connections and holds them until its input ends.",
        discussion: "Watchers read what they are told; how many pushes that was is printed then.")

    @OptionGroup var target: Target

    @Option(help: "How many that say nothing.")
    var connections = 2000

    @Option(help: "How many that watch.")
    var watchers = 0

    @Option(help: "What they watch, in turn, as filters of docket.watch.")
    var filter: [String] = ["{}"]

    func run() throws {
        do throws(LoadFault) {
            var links: [Link] = []
            for _ in 0..<connections {
                links.append(try Link(role: .clerk, port: target.port, depth: 1))
            }
            var crowd = try Crowd(watchers: watchers, filters: filter, port: target.port)
            say("held=\(links.count + watchers)")
            try crowd.readUntilInputEnds()
            withExtendedLifetime(links) {}
            guard watchers > 0 else { return }
            say("pushes=\(crowd.pushes)")
        } catch {
            complain("yushi-load: \(error)")
            throw ExitCode(1)
        }
    }
}

/// Watchers that read and check what they are told.
struct Crowd {
    private(set) var pushes = 0
    private let poller: Poller
    /// False when the input is a file or `/dev/null`, whose end need not be waited for.
    private let isInputOpen: Bool
    private var links: [Int32: (link: Link, lastPosition: Int)] = [:]
    private let reader = ReplyReader()
    private let changed = Needle("\"method\":\"docket.changed\"")

    init(watchers: Int, filters: [String], port: UInt16) throws(LoadFault) {
        poller = try Poller()
        isInputOpen = (try? poller.add(STDIN_FILENO)) != nil
        for index in 0..<watchers {
            let link = try Link(role: .clerk, port: port, depth: 1)
            let filter = filters[index % filters.count]
            let answer = try link.call(
                #"{"jsonrpc":"2.0","id":1,"method":"docket.watch","params":{"filter":\#(filter)}}"#)
            guard let position = reader.position(of: answer.span, 0..<answer.count) else {
                throw LoadFault(
                    "docket.watch was answered \(String(decoding: answer, as: UTF8.self))")
            }
            links[link.descriptor] = (link, position)
            try poller.add(link.descriptor)
        }
    }

    mutating func readUntilInputEnds() throws(LoadFault) {
        var ready: [Int32] = []
        var chunk = [UInt8](repeating: 0, count: 256 * 1024)
        while isInputOpen {
            try poller.wait(milliseconds: -1, into: &ready)
            for descriptor in ready {
                guard let (link, lastPosition) = links[descriptor] else { return }
                var last = lastPosition
                var told = 0
                var isInOrder = true
                _ = try link.receive(by: &chunk) { line, range in
                    let isPush = changed.end(in: line, range) != nil
                    // A server that stops says so, and names no position.
                    guard let position = reader.position(of: line, range) else { return }
                    if isPush { told += 1 }
                    isInOrder = isInOrder && (isPush ? position > last : position >= last)
                    last = position
                }
                guard isInOrder else { throw LoadFault("a watcher was told \(last) out of order") }
                pushes += told
                links[descriptor] = (link, last)
            }
        }
    }
}
