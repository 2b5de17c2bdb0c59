import Soak

/// A program that made files, wrote to them and synced some: what it did, and how its files stood
/// after each step.
struct WriteRun: CustomStringConvertible {
    struct Moment {
        /// The files by their names.
        var files: [String: [UInt8]] = [:]
        var contents: [UInt32: [UInt8]] = [:]
        var names: [String: UInt32] = [:]
        /// How many steps came before.
        var step = 0

        /// What is found when the disk knows of this moment, and of later syncs.
        func afterLoss(_ run: WriteRun) -> [String: [UInt8]] {
            let names = run.namesSyncedAt > step ? run.confirmedNames : names
            return names.mapValues { file in
                let syncedAt = run.syncedAt[file] ?? 0
                return (syncedAt > step ? run.confirmedContents[file] : contents[file]) ?? []
            }
        }
    }

    let seed: UInt64
    private(set) var changes: [WriteLog.Change] = []
    /// From the beginning on, one after each change.
    private(set) var moments: [Moment] = []
    private var now = Moment()
    private(set) var confirmedContents: [UInt32: [UInt8]] = [:]
    private(set) var confirmedNames: [String: UInt32] = [:]
    private(set) var syncedAt: [UInt32: Int] = [:]
    private(set) var namesSyncedAt = 0
    private var nextFile: UInt32 = 1

    var description: String { "seed \(seed): \(changes.count) changes" }

    init(_ seed: UInt64, _ random: inout SeededGenerator) {
        self.seed = seed
        for name in ["journal.db", "journal.db-wal"] {
            let file = take()
            now.contents[file] = (0..<Int.random(in: 0...1500, using: &random)).map { _ in
                UInt8.random(in: 1...255, using: &random)
            }
            now.names[name] = file
            confirmedContents[file] = now.contents[file]
            confirmedNames[name] = file
            note(.known(file: file, name: name))
        }
        for _ in 0..<Int.random(in: 1...30, using: &random) { step(&random) }
    }

    private mutating func take() -> UInt32 {
        defer { nextFile += 1 }
        return nextFile
    }

    private mutating func note(_ change: WriteLog.Change) {
        changes.append(change)
        now.step = changes.count
        now.files = now.names.mapValues { now.contents[$0] ?? [] }
        moments.append(now)
    }

    private mutating func step(_ random: inout SeededGenerator) {
        guard
            let (name, file) = now.names.sorted(by: { $0.key < $1.key })
                .randomElement(using: &random)
        else { return create("marker") }
        var content = now.contents[file] ?? []
        let size = content.count
        switch Int.random(in: 0..<12, using: &random) {
        case 0...5:
            let offset = Int.random(in: 0...size + 600, using: &random)
            let new = (0..<Int.random(in: 1...1200, using: &random)).map { _ in
                UInt8.random(in: 1...255, using: &random)
            }
            let old = Array(content.dropFirst(offset).prefix(new.count))
            content += repeatElement(0, count: max(0, offset + new.count - size))
            content.replaceSubrange(offset..<offset + new.count, with: new)
            now.contents[file] = content
            note(.written(file: file, offset: offset, sizeBefore: size, old: old, new: new))
        case 6:
            let after = Int.random(in: 0...size + 700, using: &random)
            let cut = Array(content.dropFirst(after))
            content = Array(content.prefix(after)) + repeatElement(0, count: max(0, after - size))
            now.contents[file] = content
            note(.resized(file: file, sizeBefore: size, sizeAfter: after, cut: cut))
        case 7, 8:
            confirmedContents[file] = content
            syncedAt[file] = changes.count + 1
            note(.synced(file: file))
        case 9:
            confirmedNames = now.names
            namesSyncedAt = changes.count + 1
            note(.namesSynced)
        case 10:
            now.names[name] = nil
            note(.unlinked(file: file))
            if Bool.random(using: &random) { create(name) }
        default:
            now.names[name] = nil
            now.names["other"] = file
            note(.renamed(file: file, name: "other"))
        }
    }

    private mutating func create(_ name: String) {
        let file = take()
        now.contents[file] = []
        now.names[name] = file
        note(.created(file: file, name: name))
    }

    // MARK: Questions

    func found(_ loss: PowerLoss, _ random: inout SeededGenerator) -> [String: [UInt8]] {
        loss.files(after: WriteLog(changes), contents: now.contents, using: &random)
    }

    /// What all syncs together have promised.
    var confirmed: [String: [UInt8]] {
        confirmedNames.mapValues { confirmedContents[$0] ?? [] }
    }

    /// What any file that may be found under this name held since its last sync.
    func contentsSinceSync(of name: String) -> [[UInt8]] {
        let files = Set(moments.compactMap { $0.names[name] })
        return files.flatMap { file in
            [confirmedContents[file] ?? []]
                + moments.filter { $0.step > syncedAt[file] ?? 0 }.compactMap { $0.contents[file] }
        }
    }
}
