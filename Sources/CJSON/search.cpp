// Searches that the decoding of each request makes many times.

#include "CJSON.h"

#include <algorithm>
#include <cstring>

namespace {

inline uint8_t startsScalar(uint8_t byte) { return (byte & 0xC0) != 0x80; }

/// Of one byte; line feed is none.
inline uint8_t isControl(uint8_t byte) {
    return ((byte < 0x20) & (byte != 0x0A)) | (byte == 0x7F);
}

/// Whether a character turns the direction of the text around it: U+202A to U+202E and U+2066 to
/// U+2069. With one of them a text reads otherwise than it is written. All begin with E2, which few
/// texts hold.
bool turnsText(const uint8_t *bytes, size_t length) {
    const uint8_t *const end = bytes + length;
    const auto next = [end](const uint8_t *from) {
        return static_cast<const uint8_t *>(std::memchr(from, 0xE2, size_t(end - from)));
    };
    // The text is valid, so that two bytes follow.
    for (const uint8_t *at = next(bytes); at; at = next(at + 3)) {
        const bool embeds = at[1] == 0x80 && at[2] >= 0xAA && at[2] <= 0xAE;
        const bool isolates = at[1] == 0x81 && at[2] >= 0xA6 && at[2] <= 0xA9;
        if (embeds || isolates) return true;
    }
    return false;
}

}  // namespace

extern "C" size_t cjson_find_member(
    const cjson_node *nodes, const uint8_t *text, size_t object, size_t hint,
    const uint8_t *name, size_t length
) {
    const size_t end = nodes[object].end;
    if (end == object + 1) return 0;
    const size_t start = hint > object && hint < end ? hint : object + 1;
    size_t key = start;
    do {
        // Most keys differ in length, and then their bytes are not looked at.
        if (nodes[key].count == length
            && std::memcmp(text + nodes[key].offset, name, length) == 0) {
            return key + 1;
        }
        key = nodes[key + 1].end;
        if (key == end) key = object + 1;
    } while (key != start);
    return 0;
}

extern "C" int64_t cjson_count_printable(const uint8_t *bytes, size_t length) {
    if (length == 0) return 0;
    // No branch in the loop, so that the compiler looks at many bytes at once, and a sum as narrow
    // as a byte, so that they are as many as can be. In UTF-8 the controls above 7F are C2 80 to
    // C2 9F; no text begins with its second byte.
    size_t scalars = startsScalar(bytes[0]);
    uint8_t controls = isControl(bytes[0]);
    for (size_t start = 1; start < length; start += UINT8_MAX) {
        const size_t end = std::min(length, start + UINT8_MAX);
        uint8_t some = 0;
        for (size_t index = start; index < end; index++) {
            const uint8_t byte = bytes[index];
            some += startsScalar(byte);
            controls |= isControl(byte) | ((bytes[index - 1] == 0xC2) & (byte < 0xA0));
        }
        scalars += some;
    }
    return controls || turnsText(bytes, length) ? -1 : int64_t(scalars);
}
