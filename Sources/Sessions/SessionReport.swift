// What a run says in the end.

/// How a session went.
public struct SessionReport: Sendable {
    /// How many statements were carried out.
    public var executed: Int
    /// Why the run ended early; nil when the session passed.
    public var failure: SessionFailure?
    /// The bytes that the file should now have, when values were accepted that differed.
    public var rewritten: [UInt8]?
}

/// A statement that did not hold, with everything that is needed to see why.
public struct SessionFailure: Error, Equatable, Sendable, CustomStringConvertible {
    /// The place and what happened.
    public var fault: SessionFault
    /// The name of the phase, empty before the first heading.
    public var phase: String
    /// The statements of the phase that held.
    public var transcript: [String]
    /// The failing statement, nil when the session could not begin.
    public var statement: String?
    /// The template, when one was compared.
    public var expected: String?
    /// What came.
    public var received: String?
    /// The first difference between the two.
    public var difference: Difference?

    /// The failing phase in full, over several lines.
    public var description: String {
        var lines = [fault.description]
        if !phase.isEmpty { lines.append("## \(phase)") }
        for line in transcript { lines.append("  \(line)") }
        if let statement { lines.append("> \(statement)") }
        if let expected { lines.append("  expected \(expected)") }
        if let received { lines.append("  received \(received)") }
        if let difference { lines.append("  differs \(difference)") }
        return lines.joined(separator: "\n")
    }
}
