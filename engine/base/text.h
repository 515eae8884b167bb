/* A growing text, for reports and messages. Starts as {0}; release with text_clear. */
#pragma once

#include <stddef.h>
#include <stdint.h>

typedef struct Text {
    char *items; /* NUL-terminated once something was added; NULL before */
    size_t length, capacity;
} Text;

void text_add(Text *text, const char *format, ...) __attribute__((format(printf, 2, 3)));
void text_add_n(Text *text, const char *bytes, size_t length);
void text_pad(Text *text, char fill, size_t count);
const char *text_of(const Text *text); /* never NULL */
void text_clear(Text *text);

/* How alike two words are, for "did you mean": Levenshtein distance, at most `limit` + 1. */
unsigned text_distance(const char *a, const char *b, unsigned limit);
/* The nearest of count words within distance 3 and less than the word's own length (so that it shares at
 * least a letter), or NULL; the first of equally near ones. */
const char *text_nearest(const char *word, const char *const *words, size_t count);
/* Columns that a UTF-8 text takes in a terminal (code points; East Asian wide ones count two). */
size_t text_columns(const char *utf8);
/* Bytes of the code point that length bytes of UTF-8 begin with, 1 to 4, or 0 when they begin with none: cut
 * off, too long a form, a surrogate or beyond U+10FFFF. `code_point` may be NULL. */
unsigned text_code_point(const char *bytes, size_t length, uint32_t *code_point);
