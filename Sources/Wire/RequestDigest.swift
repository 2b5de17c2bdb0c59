// The digest by which a repeated request is told from another one under the same idempotency key.
// It is stored with the entry that the request made, so its definition can never change. It is
// no defence: a client that constructs a collision gets the answer to its own earlier request.

internal import JSONText

extension MethodName {
    /// The digest of the method and of its parameters but `idempotencyKey`. Order of members,
    /// white space and escapes do not matter; the order of a list does.
    func digest(of params: Int, in document: JSONDocument) -> UInt64 {
        digestSeed.adding(document.memberDigest(params, besides: "idempotencyKey")).value
    }
}
