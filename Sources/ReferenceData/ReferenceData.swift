internal import Glibc
public import Supervision

/// The persons of the file of principals, and who holds which token.
public struct Directory: Equatable, Sendable {
    public var principals: Principals
    /// Whose token has this SHA-256, written in lower-case hexadecimal digits. The tokens
    /// themselves are known to their holders only.
    public var byTokenDigest: [String: PersonID]

    /// A directory of persons and the digests of their tokens.
    public init(principals: Principals, byTokenDigest: [String: PersonID]) {
        self.principals = principals
        self.byTokenDigest = byTokenDigest
    }
}

/// The files that the server reads when it starts: roster, principals, policy, calendar.
///
/// They are JSON. An unknown key is an error, because a misspelt one would silently switch off
/// what it was to switch on. The first mistake refuses the whole file and is told with its line.
/// Every reader comes in two forms, from a path and from bytes that were read already; the file's
/// name then only serves for faults.
public enum ReferenceData {
    /// The longest file that is read, in bytes.
    public static let fileBytesMax = 64 << 20

    /// Reads the organs and their relations.
    ///
    /// - Throws: ``FileFault`` when the file cannot be read or is no roster.
    public static func roster(path: String) throws(FileFault) -> Roster {
        try roster(bytes: content(of: path), file: path)
    }

    /// Reads the persons, each of whom belongs to an organ of the roster.
    ///
    /// - Throws: ``FileFault`` when the file cannot be read or is no list of principals.
    public static func principals(
        path: String, roster: Roster
    ) throws(FileFault) -> Directory {
        try principals(bytes: content(of: path), file: path, roster: roster)
    }

    /// Reads the house rules.
    ///
    /// - Throws: ``FileFault`` when the file cannot be read or is no policy.
    public static func policy(path: String) throws(FileFault) -> Policy {
        try policy(bytes: content(of: path), file: path)
    }

    /// Reads the holidays and make-up working days.
    ///
    /// - Throws: ``FileFault`` when the file cannot be read or is no calendar.
    public static func calendar(path: String) throws(FileFault) -> WorkingCalendar {
        try calendar(bytes: content(of: path), file: path)
    }

    /// The bytes of a file.
    ///
    /// - Throws: ``FileFault`` when it cannot be read, or is longer than ``fileBytesMax``.
    public static func content(of path: String) throws(FileFault) -> [UInt8] {
        let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path, errno) }
        // Nothing was written, so that closing cannot lose anything.
        defer { _ = close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 64 << 10)
        while bytes.count <= fileBytesMax {
            let count = unsafe chunk.withUnsafeMutableBytes { chunk in
                unsafe read(descriptor, chunk.baseAddress, chunk.count)
            }
            if count == 0 { return bytes }
            if count > 0 {
                bytes += chunk.prefix(count)
            } else if errno != EINTR {
                throw unreadable(path, errno)
            }
        }
        throw FileFault(
            file: path, line: 1, reason: "the file is longer than \(fileBytesMax) bytes")
    }

    private static func unreadable(_ path: String, _ code: Int32) -> FileFault {
        // The text is static or belongs to this thread until the next call; it is copied at once.
        let text = unsafe strerror(code).map { unsafe String(cString: $0) } ?? "error \(code)"
        return FileFault(file: path, line: 1, reason: "the file cannot be read: \(text)")
    }
}
