/* A file of lines that only grows, for what must survive a crash: a line is on the disk when it has been
 * added. Whoever opens it again finds the lines that were finished; a last line that a crash cut short is
 * taken away. One process at a time has it open. */
#pragma once

#include "base/error.h"

#include <stddef.h>

typedef struct LineFile {
    const char *path; /* borrowed */
    int file;
    char *text; /* the lines that were there, each ending in a newline; owned; never NULL */
    size_t length;
} LineFile;

/* Makes the file if there is none. Fails when another process has it open, and on what is no regular file. */
bool line_file_open(LineFile *lines, const char *path, Error *error);
/* `line` ends in its only newline. */
bool line_file_add(LineFile *lines, const char *line, size_t length, Error *error);
void line_file_close(LineFile *lines);
