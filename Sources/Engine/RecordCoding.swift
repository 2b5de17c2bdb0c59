internal import JSONText
internal import Journal
internal import Supervision

/// The text form of a record: the matter, where its entries are, and which keys made them.
enum RecordCoding {
    /// Counted up whenever what is kept beside the matter changes, and whenever ``RecordHead``,
    /// the dictionary, the checksum or the place where a store keeps them does.
    static let format: Int64 = StateCoding.format * 100 + 8

    static func encode(_ record: Docket.Record, into writer: inout JSONWriter) {
        writer.beginObject()
        switch record.affair {
        case .matter(let matter):
            writer.key("matter")
            StateCoding.encode(matter, into: &writer)
        case .dispute(let dispute):
            writer.key("dispute")
            StateCoding.encode(dispute, into: &writer)
        }
        writer.member("at", record.lastAt.milliseconds)
        writer.key("positions")
        writer.beginArray()
        for position in record.positions { writer.integer(position) }
        writer.endArray()
        writer.key("keys")
        writer.beginArray()
        for mark in record.commands {
            // 64 bits do not fit the integers of this JSON: two halves do.
            writer.integer(Int64(mark.digest >> 32))
            writer.integer(Int64(mark.digest & 0xffff_ffff))
            writer.integer(mark.position)
        }
        writer.endArray()
        writer.key("marks")
        writer.beginArray()
        for mark in record.history.marks { writer.integer(mark) }
        writer.endArray()
        writer.endObject()
    }

    static func decode(
        _ bytes: [UInt8], using buffer: DecodingBuffer
    ) throws(CodingFault) -> Docket.Record {
        let document: JSONDocument
        do {
            document = try JSONDocument(bytes)
        } catch {
            throw CodingFault(path: "", reason: .notJSON(error))
        }
        guard document.kind(0) == .object else {
            throw CodingFault(path: "", reason: .notA("object"))
        }
        guard let at = document.member("at", of: 0), document.kind(at) == .integer else {
            throw CodingFault(path: "", reason: .missingMember("at"))
        }
        let affair = try affair(in: document, using: buffer)
        let positions = try integers("positions", document)
        guard let first = positions.first, first > 0,
            zip(positions, positions.dropFirst()).allSatisfy({ $0 < $1 })
        else { throw CodingFault(path: "positions", reason: .invalid("list of positions")) }
        let keys = try integers("keys", document)
        guard Int64(keys.count) == affair.version * 3,
            keys.allSatisfy({ (0...JSONDocument.integerMax).contains($0) })
        else { throw CodingFault(path: "keys", reason: .invalid("list of keys")) }
        let commands = stride(from: 0, to: keys.count, by: 3).map { start in
            Docket.KeyMark(
                digest: UInt64(keys[start]) << 32 | UInt64(keys[start + 1]),
                position: keys[start + 2])
        }
        guard let history = PhaseHistory(marks: try integers("marks", document), of: affair)
        else { throw CodingFault(path: "marks", reason: .invalid("list of changes of phase")) }
        return Docket.Record(
            affair: affair, positions: positions, commands: commands,
            lastAt: Instant(milliseconds: document.integer(at)), history: history)
    }

    private static func affair(
        in document: JSONDocument, using buffer: DecodingBuffer
    ) throws(CodingFault) -> Affair {
        var writer = JSONWriter()
        if let node = document.member("matter", of: 0) {
            document.write(node, into: &writer)
            return .matter(try StateCoding.decode(writer.bytes, using: buffer))
        }
        guard let node = document.member("dispute", of: 0) else {
            throw CodingFault(path: "", reason: .missingMember("matter or dispute"))
        }
        document.write(node, into: &writer)
        return .dispute(try StateCoding.decodeDispute(writer.bytes, using: buffer))
    }

    private static func integers(
        _ name: StaticString, _ document: JSONDocument
    ) throws(CodingFault) -> [Int64] {
        guard let node = document.member(name, of: 0), document.kind(node) == .array,
            document.elements(node).allSatisfy({ document.kind($0) == .integer })
        else { throw CodingFault(path: "", reason: .missingMember(name.description)) }
        return document.elements(node).map { document.integer($0) }
    }
}
