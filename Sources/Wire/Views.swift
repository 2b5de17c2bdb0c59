// How values of the law look on the wire. A view appends one JSON value to a writer and decides
// nothing but names, order and what an audience may see; who belongs to which audience, and which
// matters somebody sees at all, is decided before. What stands in `nil` is left out, never null.
//
// The views of one command, one row and one push are the hot path: they write straight into the
// caller's buffer, without a tree in between.

public import JSONText
public import Supervision

/// The outgoing shapes of the protocol.
public enum Views {
    /// The bytes that the result of one request may have, so that with its envelope the line stays
    /// below `Limits.outboundLineBytesMax`: the id takes up to 128 bytes, the rest is reserve.
    public static let resultBytesMax = Limits.outboundLineBytesMax - 4096

    /// The answer to a command that was accepted.
    public static func write(_ result: CommandResult, into writer: inout JSONWriter) {
        writer.beginObject()
        writer.key("matter")
        write(result.matter, into: &writer)
        writer.member("version", result.version)
        writer.member("phase", result.phase.rawValue)
        writer.member("step", result.step?.rawValue)
        writer.member("position", result.position)
        member("at", result.at, into: &writer)
        if let document = result.document {
            writer.key("document")
            writer.beginObject()
            writer.member("kind", document.kind.rawValue)
            writer.member("number", document.number)
            writer.endObject()
        }
        writer.member("duty", result.duty)
        writer.member("item", result.item)
        writer.member("opened", result.opened?.description)
        if result.replayed { writer.member("replayed", true) }
        writer.endObject()
    }
}

/// What an accepted command came to.
public struct CommandResult: Equatable, Sendable {
    /// A document that the command issued.
    public struct IssuedDocument: Equatable, Sendable {
        public var kind: DocumentKind
        public var number: String

        public init(kind: DocumentKind, number: String) {
            self.kind = kind
            self.number = number
        }
    }

    public var matter: MatterID
    /// The version after the command.
    public var version: Int64
    public var phase: PhaseName
    public var step: StepName?
    /// The position of the command's entry in the journal.
    public var position: Int64
    public var at: Instant
    public var document: IssuedDocument?
    /// The number of the duty that the command opened.
    public var duty: Int?
    /// The same number, where the duty is an item of accountability.
    public var item: Int?
    /// The supervision matter that an escalation opened.
    public var opened: MatterID?
    /// Whether this is the answer to an earlier sending of the same command.
    public var replayed: Bool

    public init(
        matter: MatterID, version: Int64, phase: PhaseName, step: StepName? = nil,
        position: Int64, at: Instant, document: IssuedDocument? = nil, duty: Int? = nil,
        item: Int? = nil, opened: MatterID? = nil, replayed: Bool = false
    ) {
        self.matter = matter
        self.version = version
        self.phase = phase
        self.step = step
        self.position = position
        self.at = at
        self.document = document
        self.duty = duty
        self.item = item
        self.opened = opened
        self.replayed = replayed
    }
}

// MARK: Small values

extension Views {
    /// Writes the id of a matter.
    static func write(_ matter: MatterID, into writer: inout JSONWriter) {
        writer.string(letter: matter.kind.letter, number: UInt64(matter.serial))
    }

    /// Writes a key and an instant, `2026-03-01T08:00:00.000Z`.
    static func member(
        _ name: StaticString, _ instant: Instant, into writer: inout JSONWriter
    ) {
        let (quotient, remainder) =
            instant.milliseconds.quotientAndRemainder(dividingBy: 86_400_000)
        let day = Int(remainder < 0 ? quotient - 1 : quotient)
        let rest = Int(remainder < 0 ? remainder + 86_400_000 : remainder)
        let date = CivilDate(daysSinceEpoch: day).components
        writer.key(name)
        writer.moment(
            DateText(year: date.year, month: date.month, day: date.day, millisecond: rest))
    }

    /// Writes a key and a legal day, `2026-03-01`.
    static func member(_ name: StaticString, _ day: CivilDate, into writer: inout JSONWriter) {
        let date = day.components
        writer.key(name)
        writer.day(DateText(year: date.year, month: date.month, day: date.day))
    }

    /// A deadline that was computed: its last day, the moment it ends, and how it was given.
    static func write(_ deadline: Deadline, into writer: inout JSONWriter) {
        writer.beginObject()
        writeMembers(of: deadline, into: &writer)
        writer.endObject()
    }

    static func writeMembers(of deadline: Deadline, into writer: inout JSONWriter) {
        member("lastDay", deadline.lastDay, into: &writer)
        member("end", deadline.end, into: &writer)
        switch deadline.period {
        case .workingDays(let count): writer.member("workingDays", count)
        case .days(let count): writer.member("days", count)
        case .date(let day): member("date", day, into: &writer)
        }
        if deadline.suspendedDays > 0 { writer.member("suspendedDays", deadline.suspendedDays) }
        if deadline.provisional { writer.member("provisional", true) }
    }

    static func member(
        _ name: StaticString, _ deadline: Deadline?, into writer: inout JSONWriter
    ) {
        guard let deadline else { return }
        writer.key(name)
        write(deadline, into: &writer)
    }

    /// Writes a key and a list of strings.
    static func member(
        _ name: StaticString, _ texts: some Sequence<String>, into writer: inout JSONWriter
    ) {
        writer.key(name)
        writer.beginArray()
        for text in texts { writer.string(text) }
        writer.endArray()
    }

    /// Writes a key and a list of numbers.
    static func member(
        _ name: StaticString, _ numbers: [Int], into writer: inout JSONWriter
    ) {
        writer.key(name)
        writer.beginArray()
        for number in numbers { writer.integer(number) }
        writer.endArray()
    }

    /// `{basis, byReference?, notifySuperior?, assistFrom?}` without the braces.
    static func writeMembers(of competence: Competence, into writer: inout JSONWriter) {
        writer.key("basis")
        Basis.law(competence.basis).write(into: &writer)
        if competence.byReference { writer.member("byReference", true) }
        writer.member("notifySuperior", competence.notifySuperior)
        if !competence.assistFrom.isEmpty {
            member("assistFrom", competence.assistFrom.lazy.map(\.text), into: &writer)
        }
    }
}
