internal import JSONText
internal import Supervision
internal import Wire

// How the pages of a list go on.

/// Where a matter stands in the order of a list: by what it is sorted, then the id.
struct ListKey: Comparable {
    var key: Int64
    var serial: Int64

    init(key: Int64, serial: Int64) { (self.key, self.serial) = (key, serial) }
    init(key: Int64, index: Int) { (self.key, serial) = (key, Int64(index) + 1) }

    /// The index in the docket.
    var index: Int { Int(serial) - 1 }

    static func < (a: ListKey, b: ListKey) -> Bool {
        (a.key, a.serial) < (b.key, b.serial)
    }
}

/// The first few of very many keys, without sorting them all.
struct FirstKeys {
    private let limit: Int
    private(set) var sorted: [ListKey] = []

    init(limit: Int) {
        self.limit = limit
        sorted.reserveCapacity(limit + 1)
    }

    func wants(_ key: ListKey) -> Bool {
        sorted.count < limit || sorted.last.map { key < $0 } ?? false
    }

    mutating func offer(_ key: ListKey) {
        guard wants(key) else { return }
        if sorted.count == limit { sorted.removeLast() }
        let index = sorted.partitioningIndex { key <= $0 }
        sorted.insert(key, at: index)
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
}
