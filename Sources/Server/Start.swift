internal import Engine
internal import Glibc
internal import Journal
internal import ReferenceData
internal import SQLiteStorage
internal import Supervision

// Everything that happens before the first connection: files, data directory, recovery. Each
// failure is one sentence and an exit code; nothing is half started.

extension Settings {
    /// Reads the files by which the server judges. The first mistake in any of them refuses all.
    func readFiles() throws(FileFault) -> Core.Configuration {
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
            personsByTokenDigest: directory.byTokenDigest, version: serverVersion,
            requestsPerSecondMax: requestsPerSecond, connectionsMax: Service.connectionsMax)
    }

    /// The files of a server that starts.
    func configuration() throws(StartFault) -> Core.Configuration {
        do throws(FileFault) {
            return try readFiles()
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

    /// Folds the journal of this directory. A thread of its own reads ahead of the fold.
    ///
    /// - Parameter usingStates: false to fold every entry, whatever snapshots there are.
    borrowing func recover(
        _ configuration: Core.Configuration, usingStates: Bool = true
    ) throws(StartFault) -> RecoveredCore {
        let path = journalPath
        do throws(RecoveryFailure) {
            return try Recovery.run(configuration, usingStates: usingStates) { usingStates, take in
                let reading = ReadingThread()
                reading.start(journalPath: path, usingStates: usingStates)
                reading.forEach(take)
            }
        } catch {
            throw StartFault(.ioError, error.description)
        }
    }
}

extension Service {
    /// Reads and folds the whole journal of a data directory that no server uses, without its
    /// snapshots, and serves nobody: from a snapshot a server starts without a look at the entries
    /// below it. Returns how many there are.
    ///
    /// - Throws: ``StartFault`` for the first entry that cannot be read or does not fit, and for
    ///   all that keeps a server from starting.
    public static func check(_ settings: Settings) throws(StartFault) -> Int64 {
        let configuration = try settings.configuration()
        // A server makes a journal where there is none; a check must not find that one sound.
        // Where it cannot be looked for, opening says why.
        guard unsafe access(settings.dataPath + "/journal.db", F_OK) == 0 || errno != ENOENT else {
            throw StartFault(.configuration, "there is no journal in \(settings.dataPath)")
        }
        let directory = try DataDirectory.openOrFail(settings.dataPath)
        let recovered = try directory.recover(configuration, usingStates: false)
        if let obstacle = recovered.core.obstacle(to: configuration) {
            throw StartFault(.configuration, obstacle)
        }
        return recovered.core.positions.tip
    }
}
