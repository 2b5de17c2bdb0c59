internal import Engine
internal import Journal
internal import ReferenceData
internal import SQLiteStorage
internal import Supervision

// Everything that happens before the first connection: files, data directory, recovery. Each
// failure is one sentence and an exit code; nothing is half started.

extension Settings {
    /// Reads the files by which the server judges.
    func configuration() throws(StartFault) -> Core.Configuration {
        do throws(FileFault) {
            let roster = try ReferenceData.roster(path: rosterPath)
            let directory = try ReferenceData.principals(path: principalsPath, roster: roster)
            let policy =
                if let path = policyPath { try ReferenceData.policy(path: path) } else { Policy() }
            let calendar =
                if let path = calendarPath {
                    try ReferenceData.calendar(path: path)
                } else {
                    WorkingCalendar.weekdaysOnly
                }
            return Core.Configuration(
                house: House(
                    roster: roster, principals: directory.principals, policy: policy,
                    calendar: calendar),
                personsByTokenDigest: directory.byTokenDigest, version: serverVersion)
        } catch {
            throw StartFault(.configuration, error.description)
        }
    }
}

extension DataDirectory {
    /// Opens the directory and keeps it locked as long as the value lives.
    static func openOrFail(_ path: String) throws(StartFault) -> DataDirectory {
        do throws(DataDirectoryFault) {
            return try DataDirectory.open(path: path)
        } catch {
            let code: ExitCode =
                switch error {
                case .taken, .notADirectory, .notWritable, .failed: .unavailable
                case .databaseMissing: .configuration
                }
            throw StartFault(code, error.description)
        }
    }

    /// Folds the journal of this directory: the snapshots, then the entries above their floor.
    ///
    /// A snapshot that cannot be read costs time and nothing else: the journal is then folded from
    /// its first entry. An entry that cannot be read is the end.
    borrowing func recover(
        _ configuration: Core.Configuration
    ) throws(StartFault) -> (core: Core, entries: Int) {
        do {
            let journal = try openJournal()
            defer { journal.close() }
            var recovery = Recovery(configuration)
            var floor: Int64 = 0
            do {
                floor = try restoreStates(of: journal, into: &recovery)
            } catch is RecoveryFault {
                recovery = Recovery(configuration)
                try recovery.finishRestoring()
            }
            var next = floor + 1
            while next <= journal.lastPosition {
                let entries = try journal.entries(from: next, limit: 8192)
                guard let last = entries.last else { break }
                for entry in entries { try recovery.fold(entry) }
                next = last.position + 1
            }
            let folded = recovery.folded
            return (recovery.finish(lastPosition: journal.lastPosition), folded)
        } catch let fault as JournalFault {
            throw StartFault(.ioError, fault.description)
        } catch let fault as RecoveryFault {
            throw StartFault(.ioError, fault.description)
        } catch {
            throw StartFault(.software, "\(error)")
        }
    }

    /// Returns the floor of the snapshots.
    private borrowing func restoreStates(
        of journal: SQLiteJournal, into recovery: inout Recovery
    ) throws -> Int64 {
        var fault: RecoveryFault?
        let floor = try journal.loadStates(format: Recovery.format) {
            state throws(JournalFault) in
            guard fault == nil else { return }
            do throws(RecoveryFault) { try recovery.restore(state) } catch { fault = error }
        }
        if let fault { throw fault }
        try recovery.finishRestoring()
        return floor
    }
}
