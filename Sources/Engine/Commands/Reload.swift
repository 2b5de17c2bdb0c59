internal import DequeModule
internal import JSONText
internal import Supervision
internal import Wire

// New files for a running server: roster, persons, house rules and calendar come as one value and
// take the place of the old ones together, or not at all. The journal knows nothing of them, so
// that folding it again under the new files gives the same matters.

extension Core {
    /// Why these files cannot take the place of the present ones; nil when they can. An organ
    /// that an open matter needs must stay, or nobody could act on the matter any more.
    public func obstacle(to configuration: Configuration) -> String? {
        let roster = configuration.house.roster
        // Most matters need their two sides only, which the rows name.
        let known = self.roster.organs.map { roster[$0.id] != nil }
        func has(_ rank: Int32) -> Bool { rank >= 0 && known[Int(rank)] }
        for (index, row) in docket.queues.rows.enumerated()
        where !docket.records.isPacked(index) || row.flags.contains(.hasParticipants)
            || (row.place != .closed && !(has(row.supervising) && has(row.supervised)))
        {
            let affair = docket.records.affair(index)
            for organ in affair.organsNeeded where roster[organ] == nil {
                return "the open matter \(affair.id) needs the organ \(organ), which the "
                    + "roster \(roster.edition) does not have"
            }
        }
        return nil
    }

    mutating func reload(_ new: Configuration) {
        let (old, roster) = (configuration.house, new.house.roster)
        // Most rosters lose no organ, and then no matter has to be asked what it needs.
        let losesOrgans = old.roster.organs.contains { roster[$0.id] == nil }
        let obstacle =
            isDraining
            ? "the server is stopping" : losesOrgans ? obstacle(to: new) : nil
        if let obstacle {
            outputs.append(.log(LogRecord(.error, "reload refused", ["reason": obstacle])))
            return
        }
        // Above this line nothing has changed, below it nothing fails.
        configuration = new
        passes.restart()
        if roster != old.roster {
            docket.setOrgans(in: roster)
            // What was decided and is not told yet is matched by the new ranks, too.
            for index in inFlight.indices {
                for passage in inFlight[index].passages.indices {
                    inFlight[index].passages[passage].setOrgans(in: roster)
                }
            }
        }
        let closed = renewSessions()
        let recomputed = new.house.calendar == old.calendar ? 0 : recomputeProvisionalDeadlines()
        outputs.append(
            .log(
                LogRecord(
                    .info, "reloaded",
                    [
                        "roster": roster.edition, "calendar": house.calendar.edition,
                        "persons": String(house.principals.byID.count),
                        "sessionsClosed": String(closed),
                        "deadlinesRecomputed": String(recomputed),
                    ])))
    }

    // MARK: Sessions

    /// Every session goes on as the person whom its token names now, with the roles of now. A
    /// token that names nobody any more, or somebody else, ends the session.
    ///
    /// - Returns: how many sessions ended.
    private mutating func renewSessions() -> Int {
        let roster = roster
        var ended = 0
        for slot in sessions.all {
            serve(slot) { (core, session) in
                guard !session.isClosing, let speaker = session.speaker else { return }
                if let principal = core.principal(ofDigest: speaker.tokenDigest),
                    principal.id == speaker.principal.id
                {
                    session.speaker?.renew(principal, roster)
                    for subscription in session.subscriptions {
                        core.watches[subscription]?.renew(for: principal, roster)
                    }
                } else {
                    core.revoke(&session)
                    ended += 1
                }
            }
        }
        for index in liveWatches.indices {
            if let watch = watches[liveWatches[index].id] { liveWatches[index].scope = watch.scope }
        }
        return ended
    }

    /// What was asked for before is answered; nothing is read any more.
    private mutating func revoke(_ session: inout Session) {
        line.removeAll()
        writeNotification("session.revoked", into: &line) {
            Views.write(
                revoked: ErrorCode.unauthenticated, text: Self.revokedText, into: &$0)
        }
        post(line, to: &session, isReply: false)
        close(&session, because: "its token is not valid any more")
    }

    private static let revokedText = Bilingual(
        zh: "令牌已经失效，本连接即将关闭。", en: "The token is not valid any more; the connection closes.")
}

extension Watch {
    /// The same subscription for a person and organs as they are now.
    mutating func renew(for principal: Principal, _ roster: Roster) {
        scope = WatchScope(scope.filter, for: principal, roster)
    }
}

extension Passage {
    fileprivate mutating func setOrgans(in roster: Roster) {
        // Where the contents were not kept, the sides are those of afterwards.
        let kept = before?.kept
        before?.row.setOrgans(of: kept ?? after.affair, roster)
        after.row.setOrgans(of: after.affair, roster)
    }
}

extension WorkingCalendar {
    /// Of the edition and of every day that differs from Monday to Friday.
    var digest: UInt64 {
        var digest = JSONDigest(edition)
        for (number, year) in years.sorted(by: { $0.key < $1.key }) {
            digest = digest.adding(UInt64(number))
            for days in [year.daysOff, year.makeUpWorkingDays] {
                digest = digest.adding(UInt64(days.count))
                for day in days.sorted() {
                    digest = digest.adding(UInt64(bitPattern: Int64(day.daysSinceEpoch)))
                }
            }
        }
        return digest.value
    }
}
