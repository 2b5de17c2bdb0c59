internal import JSONText
internal import Supervision
internal import Wire

// The live queues. A list is one pass over the rows: who may see a row, whether it matches, and
// whether it comes among the first; no order and no filter costs an index on the write path.

extension Core {
    mutating func listDocket(
        _ filter: DocketFilter, _ sort: DocketSort, _ page: Page, _ principal: Principal,
        _ address: ReplyAddress, _ session: inout Session
    ) {
        let scope = DocketCursor.digest(of: "\(filter)\(sort.rawValue)\(principal.id)")
        var after: DocketPlace?
        if let text = page.cursor {
            guard let cursor = DocketCursor(text, scope: scope) else {
                return refuse(address, &session, WireError(.cursorExpired))
            }
            after = DocketPlace(key: cursor.key, serial: cursor.serial)
        }
        // One more than the page, to know whether there is a next one.
        var first = FirstPlaces(limit: page.size + 1)
        forEachMatch(filter, principal) { index, row in
            let place = DocketPlace(key: sort.key(row), serial: Int64(index) + 1)
            if let after, place <= after { return }
            first.offer(place)
        }
        var items = ItemPage()
        var last: DocketPlace?
        var isCut = false
        for place in first.sorted {
            if items.count == page.size { isCut = true }
            guard !isCut else { break }
            let record = docket.records[Int(place.serial) - 1]
            var row = record.affair.row(position: record.lastPosition, in: roster)
            row.summary = record.affair.summary(for: principal, in: roster)
            isCut = !items.append { Views.write(row, into: &$0) }
            if !isCut { last = place }
        }
        let cursor =
            isCut ? last.map { DocketCursor(key: $0.key, serial: $0.serial, scope: scope) } : nil
        let position = tip
        reply(address, &session) {
            items.finish(nextCursor: cursor?.text, position: position, into: &$0)
        }
    }

    mutating func countDocket(
        _ filter: DocketFilter, _ grouping: DocketGrouping?, _ principal: Principal,
        _ address: ReplyAddress, _ session: inout Session
    ) {
        var count = 0
        var groups: [String: Int] = [:]
        forEachMatch(filter, principal) { index, row in
            count += 1
            guard let grouping else { return }
            groups[grouping.value(of: docket.records[index].affair, row, roster), default: 0] += 1
        }
        // The largest group first; equal ones by name.
        let ordered = groups.map { (value: $0.key, count: $0.value) }
            .sorted { ($1.count, $0.value) < ($0.count, $1.value) }
        let position = tip
        reply(address, &session) {
            Views.writeCount(
                count, groups: grouping == nil ? nil : ordered, position: position, into: &$0)
        }
    }

    /// Every matter of the filter that the person may see in lists.
    func forEachMatch(
        _ filter: DocketFilter, _ principal: Principal, _ body: (Int, DocketIndexRow) -> Void
    ) {
        let viewer = DocketViewer(principal, roster)
        let matcher = DocketMatcher(filter, roster)
        for index in docket.rows.indices {
            let row = docket.rows[index]
            guard matcher.matches(row, docket.records[index].affair),
                viewer.sees(row, docket.records[index].affair, roster),
                !filter.looksIntoContents
                    || docket.records[index].affair.summary(for: principal, in: roster) != nil
            else { continue }
            body(index, row)
        }
    }
}

extension DocketFilter {
    /// Whether an answer would tell something of a matter's contents, and not only of the queue.
    /// Those who do not see contents find nothing with such a filter.
    var looksIntoContents: Bool { text != nil || investigator != nil }
}

/// A place in the order of a list: the key by which it is sorted, then the id.
struct DocketPlace: Comparable {
    var key: Int64
    var serial: Int64

    static func < (a: DocketPlace, b: DocketPlace) -> Bool {
        (a.key, a.serial) < (b.key, b.serial)
    }
}

/// The first few of very many places, without sorting them all.
struct FirstPlaces {
    private let limit: Int
    private(set) var sorted: [DocketPlace] = []

    init(limit: Int) {
        self.limit = limit
        sorted.reserveCapacity(limit + 1)
    }

    mutating func offer(_ place: DocketPlace) {
        if sorted.count == limit {
            guard let last = sorted.last, place < last else { return }
            sorted.removeLast()
        }
        var low = 0
        var high = sorted.count
        while low < high {
            let middle = (low + high) / 2
            if sorted[middle] < place { low = middle + 1 } else { high = middle }
        }
        sorted.insert(place, at: low)
    }
}

/// Where a list goes on: opaque to the client, and bound to the list it came from.
struct DocketCursor {
    var key: Int64
    var serial: Int64
    var scope: UInt64

    init(key: Int64, serial: Int64, scope: UInt64) {
        (self.key, self.serial, self.scope) = (key, serial, scope)
    }

    var text: String {
        let digits = [UInt64(bitPattern: key), UInt64(bitPattern: serial), scope]
        return digits.map { String($0, radix: 36) }.joined(separator: "-")
    }

    /// Reads what `text` wrote for the same list; nil for anything else.
    init?(_ text: String, scope: UInt64) {
        let parts = text.split(separator: "-").map { UInt64($0, radix: 36) }
        guard parts.count == 3, let key = parts[0], let serial = parts[1], parts[2] == scope
        else { return nil }
        self.init(key: Int64(bitPattern: key), serial: Int64(bitPattern: serial), scope: scope)
        guard self.text == text else { return nil }
    }

    static func digest(of text: String) -> UInt64 {
        text.utf8.reduce(0xcbf2_9ce4_8422_2325) {
            ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3
        }
    }
}

extension DocketGrouping {
    /// The name of the group; empty where a dispute has nothing of the kind.
    func value(of affair: Affair, _ row: DocketIndexRow, _ roster: Roster) -> String {
        let matter: Matter? = if case .matter(let matter) = affair { matter } else { nil }
        return switch self {
        case .kind: affair.id.kind.rawValue
        case .phase: row.place.phaseName.rawValue
        case .step: row.place.stepName?.rawValue ?? ""
        case .supervising: affair.supervising.text
        case .supervised: matter?.supervised.text ?? ""
        case .acting: affair.actingOrgan(in: roster).text
        case .source: matter?.registration.source.kind.rawValue ?? ""
        case .category: matter.map { String($0.registration.content) } ?? ""
        case .overdue: String(row.flags.contains(.overdue))
        case .suspended: String(row.flags.contains(.suspended))
        case .secrecy: (matter?.secrecy ?? .internal).rawValue
        }
    }
}
