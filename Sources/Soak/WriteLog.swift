/// What was done to the files of one directory since all of it was on the disk, in order.
public struct WriteLog: Equatable, Sendable {
    public enum Change: Equatable, Sendable {
        /// A file that was there before, under its name.
        case known(file: UInt32, name: String)
        case created(file: UInt32, name: String)
        /// Bytes were replaced or added. The old ones are those that stood in their place, within
        /// the size that the file had.
        case written(file: UInt32, offset: Int, sizeBefore: Int, old: [UInt8], new: [UInt8])
        /// The size was set. The bytes are those that were cut off.
        case resized(file: UInt32, sizeBefore: Int, sizeAfter: Int, cut: [UInt8])
        /// All earlier changes of the file are on the disk.
        case synced(file: UInt32)
        case unlinked(file: UInt32)
        /// The file has another name, in place of the one that may have had it.
        case renamed(file: UInt32, name: String)
        /// All earlier changes of names are on the disk.
        case namesSynced
    }

    public var changes: [Change]

    public init(_ changes: [Change]) {
        self.changes = changes
    }

    /// Reads the log that `CPowerLoss` writes; its header says what stands in it. A record that is
    /// not whole ends it: the program was killed before the change was made.
    ///
    /// - Returns: nil for what is no such log.
    public init?(_ bytes: [UInt8]) {
        changes = []
        var rest = bytes[...]
        while rest.count >= Self.headBytes {
            let head = Array(rest.prefix(Self.headBytes))
            func number(_ place: Int, _ width: Int) -> Int {
                (0..<width).reversed().reduce(0) { $0 << 8 | Int(head[place + $1]) }
            }
            let (oldCount, newCount) = (number(32, 4), number(36, 4))
            guard rest.count - Self.headBytes >= oldCount + newCount else { break }
            rest = rest.dropFirst(Self.headBytes)
            let (old, new) = (Array(rest.prefix(oldCount)), rest.dropFirst(oldCount))
            let file = UInt32(number(4, 4))
            let (offset, before, after) = (number(8, 8), number(16, 8), number(24, 8))
            let text = Array(new.prefix(newCount))
            let name = String(decoding: text, as: UTF8.self)
            switch number(0, 4) {
            case 1: changes.append(.known(file: file, name: name))
            case 2: changes.append(.created(file: file, name: name))
            case 3:
                changes.append(
                    .written(file: file, offset: offset, sizeBefore: before, old: old, new: text))
            case 4:
                changes.append(
                    .resized(file: file, sizeBefore: before, sizeAfter: after, cut: old))
            case 5: changes.append(.synced(file: file))
            case 6: changes.append(.unlinked(file: file))
            case 7: changes.append(.renamed(file: file, name: name))
            case 8: changes.append(.namesSynced)
            default: return nil
            }
            rest = new.dropFirst(newCount)
        }
    }

    /// Four numbers of four bytes and three of eight, the lowest byte first.
    private static let headBytes = 40

    /// Every name that a file had.
    public var names: Set<String> {
        var names: Set<String> = []
        for change in changes {
            switch change {
            case .known(_, let name), .created(_, let name), .renamed(_, let name):
                names.insert(name)
            default: break
            }
        }
        return names
    }
}
