// simdjson does the first pass: white space, UTF-8, grammar, unescaping. It leaves a "tape" of
// 64-bit words, a type in the top byte and a payload below, and a buffer of strings that are
// each preceded by a 32-bit length and followed by a NUL. The second pass, here, walks the tape
// once without recursion, writes the flat nodes, and enforces what simdjson does not: the
// exact depth, integers only, no lone surrogate, no key twice.

#include "CJSON.h"

#define SIMDJSON_EXCEPTIONS 0
#include <simdjson.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <new>

namespace {

using simdjson::error_code;

// simdjson counts the document itself and does not count an empty container. With this bound
// it ends a flood of brackets early and never refuses what the exact check below would allow.
constexpr size_t simdjsonDepthMax = CJSON_DEPTH_MAX + 4;

// Below this many keys comparing all pairs is faster than sorting.
constexpr size_t pairwiseKeysMax = 16;

constexpr size_t smallestCapacity = 4096;
constexpr uint64_t payloadMask = 0x00FFFFFFFFFFFFFF;

// A key as the duplicate check sees it. The first eight bytes settle most comparisons.
struct Key {
    uint64_t prefix;
    uint32_t offset;
    uint32_t length;
};

// A container whose end has not been met yet.
struct Frame {
    uint32_t node;
    uint32_t firstKey;
    uint32_t children;
    bool isObject;
    bool mayRepeat;  // two of its keys fell on one bit of `seen`
    uint64_t seen;   // a bit for each key so far, chosen by its spelling
};

bool holdsSurrogate(const uint8_t *text, size_t length) {
    // A surrogate, if let through by the unescaping, is the sequence ED A0..BF xx. The raw
    // bytes of the document cannot hold one: they passed the UTF-8 validation.
    for (size_t i = 0; i + 1 < length; i++) {
        if (text[i] == 0xED && text[i + 1] >= 0xA0) return true;
    }
    return false;
}

// The code unit of a `\uXXXX` escape at `at`, or -1 when there is none.
int32_t escapedUnit(const uint8_t *at, const uint8_t *end) {
    if (end - at < 6 || at[0] != '\\' || at[1] != 'u') return -1;
    int32_t unit = 0;
    for (int i = 2; i < 6; i++) {
        const uint8_t digit = at[i];
        const uint8_t letter = digit | 0x20;
        if (digit >= '0' && digit <= '9') unit = unit << 4 | (digit - '0');
        else if (letter >= 'a' && letter <= 'f') unit = unit << 4 | (letter - 'a' + 10);
        else return -1;
    }
    return unit;
}

// simdjson tells a lone surrogate and an unknown escape by the same code. Only a refused text is
// looked at, so that the cost does not matter.
bool escapesLoneSurrogate(const uint8_t *at, const uint8_t *end) {
    while (at < end) {
        if (*at != '\\') {
            at++;
            continue;
        }
        const int32_t unit = escapedUnit(at, end);
        if (unit >= 0xDC00 && unit <= 0xDFFF) return true;
        if (unit >= 0xD800 && unit <= 0xDBFF) {
            const int32_t second = escapedUnit(at + 6, end);
            if (second < 0xDC00 || second > 0xDFFF) return true;
            at += 12;
        } else {
            at += unit < 0 ? 2 : 6;
        }
    }
    return false;
}

// Reads eight bytes whatever the length is: simdjson pads its buffer of strings.
Key makeKey(const uint8_t *text, uint32_t offset, uint32_t length) {
    uint64_t prefix;
    std::memcpy(&prefix, text + offset, sizeof prefix);
    if (length < sizeof prefix) prefix &= (UINT64_C(1) << (8 * length)) - 1;
    return Key{prefix, offset, length};
}

// Keys of one spelling have one bit. Most objects have no two keys with one bit, and then their
// keys need not be compared.
uint64_t bitOf(const Key &key) {
    return UINT64_C(1) << (((key.prefix ^ key.length) * UINT64_C(0x9E3779B97F4A7C15)) >> 58);
}

int statusOf(error_code code) {
    switch (code) {
    case simdjson::SUCCESS: return CJSON_OK;
    case simdjson::UTF8_ERROR: return CJSON_ENCODING;
    case simdjson::DEPTH_ERROR: return CJSON_DEPTH;
    case simdjson::NUMBER_ERROR: return CJSON_NUMBER;
    case simdjson::EMPTY: return CJSON_EMPTY;
    case simdjson::CAPACITY:
    case simdjson::MEMALLOC: return CJSON_CAPACITY;
    default: return CJSON_SYNTAX;
    }
}

}  // namespace

