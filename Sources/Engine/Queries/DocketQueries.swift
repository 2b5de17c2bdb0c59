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
        var after: ListKey?
        if let text = page.cursor {
            guard let cursor = DocketCursor(text, scope: scope) else {
                return refuse(address, &session, WireError(.cursorExpired))
            }
            after = ListKey(key: cursor.key, serial: cursor.serial)
        }
        let list = DocketQuery.Finding.list(sort, after: after, size: page.size, scope: scope)
        ask(
            DocketQuery(
                filter: filter, question: .find(list), address: address, principal: principal),
            &session)
    }

    mutating func countDocket(
        _ filter: DocketFilter, _ grouping: DocketGrouping?, _ principal: Principal,
        _ address: ReplyAddress, _ session: inout Session
    ) {
        ask(
            DocketQuery(
                filter: filter, question: .find(.count(grouping)), address: address,
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
    /// - Parameter first: the first keys of the answer, one more than the page has.
    mutating func answer(
        _ query: DocketQuery, page first: [ListKey], of size: Int, _ scope: UInt64,
        _ session: inout Session
    ) {
        var items = ItemPage()
        var last: ListKey?
        var isCut = false
        for key in first {
            if items.count == size { isCut = true }
            guard !isCut else { break }
            let affair = docket.records.affair(key.index)
            let position = docket.queues.rows[key.index].position
            var row = affair.row(position: position, in: roster)
            row.summary = affair.summary(for: query.principal, in: roster)
            isCut = !items.append { Views.write(row, into: &$0) }
            if !isCut { last = key }
        }
        let cursor =
            isCut ? last.map { DocketCursor(key: $0.key, serial: $0.serial, scope: scope) } : nil
        let position = tip
        reply(query.address, &session) {
            items.finish(nextCursor: cursor?.text, position: position, into: &$0)
        }
    }

    /// A count of matters that were found.
    mutating func answer(
        _ query: DocketQuery, count matches: SerialMask, _ grouping: DocketGrouping?,
        _ session: inout Session
    ) {
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
