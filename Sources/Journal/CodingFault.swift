public import JSONText

/// Why stored bytes are not what this build, or an older one, wrote.
///
/// An entry that cannot be read is corruption, or the work of a newer build: recovery stops. A
/// snapshot that cannot be read is thrown away.
public struct CodingFault: Error, Equatable, Sendable, CustomStringConvertible {
    /// The rule that was broken.
    public enum Reason: Equatable, Sendable {
        /// The bytes are not the JSON that this server writes.
        case notJSON(JSONFault)
        /// An object lacks this member, or one of the members that are named.
        case missingMember(String)
        /// The value is of another kind than the one named.
        case notA(String)
        /// The text is none of the words, such as names of events, that can stand here.
        case unknownWord(String)
        /// The text or number has the right kind but is no value of what is named.
        case invalid(String)
        /// The event has a form, its member `v`, that this build does not know.
        case unknownForm(Int)
    }

    /// The way from the top to the value, such as `[0].deadline`; empty for the top itself. Where
    /// a member is missing it leads to the object that lacks it.
    public var path: String
    /// What is wrong there.
    public var reason: Reason

    /// A fault at a place.
    public init(path: String, reason: Reason) {
        self.path = path
        self.reason = reason
    }

    /// One English sentence without a full stop; it shows nothing of the contents but a word that
    /// is not known.
    public var description: String {
        let place = path.isEmpty ? "the stored value" : "the stored value at \(path)"
        switch reason {
        case .notJSON(let fault): return "\(place) cannot be read: \(fault.message)"
        case .missingMember(let name): return "\(place) lacks the member \(name)"
        case .notA(let kind): return "\(place) is no \(kind)"
        case .unknownWord(let word): return "\(place) is the unknown word \(word)"
        case .invalid(let kind): return "\(place) is no valid \(kind)"
        case .unknownForm(let form): return "\(place) has the unknown form \(form)"
        }
    }
}
