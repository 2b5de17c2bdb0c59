public import JSONText
public import Supervision

extension Views {
    /// The parameters of `session.revoked`.
    ///
    /// - Parameters:
    ///   - code: the error with which every further request would be refused.
    ///   - text: why the server closes the connection, for people.
    public static func write(
        revoked code: ErrorCode, text: Bilingual, into writer: inout JSONWriter
    ) {
        writer.beginObject()
        writer.member("reason", code.rawValue)
        writer.key("messages")
        writer.beginObject()
        writer.member("zh", text.zh)
        writer.member("en", text.en)
        writer.endObject()
        writer.endObject()
    }
}
