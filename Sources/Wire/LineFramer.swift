// Cutting received bytes into lines. The framer stands in front of everything that costs
// something: a line that is too long never reaches the JSON reader, and its bytes are dropped as
// they arrive.
//
//     framer.append(chunk)
//     while let framed = framer.next() {
//         switch framed {
//         case .line(let range): decode(framer.buffer, range)
//         case .tooLong: …
//         }
//     }

internal import JSONText

/// Splits a stream of bytes into lines that end with LF.
///
/// One CR before the LF does not belong to the line; empty lines are passed over. An idle framer
/// without half a line holds no memory; another one holds less than twice `lineBytesMax` and the
/// chunk that came last.
public struct LineFramer: Sendable {
    /// What the stream holds next.
    public enum Framed: Equatable, Sendable {
        /// The bytes of one line in ``LineFramer/buffer``, neither LF nor CR included, not empty.
        /// They stay there until the next call of `append` or `next`.
        case line(Range<Int>)
        /// A line crossed ``LineFramer/lineBytesMax``. It is told once, as soon as it is known;
        /// the rest of the line is skipped.
        case tooLong
    }

    /// The most bytes that may stand before an LF, a CR included. A change holds for every line
    /// that was not framed yet.
    public var lineBytesMax: Int

    /// The bytes that the ranges of `.line` refer to.
    public private(set) var buffer: [UInt8] = []

    /// Where the first line that was not framed begins.
    private var start = 0
    /// Between `start` and here there is no LF.
    private var scanned = 0
    /// Whether the stream stands inside a line that was told as too long.
    private var isSkipping = false

    /// How many bytes are held.
    public var heldBytes: Int { buffer.count }

    /// A framer at the beginning of a stream.
    ///
    /// - Parameter lineBytesMax: 1 or more.
    public init(lineBytesMax: Int = Limits.lineBytesMaxBeforeHello) {
        precondition(lineBytesMax > 0, "a line needs room for a byte")
        self.lineBytesMax = lineBytesMax
    }

    /// Adds what was received. A chunk that begins where the last line ended is taken over
    /// without a copy.
    public mutating func append(_ chunk: [UInt8]) {
        if isSkipping {
            // While a line is skipped the buffer is empty.
            guard let end = chunk.firstIndex(of: UInt8(ascii: "\n"), from: 0) else { return }
            isSkipping = false
            buffer = chunk
            start = end + 1
            scanned = start
        } else if start == buffer.count {
            buffer = chunk
            start = 0
            scanned = 0
        } else {
            buffer.append(contentsOf: chunk)
        }
    }

    /// The next line, or nil when more bytes have to come first.
    public mutating func next() -> Framed? {
        while let end = buffer.firstIndex(of: UInt8(ascii: "\n"), from: scanned) {
            let line = start..<end
            start = end + 1
            scanned = start
            if line.count > lineBytesMax { return .tooLong }
            let hasReturn = !line.isEmpty && buffer[end - 1] == UInt8(ascii: "\r")
            let content = hasReturn ? line.dropLast() : line
            if !content.isEmpty { return .line(content) }
        }
        scanned = buffer.count
        if scanned - start > lineBytesMax {
            isSkipping = true
            release(from: buffer.count)
            return .tooLong
        }
        // What is copied is never more than what was framed since the last copy, so that all
        // copies together are linear in the stream.
        if start > 0 && start >= buffer.count - start { release(from: start) }
        return nil
    }

    /// Keeps the bytes from `position` on in a buffer of their size.
    private mutating func release(from position: Int) {
        buffer = position < buffer.count ? Array(buffer[position...]) : []
        start = 0
        scanned = buffer.count
    }
}
