internal import DequeModule
internal import JSONText
internal import Supervision
internal import Wire

/// A subscription: a cursor over the journal. It needs no queue of its own, because whatever its
/// reader did not take yet still stands in the journal.
struct Watch {
    let reader: SessionSlot
    var scope: WatchScope
    var stage: Stage
    /// The batch that asked for it, until its array has left: the reply comes before any push.
    var batch: UInt64?

    /// How it comes to its entries. `next` is the first entry that it has not seen.
    enum Stage {
        /// It waits for its batch, or for a reader that takes nothing more.
        case held(next: Int64)
        /// It is behind, and reads on from the journal.
        case reading(next: Int64, CatchUp)
        /// It hears entries as they are committed; ``LiveWatches`` knows what it has seen.
        case live
    }
}

/// What a subscription is about, and for whom. It is looked at for every entry, so it is one
/// reference; another person or roster gives another one.
final class WatchScope {
    let principal: Principal
    let filter: DocketFilter
    /// The filter and the reader, prepared for many entries.
    let matcher: DocketMatcher
    let viewer: DocketViewer

    init(_ filter: DocketFilter, for principal: Principal, _ roster: Roster) {
        self.principal = principal
        self.filter = filter
        matcher = DocketMatcher(filter, roster)
        viewer = DocketViewer(principal, roster)
    }
}

extension Core {
    mutating func watch(
        _ filter: DocketFilter, from position: Int64?, _ principal: Principal,
        _ address: ReplyAddress, _ session: inout Session
    ) {
        guard session.subscriptions.count < Limits.subscriptionsPerConnectionMax else {
            return refuse(
                address, &session,
                WireError(
                    .rateLimited,
                    text: Bilingual(
                        zh: "本连接的订阅已达上限，请先结束其中一个。",
                        en: "The connection has as many subscriptions as it may; end one first."),
                    details: [.limit(Limits.subscriptionsPerConnectionMax)]))
        }
        guard (position ?? 0) <= tip else {
            return refuse(
                address, &session,
                .invalidParameter(
                    "fromPosition",
                    expected: Bilingual(
                        zh: "不超过当前的位置 \(tip)", en: "at most the present position \(tip)")))
        }
        guard let reader = sessions[session.id] else {
            preconditionFailure("who asks is there")
        }
        let id = Int64(nextSerial())
        let start = position ?? tip
        watches[id] = Watch(
            reader: reader, scope: WatchScope(filter, for: principal, roster),
            stage: .held(next: start + 1), batch: address.batch)
        session.subscriptions.append(id)
        reply(address, &session) {
            Views.writeWatch(subscription: id, position: start, into: &$0)
        }
        catchUp(id)
    }

    mutating func unwatch(
        _ subscription: Int64, _ address: ReplyAddress, _ session: inout Session
    ) {
        guard let index = session.subscriptions.firstIndex(of: subscription),
            forget(subscription)
        else {
            return refuse(
                address, &session,
                WireError(.notFound, details: [.what("subscription"), .id(String(subscription))]))
        }
        session.subscriptions.remove(at: index)
        reply(address, &session) { Views.writeEmpty(into: &$0) }
    }

    /// The array of a batch was posted: what it asked to watch is told from here on.
    mutating func startWatches(of batch: UInt64, _ session: Session) {
        for subscription in session.subscriptions where watches[subscription]?.batch == batch {
            watches[subscription]?.batch = nil
            catchUp(subscription)
        }
    }

    /// Entries became durable: they leave the memory of what is in flight, and every watch that is
    /// up to date hears of them.
    mutating func commit(through position: Int64) {
        precondition(position <= tip, "what was not appended cannot be committed")
        durable = max(durable, position)
        var behind: [Int64] = []
        var telling = Telling()
        while let first = inFlight.first, first.entry.position <= durable {
            let committed = inFlight.removeFirst()
            guard !liveWatches.isEmpty else { continue }
            tellLive(committed.entry, committed.passages, &telling, &behind)
        }
        // They came while these entries were on their way, and nobody had asked for so much before.
        for id in behind { catchUp(id) }
    }

