#include "base/error.h"

#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* A sentence that did not fit may end within a character; what is left of that character goes. */
static void error_cut(char *text) {
    size_t length = strlen(text), start = length;
    while (start > 0 && length - start < 4) {
        start--;
        if (((unsigned char)text[start] & 0xC0) == 0x80) continue;
        if (!text_code_point(text + start, length - start, NULL)) text[start] = '\0';
        return;
    }
}

bool error_set(Error *error, const char *format, ...) {
    char whole[sizeof error->text]; /* an argument may be the old text */
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(whole, sizeof whole, format, arguments);
    va_end(arguments);
    if (length >= (int)sizeof whole) error_cut(whole);
    memcpy(error->text, whole, strlen(whole) + 1);
    return false;
}

bool error_at(Error *error, const char *format, ...) {
    char place[sizeof error->text];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(place, sizeof place, format, arguments);
    va_end(arguments);
    return error_set(error, "%s%s", place, error->text);
}