struct cjson_parser {
    simdjson::dom::parser parser;
    simdjson::dom::document document;
    std::unique_ptr<uint8_t[]> input;  // the padded copy that simdjson reads
    std::unique_ptr<cjson_node[]> nodes;
    size_t capacity = 0;  // bytes of input that `input`, `parser` and `document` can take
    std::unique_ptr<Key[]> keys;  // of the objects still open, the innermost last
    size_t nodeCapacity = 0;      // of `nodes` and of `keys`

    bool reserve(size_t length);
    int walk(bool mayHoldSurrogates, cjson_view *view);

private:
    void reserveNodes(size_t count);
    bool hasDuplicate(size_t firstKey, size_t endKey, const uint8_t *text);
};

bool cjson_parser::reserve(size_t length) {
    if (length <= capacity) return true;
    size_t wanted = smallestCapacity;
    while (wanted < length) wanted *= 2;
    capacity = 0;
    input.reset(new uint8_t[wanted + simdjson::SIMDJSON_PADDING]);
    if (parser.allocate(wanted, simdjsonDepthMax) != simdjson::SUCCESS) return false;
    if (document.allocate(wanted) != simdjson::SUCCESS) return false;
    capacity = wanted;
    return true;
}

void cjson_parser::reserveNodes(size_t count) {
    if (count <= nodeCapacity) return;
    const size_t wanted = std::max(count, std::min(nodeCapacity * 2, CJSON_LENGTH_MAX));
    nodeCapacity = 0;
    nodes.reset(new cjson_node[wanted]);
    keys.reset(new Key[wanted]);
    nodeCapacity = wanted;
}

// Sorting, not hashing, bounds the cost of an object with many keys: no choice of keys can
// make it quadratic, and it needs no secret.
bool cjson_parser::hasDuplicate(size_t firstKey, size_t endKey, const uint8_t *text) {
    Key *const first = keys.get() + firstKey;
    Key *const last = keys.get() + endKey;
    const auto same = [text](const Key &a, const Key &b) {
        return a.length == b.length && a.prefix == b.prefix
            && std::memcmp(text + a.offset, text + b.offset, a.length) == 0;
    };
    if (size_t(last - first) <= pairwiseKeysMax) {
        for (Key *a = first; a < last; a++) {
            for (Key *b = a + 1; b < last; b++) {
                if (same(*a, *b)) return true;
            }
        }
        return false;
    }
    std::sort(first, last, [text](const Key &a, const Key &b) {
        if (a.length != b.length) return a.length < b.length;
        if (a.prefix != b.prefix) return a.prefix < b.prefix;
        return std::memcmp(text + a.offset, text + b.offset, a.length) < 0;
    });
    return std::adjacent_find(first, last, same) != last;
}

