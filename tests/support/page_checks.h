/* What every page for the terminal promises. */
#pragma once

#include "base/text.h"
#include "checks.h"
#include "report/page.h"

#define assert_says(page, words)                                                                             \
    do {                                                                                                     \
        if (!strstr(text_of(page), (words))) fail_msg("no \"%s\" in:\n%s", (words), text_of(page));          \
    } while (0)

#define assert_says_not(page, words)                                                                         \
    do {                                                                                                     \
        if (strstr(text_of(page), (words))) fail_msg("\"%s\" in:\n%s", (words), text_of(page));              \
    } while (0)

/* Every line fits 80 columns; with --ascii there is nothing else. */
static inline void assert_page_fits(const Text *page, bool ascii) {
    const char *line = text_of(page);
    while (*line) {
        size_t length = strcspn(line, "\n");
        Text copy = {0};
        text_add_n(&copy, line, length);
        if (text_columns(text_of(&copy)) > PAGE_COLUMNS) fail_msg("too wide: %s", text_of(&copy));
        for (size_t i = 0; ascii && i < length; i++)
            if ((unsigned char)line[i] >= 0x80) fail_msg("not ASCII: %s", text_of(&copy));
        text_clear(&copy);
        line += length + (line[length] == '\n');
    }
}
