internal import JSONText
internal import Supervision
internal import Wire

// The live queues. A list or a count takes sets of matters together and looks only at the rows of
// its page; see `DocketQueues`. A search in texts is the exception: it reads what it is left with;
// see `DocketPasses`.

extension Core {
    mutating func listDocket(
        _ filter: DocketFilter, _ sort: DocketSort, _ page: Page, _ principal: Principal,
        _ address: ReplyAddress, _ session: inout Session
    ) {
        let scope = DocketCursor.scope(of: filter, sort, principal.id)
        var after: DocketPlace?
        if let text = page.cursor {
            guard let cursor = DocketCursor(text, scope: scope) else {
                return refuse(address, &session, WireError(.cursorExpired))
            }
            after = DocketPlace(key: cursor.key, serial: cursor.serial)
        }
        let question = DocketQuery.Question.list(
            sort, after: after, size: page.size, scope: scope)
        ask(
            DocketQuery(
                filter: filter, question: question, address: address, principal: principal),
            &session)
    }

    mutating func countDocket(
        _ filter: DocketFilter, _ grouping: DocketGrouping?, _ principal: Principal,
        _ address: ReplyAddress, _ session: inout Session
    ) {
        ask(
            DocketQuery(
                filter: filter, question: .count(grouping), address: address,
                principal: principal),
            &session)
    }

    /// Art. 12: one pass over the matters that the person may see in lists, and no second look at
    /// the journal, because each record keeps the moments at which its matter changed its phase.
    mutating func docketStatistics(
        _ filter: DocketFilter, _ principal: Principal, _ address: ReplyAddress,
        _ session: inout Session
    ) {
        ask(
            DocketQuery(
                filter: filter, question: .statistics, address: address, principal: principal),
            &session)
    }

    // MARK: Answers

    /// A page of a list.
    ///
    /// - Parameter first: the first places of the answer, one more than the page has.
    mutating func answer(
        _ query: DocketQuery, with first: [DocketPlace], _ session: inout Session
    ) {
        guard case .list(_, _, let size, let scope) = query.question else {
            preconditionFailure("places answer a list")
        }
        var items = ItemPage()
        var last: DocketPlace?
        var isCut = false
        for place in first {
            if items.count == size { isCut = true }
            guard !isCut else { break }
            let affair = docket.records.affair(place.index)
            let position = docket.queues.rows[place.index].position
            var row = affair.row(position: position, in: roster)
            row.summary = affair.summary(for: query.principal, in: roster)
            isCut = !items.append { Views.write(row, into: &$0) }
            if !isCut { last = place }
        }
        let cursor =
            isCut ? last.map { DocketCursor(key: $0.key, serial: $0.serial, scope: scope) } : nil
        let position = tip
        reply(query.address, &session) {
            items.finish(nextCursor: cursor?.text, position: position, into: &$0)
        }
    }

    /// A count.
    ///
    /// - Parameter result: of which nothing is doubtful.
    mutating func answer(
        _ query: DocketQuery, with result: DocketSearch, _ session: inout Session
    ) {
        guard case .count(let grouping) = query.question else {
            preconditionFailure("a set answers a count")
        }
        let matches = result.candidates
        let groups = grouping.map { docket.groups(of: matches, by: $0, roster) } ?? [:]
        let count = matches.count
        // The largest group first; equal ones by name.
        let ordered = groups.map { (value: $0.key, count: $0.value) }
            .sorted { ($1.count, $0.value) < ($0.count, $1.value) }
        let position = tip
        reply(query.address, &session) {
            Views.writeCount(
                count, groups: grouping == nil ? nil : ordered, position: position, into: &$0)
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

    init(key: Int64, serial: Int64) { (self.key, self.serial) = (key, serial) }
    init(key: Int64, index: Int) { (self.key, serial) = (key, Int64(index) + 1) }

    /// The place in the docket.
    var index: Int { Int(serial) - 1 }

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

    func wants(_ place: DocketPlace) -> Bool {
        sorted.count < limit || sorted.last.map { place < $0 } ?? false
    }

    mutating func offer(_ place: DocketPlace) {
        guard wants(place) else { return }
        if sorted.count == limit { sorted.removeLast() }
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

    /// What tells a list from every other one: a cursor leads on in its own list only.
    static func scope(of filter: DocketFilter, _ sort: DocketSort, _ person: PersonID) -> UInt64 {
        // No text that is given is empty.
        let texts = [
            filter.kind?.rawValue, filter.phase?.rawValue, filter.step?.rawValue,
            filter.supervising?.text, filter.supervised?.text, filter.acting?.text,
            filter.investigator?.text, filter.source?.rawValue, filter.secrecy?.rawValue,
            filter.text, sort.rawValue, person.text,
        ]
        let numbers = [
            filter.overdue.map { $0 ? 1 : 0 }, filter.suspended.map { $0 ? 1 : 0 },
            filter.dueBefore?.daysSinceEpoch, filter.registeredFrom?.daysSinceEpoch,
            filter.registeredTo?.daysSinceEpoch, filter.category,
        ]
        var digest = JSONDigest("docket.list")
        for text in texts { digest = digest.adding(text ?? "") }
        for number in numbers { digest = digest.adding(UInt64(bitPattern: Int64(number ?? .min))) }
        return digest.value
    }

    static func digest(of text: String) -> UInt64 {
        text.utf8.reduce(0xcbf2_9ce4_8422_2325) {
            ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3
        }
    }
}
