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

/// A 64-bit digest that begins with a text and grows by texts and words. Its definition never
/// changes, so that a digest may be stored.
public struct JSONDigest: Sendable {
    public private(set) var value: UInt64

    /// The digest of a text.
    public init(_ text: String) {
        value = Self.digest(of: text, after: 0)
    }

    /// The digest with one more word.
    public consuming func adding(_ word: UInt64) -> JSONDigest {
        value = cjson_digest_mix(value, word)
        return self
    }

    /// The digest with one more text.
    public consuming func adding(_ text: String) -> JSONDigest {
        value = Self.digest(of: text, after: value)
        return self
    }

    private static func digest(of text: String, after seed: UInt64) -> UInt64 {
        let bytes = text.utf8Span.span
        return unsafe bytes.withUnsafeBufferPointer {
            unsafe cjson_digest_bytes(seed, $0.baseAddress, $0.count)
        }
    }
}
