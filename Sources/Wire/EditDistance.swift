// Finding the name that was probably meant. It runs only for a request that is refused, over a
// few dozen short names.

/// The name that differs least from `text`, when it differs by no more than a slip of the hand:
/// two edits, and fewer than half of its letters. Case does not count as a difference.
func nearestName(to text: String, among names: [String]) -> String? {
    let lengthMax = 40
    let wanted = folded(text)
    guard !wanted.isEmpty, wanted.count <= lengthMax else { return nil }
    var best: (name: String, distance: Int)?
    for name in names {
        let candidate = folded(name)
        guard abs(candidate.count - wanted.count) <= 2 else { continue }
        let distance = editDistance(wanted, candidate)
        if distance <= 2, distance * 2 < candidate.count, distance < best?.distance ?? .max {
            best = (name, distance)
        }
    }
    return best?.name
}

/// The bytes with ASCII letters in lower case and without underscores and hyphens, so that
/// `expected_version` is `expectedVersion`.
private func folded(_ text: String) -> [UInt8] {
    text.utf8.filter { $0 != UInt8(ascii: "_") && $0 != UInt8(ascii: "-") }.map {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0
    }
}

/// The least number of insertions, deletions, replacements and swaps of neighbours.
private func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in a.indices {
        var row = [i + 1]
        for j in b.indices {
            var distance = min(
                last[j] + (a[i] == b[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                distance = min(distance, beforeLast[j - 1] + 1)
            }
            row.append(distance)
        }
        beforeLast = last
        last = row
    }
    return last[b.count]
}
