// The digest of a subtree, by which a repeated request is told from another one under the same
// key. It is stored, so that its definition can never change. It is no defence: whoever constructs
// a collision meets only their own earlier request.

#include "CJSON.h"

#include <algorithm>
#include <cstring>

namespace {

enum Tag : uint64_t { nullTag = 1, boolTag, integerTag, stringTag, arrayTag, objectTag, keyTag };

// Multiplied to 128 bits and folded, with odd constants between so that no word is a fixed point.
inline uint64_t mixed(uint64_t state, uint64_t word) {
    const unsigned __int128 product =
        (unsigned __int128)(state ^ UINT64_C(0x9E3779B97F4A7C15))
        * (word ^ UINT64_C(0xD6E8FEB86659FD93));
    const uint64_t folded = uint64_t(product >> 64) ^ uint64_t(product);
    return (folded ^ (folded >> 29)) + state * UINT64_C(0xBF58476D1CE4E5B9) + word;
}

uint64_t digestBytes(uint64_t seed, const uint8_t *bytes, size_t length) {
    uint64_t state = mixed(seed, length);
    size_t index = 0;
    for (; index + 8 <= length; index += 8) {
        uint64_t word;
        std::memcpy(&word, bytes + index, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        word = __builtin_bswap64(word);
#endif
        state = mixed(state, word);
    }
    if (index == length) return state;
    uint64_t word = 0;
    for (size_t last = length; last > index; last--) word = word << 8 | bytes[last - 1];
    return mixed(state, word);
}

struct Document {
    const cjson_node *nodes;
    const uint8_t *text;

    uint64_t string(uint64_t seed, size_t node) const {
        return digestBytes(seed, text + nodes[node].offset, nodes[node].count);
    }

    // A sum does not depend on the order, and each member is mixed before it is added.
    uint64_t members(size_t object, size_t withoutKey) const {
        uint64_t sum = 0;
        for (size_t key = object + 1; key < nodes[object].end; key = nodes[key + 1].end) {
            if (key != withoutKey) sum += mixed(string(keyTag, key), value(key + 1));
        }
        return sum;
    }

    // The depth of the recursion is bounded by the parser's limit on nested containers.
    uint64_t value(size_t node) const {
        const cjson_node &it = nodes[node];
        switch (it.kind) {
        case CJSON_BOOL: return mixed(boolTag, it.integer ? 1 : 0);
        case CJSON_INTEGER: return mixed(integerTag, uint64_t(it.integer));
        case CJSON_STRING: return string(stringTag, node);
        case CJSON_ARRAY: {
            uint64_t state = mixed(arrayTag, it.count);
            for (size_t element = node + 1; element < it.end; element = nodes[element].end) {
                state = mixed(state, value(element));
            }
            return state;
        }
        case CJSON_OBJECT: return mixed(objectTag, members(node, 0));
        default: return mixed(nullTag, 0);
        }
    }
};

}  // namespace

extern "C" uint64_t cjson_digest_members(
    const cjson_node *nodes, const uint8_t *text, size_t object, size_t without_key
) {
    return Document{nodes, text}.members(object, without_key);
}

extern "C" uint64_t cjson_digest_bytes(uint64_t seed, const uint8_t *bytes, size_t length) {
    return digestBytes(seed, bytes, length);
}

extern "C" uint64_t cjson_digest_mix(uint64_t state, uint64_t word) {
    return mixed(state, word);
}
