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

/// Whether three bytes are a character that turns the direction of the text around it: U+202A to
/// U+202E and U+2066 to U+2069. With one of them a text reads otherwise than it is written.
inline uint8_t turnsText(uint8_t first, uint8_t second, uint8_t third) {
    const uint8_t embeds = (second == 0x80) & (uint8_t(third - 0xAA) <= 0xAE - 0xAA);
    const uint8_t isolates = (second == 0x81) & (uint8_t(third - 0xA6) <= 0xA9 - 0xA6);
    return (first == 0xE2) & (embeds | isolates);
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
    for (size_t index = 2; index < length; index++) {
        controls |= turnsText(bytes[index - 2], bytes[index - 1], bytes[index]);
    }
    return controls ? -1 : int64_t(scalars);
}
