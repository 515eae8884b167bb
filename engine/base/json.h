/* JSON in and out. The only user of cJSON; closes its traps in one place: keys match exactly, a missing key
 * is an error with a path, integers beyond 2^53 travel as strings, duplicate keys and deep nesting are
 * refused, doubles survive a round trip.
 *
 * Reading: a Json is a by-value cursor that borrows from the document. Getters return false with an error
 * like "sets/a.json: $.overlays[3].level: must be a whole number from 0 to 3, not 7". */
#pragma once

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

typedef struct JsonDocument JsonDocument;
typedef struct Json {
    const JsonDocument *document;
    const void *node; /* NULL for a value that is not there: every getter fails on it, none crashes */
} Json;

/* `file` is the name that errors carry. Texts over 256 MiB, deeper than 64 levels, with duplicate keys, with
 * bytes that are not UTF-8, with NUL in any disguise, with numbers that no double holds, or with anything
 * after the value are refused with line and column ("sets/a.json:3:14: …"). A byte-order mark is passed over.
 */
bool json_parse(const char *text, size_t length, const char *file, JsonDocument **out, Error *error);
bool json_load(const char *path, JsonDocument **out, Error *error);
void json_destroy(JsonDocument *document); /* NULL is fine */
Json json_root(const JsonDocument *document);

/* Checks "format" and "version": this format, and a major version no newer than ours. */
bool json_expect_format(Json root, const char *format, int64_t version, Error *error);

/* Refuses keys that are not in the space-separated list; the sentence names the nearest known one. */
bool json_only(Json object, const char *keys, Error *error);
bool json_has(Json object, const char *key);

bool json_object(Json object, const char *key, Json *out, Error *error);
bool json_array(Json object, const char *key, Json *out, Error *error);
bool json_text(Json object, const char *key, const char **out, Error *error); /* borrowed */
bool json_integer(Json object, const char *key, int64_t low, int64_t high, int64_t *out, Error *error);
bool json_number(Json object, const char *key, double low, double high, double *out,
                 Error *error); /* finite */
bool json_flag(Json object, const char *key, bool *out, Error *error);
bool json_unsigned64(Json object, const char *key, uint64_t *out, Error *error); /* as a decimal string */

/* Arrays and objects in order. */
uint32_t json_count(Json value);
Json json_item(Json value, uint32_t index); /* beyond the end: one that is not there */
const char *json_key(Json value);           /* of a member of an object; NULL in an array */

typedef enum JsonKind { JSON_NULL, JSON_FLAG, JSON_NUMBER, JSON_TEXT, JSON_ARRAY, JSON_OBJECT } JsonKind;
JsonKind json_kind(Json value);
bool json_get(Json object, const char *key, Json *out);        /* false when absent, no error */
bool json_as_text(Json value, const char **out, Error *error); /* the same checks on a bare value */
bool json_as_number(Json value, double low, double high, double *out, Error *error);
bool json_as_flag(Json value, bool *out, Error *error);

/* An error at this value: "file: $.path: " and the sentence. Returns false. */
bool json_fail(Json value, Error *error, const char *format, ...) __attribute__((format(printf, 3, 4)));

/* Writing: a stream into a growing text. Keys are given in objects and NULL in arrays. Numbers print with
 * the fewest of 15, 16 or 17 digits that read back to the same double; not-a-number and infinities are
 * written as null. */
typedef struct JsonWriter {
    char *text; /* owned; NUL-terminated */
    size_t length, capacity;
    int depth;
    bool indent;      /* two spaces a level; flat arrays stay on one line */
    bool first;       /* internal, as what follows: nothing written yet at this level */
    int flat_depth;   /* of the flat array that is open, 0 for none */
    uint64_t objects; /* bit d: the container open at depth d + 1 is an object */
} JsonWriter;

void json_writer_init(JsonWriter *writer, bool indent);
void json_writer_clear(JsonWriter *writer);
void json_begin_object(JsonWriter *writer, const char *key);
void json_end_object(JsonWriter *writer);
void json_begin_array(JsonWriter *writer, const char *key);
void json_begin_flat_array(JsonWriter *writer, const char *key); /* kept on one line */
void json_end_array(JsonWriter *writer);
void json_write_text(JsonWriter *writer, const char *key, const char *text);
void json_write_number(JsonWriter *writer, const char *key, double number);
void json_write_integer(JsonWriter *writer, const char *key, int64_t number);
void json_write_unsigned64(JsonWriter *writer, const char *key, uint64_t number); /* as a string */
void json_write_flag(JsonWriter *writer, const char *key, bool flag);
void json_write_null(JsonWriter *writer, const char *key);
