/// Compares what was said with what is there.
///
/// The journal is held against the clients' journals in both directions, against itself, and
/// against the two other ways in which the server tells it. Takes time that is linear in the
/// records.
///
/// - Returns: every contradiction; empty when the server kept its word.
public func check(_ records: Records) -> [Finding] {
    let journal = Journal(records)
    return records.strays.map(Finding.stray)
        + records.asked.flatMap(contradictions)
        + journal.acknowledgements + journal.order + journal.losses
        + numberHoles(records.asked)
        + journal.histories
        + records.watchers.flatMap(journal.pushes)
        + records.endings.flatMap(faults)
}

/// What is gone of what was said: acknowledged commands, entries that were found, pushes. It can
/// be asked after a start, before anybody asks the server again.
public func losses(_ records: Records) -> [Finding] {
    let journal = Journal(records)
    let missing = journal.acknowledgements.filter { if case .missing = $0 { true } else { false } }
    return missing + journal.losses + records.watchers.flatMap(journal.lostPushes)
}

/// What one command's client sees without looking anywhere else.
private func contradictions(_ asked: Asked) -> [Finding] {
    if let refusal = asked.refusal { return [.refused(key: asked.key, refusal)] }
    guard let first = asked.firstReply else { return [.unanswered(key: asked.key)] }
    var found: [Finding] = []
    if first.answer.version != asked.expectedVersion + 1 {
        found.append(.otherVersion(key: asked.key))
    }
    var isFirst = true
    for (index, sending) in asked.sendings.enumerated() {
        guard let reply = sending.reply else { continue }
        if !isFirst {
            if reply.answer != first.answer { found.append(.otherAnswer(key: asked.key)) }
            if !reply.replayed { found.append(.flagMissing(key: asked.key)) }
            continue
        }
        isFirst = false
        let wasThere = reply.answer.position <= sending.tip
        if wasThere, !reply.replayed { found.append(.flagMissing(key: asked.key)) }
        // Accepted before: by this server, from an earlier sending to it, or by one before it.
        let couldBeThere = asked.sendings[..<index].contains { wasThere || $0.tip == sending.tip }
        if reply.replayed, !couldBeThere { found.append(.replayOfNothing(key: asked.key)) }
    }
    return found
}

/// The numbers of each series of documents, which begins with everything before the number.
private func numberHoles(_ asked: [Asked]) -> [Finding] {
    var series: [Substring: [Int]] = [:]
    for document in asked.compactMap({ $0.firstReply?.answer.document }) {
        let digits = document.reversed().drop { !$0.isWholeNumber }.prefix { $0.isWholeNumber }
        let name = document.prefix(while: { $0 != "〕" })
        series[name, default: []].append(Int(String(digits.reversed())) ?? 0)
    }
    return series.keys.sorted().compactMap { name in
        let numbers = series[name, default: []].sorted()
        return numbers == Array(1...numbers.count) ? nil : .numberHole(series: String(name))
    }
}

private func faults(_ ending: Ending) -> [Finding] {
    var found: [Finding] = []
    if ending.status != ending.expected {
        found.append(.endedOtherwise(status: ending.status, expected: ending.expected))
    }
    let lines = ending.log.split(separator: "\n")
    if !ending.reason.isEmpty,
        !lines.contains(where: { line in ending.reason.allSatisfy { line.contains($0) } })
    {
        found.append(.reasonMissing(ending.reason.joined(separator: " … ")))
    }
    if let replies = ending.repliesAfterFault, replies > 0 {
        found.append(.spokeAfterFault(replies: replies))
    }
    return found
}

/// The journal with what is looked up in it.
private struct Journal {
    private struct Name: Hashable {
        var person: String
        var key: String
    }

    private let records: Records
    private var byPosition: [Int: Entry] = [:]
    private var byName: [Name: Entry] = [:]
    private var askedByName: [Name: Int] = [:]
    /// The organ of each matter, as its registration asked for it.
    private var organs: [String: String] = [:]
    private var doubled: [Finding] = []

    init(_ records: Records) {
        self.records = records
        for (index, asked) in records.asked.enumerated() {
            askedByName[Name(person: asked.person, key: asked.key)] = index
            if let matter = asked.firstReply?.answer.matter { organs[matter] = asked.organ }
        }
        for entry in records.entries {
            byPosition[entry.position] = entry
            guard !entry.key.isEmpty else { continue }
            let name = Name(person: entry.person, key: entry.key)
            if byName[name] == nil {
                byName[name] = entry
            } else {
                doubled.append(.twice(key: entry.key))
            }
        }
    }

