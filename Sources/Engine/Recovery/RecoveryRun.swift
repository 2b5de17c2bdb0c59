public import Journal
internal import Supervision

/// How a core came back from a store. It is frozen, so that other modules can take the core out.
@frozen public struct RecoveredCore: ~Copyable {
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

/// A part of what a store holds, read and decoded: what a recovery takes in one step. The parts
/// come in the order in which ``RecoveryReader`` made them.
public struct RecoveryPortion: Sendable {
    enum Content: Sendable {
        case snapshots(SnapshotPortion)
        /// The snapshots are over.
        case floor(Int64)
        case entries([Entry])
        /// Entries that are not decoded yet.
        case stored([StoredEntry])
        /// Nothing follows, and the journal ends at this position.
        case end(Int64)
        /// Nothing follows, because what does cannot be read.
        case failure(RecoveryFailure)
    }

    let content: Content

    init(_ content: Content) { self.content = content }

    /// The last portion, where a journal could not even be opened.
    public init(_ fault: JournalFault) { content = .failure(.journal(fault)) }

    /// Whether nothing follows.
    public var isLast: Bool {
        switch content {
        case .end, .failure: true
        case .snapshots, .floor, .entries, .stored: false
        }
    }
}

extension Recovery {
    /// Rebuilds a core from a store.
    ///
    /// Snapshots are disposable: when one is missing or does not fit, all are left aside and the
    /// journal is folded from its first entry. An entry that does not fit is the end; nothing is
    /// repaired by guessing.
    public static func run(
        _ configuration: Core.Configuration, from journal: some JournalStore
    ) throws(RecoveryFailure) -> RecoveredCore {
        try run(configuration) { usingStates, take in
            RecoveryReader().read(journal, usingStates: usingStates, take)
        }
    }

    /// The same, of what somebody else reads with a ``RecoveryReader``.
    ///
    /// - Parameters:
    ///   - usingStates: false to fold every entry, whatever snapshots there are.
    ///   - read: hands over every portion, until one is not wanted. It is called a second
    ///     time, for the journal alone, when the snapshots cannot be used.
    public static func run(
        _ configuration: Core.Configuration, usingStates: Bool = true,
        reading read: (_ usingStates: Bool, _ take: (RecoveryPortion) -> Bool) -> Void
    ) throws(RecoveryFailure) -> RecoveredCore {
        do throws(RecoveryFailure) {
            return try fold(configuration, usingStates: usingStates, read)
        } catch {
            guard usingStates, case .entry(let fault) = error else { throw error }
            var recovered = try fold(configuration, usingStates: false, read)
            recovered.snapshotFault = fault
            return recovered
        }
    }

    private static func fold(
        _ configuration: Core.Configuration, usingStates: Bool,
        _ read: (_ usingStates: Bool, _ take: (RecoveryPortion) -> Bool) -> Void
    ) throws(RecoveryFailure) -> RecoveredCore {
        var recovery = Recovery(configuration)
        var end: Int64?
        var failure: RecoveryFailure?
        read(usingStates) { portion in
            do throws(RecoveryFailure) {
                end = try recovery.take(portion)
            } catch {
                failure = error
            }
            return failure == nil
        }
        if let failure { throw failure }
        guard let end else { preconditionFailure("the last portion is the end or a failure") }
        let folded = recovery.folded
        return RecoveredCore(
            core: recovery.finish(lastPosition: end), folded: folded, snapshotFault: nil)
    }

    /// Takes a portion.
    ///
    /// - Returns: where the journal ends, after the last portion.
    private mutating func take(_ portion: RecoveryPortion) throws(RecoveryFailure) -> Int64? {
        if case .failure(let failure) = portion.content { throw failure }
        do throws(RecoveryFault) {
            switch portion.content {
            case .snapshots(let snapshots): try restore(snapshots)
            case .floor(let floor): try finishRestoring(floor: floor)
            case .entries(let entries): for entry in entries { try fold(entry) }
            case .stored(let entries): for entry in entries { try fold(entry) }
            case .end(let position): return position
            case .failure: break
            }
        } catch {
            throw .entry(error)
        }
        return nil
    }
}
