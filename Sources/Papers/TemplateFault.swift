/// A mistake in a template: where it is and what it is. A set of templates with any mistake is of
/// no use as a whole, because half a document is worse than none.
public struct TemplateFault: Error, Equatable, Sendable {
    public enum Reason: Equatable, Sendable {
        /// A set that is to print a document lacks the template for it.
        case missing
        case notUTF8
        /// A tag that no `}}` ends.
        case unfinishedTag
        /// A tag that does what templates of documents must not, or a name that cannot be one.
        case badTag(String)
        /// A name that no document has.
        case unknownName(String)
        /// A partial that the set does not hold.
        case unknownPartial(String)
        /// Partials that contain each other.
        case endlessPartial(String)
        /// A section that is not ended.
        case openSection(String)
        /// An end of a section that was not the last one begun.
        case wrongEnd(String)
        /// What the library of templates says beyond this.
        case invalid(String)
    }

    /// The name of the file.
    public var file: String
    /// Counted from 1; 1 where the file as a whole is meant.
    public var line: Int
    public var reason: Reason

    public init(file: String, line: Int, reason: Reason) {
        self.file = file
        self.line = line
        self.reason = reason
    }
}
