public import JSONText
public import Supervision

/// The stored form of events: what stands in `StoredEntry.events`, for good.
///
/// An entry holds an array of events, each an object whose member `event` is its name:
/// `[{"event":"unitNotified","item":1,"unit":"hd-chengguan"}]`. Names, ids and reasons are written
/// in plain words, so that a journal can be read with any tool that shows its rows. Members that
/// are nil are left out; members that are not known are passed over, so that an older build reads
/// what a newer one merely added.
///
/// The form of an event may still change. It is then written with a member `v`, and the form
/// before it is read on in `MatterEvent.init(from:)`, the one place that knows of forms; what is
/// stored is never rewritten. An event without `v` has form 1.
///
/// Which machine an entry belongs to is told by the letter of its matter's id; every machine has
/// its own type of events, which is asked for by type.
public enum EventCoding {
    /// Writes the events of one entry as one JSON array.
    public static func encode(_ events: [MatterEvent], into writer: inout JSONWriter) {
        events.write(to: &writer)
    }

    /// Writes the events of one entry of a dispute as one JSON array.
    public static func encode(_ events: [DisputeEvent], into writer: inout JSONWriter) {
        events.write(to: &writer)
    }

    /// Reads what `encode` wrote, in this build or an older one.
    ///
    /// - Parameter buffer: one that is kept makes decoding many entries faster.
    /// - Throws: ``CodingFault`` when an event or its form is unknown, or when a member is missing
    ///   or is not what it should be.
    public static func decode(
        _ bytes: [UInt8], using buffer: DecodingBuffer = DecodingBuffer()
    ) throws(CodingFault) -> [MatterEvent] {
        try buffer.decode(bytes)
    }

    /// The same for the events of a dispute.
    public static func decodeDispute(
        _ bytes: [UInt8], using buffer: DecodingBuffer = DecodingBuffer()
    ) throws(CodingFault) -> [DisputeEvent] {
        try buffer.decode(bytes)
    }
}
