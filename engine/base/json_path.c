#include "base/json_internal.h"

#include <string.h>

#define KEY_CODE_POINTS 60 /* more of a key or value in a sentence is cut */
#define PATH_BYTES 400     /* leaves room for the sentence in an Error */

static bool is_plain_start(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* Whether a key may follow a dot, or needs brackets and quotes. */
static bool is_plain(const char *key) {
    size_t length = strlen(key);
    if (length == 0 || length > KEY_CODE_POINTS || !is_plain_start(key[0])) return false;
    for (size_t i = 1; i < length; i++) {
        if (!is_plain_start(key[i]) && !(key[i] >= '0' && key[i] <= '9')) return false;
    }
    return true;
}

static void quote_code_point(Text *text, const char *bytes, unsigned size, uint32_t code) {
    if (code < 0x20 || (code >= 0x7F && code < 0xA0)) { /* a terminal obeys these */
        text_add(text, "\\u%04x", (unsigned)code);
        return;
    }
    if (code == '"' || code == '\\') text_add_n(text, "\\", 1);
    text_add_n(text, bytes, size);
}

void json_quote(Text *text, const char *words) {
    size_t left = strlen(words);
    text_add_n(text, "\"", 1);
    for (int i = 0; left > 0 && i < KEY_CODE_POINTS; i++) {
        uint32_t code;
        unsigned size = text_code_point(words, left, &code);
        if (size == 0) break; /* not from a document */
        quote_code_point(text, words, size, code);
        words += size;
        left -= size;
    }
    text_add(text, left > 0 ? "…\"" : "\"");
}

static void add_key(Text *path, const char *key) {
    if (is_plain(key)) {
        text_add(path, ".%s", key);
        return;
    }
    text_add_n(path, "[", 1);
    json_quote(path, key);
    text_add_n(path, "]", 1);
}

static void add_step(Text *path, const JsonNode *node) {
    if (node->key) {
        add_key(path, node->key);
    } else {
        text_add(path, "[%u]", node->position);
    }
}

/* Adds a path, or "$…" and its end, from a whole character on. */
static void add_end(Text *path, const Text *whole) {
    size_t skipped = whole->length > PATH_BYTES ? whole->length - PATH_BYTES : 0;
    while (skipped > 0 && ((unsigned char)whole->items[skipped] & 0xC0) == 0x80) skipped++;
    text_add(path, "%s%s", skipped > 0 ? "$…" : "", whole->items + skipped);
}

void json_path(Text *path, const JsonDocument *document, uint32_t index, const char *key) {
    uint32_t steps[JSON_DEPTH_LIMIT];
    int count = 0;
    for (; index != 0; index = document->nodes[index].parent) steps[count++] = index;
    Text whole = {0};
    text_add(&whole, "$");
    while (count > 0) add_step(&whole, &document->nodes[steps[--count]]);
    if (key) add_key(&whole, key);
    add_end(path, &whole);
    text_clear(&whole);
}
