/* The built page: a fixed table of files, read once at start. A request names an entry of the table or gets
 * nothing; no path is ever made from a request. */
#pragma once

#include "base/error.h"
#include "base/vec.h"

#include <stddef.h>

typedef struct PageFile {
    const char *path; /* as a browser asks for it: "/", "/assets/index.js" */
    const char *type;
    char *bytes;
    size_t length;
} PageFile;

typedef struct PageFiles {
    Arena arena;
    Vec(PageFile) list;
} PageFiles;

/* The folder's files and those of its assets/; those whose ending has no known type are left out. Fails,
 * saying how to build it, when there is no index.html. */
bool files_load(PageFiles *files, const char *folder, Error *error);
void files_clear(PageFiles *files);
const PageFile *files_find(const PageFiles *files, const char *path); /* or NULL */
