internal import JSONText
internal import Journal
internal import Supervision

/// The stored form of a record: the matter as text, and behind the head of the record in a few
/// bytes where its entries are, which keys made them, and when it changed its phase.
enum RecordCoding {
    /// Counted up whenever what is kept beside the matter changes, and whenever ``RecordHead``,
    /// the dictionary, the checksum or the place where a store keeps them does.
    static let format: Int64 = StateCoding.format * 100 + 10

    static func encode(_ affair: Affair, into writer: inout JSONWriter) {
        switch affair {
        case .matter(let matter): StateCoding.encode(matter, into: &writer)
        case .dispute(let dispute): StateCoding.encode(dispute, into: &writer)
        }
    }

    /// Everything of a record but its affair. Positions stand as what lies between them.
    static func writeTail(of record: Docket.Record, to bytes: inout ByteWriter) {
        bytes.number(UInt64(bitPattern: record.lastAt.milliseconds))
        bytes.number(UInt64(record.entries.count))
        var last: Int64 = 0
        for position in record.entries.positions {
            bytes.number(UInt64(bitPattern: position &- last))
            last = position
        }
        let commands = record.entries.commands
        bytes.number(UInt64(commands.count))
        last = 0
        for command in commands {
            bytes.word(command.keyDigest)
            bytes.number(UInt64(bitPattern: command.position &- last))
            last = command.position
        }
        bytes.number(UInt64(record.history.marks.count))
        last = 0
        for mark in record.history.marks {
            bytes.number(UInt64(bitPattern: mark &- last))
            last = mark
        }
    }

    /// What stands behind the head of a record.
    struct Tail {
        var lastAt: Instant
        var entries = EntryMarks()
        /// How many of the entries commands made.
        var commandCount = 0
        var marks: [Int64] = []

        /// Reads what `writeTail` wrote; nil for what it cannot have written.
        init?(from bytes: inout ByteReader) {
            lastAt = Instant(milliseconds: Int64(bitPattern: bytes.number()))
            var positions: [Int64] = []
            var last: Int64 = 0
            for _ in 0..<bytes.count() {
                let position = last &+ Int64(bitPattern: bytes.number())
                guard position > last else { return nil }
                positions.append(position)
                last = position
            }
            commandCount = bytes.count()
            last = 0
            var rest = positions[...]
            for _ in 0..<commandCount {
                let digest = bytes.word()
                last &+= Int64(bitPattern: bytes.number())
                // What lies between two commands the server did itself.
                while let position = rest.popFirst() {
                    entries.append(position, keyDigest: position == last ? digest : nil)
                    if position == last { break }
                }
            }
            for position in rest { entries.append(position, keyDigest: nil) }
            last = 0
            for _ in 0..<bytes.count() {
                last &+= Int64(bitPattern: bytes.number())
                marks.append(last)
            }
            guard !bytes.isBroken, !entries.isEmpty, entries.commands.count == commandCount
            else { return nil }
        }
    }

    static func decode(
        _ text: [UInt8], _ tail: Tail, of kind: MatterID.Kind, using buffer: DecodingBuffer
    ) throws(CodingFault) -> Docket.Record {
        let affair: Affair =
            switch kind {
            case .supervision: .matter(try StateCoding.decode(text, using: buffer))
            case .dispute: .dispute(try StateCoding.decodeDispute(text, using: buffer))
            }
        guard Int64(tail.commandCount) == affair.version else {
            throw CodingFault(path: "", reason: .invalid("list of keys"))
        }
        guard let history = PhaseHistory(marks: tail.marks, of: affair) else {
            throw CodingFault(path: "", reason: .invalid("list of changes of phase"))
        }
        return Docket.Record(
            affair: affair, entries: tail.entries, lastAt: tail.lastAt, history: history)
    }
}