    /// Each acknowledgement against its entry, and each entry against whoever asked for it.
    var acknowledgements: [Finding] {
        var found = doubled
        for asked in records.asked {
            guard let answer = asked.firstReply?.answer else { continue }
            guard let entry = byName[Name(person: asked.person, key: asked.key)] else {
                found.append(.missing(key: asked.key))
                continue
            }
            if (entry.position, entry.matter, entry.version)
                != (answer.position, answer.matter, answer.version)
            {
                found.append(.changed(key: asked.key))
            }
        }
        for entry in records.entries where !entry.key.isEmpty {
            if askedByName[Name(person: entry.person, key: entry.key)] == nil {
                found.append(.unasked(position: entry.position))
            }
        }
        return found
    }

    /// Positions and versions are consecutive. An act of the server keeps the version.
    var order: [Finding] {
        var found: [Finding] = []
        var position = 0
        var versions: [String: Int] = [:]
        for entry in records.entries {
            if entry.position != position + 1 { found.append(.positionHole(after: position)) }
            position = entry.position
            let before = versions[entry.matter, default: 0]
            if entry.version != (entry.key.isEmpty ? before : before + 1) {
                found.append(.versionHole(matter: entry.matter, after: before))
            }
            versions[entry.matter] = entry.version
        }
        return found
    }

    /// What a restart has found is durable and stays.
    var losses: [Finding] {
        records.earlier.filter { byPosition[$0.position] != $0 }
            .map { .vanished(position: $0.position) }
    }

    /// The histories that were read against the entries of their matters.
    var histories: [Finding] {
        var entries: [String: [Entry]] = [:]
        for entry in records.entries where records.histories[entry.matter] != nil {
            entries[entry.matter, default: []].append(entry)
        }
        return records.histories.keys.sorted().flatMap { matter in
            differences(
                matter, entries[matter, default: []], records.histories[matter, default: []])
        }
    }

    private func differences(
        _ matter: String, _ entries: [Entry], _ history: [Told]
    ) -> [Finding] {
        var found: [Finding] = []
        var told: [Int: Told] = [:]
        var last = 0
        for item in history {
            // Told twice, or out of its order: it is not the history of these entries.
            if item.position <= last { found.append(.toldOtherwise(position: item.position)) }
            last = max(last, item.position)
            told[item.position] = item
        }
        for entry in entries {
            guard let item = told.removeValue(forKey: entry.position) else {
                let index = askedByName[Name(person: entry.person, key: entry.key)]
                if let index, records.asked[index].wasUnknown {
                    found.append(.halfHappened(key: entry.key))
                } else {
                    found.append(.untold(position: entry.position))
                }
                continue
            }
            if (item.version, item.person) != (entry.version, entry.person) {
                found.append(.toldOtherwise(position: entry.position))
            }
        }
        return found
            + told.keys.sorted().map { .onlyTold(matter: matter, position: $0) }
    }

    /// A watcher hears each entry of what it watches once, in order and as it is.
    func pushes(_ watcher: Watcher) -> [Finding] {
        let name = watcher.name
        var found: [Finding] = []
        var heard: Set<Int> = []
        var last = 0
        for push in watcher.pushes {
            let position = push.position
            guard let entry = byPosition[position], isWatched(entry, by: watcher) else {
                found.append(.watchInvented(watcher: name, position: position))
                continue
            }
            if !heard.insert(position).inserted {
                found.append(.watchDoubled(watcher: name, position: position))
            } else if position < last {
                found.append(.watchSwapped(watcher: name, position: position))
            } else if (push.matter, push.version) != (entry.matter, entry.version) {
                found.append(.watchOtherwise(watcher: name, position: position))
            }
            last = max(last, position)
        }
        let missed = records.entries.filter {
            isWatched($0, by: watcher) && !heard.contains($0.position)
        }
        return found + missed.map { .watchMissed(watcher: name, position: $0.position) }
    }

    /// What a watcher heard and what is nowhere. Whether it should have heard of an entry that is
    /// there is not asked: the organ of a matter is known when its registration is answered.
    func lostPushes(_ watcher: Watcher) -> [Finding] {
        watcher.pushes.filter { byPosition[$0.position] == nil }
            .map { .watchInvented(watcher: watcher.name, position: $0.position) }
    }

    private func isWatched(_ entry: Entry, by watcher: Watcher) -> Bool {
        watcher.organ == nil || organs[entry.matter] == watcher.organ
    }
}
