#include "json_hostile.h"

#include "base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void copy_value(Json value, const char *key, JsonWriter *writer) {
    Error error;
    const char *text;
    double number;
    bool flag;
    if (json_kind(value) == JSON_OBJECT) json_begin_object(writer, key);
    if (json_kind(value) == JSON_ARRAY) json_begin_array(writer, key);
    for (uint32_t i = 0; i < json_count(value); i++) {
        Json item = json_item(value, i);
        copy_value(item, json_key(item), writer);
    }
    if (json_kind(value) == JSON_OBJECT) json_end_object(writer);
    if (json_kind(value) == JSON_ARRAY) json_end_array(writer);
    if (json_as_text(value, &text, &error)) json_write_text(writer, key, text);
    if (json_as_number(value, -INFINITY, INFINITY, &number, &error)) json_write_number(writer, key, number);
    if (json_as_flag(value, &flag, &error)) json_write_flag(writer, key, flag);
    if (json_kind(value) == JSON_NULL) json_write_null(writer, key);
}

static bool is_whole_utf8(const char *text) {
    for (size_t left = strlen(text); left > 0;) {
        unsigned size = text_code_point(text, left, NULL);
        if (size == 0) return false;
        text += size;
        left -= size;
    }
    return true;
}

static bool is_good_error(const Error *error) {
    return strncmp(error->text, "x.json:", 7) == 0 && is_whole_utf8(error->text);
}

/* Every getter on every value, as if each were an object: the members that are there, and one that is not. */
static const char *ask_everything(Json value) {
    Error error;
    Json found;
    const char *text, *key = json_key(value) ? json_key(value) : "key";
    int64_t whole;
    double number;
    bool flag;
    uint64_t seed;
    if (json_text(value, "not there", &text, &error)) return "a member was made up";
    if (!is_good_error(&error)) return "the error of a missing member is broken";
    if (!json_only(value, "format version", &error) && !is_good_error(&error))
        return "the error of json_only is broken";
    if (!json_expect_format(value, "format", 1, &error) && !is_good_error(&error))
        return "the error of a format is broken";
    for (uint32_t i = 0; i < json_count(value); i++) {
        Json item = json_item(value, i);
        key = json_key(item) ? json_key(item) : "key";
        if (json_key(item) && (!json_get(value, key, &found) || found.node != item.node))
            return "a key was not found";
        json_object(value, key, &found, &error);
        json_array(value, key, &found, &error);
        json_flag(value, key, &flag, &error);
        json_number(value, key, 0, 1, &number, &error);
        json_unsigned64(value, key, &seed, &error);
        if (!json_integer(value, key, -3, 3, &whole, &error) && !is_good_error(&error)) {
            return "the error of an integer is broken";
        }
        const char *fault = ask_everything(item);
        if (fault) return fault;
    }
    return NULL;
}

static void write_again(const JsonDocument *document, bool indent, JsonWriter *writer) {
    json_writer_init(writer, indent);
    copy_value(json_root(document), NULL, writer);
}

/* Written with line breaks, read, written without: as if written without at once. */
static const char *round_trip_fault(const JsonDocument *document) {
    Error error;
    JsonDocument *again = NULL;
    JsonWriter plain, lines, once_more = {0};
    write_again(document, false, &plain);
    write_again(document, true, &lines);
    const char *fault = NULL;
    if (!json_parse(lines.text, lines.length, "x.json", &again, &error)) {
        fault = "what was written is not read";
    } else {
        write_again(again, false, &once_more);
        if (strcmp(plain.text, once_more.text) != 0) fault = "what was written reads as something else";
    }
    json_writer_clear(&plain);
    json_writer_clear(&lines);
    json_writer_clear(&once_more);
    json_destroy(again);
    return fault;
}

const char *json_hostile_fault(const char *bytes, size_t length, bool *read) {
    char *exact = malloc(length ? length : 1); /* of its own, so that a sanitizer sees a byte too many */
    if (length) memcpy(exact, bytes, length);
    Error error = {0};
    JsonDocument *document = NULL;
    *read = json_parse(exact, length, "x.json", &document, &error);
    free(exact);
    if (!*read) return document || !is_good_error(&error) ? "the error of a refused text is broken" : NULL;
    const char *fault = ask_everything(json_root(document));
    if (!fault) fault = round_trip_fault(document);
    json_destroy(document);
    return fault;
}
