// The digest by which a repeated request is told from another one under the same idempotency key.
// It is stored with the entry that the request made, so its definition can never change. It is
// no defence: a client that constructs a collision gets the answer to its own earlier request.

internal import JSONText

extension JSONDocument {
    /// The digest of a method and its parameters but `idempotencyKey`. Order of members, white
    /// space and escapes do not matter; the order of a list does.
    func digest(of params: Int, for method: Method) -> UInt64 {
        var sum = memberSum(params)
        if let key = member("idempotencyKey", of: params) {
            sum &-= memberDigest(key - 1)
        }
        return mixed(bytesDigest(method.digestSeed, []), sum)
    }

    private func digest(_ node: Int) -> UInt64 {
        switch kind(node) {
        case .null:
            return mixed(1, 0)
        case .bool:
            return mixed(2, bool(node) ? 1 : 0)
        case .integer:
            return mixed(3, UInt64(bitPattern: integer(node)))
        case .string:
            return bytesDigest(4, utf8(node))
        case .array:
            var state = mixed(5, UInt64(count(node)))
            var element = node + 1
            while element < end(node) {
                state = mixed(state, digest(element))
                element = end(element)
            }
            return state
        case .object:
            return mixed(6, memberSum(node))
        }
    }

    /// The digests of all members together. A sum does not depend on the order, and each member
    /// is mixed before it is added.
    private func memberSum(_ object: Int) -> UInt64 {
        var sum: UInt64 = 0
        var key = object + 1
        while key < end(object) {
            sum &+= memberDigest(key)
            key = end(key + 1)
        }
        return sum
    }

    /// The digest of the key at a node and of the value behind it.
    private func memberDigest(_ key: Int) -> UInt64 {
        mixed(bytesDigest(7, utf8(key)), digest(key + 1))
    }
}

/// Folds a text into a state, eight bytes at a time, the first one in the lowest place.
func bytesDigest(_ seed: UInt64, _ bytes: ArraySlice<UInt8>) -> UInt64 {
    let text = bytes.span
    var state = mixed(seed, UInt64(text.count))
    var index = 0
    while index < text.count {
        let end = min(index + 8, text.count)
        var word: UInt64 = 0
        // From the last byte down, so that the first one ends in the lowest place.
        var byte = end
        while byte > index {
            byte -= 1
            word = word << 8 | UInt64(text[byte])
        }
        state = mixed(state, word)
        index = end
    }
    return state
}

/// A state after one more word: multiplied to 128 bits and folded, with odd constants between so
/// that no word is a fixed point.
private func mixed(_ state: UInt64, _ word: UInt64) -> UInt64 {
    let product = (state ^ 0x9E37_79B9_7F4A_7C15)
        .multipliedFullWidth(by: word ^ 0xD6E8_FEB8_6659_FD93)
    let folded = product.high ^ product.low
    return (folded ^ (folded >> 29)) &+ state &* 0xBF58_476D_1CE4_E5B9 &+ word
}
