// Faults of a session file, as opposed to failures of the server that it tests.

/// Why a session file cannot be read or run, with the place.
public struct SessionFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// The file as it was named to the parser.
    public var file: String
    /// The line, counted from 1.
    public var line: Int
    /// One English sentence without a full stop.
    public var message: String

    public init(file: String, line: Int, message: String) {
        self.file = file
        self.line = line
        self.message = message
    }

    /// `file:line: message`, which editors and terminals turn into a link.
    public var description: String { "\(file):\(line): \(message)" }
}
