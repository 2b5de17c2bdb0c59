public import Journal
internal import Supervision

/// How a core came back from a store.
public struct RecoveredCore {
    public var core: Core
    /// Entries that were folded, beside the snapshots.
    public var folded: Int
    /// Why the snapshots were not used, when there were some and they were not.
    public var snapshotFault: RecoveryFault?
}

/// Why a store gave no core back.
public enum RecoveryFailure: Error, Sendable, CustomStringConvertible {
    case journal(JournalFault)
    case entry(RecoveryFault)

    public var description: String {
        switch self {
        case .journal(let fault): fault.description
        case .entry(let fault): fault.description
        }
    }
}

extension Recovery {
    /// How many entries are read at a time.
    private static let entriesPerRead = 8192

    /// Rebuilds a core from a store.
    ///
    /// Snapshots are disposable: when one is missing or does not fit, all are left aside and the
    /// journal is folded from its first entry. An entry that does not fit is the end; nothing is
    /// repaired by guessing.
    public static func run(
        _ configuration: Core.Configuration, from journal: some JournalStore
    ) throws(RecoveryFailure) -> RecoveredCore {
        do throws(RecoveryFailure) {
            return try fold(journal, configuration, usingStates: true)
        } catch {
            guard case .entry(let fault) = error else { throw error }
            var recovered = try fold(journal, configuration, usingStates: false)
            recovered.snapshotFault = fault
            return recovered
        }
    }

    private static func fold(
        _ journal: some JournalStore, _ configuration: Core.Configuration, usingStates: Bool
    ) throws(RecoveryFailure) -> RecoveredCore {
        var recovery = Recovery(configuration)
        var floor: Int64 = 0
        var fault: RecoveryFault?
        do throws(JournalFault) {
            if usingStates {
                floor = try journal.loadStates(format: format) { state throws(JournalFault) in
                    guard fault == nil else { return }
                    do throws(RecoveryFault) { try recovery.restore(state) } catch { fault = error }
                }
            }
        } catch {
            throw .journal(error)
        }
        if let fault { throw .entry(fault) }
        do throws(RecoveryFault) {
            try recovery.finishRestoring(floor: floor)
        } catch {
            throw .entry(error)
        }
        var next = floor + 1
        while next <= journal.lastPosition {
            let entries: [StoredEntry]
            do throws(JournalFault) {
                entries = try journal.entries(from: next, limit: entriesPerRead)
            } catch {
                throw .journal(error)
            }
            do throws(RecoveryFault) {
                for entry in entries { try recovery.fold(entry) }
            } catch {
                throw .entry(error)
            }
            next += Int64(entries.count)
        }
        let folded = recovery.folded
        return RecoveredCore(
            core: recovery.finish(lastPosition: journal.lastPosition), folded: folded,
            snapshotFault: nil)
    }
}
