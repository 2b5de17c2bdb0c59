internal import JSONText
internal import Journal
internal import Packing
internal import Supervision

/// A record as it is stored and as it stays in memory until somebody needs it:
///
/// | bytes | what | written by |
/// |---|---|---|
/// | 8 | a checksum of all that follows | here |
/// | | the head: kind and number of the matter, and what queues need | ``RecordHead`` |
/// | | the tail: positions and keys of its entries, changes of phase | ``RecordCoding`` |
/// | | how long the text of the matter is | here |
/// | the rest | the text, packed | ``RecordPacker`` |
///
/// The checksum is looked at when the record is loaded. Bytes that pass are the ones that a build
/// of this format wrote, so that the matter in them can be had at any time later, and a damaged
/// one is found at the start and never at its first use.
struct PackedRecord: Sendable {
    let bytes: [UInt8]
    private static let checksumBytes = 8

    init(_ record: Docket.Record, using coder: RecordPacker) {
        let text = coder.text(of: record.affair)
        var writer = ByteWriter()
        writer.bytes.reserveCapacity(256 + text.count / 2)
        writer.word(0)
        RecordHead(record).write(to: &writer)
        RecordCoding.writeTail(of: record, to: &writer)
        writer.number(UInt64(text.count))
        writer.bytes += coder.packer.pack(text)
        var sum = ByteWriter()
        sum.word(Self.checksum(of: writer.bytes))
        writer.bytes.replaceSubrange(..<Self.checksumBytes, with: sum.bytes)
        bytes = writer.bytes
    }

    /// Takes bytes from a store; nil when they are not whole.
    init?(_ bytes: [UInt8]) {
        var reader = ByteReader(bytes)
        guard reader.word() == Self.checksum(of: bytes), !reader.isBroken else { return nil }
        self.bytes = bytes
    }

    /// Takes bytes that were looked at before.
    init(whole bytes: [UInt8]) { self.bytes = bytes }

    /// The head; nil when it cannot be one.
    var head: RecordHead? {
        var reader = ByteReader(bytes, from: Self.checksumBytes)
        return RecordHead(from: &reader)
    }

    /// The number of the matter alone, which stands second in the head.
    var serial: Int64 {
        var reader = ByteReader(bytes, from: Self.checksumBytes)
        _ = reader.number()
        return Int64(bitPattern: reader.number())
    }

    func record(using coder: RecordPacker) throws(CodingFault) -> Docket.Record {
        var reader = ByteReader(bytes, from: Self.checksumBytes)
        guard let head = RecordHead(from: &reader), let tail = RecordCoding.Tail(from: &reader)
        else {
            throw CodingFault(path: "", reason: .invalid("head of a record"))
        }
        let count = reader.number()
        guard !reader.isBroken, count <= Self.textBytesMax,
            let text = coder.packer.unpack(bytes[reader.offset...], count: Int(count))
        else { throw CodingFault(path: "", reason: .invalid("packed record")) }
        return try RecordCoding.decode(text, tail, of: head.id.kind, using: coder.buffer)
    }

    private static let textBytesMax = 1 << 30

    private static func checksum(of bytes: [UInt8]) -> UInt64 {
        Checksum.of(bytes, from: checksumBytes)
    }
}

/// What packing and unpacking records needs: kept, because it is costly to make, and of one
/// thread.
final class RecordPacker {
    let packer = Packer(dictionary: Array(dictionary.utf8))
    let buffer = DecodingBuffer()
    private var writer = JSONWriter(reservingCapacity: 2048)

    func text(of affair: Affair) -> [UInt8] {
        writer.removeAll()
        RecordCoding.encode(affair, into: &writer)
        return writer.bytes
    }

    /// What the texts of records have in common, the most common last.
    private static let dictionary = """
        {"id":"D1","version":1,"filing":{"parties":["suspension":{"since":","reason":"
        "is":"complaint""is":"investigation""is":"opinion""is":"decision","ground":"is":"closed",\
        "outcome":"is":"accountability","severity":"major","majorReason":"is":"underReview",\
        "reports":[{"item":1,"text":"is":"inForce","document":{"kind":"decision","duties":[{\
        "number":1,"kind":{"is":"notice","superior":"incident":"occurredOn":"complainant":{\
        {"id":"S1","version":7,"registration":{"supervised":","source":{"kind":\
        "complaint"},"content":2,"summary":","exOfficio":false,"by":","byOrgan":","at":"2026-\
        T00:00:00.000Z"},"supervising":","competence":{"basis":"2.2","byReference":false,\
        "assistFrom":[]},"secrecy":"internal","phase":{"is":"rectification","inquiry":{\
        "investigators":["],"measures":[{"kind":"retrieveFiles","on":"2026-","summary":",\
        "evidence":[]}],"term":{"deadline":{"workingDays":,"from":"2026-,"lastDay":"2026-\
        "},"hasPassed":false}},"finding":{"facts":","grounds":[3],"concludedBy":"},"opinion":{\
        "kind":"opinion","number":"司执监〔2026〕号","issuer":","signedBy":","issuedAt":"2026-\
        ","items":["],"deadline":{"workingDays":10,"from":"2026-","lastDay":"2026-"}},"term":{\
        "deadline":{"workingDays":10,"from":"2026-","lastDay":"2026-"},"hasPassed":false},"step":{\
        "is":"awaitingReport"},"rejections":0,"refusalRecorded":false},"duties":[],"findings":[],\
        "documents":[]}
        """
}
