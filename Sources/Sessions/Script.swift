// A session file after parsing: phases and statements, each with its line, and the bytes of the
// file, into which the templates point so that `--accept` can change a value and nothing else.
//
//     # A comment. Right under a heading, or at the top, `# kill: no` keeps the mode that kills
//     # the server between statements away from this phase, or from the whole file. Phases need
//     # it that look at the end of a connection, at session.draining, or at half-sent bytes.
//     ## phase name
//     server start [flags]         server stop | kill | restart [flags]
//     clock set 2026-03-02T01:00:00Z            clock +5d          units d h m s ms
//     connect NAME as PRINCIPAL    says hello with the token of the principal
//     connect NAME                 opens the connection and says nothing
//     NAME> {json}                 sends; "${m}" is replaced by what was captured
//     NAME< {json}                 expects the next message; see Template. Heartbeats are
//                                  passed over unless one is expected
//     NAME>raw "bytes\n" "x" * 9   sends bytes as they are; escapes as in JSON, and \xHH
//     NAME quiet                   nothing has come: a ping is answered before anything else
//     NAME closed                  the server has closed the connection
//     exec [as PRINCIPAL] [NAME=value] yushi arguments
//     stdout< text or {json}       the next line that the command printed
//     status 65                    its exit status; 0 when this is left out
//     -- path --                   the rest of the file is files, for flags and commands

/// One parsed session file.
public struct Script: Sendable {
    /// The name of the file, for messages.
    public var file: String
    /// The bytes of the file.
    public var source: [UInt8]
    /// The phases in their order. The first is what stands before any heading and has no name.
    public var phases: [Phase]
    /// The statements in their order.
    public var statements: [Statement]
    /// The files at the end.
    public var attachments: [Attachment]

    /// A part of the file under a `##` heading.
    public struct Phase: Equatable, Sendable {
        public var name: String
        /// The line of the heading, or 1.
        public var line: Int
        /// Whether the server may be killed between the statements of this phase.
        public var allowsKill: Bool
    }

    /// A file that the session brings along.
    public struct Attachment: Equatable, Sendable {
        /// Relative, without `..`.
        public var path: String
        public var content: [UInt8]
    }
}

/// One line of a session that does something.
public struct Statement: Sendable {
    /// The line, counted from 1.
    public var line: Int
    /// The line as it stands in the file, without white space around it.
    public var text: String
    /// The index of its phase in ``Script/phases``.
    public var phase: Int
    public var action: Action

    /// What a statement does.
    public enum Action: Sendable {
        case startServer(flags: [String])
        case stopServer
        case killServer
        case restartServer(flags: [String])
        case setClock(String)
        case advanceClock(milliseconds: Int64)
        case connect(name: String, principal: String?)
        case send(name: String, Outgoing)
        case sendRaw(name: String, [UInt8])
        case expect(name: String, Template)
        case quiet(name: String)
        case closed(name: String)
        case execute(Execution)
        case output(ExpectedOutput)
        case status(Int32)
    }

    /// A command line to be run.
    public struct Execution: Equatable, Sendable {
        /// The principal whose token the command gets.
        public var principal: String?
        /// Settings of the environment, such as `LC_ALL=zh_CN.UTF-8`.
        public var environment: [String]
        /// The words after `yushi`.
        public var arguments: [String]
    }

    /// One expected line of a command's output.
    public enum ExpectedOutput: Sendable {
        case text(String)
        case json(Template)
    }
}
