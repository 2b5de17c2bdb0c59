/// The sessions by their ids.
struct SessionTable {
    private var slots: [SessionID: SessionSlot] = [:]

    var count: Int { slots.count }

    /// The slot of a connection that is there.
    subscript(id: SessionID) -> SessionSlot? { slots[id] }

    /// The oldest first.
    var all: [SessionSlot] {
        slots.sorted { $0.key.rawValue < $1.key.rawValue }.map(\.value)
    }

    /// Whether the lines of anybody wait until their reader has taken what it was sent.
    var isAnyHeldUp: Bool { slots.values.contains(where: \.isHeldUp) }

    mutating func add(_ session: Session) {
        slots[session.id] = SessionSlot(session)
    }

    /// Takes the session out for good.
    mutating func remove(_ id: SessionID) -> Session? {
        slots.removeValue(forKey: id)?.end()
    }
}

/// Where a session lies. Whoever works on it has it alone, and changes it where it lies while the
/// core changes beside it: a session is never copied. As long as somebody works on it, it is there
/// for nobody else.
final class SessionSlot {
    private var session: Session
    private var isInUse = false

    init(_ session: Session) {
        self.session = session
    }

    /// Lends the session, unless somebody works on it already.
    func use(_ body: (inout Session) -> Void) {
        guard !isInUse else { return }
        isInUse = true
        defer { isInUse = false }
        body(&session)
    }

    /// The session for the last time. Whoever still knows the slot finds nobody there.
    fileprivate func end() -> Session? {
        guard !isInUse else { return nil }
        isInUse = true
        return session
    }

    var isGreeted: Bool { !isInUse && session.isGreeted }
    var countedBytes: Int { isInUse ? 0 : session.countedBytes }
    fileprivate var isHeldUp: Bool { !isInUse && session.isStalled && !session.isClosing }
    /// Whether it is there for whoever asks, and its reader takes what is sent.
    var takesMore: Bool { !isInUse && !session.isCongested }
}
