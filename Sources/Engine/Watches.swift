internal import DequeModule
internal import JSONText
internal import Journal
internal import Supervision
internal import Wire

/// A subscription: a cursor over the journal. It needs no queue of its own, because whatever its
/// reader did not take yet still stands in the journal.
struct Watch {
    let session: SessionID
    let principal: Principal
    let filter: DocketFilter
    /// The next entry that it has not seen.
    var next: Int64
    var isReading = false
    /// The batch that asked for it, until its array has left: the reply comes before any push.
    var batch: UInt64?
    var lastSignOfLife: UInt64
}

extension Core {
    /// How many entries a watch that is behind reads at a time.
    private static let catchUpEntries = 256

    mutating func watch(
        _ filter: DocketFilter, from position: Int64?, _ principal: Principal,
        _ address: ReplyAddress, _ session: inout Session
    ) {
        guard session.subscriptions.count < Limits.subscriptionsPerConnectionMax else {
            return refuse(
                address, &session,
                WireError(
                    .rateLimited, details: [.limit(Limits.subscriptionsPerConnectionMax)]))
        }
        guard (position ?? 0) <= tip else {
            return refuse(
                address, &session,
                .invalidParameter(
                    "fromPosition",
                    expected: Bilingual(
                        zh: "不超过当前的位置 \(tip)", en: "at most the present position \(tip)")))
        }
        let id = Int64(nextSerial())
        let start = position ?? tip
        watches[id] = Watch(
            session: session.id, principal: principal, filter: filter, next: start + 1,
            batch: address.batch, lastSignOfLife: moment.monotonicMilliseconds)
        session.subscriptions.append(id)
        reply(address, &session) {
            Views.writeWatch(subscription: id, position: start, into: &$0)
        }
        catchUp(id)
    }

    mutating func unwatch(
        _ subscription: Int64, _ address: ReplyAddress, _ session: inout Session
    ) {
        guard let place = session.subscriptions.firstIndex(of: subscription),
            watches.removeValue(forKey: subscription) != nil
        else {
            return refuse(
                address, &session,
                WireError(.notFound, details: [.what("subscription"), .id(String(subscription))]))
        }
        session.subscriptions.remove(at: place)
        reply(address, &session) { Views.writeEmpty(into: &$0) }
    }

    mutating func relieve(_ id: SessionID) {
        guard var session = sessions.removeValue(forKey: id) else { return }
        session.isCongested = false
        session.handedBytes = 0
        if session.isStalled, !session.isClosing { process(&session) }
        sessions[id] = session
        for subscription in session.subscriptions { catchUp(subscription) }
    }

    /// The array of a batch was posted: what it asked to watch is told from here on.
    mutating func startWatches(of batch: UInt64, _ session: Session) {
        for subscription in session.subscriptions where watches[subscription]?.batch == batch {
            watches[subscription]?.batch = nil
            catchUp(subscription)
        }
    }

    /// Reads on for a watch that is behind what is durable. One that is not gets its entries as
    /// they are committed.
    private mutating func catchUp(_ id: Int64) {
        guard let watch = watches[id], !watch.isReading, watch.batch == nil,
            watch.next <= durable
        else { return }
        watches[id]?.isReading = true
        let limit = min(Self.catchUpEntries, Int(durable - watch.next) + 1)
        outputs.append(
            .read(
                remember(.watch(subscription: id)), .range(from: watch.next, limit: limit)))
    }

    /// Entries became durable: they leave the memory of what is in flight, and every watch that is
    /// up to date hears of them.
    mutating func commit(through position: Int64) {
        precondition(position <= tip, "what was not appended cannot be committed")
        durable = max(durable, position)
        while let first = inFlight.first, first.stored.position <= durable {
            let entry = inFlight.removeFirst()
            guard !watches.isEmpty else { continue }
            guard let events = try? EventCoding.decode(entry.stored.events) else {
                preconditionFailure("what was just encoded can be decoded")
            }
            for (id, watch) in watches where watch.next == entry.stored.position {
                if sessions[watch.session]?.isCongested == true || watch.batch != nil { continue }
                tell(
                    id, watch, entry.stored, entry.index, events, entry.before, entry.after)
            }
        }
    }

    /// Entries that a watch missed, from the journal.
    mutating func feed(_ id: Int64, _ entries: [StoredEntry]) {
        guard watches[id] != nil else { return }
        watches[id]?.isReading = false
        for entry in entries {
            guard let watch = watches[id], watch.next == entry.position,
                let matter = MatterID(entry.matter), let index = docket.index(of: matter),
                let after = Place(name: entry.placeAfter),
                let events = try? EventCoding.decode(entry.events)
            else { preconditionFailure("entry \(entry.position) is not what was appended") }
            tell(id, watch, entry, index, events, Place(name: entry.placeBefore) ?? [], after)
        }
        guard let watch = watches[id], sessions[watch.session]?.isCongested == false
        else { return }
        catchUp(id)
    }

    /// Pushes one entry, if the watch is about it and its reader may know of it.
    ///
    /// A queue is watched for what enters it and for what leaves it: phase and step match where
    /// the matter stood before the entry or where it stands after it.
    private mutating func tell(
        _ id: Int64, _ watch: Watch, _ entry: StoredEntry, _ index: Int, _ events: [MatterEvent],
        _ before: Place, _ after: Place
    ) {
        watches[id]?.next = entry.position + 1
        let matter = docket.records[index].matter
        let row = docket.rows[index]
        let matcher = DocketMatcher(watch.filter, roster)
        guard DocketViewer(watch.principal, roster).sees(row, matter, roster),
            matcher.matches(place: after) || (!before.isEmpty && matcher.matches(place: before)),
            matcher.matchesBesidesPlace(row, matter),
            !watch.filter.looksIntoContents || summary(of: matter, for: watch.principal) != nil
        else { return }
        let names = namesOfEvents(events, in: matter, for: watch.principal)
        guard !names.isEmpty, var session = sessions.removeValue(forKey: watch.session)
        else { return }
        watches[id]?.lastSignOfLife = moment.monotonicMilliseconds
        line.removeAll()
        writeNotification("docket.changed", into: &line) {
            Views.writeDocketChanged(
                subscription: id, position: entry.position, matter: matter.id,
                version: entry.version, phase: after.phaseName, step: after.stepName,
                events: names, at: Instant(milliseconds: entry.at), into: &$0)
        }
        post(line.bytes, to: &session, isReply: false)
        sessions[watch.session] = session
    }

    /// The events that this person may know of. The operator, who sees queues, sees their names.
    private func namesOfEvents(
        _ events: [MatterEvent], in matter: Matter, for principal: Principal
    ) -> [String] {
        guard let audience = matter.audience(of: principal, in: roster) else {
            return events.map(\.wireName)
        }
        let hidden = matter.hiddenDuties(from: audience)
        return events.filter { $0.isVisible(to: audience, hiddenDuties: hidden) }
            .map(\.wireName)
    }

    /// An idle subscription hears from time to time up to where everything was told.
    mutating func sendHeartbeats() {
        let now = moment.monotonicMilliseconds
        for (id, watch) in watches where now - watch.lastSignOfLife >= Limits.heartbeatMilliseconds
        {
            guard watch.next > durable, watch.batch == nil,
                var session = sessions.removeValue(forKey: watch.session)
            else { continue }
            watches[id]?.lastSignOfLife = now
            line.removeAll()
            writeNotification("docket.heartbeat", into: &line) {
                Views.writeWatch(subscription: id, position: watch.next - 1, into: &$0)
            }
            post(line.bytes, to: &session, isReply: false)
            sessions[watch.session] = session
        }
    }
}
