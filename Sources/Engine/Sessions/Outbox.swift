/// Lines for one connection, each with the position that must be durable before it may leave.
///
/// The lines lie behind each other in one buffer, and marks in the same order say how far what
/// depends on a position reaches. A line leaves no earlier than those before it, so that the
/// positions of the marks only grow.
struct Outbox {
    private struct Mark {
        var after: Int64
        /// Where its lines end in the buffer.
        var end: Int
        var replies: Int
    }

    private var bytes: [UInt8] = []
    private var marks: [Mark] = []
    private(set) var replies = 0

    var isEmpty: Bool { marks.isEmpty }

    /// Bytes that wait for an entry to become durable.
    var byteCount: Int { bytes.count }

    mutating func append(
        after position: Int64, isReply: Bool, _ write: (inout [UInt8]) -> Void
    ) {
        let count = isReply ? 1 : 0
        let position = max(position, marks.last?.after ?? position)
        replies += count
        write(&bytes)
        if let last = marks.indices.last, marks[last].after == position {
            marks[last].end = bytes.count
            marks[last].replies += count
        } else {
            marks.append(Mark(after: position, end: bytes.count, replies: count))
        }
    }

    /// Takes everything that depends only on durable entries.
    mutating func release(durable: Int64) -> [UInt8] {
        let count = marks.prefix { $0.after <= durable }.count
        guard count > 0 else { return [] }
        let end = marks[count - 1].end
        for mark in marks[..<count] { replies -= mark.replies }
        marks.removeFirst(count)
        for index in marks.indices { marks[index].end -= end }
        let rest = Array(bytes[end...])
        bytes.removeLast(rest.count)
        defer { bytes = rest }
        return bytes
    }
}
