/* A growing text, for reports and messages. Starts as {0}; release with text_clear. */
#pragma once

#include <stddef.h>

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
/* The nearest of count words within distance 3, or NULL. */
const char *text_nearest(const char *word, const char *const *words, size_t count);
/* Columns that a UTF-8 text takes in a terminal (code points; East Asian wide ones count two). */
size_t text_columns(const char *utf8);
