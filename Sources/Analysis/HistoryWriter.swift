/// A form in which histories leave the house. A writer keeps nothing that grows with the number of
/// events: what has to come after all events goes into a spool, which the caller keeps in a file
/// and copies behind ``beginSpooled(into:)``.
public protocol HistoryWriter {
    /// Whether the writer wants to be told of organs.
    var wantsOrgans: Bool { get }
    /// Writes what comes before all matters.
    mutating func begin(into output: inout [UInt8])
    /// Writes an event. All events of a matter come together and in their order.
    mutating func write(
        _ event: EventRecord, of matter: MatterRecord, into output: inout [UInt8],
        spool: inout [UInt8])
    /// Ends a matter of which at least one event was written.
    mutating func end(
        _ matter: MatterRecord, into output: inout [UInt8], spool: inout [UInt8])
    /// Writes an organ; once for each that an event or a matter names.
    mutating func write(_ organ: OrganRecord, spool: inout [UInt8])
    /// Ends the events. What was spooled follows.
    mutating func beginSpooled(into output: inout [UInt8])
    /// Writes what comes last.
    mutating func end(into output: inout [UInt8])
}

/// An organ of the roster.
public struct OrganRecord: Equatable, Sendable {
    public var id: String
    public var name: String?
    public var kind: String?
    public var level: String?

    public init(id: String, name: String? = nil, kind: String? = nil, level: String? = nil) {
        self.id = id
        self.name = name
        self.kind = kind
        self.level = level
    }
}

extension [Attribute] {
    /// The first of each name: the formats want names to be unique.
    var withDistinctNames: [Attribute] {
        var names: Set<String> = []
        return filter { names.insert($0.name).inserted }
    }
}

extension EventRecord {
    /// The organs as attributes, for formats that have no objects: several in one part stand in one
    /// value.
    var organAttributes: [Attribute] {
        var attributes: [Attribute] = []
        for organ in organs {
            if let place = attributes.firstIndex(where: { $0.name == organ.qualifier }) {
                attributes[place].value = .text(attributes[place].value.text + " " + organ.id)
            } else {
                attributes.append(Attribute(organ.qualifier, .text(organ.id)))
            }
        }
        return attributes
    }
}

extension Attribute.Value {
    /// The value as text.
    var text: String {
        switch self {
        case .text(let text): text
        case .integer(let number): String(number)
        case .flag(let flag): String(flag)
        }
    }
}
