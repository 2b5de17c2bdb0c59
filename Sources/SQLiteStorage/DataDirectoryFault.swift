/// Why a data directory cannot be used. Each case is a sentence for the operator.
public enum DataDirectoryFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// Another server holds the directory: its process id, or `nil` when it left none.
    case taken(byProcess: Int32?)

    /// The path, or a part of it, is something other than a directory.
    case notADirectory(path: String)

    /// The directory, or a file in it, may not be written by this process.
    case notWritable(path: String)

    /// A journal was created here once, and the file is gone. An empty one is never put in its
    /// place.
    case databaseMissing(path: String)

    /// Any other failure: what was being done, as a verb and its object, and why it failed, in
    /// the words of the operating system or of SQLite.
    case failed(operation: String, reason: String)

    public var description: String {
        switch self {
        case .taken(byProcess: let process?):
            "the data directory is in use by process \(process)"
        case .taken(byProcess: nil):
            "the data directory is in use by another process"
        case .notADirectory(let path):
            "\(path) is not a directory"
        case .notWritable(let path):
            "\(path), or a file in it, may not be written by this process"
        case .databaseMissing(let path):
            "the journal \(path) is missing, though one was created here: restore it, "
                + "or choose another directory"
        case .failed(let operation, let reason):
            "cannot \(operation): \(reason)"
        }
    }
}
