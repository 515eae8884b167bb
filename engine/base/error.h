/* What went wrong with the user's data, script or files, in one sentence a person can act on.
 *
 * Contract: a function that can fail for a reason of the user's returns false and fills *error; its outputs
 * are then untouched. The text starts with where (file:line or a JSON path) and says what to do. Our own bugs
 * are asserts, which stay on in release. */
#pragma once

#include <stdbool.h>

typedef struct Error {
    char text[1024]; /* UTF-8, one line or a few; empty when nothing went wrong */
} Error;

/* Writes the sentence and returns false, so that a caller can `return error_set(error, …)`. */
bool error_set(Error *error, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Puts a place before the sentence that is already there ("worlds/a.json: …"). Returns false. */
bool error_at(Error *error, const char *format, ...) __attribute__((format(printf, 2, 3)));