    /// Tells an entry to all who hear entries as they are committed. Who cannot be told it now
    /// reads on from the journal later, beginning with this entry.
    private mutating func tellLive(
        _ entry: Entry, _ passages: [Passage], _ telling: inout Telling, _ behind: inout [Int64]
    ) {
        let subject = LiveWatch.Subject(passages)
        let concerned = liveWatches.concerned(by: subject, at: entry.position)
        guard !concerned.isEmpty else { return }
        let isKept = !passages.isEmpty && passages.allSatisfy(\.isKept)
        let tellsWhoSaw = !passages.isEmpty && passages.allSatisfy(\.tellsWhoSaw)
        var late: [Int] = []
        telling.begin(opening: entry.events.opened?.matter)
        for index in concerned {
            let one = liveWatches[index]
            let takesMore = one.reader.takesMore
            if one.looksIntoMatters ? isKept : tellsWhoSaw, takesMore {
                liveWatches[index].next = entry.position + 1
                if tell(one.id, one.scope, entry, passages, to: one.reader, &telling) {
                    liveWatches[index].lastSignOfLife = moment.monotonicMilliseconds
                }
                continue
            }
            watches[one.id]?.stage = .held(next: entry.position)
            late.append(index)
            if takesMore { behind.append(one.id) }
        }
        for index in late.reversed() { liveWatches.remove(at: index) }
    }

    /// From here on the watch hears entries as they are committed.
    mutating func goLive(_ id: Int64, from next: Int64) {
        guard let watch = watches[id] else { return }
        watches[id]?.stage = .live
        liveWatches.append(LiveWatch(id, watch, next: next, since: moment.monotonicMilliseconds))
    }

    /// - Returns: whether there was one.
    @discardableResult
    mutating func forget(_ subscription: Int64) -> Bool {
        liveWatches.remove(subscription)
        return watches.removeValue(forKey: subscription) != nil
    }

    /// Pushes one entry, if the watch is about it and its reader may know of it. An escalation is
    /// an entry of two matters and told once, of the first of them that the watch is about: whoever
    /// goes on from a position has then heard all that stands there.
    ///
    /// A queue is watched for what enters it and for what leaves it: an entry is told when the
    /// matter matched, and stood where the reader may see it, before the entry or after it. What
    /// is told is what the entry met and made, whatever has become of the matter since, so that a
    /// watch says the same whenever it is read.
    ///
    /// - Parameter telling: has begun with this entry.
    /// - Returns: whether anything was told.
    @discardableResult
    mutating func tell(
        _ id: Int64, _ scope: WatchScope, _ entry: Entry, _ passages: [Passage],
        to reader: SessionSlot, _ telling: inout Telling
    ) -> Bool {
        for index in passages.indices {
            guard isAbout(passages, index, scope, &telling),
                let known = knowledge(of: passages, index, for: scope, &telling)
            else { continue }
            let opened = opened(telling.opened, by: index, of: passages, for: scope.viewer)
            let line = telling.line(of: index, known, opened: opened) { writer in
                passages[index].write(known, opened: opened, into: &writer)
            }
            // It was made of what this entry met and left, and of nothing younger.
            notify(reader, after: entry.position) { line.append(to: &$0, for: id) }
            return true
        }
        return false
    }

    // A passage is large: it is looked at where it lies.

    /// Whether the matter matched, and stood where the reader may see it, before or after.
    private func isAbout(
        _ passages: [Passage], _ index: Int, _ scope: WatchScope, _ telling: inout Telling
    ) -> Bool {
        if isAbout(
            passages[index].after.row, passages[index].after.affair, scope, &telling, .after(index))
        {
            return true
        }
        guard let before = passages[index].before else { return false }
        return isAbout(before.row, before.affair, scope, &telling, .before(index))
    }

