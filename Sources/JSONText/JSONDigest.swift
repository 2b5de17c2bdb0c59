internal import CJSON

// Digests of what a document says, whatever the way in which it was spelt.

extension JSONDocument {
    /// The digests of an object's members together, besides the member of that name. The order of
    /// members, white space and escapes do not matter; the order of a list does. Its definition
    /// never changes, so that a digest may be stored.
    public func memberDigest(_ object: Int, besides name: StaticString) -> UInt64 {
        expect(.object, object)
        let without = member(name, of: object).map { $0 - 1 } ?? 0
        return unsafe nodes.withUnsafeBufferPointer { nodes in
            unsafe text.withUnsafeBufferPointer { text in
                unsafe cjson_digest_members(nodes.baseAddress, text.baseAddress, object, without)
            }
        }
    }
}

/// A 64-bit digest that begins with a text and grows by words.
public struct JSONDigest: Sendable {
    public private(set) var value: UInt64

    /// The digest of a text.
    public init(_ text: String) {
        let bytes = Array(text.utf8)
        value = unsafe bytes.withUnsafeBufferPointer {
            unsafe cjson_digest_bytes(0, $0.baseAddress, $0.count)
        }
    }

    /// The digest with one more word.
    public consuming func adding(_ word: UInt64) -> JSONDigest {
        value = cjson_digest_mix(value, word)
        return self
    }
}
