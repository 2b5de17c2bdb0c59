internal import Supervision
internal import Wire

/// What has to be known of a matter before anybody asks for it: what stands in the queues, what
/// waits for a deadline, and by what it is found. It stands in front of every packed record, so
/// that a start reads it and leaves the matter itself packed.
struct RecordHead: Equatable, Sendable {
    struct IssuedDocument: Equatable, Sendable {
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
    /// The places of source and class among all of their kind.
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
    var documents: [IssuedDocument]

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
        if term?.deadline.provisional == true { flags.insert(.provisional) }
        if affair.hasParticipants { flags.insert(.needsAffair) }
        creation = record.isEscalated ? nil : record.entries.commands.first?.keyDigest
        supervising = affair.supervising
        documents = affair.documents.map {
            IssuedDocument(
                issuer: $0.issuer, kind: $0.kind, year: $0.issuedAt.legalDay.year,
                digest: DocketCursor.digest(of: $0.number))
        }
        switch affair {
        case .matter(let matter):
            content = matter.content
            source = SourceKind.places[matter.sourceKind] ?? 0
            secrecy = matter.secrecy.place
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
        self.place = Place(rawValue: 1 << UInt16(place))
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
                IssuedDocument(
                    issuer: issuer, kind: DocumentKind.allCases[Int(kind)],
                    year: Int(truncatingIfNeeded: bytes.number()), digest: bytes.word()))
        }
        guard !bytes.isBroken, id.serial >= 1, firstPosition >= 1, lastPosition >= firstPosition,
            (0...9).contains(content), Int(source) < SourceKind.allCases.count,
            Int(secrecy) < SecrecyClass.allCases.count, (content == 0) == (kind == .dispute)
        else { return nil }
    }
}

/// Numbers and texts as few bytes: seven bits of a number in each byte, the lowest first.
struct ByteWriter {
    var bytes: [UInt8] = []

    mutating func number(_ number: UInt64) {
        var rest = number
        while rest >= 0x80 {
            bytes.append(UInt8(rest & 0x7f) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(rest))
    }

    /// Eight bytes, for what is no small number.
    mutating func word(_ word: UInt64) {
        for shift in stride(from: UInt64(0), to: 64, by: 8) {
            bytes.append(UInt8(truncatingIfNeeded: word >> shift))
        }
    }

    mutating func text(_ text: String) {
        number(UInt64(text.utf8.count))
        bytes.append(contentsOf: text.utf8)
    }
}

/// Reads what a `ByteWriter` wrote. What is not there reads as nothing, and breaks the reader.
struct ByteReader {
    let bytes: [UInt8]
    private(set) var place: Int
    private(set) var isBroken = false

    init(_ bytes: [UInt8], from place: Int = 0) {
        self.bytes = bytes
        self.place = place
    }

    mutating func number() -> UInt64 {
        var number: UInt64 = 0
        var shift: UInt64 = 0
        while place < bytes.count, shift < 64 {
            let byte = bytes[place]
            place += 1
            number |= UInt64(byte & 0x7f) << shift
            if byte < 0x80 { return number }
            shift += 7
        }
        isBroken = true
        return 0
    }

    /// How many things follow, of which each takes a byte at least.
    mutating func count() -> Int {
        let count = number()
        guard count <= UInt64(bytes.count - place) else {
            isBroken = true
            return 0
        }
        return Int(count)
    }

    mutating func word() -> UInt64 {
        guard bytes.count - place >= 8 else {
            isBroken = true
            return 0
        }
        var word: UInt64 = 0
        for index in 0..<8 { word |= UInt64(bytes[place + index]) << UInt64(index * 8) }
        place += 8
        return word
    }

    mutating func text() -> String {
        let count = count()
        defer { place += count }
        return String(decoding: bytes[place..<place + count], as: UTF8.self)
    }
}
