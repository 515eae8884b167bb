/* Whole files, and folders in sorted order. */
#pragma once

#include "base/arena.h"
#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

/* Reads a regular file of at most `limit` bytes into heap memory with a final NUL (free() it). */
bool file_read(const char *path, size_t limit, char **bytes, size_t *length, Error *error);
/* Writes beside the target, syncs, and renames over it: the old content survives any crash. */
bool file_write(const char *path, const char *bytes, size_t length, Error *error);
bool file_exists(const char *path);
/* Makes one folder; fails when there is anything of that name already, or no folder to put it in. */
bool file_make_folder(const char *path, Error *error);
/* Names in a folder (no dot files), sorted byte-wise, in the arena. A missing folder gives none. */
bool file_list(Arena *arena, const char *folder, char ***names, uint32_t *count, Error *error);
