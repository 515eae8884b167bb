#include "base/text.h"

#include "base/arena.h"

#include <assert.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NEAREST_LIMIT 3

static void text_reserve(Text *text, size_t more) {
    size_t wanted = text->length + more + 1;
    if (wanted <= text->capacity) return;
    size_t grown = text->capacity ? text->capacity * 2 : 64;
    text->capacity = grown < wanted ? wanted : grown;
    text->items = heap_resize(text->items, text->capacity, 1);
}

void text_add(Text *text, const char *format, ...) {
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    assert(length >= 0 && "the format can be printed");
    text_reserve(text, (size_t)length);
    vsnprintf(text->items + text->length, (size_t)length + 1, format, again);
    va_end(again);
    text->length += (size_t)length;
}

void text_add_n(Text *text, const char *bytes, size_t length) {
    text_reserve(text, length);
    if (length) memcpy(text->items + text->length, bytes, length);
    text->length += length;
    text->items[text->length] = '\0';
}

void text_pad(Text *text, char fill, size_t count) {
    text_reserve(text, count);
    memset(text->items + text->length, fill, count);
    text->length += count;
    text->items[text->length] = '\0';
}

const char *text_of(const Text *text) {
    return text->items ? text->items : "";
}

void text_clear(Text *text) {
    free(text->items);
    *text = (Text){0};
}

static unsigned least(unsigned a, unsigned b, unsigned c) {
    unsigned ab = a < b ? a : b;
    return ab < c ? ab : c;
}

/* One row of the table at a time: row[j] is the distance of the first i bytes of a to the first j of b. */
static unsigned levenshtein(const char *a, size_t a_length, const char *b, size_t b_length) {
    unsigned *row = heap_take(b_length + 1, sizeof *row);
    for (size_t j = 0; j <= b_length; j++) row[j] = (unsigned)j;
    for (size_t i = 0; i < a_length; i++) {
        unsigned diagonal = row[0];
        row[0]++;
        for (size_t j = 0; j < b_length; j++) {
            unsigned above = row[j + 1];
            row[j + 1] = least(above + 1, row[j] + 1, diagonal + (a[i] != b[j]));
            diagonal = above;
        }
    }
    unsigned distance = row[b_length];
    free(row);
    return distance;
}

unsigned text_distance(const char *a, const char *b, unsigned limit) {
    size_t a_length = strlen(a), b_length = strlen(b);
    size_t apart = a_length > b_length ? a_length - b_length : b_length - a_length;
    if (apart > limit) return limit + 1; /* a very long word costs nothing */
    unsigned distance = levenshtein(a, a_length, b, b_length);
    return distance > limit ? limit + 1 : distance;
}

const char *text_nearest(const char *word, const char *const *words, size_t count) {
    size_t length = strlen(word);
    unsigned nearest = length <= NEAREST_LIMIT ? (unsigned)length : NEAREST_LIMIT + 1;
    const char *found = NULL;
    for (size_t i = 0; i < count; i++) {
        unsigned distance = text_distance(word, words[i], NEAREST_LIMIT);
        if (distance >= nearest) continue;
        nearest = distance;
        found = words[i];
    }
    return found;
}

/* Sequence length by its first byte, 0 for a byte that begins none. */
static unsigned sequence_length(unsigned char first) {
    if (first < 0x80) return 1;
    if (first >= 0xC2 && first < 0xE0) return 2;
    if (first >= 0xE0 && first < 0xF0) return 3;
    if (first >= 0xF0 && first < 0xF5) return 4;
    return 0;
}

unsigned text_code_point(const char *bytes, size_t length, uint32_t *code_point) {
    static const uint32_t LEAST[] = {0, 0, 0x80, 0x800, 0x10000}; /* a shorter form exists below */
    if (length == 0) return 0;
    unsigned size = sequence_length((unsigned char)bytes[0]);
    if (size == 0 || size > length) return 0;
    uint32_t code = size == 1 ? (unsigned char)bytes[0] : (unsigned char)bytes[0] & (0xFFu >> (size + 1));
    for (unsigned i = 1; i < size; i++) {
        if (((unsigned char)bytes[i] & 0xC0) != 0x80) return 0;
        code = code << 6 | ((unsigned char)bytes[i] & 0x3F);
    }
    if (code < LEAST[size] || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return 0;
    if (code_point) *code_point = code;
    return size;
}

static bool is_wide(uint32_t code) {
    static const uint32_t WIDE[][2] = {
        {0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0x4DBF},   {0x4E00, 0xA4CF}, {0xA960, 0xA97F},
        {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},   {0xFF01, 0xFF60}, {0xFFE0, 0xFFE6},
        {0x1F300, 0x1F64F}, {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD},
    };
    for (size_t i = 0; i < sizeof WIDE / sizeof *WIDE; i++) {
        if (code >= WIDE[i][0] && code <= WIDE[i][1]) return true;
    }
    return false;
}

size_t text_columns(const char *utf8) {
    size_t columns = 0;
    for (size_t left = strlen(utf8); left > 0;) {
        uint32_t code = 0;
        unsigned size = text_code_point(utf8, left, &code);
        columns += size && is_wide(code) ? 2 : 1;
        if (size == 0) size = 1; /* a terminal shows one mark for a broken byte */
        utf8 += size;
        left -= size;
    }
    return columns;
}
