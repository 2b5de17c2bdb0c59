// Searches that the decoding of each request makes many times.

#include "CJSON.h"

#include <cstring>

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
    // No branch in the loops, so that the compiler looks at many bytes at once. In UTF-8 the
    // controls above 7F are C2 80 to C2 9F.
    size_t scalars = 0;
    uint8_t controls = 0;
    for (size_t index = 0; index < length; index++) scalars += (bytes[index] & 0xC0) != 0x80;
    for (size_t index = 0; index < length; index++) {
        controls |= ((bytes[index] < 0x20) & (bytes[index] != 0x0A)) | (bytes[index] == 0x7F);
    }
    for (size_t index = 1; index < length; index++) {
        controls |= (bytes[index - 1] == 0xC2) & (bytes[index] < 0xA0);
    }
    return controls ? -1 : int64_t(scalars);
}
