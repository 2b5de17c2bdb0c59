internal import Files
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
        let bytes: [UInt8]
        do throws(FileSystemFault) {
            bytes = try SystemFiles.read(path, bytesMax: fileBytesMax + 1)
        } catch {
            throw FileFault(
                file: path, line: 1, reason: "the file cannot be read: \(error.reason)")
        }
        guard bytes.count <= fileBytesMax else {
            throw FileFault(
                file: path, line: 1, reason: "the file is longer than \(fileBytesMax) bytes")
        }
        return bytes
    }
}
