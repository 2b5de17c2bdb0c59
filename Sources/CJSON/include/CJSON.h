// The C face of the JSON reader. A text goes in; a status comes out and, when it is
// CJSON_OK, a view of flat nodes and of one buffer that holds every unescaped string.
// Nodes stand in document order, a container before its children, so that index 0 is the
// root and a subtree is the half-open range from its node to `end`. In an object the
// children alternate: key, value, key, value.
//
// No C++ exception crosses this border. A parser belongs to one thread at a time.

#ifndef YUSHI_CJSON_H
#define YUSHI_CJSON_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
    CJSON_NULL = 0,
    CJSON_BOOL = 1,
    CJSON_INTEGER = 2,
    CJSON_STRING = 3,
    CJSON_ARRAY = 4,
    CJSON_OBJECT = 5,
};

/// What a parse found. Everything but CJSON_OK leaves the view empty.
enum {
    CJSON_OK = 0,
    CJSON_SYNTAX = 1,         // not JSON
    CJSON_ENCODING = 2,       // not UTF-8, a byte order mark, or a lone surrogate
    CJSON_DEPTH = 3,          // more than CJSON_DEPTH_MAX nested containers
    CJSON_DUPLICATE_KEY = 4,  // an object has the same key twice, compared unescaped
    CJSON_NUMBER = 5,         // malformed, no integer, or outside CJSON_INTEGER_MAX
    CJSON_EMPTY = 6,          // nothing but white space
    CJSON_CAPACITY = 7,       // longer than CJSON_LENGTH_MAX, or no memory
};

#define CJSON_DEPTH_MAX 64
#define CJSON_INTEGER_MAX INT64_C(9007199254740991)
#define CJSON_LENGTH_MAX ((size_t)1 << 30)

typedef struct cjson_node {
    int64_t integer;  // an integer's value; 0 or 1 for a bool
    uint32_t offset;  // a string's first byte in the text buffer
    uint32_t count;   // bytes of a string, elements of an array, members of an object
    uint32_t end;     // the index after this node's subtree
    uint8_t kind;
} cjson_node;

typedef struct cjson_parser cjson_parser;

/// What the last successful parse left; valid until the next parse or the destruction.
typedef struct cjson_view {
    const cjson_node *nodes;
    size_t node_count;
    const uint8_t *text;
    size_t text_length;
} cjson_view;

/// A new parser, or NULL when there is no memory.
cjson_parser *cjson_parser_create(void);
void cjson_parser_destroy(cjson_parser *parser);

/// Parses one whole document. The bytes are copied first; they need no padding.
int cjson_parse(cjson_parser *parser, const uint8_t *bytes, size_t length, cjson_view *view);

/// The node of the value that an object has under this name, or 0, which is no value, when it has
/// none. The search begins at the key `hint`, or at the first one when that is 0, and goes round:
/// who asks in the order of the text finds each name at once.
size_t cjson_find_member(
    const cjson_node *nodes, const uint8_t *text, size_t object, size_t hint,
    const uint8_t *name, size_t length);

/// How many Unicode scalars a text of valid UTF-8 has, or -1 when one of them is a control
/// character (00-1F, 7F-9F) other than line feed, or turns the direction of the text (202A-202E,
/// 2066-2069).
int64_t cjson_count_printable(const uint8_t *bytes, size_t length);

/// Digests of what a document says. The order of members, white space and escapes do not matter;
/// the order of a list does. Their definition never changes: journals hold such digests.
///
/// The digests of an object's members together, besides the one whose key is this node; 0, which
/// is no key, leaves out none.
uint64_t cjson_digest_members(
    const cjson_node *nodes, const uint8_t *text, size_t object, size_t without_key);

/// Folds bytes into a state, eight at a time, the first one in the lowest place.
uint64_t cjson_digest_bytes(uint64_t seed, const uint8_t *bytes, size_t length);

/// A state after one more word.
uint64_t cjson_digest_mix(uint64_t state, uint64_t word);

/// The index of the first such byte at or after `start`, or `length` when there is none.
size_t cjson_find_byte(const uint8_t *bytes, size_t length, size_t start, uint8_t byte);

#ifdef __cplusplus
}
#endif

#endif
