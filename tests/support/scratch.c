#define _GNU_SOURCE
#include "scratch.h"

#include <assert.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[64], path[400];

const char *scratch_folder(void) {
    if (folder[0]) return folder;
    snprintf(folder, sizeof folder, "/tmp/keyfall_test_XXXXXX");
    assert(mkdtemp(folder));
    return folder;
}

const char *scratch_bytes(const char *name, const void *bytes, size_t length) {
    snprintf(path, sizeof path, "%s/%s", scratch_folder(), name);
    FILE *file = fopen(path, "w");
    assert(file);
    assert(length == 0 || fwrite(bytes, length, 1, file) == 1);
    fclose(file);
    return path;
}

const char *scratch_file(const char *name, const char *text) {
    return scratch_bytes(name, text, strlen(text));
}

void scratch_clear(void) {
    if (!folder[0]) return;
    DIR *list = opendir(folder);
    for (struct dirent *entry; (entry = readdir(list));) {
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        unlink(path); /* "." and ".." refuse */
    }
    closedir(list);
    rmdir(folder);
    folder[0] = 0;
}
