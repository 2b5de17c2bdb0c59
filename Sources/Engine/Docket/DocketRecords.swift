internal import Journal
internal import Supervision

/// How far a matter has come.
struct Progress {
    var version: Int64
    var place: Place
}

/// Every matter, by serial number from 1 on at index 0. Those that a start found in snapshots
/// stay packed until an entry changes them; whoever only reads one does not notice.
///
/// A matter is either in `live` or in `packed`, and leaves nothing in the other: two arrays take
/// half as much memory as one of records and bytes.
struct DocketRecords: RandomAccessCollection {
    /// Nil for those that are packed.
    private var live: [Docket.Record?] = []
    /// Empty for all others.
    private var packed: [[UInt8]] = []
    private let unpacker = Unpacker()

    var startIndex: Int { 0 }
    var endIndex: Int { live.count }

    subscript(index: Int) -> Docket.Record {
        // Lent where it lies: a record is large, and looked at many times for each command. Each
        // `!` stands behind the question whether the record is packed.
        _read {
            if packed[index].isEmpty {
                yield live.span[index]!
            } else {
                yield unpacker.record(index, packed[index])
            }
        }
    }

    // Whoever needs one part of a record asks for it here: to lend the whole costs an allocation.

    func affair(_ index: Int) -> Affair {
        live.span[index]?.affair ?? unpacker.record(index, packed[index]).affair
    }

    func progress(_ index: Int) -> Progress {
        // The affair alone: a record that is taken out of its array is copied, member by member.
        let affair = affair(index)
        return Progress(version: affair.version, place: affair.place)
    }

    /// The position of a matter's newest entry.
    func lastPosition(_ index: Int) -> Int64 {
        live.span[index]?.entries.lastPosition ?? head(ofPacked: index)?.lastPosition ?? 0
    }

    /// Who supervises, and whom; of a dispute nobody.
    typealias Sides = (supervising: OrganID, supervised: OrganID)

    /// The sides of a matter. Of one that is packed its head tells.
    func sides(_ index: Int) -> Sides {
        if let head = head(ofPacked: index) { return (head.supervising, head.supervised) }
        let affair = affair(index)
        guard case .matter(let matter) = affair else { return (affair.supervising, OrganID("")) }
        return (matter.supervising, matter.supervised)
    }

    /// Where its entries are.
    func entries(_ index: Int) -> EntryMarks {
        live.span[index]?.entries ?? unpacker.record(index, packed[index]).entries
    }

    /// Changes a record where it lies.
    @inline(__always)
    mutating func change<Result>(
        _ index: Int, _ body: (inout Docket.Record) -> Result
    ) -> Result {
        if !packed[index].isEmpty {
            live[index] = unpacker.record(index, packed[index])
            packed[index] = []
        }
        // What is not packed is live.
        return body(&live[index]!)
    }

    mutating func append(_ record: Docket.Record) {
        live.append(record)
        packed.append([])
    }

    mutating func append(_ record: PackedRecord) {
        live.append(nil)
        packed.append(record.bytes)
    }

    mutating func reserveCapacity(_ count: Int) {
        live.reserveCapacity(count)
        packed.reserveCapacity(count)
    }

    func isPacked(_ index: Int) -> Bool {
        // Told without a look at what is packed, which lies elsewhere: all matters are asked.
        if case nil = live.span[index] { true } else { false }
    }

    /// What it costs to look at a matter, in matters that are not packed.
    func lookCost(_ index: Int) -> Int { isPacked(index) ? 16 : 1 }

    /// The head of a matter that is packed.
    func head(ofPacked index: Int) -> RecordHead? {
        packed[index].isEmpty ? nil : PackedRecord(whole: packed[index]).head
    }

    /// The position of a matter's first entry.
    func firstPosition(_ index: Int) -> Int64 {
        head(ofPacked: index)?.firstPosition ?? entries(index).firstPosition
    }
}

extension DocketRecords {
    /// Unpacks records. The last one is kept, because whoever asks for a matter mostly asks for it
    /// several times. What is packed never changes, so that the copies of a docket may share it.
    private final class Unpacker {
        private let coder = RecordPacker()
        private var last: (index: Int, record: Docket.Record)?

        func record(_ index: Int, _ packed: [UInt8]) -> Docket.Record {
            if let last, last.index == index { return last.record }
            do throws(CodingFault) {
                var record = try PackedRecord(whole: packed).record(using: coder)
                // Its deadline has waited in the queue since the start.
                record.scheduled = record.affair.deadlineToWatch
                last = (index, record)
                return record
            } catch {
                // Its checksum was right, so this build's own coding does not read what it wrote.
                preconditionFailure("matter \(index + 1) cannot be unpacked: \(error)")
            }
        }
    }
}
