/// Why a file of reference data was refused. A file is refused whole: nothing of it is used.
public struct FileFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// The path as it was given.
    public var file: String
    /// Where the mistake stands, counted from 1; 1 where the file as a whole is meant.
    public var line: Int
    /// One English sentence without a full stop.
    public var reason: String

    /// A fault in a line of a file.
    public init(file: String, line: Int, reason: String) {
        self.file = file
        self.line = line
        self.reason = reason
    }

    /// `deploy/roster.json:17: …`.
    public var description: String { "\(file):\(line): \(reason)" }
}
