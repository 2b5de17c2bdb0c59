internal import Glibc

/// A file or a folder with which something could not be done.
public struct FileSystemFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// What could not be done, with the path: `cannot write log.csv`.
    public let what: String
    /// Why, in the words of the operating system: `No space left on device`.
    public let reason: String
    /// Whether nobody reads any more what was to be written.
    public let isReaderGone: Bool

    /// One English sentence without a full stop.
    public var description: String { "\(what): \(reason)" }

    init(_ what: String, _ cause: SystemCallFault) {
        self.what = what
        reason = cause.reason
        isReaderGone = cause.code == EPIPE
    }
}

/// A call to the operating system that did not succeed.
struct SystemCallFault: Error, Equatable {
    /// The `errno` that it left.
    var code: Int32

    /// The fault of the call that was made last on this thread.
    static var last: SystemCallFault { SystemCallFault(code: errno) }

    var reason: String {
        // The text is static or belongs to this thread until the next call; it is copied at once.
        guard let text = unsafe strerror(code) else { return "error \(code)" }
        return unsafe String(cString: text)
    }
}
