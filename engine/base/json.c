#include "base/json_internal.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* An absent value is a Json of zeros: of no kind, without children, and wrong wherever a value is asked for.
 */
static const JsonNode *node_of(Json value) {
    static const JsonNode ABSENT = {.kind = JSON_NULL};
    return value.node ? value.node : &ABSENT;
}

static uint32_t index_of(Json value) {
    return (uint32_t)(node_of(value) - value.document->nodes);
}

static Json value_at(const JsonDocument *document, uint32_t index) {
    return (Json){document, &document->nodes[index]};
}

JsonKind json_kind(Json value) {
    return node_of(value)->kind;
}

uint32_t json_count(Json value) {
    return node_of(value)->count;
}

Json json_item(Json value, uint32_t index) {
    const JsonNode *node = node_of(value);
    return index < node->count ? value_at(value.document, node->first + index) : (Json){0};
}

const char *json_key(Json value) {
    return node_of(value)->key;
}

/* "file: $.path: sentence", where the path is that of the value or of a member of it. */
static bool fail_at(Json value, const char *key, Error *error, const char *sentence) {
    if (!value.document) return error_set(error, "a value that is not there: %s", sentence);
    Text path = {0};
    json_path(&path, value.document, index_of(value), key);
    error_set(error, "%s: %s: %s", value.document->file, path.items, sentence);
    text_clear(&path);
    return false;
}

bool json_fail(Json value, Error *error, const char *format, ...) {
    char sentence[sizeof error->text];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(sentence, sizeof sentence, format, arguments);
    va_end(arguments);
    return fail_at(value, NULL, error, sentence);
}

/* What stands there, for "must be …, not 7". */
static void add_description(Text *text, Json value) {
    const JsonNode *node = node_of(value);
    char number[JSON_NUMBER_BYTES];
    switch (node->kind) {
    case JSON_NULL:
        text_add(text, value.node ? "null" : "nothing");
        return;
    case JSON_FLAG:
        text_add(text, node->flag ? "true" : "false");
        return;
    case JSON_NUMBER:
        json_number_text(node->as.number, number);
        text_add(text, "%s", number);
        return;
    case JSON_TEXT:
        json_quote(text, node->as.text);
        return;
    case JSON_ARRAY:
        text_add(text, "an array");
        return;
    case JSON_OBJECT:
        text_add(text, "an object");
        return;
    }
}

bool json_fail_not(Json value, const char *wanted, Error *error) {
    Text sentence = {0};
    text_add(&sentence, "must be %s, not ", wanted);
    add_description(&sentence, value);
    fail_at(value, NULL, error, sentence.items);
    text_clear(&sentence);
    return false;
}

