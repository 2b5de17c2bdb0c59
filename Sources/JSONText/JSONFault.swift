/// Why a text is not the JSON that this server reads.
///
/// The reader is stricter than RFC 8259: see ``Kind`` for what it refuses beyond the grammar.
public struct JSONFault: Error, Equatable, Sendable {
    /// The rule that was broken. Of several broken rules one is told; which one is unspecified.
    public enum Kind: String, CaseIterable, Sendable {
        /// The text is not one JSON value.
        case syntax
        /// Invalid UTF-8, a byte order mark, or a surrogate without its partner, also as `\u`.
        case encoding
        /// More than ``JSONDocument/depthMax`` nested arrays and objects.
        case depth
        /// An object holds the same key twice; keys are compared after unescaping.
        case duplicateKey
        /// A number that is malformed, has a fraction or an exponent, or is too large.
        case number
        /// There is nothing but white space.
        case empty
        /// The text is longer than 1 GiB, or memory ran out.
        case capacity
    }

    /// The rule that was broken.
    public var kind: Kind
    /// One English sentence without a full stop, fit for a reply to the sender.
    public var message: String

    /// A fault of the given kind, with the standard sentence of that kind.
    public init(_ kind: Kind) {
        self.kind = kind
        switch kind {
        case .syntax: message = "the text is not one valid JSON value"
        case .encoding:
            message = "the text is not valid UTF-8 without byte order mark or surrogates"
        case .depth: message = "more than 64 arrays and objects are nested"
        case .duplicateKey: message = "an object has the same key twice"
        case .number: message = "a number is not an integer within ±9007199254740991"
        case .empty: message = "the text is empty"
        case .capacity: message = "the text is too long to be read"
        }
    }
}
