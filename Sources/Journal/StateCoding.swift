public import JSONText
public import Supervision

/// The stored form of whole matters, for snapshots.
///
/// A snapshot is disposable, so that its form may change at any time; `format` must then be
/// counted up. It is made of the same parts as the stored events: a part that changes there
/// changes here.
public enum StateCoding {
    /// The number of the form that `encode` writes and `decode` reads.
    public static let format: Int64 = 4

    /// Writes a matter as one JSON object.
    public static func encode(_ matter: Matter, into writer: inout JSONWriter) {
        matter.write(to: &writer)
    }

    /// Writes a dispute as one JSON object.
    public static func encode(_ dispute: Dispute, into writer: inout JSONWriter) {
        dispute.write(to: &writer)
    }

    /// Reads what `encode` wrote.
    ///
    /// - Parameter buffer: one that is kept makes decoding many matters faster.
    /// - Throws: ``CodingFault`` when a member is missing or is not what it should be.
    public static func decode(
        _ bytes: [UInt8], using buffer: DecodingBuffer = DecodingBuffer()
    ) throws(CodingFault) -> Matter {
        try buffer.decode(bytes)
    }

    /// The same for a dispute.
    public static func decodeDispute(
        _ bytes: [UInt8], using buffer: DecodingBuffer = DecodingBuffer()
    ) throws(CodingFault) -> Dispute {
        try buffer.decode(bytes)
    }
}
