/* Files of a test's own, in a folder that scratch_clear removes again. */
#pragma once

#include <stddef.h>

/* Writes the text and gives its path, good until the next call. The name has no folder in it. */
const char *scratch_file(const char *name, const char *text);
const char *scratch_bytes(const char *name, const void *bytes, size_t length);
const char *scratch_folder(void);
void scratch_clear(void);
