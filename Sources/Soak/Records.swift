// What a run leaves behind: what the clients asked and were answered, what the journal and the
// server say is there, what the watchers heard, how the server ended. Plain values, so that a
// test can build a run that never was and plant a fault in it.

/// The result of an accepted command.
public struct Accepted: Equatable, Sendable {
    /// The matter's id.
    public var matter: String
    /// The matter's version after the command.
    public var version: Int
    /// The command's place in the journal, 1 or more.
    public var position: Int
    /// The number of the document that the command issued, as in 朝司执监〔2026〕3号.
    public var document: String?
    /// Every other member but `replayed`, as text that is compared byte for byte.
    public var rest: String

    public init(
        matter: String, version: Int, position: Int, document: String? = nil, rest: String = ""
    ) {
        self.matter = matter
        self.version = version
        self.position = position
        self.document = document
        self.rest = rest
    }
}

/// What came back for one sending of a command.
public struct Reply: Equatable, Sendable {
    public var answer: Accepted
    /// Whether the server said that it had accepted the command before.
    public var replayed: Bool

    public init(_ answer: Accepted, replayed: Bool = false) {
        self.answer = answer
        self.replayed = replayed
    }
}

/// One time that a command was sent.
public struct Sending: Equatable, Sendable {
    /// The last position of the journal when the server that it was sent to had started.
    public var tip: Int
    /// Nil when none came before the connection went away: the outcome was unknown.
    public var reply: Reply?

    public init(tip: Int, reply: Reply? = nil) {
        self.tip = tip
        self.reply = reply
    }
}

/// One command in the clients' own journal.
public struct Asked: Equatable, Sendable {
    /// Who asked, and the idempotency key: together the name of the command.
    public var person: String
    public var key: String
    /// The supervised organ of the matter.
    public var organ: String
    /// The version that the command is based on; 0 for a registration.
    public var expectedVersion: Int
    /// In their order, the first one first.
    public var sendings: [Sending]
    /// An answer that was no result.
    public var refusal: String?

    public init(
        person: String, key: String, organ: String, expectedVersion: Int,
        sendings: [Sending] = []
    ) {
        self.person = person
        self.key = key
        self.organ = organ
        self.expectedVersion = expectedVersion
        self.sendings = sendings
    }

    /// What came first.
    public var firstReply: Reply? { sendings.lazy.compactMap(\.reply).first }

    /// Whether the client once did not know what had become of it.
    public var wasUnknown: Bool { sendings.contains { $0.reply == nil } }
}

/// One row of the journal, as the plain `sqlite3` tool reads it.
public struct Entry: Equatable, Sendable {
    public var position: Int
    public var matter: String
    public var version: Int
    /// Empty for an act of the server, as is the key.
    public var person: String
    public var key: String

    public init(position: Int, matter: String, version: Int, person: String, key: String) {
        self.position = position
        self.matter = matter
        self.version = version
        self.person = person
        self.key = key
    }
}

/// One item of a matter's history, as the server tells it.
public struct Told: Equatable, Sendable {
    public var position: Int
    public var version: Int
    public var person: String

    public init(position: Int, version: Int, person: String) {
        self.position = position
        self.version = version
        self.person = person
    }
}

/// One notification of a watch.
public struct Push: Equatable, Sendable {
    public var position: Int
    public var matter: String
    public var version: Int

    public init(position: Int, matter: String, version: Int) {
        self.position = position
        self.matter = matter
        self.version = version
    }
}

/// All that one watcher heard, over all its connections.
public struct Watcher: Equatable, Sendable {
    public var name: String
    /// The organ whose matters it watches; nil for all.
    public var organ: String?
    public var pushes: [Push]

    public init(name: String, organ: String? = nil, pushes: [Push] = []) {
        self.name = name
        self.organ = organ
        self.pushes = pushes
    }
}

/// How a server ended.
public struct Ending: Equatable, Sendable {
    /// Its exit status, or the number of the signal with a minus.
    public var status: Int32
    /// The status that the fault should have led to.
    public var expected: Int32
    /// What its log must say, as parts of one line.
    public var reason: [String]
    public var log: String
    /// Replies to the commands that it held when the commit failed; nil when they could not be
    /// told from others.
    public var repliesAfterFault: Int?

    public init(
        status: Int32, expected: Int32, reason: [String] = [], log: String = "",
        repliesAfterFault: Int? = nil
    ) {
        self.status = status
        self.expected = expected
        self.reason = reason
        self.log = log
        self.repliesAfterFault = repliesAfterFault
    }
}

/// Everything that was collected on one data directory up to a moment at which nothing was in
/// flight and every command had been answered.
public struct Records: Equatable, Sendable {
    public var asked: [Asked] = []
    /// The journal as an earlier restart found it.
    public var earlier: [Entry] = []
    /// The journal now.
    public var entries: [Entry] = []
    /// Histories of matters by id; those that were read.
    public var histories: [String: [Told]] = [:]
    public var watchers: [Watcher] = []
    public var endings: [Ending] = []
    /// Lines from the server that answer nothing that was asked.
    public var strays: [String] = []

    public init() {}
}
