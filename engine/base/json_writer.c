#include "base/json_internal.h"

#include <assert.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void put(JsonWriter *writer, const char *bytes, size_t length) {
    size_t wanted = writer->length + length + 1;
    if (wanted > writer->capacity) {
        writer->capacity = wanted > writer->capacity * 2 ? wanted : writer->capacity * 2;
        writer->text = heap_resize(writer->text, writer->capacity, 1);
    }
    memcpy(writer->text + writer->length, bytes, length);
    writer->length += length;
    writer->text[writer->length] = '\0';
}

static void put_word(JsonWriter *writer, const char *word) {
    put(writer, word, strlen(word));
}

void json_writer_init(JsonWriter *writer, bool indent) {
    *writer = (JsonWriter){.indent = indent, .first = true};
    put(writer, "", 0);
}

void json_writer_clear(JsonWriter *writer) {
    free(writer->text);
    *writer = (JsonWriter){0};
}

static bool in_object(const JsonWriter *writer) {
    return writer->depth > 0 && (writer->objects >> (writer->depth - 1) & 1);
}

static void put_line_break(JsonWriter *writer) {
    put_word(writer, "\n");
    for (int i = 0; i < writer->depth; i++) put_word(writer, "  ");
}

static void put_code_point(JsonWriter *writer, const char *bytes, unsigned size, uint32_t code) {
    static const char SHORT[] = "\"\"\\\\\bb\ff\nn\rr\tt"; /* pairs: what stands there, its letter */
    char escape[8];
    for (size_t i = 0; i + 1 < sizeof SHORT; i += 2) {
        if (code != (unsigned char)SHORT[i]) continue;
        char pair[] = {'\\', SHORT[i + 1]};
        put(writer, pair, sizeof pair);
        return;
    }
    if (code < 0x20) {
        snprintf(escape, sizeof escape, "\\u%04x", (unsigned)code);
        put_word(writer, escape);
    } else {
        put(writer, bytes, size);
    }
}

static void put_quoted(JsonWriter *writer, const char *text) {
    put_word(writer, "\"");
    for (size_t left = strlen(text); left > 0;) {
        uint32_t code;
        unsigned size = text_code_point(text, left, &code);
        if (size > 0) {
            put_code_point(writer, text, size, code);
        } else {
            put_word(writer, "\xEF\xBF\xBD"); /* U+FFFD, so that the file stays readable */
            size = 1;
        }
        text += size;
        left -= size;
    }
    put_word(writer, "\"");
}

/* What stands before a value: comma, line break, key. */
static void put_lead(JsonWriter *writer, const char *key) {
    assert(in_object(writer) == (key != NULL) && "a key in an object, none in an array");
    assert((writer->depth > 0 || writer->first) && "one value at the top");
    if (!writer->first) put_word(writer, ",");
    if (writer->indent && writer->depth > 0) {
        if (!writer->flat_depth) {
            put_line_break(writer);
        } else if (!writer->first) {
            put_word(writer, " ");
        }
    }
    writer->first = false;
    if (!key) return;
    put_quoted(writer, key);
    put_word(writer, writer->indent ? ": " : ":");
}

static void put_value(JsonWriter *writer, const char *key, const char *word) {
    put_lead(writer, key);
    put_word(writer, word);
}

static void begin(JsonWriter *writer, const char *key, bool object) {
    assert(writer->depth < JSON_DEPTH_LIMIT && "json_parse reads it again");
    put_value(writer, key, object ? "{" : "[");
    uint64_t bit = UINT64_C(1) << writer->depth;
    writer->objects = object ? writer->objects | bit : writer->objects & ~bit;
    writer->depth++;
    writer->first = true;
}

static void end(JsonWriter *writer, bool object) {
    assert(writer->depth > 0 && in_object(writer) == object && "what ends is what began last");
    writer->depth--;
    if (writer->indent && !writer->first && !writer->flat_depth) put_line_break(writer);
    if (writer->flat_depth > writer->depth) writer->flat_depth = 0;
    put_word(writer, object ? "}" : "]");
    writer->first = false;
}

void json_begin_object(JsonWriter *writer, const char *key) {
    begin(writer, key, true);
}

void json_end_object(JsonWriter *writer) {
    end(writer, true);
}

void json_begin_array(JsonWriter *writer, const char *key) {
    begin(writer, key, false);
}

void json_begin_flat_array(JsonWriter *writer, const char *key) {
    begin(writer, key, false);
    if (!writer->flat_depth) writer->flat_depth = writer->depth;
}

void json_end_array(JsonWriter *writer) {
    end(writer, false);
}

void json_write_text(JsonWriter *writer, const char *key, const char *text) {
    put_lead(writer, key);
    put_quoted(writer, text);
}

void json_number_text(double number, char text[JSON_NUMBER_BYTES]) {
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, JSON_NUMBER_BYTES, "%.*g", digits, number);
        if (strtod(text, NULL) == number) return;
    }
}

void json_write_number(JsonWriter *writer, const char *key, double number) {
    char text[JSON_NUMBER_BYTES] = "null";
    if (isfinite(number)) json_number_text(number, text);
    put_value(writer, key, text);
}

void json_write_integer(JsonWriter *writer, const char *key, int64_t number) {
    char text[JSON_NUMBER_BYTES];
    snprintf(text, sizeof text, "%" PRId64, number);
    put_value(writer, key, text);
}

void json_write_unsigned64(JsonWriter *writer, const char *key, uint64_t number) {
    char text[JSON_NUMBER_BYTES];
    snprintf(text, sizeof text, "\"%" PRIu64 "\"", number);
    put_value(writer, key, text);
}

void json_write_flag(JsonWriter *writer, const char *key, bool flag) {
    put_value(writer, key, flag ? "true" : "false");
}

void json_write_null(JsonWriter *writer, const char *key) {
    put_value(writer, key, "null");
}
