/// How much of what no sync has confirmed a loss of power takes away.
public enum PowerLoss: String, CaseIterable, Sendable {
    /// All of it.
    case everything
    /// What was done after a moment, of which the disk knows nothing.
    case tail
    /// The disk has written when and what it liked: each sector of each file is as it was at a
    /// moment of its own, and so are the sizes; each change of a name is there or is not.
    case sectors
    /// Nothing of it: the disk was quick.
    case nothing

    /// What a disk writes as a whole, in bytes.
    static let sectorBytes = 512

    /// The files that are found when the power is back.
    ///
    /// - Parameters:
    ///   - log: what was done since all of it was on the disk.
    ///   - contents: what the files held in the end, also those that have lost their names.
    public func files(
        after log: WriteLog, contents: [UInt32: [UInt8]],
        using random: inout SeededGenerator
    ) -> [String: [UInt8]] {
        let end = log.changes.count
        let moment = self == .tail ? Int.random(in: 0...end, using: &random) : end
        var dice = Dice(loss: self, moment: moment, random: random)
        var found: [String: [UInt8]] = [:]
        let names = Self.names(after: log, &dice)
        // In the order of the names, so that a seed repeats what is found.
        for name in names.keys.sorted() {
            guard let file = names[name] else { continue }
            found[name] = Self.content(of: file, contents[file] ?? [], after: log, &dice)
        }
        random = dice.random
        return found
    }

    /// Chooses how far something has come.
    private struct Dice {
        let loss: PowerLoss
        /// What the disk knows of, where it is told in order: so many changes of the log.
        let moment: Int
        var random: SeededGenerator

        /// How many of the changes at these places in the log were carried out.
        mutating func count(of places: [Int]) -> Int {
            switch loss {
            case .everything: 0
            case .nothing: places.count
            case .tail: places.count { $0 < moment }
            case .sectors: Int.random(in: 0...places.count, using: &random)
            }
        }

        /// Which of the changes of names at these places were not carried out.
        mutating func lost(of places: [Int]) -> Set<Int> {
            guard loss == .sectors else { return Set(places.dropFirst(count(of: places))) }
            return Set(places.filter { _ in Bool.random(using: &random) })
        }
    }

    // MARK: Names

    private static func names(after log: WriteLog, _ dice: inout Dice) -> [String: UInt32] {
        let confirmed = log.changes.lastIndex(of: .namesSynced) ?? -1
        let unsure = log.changes.indices.filter { place in
            guard place > confirmed else { return false }
            switch log.changes[place] {
            case .created, .unlinked, .renamed: return true
            default: return false
            }
        }
        let lost = dice.lost(of: unsure)
        var names: [String: UInt32] = [:]
        for (place, change) in log.changes.enumerated() where !lost.contains(place) {
            switch change {
            case .known(let file, let name), .created(let file, let name):
                names[name] = file
            case .unlinked(let file):
                names = names.filter { $0.value != file }
            case .renamed(let file, let name):
                names = names.filter { $0.value != file }
                names[name] = file
            case .written, .resized, .synced, .namesSynced: break
            }
        }
        return names
    }

    // MARK: Contents

    private static func content(
        of file: UInt32, _ last: [UInt8], after log: WriteLog, _ dice: inout Dice
    ) -> [UInt8] {
        let confirmed = log.changes.lastIndex(of: .synced(file: file)) ?? -1
        let places = log.changes.indices.filter { place in
            guard place > confirmed else { return false }
            switch log.changes[place] {
            case .written(file, _, _, _, _), .resized(file, _, _, _): return true
            default: return false
            }
        }
        let changes = places.map { log.changes[$0] }
        var content = last
        for change in changes.reversed() { undo(change, in: &content) }
        // Made again, as far as each part has come.
        let size = Self.size(content.count, after: changes.prefix(dice.count(of: places)))
        let whole = dice.count(of: places)
        var comesTo: [Int: Int] = [:]
        for (number, change) in changes.enumerated() {
            redo(change, in: &content) { sector in
                guard dice.loss == .sectors else { return number < whole }
                let count = comesTo[sector] ?? dice.count(of: places)
                comesTo[sector] = count
                return number < count
            }
        }
        resize(&content, to: size)
        return content
    }

    /// Puts back what a change replaced. The program may have been killed before it was made.
    private static func undo(_ change: WriteLog.Change, in content: inout [UInt8]) {
        switch change {
        case .written(_, let offset, let sizeBefore, let old, _):
            resize(&content, to: sizeBefore)
            // A write behind the end replaced nothing.
            if !old.isEmpty { content.replaceSubrange(offset..<offset + old.count, with: old) }
        case .resized(_, let sizeBefore, let sizeAfter, let cut):
            resize(&content, to: min(sizeBefore, sizeAfter))
            content += cut
        default: break
        }
    }

    /// Makes a change in those sectors that have come so far.
    private static func redo(
        _ change: WriteLog.Change, in content: inout [UInt8], _ isMade: (Int) -> Bool
    ) {
        switch change {
        case .written(_, let offset, _, _, let new):
            let end = offset + new.count
            if content.count < end { resize(&content, to: end) }
            var start = offset
            while start < end {
                let sector = start / sectorBytes
                let next = min(end, (sector + 1) * sectorBytes)
                if isMade(sector) {
                    content.replaceSubrange(
                        start..<next, with: new[start - offset..<next - offset])
                }
                start = next
            }
        case .resized(_, _, let sizeAfter, _):
            // What lies behind the new end is no longer there when the file grows again.
            var start = sizeAfter
            while start < content.count {
                let sector = start / sectorBytes
                let next = min(content.count, (sector + 1) * sectorBytes)
                if isMade(sector) {
                    content.replaceSubrange(
                        start..<next, with: repeatElement(0, count: next - start))
                }
                start = next
            }
        default: break
        }
    }

    private static func size(_ size: Int, after changes: some Sequence<WriteLog.Change>) -> Int {
        changes.reduce(size) { size, change in
            switch change {
            case .written(_, let offset, _, _, let new): max(size, offset + new.count)
            case .resized(_, _, let sizeAfter, _): sizeAfter
            default: size
            }
        }
    }

    private static func resize(_ content: inout [UInt8], to size: Int) {
        if content.count > size {
            content.removeLast(content.count - size)
        } else {
            content += repeatElement(0, count: size - content.count)
        }
    }
}
