// `matter.history`: one item for each entry, with the events that the audience may know of.
//
// Nothing is shortened here: what `matter.get` had to leave out is found in the history. An entry
// is about as long as the command that it comes from, so one that carries very long lists can
// make its page longer than other lines; it then stands on a page alone.

public import JSONText
public import Supervision

/// One entry of a history, with the events of the one machine or the other.
public struct HistoryEntry<Event: Equatable & Sendable>: Equatable, Sendable {
    public var position: Int64
    public var version: Int64
    /// Where the matter stood after it.
    public var phase: PhaseName
    public var step: StepName?
    /// Which command it was, as a method; nil for entries of the server's clock.
    public var command: String?
    public var at: Instant
    /// Who gave the command; nil for entries of the server's clock.
    public var principal: PersonID?
    public var events: [Event]

    public init(
        position: Int64, version: Int64, phase: PhaseName, step: StepName? = nil,
        command: String?, at: Instant, principal: PersonID?, events: [Event]
    ) {
        self.position = position
        self.version = version
        self.phase = phase
        self.step = step
        self.command = command
        self.at = at
        self.principal = principal == Stamp.server ? nil : principal
        self.events = events
    }
}

extension Views {
    /// An item of `matter.history`.
    ///
    /// - Parameter hiddenDuties: the duties that audience `.supervised` must not know of: the items
    ///   about supervisors.
    public static func write(
        _ entry: HistoryEntry<MatterEvent>, audience: Audience, hiddenDuties: Set<Int>,
        into writer: inout JSONWriter
    ) {
        writer.beginObject()
        // Who may not know of the first event may not know what the entry was about.
        let isKnown =
            entry.events.first?.isVisible(to: audience, hiddenDuties: hiddenDuties) == true
        writeHead(of: entry, tellsCommand: isKnown, into: &writer)
        writer.key("events")
        writer.beginArray()
        for event in entry.events
        where event.isVisible(to: audience, hiddenDuties: hiddenDuties) {
            write(event, audience: audience, into: &writer)
        }
        writer.endArray()
        writer.endObject()
    }

    static func writeHead<Event>(
        of entry: HistoryEntry<Event>, tellsCommand: Bool, into writer: inout JSONWriter
    ) {
        writer.member("position", entry.position)
        writer.member("version", entry.version)
        writer.member("phase", entry.phase.rawValue)
        writer.member("step", entry.step?.rawValue)
        if tellsCommand { writer.member("command", entry.command) }
        member("at", entry.at, into: &writer)
        writer.member("principal", entry.principal?.text)
    }

    /// One event: its name in `event`, and its data beside it.
    static func write(
        _ event: MatterEvent, audience: Audience, into writer: inout JSONWriter
    ) {
        writer.beginObject()
        writer.member("event", event.wireName)
        if case .registered(let registered) = event {
            writeMembers(of: registered, audience: audience, into: &writer)
        } else {
            writeData(of: event, into: &writer)
        }
        writer.endObject()
    }

    /// A participant is told that the matter was registered, by whom it is supervised and who is.
    private static func writeMembers(
        of registered: Registered, audience: Audience, into writer: inout JSONWriter
    ) {
        let registration = registered.registration
        writer.member("supervised", registration.supervised.text)
        writer.member("supervising", registered.supervising.text)
        writer.member("class", registered.secrecy.rawValue)
        let showsSender: Bool
        switch audience {
        case .participant: return
        case .supervised: showsSender = false
        case .full: showsSender = true
        }
        writer.member("summary", registration.summary)
        writer.key("registration")
        write(registration, showsSender: showsSender, into: &writer)
        writer.key("competence")
        writer.beginObject()
        writeMembers(of: registered.competence, into: &writer)
        writer.endObject()
        member("deadline", registered.deadline, into: &writer)
    }
}

extension Matter {
    /// The duties that this audience must not learn of: items about supervisors, for the
    /// supervised organ (Art. 20).
    public func hiddenDuties(from audience: Audience) -> Set<Int> {
        guard case .supervised = audience else { return [] }
        return Set(duties.filter(\.isAboutSupervisor).map(\.number))
    }
}

extension MatterEvent {
    /// Whether the audience may know that this happened. An entry, or a push, whose events are all
    /// invisible is not told at all.
    public func isVisible(to audience: Audience, hiddenDuties: Set<Int>) -> Bool {
        switch audience {
        case .full: return true
        case .supervised:
            if case .coordinated = self { return false }
            if case .noted(_, true) = self { return false }
            if case .accountabilityOpened(_, let item) = self, item.kind == .supervisor {
                return false
            }
            return duty.map { !hiddenDuties.contains($0) } ?? true
        case .participant(let duties):
            if case .registered = self { return true }
            return duty.map { duties.contains($0) } ?? false
        }
    }

    /// Whether it tells no more of the matter than its head in the docket does: contacts with other
    /// channels and all about duties are contents.
    public var isToldByTheHead: Bool {
        if case .coordinated = self { return false }
        return duty == nil
    }

    /// The number of the duty that the event is about.
    private var duty: Int? {
        switch self {
        case .assistanceRequested(let duty, _, _), .assistanceProvided(let duty, _),
            .noticeOwed(let duty, _), .noticeSent(let duty, _), .accountabilityOpened(let duty, _),
            .unitNotified(let duty, _), .officerMeasureRecorded(let duty, _),
            .accountabilityReferred(let duty, _, _), .outcomeRecorded(let duty, _),
            .accountabilitySettled(let duty), .accountabilityDismissed(let duty, _):
            duty
        case .registered, .accepted, .declined, .transferred, .referred, .merged, .withdrawn,
            .complainantDropped, .investigatorsAssigned, .measureRecorded, .deadlineExtended,
            .noProblemFound, .problemsFound, .majorProblemsFound, .opinionIssued,
            .rectificationReported, .rectificationAccepted, .rectificationRejected,
            .rectificationFailed, .decisionIssued, .executionReported, .executionConfirmed,
            .executionRejected, .refusalFound, .obstructionRecorded, .closed, .reopened,
            .suspended, .resumed, .classified, .coordinated, .commended, .noted, .deadlinePassed,
            .deadlineRecomputed:
            nil
        }
    }
}
