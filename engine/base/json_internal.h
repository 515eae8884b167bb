/* What the files behind json.h share, and nobody else includes: the tree that a text becomes and the words
 * for its errors.
 *
 * A document is one array of nodes in breadth-first order, so that the children of a node are neighbours: an
 * item by its index costs nothing, and paths follow `parent` upwards. */
#pragma once

#include "base/arena.h"
#include "base/json.h"
#include "base/text.h"

#define JSON_DEPTH_LIMIT 64
#define JSON_BYTES_LIMIT ((size_t)256 << 20)
#define JSON_WHOLE_LIMIT                                                                                     \
    INT64_C(9007199254740991) /* 2^53 - 1: beyond it neighbours read as the same double */
#define JSON_NUMBER_BYTES 32  /* enough for json_number_text */

typedef struct JsonNode {
    uint32_t parent;       /* index of the node that holds this one; the root's own is 0 */
    uint32_t position;     /* among the parent's children */
    uint32_t first, count; /* children; first is an index */
    JsonKind kind;
    bool flag;
    const char *key; /* in the arena; NULL in an array and for the root */
    union {
        double number;
        const char *text;       /* in the arena */
        const uint32_t *sorted; /* of an object: its members' indices, by key; in the arena */
    } as;
} JsonNode;

struct JsonDocument {
    Arena arena; /* texts, keys and sorted indices */
    char *file;  /* in the arena */
    JsonNode *nodes;
    uint32_t count;
};

/* Refuses what cJSON lets pass: bytes that are not UTF-8, control characters, NUL in any disguise, numbers
 * that JSON does not know, and depth. What stands where is left to cJSON. */
bool json_scan(const char *text, size_t length, const char *file, Error *error);
/* Past the white space that begins at a byte. */
size_t json_scan_space(const char *text, size_t length, size_t at);
/* Where the rank-th value of a text that parsed begins (the root has rank 0, a container comes before what it
 * holds), at its key if it has one. */
size_t json_scan_value(const char *text, size_t length, uint32_t rank);
/* An error at a byte of the text: "file:line:column: " and the sentence. Returns false. */
bool json_scan_fail(const char *text, size_t at, const char *file, Error *error, const char *sentence);

/* $.overlays[3]["my key"] and, where `key` is not NULL, that member of it, there or not. Of a long path the
 * end is kept, as that tells more. */
void json_path(Text *path, const JsonDocument *document, uint32_t index, const char *key);
/* In quotes, control characters spelt out, and cut when long: fit for a terminal. */
void json_quote(Text *text, const char *words);

/* "must be <wanted>, not 7". Returns false. */
bool json_fail_not(Json value, const char *wanted, Error *error);

/* The fewest of 15, 16 or 17 digits that read back as the same (finite) number. */
void json_number_text(double number, char text[JSON_NUMBER_BYTES]);