    /// Of which events the reader may know, if any. The matter as the reader sees it now says so;
    /// only a transfer takes it out of sight.
    private func knowledge(
        of passages: [Passage], _ index: Int, for scope: WatchScope, _ telling: inout Telling
    ) -> Telling.Knowledge? {
        let isInSight = telling.sees(
            scope.viewer, passages[index].after.row, passages[index].after.affair, roster,
            .after(index))
        if isInSight, scope.viewer.seesAllContents(of: passages[index].after.row) { return .all }
        let affair = isInSight ? passages[index].after.affair : passages[index].before?.affair
        guard let affair else { return nil }
        let names = telling.names(for: scope.principal.id, .after(index)) {
            self.names(of: passages[index].entry.events, in: affair, for: scope.principal)
        }
        return names.isEmpty ? nil : .some(names)
    }

    /// The matter that the entry of one passage opened, for whoever may see it.
    private func opened(
        _ opened: MatterID?, by index: Int, of passages: [Passage], for viewer: DocketViewer
    ) -> MatterID? {
        guard let opened, opened != passages[index].entry.matter else { return nil }
        let isSeen = passages.indices.contains { other in
            passages[other].entry.matter == opened
                && viewer.sees(passages[other].after.row, passages[other].after.affair, roster)
        }
        return isSeen ? opened : nil
    }

    private func isAbout(
        _ row: DocketIndexRow, _ affair: @autoclosure () -> Affair, _ scope: WatchScope,
        _ telling: inout Telling, _ end: Telling.PassageEnd
    ) -> Bool {
        scope.matcher.matches(row, affair())
            && telling.sees(scope.viewer, row, affair(), roster, end)
            && (!scope.filter.looksIntoContents
                || affair().summary(for: scope.principal, in: roster) != nil)
    }

    /// The events that this person may know of. The operator sees queues and never contents.
    private func names(
        of events: AffairEvents, in affair: Affair, for principal: Principal
    ) -> [String] {
        switch (events, affair) {
        case (.dispute, _): return events.wireNames
        case (.matter(let events), .matter(let matter)):
            guard let audience = matter.audience(of: principal, in: roster) else {
                return events.filter(\.isToldByTheHead).map(\.wireName)
            }
            let hidden = matter.hiddenDuties(from: audience)
            return events.filter { $0.isVisible(to: audience, hiddenDuties: hidden) }
                .map(\.wireName)
        case (.matter, .dispute):
            preconditionFailure("an entry has events of its matter's own machine")
        }
    }

    /// An idle subscription hears from time to time up to where everything was told.
    mutating func sendHeartbeats() {
        let now = moment.monotonicMilliseconds
        for index in liveWatches.indices
        where now - liveWatches[index].lastSignOfLife >= Limits.heartbeatMilliseconds {
            liveWatches[index].lastSignOfLife = now
            let watch = liveWatches[index]
            let position = max(watch.next - 1, durable)
            line.removeAll()
            writeNotification("docket.heartbeat", into: &line) {
                Views.writeWatch(subscription: watch.id, position: position, into: &$0)
            }
            let beat = line
            notify(watch.reader, after: position) { beat.append(to: &$0) }
        }
    }
}

extension Passage {
    /// - Returns: where the number of the subscription stands.
    fileprivate func write(
        _ known: Telling.Knowledge, opened: MatterID?, into writer: inout JSONWriter
    ) -> Range<Int> {
        let names =
            switch known {
            case .all: entry.events.wireNames
            case .some(let names): names
            }
        var number = 0..<0
        writeNotification("docket.changed", into: &writer) {
            number = Views.writeDocketChanged(
                position: entry.position, matter: entry.matter, version: entry.version,
                phase: after.row.place.phaseName, step: after.row.place.stepName, events: names,
                opened: opened, at: entry.stamp.at, into: &$0)
        }
        return number
    }
}

extension AffairEvents {
    fileprivate var wireNames: [String] {
        switch self {
        case .matter(let events): events.map(\.wireName)
        case .dispute(let events): events.map(\.wireName)
        }
    }
}
