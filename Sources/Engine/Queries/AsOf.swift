internal import JSONText
internal import Supervision
internal import Wire

// `matter.asOf`: a matter as it was, folded from its own entries. Who may see it now sees it, as
// far as he may see it now: a restriction that came later holds for the past too.

/// A fold on its way through the journal.
struct AsOf {
    let address: ReplyAddress
    /// The index of the matter in the docket.
    let index: Int
    /// Which of the matter's entries are still to be read.
    var left: Range<Int>
    /// Entries after this moment do not count.
    let until: Instant?
    var affair: Affair?
    /// The last entry of which the reader may know something: that another one came after it, and
    /// when, is none of the reader's business.
    var position: Int64 = 0
    var since = Instant(milliseconds: 0)
}

extension Core {
    /// How many entries are read at a time. A long history holds up neither the store nor the loop.
    private static let entriesPerFold = 256

    mutating func asOf(
        _ id: MatterID, version: Int64?, at: Instant?, _ principal: Principal,
        _ address: ReplyAddress, _ session: inout Session
    ) {
        guard let index = visibleMatter(id, to: principal, session.viewer) else {
            return refuse(address, &session, .matterNotFound(id.description))
        }
        let record = docket.records[index]
        var count = record.entries.count
        switch (version, at) {
        case (let version?, nil):
            let newest = record.affair.version
            guard version <= newest else {
                return refuse(
                    address, &session,
                    .invalidParameter(
                        "version",
                        expected: Bilingual(
                            zh: "1 至 \(newest) 的版本", en: "a version from 1 to \(newest)")))
            }
            // Up to the next command: what the clock did before it happened under this version.
            count = record.entries.index(ofVersion: version + 1) ?? count
        case (nil, let at?):
            let start = record.affair.registeredAt
            guard at >= start, at <= moment.now else {
                let (from, to) = (start.iso8601, moment.now.iso8601)
                return refuse(
                    address, &session,
                    .invalidParameter(
                        "at",
                        expected: Bilingual(
                            zh: "\(from) 至 \(to) 之间的时间", en: "a moment from \(from) to \(to)")))
            }
        case (nil, nil), (_?, _?):
            return refuse(
                address, &session,
                .invalidParameter(
                    version == nil ? "version" : "at",
                    expected: Bilingual(
                        zh: "version 与 at 之中恰好一个", en: "the only one of version and at")))
        }
        readOn(
            AsOf(
                address: address, index: index, left: 0..<count, until: at),
            &session)
    }

    private mutating func readOn(_ asOf: AsOf, _ session: inout Session) {
        let left = asOf.left.prefix(Self.entriesPerFold)
        let entries = docket.records.entries(asOf.index)
        read(
            .positions(left.map(entries.position)), for: .asOf(asOf), &session,
            goesOn: asOf.left.lowerBound > 0)
    }

    /// Takes a portion of the matter's entries.
    mutating func goOn(_ asOf: AsOf, with entries: [Entry], _ session: inout Session) {
        let now = docket.records.affair(asOf.index)
        guard let audience = audience(of: now, for: session) else {
            return refuse(asOf.address, &session, .matterNotFound(now.id.description))
        }
        let hidden = now.hiddenDuties(from: audience)
        var asOf = asOf
        asOf.left = (asOf.left.lowerBound + entries.count)..<asOf.left.upperBound
        for entry in entries {
            if let until = asOf.until, entry.stamp.at > until {
                asOf.left = asOf.left.upperBound..<asOf.left.upperBound
                break
            }
            let seen = entry.seen(from: now.id)
            asOf.affair = Affair.folding(seen, onto: asOf.affair)
            if seen.events.isVisible(to: audience, hiddenDuties: hidden) {
                (asOf.position, asOf.since) = (entry.position, entry.stamp.at)
            }
        }
        guard asOf.left.isEmpty else { return readOn(asOf, &session) }
        guard let past = asOf.affair else {
            preconditionFailure("a matter has at least the entry that began it")
        }
        let (roster, at) = (roster, asOf.until ?? asOf.since)
        reply(asOf.address, &session) {
            switch past {
            case .matter(let matter):
                Views.write(
                    past: matter, audience: audience, position: asOf.position,
                    since: asOf.since, at: at, roster: roster, into: &$0)
            case .dispute(let dispute):
                Views.write(
                    past: dispute, audience: audience, position: asOf.position,
                    since: asOf.since, at: at, roster: roster, into: &$0)
            }
        }
    }
}