bool json_get(Json object, const char *key, Json *out) {
    const JsonNode *node = node_of(object);
    if (node->kind != JSON_OBJECT) return false;
    uint32_t low = 0, high = node->count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2, index = node->as.sorted[middle];
        int order = strcmp(key, object.document->nodes[index].key);
        if (order == 0) {
            *out = value_at(object.document, index);
            return true;
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return false;
}

bool json_has(Json object, const char *key) {
    Json found;
    return json_get(object, key, &found);
}

static bool member(Json object, const char *key, const char *wanted, Json *out, Error *error) {
    if (json_kind(object) != JSON_OBJECT) return json_fail_not(object, "an object", error);
    if (json_get(object, key, out)) return true;
    Text sentence = {0};
    text_add(&sentence, "is missing; it must be %s", wanted);
    fail_at(object, key, error, sentence.items);
    text_clear(&sentence);
    return false;
}

static bool member_of_kind(Json object, const char *key, JsonKind kind, const char *wanted, Json *out,
                           Error *error) {
    Json found;
    if (!member(object, key, wanted, &found, error)) return false;
    if (json_kind(found) != kind) return json_fail_not(found, wanted, error);
    *out = found;
    return true;
}

bool json_object(Json object, const char *key, Json *out, Error *error) {
    return member_of_kind(object, key, JSON_OBJECT, "an object", out, error);
}

bool json_array(Json object, const char *key, Json *out, Error *error) {
    return member_of_kind(object, key, JSON_ARRAY, "an array", out, error);
}

bool json_as_text(Json value, const char **out, Error *error) {
    if (json_kind(value) != JSON_TEXT) return json_fail_not(value, "a text", error);
    *out = node_of(value)->as.text;
    return true;
}

bool json_text(Json object, const char *key, const char **out, Error *error) {
    Json found;
    return member(object, key, "a text", &found, error) && json_as_text(found, out, error);
}

bool json_as_flag(Json value, bool *out, Error *error) {
    if (json_kind(value) != JSON_FLAG) return json_fail_not(value, "true or false", error);
    *out = node_of(value)->flag;
    return true;
}

bool json_flag(Json object, const char *key, bool *out, Error *error) {
    Json found;
    return member(object, key, "true or false", &found, error) && json_as_flag(found, out, error);
}

/* "a number from 0 to 1"; an infinite end is not named. */
static void add_range(Text *text, const char *noun, double low, double high) {
    char from[JSON_NUMBER_BYTES], to[JSON_NUMBER_BYTES];
    json_number_text(low, from);
    json_number_text(high, to);
    text_add(text, "%s", noun);
    if (isfinite(low) && isfinite(high)) {
        text_add(text, " from %s to %s", from, to);
    } else if (isfinite(low)) {
        text_add(text, " of at least %s", from);
    } else if (isfinite(high)) {
        text_add(text, " of at most %s", to);
    }
}

static bool holds_number(Json value, double low, double high, double *out) {
    const JsonNode *node = node_of(value);
    if (node->kind != JSON_NUMBER || node->as.number < low || node->as.number > high) return false;
    *out = node->as.number;
    return true;
}

bool json_as_number(Json value, double low, double high, double *out, Error *error) {
    if (holds_number(value, low, high, out)) return true;
    Text wanted = {0};
    add_range(&wanted, "a number", low, high);
    json_fail_not(value, wanted.items, error);
    text_clear(&wanted);
    return false;
}

bool json_number(Json object, const char *key, double low, double high, double *out, Error *error) {
    Json found;
    if (json_get(object, key, &found)) return json_as_number(found, low, high, out, error);
    Text wanted = {0};
    add_range(&wanted, "a number", low, high);
    member(object, key, wanted.items, &found, error);
    text_clear(&wanted);
    return false;
}

/* An end beyond what a double counts exactly is none that a text can reach. */
static double whole_end(int64_t end) {
    if (end > JSON_WHOLE_LIMIT) return INFINITY;
    if (end < -JSON_WHOLE_LIMIT) return -INFINITY;
    return (double)end;
}

static bool is_whole(const JsonNode *node) {
    return node->kind == JSON_NUMBER && floor(node->as.number) == node->as.number;
}

static bool is_exact(const JsonNode *node) {
    return fabs(node->as.number) <= (double)JSON_WHOLE_LIMIT;
}

static bool fail_integer(Json object, const char *key, int64_t low, int64_t high, Error *error) {
    Json found;
    Text wanted = {0};
    add_range(&wanted, "a whole number", whole_end(low), whole_end(high));
    if (member(object, key, wanted.items, &found, error)) json_fail_not(found, wanted.items, error);
    text_clear(&wanted);
    return false;
}

bool json_integer(Json object, const char *key, int64_t low, int64_t high, int64_t *out, Error *error) {
    Json found;
    if (!json_get(object, key, &found) || !is_whole(node_of(found))) {
        return fail_integer(object, key, low, high, error);
    }
    if (!is_exact(node_of(found))) {
        return json_fail(found, error, "is beyond 9007199254740991, where whole numbers are no longer exact");
    }
    int64_t whole = (int64_t)node_of(found)->as.number;
    if (whole < low || whole > high) return fail_integer(object, key, low, high, error);
    *out = whole;
    return true;
}

/* Digits only, so neither sign, space nor a leading 0, and each number has one text. */
static bool read_unsigned64(const char *text, uint64_t *out) {
    uint64_t number = 0;
    size_t length = strlen(text);
    if (length == 0 || (text[0] == '0' && length > 1)) return false;
    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9') return false;
        uint64_t digit = (uint64_t)(text[i] - '0');
        if (number > (UINT64_MAX - digit) / 10) return false;
        number = number * 10 + digit;
    }
    *out = number;
    return true;
}

bool json_unsigned64(Json object, const char *key, uint64_t *out, Error *error) {
    static const char WANTED[] = "a whole number in quotes, from \"0\" to \"18446744073709551615\"";
    Json found;
    if (!member(object, key, WANTED, &found, error)) return false;
    const JsonNode *node = node_of(found);
    if (node->kind == JSON_TEXT && read_unsigned64(node->as.text, out)) return true;
    return json_fail_not(found, WANTED, error);
}
