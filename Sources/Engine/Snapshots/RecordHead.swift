internal import JSONText
internal import Supervision
internal import Wire

/// What has to be known of a matter before anybody asks for it: what stands in the queues, what
/// waits for a deadline, and by what it is found. It stands in front of every packed record, so
/// that a start reads it and leaves the matter itself packed.
struct RecordHead: Equatable, Sendable {
    struct DocumentMark: Equatable, Sendable {
        var issuer: OrganID
        var kind: DocumentKind
        var year: Int
        var digest: UInt64
    }

    var id: MatterID
    var firstPosition: Int64
    var lastPosition: Int64
    var lastAt: Instant
    var registeredAt: Instant
    /// `Int32.max` where no deadline runs.
    var dueDay: Int32
    var deadlineToWatch: Instant?
    var place: Place
    var content: Int
    /// The codes of source and class.
    var source: UInt8
    var secrecy: UInt8
    var flags: Flags
    /// The key that registered it, when that was a command of its own.
    var creation: UInt64?
    var incident: UInt64?
    var supervising: OrganID
    /// Of a dispute nobody.
    var supervised: OrganID
    var investigators: [PersonID]
    var documents: [DocumentMark]

    struct Flags: OptionSet, Sendable {
        let rawValue: UInt8
        static let overdue = Flags(rawValue: 1)
        static let suspended = Flags(rawValue: 2)
        /// Who may see it, or act for it, only the matter itself tells.
        static let needsAffair = Flags(rawValue: 4)
        static let provisional = Flags(rawValue: 8)
    }

    init(_ record: Docket.Record) {
        let affair = record.affair
        id = affair.id
        firstPosition = record.entries.firstPosition
        lastPosition = record.entries.lastPosition
        (lastAt, registeredAt) = (record.lastAt, affair.registeredAt)
        let term = affair.term
        dueDay = term.map { Int32($0.deadline.lastDay.daysSinceEpoch) } ?? .max
        deadlineToWatch = affair.deadlineToWatch
        place = affair.place
        flags = []
        if term?.hasPassed == true { flags.insert(.overdue) }
        if affair.isSuspended { flags.insert(.suspended) }
        if affair.isProvisional { flags.insert(.provisional) }
        if affair.hasParticipants { flags.insert(.needsAffair) }
        creation = record.isEscalated ? nil : record.entries.commands.first?.keyDigest
        supervising = affair.supervising
        documents = affair.documents.map {
            DocumentMark(
                issuer: $0.issuer, kind: $0.kind, year: $0.issuedAt.legalDay.year,
                digest: JSONDigest($0.number).value)
        }
        switch affair {
        case .matter(let matter):
            content = matter.content
            source = SourceKind.codes[matter.sourceKind] ?? 0
            secrecy = matter.secrecy.code
            incident = matter.incident.map {
                Docket.incident($0, of: matter.supervised)
            }
            (supervised, investigators) = (matter.supervised, matter.investigators)
        case .dispute:
            (content, source, secrecy, incident) = (0, 0, 0, nil)
            (supervised, investigators) = (OrganID(""), [])
        }
    }
}

// MARK: Bytes

extension RecordHead {
    func write(to bytes: inout ByteWriter) {
        bytes.number(id.kind == .dispute ? 1 : 0)
        for number in [
            id.serial, firstPosition, lastPosition, lastAt.milliseconds, registeredAt.milliseconds,
            Int64(dueDay), deadlineToWatch.map { $0.milliseconds + 1 } ?? 0,
        ] {
            bytes.number(UInt64(bitPattern: number))
        }
        bytes.number(UInt64(place.index))
        bytes.number(UInt64(content))
        for byte in [source, secrecy, flags.rawValue] { bytes.number(UInt64(byte)) }
        bytes.word(creation ?? 0)
        bytes.word(incident ?? 0)
        bytes.text(supervising.text)
        bytes.text(supervised.text)
        bytes.number(UInt64(investigators.count))
        for person in investigators { bytes.text(person.text) }
        bytes.number(UInt64(documents.count))
        for document in documents {
            bytes.text(document.issuer.text)
            bytes.number(UInt64(DocumentKind.allCases.firstIndex(of: document.kind) ?? 0))
            bytes.number(UInt64(document.year))
            bytes.word(document.digest)
        }
    }

    /// Reads what `write` wrote; nil for what it cannot have written.
    init?(from bytes: inout ByteReader) {
        func signed() -> Int64 { Int64(bitPattern: bytes.number()) }
        let kind: MatterID.Kind = bytes.number() == 1 ? .dispute : .supervision
        id = MatterID(kind: kind, serial: signed())
        (firstPosition, lastPosition) = (signed(), signed())
        lastAt = Instant(milliseconds: signed())
        registeredAt = Instant(milliseconds: signed())
        dueDay = Int32(truncatingIfNeeded: signed())
        let watched = signed()
        deadlineToWatch = watched == 0 ? nil : Instant(milliseconds: watched - 1)
        let place = bytes.number()
        guard place < UInt64(Place.all.count) else { return nil }
        self.place = Place(index: Int(place))
        content = Int(truncatingIfNeeded: bytes.number())
        source = UInt8(truncatingIfNeeded: bytes.number())
        secrecy = UInt8(truncatingIfNeeded: bytes.number())
        flags = Flags(rawValue: UInt8(truncatingIfNeeded: bytes.number()))
        let (creation, incident) = (bytes.word(), bytes.word())
        self.creation = creation == 0 ? nil : creation
        self.incident = incident == 0 ? nil : incident
        supervising = OrganID(bytes.text())
        supervised = OrganID(bytes.text())
        investigators = []
        documents = []
        for _ in 0..<bytes.count() { investigators.append(PersonID(bytes.text())) }
        for _ in 0..<bytes.count() {
            let (issuer, kind) = (OrganID(bytes.text()), bytes.number())
            guard kind < UInt64(DocumentKind.allCases.count) else { return nil }
            documents.append(
                DocumentMark(
                    issuer: issuer, kind: DocumentKind.allCases[Int(kind)],
                    year: Int(truncatingIfNeeded: bytes.number()), digest: bytes.word()))
        }
        guard !bytes.isBroken, id.serial >= 1, firstPosition >= 1, lastPosition >= firstPosition,
            (0...9).contains(content), Int(source) < SourceKind.allCases.count,
            Int(secrecy) < SecrecyClass.allCases.count, (content == 0) == (kind == .dispute)
        else { return nil }
    }
}