int cjson_parser::walk(bool mayHoldSurrogates, cjson_view *view) {
    const uint64_t *const tape = document.tape.get();
    const uint8_t *const text = document.string_buf.get();
    const size_t tapeEnd = size_t(tape[0] & payloadMask) - 1;
    reserveNodes(tapeEnd);

    // The frame below those of the containers stands for the text, of which nothing is a key.
    Frame frames[CJSON_DEPTH_MAX + 1];
    frames[0] = Frame{};
    Frame *top = frames;
    uint32_t count = 0;
    uint32_t keyCount = 0;
    size_t textLength = 0;

    for (size_t i = 1; i < tapeEnd; i++) {
        const char type = char(tape[i] >> 56);
        const uint64_t payload = tape[i] & payloadMask;
        if (type == ']' || type == '}') {
            if (top->mayRepeat && hasDuplicate(top->firstKey, keyCount, text)) {
                return CJSON_DUPLICATE_KEY;
            }
            keyCount = top->firstKey;
            cjson_node &closed = nodes[top->node];
            closed.count = top->isObject ? top->children / 2 : top->children;
            closed.end = count;
            top--;
            continue;
        }
        const bool isKey = top->isObject && top->children % 2 == 0;
        top->children++;
        cjson_node &node = nodes[count];
        node = cjson_node{0, 0, 0, count + 1, CJSON_NULL};
        switch (type) {
        case '"': {
            uint32_t length;
            std::memcpy(&length, text + payload, sizeof length);
            const uint32_t offset = uint32_t(payload + sizeof length);
            if (mayHoldSurrogates && holdsSurrogate(text + offset, length)) return CJSON_ENCODING;
            if (isKey) {
                const Key key = makeKey(text, offset, length);
                keys[keyCount++] = key;
                const uint64_t bit = bitOf(key);
                top->mayRepeat |= (top->seen & bit) != 0;
                top->seen |= bit;
            }
            node.kind = CJSON_STRING;
            node.offset = offset;
            node.count = length;
            textLength = size_t(offset) + length;
            break;
        }
        case 'l':
            node.kind = CJSON_INTEGER;
            node.integer = int64_t(tape[++i]);
            if (node.integer > CJSON_INTEGER_MAX || node.integer < -CJSON_INTEGER_MAX) {
                return CJSON_NUMBER;
            }
            break;
        case 't':
        case 'f':
            node.kind = CJSON_BOOL;
            node.integer = type == 't';
            break;
        case 'n':
            break;
        case '[':
        case '{':
            if (top == frames + CJSON_DEPTH_MAX) return CJSON_DEPTH;
            node.kind = type == '{' ? CJSON_OBJECT : CJSON_ARRAY;
            *++top = Frame{count, keyCount, 0, type == '{', false, 0};
            break;
        default:  // 'd' and 'u': a double, or an integer above 2^63
            return CJSON_NUMBER;
        }
        count++;
    }
    *view = cjson_view{nodes.get(), count, text, textLength};
    return CJSON_OK;
}

extern "C" cjson_parser *cjson_parser_create(void) {
    return new (std::nothrow) cjson_parser;
}

extern "C" void cjson_parser_destroy(cjson_parser *parser) {
    delete parser;
}

extern "C" int cjson_parse(
    cjson_parser *self, const uint8_t *bytes, size_t length, cjson_view *view
) {
    static const uint8_t byteOrderMark[] = {0xEF, 0xBB, 0xBF};
    *view = cjson_view{nullptr, 0, nullptr, 0};
    if (length == 0) return CJSON_EMPTY;
    if (length > CJSON_LENGTH_MAX) return CJSON_CAPACITY;
    if (length >= 3 && std::memcmp(bytes, byteOrderMark, 3) == 0) return CJSON_ENCODING;
    try {
        if (!self->reserve(length)) return CJSON_CAPACITY;
        std::memcpy(self->input.get(), bytes, length);
        std::memset(self->input.get() + length, 0, simdjson::SIMDJSON_PADDING);
        const error_code code =
            self->parser.parse_into_document(self->document, self->input.get(), length, false)
                .error();
        if (code == simdjson::STRING_ERROR && escapesLoneSurrogate(bytes, bytes + length)) {
            return CJSON_ENCODING;
        }
        if (code != simdjson::SUCCESS) return statusOf(code);
        return self->walk(std::memchr(bytes, '\\', length) != nullptr, view);
    } catch (...) {
        // Only an allocation can throw here.
        return CJSON_CAPACITY;
    }
}

extern "C" size_t cjson_find_byte(
    const uint8_t *bytes, size_t length, size_t start, uint8_t byte
) {
    if (start >= length) return length;
    const void *const found = std::memchr(bytes + start, byte, length - start);
    return found ? size_t((const uint8_t *)found - bytes) : length;
}
